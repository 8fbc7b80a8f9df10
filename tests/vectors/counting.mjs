// Counts in TypeScript what stands in the file named: {"domains": […], "lengths": […], …}; prints what it found.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [assets, asked] = process.argv.slice(2);
const ts = createRequire(join(assets, "package.json"))("typescript");
const place = mkdtempSync(join(tmpdir(), "counting-"));
const count = await built("counting");
const appear = await built("appearing");
const polling = await built("polling");
const filming = await built("filming");
rmSync(place, { recursive: true });

async function built(name) {
  const source = readFileSync(join(assets, "ts", `${name}.ts`), "utf8");
  const options = { compilerOptions: { target: "ES2022", module: "ESNext" } };
  writeFileSync(join(place, `${name}.mjs`), ts.transpileModule(source, options).outputText.replace(/ from "\.\/(\w+)"/g, ' from "./$1.mjs"'));
  return import(pathToFileURL(join(place, `${name}.mjs`)).href);
}

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
    fits: given.fits.map((one) => ({ ...one, fit: count.fit(one.words, one.warning, one.pictures, limits(one.limits), one.label) })),
    seen: given.seen.map(({ text }) => ({
      text, seen: Object.fromEntries(Object.entries(given.styles).map(([name, style]) => [name, appear.runs(text, style)])),
    })),
    titled: given.titled.map(({ words }) => ({ words, titled: appear.titled(words, given.styles.wordpress) })),
    asked: given.asked.map((one) => ({
      ...one, problems: polling.pollProblems(one.poll, one.limits, one.pictures, one.has_own_text),
    })),
    filmed: given.filmed.map((one) => ({
      ...one, problems: filming.filmProblems(one.film, one.limits, one.pictures, one.has_poll, one.has_own_text),
    })),
    resolved: given.resolved.map(({ words }) => ({ words, resolved: count.resolved(words, given.handles) })),
  }),
);
