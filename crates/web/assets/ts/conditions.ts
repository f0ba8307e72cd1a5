// Questions that hang on other answers come and go while a form is filled in. The server decides once more when it is sent; without this file it
// brings such a question on the next page.

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Texts as they are compared: without case, accents and needless space. */
function folded(text: string): string {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("ß", "ss");
  return plain.trim().replace(/\s+/g, " ");
}

/** The controls a question is answered with; none where it does not stand on the page. */
function controlsOf(scope: HTMLElement, key: string): Control[] {
  if (key === "country") {
    const country = scope.closest("form")?.elements.namedItem("country");
    return country instanceof HTMLSelectElement ? [country] : [];
  }
  const name = `answers.${key}`;
  const question = scope.querySelector(`[data-question="${CSS.escape(key)}"]`);
  return [...(question?.querySelectorAll<Control>("input, select, textarea") ?? [])].filter(
    (control) => control.name === name || control.name.endsWith(`.${name}`),
  );
}

/** What is said with them; a question that is not asked says nothing. */
function said(controls: Control[]): string[] {
  const given = controls.filter(
    (control) =>
      !control.matches(":disabled") && !(control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type) && !control.checked),
  );
  return given.map((control) => folded(control.value)).filter((text) => text !== "");
}

function wanted(question: HTMLElement): string[] {
  const values: unknown = JSON.parse(question.dataset.oneOf ?? "[]");
  return Array.isArray(values) ? values.map((value) => folded(String(value))) : [];
}

/** Shows what is asked, hides what is not; tells of it where `aloud`. Top to bottom: a question hangs on earlier ones only. */
function settle(scope: HTMLElement, aloud: boolean): void {
  const came: string[] = [];
  const went: string[] = [];
  for (const question of scope.querySelectorAll<HTMLFieldSetElement>("fieldset[data-when]")) {
    const controls = controlsOf(scope, question.dataset.when ?? "");
    if (controls.length === 0) continue;
    const answers = said(controls);
    const asked = wanted(question).some((value) => answers.includes(value));
    if (asked !== question.hidden) continue;
    question.hidden = !asked;
    question.disabled = !asked;
    (asked ? came : went).push(question.dataset.label ?? "");
  }
  const status = scope.querySelector<HTMLElement>("[data-came]");
  if (!aloud || !status || came.length + went.length === 0) return;
  const sentence = (start: string | undefined, names: string[]) => (names.length > 0 ? `${start} ${names.join(", ")}.` : "");
  status.textContent = `${sentence(status.dataset.came, came)} ${sentence(status.dataset.went, went)}`.trim();
}

function settleAll(aloud: boolean): void {
  for (const scope of document.querySelectorAll<HTMLElement>("[data-questions]")) settle(scope, aloud);
}

export function startConditions(): void {
  if (!document.querySelector("fieldset[data-when]")) return;
  settleAll(false);
  document.addEventListener("input", () => settleAll(true));
  document.addEventListener("change", () => settleAll(true));
  // Back and forward bring what was typed without an event.
  window.addEventListener("pageshow", () => settleAll(false));
}
