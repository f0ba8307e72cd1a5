// Charts. Each is <figure class="chart"> with <script type="application/json" data-chart> (data, never run) and an empty
// <div class="chart-canvas">. A table with the same numbers always stands beside it.
import { BarChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { offerFiles } from "./chart_files";

use([BarChart, LineChart, PieChart, ScatterChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

/** A thing on a map: two values, a size, a group for its colour, and the page behind it. */
interface Point {
  name: string;
  x: number;
  /** A share between 0 and 1. */
  y: number;
  size: number;
  group: number;
  href: string;
}

interface MapSpec {
  kind: "scatter";
  /** What it shows, in the page's language, for who cannot see it. */
  label?: string;
  points: Point[];
  groups: string[];
  xName: string;
  yName: string;
  sizeName: string;
  format: "money";
  currency?: string;
  locale?: string;
}

interface Spec {
  /** What it shows, in the page's language, for who cannot see it. */
  label?: string;
  kind: "bar" | "line" | "stacked" | "pie";
  x: string[];
  /** `line`: drawn as a line over the bars, such as a target. */
  series: { name: string; data: (number | null)[]; line?: boolean }[];
  format?: "money" | "number" | "percent" | "days";
  /** ISO 4217, for `money`. Values are in whole units of it. */
  currency?: string;
  /** BCP 47; the page's language when absent. */
  locale?: string;
}

/** ECharts does not read oklch() or light-dark(); the browser does. */
function colour(name: string): string {
  const probe = document.createElement("span");
  probe.className = "visually-hidden";
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  const computed = getComputedStyle(probe).color;
  probe.remove();
  if (!context) return computed;
  context.fillStyle = computed;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

function formats(spec: Pick<Spec, "format" | "currency" | "locale">): { full: (value: number) => string; short: (value: number) => string } {
  const locale = spec.locale ?? document.documentElement.lang ?? "en";
  const make = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  switch (spec.format) {
    case "money": {
      const money: Intl.NumberFormatOptions = { style: "currency", currency: spec.currency ?? "EUR" };
      return {
        full: make(money),
        short: make({ ...money, notation: "compact", maximumSignificantDigits: 3 }),
      };
    }
    case "percent": {
      // Values are shares between 0 and 1.
      return {
        full: make({ style: "percent", maximumFractionDigits: 1 }),
        short: make({ style: "percent", maximumFractionDigits: 0 }),
      };
    }
    case "days": {
      const days = make({ style: "unit", unit: "day", unitDisplay: "long", maximumFractionDigits: 1 });
      return { full: days, short: make({ maximumFractionDigits: 0 }) };
    }
    default:
      return { full: make({ maximumFractionDigits: 2 }), short: make({ notation: "compact" }) };
  }
}

/** ECharts would describe it in English; the page does it in its own language. */
function described(spec: Spec | MapSpec) {
  return spec.label ? { enabled: true, description: spec.label } : { enabled: true };
}

const SERIES = [1, 2, 3, 4, 5, 6].map((index) => `--series-${index}`);

function option(spec: Spec) {
  const { full, short } = formats(spec);
  const text = colour("--text");
  const muted = colour("--muted");
  const line = colour("--line");
  const card = colour("--card");
  const palette = SERIES.map(colour);
  const font = getComputedStyle(document.body).fontFamily;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const base = {
    color: palette,
    animation: !still,
    animationDuration: 250,
    textStyle: { fontFamily: font, fontSize: 12, color: muted },
    aria: { enabled: true, label: described(spec), decal: { show: spec.series.length > 3 } },
    tooltip: {
      trigger: spec.kind === "pie" ? ("item" as const) : ("axis" as const),
      backgroundColor: card,
      borderColor: line,
      textStyle: { color: text, fontSize: 12.5, fontFamily: font },
      valueFormatter: (value: unknown) => (typeof value === "number" ? full(value) : "–"),
      confine: true,
    },
  };
  if (spec.kind === "pie") {
    const values = spec.series[0]?.data ?? [];
    return {
      ...base,
      series: [
        {
          type: "pie" as const,
          radius: ["55%", "85%"],
          label: { show: false },
          itemStyle: { borderColor: card, borderWidth: 2 },
          data: spec.x.map((name, index) => ({ name, value: values[index] ?? 0 })),
        },
      ],
    };
  }
  return {
    ...base,
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: "same" as const },
    xAxis: {
      type: "category" as const,
      data: spec.x,
      boundaryGap: spec.kind !== "line",
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: muted, hideOverlap: true },
    },
    yAxis: {
      type: "value" as const,
      splitNumber: 4,
      // A share that comes near to all of it is drawn up to all of it, not beyond.
      max: spec.format === "percent" ? ({ max }: { max: number }) => (max > 0.8 && max <= 1 ? 1 : undefined) : undefined,
      axisLabel: { color: muted, formatter: (value: number) => short(value) },
      splitLine: { lineStyle: { color: line } },
    },
    series: spec.series.map(({ name, data, line: over }, index) =>
      spec.kind === "line" || over
        ? {
            type: "line" as const,
            name,
            data,
            symbol: "circle",
            symbolSize: 5,
            showSymbol: data.length < 14,
            // Lines are told apart without colour, too.
            lineStyle: { width: 2, type: index === 0 ? ("solid" as const) : ("dashed" as const) },
          }
        : {
            type: "bar" as const,
            name,
            data,
            barMaxWidth: 28,
            stack: spec.kind === "stacked" ? "all" : undefined,
            itemStyle: { borderRadius: spec.kind === "stacked" ? 0 : [3, 3, 0, 0] },
          },
    ),
  };
}

function mapOption(spec: MapSpec) {
  const money = formats(spec);
  const percent = formats({ format: "percent", locale: spec.locale });
  const text = colour("--text");
  const muted = colour("--muted");
  const line = colour("--line");
  const card = colour("--card");
  const font = getComputedStyle(document.body).fontFamily;
  const largest = Math.max(1, ...spec.points.map(({ size }) => size));
  const axis = { nameTextStyle: { color: muted }, splitLine: { lineStyle: { color: line } }, nameLocation: "middle" as const };
  const escape = (raw: string) => {
    const span = document.createElement("span");
    span.textContent = raw;
    return span.innerHTML;
  };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: font, fontSize: 12, color: muted },
    aria: { enabled: true, label: described(spec) },
    tooltip: {
      trigger: "item" as const,
      backgroundColor: card,
      borderColor: line,
      textStyle: { color: text, fontSize: 12.5, fontFamily: font },
      confine: true,
      formatter: (item: unknown) => {
        const point = (item as { data: { point: Point } }).data.point;
        const row = (name: string, value: string) => `${escape(name)}: ${escape(value)}`;
        return [
          `<b>${escape(point.name)}</b>`,
          escape(spec.groups[point.group] ?? ""),
          row(spec.xName, money.full(point.x)),
          row(spec.yName, percent.full(point.y)),
          row(spec.sizeName, money.full(point.size)),
        ].join("<br>");
      },
    },
    grid: { left: 28, right: 20, top: 16, bottom: 26, outerBoundsMode: "same" as const },
    xAxis: { ...axis, type: "value" as const, name: spec.xName, nameGap: 26, splitNumber: 4, axisLabel: { color: muted, hideOverlap: true, formatter: (value: number) => money.short(value) } },
    yAxis: { ...axis, type: "value" as const, name: spec.yName, nameGap: 40, min: 0, max: 1, splitNumber: 4, axisLabel: { color: muted, formatter: (value: number) => percent.short(value) } },
    series: spec.groups.map((name, group) => ({
      type: "scatter" as const,
      name,
      cursor: "pointer",
      itemStyle: { color: colour(groupColour(group)), opacity: 0.8, borderColor: card, borderWidth: 1 },
      emphasis: { itemStyle: { opacity: 1, borderColor: text, borderWidth: 2 } },
      data: spec.points
        .filter((point) => point.group === group)
        // The area tells the size; a partner without bookings is still there to be seen.
        .map((point) => ({ value: [point.x, point.y], symbolSize: 8 + 36 * Math.sqrt(point.size / largest), point })),
    })),
  };
}

