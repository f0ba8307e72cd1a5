// Arranging a dashboard: drag a tile to another place. It sends the tile's own form with the place, the same one whose buttons work without a
// script and by keyboard; the server's answer is the truth.
import { toast } from "./overlays";

function list(): HTMLElement | null {
  return document.querySelector<HTMLElement>("ol.arrange");
}

function tiles(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("ol.arrange > li")];
}

let dragged: HTMLElement | undefined;
/** Where it was taken from: the tile that followed it. */
let before: Element | null = null;

function prepare(): void {
  for (const tile of tiles()) tile.draggable = true;
}

async function send(tile: HTMLElement): Promise<void> {
  const form = tile.querySelector<HTMLFormElement>("form[data-arrange]");
  if (!form) return;
  const place = tiles().indexOf(tile) + 1;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "text/html" },
      body: new URLSearchParams({ position: String(place) }),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("ol.arrange");
    if (!answer.ok || !fresh) throw new Error(String(answer.status));
    list()?.replaceWith(fresh);
    // What is saved next belongs to the version just made.
    const version = page.querySelector<HTMLInputElement>("input[name=version]");
    const here = document.querySelector<HTMLInputElement>("input[name=version]");
    if (version && here) here.value = version.value;
    prepare();
    document.getElementById(tile.id)?.querySelector<HTMLElement>("button")?.focus();
  } catch {
    list()?.insertBefore(tile, before);
    toast(list()?.dataset.failed ?? "", "bad");
  }
}

document.addEventListener("dragstart", (event) => {
  const tile = (event.target as Element).closest<HTMLElement>("ol.arrange > li");
  if (!tile || !event.dataTransfer) return;
  dragged = tile;
  before = tile.nextElementSibling;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", tile.id);
  tile.classList.add("moving");
});
document.addEventListener("dragover", (event) => {
  const over = (event.target as Element).closest<HTMLElement>("ol.arrange > li");
  if (!dragged || !list()?.contains(event.target as Node)) return;
  event.preventDefault();
  if (!over || over === dragged) return;
  const box = over.getBoundingClientRect();
  const after = event.clientX > box.left + box.width / 2;
  list()?.insertBefore(dragged, after ? over.nextElementSibling : over);
});
document.addEventListener("drop", (event) => {
  if (!dragged || !list()?.contains(event.target as Node)) return;
  event.preventDefault();
  const tile = dragged;
  dragged = undefined;
  tile.classList.remove("moving");
  if (tile.nextElementSibling !== before) void send(tile);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  // Let go outside the list: back to where it was.
  dragged.classList.remove("moving");
  list()?.insertBefore(dragged, before);
  dragged = undefined;
});

prepare();
