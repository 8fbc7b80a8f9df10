// After htmx changed a part: the focus stays or goes to what changed, and the change is said aloud.

import { say, word } from "./words";

interface Detail {
  elt?: HTMLElement;
  target?: HTMLElement;
}

interface Swap {
  target?: Element;
  fragment?: ParentNode;
  shouldSwap: boolean;
  requestConfig?: { parameters: Record<string, unknown> };
}

export function swaps(): void {
  document.addEventListener("htmx:afterSettle", (event) => {
    const changed = (event as CustomEvent<Detail>).detail.elt;
    if (!changed) return;
    const told = changed.matches("[data-say]") ? changed : changed.querySelector<HTMLElement>("[data-say]");
    if (told) say(told.dataset["say"] ?? "");
    const wanted = changed.querySelector<HTMLElement>("[data-focus]");
    if (wanted) return wanted.focus();
    if (document.activeElement === document.body && changed.dataset["keepFocus"] === undefined) {
      changed.tabIndex = -1;
      changed.focus({ preventScroll: true });
    }
  });
  keepChoice();
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => complain(event as CustomEvent<Detail>, name));
  }
}

/** Who chooses another answer while a part is on its way keeps it: what comes was made for the choice before. */
function keepChoice(): void {
  let asked: unknown;
  document.addEventListener("htmx:beforeSwap", (event) => {
    asked = (event as CustomEvent<Swap>).detail.requestConfig?.parameters["answer"];
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const swap = (event as CustomEvent<Swap>).detail;
    const chosen = swap.target?.querySelector<HTMLInputElement>("input[type=radio][name=answer]:checked");
    if (!chosen || asked === undefined || chosen.value === asked) return;
    const all = swap.fragment?.querySelectorAll<HTMLInputElement>("input[type=radio][name=answer]") ?? [];
    const same = [...all].find((one) => one.value === chosen.value);
    if (!same) swap.shouldSwap = false;
    else for (const one of all) one.checked = one === same;
  });
}

/** The sentence stands where the press was, and goes when the next try begins. */
function complain(event: CustomEvent<Detail>, name: string): void {
  const place = event.detail.elt;
  if (!place) return;
  const sentence = word(name === "htmx:responseError" ? "refused" : "unreachable");
  const note = document.createElement("p");
  note.className = "err";
  note.setAttribute("role", "alert");
  note.textContent = sentence;
  (place.closest("form") ?? place).after(note);
  place.addEventListener("htmx:beforeRequest", () => note.remove(), { once: true });
}
