// The assertions of http.t.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { analyze, call, check, done, equal, get, metric, resetUpstream, stats, upstream } from './client.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SESSION = '/api/v1/public/session/';
const problem = (r) => r.json && r.headers['content-type'] === 'application/problem+json' &&
	['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id', 'error'].every((k) => k in r.json) &&
	r.json.status === r.status && r.json.error.code === r.json.code && r.json.request_id === r.headers['x-request-id'];

// ---- health and headers
for (const path of ['/health', '/api/v1/health']) {
	const r = await get(path);
	equal(`${path} passes`, [r.status, r.headers['content-type'], r.json?.status], [200, 'application/health+json', 'pass']);
	check(`${path} looked at everything`, Object.keys(r.json?.checks ?? {}).length >= 4, r.text);
}
{
	const r = await get('/api/v1/health');
	check('a request has an id and a time', UUID.test(r.headers['x-request-id']) && /^\d+\.\d{4}$/.test(r.headers['x-response-time']), r.headers);
	const csp = r.headers['content-security-policy'] ?? '';
	check('a strict policy', csp.includes("default-src 'none'") && !csp.includes('unsafe'), csp);
	equal('nothing sets a cookie', r.headers['set-cookie'], undefined);
}

// ---- an analysis and its session
const first = await analyze('octo-One', { preferences: { style: 'minimal', colors: ['#112233'], career_goal: 'Grow' }, unknown: 1 });
equal('an analysis', [first.status, first.json?.profile?.username?.toLowerCase(), first.json?.meta?.cache_hit, first.json?.meta?.data_source],
	[200, 'octo-one', false, 'graphql']);
check('four scores', Object.values(first.json.scores).length === 4 && Object.values(first.json.scores).every((n) => Number.isInteger(n) && n >= 0 && n <= 100), first.json.scores);
check('every score is explained', Object.values(first.json.explanation).every((d) => d.terms.length > 0));
equal('the request is named', first.json.meta.request_id, first.headers['x-request-id']);
check('GitHub points are told', first.json.meta.points > 0 && first.json.meta.points <= 9, first.json.meta);
equal('preferences are kept', first.json.preferences, { career_goal: 'Grow', style: 'minimal', colors: ['#112233'] });
const before = await stats();
const second = await analyze('OCTO-one');
equal('another visitor asks no one', [second.json?.meta?.cache_hit, (await stats()).requests], [true, before.requests]);
check('and has a session of his own', UUID.test(second.json.session_id) && second.json.session_id !== first.json.session_id && !('career_goal' in second.json.preferences && second.json.preferences.career_goal));
equal('the same scores', second.json.scores, first.json.scores);
const again = await get(SESSION + first.json.session_id);
equal('a session is read again', [again.status, again.json?.session_id, again.json?.scores, again.json?.meta?.cache_hit],
	[200, first.json.session_id, first.json.scores, true]);
equal('case does not matter', (await get(SESSION + first.json.session_id.toUpperCase())).status, 200);
equal('it is nobody else\'s to cache', again.headers['cache-control'], 'no-store');
equal('a session is ended', (await call('DELETE', SESSION + first.json.session_id)).status, 204);
equal('then it is gone', [(await get(SESSION + first.json.session_id)).json?.code, (await call('DELETE', SESSION + first.json.session_id)).status], ['SESSION_NOT_FOUND', 404]);
equal('the other one is not', (await get(SESSION + second.json.session_id)).status, 200);
const plain = await get('/api/v1/public/profile/octo-one');
equal('a profile without a session', [plain.status, 'session_id' in (plain.json ?? {}), plain.json?.scores], [200, false, first.json.scores]);
const v2 = await analyze('octo-one', { model: 'v2' });
equal('another model', [v2.status, v2.json?.model], [200, 'v2']);

