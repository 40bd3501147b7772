// A GitHub that means harm: the login says how. Prints UPSTREAM_URL=...
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const MIB = 1 << 20;
const bomb = gzipSync(Buffer.alloc(256 * MIB, 0x20), { level: 1 });
const user = (more) => ({ data: { viewer: { login: 'me' }, account: { __typename: 'User' }, rateLimit: { cost: 1 }, user: {
	id: 'U_1', login: 'somebody', createdAt: '2020-01-01T00:00:00Z', ...more } } });
const repo = (i) => ({ id: `R_${i}`, name: `repo-${i}`, owner: { login: 'somebody' }, stargazerCount: i, forkCount: 0,
	languages: { edges: [{ size: 10, node: { name: 'C', color: '"onload="x' } }] } });
const repositories = (nodes) => ({ repositories: { totalCount: nodes.length, pageInfo: { hasNextPage: false }, nodes } });
const huge = 'z'.repeat(MIB);

const echo = (login, token) => ({ data: { user: null }, errors: [{ type: 'SOMETHING', path: ['user'],
	message: `CANARY ${login} with ${token}` }] });

// One person in many wrong forms.
const bodies = {
	words: (login, token) => ({ ...user({}), errors: [{ type: `CANARY <${token}>`, path: ['user', `CANARY-${token}`, 'organizations'],
		message: `CANARY ${login} with ${token}` }, { type: 'FORBIDDEN', path: ['user', 'pinnedItems'], message: `CANARY ${token}` }] }),
	types: () => user({ name: 7, bio: [], company: {}, followers: 'many', createdAt: true, repositories: [1, 2], organizations: 'x',
		pullRequests: { totalCount: -1 }, issues: { totalCount: 1.5 }, contributionsCollection: null, pinnedItems: { nodes: [null, 3, {}] } }),
	list: () => [1, 2, 3],
	null: () => null,
	many: () => user(repositories(Array.from({ length: 10000 }, (_, i) => repo(i)))),
	names: () => user({ name: huge, bio: huge, company: huge, ...repositories([{ ...repo(1), name: huge, description: huge }]) }),
	marks: () => user({ name: `a${'\u0301'.repeat(10000)}` }),
	bidi: () => user({ name: '\u202e\u2066</text><script>alert(1)</script>&\u0001\u0000\u001b[31m\u200b\u200d\ufeff\ufffe\u{1f468}\u200d\u{1f469}',
		bio: '<image href="https://elsewhere.example/x.png"/>', ...repositories([{ ...repo(1), name: ']]><script>', primaryLanguage: { name: '<b>' } }]) }),
};
const texts = {
	nan: '{"data":{"user":{"login":"a","id":"1","followers":{"totalCount":NaN}}}}',
	integers: JSON.stringify(user({ followers: { totalCount: 0 } })).replace('"totalCount":0', `"totalCount":${'9'.repeat(400)}`),
	deep: '{"data":'.repeat(100000),
	utf8: Buffer.from(JSON.stringify(user({ name: 'XX' })).replace('XX', '\xff\xc0\xaf'), 'latin1'),
	empty: '',
};

function drip(response) { // a byte a second, for ever
	const timer = setInterval(() => response.write(' '), 1000);
	response.on('close', () => clearInterval(timer));
}

function flood(response) {
	const piece = Buffer.alloc(MIB, 0x20);
	const go = () => { while (!response.destroyed && response.write(piece)); };
	response.on('drain', go);
	go();
}

function rawHeaders(socket) { // header after header, for ever; interim answers among them
	let n = 0;
	socket.write('HTTP/1.1 200 OK\r\n');
	const go = () => {
		while (!socket.destroyed && socket.write(n++ % 50 ? `X-${n}: ${'h'.repeat(1000)}\r\n` : '\r\nHTTP/1.1 103 Early Hints\r\n'));
	};
	socket.on('drain', go);
	socket.on('error', () => {});
	go();
}

const acts = {
	echo: (response, login, token) => response.end(JSON.stringify(echo(login, token))),
	bomb: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
	flood: (response) => { response.writeHead(200); flood(response); },
	drip: (response) => { response.writeHead(200); drip(response); },
	interim: (response) => rawHeaders(response.socket),
	away: (response, login) => response.writeHead(302, { location: `http://${response.req.headers.host}/elsewhere/${login}`, 'set-cookie': 'CANARY=1' }).end(),
	cookie: (response) => response.writeHead(200, { 'set-cookie': 'CANARY=1; Path=/', 'x-ratelimit-remaining': '-9'.repeat(20),
		'x-ratelimit-reset': '9'.repeat(30), 'retry-after': 'x'.repeat(5000) }).end(JSON.stringify(user({}))),
	refused: (response, login, token) => response.writeHead(403).end(`CANARY ${login} ${token}`),
};
const seen = { elsewhere: 0, cookies: 0 };

createServer((request, response) => {
	if (request.url === '/_seen') return response.end(JSON.stringify(seen));
	seen.elsewhere += request.url.startsWith('/elsewhere');
	seen.cookies += 'cookie' in request.headers;
	let body = '';
	request.on('data', (part) => { body += part; });
	request.on('end', () => {
		if (request.url !== '/graphql') return response.writeHead(404).end();
		const { login = '' } = JSON.parse(body).variables;
		const [kind] = login.split('-');
		const token = request.headers.authorization ?? '';
		if (acts[kind]) acts[kind](response, login, token);
		else if (bodies[kind]) response.end(JSON.stringify(bodies[kind](login, token)));
		else response.end(texts[kind] ?? JSON.stringify(user({})));
	});
	response.on('error', () => {});
}).listen(0, '127.0.0.1', function () { console.log(`UPSTREAM_URL=http://127.0.0.1:${this.address().port}`); });
