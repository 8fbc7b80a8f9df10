// Moving a post in the plan: by pointer, by keys, by a menu. The server decides, and what it refuses goes back.
//
// The difficult thing: times here are those of a wall clock, whatever the zone. They are kept in a Date as if it were
// UTC and never meet the clock of this device.

import htmx from "./htmx";
import { toasts } from "./toasts";
import { say, word } from "./words";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NARROW = "(max-width: 48rem)";

interface Lifted {
  chip: HTMLAnchorElement;
  from: Date;
  to: Date;
  ghost: HTMLElement | null;
}

let lifted: Lifted | null = null;
let dragged: HTMLAnchorElement | null = null;
let waiting: (() => void) | null = null;
let undo = "";
let busy = false;

export function moving(): void {
  document.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  document.addEventListener("dragstart", (event) => {
    dragged = inside(event.target, "a[data-mv]") as HTMLAnchorElement | null;
    if (!dragged || !event.dataTransfer || !timeOf(dragged)) return;
    putBack();
    event.dataTransfer.effectAllowed = "move";
    window.setTimeout(() => dragged?.classList.add("lifted"));
  });
  document.addEventListener("dragover", (event) => {
    const day = dragged ? dayUnder(event) : null;
    mark(day);
    if (day) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const day = dragged ? dayUnder(event) : null;
    const from = dragged ? timeOf(dragged) : null;
    if (!dragged || !day || !from) return;
    event.preventDefault();
    const free = inside(event.target, "[data-at]")?.dataset["at"];
    const to = free ? read(`${day.dataset["day"]}T${free}`) : onDay(from, day.dataset["day"] ?? "");
    if (to && to.getTime() !== from.getTime()) void drop({ chip: dragged, from, to, ghost: ghostOf(dragged, to) });
  });
  document.addEventListener("dragend", () => {
    if (!busy) dragged?.classList.remove("lifted");
    dragged = null;
    mark(null);
  });
  window.matchMedia(NARROW).addEventListener("change", () => menusOf(document));
}

/** On a phone each post gets a button that opens the ways to move it. */
export function menusOf(part: ParentNode): void {
  const made = document.querySelector<HTMLTemplateElement>("#move-button");
  if (!made || !window.matchMedia(NARROW).matches) return;
  for (const chip of part.querySelectorAll<HTMLAnchorElement>("a[data-mv]")) {
    if (chip.nextElementSibling?.matches("[data-move-menu]")) continue;
    const button = made.content.firstElementChild?.cloneNode(true);
    if (!(button instanceof HTMLButtonElement)) return;
    button.setAttribute("aria-label", `${button.dataset["word"]} ${titleOf(chip)}`);
    chip.after(button);
  }
}

function pressed(event: KeyboardEvent): void {
  if (event.isComposing || inside(event.target, "input, textarea, select, dialog")) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && undo && !busy) {
    event.preventDefault();
    void takeBack(undo);
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (lifted) return steered(event, lifted);
  const chip = inside(event.target, "a[data-mv]") as HTMLAnchorElement | null;
  if (!chip || busy || event.repeat || !["m", "v"].includes(event.key.toLowerCase())) return;
  const from = timeOf(chip);
  if (!from) return;
  event.preventDefault();
  lifted = { chip, from, to: from, ghost: null };
  chip.classList.add("lifted");
  show(lifted);
  say(`${titleOf(chip)}, ${told(from)}. ${bar()?.dataset["how"] ?? ""}`);
}

function steered(event: KeyboardEvent, held: Lifted): void {
  const by = step(event, bar()?.dataset["moves"] === "month");
  if (by) {
    held.to = new Date(held.to.getTime() + by);
    show(held);
    say(told(held.to));
  } else if (event.key === "Enter") {
    lifted = null;
    if (held.to.getTime() === held.from.getTime()) home(held);
    else void drop(held);
  } else if (event.key === "Escape" || event.key === "Tab") {
    putBack();
    if (event.key === "Tab") return;
  } else if (!["Shift", " ", "m", "v"].includes(event.key)) {
    return;
  }
  event.preventDefault();
}

/** Return by how much an arrow moves: days sideways; up and down weeks in a month, else hours, with Shift finer. */
function step(event: KeyboardEvent, month: boolean): number {
  const up = month && !event.shiftKey ? 7 * DAY_MS : month || !event.shiftKey ? HOUR_MS : HOUR_MS / 4;
  const ways: Record<string, number> = {
    ArrowLeft: -DAY_MS, ArrowRight: DAY_MS, ArrowUp: -up, ArrowDown: up, PageUp: -7 * DAY_MS, PageDown: 7 * DAY_MS,
  };
  return ways[event.key] ?? 0;
}

