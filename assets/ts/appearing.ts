// How words look on a network, as composer/rules/appearing.py says it; tests/vectors/counting.json holds both to it.

import { glyphs } from "./counting";

export interface Style {
  frame: string;
  bare: "nothing" | "scheme" | "www";
  most: number | null;
  path_most: number | null;
  instead: string;
  titled: boolean;
}

// A short first line is the title, as networks/wordpress/writing.py decides.
const LONGEST_TITLE = 120;
const SHORT_TITLE = 80;

export interface Run {
  kind: "plain" | "link" | "name" | "tag";
  shown: string;
}

const SPACE = "\\p{White_Space}";
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}";
const MARKED = new RegExp(
  `(?<link>https?://[^${SPACE}<>"']+)` +
    `|(?<![${WORD}@.\\/])@(?<name>[${WORD}][${WORD}.\\-]*(?:@[${WORD}][${WORD}.\\-]*)?)` +
    `|(?<![${WORD}&\\/])#(?<tag>[${WORD}]+)`,
  "giu",
);
const SPACES = new RegExp(`[${SPACE}]+`, "gu");
// What Python strips from a text: the four separators of ASCII as well.
const AROUND = new RegExp(`^[${SPACE}\\u001c-\\u001f]+|[${SPACE}\\u001c-\\u001f]+$`, "gu");
const ONLY_LINK = new RegExp(`^https?://[^${SPACE}<>"']+$`, "iu");
const AFTER_LINK = ".,;:!?…“”„‚‘’«»›‹*_";

/** The words in runs; together they are what readers see. */
export function runs(words: string, how: Style): Run[] {
  const found: Run[] = [];
  let place = 0;
  for (const mark of words.matchAll(MARKED)) {
    const begin = mark.index;
    const link = mark.groups?.["link"];
    let run: Run;
    let end = begin + mark[0].length;
    if (link !== undefined) {
      const whole = trimmed(link);
      end = begin + whole.length;
      run = { kind: "link", shown: shortened(whole, how) };
    } else if (mark.groups?.["name"] !== undefined) {
      const shown = mark[0].replace(/[.-]+$/, "");
      end = begin + shown.length;
      run = { kind: "name", shown };
    } else run = { kind: "tag", shown: mark[0] };
    if (begin > place) found.push({ kind: "plain", shown: words.slice(place, begin) });
    found.push(run);
    place = end;
  }
  if (place < words.length) found.push({ kind: "plain", shown: words.slice(place) });
  return found;
}

/** The title as readers see it there, empty where the network has none, and what stands below it. */
export function titled(words: string, how: Style): [string, string] {
  if (!how.titled) return ["", words];
  const text = bare(words);
  const end = text.indexOf("\n");
  const first = bare(end < 0 ? text : text.slice(0, end));
  const rest = end < 0 ? "" : bare(text.slice(end + 1));
  return rest && [...first].length <= LONGEST_TITLE && !ONLY_LINK.test(first) ? [first, rest] : [cut(first, SHORT_TITLE), text];
}

/** The text in one line of at most so many characters, ended at a word by an ellipsis where it was longer. */
function cut(text: string, most: number): string {
  const line = text.replace(SPACES, " ").replace(/^ +| +$/g, "");
  const signs = [...line];
  if (signs.length <= most) return line;
  const room = signs.slice(0, most).join("");
  const end = room.lastIndexOf(" ");
  return (end < 0 ? within(line, most - 1) : room.slice(0, end)).replace(/[ ,.;:·–-]+$/u, "") + "…";
}

/** As many whole glyphs of the text as so many characters hold. */
function within(text: string, most: number): string {
  let kept = "";
  let all = 0;
  for (const glyph of glyphs(text)) {
    all += [...glyph].length;
    if (all > most) break;
    kept += glyph;
  }
  return kept;
}

function bare(text: string): string {
  return text.replace(AROUND, "");
}

function trimmed(link: string): string {
  let all = [...link];
  while (all.length) {
    const last = all[all.length - 1] ?? "";
    const unopened = (last === ")" && times(all, "(") < times(all, ")")) || (last === "]" && times(all, "[") < times(all, "]"));
    if (!AFTER_LINK.includes(last) && !unopened) break;
    all = all.slice(0, -1);
  }
  return all.join("");
}

function times(all: string[], sign: string): number {
  return all.filter((one) => one === sign).length;
}

function shortened(link: string, how: Style): string {
  if (how.instead) return how.most !== null && [...link].length > how.most ? how.instead : link;
  if (how.bare === "nothing") return link;
  const shown = link.replace(how.bare === "www" ? /^(?:https?:\/\/)?(?:www\.)?/iu : /^https?:\/\//iu, "");
  if (how.path_most !== null) {
    const slash = shown.indexOf("/");
    const host = slash < 0 ? shown : shown.slice(0, slash);
    const path = slash < 0 || slash === shown.length - 1 ? [] : [...shown.slice(slash)];
    return host + (path.length > how.path_most ? path.slice(0, how.path_most - 2).join("") + "..." : path.join(""));
  }
  const signs = [...shown];
  return how.most !== null && signs.length > how.most ? signs.slice(0, how.most).join("") + "…" : shown;
}
