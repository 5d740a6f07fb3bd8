// Bundles the front end of one project: node build.mjs <sources> <output> [entry ...]
// Called by Assets.targets. Installs the locked npm packages first when they are missing or outdated;
// several projects may build at once, so the installation is behind a lock.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const home = dirname(fileURLToPath(import.meta.url));
const modules = join(home, "node_modules");

function installed(wanted) {
  const stamp = join(modules, ".installed");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

function alive(pid) {
  try { process.kill(pid, 0); return true; } catch (error) { return error.code === "EPERM"; }
}

function ensureModules() {
  const wanted = createHash("sha256").update(readFileSync(join(home, "package-lock.json"))).digest("hex");
  if (installed(wanted)) return;
  const lock = join(tmpdir(), `bastion-assets-${createHash("sha256").update(home).digest("hex").slice(0, 16)}`);
  const nap = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try { writeFileSync(lock, String(process.pid), { flag: "wx" }); break; }
    catch (error) {
      if (error.code !== "EEXIST") throw error;
      let owner = 0;
      try { owner = Number(readFileSync(lock, "utf8")); } catch { continue; }
      if (owner > 0 && !alive(owner)) { rmSync(lock, { force: true }); continue; }
      Atomics.wait(nap, 0, 0, 250);
    }
  }
  try {
    if (installed(wanted)) return;
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
    writeFileSync(join(modules, ".installed"), wanted);
  } finally {
    rmSync(lock, { force: true });
  }
}

// The names in icons.txt become one JSON file of drawings, taken from Bootstrap Icons.
function icons(source, output) {
  const names = readFileSync(source, "utf8").split("\n").filter(x => !x.startsWith("#")).join(" ").split(/\s+/).filter(x => x !== "");
  const drawings = {};
  for (const name of [...new Set(names)].sort()) {
    const svg = readFileSync(join(modules, "bootstrap-icons", "icons", `${name}.svg`), "utf8");
    drawings[name] = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
  }
  writeFileSync(output, JSON.stringify(drawings));
}

// WebAssembly that a package ships as base64 in its script becomes a file beside the bundle: smaller, compiled while it loads, and no data: address
// that a content policy would have to allow.
const webAssembly = {
  name: "webassembly-files",
  setup(bundle) {
    bundle.onLoad({ filter: /iron-remote-desktop-rdp\.js$/ }, ({ path }) => {
      const script = readFileSync(path, "utf8"), start = script.indexOf('"data:application/wasm;base64,'), end = script.indexOf('"', start + 1);
      if (start < 0 || end < 0) throw new Error(`${path} holds no WebAssembly.`);
      const name = basename(path, ".js") + ".wasm";
      mkdirSync(join(output, "files"), { recursive: true });
      writeFileSync(join(output, "files", name), Buffer.from(script.slice(script.indexOf(",", start) + 1, end), "base64"));
      return { contents: `${script.slice(0, start)}new URL("files/${name}", import.meta.url)${script.slice(end + 1)}`, loader: "js" };
    });
  },
};

// A page that is opened from a disk: its scripts and styles, already bundled, stand in it.
function selfContained(source, output) {
  const inside = name => readFileSync(join(dirname(output), name), "utf8");
  writeFileSync(output, readFileSync(source, "utf8")
    .replace(/<script src="([^"]+)"><\/script>/g, (_, name) => `<script type="module">${inside(name).replaceAll("</script", "<\\/script")}</script>`)
    .replace(/<link rel="stylesheet" href="([^"]+)">/g, (_, name) => `<style>${inside(name)}</style>`));
}

function everyFile(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(x => x.isDirectory() ? everyFile(join(folder, x.name)) : [join(folder, x.name)]);
}

const [sources, output, ...entries] = process.argv.slice(2).map((x, i) => i < 2 ? resolve(x) : x);
ensureModules();
const { build } = await import(join(modules, "esbuild", "lib", "main.js"));

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const scripts = entries.filter(x => [".js", ".css"].includes(extname(x)));
await build({
  entryPoints: scripts.map(x => join(sources, x)),
  outdir: output,
  entryNames: "[name]",
  assetNames: "files/[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "dataurl" },
  nodePaths: [modules],
  plugins: [webAssembly],
  legalComments: "eof",
  logLevel: "warning",
});
for (const entry of entries.filter(x => !scripts.includes(x))) {
  if (extname(entry) === ".html") selfContained(join(sources, entry), join(output, basename(entry)));
  else if (basename(entry) === "icons.txt") icons(join(sources, entry), join(output, "icons.json"));
  else copyFileSync(join(sources, entry), join(output, basename(entry)));
}
for (const file of everyFile(output)) {
  if (![".js", ".css", ".svg", ".wasm"].includes(extname(file)) || statSync(file).size < 1024) continue;
  const plain = readFileSync(file);
  // The last steps of compression cost most; for megabytes they are not worth a build.
  const quality = plain.length > 1 << 20 ? 9 : 11;
  writeFileSync(`${file}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
}
writeFileSync(`${output}.stamp`, everyFile(output).map(x => relative(output, x)).sort().join("\n"));
