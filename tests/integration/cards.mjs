// The assertions of cards.t.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { check, call, done, equal, get, resetUpstream, sleep, stack, stats, upstream } from './client.mjs';

const kinds = process.env.KINDS.trim().split(' ');
const FORMS = {
	svg: ['image/svg+xml; charset=utf-8', (b) => b.toString('latin1', 0, 4) === '<svg'],
	png: ['image/png', (b) => b.toString('latin1', 1, 4) === 'PNG'],
	webp: ['image/webp', (b) => b.toString('latin1', 8, 12) === 'WEBP'],
	jpeg: ['image/jpeg', (b) => b.readUInt16BE(0) === 0xffd8],
	jpg: ['image/jpeg', (b) => b.readUInt16BE(0) === 0xffd8],
	json: ['application/json', (b) => typeof JSON.parse(b.toString()) === 'object'],
};
const upstreamRequests = async () => (await stats()).requests;
const errorOf = (r) => r.headers['x-gps-error'];
const tally = (list) => list.reduce((t, x) => ({ ...t, [x]: (t[x] ?? 0) + 1 }), {});

const numbers = (await get('/card/octo-one/stats.json')).json;
const profile = (await get('/api/v1/public/profile/octo-one')).json;
const repo = profile.tech_profile.top_repos[0].name;
const GIST = '000000000000000000007477656c7665';

// Whom a kind is about, and what else its address must hold.
const subject = { gist: GIST };
const more = { pin: `repo=${repo}`, repository: `repo=${repo}` };
const own = (kind, ext, query = '') =>
	`/card/${subject[kind] ?? 'octo-one'}/${kind}.${ext}${[more[kind], query].some(Boolean) ? '?' : ''}${[more[kind], query].filter(Boolean).join('&')}`;

// ---- every kind in every form
check('there are kinds', kinds.length >= 14 && kinds.includes('streak') && kinds.includes('scorecard'), kinds);
for (const kind of kinds) {
	const wrong = [];
	for (const [ext, [type, fits]] of Object.entries(FORMS)) {
		const r = await get(own(kind, ext));
		if (r.status !== 200 || r.headers['content-type'] !== type || errorOf(r) || !fits(r.bytes) || r.ms > 4000)
			wrong.push([ext, r.status, r.headers['content-type'], errorOf(r), Math.round(r.ms), r.text.slice(0, 300)]);
	}
	equal(`${kind} in every form`, wrong, []);
}
for (const [path, type] of Object.entries({ '/api': 'svg', '/api/': 'svg', '/api/top-langs': 'png', '/api/top-langs/': 'webp', '/trophy': 'json', '/trophy/': 'svg' })) {
	const r = await get(`${path}?username=octo-one&type=${type}`);
	equal(`${path} with type=${type}`, [r.status, r.headers['content-type'], errorOf(r)], [200, FORMS[type][0], undefined]);
}
for (const path of ['/streak', '/streak/']) equal(path, errorOf(await get(`${path}?user=octo-one`)), undefined);
equal('/api/pin', errorOf(await get(`/api/pin/?username=octo-one&repo=${repo}`)), undefined);
equal('/api/gist', errorOf(await get(`/api/gist?id=${GIST}`)), undefined);
equal('/api/wakatime', errorOf(await get('/api/wakatime?username=octo-one')), undefined);
equal('type=gif counts as not given', (await get('/api?username=octo-one&type=gif')).headers['content-type'], FORMS.svg[0]);

// ---- one set of facts
{
	const svg = (await get('/card/octo-one/stats.svg?number_format=long')).text;
	const rows = numbers.rows.filter((r) => r.value !== null);
	equal('SVG and JSON say the same', rows.filter((r) => !svg.includes(`${r.value}`)), []);
	equal('as the analysis', rows.find((r) => r.id === 'stars').value, profile.profile.stats.stars);
	const drop = (await get('/api?username=octo-one&type=json')).json;
	equal('as the address we stand in for', drop, numbers);
}

