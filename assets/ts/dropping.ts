// A picture that is dropped on a form or pasted into it is chosen in its field, and its description is asked for next.
//
// The difficult thing: a browser opens what is dropped elsewhere in place of the page, and with it goes what was typed. So
// wherever such a field stands, the whole page takes what is dropped.

import { say } from "./words";

export function dropping(): void {
  document.addEventListener("dragover", (event) => {
    if (field() && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!field() || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    choose(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (!field() || !event.clipboardData?.files.length) return;
    event.preventDefault();
    choose(event.clipboardData.files);
  });
}

function field(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("[data-drops] input[type=file]");
}

/** The first picture stands in the field; of several it is said that they come one by one. Anything else finds what is taken. */
function choose(files: FileList): void {
  const into = field();
  const room = into?.closest<HTMLDetailsElement>("[data-drops]");
  const first = [...files].find((file) => file.type.startsWith("image/"));
  if (!into || !room) return;
  if (!first) {
    room.open = true;
    into.focus();
    return;
  }
  const taken = new DataTransfer();
  taken.items.add(first);
  into.files = taken.files;
  room.open = true;
  into.dispatchEvent(new Event("change", { bubbles: true }));
  const several = room.querySelector<HTMLElement>("[data-several]");
  if (several) several.hidden = files.length === 1;
  say(files.length === 1 ? first.name : `${first.name}. ${several?.textContent ?? ""}`);
  room.querySelector<HTMLTextAreaElement>("textarea")?.focus();
}
