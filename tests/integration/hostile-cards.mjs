// The assertions of hostile-cards.t.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, done, equal, get } from './client.mjs';
import { WORDS } from './hostile-words.mjs';

// String.toWellFormed() of later versions: half a pair becomes U+FFFD, since a URL cannot hold it.
const whole = text => text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');

const { GITHUB_PROXY } = process.env;
const E = encodeURIComponent;
const GIST = '000000000000000000007477656c7665';
const ELEMENTS = new Set(['svg', 'title', 'desc', 'style', 'defs', 'linearGradient', 'stop', 'clipPath', 'rect', 'g', 'path', 'text', 'tspan', 'circle', 'line', 'ellipse', 'mask', 'use']);
const TAG = /<(\/?)([A-Za-z]\w*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|<!|<\?|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

// What may not be in a picture; empty where all is well. xmllint looks at all of them in the end.
function wrong(svg) {
	const open = [];
	if (FORBIDDEN.test(svg)) return 'a character, a declaration or a reference XML has no place for';
	if (svg.length > 200000) return `${svg.length} characters`;
	for (let at = 0; at < svg.length;) {
		const next = svg.indexOf('<', at), text = svg.slice(at, next < 0 ? svg.length : next);
		if (open.at(-1) === 'style' && /url\(|@import|expression|javascript/i.test(text)) return `style: ${text}`;
		if (next < 0) break;
		TAG.lastIndex = next;
		const [all, end, name, attributes, empty] = TAG.exec(svg) ?? [];
		if (!ELEMENTS.has(name)) return svg.slice(next, next + 100);
		if (end && open.pop() !== name) return `${all} closes another`;
		if (!end && !empty) open.push(name);
		for (const [, key, value] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g))
			if (/^on/i.test(key) || (/href|^src$/i.test(key) && value[0] !== '#') || /url\((?!#)|javascript:|expression|@import/i.test(value)) return `${key}="${value}"`;
		at = next + all.length;
	}
	return open.length ? `${open} stay open` : '';
}

const folder = mkdtempSync(join(process.env.HOSTILE_DIR, 'pictures-'));
let pictures = 0;

async function judge(path, out) {
	const svg = await get(path);
	const fault = svg.status !== 200 || !/^image\/svg/.test(svg.headers['content-type'] ?? '') ? `${svg.status} ${svg.headers['content-type']}` : wrong(svg.text);
	if (svg.status === 200) writeFileSync(join(folder, `${pictures++}.svg`), svg.bytes);
	if (fault) out.push([path.slice(0, 200), fault]);
	const strange = Object.entries(svg.headers).find(([k, v]) => k === 'set-cookie' || /CANARY|elsewhere/.test(v));
	if (strange) out.push([path.slice(0, 200), strange]);
	if (svg.ms > 4000) out.push([path.slice(0, 200), `${svg.ms} ms`]);
	return svg;
}

equal('the judge sees what is wrong', ['<svg><script/></svg>', '<svg onload="x"/>', '<svg fill="url(https://x)"/>', '<svg><use href="x"/></svg>', '<svg>&x;</svg>', '<svg><style>a{b:url(x)}</style></svg>',
	'<svg><![CDATA[]]></svg>', '<svg><text></svg>', '<svg a=b/>', '<svg>\u0001</svg>'].filter((svg) => !wrong(svg)), []);

// ---- upstreams
const owners = (n) => ({ github: `words-${n}`, lab: `words-${n}`, tea: `words-${n}` });
for (let n = 1; n < WORDS.length; n++) {
	await get('/health');
	await fetch(`${GITHUB_PROXY}/_words/0`, { method: 'POST' });
	const { tech_profile: tech } = (await get(`/api/v1/public/profile/repo-${n}`)).json;
	const repo = tech.top_repos[0].name;
	await fetch(`${GITHUB_PROXY}/_words/${n}`, { method: 'POST' });
	const paths = [`/api/pin?username=repo-${n}&repo=${repo}&show_owner=true`, `/card/repo-${n}/repository.svg?repo=${repo}`, `/api/gist?id=${GIST}&show_owner=true&bust_${n}`,
		`/api/wakatime?username=words-${n}&langs_count=20`, `/api/wakatime?username=words-${n}&layout=compact&locale=ar`];
	for (const [forge, login] of Object.entries(owners(n)))
		for (const kind of ['stats', 'top-langs', 'streak', 'trophy', 'scorecard', 'archetype', 'marks', 'languages', 'calendar', 'hours', 'social', 'badge'])
			if (forge === 'github' || ['stats', 'top-langs', 'scorecard'].includes(kind))
				paths.push(`/card/${login}/${kind}.svg?forge=${forge}${n % 2 ? '' : '&locale=he'}`);
	const found = [], drawn = {};
	for (const path of paths) {
		const r = await judge(path, found);
		const cause = r.headers['x-gps-error'] ?? 'card';
		drawn[cause] = (drawn[cause] ?? 0) + 1;
	}
	equal(`words ${n} of upstreams are text`, found, []);
	check(`and cards are drawn of them (${JSON.stringify(drawn)})`, drawn.card > (WORDS[n].length > 50000 ? 3 : 12), drawn);
	const broken = [];
	for (const path of [`/card/words-${n}/stats.json`, `/card/words-${n}/top-langs.json`, `/card/repo-${n}/pin.json?repo=${repo}`, `/card/words-${n}/wakatime.json`, `/card/words-${n}.json`]) {
		const r = await get(path);
		if (!r.json || /[\u0000-\u001f]/.test(r.text.trimEnd().replace(/\n/g, ''))) broken.push([path, r.status, r.text.slice(0, 200)]);
	}
	for (const path of [`/card/words-${n}.png`, `/card/words-${n}/social.webp`, `/card/repo-${n}/pin.png?repo=${repo}`]) {
		const r = await get(path);
		if (r.status !== 200 || !/^image\/(png|webp)$/.test(r.headers['content-type']) || r.ms > 4000) broken.push([path, r.status, r.headers, r.ms]);
	}
	equal(`words ${n} in JSON and pixels`, broken, []);
}
await fetch(`${GITHUB_PROXY}/_words/0`, { method: 'POST' });

// ---- options: every one of every kind
const kinds = (await get('/api/v1/cards')).json;
const table = kinds.kinds ?? kinds.cards ?? kinds;
const found = [];
let asked = 0;
for (const word of WORDS.slice(1)) {
	const value = E(whole(word).replace(/\u0000/g, '')).slice(0, 3000).replace(/%[0-9A-F]?$/, '').replace(/(?:%[89A-F][0-9A-F])+$/, '');
	for (const kind of table) {
		const names = kind.options.map((o) => o.name).filter((o) => !['type', 'cache_seconds'].includes(o));
		await judge(`/card/octo-one/${kind.name}.svg?${names.filter((o) => !['forge', 'locale'].includes(o)).map((o) => `${o}=${value}`).join('&').slice(0, 7000)}`, found);
		asked++;
		for (const name of names) {
			if (!['text', 'names', 'word'].includes(kind.options.find((o) => o.name === name).type)) continue;
			await judge(`/card/octo-one/${kind.name}.svg?${kind.name === 'pin' || kind.name === 'repository' ? 'repo=x&' : ''}${name}=${value}`, found);
			asked++;
		}
	}
}
equal(`options are text (${asked} pictures)`, found, []);
for (const bytes of ['%c0%af', '%ff', '%ed%a0%80', '%f4%90%80%80', '%00', '%', '%zz', '%0d%0aSet-Cookie:%20CANARY=1'])
	equal(`bytes ${bytes}`, await (async () => { const out = []; await judge(`/api?username=octo-one&custom_title=${bytes}`, out); await judge(`/api?username=${bytes}`, out); await judge(`/card/octo-one/${bytes}.svg`, out); return out.filter(([, f]) => !/^400/.test(f)); })(), []);
{
	let said = '';
	try {
		execFileSync('sh', ['-c', `find . -name '*.svg' | xargs xmllint --nonet --noout`], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
	} catch (e) { said = String(e.stderr ?? e).slice(0, 1000); }
	equal(`${pictures} pictures are XML`, said, '');
}
done();
