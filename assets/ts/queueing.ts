// The order of a queue, by pointer and by keys. Every row has a form that does the same without scripts; this only fills
// it in and sends it, so what would move is asked by the server in any case.

export function queueing(): void {
  const queue = document.querySelector<HTMLElement>("[data-queue]");
  if (!queue) return;
  let dragged: HTMLElement | null = null;
  for (const row of rows(queue)) row.draggable = formOf(row) !== null;
  queue.addEventListener("dragstart", (event) => {
    dragged = rowOf(event.target);
    if (!dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    const lifted = dragged;
    window.setTimeout(() => lifted.classList.add("lifted"));
  });
  queue.addEventListener("dragover", (event) => {
    const under = dragged ? rowOf(event.target) : null;
    if (!dragged || !under) return;
    event.preventDefault();
    if (under === dragged) return;
    const box = under.getBoundingClientRect();
    under[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  queue.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    put(dragged, rows(queue).indexOf(dragged));
  });
  queue.addEventListener("dragend", () => {
    dragged?.classList.remove("lifted");
    dragged = null;
  });
  queue.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || !event.altKey || event.repeat || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    formOf(row)?.querySelector<HTMLButtonElement>(`[value=${event.key === "ArrowUp" ? "up" : "down"}]`)?.click();
  });
  // going to the part of the page that the address names takes the focus away once more, so wait for that
  window.addEventListener("load", () => {
    const arrived = document.getElementById(window.location.hash.slice(1));
    if (arrived && queue.contains(arrived)) arrived.querySelector<HTMLElement>(".what a")?.focus();
  });
}

function put(row: HTMLElement, to: number): void {
  const form = formOf(row);
  const field = form?.querySelector<HTMLInputElement>("[name=to]");
  if (!form || !field) return;
  const what = document.createElement("input");
  what.type = "hidden";
  what.name = "what";
  what.value = "to";
  field.value = String(to);
  form.append(what);
  form.requestSubmit();
}

function rows(queue: HTMLElement): HTMLElement[] {
  return [...queue.querySelectorAll<HTMLElement>("[data-post]")];
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-post]") : null;
}

function formOf(row: HTMLElement): HTMLFormElement | null {
  return row.querySelector<HTMLFormElement>("form.turns");
}
