// Toasts: one at a time, eight seconds, pausing under pointer and focus. Only for what succeeded.

import { say } from "./words";

const SHOWN_MS = 8000;

export function toasts(part: ParentNode): void {
  const waiting = [...part.querySelectorAll<HTMLElement>("[data-toast]")];
  for (const toast of waiting) toast.hidden = true;
  next(waiting);
}

function next(waiting: HTMLElement[]): void {
  const toast = waiting.shift();
  if (!toast) return;
  toast.hidden = false;
  say(toast.querySelector("span")?.textContent?.trim() ?? "");
  let left = SHOWN_MS;
  let begun = 0;
  let timer = 0;
  const go = (): void => {
    begun = performance.now();
    timer = window.setTimeout(leave, left);
  };
  const pause = (): void => {
    window.clearTimeout(timer);
    left -= performance.now() - begun;
  };
  const leave = (): void => {
    window.clearTimeout(timer);
    const place = toast.closest("[data-toasts]");
    toast.remove();
    if (waiting.length === 0) place?.remove();
    next(waiting);
  };
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("focusout", go);
  toast.querySelector("[data-close]")?.addEventListener("click", leave);
  go();
}
