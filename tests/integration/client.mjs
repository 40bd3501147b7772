// A small HTTP client and test points for the integration tests that drive a stack.
import { execFileSync } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';

const { GPS_URL, UPSTREAM_URL, GPS_STACK, STACK } = process.env;
const agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 512 });
let points = 0;
let failed = 0;

// TAP numbers go on where an earlier program of the same test stopped.
export function from(n) { points = n; }

export function check(name, passed, detail = '') {
	points++;
	if (passed) return console.log(`ok ${points} - ${name}`);
	failed++;
	console.log(`not ok ${points} - ${name}`);
	if (detail !== '') console.log(`# ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`.slice(0, 2000));
}

export function equal(name, found, expected) {
	const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
	check(name, a === b, `found ${a}, expected ${b}`);
}

export function done() {
	console.log(`1..${points}`);
	process.exit(failed ? 1 : 0);
}

// Never throws: a broken connection has status 0.
export function call(method, path, { headers = {}, body, base = GPS_URL, from } = {}) { // from: the visitor's own address
	const url = new URL(path, base);
	const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
	const began = performance.now();
	return new Promise((resolve) => {
		const fail = (error) => resolve({ status: 0, headers: {}, text: '', json: null, error: String(error), ms: performance.now() - began });
		const options = { method, headers, ...(url.protocol === 'https:' && { agent: from ? undefined : agent, localAddress: from, rejectUnauthorized: false }) };
		if (path.includes('..')) options.path = path;
		const req = send(url, options, (res) => {
			const chunks = [];
			res.on('data', (chunk) => chunks.push(chunk));
			res.on('error', fail);
			res.on('end', () => {
				const bytes = Buffer.concat(chunks);
				const text = bytes.toString();
				let json = null;
				if (/json/.test(res.headers['content-type'] ?? '')) try { json = JSON.parse(text); } catch { json = null; }
				resolve({ status: res.statusCode, headers: res.headers, bytes, text, json, ms: performance.now() - began });
			});
		});
		req.on('error', fail);
		req.setTimeout(60000, () => req.destroy(new Error('no answer within 60 s')));
		req.end(body);
	});
}

export const get = (path, headers) => call('GET', path, { headers });
export const analyze = (login, more = {}, headers = {}) => call('POST', '/api/v1/public/analyze', {
	headers: { 'content-type': 'application/json', ...headers },
	body: typeof login === 'string' ? JSON.stringify({ github_username: login, ...more }) : JSON.stringify(login),
});
export const stats = async () => (await call('GET', '/_control/stats', { base: UPSTREAM_URL })).json;
export const upstream = (settings) => call('POST', '/_control/set', { base: UPSTREAM_URL, body: JSON.stringify(settings) });
export const resetUpstream = () => call('POST', '/_control/reset', { base: UPSTREAM_URL });
export const stack = (verb, ...more) => execFileSync(GPS_STACK, [verb, STACK, ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function metric(name) {
	const { text } = await get('/metrics');
	return text.split('\n').filter((line) => line.startsWith(name) && /[ {]/.test(line[name.length] ?? ''))
		.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
