// Keeps running clocks true while a page stays open. The server renders the first state; a running clock carries
// data-start and data-due (epoch milliseconds), a paused or finished one neither and is left alone.
// The words come from <body data-clock-…>: %t stands for the time, %n for a number.

const MINUTE = 60_000;

interface Words {
  left: string;
  over: string;
  days: string;
  hours: string;
  minutes: string;
  moment: string;
}

function words(): Words | undefined {
  const { clockLeft, clockOver, clockDays, clockHours, clockMinutes, clockMoment } = document.body.dataset;
  if (!clockLeft || !clockOver || !clockDays || !clockHours || !clockMinutes || !clockMoment) return undefined;
  return {
    left: clockLeft,
    over: clockOver,
    days: clockDays,
    hours: clockHours,
    minutes: clockMinutes,
    moment: clockMoment,
  };
}

/** The two largest units, cut and not rounded, as the server writes them. */
function sentence(texts: Words, milliseconds: number): string {
  const total = Math.floor(Math.abs(milliseconds) / MINUTE);
  const days = Math.floor(total / 1440);
  const hours = Math.floor((total % 1440) / 60);
  const minutes = total % 60;
  const write = (pattern: string, count: number) => (count > 0 ? pattern.replace("%n", String(count)) : "");
  const parts =
    days > 0
      ? [write(texts.days, days), write(texts.hours, hours)]
      : [write(texts.hours, hours), write(texts.minutes, minutes)];
  const time = parts.filter(Boolean).join(" ") || texts.moment;
  return (milliseconds < 0 ? texts.over : texts.left).replace("%t", time);
}

function refresh(texts: Words): void {
  const now = Date.now();
  for (const clock of document.querySelectorAll<HTMLElement>(".clock[data-due][data-start]")) {
    const due = Number(clock.dataset.due);
    const start = Number(clock.dataset.start);
    const left = due - now;
    const share = due > start ? Math.max(0, Math.min(1, left / (due - start))) : 0;
    const state = left < 0 ? "bad" : share < 0.125 ? "warn" : "ok";
    clock.classList.remove("ok", "warn", "bad");
    clock.classList.add(state);
    // A broken promise shows a full red ring, not an empty one.
    const ring = state === "bad" ? 100 : Math.round(share * 100);
    clock.querySelector(".ring-left")?.setAttribute("stroke-dasharray", `${ring} 100`);
    const text = clock.querySelector(".clock-text");
    if (text) text.textContent = sentence(texts, left);
  }
}

export function startClocks(): void {
  const texts = words();
  if (!texts) return;
  setInterval(() => refresh(texts), 30_000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh(texts);
  });
}
