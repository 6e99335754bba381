// Bundles src/ into ../static/editor.js. Its first line holds the digest of what it was made from, which a test compares.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";

const digest = createHash("sha256");
for (const name of ["package.json", "package-lock.json", ...readdirSync("src").sort().map((file) => `src/${file}`)]) {
  digest.update(`${name}\n`).update(readFileSync(name));
}
await build({
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  banner: { js: `/* Firstword editor, with CodeMirror 6 (MIT, see licenses/codemirror.txt); sources sha256:${digest.digest("hex")} */` },
  outfile: "../static/editor.js",
});