// ---- refusals
const json = { 'content-type': 'application/json' };
const post = (body, headers = json) => call('POST', '/api/v1/public/analyze', { headers, body });
const rows = [
	['unknown user', await analyze('ghost-secretname'), 404, 'GITHUB_USER_NOT_FOUND'],
	['an organisation', await analyze('org-secretname'), 404, 'GITHUB_USER_NOT_FOUND'],
	['double hyphen', await analyze('secret--name'), 404, 'GITHUB_USER_NOT_FOUND'],
	['GitHub is broken', await analyze('broken-secretname'), 502, 'GITHUB_API_ERROR'],
	['GitHub is silent', await analyze('silent-secretname'), 504, 'GITHUB_API_ERROR'],
	['no name', await analyze({}), 422, 'VALIDATION_ERROR', 'github_username'],
	['a name too long', await analyze('a'.repeat(40)), 422, 'VALIDATION_ERROR', 'github_username'],
	['a hyphen first', await analyze('-secretname'), 422, 'VALIDATION_ERROR', 'github_username'],
	['a slash', await analyze('../secretname'), 422, 'VALIDATION_ERROR', 'github_username'],
	['a style', await analyze('octo-one', { preferences: { style: 'loud' } }), 422, 'VALIDATION_ERROR', 'preferences.style'],
	['a goal too long', await analyze('octo-one', { preferences: { career_goal: 'x'.repeat(201) } }), 422, 'VALIDATION_ERROR', 'preferences.career_goal'],
	['six colours', await analyze('octo-one', { preferences: { colors: Array(6).fill('a') } }), 422, 'VALIDATION_ERROR', 'preferences.colors'],
	['a key in the body', await analyze('octo-one', { byok: { openai_key: 'sk-secret' } }), 422, 'VALIDATION_ERROR', 'byok'],
	['a model', await analyze('octo-one', { model: 'v9' }), 422, 'VALIDATION_ERROR', 'model'],
	['no JSON', await post('{'), 400, 'INVALID_REQUEST'],
	['no object', await post('[]'), 400, 'INVALID_REQUEST'],
	['too deep', await post('['.repeat(100)), 400, 'INVALID_REQUEST'],
	['another content type', await post('github_username=a', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
	['a body over the route\'s bound', await post(JSON.stringify({ x: 'y'.repeat(20000) })), 413, 'TOO_LARGE'],
	['the wrong method', await call('PUT', '/api/v1/public/analyze'), 405, 'METHOD_NOT_ALLOWED'],
	['no such path', await get('/api/v1/nothing'), 404, 'NOT_FOUND'],
	['no session id', await get(`${SESSION}none`), 422, 'VALIDATION_ERROR', 'id'],
	['a period', await get('/api/v1/public/insights?period=3d'), 422, 'VALIDATION_ERROR', 'period'],
	['a metric', await get('/api/v1/public/insights?metric=x'), 422, 'VALIDATION_ERROR', 'metric'],
	['a broken query', await get('/api/v1/public/insights?metric=%zz'), 400, 'INVALID_REQUEST'],
	['an API key nobody has', await analyze('octo-one', {}, { 'x-api-key': 'guess' }), 401, 'UNAUTHORIZED'],
];
for (const [name, r, status, code, field] of rows) {
	equal(`${name}: ${status} ${code}`, [r.status, r.json?.code, r.json?.errors?.[0]?.field], [status, code, field]);
	check(`${name}: a whole problem that names nobody`, problem(r) && !r.text.includes('secretname') && !r.text.includes('sk-secret'), r.text);
}
{
	const r = await post('x'.repeat(200000));
	equal('a body over nginx\'s bound', [r.status, r.json?.code], [413, 'TOO_LARGE']);
	const chunked = await post(JSON.stringify({ github_username: 'octo-one' }), { ...json, 'transfer-encoding': 'chunked' });
	equal('a body without a declared length', chunked.status, 200);
	const nothing = await get('/no-such-page');
	check('a path that nobody serves', problem({ ...nothing, headers: { ...nothing.headers, 'x-request-id': nothing.json?.request_id } }) &&
		nothing.json.code === 'NOT_FOUND' && 'content-security-policy' in nothing.headers, nothing.text);
	const put = await call('PUT', '/api/v1/public/analyze');
	equal('405 says what is allowed', put.headers.allow, 'POST, OPTIONS');
}

// ---- HEAD, OPTIONS, CORS, ETag
{
	const head = await call('HEAD', '/api/v1/openapi.json');
	check('HEAD has no body', head.status === 200 && head.text === '' && Number(head.headers['content-length']) > 1000, head.headers);
	const options = await call('OPTIONS', '/api/v1/public/analyze', { headers: { origin: 'https://elsewhere.example' } });
	equal('any page may ask', [options.status, options.headers['access-control-allow-origin'], options.headers['access-control-allow-methods'],
		options.headers['access-control-allow-credentials']], [204, '*', 'POST, OPTIONS', undefined]);
	const etag = (await get('/api/v1/openapi.json')).headers.etag;
	const known = await get('/api/v1/openapi.json', { 'if-none-match': etag });
	equal('304 for what is known', [known.status, known.text], [304, '']);
}

// ---- insights
for (const n of [1, 2, 3, 4, 5, 6]) await analyze(`arche-data-scientist-${n}`);
{
	const r = await get('/api/v1/public/insights?metric=generation_trends&period=7d');
	equal('analyses are counted', [r.status, r.json?.metric, r.json?.period, r.json?.updated_at], [200, 'generation_trends', '7d', '2026-11-20']);
	check('by the day', r.json.data.at(-1)?.data?.analyses >= 7, r.json.data);
	const groups = await get('/api/v1/public/insights?metric=archetype_distribution');
	check('no small group is shown', groups.json.data.every((g) => g.count >= 5), groups.json.data);
	const failures = await metric('gps_insight_failures_total');
	equal('none failed', failures, 0);
}

// ---- cards
{
	const svg = await get('/card/octo-one.svg');
	equal('a card', [svg.status, svg.headers['content-type'], svg.headers['cache-control'], svg.headers['x-gps-error']],
		[200, 'image/svg+xml; charset=utf-8', 'public, max-age=1800, s-maxage=1800, stale-while-revalidate=1800', undefined]);
	check('is a picture', svg.text.startsWith('<svg') && svg.text.trimEnd().endsWith('</svg>') && svg.text.includes(first.json.profile.name), svg.text.slice(0, 300));
	equal('by ETag', (await get('/card/octo-one.svg', { 'if-none-match': svg.headers.etag })).status, 304);
	const invented = await get('/card/octo-one.svg?bust=1&theme=auto');
	equal('invented parameters change nothing', [invented.text === svg.text, invented.headers.etag], [true, svg.headers.etag]);
	check('themes differ', (await get('/card/octo-one.svg?theme=dark')).text !== svg.text);
	const png = await get('/card/octo-one.png?scale=50');
	equal('a PNG', [png.status, png.headers['content-type'], png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [200, 'image/png', 400, 209]);
	// nginx must not keep the empty answer to HEAD for those who GET
	const head = await call('HEAD', '/card/headed.svg');
	const body = await get('/card/headed.svg');
	equal('HEAD before GET', [head.status, head.text, body.text.startsWith('<svg')], [200, '', true]);
	const fresh = await get('/card/card-fresh.svg');
	equal('a cold card', [fresh.status, fresh.headers['x-gps-error']], [200, undefined]);
	for (const [path, code] of [['/card/ghost-a.svg', 'GITHUB_USER_NOT_FOUND'], ['/card/ghost-a.png', 'GITHUB_USER_NOT_FOUND'],
		['/card/org-a.svg', 'GITHUB_USER_NOT_FOUND'], ['/card/-.svg', 'VALIDATION_ERROR'], ['/card/a.gif', 'VALIDATION_ERROR'],
		['/card/a/b', 'VALIDATION_ERROR'], ['/card/', 'VALIDATION_ERROR'], ['/card/a%20b.svg', 'VALIDATION_ERROR'], ['/card/silent-b.svg', 'PENDING'], ['/card/silent-c.png', 'PENDING']]) {
		const r = await get(path);
		const png = path.endsWith('.png');
		equal(`${path} is a short-lived picture`, [r.status, r.headers['x-gps-error'], r.headers['cache-control'], png ? r.bytes.toString('latin1', 1, 4) : r.text.slice(0, 4)],
			[200, code, 'public, max-age=60', png ? 'PNG' : '<svg']);
		check(`${path} in time for an image proxy`, r.ms < 4000, r.ms);
	}
}
{
	// The placeholder leaves while the work goes on: later the same card is there.
	await upstream({ delay: 1500 });
	const placeholder = await get('/card/late-card.svg');
	await upstream({ delay: 0 });
	equal('a slow analysis gives a placeholder', placeholder.headers['x-gps-error'], 'PENDING');
	let hit = false;
	for (let i = 0; i < 50 && !hit; i++) {
		await new Promise((resolve) => setTimeout(resolve, 200));
		hit = (await get('/card/late-card.svg?theme=light')).headers['x-gps-error'] === undefined;
	}
	check('and goes on behind it', hit);
}

// ---- metrics, description, privacy
{
	check('requests are counted', await metric('gps_http_requests_total') > 50);
	check('GitHub calls are counted', await metric('gps_github_api_calls_total') > 20);
	const { text, headers } = await get('/metrics');
	writeFileSync(process.env.METRICS, text);
	check('metrics name nobody', !/octo|secretname|late-card/.test(text) && headers['content-type'].startsWith('text/plain; version=0.0.4'));
	const document = JSON.parse(readFileSync(process.env.OPENAPI, 'utf8'));
	equal('the served description is the printed one', (await get('/api/v1/openapi.json')).json, document);
	const documented = Object.entries(document.paths).flatMap(([path, item]) => Object.keys(item).map((m) => `${m.toUpperCase()} ${path}`));
	const routes = readFileSync(process.env.ROUTES, 'utf8').trim().split('\n').map((line) => line.split(/\s+/))
		.filter(([, path]) => !path.includes('*') && path !== '/card/').map(([method, path]) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
	equal('it holds every route', documented.sort(), routes.sort());
	const redocly = createRequire(import.meta.url).resolve.paths('@redocly/cli').map((dir) => join(dir, '.bin/redocly')).find(existsSync);
	let lint = 'not run';
	try {
		execFileSync(redocly, ['lint', '--extends=recommended', '--skip-rule=info-contact', '--skip-rule=operation-4xx-response', process.env.OPENAPI],
			{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } });
		lint = '';
	} catch (error) {
		lint = `${error.stdout}${error.stderr}`;
	}
	check('redocly has no complaint', lint === '', lint);
}
{
	await analyze('canary-person');
	await get('/card/canary-person.svg');
	await get('/api/v1/public/profile/canary-person');
	const files = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => e.isDirectory() ? files(join(dir, e.name)) : [join(dir, e.name)]);
	const told = ['log', 'data'].flatMap((dir) => files(join(process.env.STACK, dir)))
		.filter((file) => /canary|secretname|octo-one|127\.0\.0\.1/i.test(readFileSync(file, 'latin1').replaceAll(process.env.UPSTREAM_URL, '')));
	equal('no name, address or text in logs and databases', told, []);
	await resetUpstream();
}
done();
