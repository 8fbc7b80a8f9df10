// How long a text is where it appears: in every unit that networks count in, part by part of a thread, with the
// warning above it. Written a second time only because nobody waits for a server at each key: foundation/text.py,
// content/rules.py and composer/rules/counting.py say the same in Python, and tests/vectors/counting.json holds both to it.
//
// The difficult thing: classes of letters must be the same in both. Python's \w, \s and \d are spelled out here by the
// properties of Unicode that they stand for.

export type Unit = "code_points" | "graphemes" | "utf16" | "bytes" | "weighted";

/** What a channel takes; the server hands it over. */
export interface Limits {
  unit: Unit;
  text_limit: number;
  link_length: number | null;
  byte_limit: number | null;
  caption_limit: number | null;
  threads: boolean;
  warnings: boolean;
}

/** How a text stands on a channel: its posts, and the one that has least room left. */
export interface Fit {
  parts: string[];
  used: number;
  left: number;
  limit: number;
  lefts: number[];
  /** Of how many parts the one post is made, where the channel knows no threads. */
  merged: number;
}

/** Somebody of the mention book, or the network in a link. */
const NAMED = /@\{([^{}\n]{1,80})\}|(?<=[?&]utm_[a-z]{1,12}=[^\s&#]{0,60})(\{network\})/gu;
const SPACE = "\\p{White_Space}";
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}";
const LETTERS = "a-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f";
const PATH = `[${LETTERS}\\u0400-\\u04ff!*';:=+,.$\\/%#\\[\\]\\-\\u2013_~@|&]`;
const LINK = new RegExp(`https?://[^${SPACE}<>"']+`, "giu");
const WEIGHTED_LINK = new RegExp(
  `(?<![${LETTERS}@＠$#＃_\\-.\\/])` +
    `(?:https?://(?:[${LETTERS}\\-_.~:]+@)?[${WORD}\\-]+(?:\\.[${WORD}\\-]+)*(?<=[${WORD}])` +
    `|(?<name>[${LETTERS}](?:[${LETTERS}\\-_]*[${LETTERS}])?(?:\\.[${LETTERS}](?:[${LETTERS}\\-]*[${LETTERS}])?)+))` +
    `(?:(?::\\p{Nd}+)?` +
    `(?:/(?:${PATH}|\\(${PATH}*\\))*(?<=[${LETTERS}\\u0400-\\u04ff=_#\\/+\\-\\)]))?` +
    `(?:\\?[${LETTERS}!?*'\\(\\);:&=+$\\/%#\\[\\]\\-_.,~\\|@]*(?<=[${LETTERS}\\-_&=#\\/]))?)`,
  "giu",
);
const EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;
const WRITTEN_AS_TEXT = new Set(["©", "®", "™", "♟"]);
const LIGHT = /[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/u;
const ASCII = /^[\u0000-\u007f]*$/;
const NEXT_PART = /(?<![^\n])[ \t]*-{3,}[ \t]*(?![^\n])/u;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

let domains: ReadonlySet<string> = new Set();

/** The ends of names that exist ("de", "com"): without them X's count would take "Halt.Weiter" for a link. */
export function know(ends: Iterable<string>): void {
  domains = new Set(ends);
}

export function length(text: string, unit: Unit): number {
  switch (unit) {
    case "code_points":
      return [...text].length;
    case "graphemes":
      return glyphs(text).length;
    case "utf16":
      return text.length;
    case "bytes":
      return new TextEncoder().encode(text).length;
    case "weighted":
      return weight(text);
  }
}

/** The length as a network counts it that charges every link the same; null charges the link as it is. */
export function lengthWithLinks(text: string, unit: Unit, linkLength: number | null): number {
  if (linkLength === null) return length(text, unit);
  if (unit !== "weighted") return length(text.replace(LINK, "x".repeat(linkLength)), unit);
  const composed = text.normalize("NFC");
  let all = weight(composed);
  for (const [begin, end] of weightedLinks(composed)) all += linkLength - weight(composed.slice(begin, end));
  return all;
}

/** Where X finds links, as half-open places in UTF-16: with a scheme, or a name under a domain that exists. */
export function* weightedLinks(text: string): Generator<[number, number]> {
  for (const found of text.matchAll(WEIGHTED_LINK)) {
    const name = found.groups?.["name"];
    if (name === undefined) {
      yield [found.index, found.index + found[0].length];
      continue;
    }
    const known = domain(name, text[found.index + name.length] ?? "");
    if (known) yield [found.index, found.index + (known.length === name.length ? found[0].length : known.length)];
  }
}

function domain(name: string, followedBy: string): string {
  const labels = name.split(".");
  const last = followedBy === "@" || followedBy === "+" ? labels.length - 1 : labels.length;
  for (let number = last; number > 1; number--) {
    if (domains.has((labels[number - 1] ?? "").toLowerCase())) return labels.slice(0, number).join(".");
  }
  return "";
}

export function glyphs(text: string): string[] {
  return Array.from(segmenter.segment(text), (one) => one.segment);
}

function weight(text: string): number {
  if (ASCII.test(text)) return text.length;
  let all = 0;
  for (const glyph of glyphs(text.normalize("NFC"))) all += glyphWeight(glyph);
  return all;
}

function glyphWeight(glyph: string): number {
  if (EMOJI.test(glyph) && !WRITTEN_AS_TEXT.has(glyph) && !glyph.includes("\ufe0e")) return 2;
  let all = 0;
  for (const point of glyph) all += LIGHT.test(point) ? 1 : 2;
  return all;
}

/** The text as it is kept: one kind of line end, no spaces at line ends, nothing before or after it. */
export function tidy(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replaceAll("\0", "").split("\n");
  return strip(lines.map((line) => line.replace(/[ \t]+$/, "")).join("\n"));
}

/** The parts of a thread, in order: a line of three hyphens or more begins the next. One part at least. */
export function parts(words: string): string[] {
  const found = words.split(NEXT_PART).map(strip).filter(Boolean);
  return found.length ? found : [""];
}

/** The words with the names that people and the network have on this channel; whom nobody knows stays as it is written. */
export function resolved(words: string, handles: Readonly<Record<string, string>>): string {
  return words.replace(NAMED, (whole: string, person: string | undefined, network: string | undefined) => {
    const name = person ?? network ?? "";
    return Object.hasOwn(handles, name) ? (handles[name] ?? whole) : whole;
  });
}

function strip(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && (text[begin] === "\n" || text[begin] === " ")) begin++;
  while (end > begin && (text[end - 1] === "\n" || text[end - 1] === " ")) end--;
  return text.slice(begin, end);
}

/** How the words stand on the channel with that warning and so many pictures; the first part has all the pictures. */
export function fit(words: string, warning: string, pictures: number, limits: Limits, label: string): Fit {
  const found = parts(words);
  const pieces = limits.threads ? found : [found.join("\n\n")];
  if (label) pieces[0] = pieces[0] ? `${pieces[0]}\n\n${label}` : label;
  const each = pieces.map((piece, place) => {
    const limit =
      place === 0 && pictures > 0 && limits.caption_limit !== null ? Math.min(limits.text_limit, limits.caption_limit) : limits.text_limit;
    const all = limits.warnings || !(piece && warning) ? piece + warning : `${warning}\n\n${piece}`;
    const used = lengthWithLinks(all, limits.unit, limits.link_length);
    const bytesLeft = limits.byte_limit === null ? Infinity : limits.byte_limit - length(all, "bytes");
    return { limit, used, left: bytesLeft >= 0 ? limit - used : Math.min(limit - used, bytesLeft) };
  });
  const fullest = each.reduce((least, one) => (one.left < least.left ? one : least));
  const lefts = each.map((one) => one.left);
  return { parts: pieces, used: fullest.used, left: fullest.left, limit: limits.text_limit, lefts, merged: limits.threads ? 1 : found.length };
}
