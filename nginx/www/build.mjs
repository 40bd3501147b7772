/*
 * Bundle the pages: node build.mjs OUTDIR. One script and one style sheet, named by their
 * content so that nginx may let browsers keep them for ever; plain HTML around them.
 */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "dist"));

const pages = {
	"index.html": { page: "home", title: "Git Phantom Scope" },
	"cards.html": { page: "cards", title: "Cards · Git Phantom Scope" },
	"explore.html": { page: "explore", title: "Explore · Git Phantom Scope" },
};

async function bundle(entry, type) {
	const result = await build({
		entryPoints: [path.join(here, "src", entry)],
		bundle: true,
		minify: true,
		write: false,
		format: "esm",
		target: ["es2020", "chrome100", "firefox100", "safari15"],
		jsx: "automatic",
		jsxImportSource: "preact",
		legalComments: "none",
	});
	const text = result.outputFiles[0].contents;
	const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
	const name = `assets/${path.parse(entry).name}-${hash}.${type}`;
	await writeFile(path.join(out, name), text);
	return `/${name}`;
}

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "assets"), { recursive: true });
await cp(path.join(here, "img"), path.join(out, "img"), { recursive: true });
const [script, style] = await Promise.all([bundle("main.jsx", "js"), bundle("style.css", "css")]);
const template = await readFile(path.join(here, "src/page.html"), "utf8");
for (const [file, { page, title }] of Object.entries(pages)) {
	const values = { page, title, script, style };
	await writeFile(path.join(out, file), template.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]));
}