// ---- the query: what is unknown or doubled, and nginx's cache
{
	const plain = await get('/api?username=octo-one');
	const same = async (name, query) => {
		const r = await get(`/api?${query}`);
		equal(name, [r.text === plain.text, r.headers.etag], [true, plain.headers.etag]);
	};
	const before = (await get('/metrics')).text.match(/gps_http_requests_total\{[^}]*endpoint="\/api",status_code="200"\} (\d+)/)?.[1];
	await same('unknown parameters change nothing', 'bust=1&username=octo-one&x=%zz&&=&theme');
	await same('nor does the order, nor a name spelt otherwise', 'THEME=dark&username=nobody&%75sername=ghost-1&username=octo-one');
	await same('nor what looks like one parameter in another', 'x=1%26theme=dark&username=octo-one');
	equal('all that was one entry of the cache', (await get('/metrics')).text.match(/gps_http_requests_total\{[^}]*endpoint="\/api",status_code="200"\} (\d+)/)?.[1], before);
	const dark = (await get('/api?username=octo-one&theme=dark')).text;
	check('a theme is one of another entry', dark !== plain.text);
	equal('of equal names the last counts', (await get('/api?theme=radical&username=octo-one&theme=dark')).text, dark);
	equal('in an empty entry, too', (await get('/api?theme=dark&username=octo-one&theme=')).text, plain.text);
	equal('an unknown theme is the default one', (await get('/api?username=octo-one&theme=nobody-knows')).text.replace(/nobody-knows/g, ''), plain.text);
	for (const [name, query] of [['locale', 'username=octo-one&locale=xx'], ['nothing', ''], ['a broken value', 'username=%zz'], ['a login', 'username=-a-'],
		['a forge', 'username=octo-one&forge=nowhere'], ['every row', 'username=octo-one&hide=stars,commits,prs,issues,contribs&hide_rank=true']]) {
		const r = await get(`/api?${query}`);
		check(`what is wrong with ${name} is said in a picture`, r.status === 200 && ['VALIDATION_ERROR', 'INVALID_REQUEST'].includes(errorOf(r)) &&
			r.text.startsWith('<svg') && r.headers['cache-control'] === 'public, max-age=60', [r.status, r.headers, r.text.slice(0, 200)]);
	}
	equal('a layout', errorOf(await get('/api/top-langs?username=octo-one&layout=sideways')), 'VALIDATION_ERROR');
	const error = await get('/api?username=ghost-1&theme=dark&bg_color=123456');
	check('an error has the colours asked for and the size of the original', error.text.includes('#123456') && /width="576.5" height="120"/.test(error.text), error.text.slice(0, 400));
	equal('and its format', (await get('/api?username=ghost-1&type=png')).headers['content-type'], 'image/png');
	// Whoever comes first decides nothing for those who ask plainly.
	for (const [i, odd] of ['%74heme=dark', 'x=1%26theme=dark', 'THEME=dark', 'theme=dark&theme=default', 'theme[]=dark', 'a=1;theme=dark', 'theme=dark#'].entries()) {
		const first = await get(`/api?username=first-${i}&${odd}`);
		const asked = await get(`/api?username=first-${i}`);
		const sure = await get(`/card/first-${i}/stats.svg`);
		equal(`a first visitor's ${odd}`, [first.status, asked.text === sure.text], [200, true]);
	}
	// A body decides nothing: else whoever sends one has his error shown to all.
	const bodied = await call('GET', '/api?username=bodied', { headers: { 'content-length': '5', 'content-type': 'application/json' }, body: 'hello' });
	equal('a body with GET', [bodied.status, errorOf(bodied), errorOf(await get('/api?username=bodied'))], [200, undefined, undefined]);
	// 4000 parameters, 8 kB, one name over and over
	for (const query of ['&'.repeat(6000), 'a=1&'.repeat(1500), `theme=dark&`.repeat(500), 'username=octo-one&' + 'x'.repeat(6000)]) {
		const r = await get(`/api?${query}username=octo-one`);
		check('a monstrous query is answered at once', r.status === 200 && r.ms < 1000, [r.status, r.ms]);
	}
}

