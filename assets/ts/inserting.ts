// What is kept for later lands where the cursor stands: by a button, or by keys alone (Control and point, words, Enter).

import { find } from "./signs";

const TEXT = "#composer textarea.big";

export function inserting(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("[data-insert]") : null;
    const text = document.querySelector<HTMLTextAreaElement>(TEXT);
    if (!button || !text) return;
    event.preventDefault();
    insert(text, words(button));
  });
  document.addEventListener("keydown", (event) => {
    const panel = document.querySelector<HTMLDetailsElement>("[data-inserting]");
    const search = panel?.querySelector<HTMLInputElement>("[data-insert-search]");
    if (!panel || !search) return;
    if (event.key === "." && event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      panel.open = true;
      search.focus();
      search.select();
    } else if (event.target === search && (event.key === "Enter" || event.key === "Escape")) {
      event.preventDefault();
      event.stopPropagation();
      const first = event.key === "Enter" ? panel.querySelector<HTMLElement>("[data-insert]:not([hidden])") : null;
      if (first) first.click();
      else document.querySelector<HTMLTextAreaElement>(TEXT)?.focus();
    }
  }, true);
  document.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLInputElement) || !("insertSearch" in event.target.dataset)) return;
    event.stopPropagation();
    filter(event.target);
    find(event.target);
  }, true);
}

function filter(search: HTMLInputElement): void {
  const wanted = search.value.trim().toLowerCase();
  for (const button of search.closest("[data-inserting]")?.querySelectorAll<HTMLElement>("[data-insert]") ?? []) {
    const holder = button.closest<HTMLDetailsElement>("details.why");
    const named = `${button.getAttribute("aria-label") ?? ""} ${(holder ?? button).textContent ?? ""} ${button.dataset["insert"] ?? ""}`;
    button.hidden = wanted !== "" && !named.toLowerCase().includes(wanted);
    if (holder) holder.hidden = button.hidden;
  }
}

/** The words of the button; what stands in braces is what was filled in beside it. */
function words(button: HTMLElement): string {
  const places = new Map<string, string>();
  for (const field of button.closest("details.why")?.querySelectorAll<HTMLInputElement>("[data-place]") ?? []) {
    places.set(field.dataset["place"] ?? "", field.value.trim());
  }
  return (button.dataset["insert"] ?? "").replace(/(?<!@)\{([^{}\n]{1,40})\}/gu, (whole, name: string) => places.get(name) || whole);
}

function insert(text: HTMLTextAreaElement, said: string): void {
  const before = text.value.slice(0, text.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  text.focus();
  text.setRangeText(gap + said, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
