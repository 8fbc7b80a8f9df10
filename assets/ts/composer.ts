// The composer counts and shows at each key, for every channel of the draft, with the limits that its server told.
// What the server says half a second later (checks, cards, pictures) replaces it and is the truth.
//
// The difficult thing: an answer of the server may be older than the last key. So whatever it brings is counted anew.

import { type Run, type Style, runs, titled } from "./appearing";
import { type FilmLimits, type Footage, filmProblems } from "./filming";
import { type Poll, type PollLimits, pollProblems } from "./polling";
import { type Fit, type Limits, fit, know, resolved, tidy } from "./counting";

interface Channel {
  id: number;
  name: string;
  limits: Limits & PollLimits & FilmLimits & { known: boolean };
  style: Style;
  handles: Record<string, string>;
  folds: number;
}

interface Said {
  left: [string, string];
  over: [string, string];
  over_for: [string, string];
  used: [string, string];
  used_unknown: [string, string];
  fits: string;
  too_long: string;
  part: string;
  empty: string;
  own: string;
  like: string;
}

interface Live {
  channels: Channel[];
  label: string;
  film: Footage | null;
  domains: string[];
  said: Said;
}

interface Standing {
  channel: Channel;
  fit: Fit;
  isOwn: boolean;
}

const FAR = 1000;
let read: { from: Element; live: Live } | null = null;
let listening: HTMLFormElement | null = null;

export function composer(): void {
  const form = document.querySelector<HTMLFormElement>("#composer");
  if (!form) return;
  if (form !== listening) {
    listening = form;
    form.addEventListener("input", () => show(form));
  }
  if (known()) show(form);
}

/** What the server handed over last; read once for each of its answers. */
function known(): Live | null {
  const from = document.getElementById("live");
  if (!from) return null;
  if (read?.from !== from) {
    const live = JSON.parse(from.textContent ?? "{}") as Live;
    know(live.domains);
    read = { from, live };
  }
  return read.live;
}

function show(form: HTMLFormElement): void {
  const live = known();
  if (!live) return;
  const typed = (name: string): string => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field.value : "";
  };
  const shared = tidy(typed("text"));
  const warning = typed("content_warning");
  const comment = tidy(typed("first_comment"));
  const pictures = form.querySelectorAll("input[name=kept]").length;
  const standing = live.channels.map((channel): Standing => {
    const own = tidy(typed(`own_${channel.id}`));
    const written = own || shared;
    const words = resolved(written, channel.handles);
    const found = fit(words, warning, pictures, channel.limits, words || pictures ? live.label : "");
    return { channel, fit: found, isOwn: own !== "" && own !== shared };
  });
  const asked = poll(form, typed("poll_options"));
  for (const one of standing) preview(one, warning, comment, live.said);
  const film = form.querySelector("input[name=film]") ? live.film : null;
  const beside = new Set<string>();
  for (const { channel, isOwn } of standing) {
    ask(channel, asked);
    note("poll", channel, pollProblems(asked, channel.limits, pictures, isOwn));
    const noFilm = filmProblems(film, channel.limits, pictures, asked !== null, isOwn);
    note("film", channel, noFilm);
    for (const problem of noFilm) beside.add(problem);
  }
  for (const line of document.querySelectorAll<HTMLElement>("[data-beside-film]")) {
    uncover(line, beside.has(line.dataset["besideFilm"] ?? ""));
  }
  count(standing, live.said);
}

function preview({ channel, fit: found, isOwn }: Standing, warning: string, comment: string, said: Said): void {
  const tab = document.querySelector<HTMLElement>(`[data-own="${channel.id}"]`);
  put(tab, isOwn ? said.own : said.like);
  const tooLong = document.querySelector<HTMLElement>(`[data-too-long="${channel.id}"]`);
  if (tooLong) {
    uncover(tooLong, found.left < 0);
    put(tooLong.querySelector("[data-over]"), found.left < 0 ? number(said.over, -found.left, { over: -found.left }) : "");
  }
  const article = document.querySelector<HTMLElement>(`article[data-channel="${channel.id}"]`);
  if (!article) return;
  const room = found.left < 0 ? said.too_long : found.left > FAR ? said.fits : number(said.left, found.left, { left: found.left });
  put(article.querySelector("[data-left]"), room);
  when(article, "warning", warning !== "");
  when(article, "comment", comment !== "");
  when(article, "thread", found.merged > 1);
  when(article, "folds", found.used > channel.folds);
  const posts = article.querySelector<HTMLElement>("[data-posts]");
  const [title, first] = titled(found.parts[0] ?? "", channel.style);
  const above = article.querySelector<HTMLElement>("[data-title]");
  if (above) {
    uncover(above, title !== "");
    put(above, title);
  }
  if (posts) write(posts, shown(channel, [first, ...found.parts.slice(1)], warning), channel.style, said);
}

