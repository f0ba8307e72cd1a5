// Search or do (Ctrl-K): the rail's links, the page's own commands, and records found by the server.
// The dialog and its words stand in the layout; GET /search?q=… answers [{label, detail, href}].

interface Entry {
  label: string;
  detail: string;
  run: () => void;
}

function pageEntries(dialog: HTMLElement): Entry[] {
  const entries: Entry[] = [];
  for (const command of document.querySelectorAll<HTMLElement>("[data-command]")) {
    entries.push({
      label: command.dataset.command || command.textContent?.trim() || "",
      detail: dialog.dataset.here ?? "",
      run: () => command.click(),
    });
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.rail-link")) {
    entries.push({
      label: link.querySelector("span:not(.avatar)")?.textContent?.trim() ?? "",
      detail: dialog.dataset.goTo ?? "",
      run: () => location.assign(link.href),
    });
  }
  return entries.filter((entry) => entry.label !== "");
}

function fold(text: string): string {
  return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
}

export function startPalette(): void {
  const dialog = document.getElementById("palette");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector<HTMLElement>("[role=listbox]");
  const none = dialog.querySelector<HTMLElement>(".palette-none");
  if (!input || !list || !none) return;

  let shown: Entry[] = [];
  let at = 0;
  let request: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const mark = (next: number) => {
    at = shown.length === 0 ? 0 : (next + shown.length) % shown.length;
    [...list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === at));
      if (index === at) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    });
  };

  const show = (entries: Entry[], searched: boolean) => {
    shown = entries;
    list.replaceChildren(
      ...entries.map((entry, index) => {
        const item = document.createElement("li");
        item.id = `palette-${index}`;
        item.setAttribute("role", "option");
        const label = document.createElement("span");
        label.textContent = entry.label;
        const detail = document.createElement("span");
        detail.className = "detail";
        detail.textContent = entry.detail;
        item.append(label, detail);
        item.addEventListener("click", () => choose(index));
        return item;
      }),
    );
    none.hidden = entries.length > 0 || !searched;
    input.removeAttribute("aria-activedescendant");
    mark(0);
  };

  const choose = (index: number) => {
    const entry = shown[index];
    if (!entry) return;
    dialog.close();
    entry.run();
  };

  const find = async () => {
    const query = input.value.trim();
    const words = fold(query);
    const local = pageEntries(dialog).filter((entry) => fold(entry.label).includes(words));
    show(local, false);
    request?.abort();
    if (query.length < 2) return;
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`/search?q=${encodeURIComponent(query)}`, {
        headers: { Accept: "application/json" },
        signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = (await answer.json()) as { label: string; detail: string; href: string }[];
      show(
        [
          ...local,
          ...found.map(({ label, detail, href }) => ({ label, detail, run: () => location.assign(href) })),
        ],
        true,
      );
    } catch {
      // Superseded by the next letter, or offline: what the page itself offers stays.
      if (!signal.aborted) show(local, true);
    }
  };

  const open = () => {
    if (dialog.open) return;
    input.value = "";
    show(pageEntries(dialog), false);
    dialog.showModal();
    input.focus();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void find(), 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") choose(at);
    else return;
    event.preventDefault();
  });

  for (const button of document.querySelectorAll("[data-palette]")) button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
}
