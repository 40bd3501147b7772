// The assertions of limits.t: node limits.mjs PART FIRST-NUMBER
import { analyze, call, check, done, equal, from, get, metric, resetUpstream, stack, stats, upstream } from './client.mjs';

const refusal = (r) => [r.status, r.json?.code, r.json?.error?.details?.limit_type];
const pro = { 'x-api-key': 'key-of-pro' };

const parts = {
	// Fresh analyses a day; the clock stands at the first moment of one.
	async day() {
		for (const login of ['a1', 'a2', 'ghost-3'])
			check(`${login} is within the limit`, [200, 404].includes((await analyze(login)).status));
		const asked = (await stats()).requests;
		const r = await analyze('a4');
		equal('the fourth is refused', refusal(r), [429, 'RATE_LIMIT_EXCEEDED', 'analyze']);
		const wait = Number(r.headers['retry-after']);
		check('and told when to come back', wait > 0 && wait <= 2 * 86400 && wait === r.json.error.details.retry_after_seconds, r.headers);
		for (let i = 0; i < 20; i++) await analyze('a4');
		equal('asking on does not lengthen it', Number((await analyze('a4')).headers['retry-after']), wait);
		equal('cached answers are free', [(await analyze('a1')).status, (await get('/api/v1/public/profile/a2')).status], [200, 200]);
		equal('GitHub was not asked', (await stats()).requests, asked);
		equal('a key has its own count', (await analyze('a4', {}, pro)).status, 200);
		for (const login of ['a5', 'a6', 'a7', 'a8']) await analyze(login, {}, pro);
		equal('and its own limit', refusal(await analyze('a9', {}, pro)), [429, 'RATE_LIMIT_EXCEEDED', 'analyze']);
		equal('enterprise has more', (await analyze('a9', {}, { 'x-api-key': 'key-of-enterprise' })).status, 200);
		check('refusals are counted', await metric('gps_rate_limit_hits_total') >= 23);
		stack('stop', 'memcached');
		for (const login of ['m1', 'm2', 'm3'])
			equal(`without memcached: ${login}`, (await analyze(login)).status, 200);
		equal('the processes share one count', refusal(await analyze('m4')), [429, 'RATE_LIMIT_EXCEEDED', 'analyze']);
		equal('cards of new developers have their own', (await get('/card/m4.svg')).headers['x-gps-error'], undefined);
		stack('start', 'memcached');
	},

	// Nothing is cached here, so each call is a fresh analysis.
	async login() {
		for (const login of ['same', 'SAME'])
			equal(`${login} is within its limit`, (await analyze(login)).status, 200);
		equal('a login has its limit, whoever asks', refusal(await analyze('Same')), [429, 'RATE_LIMIT_EXCEEDED', 'login']);
		const card = await get('/card/same.svg');
		equal('its card says so in a picture', [card.status, card.headers['x-gps-error'], card.headers['cache-control']],
			[200, 'RATE_LIMIT_EXCEEDED', 'public, max-age=60']);
		for (const login of ['c1', 'c2', 'c3', 'c4'])
			equal(`the card of ${login}`, (await get(`/card/${login}.svg`)).headers['x-gps-error'], undefined);
		equal('cards are limited, too', (await get('/card/c5.svg')).headers['x-gps-error'], 'RATE_LIMIT_EXCEEDED');
		equal('whoever has a limit spoils no card for others', (await call('GET', '/card/c5.svg', { from: '127.0.0.2' })).headers['x-gps-error'], undefined);
		equal('analyses are not touched by that', (await analyze('c5')).status, 200);
		await upstream({ mode: 'primary' });
		const r = await analyze('limited-one');
		equal('GitHub\'s limit is told apart', [r.status, r.json?.code], [429, 'GITHUB_RATE_LIMIT']);
		check('with its time', Number(r.headers['retry-after']) > 0, r.headers);
		await upstream({ mode: '' });
		await resetUpstream();
	},

	async minute() {
		const codes = [];
		for (let i = 0; i < 7; i++) codes.push((await get('/api/v1/public/insights')).status);
		equal('requests a minute', codes, [200, 200, 200, 200, 200, 429, 429]);
		const r = await get('/api/v1/openapi.json');
		equal('over all endpoints', refusal(r), [429, 'RATE_LIMIT_EXCEEDED', 'api']);
		check('for a minute or two', Number(r.headers['retry-after']) <= 120, r.headers);
		equal('health is not counted', (await get('/health')).status, 200);
		equal('nor are cards', (await get('/card/one.svg')).headers['x-gps-error'], undefined);
	},

	// The clock stands at a minute's start: with 5 counted the next call passes 60 + 60 / 5 s later, with more counted at another time.
	async burst() {
		const codes = await Promise.all(Array.from({ length: 40 }, async () => (await get('/api/v1/public/insights')).status));
		equal('of many at once as many pass as may', codes.filter((c) => c === 200).length, 5);
		equal('and those refused are not counted', (await get('/api/v1/public/insights')).headers['retry-after'], '72');
	},
};

from(Number(process.argv[3]));
await parts[process.argv[2]]();
done();
