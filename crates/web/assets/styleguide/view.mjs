// Looking only: node styleguide/view.mjs OUT_FOLDER builds the assets there and writes the guide's pages beside them.
// In a page, `asset:NAME` stands for the hashed file, and `{{rail}}` and `{{icon NAME}}` save repetition.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) throw new Error("usage: node styleguide/view.mjs OUT_FOLDER");
execFileSync("node", [join(here, "../build.mjs"), out], { stdio: "inherit" });
const manifest = new Map(
  readFileSync(join(out, "manifest.txt"), "utf8").trim().split("\n").map((line) => line.split("\t")),
);
const parts = new Map(
  readdirSync(here).filter((file) => file.startsWith("_")).map((file) => [file.slice(1, -5), readFileSync(join(here, file), "utf8")]),
);
for (const page of readdirSync(here).filter((file) => file.endsWith(".html") && !file.startsWith("_"))) {
  const html = readFileSync(join(here, page), "utf8")
    .replace(/\{\{(\w+)\}\}/g, (_, name) => parts.get(name) ?? "")
    .replace(/\{\{icon ([\w-]+)\}\}/g, '<svg class="icon" aria-hidden="true"><use href="asset:icons.svg#$1"/></svg>')
    .replace(/\{\{ring (\d+)\}\}/g, '<svg class="ring" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5"/><circle class="ring-left" cx="8" cy="8" r="6.5" pathLength="100" stroke-dasharray="$1 100"/></svg>')
    .replace(/\{\{track (\d)\}\}/g, (_, at) => `<span class="track" role="img" aria-label="Phase ${at} of 5">${[1, 2, 3, 4, 5].map((n) => `<i class="${n < at ? "past" : n == at ? "here" : "ahead"}"></i>`).join("")}</span>`)
    .replace(/asset:([\w.]+)/g, (_, name) => manifest.get(name) ?? name);
  writeFileSync(join(out, page), html);
}
