// Turns the bound WebAssembly, style/ and public/ into the folder that the server serves:
// stylesheets, one script, one module and its lazy parts, named by their hashes and compressed beforehand.
// usage: node site.mjs ROOT STAGING OUT [--quick]
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [root, staging, out, flag] = process.argv.slice(2);
const quick = flag === "--quick";

let esbuild;
try {
  esbuild = await import("esbuild");
} catch {
  console.error("levee-builder: npm packages are missing; run: npm ci --prefix app/builder");
  process.exit(1);
}

// Made beside the old site and put in its place at the end, so that a failed build leaves the old one.
const fresh = `${out}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, "assets"), { recursive: true });

// The classes and the document that the editor's engine names are those of the frame it edits.
const editor = join(root, "app/src/view/compose/editor");
const inTheFrame = {
  name: "in-the-frame",
  setup: ({ onLoad }) => onLoad({ filter: /squire-rte.*\.mjs$/ }, ({ path }) => {
    const realm = join(editor, "realm.js");
    const names = [...readFileSync(realm, "utf8").matchAll(/^export let (\w+)/gm)].map((found) => found[1]);
    const engine = readFileSync(path, "utf8");
    return { contents: `import { ${names.join(", ")} } from ${JSON.stringify(realm)};\n${engine}`, loader: "js" };
  }),
};

const bundled = async (entry, loader, define = {}) => {
  const result = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: !quick,
    write: false,
    format: "esm",
    target: ["chrome111", "firefox113", "safari16.4"],
    external: ["*.wasm", "*.svg"],
    nodePaths: [join(root, "app/builder/node_modules")],
    plugins: [inTheFrame],
    define,
    loader,
    logLevel: "warning",
    // Each lazy screen adds the same import of chunks.js once more.
    logOverride: { "duplicate-object-key": "silent" },
  });
  return Buffer.from(result.outputFiles[0].contents);
};

const shrunk = (wasm, effort = []) => {
  if (quick) return readFileSync(wasm);
  const smaller = `${wasm}.opt`;
  // The features are listed because --all-features emits a module that browsers reject.
  const features = [
    "bulk-memory", "bulk-memory-opt", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext",
    "multivalue", "call-indirect-overlong",
  ].map((name) => `--enable-${name}`);
  // Nothing of ours lies below 1024: a stack of a megabyte comes first, and would have overflown.
  const passes = ["-Oz", "--low-memory-unused", ...effort];
  // What it says is shown when it fails: it warns of names that it drops anyway.
  const said = spawnSync("node", [join(root, "app/builder/node_modules/binaryen/bin/wasm-opt"), wasm, ...passes, ...features, "-o", smaller]);
  if (said.status !== 0) throw new Error(`wasm-opt failed on ${wasm}: ${said.stderr}`);
  return readFileSync(smaller);
};

const placed = (name, extension, bytes) => {
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 10);
  const path = `assets/${name}.${hash}${extension}`;
  writeFileSync(join(fresh, path), bytes);
  return `/${path}`;
};

const sheet = async (name) => placed(name, ".css", await bundled(join(root, `style/${name}.css`), {}));
const [css, screens] = [await sheet("main"), await sheet("screens")];

// The parts that screens fetch when they are first opened, and the stylesheet they share: their loader learns the
// names they get here. It is a file of its own, fetched with the first part, in whose place the main script has a door.
const loader = join(staging, "chunks.js");
const fetching = JSON.stringify(join(root, "app/builder/fetch_part.js"));
const named = readFileSync(loader, "utf8").replace(/fetch\(new URL\("\.\/([^"]+)\.wasm"/g, (_, part) => {
  const path = placed("part", ".wasm", shrunk(join(staging, `${part}.wasm`)));
  return `fetchPart("${screens}", new URL(".${path.slice("/assets".length)}"`;
});
const start = /^import \{ initSync \} from .*$/m;
if (!start.test(named)) throw new Error(`${loader} does not import initSync any more`);
const begun = named.replace(start, "let initSync;\nexport const begin = (given) => { initSync = given; };");
writeFileSync(loader, `import { fetchPart } from ${fetching};\n${begun}`);
const table = JSON.stringify(placed("parts", ".js", await bundled(loader, {})));
const doors = [...named.matchAll(/^export const (\w+) =/gm)].map(([, name]) => `export const ${name} = door("${name}");`);
writeFileSync(loader, [
  `import { doorsTo } from ${fetching};`,
  'import { initSync } from "./levee.js";',
  `const door = doorsTo("${screens}", ${table}, (given) => initSync(given));`,
  ...doors,
].join("\n"));

// Fetched when somebody writes for the first time.
const writingStyle = placed("writing", ".css", await bundled(join(root, "style/writing.css"), {}));
const writing = placed("editor", ".js", await bundled(join(editor, "editor.js"), {}, { LEVEE_EDITOR_STYLE: JSON.stringify(writingStyle) }));

const assets = {
  css,
  screens,
  console: await sheet("console"),
  js: placed("levee", ".js", await bundled(join(staging, "levee.js"), {}, { LEVEE_EDITOR: JSON.stringify(writing) })),
  wasm: placed("levee", ".wasm", shrunk(join(staging, "levee_bg.wasm"), ["--converge"])),
};
cpSync(join(root, "public"), fresh, { recursive: true });
writeFileSync(join(fresh, "manifest.json"), JSON.stringify({ ...assets, effort: quick ? "quick" : "small" }, null, 2) + "\n");

// Compressing on the fly would cost the server most of a second for each first visitor.
const worth = new Set([".css", ".js", ".wasm", ".svg", ".txt", ".json"]);
const compress = (folder) => {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) compress(path);
    else if (worth.has(extname(path))) {
      const bytes = readFileSync(path);
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: quick ? 1 : 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: quick ? 1 : 9 }));
    }
  }
};
compress(fresh);

rmSync(out, { recursive: true, force: true });
renameSync(fresh, out);

const size = (path) => `${(statSync(join(out, `${path}.br`)).size / 1000).toFixed(0)} KB`;
console.log(`site: ${Object.values(assets).map((path) => `${path.slice(1)} ${size(path)}`).join(", ")} (brotli)`);
