// The assertions of robust.t: node robust.mjs PART FIRST-NUMBER
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { analyze, check, done, equal, from, get, metric, resetUpstream, sleep, stack, stats, upstream } from './client.mjs';

const { STACK } = process.env;
const parent = () => Number(readFileSync(`${STACK}/proc/scope/pid`, 'utf8'));
// pgrep fails when it finds nothing, as between two generations.
const children = () => spawnSync('pgrep', ['-P', String(parent())], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean).map(Number);
const tally = (list) => list.reduce((t, x) => ({ ...t, [x]: (t[x] ?? 0) + 1 }), {});

async function until(what, seconds = 10) {
	for (let i = 0; i < seconds * 10; i++) {
		if (await what()) return true;
		await sleep(100);
	}
	return false;
}

// Health calls, so many at once, until stopped; the statuses.
function load(width) {
	let on = true;
	const seen = [];
	const one = async () => {
		while (on) seen.push((await get('/api/v1/public/insights')).status);
	};
	const all = Promise.all(Array.from({ length: width }, one));
	return async () => {
		on = false;
		await all;
		return seen;
	};
}

const parts = {
	async crowd() {
		await analyze('crowd-alone');
		const alone = (await stats()).requests;
		await resetUpstream();
		await upstream({ delay: 400 });
		const answers = await Promise.all(Array.from({ length: 256 }, (_, i) => analyze(i % 2 ? 'crowd-many' : 'Crowd-Many')));
		await upstream({ delay: 0 });
		equal('256 at once are all answered', tally(answers.map((r) => r.status)), { 200: 256 });
		const { requests } = await stats();
		check('GitHub is asked for one profile', requests <= alone, `${requests} requests, one profile costs ${alone}`);
		equal('with 256 sessions', new Set(answers.map((r) => r.json?.session_id)).size, 256);
		equal('and one result', new Set(answers.map((r) => JSON.stringify(r.json?.scores))).size, 1);
		equal('one of them is fresh', answers.filter((r) => r.json?.meta.cache_hit === false).length, 1);
		const cards = await Promise.all(Array.from({ length: 64 }, (_, i) => get(`/card/crowd-card.svg?theme=${['auto', 'light', 'dark'][i % 3]}`)));
		equal('64 cold cards at once', tally(cards.map((r) => `${r.status} ${r.headers['x-gps-error'] ?? 'card'}`)), { '200 card': 64 });
	},

	// Whatever a thread knew of one visitor is gone when the next one comes.
	async one() {
		const logins = ['user-alpha', 'user-beta'];
		const names = [];
		for (let i = 0; i < 20; i++) {
			const login = logins[i % 2];
			const r = await analyze(login, i % 2 ? {} : { preferences: { career_goal: 'alpha only' } });
			names.push(r.json?.profile?.username === login && !r.text.includes(logins[1 - i % 2]) && r.text.includes('alpha only') === (i % 2 === 0));
		}
		check('two visitors alternate on one thread', names.every(Boolean), names);
		const mixed = await Promise.all(Array.from({ length: 40 }, (_, i) => analyze(logins[i % 2])));
		check('and all at once', mixed.every((r, i) => r.json?.profile?.username === logins[i % 2]), tally(mixed.map((r) => r.status)));
		const bad = await analyze('-bad', { byok: 'x' });
		const good = await analyze(logins[0]);
		equal('an error leaves nothing behind', [bad.status, good.status, good.json?.errors], [422, 200, undefined]);
	},

	async loss() {
		equal('at first', (await analyze('loss-one')).status, 200);
		const kept = (await analyze('loss-one')).json.session_id;
		stack('stop', 'memcached');
		const without = await analyze('loss-two');
		equal('without memcached an analysis has no session', [without.status, without.json?.session_id], [200, null]);
		check('a card is drawn', (await get('/card/loss-three.svg')).headers['x-gps-error'] === undefined);
		check('health says so', await until(async () => (await get('/health')).status === 503));
		equal('a session cannot be read', (await get(`/api/v1/public/session/${kept}`)).status, 503);
		stack('start', 'memcached');
		check('health comes back', await until(async () => (await get('/health')).status === 200, 30));
		check('sessions, too', await until(async () => (await analyze('loss-four')).json?.session_id !== null, 30));
		// No byte more can be written, as on a full disk.
		for (const pid of children()) execFileSync('prlimit', ['--fsize=0:', '--pid', String(pid)]);
		const full = await analyze('loss-five');
		equal('on a full disk analyses go on', full.status, 200);
		check('what was not counted is counted as such', await metric('gps_insight_failures_total') >= 1);
		for (const pid of children()) execFileSync('prlimit', ['--fsize=unlimited:', '--pid', String(pid)]);
		const failures = await metric('gps_insight_failures_total');
		equal('then the disk has room again', [(await analyze('loss-six')).status, await metric('gps_insight_failures_total')], [200, failures]);
		stack('stop', 'scope');
		equal('nginx alone says 503', [(await get('/api/v1/public/insights')).status, (await get('/api/v1/public/insights')).json?.code], [503, 'UNAVAILABLE']);
		const picture = await get('/card/never-seen.svg');
		equal('and draws a picture', [picture.status, picture.headers['content-type'], picture.headers['x-gps-error']], [200, 'image/svg+xml', 'unavailable']);
		equal('a known card is served from the cache', (await get('/card/loss-three.svg')).headers['x-gps-error'], undefined);
		stack('start', 'scope');
		check('and all is well', await until(async () => (await get('/health')).status === 200));
	},

	// A process that has served its share makes room for a fresh one, and nobody notices.
	async share() {
		const before = children();
		const stopLoad = load(8);
		check('processes are replaced after their share', await until(() => children().every((pid) => !before.includes(pid))));
		const seen = tally(await stopLoad());
		equal('and no request is lost by it', Object.keys(seen), ['200']);
	},

	async stop() {
		// kill -9 costs only what that process had in hand
		let stopLoad = load(16);
		await sleep(300);
		const before = children();
		process.kill(before[0], 'SIGKILL');
		await sleep(1500);
		let seen = tally(await stopLoad());
		check('kill -9 costs no more than was in hand', (seen[503] ?? 0) + (seen[502] ?? 0) <= 32 && (seen[200] ?? 0) > 100 && !seen[0] && !seen[500], seen);
		const after = children();
		check('the process is replaced', after.length === 2 && after.includes(before[1]) && !after.includes(before[0]), { before, after });

		// HUP: fresh processes, and nobody notices
		stopLoad = load(16);
		await sleep(200);
		process.kill(parent(), 'SIGHUP');
		check('HUP replaces every process', await until(() => children().length === 2 && children().every((pid) => !after.includes(pid))), children());
		await sleep(300);
		seen = tally(await stopLoad());
		equal('and loses nothing', Object.keys(seen), ['200']);

		// TERM drains: everything accepted is answered
		await upstream({ delay: 700 });
		const under = Promise.all(Array.from({ length: 20 }, (_, i) => analyze(`term-${i}`)));
		await sleep(400);
		stack('stop', 'scope');
		await upstream({ delay: 0 });
		equal('TERM under load: all are answered', tally((await under).map((r) => r.status)), { 200: 20 });
		equal('and the exit code is 0', readFileSync(`${STACK}/proc/scope/exit`, 'utf8').trim(), '0');
		stack('start', 'scope');
		check('it starts again', await until(async () => (await get('/health')).status === 200));

		// no file left for a connection: it waits, and is answered when there is one
		const limit = (soft) => children().forEach((pid) => execFileSync('prlimit', [`--nofile=${soft}:`, '--pid', String(pid)]));
		limit(4);
		const waiting = Promise.all(Array.from({ length: 200 }, () => get('/api/v1/openapi.json')));
		await sleep(700);
		limit(1024);
		equal('connections outlast a lack of files', tally((await waiting).map((r) => r.status)), { 200: 200 });
		check('which was noticed', readFileSync(`${STACK}/log/scope.log`, 'utf8').includes('waiting 1 s'));

		// the parent killed hard leaves no orphans
		const [last, orphans] = [parent(), children()];
		process.kill(last, 'SIGKILL');
		check('no orphan stays', await until(() => orphans.every((pid) => { try { process.kill(pid, 0); return false; } catch { return true; } })));
		stack('start', 'scope');
		check('and it starts over the old socket', await until(async () => (await get('/health')).status === 200));
	},
};

from(Number(process.argv[3]));
await parts[process.argv[2]]();
done();