/** What is asked, None where no answer stands there. */
function poll(form: HTMLFormElement, answers: string): Poll | null {
  const options = answers.split("\n").map((one) => one.trim().replace(/\s+/gu, " ")).filter(Boolean);
  const minutes = form.elements.namedItem("poll_minutes");
  const several = form.elements.namedItem("poll_several");
  return options.length
    ? {
        options,
        minutes: minutes instanceof HTMLSelectElement ? Number(minutes.value) : 0,
        several: several instanceof HTMLInputElement && several.checked,
      }
    : null;
}

/** What stands in the way of a poll or a film on a channel: each sentence stands there already. */
function note(of: "poll" | "film", channel: Channel, found: string[]): void {
  for (const line of document.querySelectorAll<HTMLElement>(`[data-${of}-note^="${channel.id} "]`)) {
    uncover(line, found.some((problem) => line.dataset[`${of}Note`] === `${channel.id} ${problem}`));
  }
}

function ask(channel: Channel, asked: Poll | null): void {
  const place = document.querySelector<HTMLElement>(`article[data-channel="${channel.id}"] [data-poll]`);
  const list = place?.querySelector("ul");
  if (!place || !list) return;
  uncover(place, asked !== null);
  const stands = (asked?.options ?? []).join("\n");
  if (list.dataset["stands"] === stands) return;
  list.dataset["stands"] = stands;
  list.replaceChildren(
    ...(asked?.options ?? []).map((option) => {
      const line = document.createElement("li");
      line.textContent = option;
      return line;
    }),
  );
}

/** The posts as readers see them: where a warning has no place of its own, it stands above. */
function shown(channel: Channel, parts: string[], warning: string): string[] {
  return channel.limits.warnings || !warning ? parts : parts.map((part) => (part ? `${warning}\n\n${part}` : warning));
}

function write(posts: HTMLElement, parts: string[], style: Style, said: Said): void {
  while (posts.childElementCount > parts.length) posts.lastElementChild?.remove();
  while (posts.childElementCount < parts.length) {
    const next = posts.lastElementChild?.cloneNode(true);
    if (!(next instanceof HTMLElement)) return;
    next.querySelector(".shots")?.remove();
    posts.append(next);
  }
  parts.forEach((part, place) => {
    const post = posts.children[place];
    const words = post?.querySelector<HTMLElement>(".words");
    const which = post?.querySelector<HTMLElement>("[data-part]");
    if (which) {
      uncover(which, parts.length > 1);
      put(which, filled(said.part, { number: place + 1, all: parts.length }));
    }
    if (!words || words.dataset["stands"] === part) return;
    words.dataset["stands"] = part;
    words.replaceChildren(...(part ? runs(part, style).map(node) : [soft(said.empty)]));
  });
}

function node(run: Run): Node {
  if (run.kind === "plain") return document.createTextNode(run.shown);
  const span = document.createElement("span");
  span.className = "run";
  span.textContent = run.shown;
  return span;
}

function soft(words: string): Node {
  const span = document.createElement("span");
  span.className = "soft";
  span.textContent = words;
  return span;
}

/** The line below the text: the channel whose own text stands there, else of those with the shared text the one with least room. */
function count(standing: Standing[], said: Said): void {
  const line = document.getElementById("count");
  const open = document.querySelector<HTMLTextAreaElement>('#composer textarea[name^="own_"]');
  const counted = standing.filter((one) => (open ? open.name === `own_${one.channel.id}` : !one.isOwn));
  if (!line || !counted.length) return line?.replaceChildren();
  const tight = counted.reduce((least, one) => (one.fit.left < least.fit.left ? one : least));
  const name = tight.channel.name;
  if (tight.fit.left >= 0) {
    const words = tight.channel.limits.known ? said.used : said.used_unknown;
    line.textContent = number(words, tight.fit.used, { used: tight.fit.used, name, limit: tight.fit.limit });
    return;
  }
  const loud = document.createElement("strong");
  loud.className = "ink stop";
  loud.textContent = number(said.over_for, -tight.fit.left, { over: -tight.fit.left, name });
  line.replaceChildren(loud);
}

function when(article: HTMLElement, what: string, is: boolean): void {
  const line = article.querySelector<HTMLElement>(`[data-when="${what}"]`);
  if (line) uncover(line, is);
}

function uncover(element: HTMLElement, is: boolean): void {
  if (element.hidden === is) element.hidden = !is;
}

function put(element: Element | null, words: string): void {
  if (element && element.textContent !== words) element.textContent = words;
}

function number(forms: [string, string], of: number, values: Record<string, string | number>): string {
  return filled(of === 1 ? forms[0] : forms[1], values);
}

function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}
