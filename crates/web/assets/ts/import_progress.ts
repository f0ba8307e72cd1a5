// Follows a running import. <div data-progress-url="…"> is asked every second; the answer is
// {"state": "running" | …, "done": 120, "total": 8800 | null, "counts": {"placed": 118, "rejected": 2}}.
// When the run is over the page loads once more, now with the report.

interface Progress {
  state: string;
  done: number;
  total: number | null;
  counts: Record<string, number>;
}

const number = new Intl.NumberFormat(document.documentElement.lang || "en");

function follow(box: HTMLElement): void {
  const url = box.dataset.progressUrl;
  if (!url) return;
  const bar = box.querySelector("progress");
  let failures = 0;

  const ask = async () => {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const progress = (await answer.json()) as Progress;
      failures = 0;
      if (bar && progress.total) {
        bar.max = progress.total;
        bar.value = progress.done;
      }
      for (const [name, value] of Object.entries({ ...progress.counts, done: progress.done })) {
        const place = box.querySelector(`[data-progress-count="${CSS.escape(name)}"]`);
        if (place) place.textContent = number.format(value);
      }
      if (progress.state !== "running" && progress.state !== "queued") {
        location.reload();
        return;
      }
    } catch {
      failures += 1;
    }
    // Slower and slower while the server does not answer.
    setTimeout(() => void ask(), Math.min(30_000, 1_000 * 2 ** failures));
  };
  void ask();
}

for (const box of document.querySelectorAll<HTMLElement>("[data-progress-url]")) follow(box);
