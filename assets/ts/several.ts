// Choosing several posts: a press with Shift, or the keys X and Shift+X, choose all in between as well.

let last: HTMLInputElement | null = null;

function ticks(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[data-tick]")];
}

/** All between the last one and this one are as this one is. */
function range(to: HTMLInputElement): void {
  const all = ticks();
  const [from, until] = [last ? all.indexOf(last) : -1, all.indexOf(to)];
  if (from < 0 || until < 0) return;
  for (const one of all.slice(Math.min(from, until), Math.max(from, until) + 1)) one.checked = to.checked;
}

function tickOf(element: Element | null): HTMLInputElement | null {
  const around = element?.closest("li, .ticked");
  return around?.querySelector<HTMLInputElement>("input[data-tick]") ?? null;
}

export function several(): void {
  document.addEventListener("click", (event) => {
    const tick = event.target;
    if (!(tick instanceof HTMLInputElement) || !("tick" in tick.dataset)) return;
    if (event.shiftKey) range(tick);
    last = tick;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.keys === "off") return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("input:not([data-tick]), textarea, select, [contenteditable]")) return;
    const tick = tickOf(target);
    if (!tick) return;
    event.preventDefault();
    tick.checked = !tick.checked;
    if (event.shiftKey) range(tick);
    last = tick;
  });
}
