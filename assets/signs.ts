// The signs people put into posts, by group, with their names and the words by which one looks for them: a module for each
// language, read by the browser only when somebody opens the list. Skin tones are left to the keyboard.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAME = "virtual:signs/";
/** What people also type, where the names of the data do not say it. */
const ALSO: Record<string, string> = { "🐿️": "eichhörnchen eichhorn squirrel" };
const COMPONENTS = 2; // pieces of signs, none by themselves

interface Emoji {
  unicode: string;
  label: string;
  group?: number;
  order?: number;
  tags?: string[];
}

interface Messages {
  groups: { message: string; order: number }[];
}

export function signs(): Plugin {
  return {
    name: "eichhorn-signs",
    resolveId: (id) => (id.startsWith(NAME) ? `\0${id}` : null),
    load: (id) => (id.startsWith(`\0${NAME}`) ? `export default ${JSON.stringify(read(id.slice(NAME.length + 1)))}` : null),
  };
}

/** Return the groups in order: the name of each, and its signs with name and words. */
function read(language: string): [string, [string, string, string][]][] {
  const place = join(import.meta.dirname, "node_modules", "emojibase-data", language);
  const { groups } = JSON.parse(readFileSync(join(place, "messages.json"), "utf8")) as Messages;
  const all = JSON.parse(readFileSync(join(place, "compact.json"), "utf8")) as Emoji[];
  return groups
    .filter((group) => group.order !== COMPONENTS)
    .map((group) => [
      group.message,
      all
        .filter((one) => one.group === group.order)
        .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
        .map((one): [string, string, string] => [one.unicode, one.label, [...(one.tags ?? []), ALSO[one.unicode] ?? ""].join(" ")]),
    ]);
}
