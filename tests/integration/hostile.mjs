// The assertions of hostile.t.
import { readFileSync, readdirSync } from 'node:fs';
import { connect as tlsConnect } from 'node:tls';
import { connect } from 'node:net';
import { join } from 'node:path';
import { analyze, call, check, done, equal, get } from './client.mjs';

const { STACK } = process.env;
const log = () => readdirSync(join(STACK, 'log')).map((f) => readFileSync(join(STACK, 'log', f), 'latin1')).join('');
const answered = (r) => r.status >= 200 && r.status < 600 && (!r.json || r.json.status === undefined || r.json.status === r.status);

// ---- a hostile GitHub
const memory = () => { // MB that the processes of the responder hold
	const parent = readFileSync(`${STACK}/proc/scope/pid`, 'utf8').trim();
	return readdirSync('/proc').filter((p) => /^\d+$/.test(p)).reduce((sum, p) => {
		try {
			const status = readFileSync(`/proc/${p}/status`, 'utf8');
			return status.includes(`PPid:\t${parent}\n`) ? sum + Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024 : sum;
		} catch { return sum; }
	}, 0);
};
const before = memory();
const told = [];
for (const kind of ['echo', 'words', 'types', 'list', 'null', 'many', 'names', 'marks', 'bidi', 'nan', 'integers', 'deep', 'utf8', 'empty',
	'bomb', 'flood', 'drip', 'interim', 'away', 'cookie', 'refused']) {
	const r = await analyze(`${kind}-person`);
	told.push(r.text);
	check(`GitHub with ${kind}: an answer in time`, answered(r) && r.ms < 10000, `${r.status} after ${r.ms} ms ${r.error ?? ''}`);
	check(`GitHub with ${kind}: nothing of its words`, !r.text.includes('CANARY'), r.text.slice(0, 500));
	const svg = await get(`/card/${kind}-person.svg`);
	check(`GitHub with ${kind}: a picture, nothing else`, svg.status === 200 && svg.text.startsWith('<svg') && !/<script|<image|<foreignObject|\son\w+=|(?:href|src)=|url\((?!#)|CANARY/i.test(svg.text), svg.text.slice(0, 300));
	check(`GitHub with ${kind}: no character XML forbids`, !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(svg.text) && svg.text.length < 300000, svg.text.length);
}
check('memory stays bounded', memory() - before < 150, `${before} MB before, ${memory()} MB after`);
const seen = (await call('GET', '/_seen', { base: process.env.UPSTREAM_URL })).json ?? JSON.parse((await call('GET', '/_seen', { base: process.env.UPSTREAM_URL })).text);
equal('no redirect is followed, no cookie is kept', seen, { elsewhere: 0, cookies: 0 });
check('no word of GitHub, no login in the logs', !/CANARY|-person/.test(log()), log().split('\n').filter((l) => /CANARY|-person/.test(l)).slice(0, 3).join('\n'));

// ---- raw requests to nginx
const raw = (text) => new Promise((resolve) => {
	const url = new URL(process.env.GPS_URL);
	let got = '';
	const socket = tlsConnect({ port: url.port, host: url.hostname, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, () => socket.write(text, 'latin1'));
	socket.on('data', (d) => { got += d.toString('latin1'); });
	socket.on('error', () => {});
	socket.on('close', () => resolve(got));
	socket.setTimeout(3000, () => socket.destroy());
});
const status = (answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
const host = 'Host: localhost\r\nConnection: close\r\n';
const body = JSON.stringify({ github_username: 'plain-person' });
const post = (headers, payload = body) => raw(`POST /api/v1/public/analyze HTTP/1.1\r\n${host}Content-Type: application/json\r\n${headers}\r\n${payload}`);
for (const [name, answer, wanted] of [
	['two lengths', await post(`Content-Length: ${body.length}\r\nContent-Length: 5\r\n`), [400]],
	['a length and chunks', await post(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`), [400]],
	['a negative length', await post('Content-Length: -1\r\n'), [400]],
	['a length beyond all numbers', await post(`Content-Length: ${'9'.repeat(30)}\r\n`), [400, 413]],
	['chunks', await post('Transfer-Encoding: chunked\r\n', `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`), [200]],
	['no length at all', await post('', ''), [400]],
	['a NUL in the path', await raw(`GET /card/a%00.svg HTTP/1.1\r\n${host}\r\n`), [400]],
	['line ends in the path', await raw(`GET /card/a%0d%0aSet-Cookie:%20CANARY=1.svg HTTP/1.1\r\n${host}\r\n`), [200]],
	['overlong UTF-8', await raw(`GET /card/%c0%af.svg HTTP/1.1\r\n${host}\r\n`), [200]],
	['a slash in a login', await raw(`GET /card/a%2fb.svg HTTP/1.1\r\n${host}\r\n`), [200]],
	['a header of 100 kB', await raw(`GET /health HTTP/1.1\r\n${host}X-API-Key: ${'k'.repeat(100000)}\r\n\r\n`), [400, 494]],
	['a method nobody knows', await raw(`CANARYMETHOD /health HTTP/1.1\r\n${host}\r\n`), [405]],
	['65 parameters', await raw(`GET /api/v1/public/insights?${'a=1&'.repeat(65)} HTTP/1.1\r\n${host}\r\n`), [400]],
]) {
	check(`${name}: ${wanted.join(' or ')}`, wanted.includes(status(answer)), answer.slice(0, 300));
	check(`${name}: no header of the visitor's making`, !/^(set-cookie|location):/im.test(answer.split('\r\n\r\n')[0]), answer.slice(0, 600));
}
for (const path of ['/api/v1/canaryname', '/api/v1/public/canaryname', '/canaryname', '/card/canaryname']) await get(path);
check('the access log repeats no word of a visitor', !/canaryname|CANARYMETHOD/.test(log()));
{
	const [first, second] = [await get('/card/cached-person.svg'), await get('/card/cached-person.svg')];
	check('a kept picture does not name the request that made it', first.headers['x-request-id'] && first.headers['x-request-id'] !== second.headers['x-request-id'],
		[first.headers['x-request-id'], second.headers['x-request-id']]);
}

// ---- bodies
for (const [name, text] of [
	['numbers beyond all bounds', `{"github_username":${'9'.repeat(4000)}}`], ['a float', '{"github_username":1e999}'], ['null', '{"github_username":null}'],
	['an object', '{"github_username":{"github_username":"a"}}'], ['a list', '{"github_username":["a"]}'], ['a NUL', '{"github_username":"a\\u0000b"}'],
	['half a surrogate', '{"github_username":"\\ud800"}'], ['preferences as text', '{"github_username":"a","preferences":"x"}'],
	['colours as object', '{"github_username":"a","preferences":{"colors":{}}}'], ['colours of lists', '{"github_username":"a","preferences":{"colors":[[]]}}'],
	['a key', '{"github_username":"a","byok":{"openai_key":"CANARY"}}'], ['a key as text', '{"github_username":"a","byok":"CANARY"}'],
	['a key after another', '{"github_username":"a","byok":null,"byok":{"k":"CANARY"}}']]) {
	const r = await call('POST', '/api/v1/public/analyze', { headers: { 'content-type': 'application/json' }, body: text });
	check(`a body with ${name} is refused and not repeated`, [400, 422].includes(r.status) && !r.text.includes('CANARY'), `${r.status} ${r.text.slice(0, 300)}`);
}

// ---- the responder's own socket, without nginx
function record(type, bytes) {
	const head = Buffer.from([1, type, 0, 1, bytes.length >> 8, bytes.length & 255, 0, 0]);
	return Buffer.concat([head, bytes]);
}
function params(pairs) {
	return Buffer.concat(Object.entries(pairs).map(([name, value]) => {
		const [n, v] = [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')];
		const size = Buffer.alloc(8);
		size.writeUInt32BE((0x80000000 | n.length) >>> 0, 0);
		size.writeUInt32BE((0x80000000 | v.length) >>> 0, 4);
		return Buffer.concat([size, n, v]);
	}));
}
const begin = record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]));
const fcgi = (pieces, { hold = false } = {}) => new Promise((resolve) => {
	let got = '';
	const socket = connect(`${STACK}/run/scope.sock`, () => { for (const piece of pieces) socket.write(piece); if (!hold) setTimeout(() => socket.end(), 300); });
	socket.on('data', (d) => { got += d.toString('latin1'); });
	socket.on('error', () => {});
	socket.on('close', () => resolve(got));
	setTimeout(() => socket.destroy(), hold ? 200 : 3000);
});
const request = (pairs, payload = '') => [begin, record(4, params(pairs)), record(4, Buffer.alloc(0)), ...(payload ? [record(5, Buffer.from(payload))] : []), record(5, Buffer.alloc(0))];
const asked = { REQUEST_METHOD: 'POST', DOCUMENT_URI: '/api/v1/public/analyze', CONTENT_TYPE: 'application/json', REMOTE_ADDR: '192.0.2.1' };
check('hardly a parameter at all', /Status: 4\d\d/.test(await fcgi(request({ A: 'b' }))));
{
	const r = await fcgi(request({ ...asked, REQUEST_ID: 'x\r\nSet-Cookie: CANARY=1', HTTP_IF_NONE_MATCH: '\r\nCANARY' }, body));
	check('a lying request id is replaced', /X-Request-ID: [0-9a-f-]{36}\r\n/.test(r) && !r.includes('CANARY'), r.slice(0, 400));
}
for (const [name, length] of [['longer than it is', '4000'], ['no number', '5x'], ['negative', '-5'], ['beyond all numbers', '9'.repeat(40)]]) {
	const r = await fcgi(request({ ...asked, CONTENT_LENGTH: length }, body));
	check(`a declared length that is ${name}: 400`, /Status: 400/.test(r), r.slice(0, 200));
}
await Promise.all(Array.from({ length: 64 }, (_, i) => fcgi(request({ ...asked, CONTENT_LENGTH: '4000' }, body).slice(0, i % 5), { hold: true })));
await fcgi([Buffer.from('GET / HTTP/1.0\r\n\r\n'), Buffer.alloc(100000, 0xff)]);
equal('after callers who left in the middle all is well', (await get('/health')).json?.status, 'pass');
done();
