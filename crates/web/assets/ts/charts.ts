// Charts. Each is <figure class="chart"> with <script type="application/json" data-chart> (data, never run) and an empty
// <div class="chart-canvas">. A table with the same numbers always stands beside it.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

interface Spec {
  kind: "bar" | "line" | "stacked" | "pie";
  x: string[];
  series: { name: string; data: (number | null)[] }[];
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

function formats(spec: Spec): { full: (value: number) => string; short: (value: number) => string } {
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
    aria: { enabled: true, decal: { show: spec.series.length > 3 } },
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
      axisLabel: { color: muted, formatter: (value: number) => short(value) },
      splitLine: { lineStyle: { color: line } },
    },
    series: spec.series.map(({ name, data }, index) =>
      spec.kind === "line"
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

/** Names beside their colours. As text of the page it wraps, and prints, like everything else. */
function legend(spec: Spec): HTMLElement | undefined {
  const names = spec.kind === "pie" ? spec.x : spec.series.map(({ name }) => name);
  if (names.length < 2) return undefined;
  const list = document.createElement("ul");
  list.className = "chart-legend";
  names.forEach((name, index) => {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.style.background = `var(${SERIES[index % SERIES.length]})`;
    item.append(swatch, name);
    list.append(item);
  });
  return list;
}

function draw(figure: HTMLElement): void {
  const data = figure.querySelector("script[data-chart]")?.textContent;
  const canvas = figure.querySelector<HTMLElement>(".chart-canvas");
  if (!data || !canvas) return;
  const spec = JSON.parse(data) as Spec;
  const names = legend(spec);
  if (names) canvas.before(names);
  const chart = init(canvas, null, { renderer: "svg" });
  chart.setOption(option(spec));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(option(spec)));
}

for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) draw(figure);