// ---- conditional requests, HEAD, headers
{
	const r = await get('/card/octo-one.svg');
	equal('a matching tag', [(await get('/card/octo-one.svg', { 'if-none-match': r.headers.etag })).status,
		(await get('/card/octo-one.svg', { 'if-none-match': '"other"' })).status], [304, 200]);
	const head = await call('HEAD', '/streak?user=octo-one&theme=dark');
	const full = await get('/streak?user=octo-one&theme=dark');
	equal('HEAD says what GET does', [head.status, head.text, head.headers.etag, head.headers['content-type']], [200, '', full.headers.etag, full.headers['content-type']]);
	check('streaks have dates', /GMT$/.test(full.headers.expires) && /GMT$/.test(full.headers['last-modified']), full.headers);
	const long = (await get('/api?username=octo-one&cache_seconds=99999999')).headers['cache-control'];
	const short = (await get('/api?username=octo-one&cache_seconds=1')).headers['cache-control'];
	equal('cache_seconds is kept in bounds', [/^public, max-age=(\d+), s-maxage=\1, stale-while-revalidate=1800$/.exec(long)?.[1], /max-age=(\d+)/.exec(short)?.[1]], ['172800', '1800']);
	// the picture cache, behind nginx's: other queries for the same picture
	const etags = [];
	for (let i = 0; i < 4; i++) etags.push((await get('/card/octo-one/stats.svg?theme=radical', { 'x-pass': String(i) })).headers.etag);
	equal('a picture is the same whoever keeps it', new Set(etags).size, 1);
}

// ---- single flight, memory of what does not exist
{
	await get('/api?username=alone-one');
	await resetUpstream();
	await get('/api?username=alone-two');
	const alone = await upstreamRequests();
	await resetUpstream();
	await upstream({ delay: 400 });
	const crowd = await Promise.all(Array.from({ length: 256 }, (_, i) => get(`/api?username=${i % 2 ? 'many-card' : 'Many-Card'}&custom_title=${i}`)));
	await upstream({ delay: 0 });
	equal('256 different cards of one login at once', tally(crowd.map((r) => `${r.status} ${errorOf(r) ?? 'card'}`)), { '200 card': 256 });
	equal('cost what one costs', await upstreamRequests(), alone);
	await resetUpstream();
	await upstream({ delay: 200 });
	const mixed = await Promise.all(Array.from({ length: 256 }, (_, i) => get([`/api?border_radius=${i}&username=`, `/api/top-langs?border_radius=${i}&username=`,
		`/trophy?column=${i}&username=`, `/streak?border_radius=${i}&user=`, `/api?include_all_commits=true&border_radius=${i}&username=`][i % 5] + 'kinds-crowd')));
	await upstream({ delay: 0 });
	const { operations } = (await stats()).graphql;
	equal('of many kinds at once each section is asked for once', [tally(mixed.map((r) => `${r.status} ${errorOf(r) ?? 'card'}`)), operations.Profile, operations.History, (await stats()).rest.paths],
		[{ '200 card': 256 }, 1, 1, { '/search/commits': 1 }]);
	await resetUpstream();
	equal('the languages of the same are there', errorOf(await get('/api/top-langs?username=many-card')), undefined);
	equal('a repository can be left out', errorOf(await get('/api?username=many-card&exclude_repo=a,b')), undefined);
	equal('without a further question', await upstreamRequests(), 0);
	const first = await get('/api?username=ghost-many');
	const asked = await upstreamRequests();
	for (let i = 0; i < 5; i++) await get(`/api?username=ghost-many&custom_title=${i}`);
	equal('nobody is looked for once', [errorOf(first), await upstreamRequests()], ['GITHUB_USER_NOT_FOUND', asked]);
	await resetUpstream();
	await get('/card/full-first.svg');
	const full = await upstreamRequests();
	equal('a full profile answers what asks for less', [errorOf(await get('/api?username=full-first')), await upstreamRequests()], [undefined, full]);
}

