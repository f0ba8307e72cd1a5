// Menus, dialogs and short messages.

export function toast(text: string, kind: "plain" | "bad" = "plain"): void {
  const box = document.getElementById("toasts");
  if (!box) return;
  const note = document.createElement("p");
  note.className = kind === "bad" ? "toast bad" : "toast";
  note.textContent = text;
  box.append(note);
  setTimeout(() => note.remove(), kind === "bad" ? 10_000 : 5_000);
}

const OPENABLE = "details.menu, details.define";

function closeAll(except?: Element | null): void {
  for (const open of document.querySelectorAll<HTMLDetailsElement>(OPENABLE)) {
    if (open.open && open !== except) open.open = false;
  }
}

export function startOverlays(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    closeAll(target.closest(OPENABLE));

    const opener = target.closest<HTMLElement>("[data-dialog]");
    if (opener?.dataset.dialog) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    if (target.closest("[data-close]")) {
      event.preventDefault();
      target.closest("dialog")?.close();
    }
    const dismissed = target.closest("[data-dismiss]");
    if (dismissed) {
      event.preventDefault();
      dismissed.closest(".flash")?.remove();
    }
    // A click on the backdrop lands on the dialog itself.
    if (target instanceof HTMLDialogElement) target.close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLDetailsElement>("details.menu[open], details.define[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}
