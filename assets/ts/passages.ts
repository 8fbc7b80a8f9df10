// A passage that was marked in the text stands in the remark's form as soon as somebody begins to write one; and a passage
// that somebody spoke of is underlined in the previews, and marked in the text by one press.

import { say, word } from "./words";

const LONGEST = 500;
let marked = "";

export function passages(): void {
  document.addEventListener("selectionchange", () => {
    const found = selected().trim();
    if (found && found.length <= LONGEST) marked = found;
  });
  document.addEventListener("focusin", (event) => {
    const form = event.target instanceof Element ? event.target.closest("#remarks form") : null;
    const field = form?.querySelector<HTMLTextAreaElement>("textarea[name=passage]");
    if (!field || field.value || !marked) return;
    field.value = marked;
    marked = "";
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button[data-to-passage]") : null;
    if (button) lead(button.closest(".remark")?.querySelector("[data-passage]")?.textContent ?? "");
  });
  document.addEventListener("DOMContentLoaded", () => window.setTimeout(underline)); // after the previews are drawn
  document.addEventListener("htmx:afterSettle", () => window.setTimeout(underline));
  document.addEventListener("input", () => window.setTimeout(underline));
}

/** The passage is marked where it stands in the open text, else the first place on the page that shows it comes into sight. */
function lead(passage: string): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("#composer textarea")) {
    const begins = passage && !field.disabled ? field.value.indexOf(passage) : -1;
    if (begins < 0) continue;
    field.focus();
    field.setSelectionRange(begins, begins + passage.length);
    field.scrollIntoView({ block: "center" });
    return;
  }
  const [shown] = [...document.querySelectorAll<HTMLElement>(".words")].filter((one) => !one.closest("#remarks") && one.textContent?.includes(passage));
  shown?.scrollIntoView({ block: "center" });
  if (!shown) say(word("notSeen"));
}

/** What is spoken of is underlined wherever the post is shown; a browser that cannot do it shows the post as it is. */
function underline(): void {
  if (!("highlights" in CSS)) return;
  const ranges: Range[] = [];
  for (const quote of document.querySelectorAll<HTMLElement>("#remarks [data-passage]")) {
    const passage = quote.textContent ?? "";
    for (const place of document.querySelectorAll<HTMLElement>(".words")) {
      if (!passage || place.closest("#remarks")) continue;
      const found = within(place, passage);
      if (found) ranges.push(found);
    }
  }
  CSS.highlights.set("spoken-of", new Highlight(...ranges));
}

/** Where the passage stands in the element, across its parts; null where it does not. */
function within(place: HTMLElement, passage: string): Range | null {
  let begins = (place.textContent ?? "").indexOf(passage);
  if (begins < 0) return null;
  let ends = begins + passage.length;
  const range = document.createRange();
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  let started = false;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (!started && begins < length) {
      range.setStart(node, begins);
      started = true;
    }
    if (started && ends <= length) {
      range.setEnd(node, ends);
      return range;
    }
    begins -= length;
    ends -= length;
  }
  return null;
}

/** What is marked in the composer's texts, or in a text that is only shown; empty elsewhere. */
function selected(): string {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement && field.closest("#composer")) return field.value.slice(field.selectionStart, field.selectionEnd);
  const selection = document.getSelection();
  const place = selection?.anchorNode instanceof Element ? selection.anchorNode : selection?.anchorNode?.parentElement;
  return place?.closest(".words") && !place.closest("#remarks") ? (selection?.toString() ?? "") : "";
}
