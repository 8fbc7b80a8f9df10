// Counts in TypeScript what stands in the file named: {"domains": […], "lengths": […], …}; prints what it found.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [assets, asked] = process.argv.slice(2);
const ts = createRequire(join(assets, "package.json"))("typescript");
const place = mkdtempSync(join(tmpdir(), "counting-"));
const source = readFileSync(join(assets, "ts", "counting.ts"), "utf8");
const built = ts.transpileModule(source, { compilerOptions: { target: "ES2022", module: "ESNext" } }).outputText;
writeFileSync(join(place, "counting.mjs"), built);
const count = await import(pathToFileURL(join(place, "counting.mjs")).href);
rmSync(place, { recursive: true });

const given = JSON.parse(readFileSync(asked, "utf8"));
const UNITS = ["code_points", "graphemes", "utf16", "bytes", "weighted"];
const each = (one) => Object.fromEntries(UNITS.map((unit) => [unit, one(unit)]));
const limits = ([unit, text_limit, link_length, byte_limit, caption_limit, threads, warnings]) => ({
  unit, text_limit, link_length, byte_limit, caption_limit, threads, warnings,
});
count.know(given.domains);
console.log(
  JSON.stringify({
    lengths: given.lengths.map(({ text }) => ({
      text, ...each((unit) => count.length(text, unit)), linked: each((unit) => count.lengthWithLinks(text, unit, 23)),
    })),
    tidied: given.tidied.map(({ typed }) => ({ typed, kept: count.tidy(typed) })),
    threads: given.threads.map(({ words }) => ({ words, parts: count.parts(words) })),
    fits: given.fits.map((one) => ({ ...one, fit: count.fit(one.words, one.warning, one.pictures, limits(one.limits)) })),
  }),
);