/** The first group is for what belongs to none. */
function groupColour(group: number): string {
  return group === 0 ? "--series-6" : (SERIES[group - 1] ?? "--series-6");
}

/** By keyboard: the arrow keys go from value to value and say it, Enter opens what is behind it. */
function keys(canvas: HTMLElement, chart: ECharts, stops: { seriesIndex: number; dataIndex: number; text: string; href?: string }[]): void {
  if (stops.length === 0) return;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  canvas.after(said);
  canvas.tabIndex = 0;
  let at = -1;
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const here = stops[at];
    if (event.key === "Enter" && here?.href) location.assign(here.href);
    if (event.key === "Escape") chart.dispatchAction({ type: "hideTip" });
    if (!step) return;
    event.preventDefault();
    if (here) chart.dispatchAction({ type: "downplay", ...index(here) });
    at = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
    const next = stops[at];
    if (!next) return;
    chart.dispatchAction({ type: "highlight", ...index(next) });
    chart.dispatchAction({ type: "showTip", ...index(next) });
    said.textContent = next.text;
  });
  canvas.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
  function index(stop: { seriesIndex: number; dataIndex: number }) {
    return { seriesIndex: stop.seriesIndex, dataIndex: stop.dataIndex };
  }
}

function mapStops(spec: MapSpec) {
  const money = formats(spec);
  const percent = formats({ format: "percent", locale: spec.locale });
  const stops = spec.groups.flatMap((_, group) =>
    spec.points
      .filter((point) => point.group === group)
      .map((point, dataIndex) => ({
        seriesIndex: group,
        dataIndex,
        x: point.x,
        href: point.href,
        text: `${point.name}, ${spec.groups[group]}: ${spec.xName} ${money.full(point.x)}, ${spec.yName} ${percent.full(point.y)}, ${spec.sizeName} ${money.full(point.size)}`,
      })),
  );
  return stops.sort((a, b) => b.x - a.x);
}

