// Load for tests/bench/analyze and tests/bench/cards; every verb prints one line of KEY=VALUE.
//
//   node load.mjs burst BASE LOGIN...      one analysis of each at once, over connections that are open already
//   node load.mjs cards BASE PATH...       one GET of each path at once, over connections that are open already
//   node load.mjs mixed BASE CONNECTIONS SECONDS   cards of every kind: hot, cold, failing, aborted
//   node load.mjs replay UPSTREAM DIR      writes what a stand-in with record=on was asked as a config of curl
//   node load.mjs flush SOCKET             empties a memcached
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

const PATH = '/api/v1/public/analyze';

function ask(agent, base, path, body) {
	const began = performance.now();
	return new Promise((resolve, reject) => {
		const method = body ? 'POST' : 'GET';
		const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {};
		const sent = request(new URL(path, base), { agent, method, headers }, response => {
			let bytes = 0;
			response.on('data', chunk => (bytes += chunk.length));
			response.on('end', () => resolve({ status: response.statusCode, bytes,
				error: response.headers['x-gps-error'], ms: performance.now() - began }));
			response.on('error', reject);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

const rank = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];

async function atOnce(base, requests) {
	const agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: requests.length, maxFreeSockets: requests.length });
	await Promise.all(requests.map(() => ask(agent, base, '/img/icon.svg')));
	const began = performance.now();
	const answers = await Promise.all(requests.map(({ path, body }) => ask(agent, base, path, body)));
	const seconds = (performance.now() - began) / 1000;
	agent.destroy();
	const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
	const good = answers.filter(({ status, bytes, error }) => status === 200 && bytes > 1000 && !error).length;
	return { good, seconds, rate: good / seconds, p50: rank(times, 0.5), p99: rank(times, 0.99) };
}

const burst = (base, ...logins) => atOnce(base, logins.map(login => ({ path: PATH, body: JSON.stringify({ github_username: login }) })));
const cards = (base, ...paths) => atOnce(base, paths.map(path => ({ path })));

const KINDS = ['/api?', '/api/top-langs?layout=compact&', '/api/top-langs?layout=donut&', '/streak?', '/trophy?', '/api/pin?repo=none&'];
const OWN = ['scorecard', 'archetype', 'marks', 'languages', 'calendar', 'hours', 'social', 'badge'];
const SUFFIXES = ['svg', 'svg', 'svg', 'png', 'webp', 'json'];
const FAILING = ['ghost-a', 'org-b', 'broken-c', 'truncated-d', 'silent-e', 'heavy-f', 'forbid-g', 'flaky-h', 'liar-i', 'slow-j'];
const HOT = 200;

const pick = list => list[Math.floor(Math.random() * list.length)];

let cold = 0;
function whom() {
	const dice = Math.random();
	return dice < 0.05 ? `cold-${cold++}` : dice < 0.07 ? pick(FAILING) : `hot-${Math.floor(Math.random() * HOT)}`;
}

function anyCard() {
	const login = whom();
	const looks = `theme=${pick(['dark', 'radical', 'auto', 'default'])}&locale=${pick(['en', 'ar', 'ja', 'de'])}`;
	if (Math.random() < 0.5)
		return `/card/${login}/${pick(OWN)}.${pick(SUFFIXES)}?${looks}`;
	return `${pick(KINDS)}username=${login}&user=${login}&${looks}&type=${pick(SUFFIXES)}`;
}

// One client after another on each connection; what is no picture, comes late or breaks off is counted.
async function mixed(base, connections, seconds) {
	const agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: Number(connections) });
	const end = performance.now() + Number(seconds) * 1000;
	const seen = { requests: 0, errors: 0, aborted: 0, other: 0, late: 0, slowest: 0 };
	async function client() {
		while (performance.now() < end) {
			seen.requests++;
			if (Math.random() < 0.02) {
				const sent = request(new URL(anyCard(), base), { agent });
				sent.on('error', () => {});
				sent.end();
				setTimeout(() => sent.destroy(), Math.random() * 30);
				seen.aborted++;
				continue;
			}
			const { status, ms, error } = await ask(agent, base, anyCard()).catch(() => ({ status: 0, ms: 0 }));
			seen.errors += error ? 1 : 0;
			seen.other += status !== 200 && status !== 404 && status < 429 ? 1 : 0;
			seen.late += ms > 4000 ? 1 : 0;
			seen.slowest = Math.max(seen.slowest, ms);
		}
	}
	await Promise.all(Array.from({ length: Number(connections) }, client));
	agent.destroy();
	return { ...seen, rate: seen.requests / Number(seconds) };
}

async function replay(upstream, directory) {
	const asked = await (await fetch(`${upstream}/_control/asked`)).json();
	const transfers = asked.map((body, i) => {
		writeFileSync(join(directory, `${i}.json`), body);
		return [`url = "${upstream}/graphql"`, 'header = "authorization: bearer tok-bob"', 'user-agent = "bench"',
			`data-binary = "@${join(directory, `${i}.json`)}"`, 'output = "/dev/null"', 'write-out = "%{http_code}\\n"',
			'silent'].join('\n');
	});
	writeFileSync(join(directory, 'curl.conf'), transfers.join('\nnext\n'));
	return { requests: asked.length };
}

async function flush(path) {
	const socket = connect(path);
	socket.write('flush_all\r\n');
	const [answer] = await once(socket, 'data');
	socket.destroy();
	if (!answer.toString().startsWith('OK'))
		throw new Error(`memcached said ${answer}`);
	return {};
}

const [verb, ...words] = process.argv.slice(2);
const said = await { burst, cards, mixed, replay, flush }[verb](...words);
console.log(Object.entries(said).map(([key, value]) =>
	`${key}=${Number.isInteger(value) ? value : value.toFixed(3)}`).join(' '));
