// Copy buttons: data-copy="the text", or data-copy-from="#id" for the text or value of another element.

import { say, word } from "./words";

const SHOWN_MS = 2500;

export function copying(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy], [data-copy-from]") : null;
    if (button) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const done = await put(text(button));
  const sentence = done ? (button.dataset["copied"] ?? word("copied")) : word("notCopied");
  if (!("idle" in button.dataset)) {
    button.dataset["idle"] = button.innerHTML;
    button.style.minWidth = `${button.offsetWidth}px`;
  }
  button.textContent = sentence;
  say(sentence);
  window.setTimeout(() => {
    button.innerHTML = button.dataset["idle"] ?? button.innerHTML;
    delete button.dataset["idle"];
    button.style.minWidth = "";
  }, SHOWN_MS);
}

function text(button: HTMLElement): string {
  const selector = button.dataset["copyFrom"];
  if (!selector) return button.dataset["copy"] ?? "";
  const source = document.querySelector<HTMLElement>(selector);
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) return source.value;
  return source?.innerText ?? "";
}

/** Browsers give the clipboard to secure pages only; a house without HTTPS gets the old way. */
async function put(words: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      // Not allowed here: the old way may be.
    }
  }
  const helper = document.createElement("textarea");
  helper.value = words;
  helper.className = "sr";
  document.body.append(helper);
  helper.select();
  const done = document.execCommand("copy");
  helper.remove();
  return done;
}