function seriesStops(spec: Spec) {
  const { full } = formats(spec);
  return spec.series.flatMap(({ name, data }, seriesIndex) =>
    data.map((value, dataIndex) => ({
      seriesIndex,
      dataIndex,
      text: `${name}, ${spec.x[dataIndex]}: ${value === null ? "–" : full(value)}`,
    })),
  );
}

/** Names beside their colours. As text of the page it wraps, and prints, like everything else. */
function legend(spec: Spec | MapSpec): HTMLElement | undefined {
  const names: [string, string | undefined][] =
    spec.kind === "scatter"
      ? spec.groups
          .map((name, group): [string, string] => [name, groupColour(group)])
          .filter((_, group) => spec.points.some((point) => point.group === group))
      : (spec.kind === "pie" ? spec.x : spec.series.map(({ name }) => name)).map((name, index) => [
          name,
          SERIES[index % SERIES.length],
        ]);
  if (names.length < 2) return undefined;
  const list = document.createElement("ul");
  list.className = "chart-legend";
  names.forEach(([name, shade]) => {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.style.background = `var(${shade})`;
    item.append(swatch, name);
    list.append(item);
  });
  return list;
}

function draw(figure: HTMLElement): void {
  const data = figure.querySelector("script[data-chart]")?.textContent;
  const canvas = figure.querySelector<HTMLElement>(".chart-canvas");
  if (!data || !canvas) return;
  const spec = JSON.parse(data) as Spec | MapSpec;
  const made = () => (spec.kind === "scatter" ? mapOption(spec) : option(spec));
  const names = legend(spec);
  if (names) canvas.before(names);
  const chart = init(canvas, null, { renderer: "svg" });
  chart.setOption(made());
  new ResizeObserver(() => chart.resize()).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(made()));
  offerFiles(figure, made, colour);
  keys(canvas, chart, spec.kind === "scatter" ? mapStops(spec) : seriesStops(spec));
  if (spec.kind === "scatter") {
    chart.on("click", (item) => {
      const point = (item.data as { point?: Point } | undefined)?.point;
      if (point) location.assign(point.href);
    });
  }
}

for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) draw(figure);

// On paper nobody opens a table.
const tablesForPaper = () => document.querySelectorAll<HTMLDetailsElement>("details[data-print-open]");
let opened: HTMLDetailsElement[] = [];
addEventListener("beforeprint", () => {
  opened = [...tablesForPaper()].filter((details) => !details.open);
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
