// The deal board: drag a card, or focus it and press Shift with the arrow keys. Both send the card's own form, the same
// one that works with a select and a button when there is no script; the server's answer is the truth.
import { toast } from "./overlays";

function columns(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".board-column[data-stage]")];
}

async function moveTo(card: HTMLElement, column: HTMLElement): Promise<void> {
  const form = card.querySelector<HTMLFormElement>("form[data-move]");
  const field = form?.querySelector<HTMLSelectElement | HTMLInputElement>("[name=stage]");
  const stage = column.dataset.stage;
  const from = card.closest<HTMLElement>(".board-column");
  if (!form || !field || !stage || from === column) return;

  const before = field.value;
  const next = card.nextElementSibling;
  field.value = stage;
  // A stage that is not offered for this deal (its program has no such stage) cannot be chosen.
  if (field.value !== stage) {
    field.value = before;
    toast(board()?.dataset.notOffered ?? "", "bad");
    return;
  }
  column.querySelector(".board-cards")?.prepend(card);
  card.classList.add("moving");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "text/html" },
      body: new URLSearchParams([...new FormData(form)].map(([key, value]) => [key, String(value)])),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".board");
    if (answer.ok && fresh) {
      const id = card.id;
      board()?.replaceWith(fresh);
      // The sum in the page's head belongs to the board.
      const note = page.querySelector(".page-note");
      if (note) document.querySelector(".page-note")?.replaceWith(note);
      prepare();
      document.getElementById(id)?.focus();
      announce(column);
      return;
    }
    if (answer.ok && answer.redirected) {
      // The move needs an answer first (a lost deal wants its reason): that page takes over.
      location.assign(answer.url);
      return;
    }
    throw new Error(String(answer.status));
  } catch {
    from?.querySelector(".board-cards")?.insertBefore(card, next);
    field.value = before;
    card.classList.remove("moving");
    toast(board()?.dataset.failed ?? "", "bad");
  }
}

function board(): HTMLElement | null {
  return document.querySelector<HTMLElement>(".board");
}

function announce(column: HTMLElement): void {
  const text = board()?.dataset.moved;
  const name = column.querySelector("h2")?.textContent?.trim() ?? "";
  if (text) toast(text.replace("%s", name));
}

function prepare(): void {
  for (const card of document.querySelectorAll<HTMLElement>(".deal-card")) {
    if (!card.querySelector("form[data-move]")) continue;
    card.draggable = true;
    card.tabIndex = 0;
  }
}

let dragged: HTMLElement | undefined;

document.addEventListener("dragstart", (event) => {
  const card = (event.target as Element).closest<HTMLElement>(".deal-card[draggable=true]");
  if (!card || !event.dataTransfer) return;
  dragged = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.id);
});
document.addEventListener("dragover", (event) => {
  const column = (event.target as Element).closest<HTMLElement>(".board-column");
  for (const other of columns()) other.classList.toggle("target", other === column && dragged !== undefined);
  if (column && dragged) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const column = (event.target as Element).closest<HTMLElement>(".board-column");
  if (!column || !dragged) return;
  event.preventDefault();
  void moveTo(dragged, column);
});
document.addEventListener("dragend", () => {
  dragged = undefined;
  for (const column of columns()) column.classList.remove("target");
});
document.addEventListener("keydown", (event) => {
  const card = event.target;
  if (!(card instanceof HTMLElement) || !card.matches(".deal-card")) return;
  if (event.key === "Enter") {
    card.querySelector<HTMLElement>("a.cell-title")?.click();
    return;
  }
  if (!event.shiftKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  event.preventDefault();
  const all = columns();
  const from = all.findIndex((column) => column.contains(card));
  const target = all[from + (event.key === "ArrowRight" ? 1 : -1)];
  if (target) void moveTo(card, target);
});

prepare();
