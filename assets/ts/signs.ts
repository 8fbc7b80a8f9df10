// All signs, by group and by any word: read when somebody opens the list of what can be inserted, never before.
// Those chosen last stand first; this browser keeps them, signs alone.

type Sign = [sign: string, name: string, words: string];
type Group = [name: string, signs: Sign[]];

const LAST = "signs";
const MOST_LAST = 24;
const MOST_FOUND = 48;
let groups: Group[] = [];

export function signs(): void {
  document.addEventListener("toggle", (event) => {
    const panel = event.target instanceof HTMLDetailsElement && event.target.matches("[data-inserting]") ? event.target : null;
    if (panel?.open) void fill(panel);
  }, true);
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.matches("[data-signs-group]")) show(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>(".signs [data-insert]") : null;
    if (button) keep(button.dataset["insert"] ?? "");
  });
  document.addEventListener("keydown", walk);
}

/** Show the signs that are called like this, so that the first can be taken by Enter. */
export function find(search: HTMLInputElement): void {
  const place = search.closest("[data-inserting]")?.querySelector<HTMLElement>("[data-signs]");
  if (!place || !groups.length) return;
  const wanted = search.value.trim().toLowerCase();
  const group = place.querySelector<HTMLSelectElement>("[data-signs-group]");
  if (group) group.hidden = wanted !== "";
  if (!wanted) return group ? show(group) : undefined;
  const all = groups.flatMap(([, each]) => each);
  const first = all.filter(([, name]) => name.toLowerCase().startsWith(wanted));
  const then = all.filter((one) => !first.includes(one) && `${one[1]} ${one[2]}`.toLowerCase().includes(wanted));
  draw(place, [...first, ...then].slice(0, MOST_FOUND));
}

async function fill(panel: HTMLElement): Promise<void> {
  const place = panel.querySelector<HTMLElement>("[data-signs]");
  const group = place?.querySelector<HTMLSelectElement>("[data-signs-group]");
  if (!place || !group || group.options.length) return;
  if (!groups.length) {
    const read = document.documentElement.lang.startsWith("en") ? import("virtual:signs/en") : import("virtual:signs/de");
    groups = (await read).default;
  }
  const last = lastOnes();
  if (last.length) group.add(new Option(place.dataset["last"], "-1"));
  groups.forEach(([name], number) => group.add(new Option(name, String(number))));
  place.hidden = false;
  show(group);
}

function show(group: HTMLSelectElement): void {
  const place = group.closest<HTMLElement>("[data-signs]");
  const number = Number(group.value);
  if (place) draw(place, number < 0 ? lastOnes() : (groups[number]?.[1] ?? []));
}

function draw(place: HTMLElement, chosen: Sign[]): void {
  place.querySelector("[data-signs-here]")?.replaceChildren(
    ...chosen.map(([sign, name], number) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-quiet btn-icon";
      button.dataset["insert"] = button.textContent = sign;
      button.title = name;
      button.ariaLabel = name;
      button.tabIndex = number ? -1 : 0;
      return button;
    }),
  );
}

/** Arrow keys go from sign to sign, and by lines. */
function walk(event: KeyboardEvent): void {
  const here = event.target instanceof HTMLElement && event.target.closest("[data-signs-here]") ? event.target : null;
  const all = [...(here?.parentElement?.querySelectorAll<HTMLElement>("[data-insert]") ?? [])];
  if (!here || !all[0]) return;
  const line = all.filter((one) => one.offsetTop === all[0]?.offsetTop).length;
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: line, ArrowUp: -line };
  const next = all[all.indexOf(here) + (steps[event.key] ?? Number.NaN)];
  if (!next) return;
  event.preventDefault();
  here.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function lastOnes(): Sign[] {
  const all = new Map(groups.flatMap(([, each]) => each).map((one) => [one[0], one]));
  return kept()
    .map((sign) => all.get(sign))
    .filter((one) => one !== undefined);
}

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(LAST) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function keep(sign: string): void {
  try {
    localStorage.setItem(LAST, JSON.stringify([sign, ...kept().filter((one) => one !== sign)].slice(0, MOST_LAST)));
  } catch {
    // A browser that keeps nothing shows the groups alone.
  }
}
