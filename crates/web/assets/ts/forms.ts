// Forms: filters that apply themselves, questions before what cannot be undone, and a guard for unsaved work.

const dirty = new Set<HTMLFormElement>();

export function startForms(): void {
  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-autosubmit]");
    // Text fields wait for Enter: a half-typed word is not a filter.
    const target = event.target as HTMLInputElement;
    if (form && target.type !== "search" && target.type !== "text") form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-guard]");
    if (form) dirty.add(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = event.submitter as HTMLElement | null;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    dirty.delete(form);
    if (form.matches("[data-autosubmit]")) {
      // Empty filters would only lengthen the address.
      for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]")) {
        if (field.value === "") field.disabled = true;
      }
    }
    if (submitter && form.method === "post") {
      // After the browser has collected the values, so that the pressed button's own value is sent.
      setTimeout(() => {
        submitter.setAttribute("aria-busy", "true");
        submitter.setAttribute("disabled", "");
      });
    }
  });

  // Back and forward bring a page as it was left: with buttons switched off and filters disabled.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll('[aria-busy="true"]')) {
      button.removeAttribute("aria-busy");
      button.removeAttribute("disabled");
    }
    for (const field of document.querySelectorAll<HTMLInputElement>("form[data-autosubmit] :disabled")) {
      field.disabled = false;
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (dirty.size > 0) event.preventDefault();
  });

  document.querySelector<HTMLElement>(".error-summary")?.focus();
}
