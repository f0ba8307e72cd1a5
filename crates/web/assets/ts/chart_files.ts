// A chart as a file: SVG for documents, PNG for slides. It is drawn anew in one size, on a background, with its name and legend inside.
import { LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";

use([LegendComponent, TitleComponent]);

const WIDTH = 1200;
const HEIGHT = 600;
/** Room above the drawing for name, period and legend. */
const HEAD = 104;

/** What `option` and `mapOption` make, as far as it is changed here. */
type Option = object & { grid?: object; textStyle?: { fontFamily?: string } };

function svg(name: string, note: string, made: Option, text: string, background: string): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    ...made,
    animation: false,
    // Quotes in the names of fonts would end the attribute they are written into.
    textStyle: { ...made.textStyle, fontFamily: made.textStyle?.fontFamily?.replaceAll('"', "'") },
    backgroundColor: background,
    title: { text: name, subtext: note, itemGap: 4, left: 16, top: 14, textStyle: { color: text, fontSize: 18, fontWeight: 600 }, subtextStyle: { color: text, fontSize: 13 } },
    legend: { left: 16, top: 64, itemWidth: 12, itemHeight: 12, textStyle: { color: text, fontSize: 13 } },
    ...(made.grid ? { grid: { ...made.grid, top: HEAD, right: 32, bottom: 32, left: 32 } } : {}),
  });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}

async function png(drawn: string): Promise<Blob | null> {
  const image = new Image(WIDTH, HEIGHT);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
  await image.decode();
  const scale = 2;
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * scale, height: HEIGHT * scale });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function hand(blob: Blob, file: string): void {
  const href = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href, download: file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** "Win rate by month" → `win-rate-by-month`. */
function fileName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "chart";
}

/** Buttons under the chart. The figure's `data-name` is what it shows, `data-note` of which period, `data-save` the word before the kind of file. */
export function offerFiles(figure: HTMLElement, make: () => Option, colour: (name: string) => string): void {
  const { name = "", note = "", save = "" } = figure.dataset;
  const row = document.createElement("p");
  row.className = "chart-files no-print";
  for (const kind of ["SVG", "PNG"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small quiet";
    button.textContent = kind;
    button.setAttribute("aria-label", `${save} ${kind}: ${name}`);
    button.title = `${save} ${kind}`;
    button.addEventListener("click", async () => {
      const drawn = svg(name, note, make(), colour("--text"), colour("--card"));
      const blob = kind === "PNG" ? await png(drawn) : new Blob([drawn], { type: "image/svg+xml" });
      if (blob) hand(blob, `${fileName(name)}.${kind.toLowerCase()}`);
    });
    row.append(button);
  }
  figure.append(row);
}
