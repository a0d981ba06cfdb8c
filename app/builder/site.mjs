// Turns the bound WebAssembly, style/ and public/ into the folder that the server serves:
// two stylesheets, one script, one module and its lazy parts, named by their hashes and compressed beforehand.
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

const bundled = async (entry, loader) => {
  const result = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: !quick,
    write: false,
    format: "esm",
    target: ["chrome111", "firefox113", "safari16.4"],
    external: ["*.wasm", "*.svg"],
    loader,
    logLevel: "warning",
    // Each lazy screen adds the same import of chunks.js once more.
    logOverride: { "duplicate-object-key": "silent" },
  });
  return Buffer.from(result.outputFiles[0].contents);
};

const shrunk = (wasm) => {
  if (quick) return readFileSync(wasm);
  const smaller = `${wasm}.opt`;
  // The features are listed because --all-features emits a module that browsers reject.
  const features = [
    "bulk-memory", "bulk-memory-opt", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext",
    "multivalue", "call-indirect-overlong",
  ].map((name) => `--enable-${name}`);
  // What it says is shown when it fails: it warns of names that it drops anyway.
  const said = spawnSync("node", [join(root, "app/builder/node_modules/binaryen/bin/wasm-opt"), wasm, "-Oz", ...features, "-o", smaller]);
  if (said.status !== 0) throw new Error(`wasm-opt failed on ${wasm}: ${said.stderr}`);
  return readFileSync(smaller);
};

const placed = (name, extension, bytes) => {
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 10);
  const path = `assets/${name}.${hash}${extension}`;
  writeFileSync(join(fresh, path), bytes);
  return `/${path}`;
};

// The parts that screens fetch when they are first opened: their loader learns the names they get here.
const loader = join(staging, "chunks.js");
const named = readFileSync(loader, "utf8").replace(/fetch\(new URL\("\.\/([^"]+)\.wasm"/g, (_, part) => {
  const path = placed("part", ".wasm", shrunk(join(staging, `${part}.wasm`)));
  return `fetchPart(new URL(".${path.slice("/assets".length)}"`;
});
writeFileSync(loader, `import { fetchPart } from ${JSON.stringify(join(root, "app/builder/fetch_part.js"))};\n${named}`);

const assets = {
  css: placed("levee", ".css", await bundled(join(root, "style/main.css"), {})),
  console: placed("console", ".css", await bundled(join(root, "style/console.css"), {})),
  js: placed("levee", ".js", await bundled(join(staging, "levee.js"), {})),
  wasm: placed("levee", ".wasm", shrunk(join(staging, "levee_bg.wasm"))),
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
