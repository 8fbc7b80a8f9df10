// Makes one SVG of the icons that icons.json names, so that a page pays only for icons we use.
// The sprite is part of the manifest as "icons.svg".

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const outlines = join(here, "node_modules/@tabler/icons/icons/outline");

/** Return the drawing of one icon as a symbol; stroke and colour come from the page. */
function symbol(name: string): string {
  const drawn = readFileSync(join(outlines, `${name}.svg`), "utf8")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
}

export function sprite(): Plugin {
  const list = join(here, "icons.json");
  return {
    name: "eichhorn-sprite",
    buildStart() {
      this.addWatchFile(list);
    },
    generateBundle() {
      const names = JSON.parse(readFileSync(list, "utf8")) as string[];
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
