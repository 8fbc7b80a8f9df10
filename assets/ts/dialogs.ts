// Dialog boxes: <button data-open="id"> opens <dialog id="id">; the focus goes to the safe choice and comes back.

export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest<HTMLElement>("[data-open]");
    if (opener) openDialog(opener.dataset["open"] ?? "");
    const closer = target?.closest<HTMLElement>("dialog [data-close]");
    if (closer) closer.closest("dialog")?.close();
    // A press on the dimmed page is a press on the dialog itself.
    if (target instanceof HTMLDialogElement && target.open) target.close();
  });
}

export function openDialog(id: string): boolean {
  const box = document.getElementById(id);
  if (!(box instanceof HTMLDialogElement) || box.open) return false;
  for (const part of box.querySelectorAll<HTMLElement>("[data-for-key]")) {
    part.hidden = document.querySelector(`[data-key="${CSS.escape(part.dataset["forKey"] ?? "")}"]`) === null;
  }
  box.showModal();
  box.querySelector<HTMLElement>("[data-safe]")?.focus();
  return true;
}
