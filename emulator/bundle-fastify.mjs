// Writes vendor/: Fastify in one file, with the licenses of all that is in it. As a dependency it cannot be installed
// everywhere: light-my-request, which only its tests load, has a dependency that asks for Node 22. Yarn 1 then refuses the
// whole installation on Node 20, and npm leaves out every optional package that leads there.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

const { metafile } = await build({
  stdin: { contents: 'module.exports = require("fastify");', resolveDir: folder },
  outfile: join(folder, "vendor/fastify.js"),
  external: [...Object.keys(dependencies), "light-my-request"],
  bundle: true,
  platform: "node",
  target: "node20",
  metafile: true,
});

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const bundled = new Set(
  Object.keys(metafile.inputs).flatMap((path) => PACKAGE.exec(path)?.slice(0, 1) ?? []),
);
const licenses = [...bundled].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? license : readFileSync(join(path, file), "utf8").trim();
  return `${name} ${version}\n\n${text}\n`;
});
writeFileSync(join(folder, "vendor/LICENSES.txt"), licenses.join(`\n${"-".repeat(72)}\n\n`));
writeFileSync(join(folder, "vendor/fastify.d.ts"), 'export { fastify } from "fastify";\n');
