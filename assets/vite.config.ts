// Bundles what a page loads into the package: one style sheet, one script, the font, the icons; hashed, with a manifest.

import { defineConfig } from "vite";
import { compress } from "./compress.ts";
import { prune } from "./prune.ts";
import { signs } from "./signs.ts";
import { sprite } from "./sprite.ts";

export default defineConfig({
  base: "",
  publicDir: false,
  plugins: [sprite(), signs(), prune(), compress()],
  build: {
    outDir: "../src/eichhorn/ui/static/ui/build",
    emptyOutDir: false,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    rolldownOptions: {
      checks: { eval: false }, // htmx knows eval; our configuration and the CSP both switch it off
      input: "ts/main.ts",
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
