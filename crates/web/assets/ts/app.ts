// Comfort on every page. All of it is extra: each page works without this file.
import { startClocks } from "./clocks";
import { startConditions } from "./conditions";
import { startForms } from "./forms";
import { startOverlays } from "./overlays";
import { startPalette } from "./palette";
import { startTables } from "./tables";

document.documentElement.classList.add("js");
startClocks();
startConditions();
startForms();
startOverlays();
startPalette();
startTables();
document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) print();
});
