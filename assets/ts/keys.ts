// Keys: / ? G N J K, and whatever element asks for a key by data-key. Never where one types, and they can be switched off.

import { openDialog } from "./dialogs";

const ROWS = ".rows > li, .qlist li, .agenda li";
const GO_MS = 1500;
const TICKED = ["radio", "checkbox"];

export function keys(): void {
  let goingUntil = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === "Escape") return back(event);
    if (document.documentElement.dataset["keys"] === "off" || inField(event.target) || inDialog()) return;
    const key = event.key.toLowerCase();
    const going = performance.now() < goingUntil;
    goingUntil = 0;
    if (going && go(key)) return event.preventDefault();
    if (key === "g") {
      goingUntil = performance.now() + GO_MS;
      return;
    }
    if (press(key)) event.preventDefault();
  });
}

function press(key: string): boolean {
  if (key === "?") return openDialog("keys");
  if ((key === "j" || key === "k") && step(key === "j" ? 1 : -1)) return true;
  if (key.length !== 1) return false;
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const here = document.activeElement?.closest(ROWS);
  const wanted = here?.querySelector<HTMLElement>(selector) ?? document.querySelector<HTMLElement>(selector);
  if (!wanted) return false;
  use(wanted);
  return true;
}

function use(wanted: HTMLElement): void {
  if (wanted instanceof HTMLInputElement && TICKED.includes(wanted.type)) {
    wanted.focus();
    wanted.click();
    return;
  }
  if (wanted instanceof HTMLInputElement) {
    wanted.focus();
    wanted.select();
    return;
  }
  wanted.click();
  if (wanted.tagName !== "SUMMARY") return;
  const folded = wanted.parentElement;
  (folded?.querySelector<HTMLElement>("[data-first]") ?? folded?.querySelector<HTMLElement>("a, button"))?.focus();
}

function go(key: string): boolean {
  const way = document.querySelector<HTMLElement>(`[data-go="${CSS.escape(key.toUpperCase())}"]`);
  way?.click();
  return way !== null;
}

function step(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.offsetParent !== null);
  if (!rows.length) return false;
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = current < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, current + by));
  const target = rows[next]?.querySelector<HTMLElement>(".what a, a, button");
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
  return true;
}

function back(event: KeyboardEvent): void {
  if (inDialog()) return;
  if (inField(event.target)) {
    if (event.target instanceof HTMLElement) event.target.blur();
    return;
  }
  document.querySelector<HTMLElement>('[data-key="escape"]')?.click();
}

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    !(target instanceof HTMLInputElement && TICKED.includes(target.type)) &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=textbox]") !== null)
  );
}

function inDialog(): boolean {
  return document.querySelector("dialog[open]") !== null;
}
