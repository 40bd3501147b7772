// Stands between the responder and the stand-ins of GitHub, forges and WakaTime, and puts hostile words into every text they
// tell. The words are chosen by POST /_words/NUMBER, 0 = none.
//
//   node hostile-proxy.mjs NAME=URL ...      prints NAME_PROXY=http://127.0.0.1:PORT for each
import { createServer } from 'node:http';
import { WORDS } from './hostile-words.mjs';

const KEPT = /^(?:id|login|username|path_with_namespace|full_name|full_path|__typename|oid|sha|cursor|endCursor|startCursor|state|status|range|type|nodeId|node_id|visibility|date|email|url|namespace|web_url|default_branch|encoding|content|path)$|At$|_at$|Date$|date$/;
let words = 0;

function spoil(value, key) {
	if (Array.isArray(value)) return value.map((v) => spoil(v, key));
	if (value && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, spoil(v, k)]));
	return typeof value === 'string' && !KEPT.test(key ?? '') ? WORDS[words] : value;
}

function spoiled(path, text) {
	let json;
	try { json = JSON.parse(text); } catch { return text; }
	if (/\/languages$/.test(path)) // names are keys there
		json = Object.fromEntries(Object.values(json).map((v, i) => [WORDS[words] + i, v]));
	return JSON.stringify(spoil(json, ''));
}

function serve(name, target) {
	const server = createServer((request, response) => {
		const body = [];
		request.on('data', (part) => body.push(part));
		request.on('end', async () => {
			const control = /^\/_words\/(\d+)$/.exec(request.url);
			if (control) {
				words = Number(control[1]);
				return response.end();
			}
			const { host, connection, 'content-length': length, 'accept-encoding': encoding, 'transfer-encoding': chunks, ...headers } = request.headers;
			try {
				const r = await fetch(target + request.url, { method: request.method, headers, redirect: 'manual', ...(body.length && { body: Buffer.concat(body) }) });
				const text = await r.text();
				const kept = Object.fromEntries([...r.headers].filter(([k]) => !/^(content-length|content-encoding|transfer-encoding|connection)$/.test(k)));
				response.writeHead(r.status, kept).end(words ? spoiled(request.url.split('?')[0], text) : text);
			} catch { response.destroy(); }
		});
	});
	server.listen(0, '127.0.0.1', () => console.log(`${name}_PROXY=http://127.0.0.1:${server.address().port}`));
}

for (const pair of process.argv.slice(2)) serve(...pair.split(/=(.*)/s));
