// Builds every browser file into one flat folder with content-hashed names and writes `manifest.txt`
// beside them ("logical name<TAB>hashed name" per line), which the server uses to answer `asset("app.css")`.
//
//   node build.mjs OUT_FOLDER
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "dist");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const manifest = new Map();

function hashed(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}-${digest}${name.slice(dot)}`;
}

async function put(name, content) {
  const file = hashed(name, content);
  await writeFile(join(out, file), content);
  manifest.set(name, file);
}

const result = await build({
  absWorkingDir: here,
  entryPoints: {
    app: "ts/app.ts",
    arrange: "ts/arrange.ts",
    board: "ts/board.ts",
    charts: "ts/charts.ts",
    import_progress: "ts/import_progress.ts",
    "app.style": "css/app.css",
  },
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "external",
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  metafile: true,
  logLevel: "warning",
});

for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (!output.entryPoint) continue;
  const file = path.split("/").at(-1);
  const source = output.entryPoint.split("/").at(-1);
  manifest.set(source.replace(/\.ts$/, ".js"), file);
}

const font = Object.keys(result.metafile.outputs)
  .map((path) => path.split("/").at(-1))
  .find((file) => file.startsWith("inter-latin-wght-normal"));
if (!font) throw new Error("the Latin font file is missing from the bundle");
manifest.set("inter.woff2", font);

// One sprite for all icons: a page refers to them with <use href="…#name">.
const names = (await readFile(join(here, "icons.txt"), "utf8")).split("\n").filter(Boolean);
const symbols = [];
for (const name of names) {
  const svg = await readFile(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`);
}
await put(
  "icons.svg",
  `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide icons, ISC licence -->${symbols.join("")}</svg>\n`,
);

await put("favicon.svg", await readFile(join(here, "favicon.svg")));
await copyFile(join(here, "node_modules/lucide-static/LICENSE"), join(out, "LICENSE.lucide.txt"));
await copyFile(join(here, "node_modules/@fontsource-variable/inter/LICENSE"), join(out, "LICENSE.inter.txt"));

// For PDF files, which are made by the server and cannot read woff2: beside the folder of what is served.
const fonts = join(out, "../fonts");
await mkdir(fonts, { recursive: true });
for (const [name, file] of [["regular", "400Regular/Inter_400Regular"], ["strong", "600SemiBold/Inter_600SemiBold"]]) {
  await copyFile(join(here, "node_modules/@expo-google-fonts/inter", `${file}.ttf`), join(fonts, `${name}.ttf`));
}

const lines = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.join("\t"));
await writeFile(join(out, "manifest.txt"), `${lines.join("\n")}\n`);
