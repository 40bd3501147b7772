// A peer of tests/bench/png in JavaScript: png-peers.mjs resvg|sharp|satori MODULES SVG [FILE]
// resvg and sharp turn the SVG, a string that stands ready, into a PNG; satori lays the same picture out from elements, and resvg
// draws what it wrote. The protocol is that of png-worker.h.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [name, modules, svgPath, out] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));
const svg = readFileSync(svgPath, 'utf8');
const fonts = '/usr/share/fonts/truetype/noto';
const files = { 400: 'NotoSans-Regular.ttf', 700: 'NotoSans-Bold.ttf' };

// The numbers of the picture are read back from the SVG, so that there is one list of them.
function number(tag, attribute) {
	return Number(new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1] ?? 0);
}

function attribute(tag, name) {
	return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
}

function box(left, top, width, height, radius, color) {
	return { type: 'div', props: { style: { position: 'absolute', left, top, width, height, borderRadius: radius, backgroundColor: color } } };
}

function* cells(tag) {
	const stroke = number(tag, 'stroke-width'), numbers = /([Mm])(-?[\d.]+)([ -]?-?[\d.]+)h(-?[\d.]+)/g;
	let x = 0, y = 0;
	for (const [, verb, dx, dy, side] of attribute(tag, 'd').matchAll(numbers)) {
		x = Number(dx) + (verb === 'm' ? x : 0);
		y = Number(dy) + (verb === 'm' ? y : 0);
		const edge = Number(side) + stroke;
		yield box(x - stroke / 2, y - stroke / 2, edge, edge, stroke / 2, attribute(tag, 'fill'));
	}
}

function tree() {
	const ground = /\.f0\{fill:(#\w+)\}/.exec(svg)[1], children = [];
	for (const [tag] of svg.matchAll(/<rect[^>]*fill=[^>]*>/g))
		children.push(box(number(tag, 'x'), number(tag, 'y'), number(tag, 'width'), number(tag, 'height'), number(tag, 'rx'),
			attribute(tag, 'fill')));
	for (const [tag] of svg.matchAll(/<path[^>]*linejoin[^>]*>/g))
		children.push(...cells(tag));
	for (const [tag, text] of svg.matchAll(/<text[^>]*>([^<]*)/g)) {
		const size = number(tag, 'font-size');
		children.push({ type: 'div', props: { children: text, style: { position: 'absolute', left: number(tag, 'x'),
			top: number(tag, 'y') - 1.069 * size, fontSize: size, lineHeight: 1.362, fontWeight: number(tag, 'font-weight') || 400,
			color: attribute(tag, 'fill'), whiteSpace: 'nowrap' } } });
	}
	return { type: 'div', props: { style: { display: 'flex', width: 800, height: 418, backgroundColor: ground }, children } };
}

const workers = {
	resvg() {
		const { Resvg } = require('@resvg/resvg-js');
		const font = { loadSystemFonts: false, fontFiles: Object.values(files).map((file) => join(fonts, file)), defaultFontFamily: 'Noto Sans' };
		return () => new Resvg(svg, { font }).render().asPng();
	},
	sharp() {
		const sharp = require('sharp'), buffer = Buffer.from(svg);
		sharp.concurrency(1);
		sharp.cache(false);
		return () => sharp(buffer).png().toBuffer();
	},
	async satori() {
		const satori = require('satori').default, { Resvg } = require('@resvg/resvg-js');
		const options = { width: 800, height: 418, fonts: Object.entries(files).map(([weight, file]) =>
			({ name: 'Noto Sans', weight: Number(weight), style: 'normal', data: readFileSync(join(fonts, file)) })) };
		const elements = tree();
		return async () => new Resvg(await satori(elements, options), { font: { loadSystemFonts: false } }).render().asPng();
	},
};

const draw = await workers[name]();
if (out) {
	writeFileSync(out, await draw());
	process.exit(0);
}
for await (const line of createInterface({ input: process.stdin })) {
	let answer = '', bytes = 0;
	for (let i = 0; i < Number(line); i++) {
		const from = process.hrtime.bigint();
		bytes = (await draw()).length;
		answer += `${(process.hrtime.bigint() - from) / 1000n} `;
	}
	process.stdout.write(`${answer}${bytes}\n`);
}
