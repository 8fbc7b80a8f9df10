// Lays a compressed twin beside every file that is text, so that the server sends it without work at each request.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg)$/;

export function compress(): Plugin {
  return {
    name: "eichhorn-compress",
    enforce: "post",
    writeBundle: {
      order: "post",
      sequential: true,
      handler(options, bundle) {
        const place = options.dir;
        if (!place) return;
        for (const file of Object.keys(bundle).filter((name) => TEXT.test(name))) {
          const content = readFileSync(join(place, file));
          writeFileSync(join(place, `${file}.gz`), gzipSync(content, { level: 9 }));
          writeFileSync(
            join(place, `${file}.br`),
            brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
          );
        }
      },
    },
  };
}
