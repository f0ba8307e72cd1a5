// Keyboard in tables: j and k move, Enter opens, x selects, / goes to the search field. And the selection of rows.

function rows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>("table[data-rows] tbody tr")].filter(
    (row) => row.querySelector("a.cell-title, .row-select") !== null,
  );
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}

function move(step: 1 | -1): void {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row.classList.contains("current"));
  const next = at < 0 ? (step === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  all[at]?.classList.remove("current");
  const row = all[next];
  if (!row) return;
  row.classList.add("current");
  row.querySelector<HTMLElement>("a.cell-title")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function count(form: HTMLFormElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>(".row-select:not([data-select-all])")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector<HTMLInputElement>("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  const label = form.querySelector<HTMLElement>("[data-bulk-count]");
  if (label) label.textContent = (label.dataset.bulkCount ?? "%n").replace("%n", String(chosen));
}

export function startTables(): void {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.matches(".row-select")) return;
    const form = box.form;
    if (!form) return;
    if (box.matches("[data-select-all]")) {
      for (const one of form.querySelectorAll<HTMLInputElement>(".row-select")) one.checked = box.checked;
    }
    count(form);
  });

  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-bulk]")) count(form);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const current = document.querySelector<HTMLTableRowElement>("tr.current");
    switch (event.key) {
      case "j":
        move(1);
        break;
      case "k":
        move(-1);
        break;
      case "Enter":
        // A focused link or button opens itself.
        if (!current || (event.target instanceof Element && event.target.closest("a, button, summary"))) return;
        current.querySelector<HTMLElement>("a.cell-title")?.click();
        break;
      case "x":
        current?.querySelector<HTMLInputElement>(".row-select")?.click();
        break;
      case "/": {
        const field = document.querySelector<HTMLInputElement>("[data-search], input[type=search]");
        if (!field) return;
        field.focus();
        field.select();
        break;
      }
      default:
        return;
    }
    event.preventDefault();
  });
}