function clicked(event: MouseEvent): void {
  const menu = inside(event.target, "[data-move-menu]");
  const chip = menu?.previousElementSibling;
  if (chip instanceof HTMLAnchorElement) return void choose(chip);
  const back = inside(event.target, "#mover [data-put-back]");
  if (back) {
    event.preventDefault();
    box()?.close();
  }
  if (inside(event.target, "[data-drop]") && lifted) {
    const held = lifted;
    lifted = null;
    void drop(held);
  } else if (lifted && !inside(event.target, "#moving")) putBack();
  else if (inside(event.target, "#moving [data-put]")) putBack();
}

function submitted(event: SubmitEvent): void {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  if (!form || event.defaultPrevented || !document.getElementById("moving")) return;
  if (form.matches("[data-take-back]")) {
    event.preventDefault();
    void takeBack(form.action);
  } else if (form.matches("#mover [data-place]")) {
    event.preventDefault();
    const given = new FormData(form, event.submitter);
    void send(form.action, given, waiting ?? (() => undefined));
  }
}

/** What is dropped stands at its new place at once; the server's answer confirms it, asks, or sends it home. */
async function drop(held: Lifted): Promise<void> {
  const given = new FormData();
  given.set("when", written(held.to));
  given.set("seen", written(held.from));
  show(held);
  await send(address(held.chip), given, () => home(held));
}

async function choose(chip: HTMLAnchorElement): Promise<void> {
  const answer = await ask(`${address(chip)}?next=${encodeURIComponent(here())}`, { method: "GET" });
  if (answer?.ok) opened(await answer.text(), () => chip.focus());
  else refuse(word(answer ? "refused" : "unreachable"));
}

async function send(at: string, given: FormData, undone: () => void): Promise<void> {
  busy = true;
  given.set("next", here());
  const answer = await ask(at, { method: "POST", body: given });
  const text = answer && !answer.redirected ? await answer.text() : "";
  busy = false;
  if (answer?.ok && text) {
    waiting = null;
    box()?.close();
    await fresh(slotIn(at));
    return thank(text);
  }
  if (answer?.status === 409) return opened(text, undone);
  waiting = null;
  const asked = box();
  const inBox = asked?.open && answer?.status === 422;
  if (!inBox) {
    asked?.close();
    undone();
  }
  refuse(answer?.status === 422 ? plain(text) : word(answer ? "refused" : "unreachable"), inBox ? asked : null);
}

async function takeBack(at: string): Promise<void> {
  undo = "";
  document.querySelector("[data-toasts]")?.remove();
  busy = true;
  const answer = await ask(at, { method: "POST", body: new FormData() });
  const text = answer && !answer.redirected ? await answer.text() : "";
  busy = false;
  if (!answer?.ok || !text) return refuse(answer?.status === 409 ? plain(text) : word(answer ? "refused" : "unreachable"));
  await fresh("");
  thank(text);
}

async function ask(at: string, how: RequestInit): Promise<Response | null> {
  const given = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  try {
    return await fetch(at, { ...how, headers: { ...given, "HX-Request": "true" }, credentials: "same-origin" });
  } catch {
    return null;
  }
}

/** The page says how it stands now, at the same place of the scroll, and the focus is on what moved. */
async function fresh(slot: string): Promise<void> {
  const [left, top] = [window.scrollX, window.scrollY];
  await htmx.ajax("get", here(), { target: "#inhalt", select: "#inhalt", swap: "outerHTML" });
  window.scrollTo(left, top);
  const found = [...document.querySelectorAll<HTMLElement>(`a[data-mv][href$="/slots/${slot}/"]`)];
  (found.find((one) => one.offsetParent) ?? document.getElementById("inhalt"))?.focus({ preventScroll: true });
}

function thank(text: string): void {
  document.querySelector("[data-toasts]")?.remove();
  const place = document.createElement("section");
  place.className = "toasts";
  place.dataset["toasts"] = "";
  place.innerHTML = text;
  for (const hidden of place.querySelectorAll<HTMLElement>(".needs-script")) hidden.hidden = false;
  undo = place.querySelector<HTMLFormElement>("[data-take-back]")?.action ?? "";
  document.body.append(place);
  toasts(place);
}

function opened(text: string, undone: () => void): void {
  const dialog = box();
  if (!dialog) return;
  dialog.innerHTML = text;
  dialog.setAttribute("aria-labelledby", dialog.querySelector("h2")?.id ?? "");
  waiting = undone;
  dialog.onclose = () => {
    const left = waiting;
    waiting = null;
    if (!busy) left?.();
  };
  if (!dialog.open) dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  (dialog.querySelector<HTMLElement>("[data-safe]") ?? dialog.querySelector<HTMLElement>("button"))?.focus();
}

