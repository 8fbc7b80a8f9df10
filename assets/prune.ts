// Takes away what an earlier build left, after the new one is written: pages that are being served never miss a file
// that their manifest names.

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

export function prune(): Plugin {
  return {
    name: "eichhorn-prune",
    writeBundle(options, bundle) {
      const place = options.dir;
      if (!place) return;
      for (const file of readdirSync(place)) {
        if (!(file in bundle) && file !== "manifest.json") rmSync(join(place, file), { recursive: true });
      }
    },
  };
}