// ---- filters and roles: what counts, what it costs, what cannot be told
{
	const whatever = async (path) => {
		let r = await get(path);
		for (let i = 0; i < 10 && errorOf(r) === 'PENDING'; i++, r = await get(path)) await sleep(1000);
		return r;
	};
	const numbers = async (query) => {
		const r = await whatever(`/api?type=json&${query}`);
		return { ...Object.fromEntries((r.json?.rows ?? []).map(({ id, value }) => [id, value])), missing: r.json?.missing, error: errorOf(r), r };
	};
	const all = 'show=prs_authored,prs_commented,prs_reviewed,issues_authored,issues_commented';
	const whole = await numbers(`username=octo-two&${all}`);
	check('further counts are there', whole.prs_authored === whole.prs && whole.issues_authored === whole.issues && whole.prs_commented > 0 &&
		whole.prs_reviewed > 0 && whole.issues_commented > 0 && whole.missing.length === 0, whole);
	await resetUpstream();
	const again = await numbers(`username=octo-two&custom_title=x&${all}`);
	equal('and are remembered', [again.prs_commented, await upstreamRequests()], [whole.prs_commented, 0]);
	const own = await numbers(`username=octo-two&owner=octo-two&${all}`);
	const asked = await upstreamRequests();
	check('of one owner', own.stars === whole.stars && own.prs === whole.prs && own.commits > 0 && own.prs_commented < whole.prs_commented &&
		own.prs_commented > 0 && own.prs_reviewed < whole.prs_reviewed && asked === 2, [own, asked]);
	const away = await numbers(`username=octo-two&owner=org-lumen&${all}`);
	equal('of another', [away.stars, away.commits, away.prs, own.prs_reviewed + away.prs_reviewed], [0, 0, 0, whole.prs_reviewed]);
	await resetUpstream();
	const first = await numbers('username=octo-two&repo=b,A&owner=org-lumen');
	const cost = await upstreamRequests();
	const second = await numbers('username=octo-two&owner=Org-Lumen,&repo=octo-two/a,B,b&custom_title=y');
	equal('the same filters in other words cost nothing', [first.prs, second.prs, cost, await upstreamRequests()], [0, 0, 2, 2]);
	const none = await numbers('username=octo-two&repo=none-such&include_all_commits=true');
	equal('commits of what does not exist are not known', [none.commits, none.prs, none.missing.map(({ field, reason }) => `${field} ${reason}`)],
		[null, 0, ['commits NOT_FOUND']]);
	equal('more than ten are refused', errorOf(await get(`/api?username=octo-two&repo=${Array.from({ length: 11 }, (_, i) => i)}`)), 'VALIDATION_ERROR');
	await resetUpstream();
	const roles = await numbers('username=octo-two&role=OWNER,COLLABORATOR,ORGANIZATION_MEMBER');
	const langs = async (role) => (await whatever(`/api/top-langs?type=json&langs_count=20&username=octo-two&role=${role}`)).json;
	const [mine, every] = [await langs('OWNER'), await langs('organization_member,collaborator,owner')];
	check('roles bring more stars', roles.stars >= whole.stars && roles.prs === whole.prs, [roles.stars, whole.stars]);
	const repositories = ({ languages }) => languages.reduce((sum, l) => sum + l.repositories, 0);
	check('and languages', repositories(every) > repositories(mine), [repositories(every), repositories(mine)]);
	equal('asked once for both', await upstreamRequests(), 1);
}

// ---- the card follows its placeholder, with or without memcached
for (const [name, stop] of [['kept', false], ['alone', true]]) {
	if (stop) stack('stop', 'memcached');
	await upstream({ delay: 1500 });
	const first = await get(`/card/late-${name}.svg`);
	let cause = errorOf(first), seconds = 0;
	for (; cause === 'PENDING' && seconds < 25; seconds++) {
		await sleep(1000);
		cause = errorOf(await get(`/card/late-${name}.svg`));
	}
	await upstream({ delay: 0 });
	if (stop) stack('start', 'memcached');
	equal(`a placeholder comes first, then the card (${name}, ${seconds} s)`, [errorOf(first), cause], ['PENDING', undefined]);
}
{
	await upstream({ delay: 900 });
	const first = await get('/card/late-once.svg');
	await sleep(9000);
	equal('nobody gets the placeholder who asks when the card is there', [errorOf(first), errorOf(await get('/card/late-once.svg'))], ['PENDING', undefined]);
	await upstream({ delay: 0 });
}

