// Forms: a second press does nothing, the word on the button says what happens, mistakes get the focus.

import { word } from "./words";

export function forms(): void {
  document.addEventListener("submit", refuseSecond, true); // before htmx hears of it
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof HTMLFormElement) release(event.target);
  });
  // A page that comes back by the back button must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) release(form);
  });
  document.addEventListener("DOMContentLoaded", () => {
    // The server's sentences are better than the browser's bubbles; without scripts the bubbles stay.
    for (const form of document.forms) form.noValidate = true;
    document.querySelector<HTMLElement>("[data-focus]")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    if (!form || form.method === "dialog") return;
    event.preventDefault();
    const buttons = [...form.elements].filter((one) => one instanceof HTMLButtonElement && one.type === "submit");
    form.requestSubmit((buttons.find((one) => one.classList.contains("btn-primary")) ?? null) as HTMLElement | null);
  });
}

function refuseSecond(event: SubmitEvent): void {
  if (!(event.target instanceof HTMLFormElement) || !("sent" in event.target.dataset)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  const byHtmx = form.closest("[hx-post], [data-hx-post]") === form;
  if (event.defaultPrevented && !byHtmx) return;
  form.dataset["sent"] = "";
  const button = event.submitter ?? form.querySelector<HTMLElement>("button[type=submit]");
  if (button instanceof HTMLButtonElement && button.classList.contains("btn")) occupy(button);
}

/** The button keeps its width and says what happens; it stays enabled, so that its value is sent. */
function occupy(button: HTMLButtonElement): void {
  button.style.minWidth = `${button.offsetWidth}px`;
  button.dataset["idle"] = button.innerHTML;
  button.textContent = button.dataset["busy"] ?? button.form?.dataset["busy"] ?? word("busy");
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  for (const button of form.elements) {
    if (!(button instanceof HTMLButtonElement) || !("idle" in button.dataset)) continue;
    button.innerHTML = button.dataset["idle"] ?? "";
    delete button.dataset["idle"];
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
    button.style.minWidth = "";
  }
}
