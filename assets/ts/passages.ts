// A passage that was marked in the text stands in the remark's form as soon as somebody begins to write one.

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
}

/** What is marked in the composer's texts, or in a text that is only shown; empty elsewhere. */
function selected(): string {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement && field.closest("#composer")) return field.value.slice(field.selectionStart, field.selectionEnd);
  const selection = document.getSelection();
  const place = selection?.anchorNode instanceof Element ? selection.anchorNode : selection?.anchorNode?.parentElement;
  return place?.closest(".words") && !place.closest("#remarks") ? (selection?.toString() ?? "") : "";
}
