// Keeps running clocks true while a page stays open. The server renders the first state; a clock carries
// data-start and data-due (epoch milliseconds). A paused or finished clock carries neither and is left alone.
// The sentences come from <body data-clock-…>, with {d}, {h} and {m} to fill in.

const MINUTE = 60_000;

type Templates = Record<"leftDays" | "leftHours" | "leftMinutes" | "overDays" | "overHours" | "overMinutes", string>;

function templates(): Templates | undefined {
  const { clockLeftDays, clockLeftHours, clockLeftMinutes, clockOverDays, clockOverHours, clockOverMinutes } =
    document.body.dataset;
  if (!clockLeftDays || !clockLeftHours || !clockLeftMinutes || !clockOverDays || !clockOverHours || !clockOverMinutes)
    return undefined;
  return {
    leftDays: clockLeftDays,
    leftHours: clockLeftHours,
    leftMinutes: clockLeftMinutes,
    overDays: clockOverDays,
    overHours: clockOverHours,
    overMinutes: clockOverMinutes,
  };
}

function sentence(texts: Templates, milliseconds: number): string {
  const total = Math.floor(Math.abs(milliseconds) / MINUTE);
  const days = Math.floor(total / 1440);
  const hours = Math.floor((total % 1440) / 60);
  const minutes = total % 60;
  const over = milliseconds < 0;
  const text =
    days > 0
      ? over ? texts.overDays : texts.leftDays
      : hours > 0
        ? over ? texts.overHours : texts.leftHours
        : over ? texts.overMinutes : texts.leftMinutes;
  const twoDigits = hours > 0 && days === 0 ? String(minutes).padStart(2, "0") : String(minutes);
  return text.replace("{d}", String(days)).replace("{h}", String(hours)).replace("{m}", twoDigits);
}

function refresh(texts: Templates): void {
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
  const texts = templates();
  if (!texts) return;
  setInterval(() => refresh(texts), 30_000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh(texts);
  });
}