// ---- every way to fail is a picture, in time, with its cause
{
	const causes = { ghost: 'GITHUB_USER_NOT_FOUND', org: 'GITHUB_USER_NOT_FOUND', silent: 'PENDING', broken: 'GITHUB_API_ERROR',
		truncated: 'GITHUB_API_ERROR', liar: 'GITHUB_API_ERROR', heavy: undefined, forbid: undefined, slow: undefined, flaky: undefined, empty: undefined };
	const paths = { stats: (l) => `/api?username=${l}`, languages: (l) => `/api/top-langs?username=${l}&type=png`, streak: (l) => `/streak?user=${l}`,
		trophy: (l) => `/trophy?username=${l}`, scorecard: (l) => `/card/${l}.svg`, marks: (l) => `/card/${l}/marks.webp` };
	const all = Object.keys(causes).flatMap((fault) => Object.keys(paths).map((kind) => ({ fault, kind })));
	const wrong = await Promise.all(all.map(async ({ fault, kind }) => {
		const r = await get(paths[kind](`${fault}-${kind}`));
		const image = /^image\//.test(r.headers['content-type'] ?? '') && r.status === 200 && r.ms < 4000;
		const named = errorOf(r) === causes[fault] || errorOf(r) === 'PENDING' || (fault === 'flaky' && errorOf(r) === 'GITHUB_API_ERROR') ||
			(fault === 'forbid' && kind === 'streak' && errorOf(r) === 'GITHUB_API_ERROR');
		return image && named ? null : [fault, kind, r.status, errorOf(r), r.headers['content-type'], Math.round(r.ms)];
	}));
	equal('every fault of GitHub is a picture in time and named', wrong.filter(Boolean), []);
	const forbidden = await get('/api?username=forbid-again&show=reviews,discussions_started');
	check('what GitHub refused stands in a header', /FORBIDDEN/.test(forbidden.headers['x-gps-missing'] ?? ''), forbidden.headers);
	const json = await get('/card/ghost-json/stats.json');
	equal('JSON has a status of its own', [json.status, json.headers['content-type'], json.json?.code], [404, 'application/problem+json', 'GITHUB_USER_NOT_FOUND']);
	const streak = await get('/streak?user=ghost-json&type=json');
	equal('but for streaks, as the original', [streak.status, streak.json?.code, typeof streak.json?.error], [200, 404, 'string']);
	const german = (await get('/api/top-langs?username=octo-one&locale=de&layout=round')).text;
	check('a refusal in German names the option, and no English', german.includes('layout=') && german.includes('compact') &&
		!german.includes('must be'), german);
	check('in English it is a sentence', (await get('/api/gist?id=-')).text.includes('id is not that of a gist'));
	equal('no repository', errorOf(await get('/api/pin?username=octo-one&repo=none-such')), 'REPOSITORY_NOT_FOUND');
	equal('no gist', errorOf(await get('/api/gist?id=00')), 'GIST_NOT_FOUND');
	equal('no coding time', errorOf(await get('/api/wakatime?username=ghost-x')), 'WAKATIME_USER_NOT_FOUND');
	equal('WakaTime is broken', errorOf(await get('/api/wakatime?username=broken-x')), 'WAKATIME_API_ERROR');
	const silent = await get('/api/wakatime?username=silent-x');
	check('WakaTime is silent', ['WAKATIME_API_ERROR', 'PENDING'].includes(errorOf(silent)) && silent.ms < 4000, [errorOf(silent), silent.ms]);
	await upstream({ mode: 'primary' });
	const limited = await get('/api?username=limited-one');
	await upstream({ mode: '' });
	equal('GitHub allows no more', [limited.status, errorOf(limited)], [200, 'GITHUB_RATE_LIMIT']);
}

// ---- nginx alone, and privacy
{
	await get('/api?username=canary-person&custom_title=canary');
	await get('/card/canary-person/scorecard.svg');
	await get('/streak?user=canary-person');
	const processes = spawnSync('pgrep', ['-P', readFileSync(`${process.env.STACK}/proc/scope/pid`, 'utf8').trim()], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean).map(Number);
	processes.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	const stalled = await get('/api?username=stalled');
	processes.forEach((pid) => process.kill(pid, 'SIGCONT'));
	equal('a responder that hangs', [stalled.status, stalled.headers['x-gps-error'], stalled.ms < 4000], [200, 'unavailable', true]);
	stack('stop', 'scope');
	const kept = await get('/api?username=octo-one');
	equal('what nginx has kept is served without the responder', [kept.status, errorOf(kept)], [200, undefined]);
	for (const [path, size] of [['/api?username=other', '576.5 120'], ['/streak?user=other', '576.5 120'], ['/card/other/stats.png', '576.5 120'], ['/card/other.svg', '800 418']]) {
		const r = await get(path);
		equal(`nginx's own picture for ${path}`, [r.status, r.headers['x-gps-error'], r.headers['cache-control'], /viewBox="0 0 ([\d. ]+)"/.exec(r.text)?.[1]],
			[200, 'unavailable', 'public, max-age=60', size]);
	}
	stack('start', 'scope');
	await sleep(500);
}
done();