/** The sentence stands where the eye is: in the open box, or below the head of the calendar. */
function refuse(sentence: string, inBox: HTMLElement | null = null): void {
  document.querySelector("[data-refusal]")?.remove();
  const note = document.createElement("p");
  note.className = inBox ? "err" : "note stop block";
  note.dataset["refusal"] = "";
  note.setAttribute("role", "alert");
  note.textContent = sentence;
  if (inBox) inBox.prepend(note);
  else document.getElementById("moving")?.after(note);
  note.scrollIntoView({ block: "nearest" });
}

/** Where the post would stand is shown in its cell where the page has it, and in words in any case. */
function show(held: Lifted): void {
  held.ghost?.remove();
  document.querySelector("[data-toasts]")?.remove();
  held.chip.classList.add("lifted");
  held.ghost = held.to.getTime() === held.from.getTime() ? null : ghostOf(held.chip, held.to);
  const place = bar();
  if (!place) return;
  document.querySelector("[data-refusal]")?.remove();
  place.hidden = false;
  const [title, when] = [place.querySelector("b"), place.querySelector("span")];
  if (title) title.textContent = titleOf(held.chip);
  if (when) when.textContent = told(held.to);
}

function ghostOf(chip: HTMLElement, to: Date): HTMLElement | null {
  const day = written(to).slice(0, 10);
  const cell = [...document.querySelectorAll<HTMLElement>(`[data-day="${day}"]`)].find((one) => one.offsetParent);
  if (!cell || !chip.matches(".chip, .slot")) return null;
  const ghost = chip.cloneNode(true) as HTMLElement;
  ghost.classList.replace("lifted", "ghost") || ghost.classList.add("ghost");
  for (const name of ["data-mv", "href"]) ghost.removeAttribute(name);
  ghost.setAttribute("aria-hidden", "true");
  const time = ghost.querySelector("time");
  if (time) [time.dateTime, time.textContent] = [written(to), clock(to)];
  const there = [...cell.querySelectorAll<HTMLElement>(":scope > :is(.chip, .slot):has(time)")];
  const before = there.findLast((one) => (one.querySelector("time")?.dateTime ?? "") <= written(to));
  if (before) before.after(ghost);
  else (there[0] ?? cell.querySelector(".num, h2 ~ .duty, h2"))?.[there[0] ? "before" : "after"](ghost);
  ghost.scrollIntoView({ block: "nearest" });
  return ghost;
}

function home(held: Lifted): void {
  held.ghost?.remove();
  held.chip.classList.remove("lifted");
  const place = bar();
  if (place) place.hidden = true;
  held.chip.focus();
}

function putBack(): void {
  if (!lifted) return;
  const held = lifted;
  lifted = null;
  home(held);
  say(`${bar()?.dataset["back"] ?? ""} ${told(held.from)}`);
}

function mark(day: HTMLElement | null): void {
  for (const one of document.querySelectorAll("[data-day].over")) if (one !== day) one.classList.remove("over");
  day?.classList.add("over");
}

function dayUnder(event: DragEvent): HTMLElement | null {
  return inside(event.target, "[data-day]");
}

function inside(target: EventTarget | null, selector: string): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(selector) : null;
}

function bar(): HTMLElement | null {
  return document.getElementById("moving");
}

function box(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("#mover");
}

function here(): string {
  return location.pathname + location.search;
}

/** Return where to ask about a post: the address that the page gave, with its number. */
function address(chip: HTMLAnchorElement): string {
  return (bar()?.dataset["at"] ?? "").replace("/0/", `/${slotIn(chip.href)}/`);
}

function slotIn(href: string): string {
  return /\/slots\/(\d+)\//.exec(href)?.[1] ?? "";
}

function titleOf(chip: HTMLElement): string {
  const named = chip.querySelector("b") ?? chip.querySelector("time")?.nextSibling ?? chip;
  return named.textContent?.trim() ?? "";
}

function timeOf(chip: HTMLElement): Date | null {
  return read((chip.querySelector("time") ?? chip.closest("li")?.querySelector("time"))?.dateTime ?? "");
}

function read(local: string): Date | null {
  const at = new Date(`${local}Z`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) && !Number.isNaN(at.getTime()) ? at : null;
}

function onDay(at: Date, day: string): Date | null {
  return read(day + written(at).slice(10));
}

/** Return "2026-06-11T14:00", as pages write the wall clock. */
function written(at: Date): string {
  return at.toISOString().slice(0, 16);
}

/** Return "Do 11. Juni, 14:00", "Thu 11 June, 14:00". */
function told(at: Date): string {
  const german = document.documentElement.lang.startsWith("de");
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(german ? "de" : "en-GB", { timeZone: "UTC", ...options }).format(at);
  const weekday = part({ weekday: "short" }).replace(".", "");
  return `${weekday} ${at.getUTCDate()}${german ? "." : ""} ${part({ month: "long" })}, ${clock(at)}`;
}

function clock(at: Date): string {
  return `${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, "0")}`;
}

function plain(text: string): string {
  return new DOMParser().parseFromString(text, "text/html").body.textContent?.trim() || word("refused");
}
