// A strict stand-in for GitHub's API on 127.0.0.1. It executes GraphQL against GitHub's published schema
// over one deterministic world and enforces the rules real clients trip over.
//
//   node github.mjs [KEY=VALUE ...]      prints UPSTREAM_URL=http://127.0.0.1:PORT when it is ready
//
// KEY            default               meaning (all but port and quiet also by POST /_control/set)
// port           0                     0 takes a free one
// now            2026-11-20T00:00:00Z  the instant at which the world is frozen
// delay          0                     ms before every answer
// points         5000                  GraphQL points an hour and user
// rest           5000                  REST requests an hour and user
// search         30                    search requests a minute and user
// anonymous      60                    REST requests an hour without a token
// concurrency    100                   requests at once and user, above it the secondary limit
// perminute      2000                  GraphQL points a minute and user, above it the secondary limit
// restperminute  900                   the same for REST requests
// limits         on                    off: nothing is counted or refused
// stargazers     off                   on: the connection is served as before July 2026
// gzip           off                   on: content is compressed for clients that accept it
// remember       400                   accounts and answers kept in memory
// record         off                   on: GET /_control/asked lists the GraphQL requests since the last reset
// mode           (empty)               fail for everybody: slow silent broken truncated liar flaky
//                                      primary secondary unauthorized suspended forbidden
// times          0                     the mode ends after so many requests; 0 is never
// quiet                                no line per request on stderr
//
// Token          User      What happens
// tok-good-1, -2 alice     share one user's limits
// tok-bob        bob       another user
// tok-dead       -         401 Bad credentials
// tok-suspended  -         403 Your account was suspended
// tok-exhausted  erin      nothing left, reset in 1800 s
// tok-low        lou       20 % left
// tok-secondary  sam       always the secondary limit, retry-after 60
// tok-noscope    nora      FORBIDDEN on organizations
//
// Login          What happens
// ghost-*        does not exist                  org-*        an organisation
// heavy-*        windows over 184 days fail      heavier-*    windows over 92 days fail
// big-260        260 repositories                empty-*      no repositories, no activity
// forbid-*       FORBIDDEN on optional fields    canary-*     every text holds CANARY (or canary)
// slow-*         one second late                 silent-*     no answer for 60 s
// broken-*       502 with HTML                   flaky-*      502 the first time
// truncated-*    content cut in the middle       liar-*       Content-Length too small
// late-*         504 where a request asks for more than three windows at once
// crowd-*        RESOURCE_LIMITS_EXCEEDED for windows asked more than two at once
// gap-YEAR       no window touching that year  since-YEAR     an account of 14 March of that year
// before-*       since 2012, commits of 2003   tomorrow-*     contributions dated tomorrow
// restricted-*   restricted contributions      pin-*          repositories plain archived template zero bare arabic
//                                              hebrew cjk devanagari emoji markup long, private: secret, unseen: hidden
// name-latin -arabic -hebrew -cjk -ja -emoji -devanagari -markup: texts in that script
// ai-TOOL[-*]    six in ten commits marked by TOOL (claude cursor copilot aider codex devin jules openhands
//                opencode amp generic); ai-none: no mark at all
// arche-ID       a typical ai_indie_hacker, open_source_maintainer, ... (`-` may stand for `_`)
// anything else  a normal account
//
// Control: GET /_control/stats; GET /_control/asked; POST /_control/reset (counts, budgets and flaky logins begin anew);
// POST /_control/set with the keys above and tokens: {NAME: {user, left, resetIn, status, secondary}}.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { FAULTS, faultOf } from './faults.mjs';
import { GraphqlService } from './graphql.mjs';
import { hash } from './hash.mjs';
import { Limits } from './limits.mjs';
import { Refusal } from './refusal.mjs';
import { linkHeader, route } from './rest.mjs';
import { Stats } from './stats.mjs';
import { World } from './world.mjs';

const DEFAULTS = {
	now: '2026-11-20T00:00:00Z', delay: 0, points: 5000, rest: 5000, search: 30, anonymous: 60, concurrency: 100,
	perminute: 2000, restperminute: 900, limits: 'on', stargazers: 'off', gzip: 'off', remember: 400, record: 'off',
	mode: '', times: 0,
};
const BUDGET_KEYS = ['points', 'rest', 'search', 'anonymous', 'now', 'limits'];
const VERSIONS = ['2022-11-28', '2026-03-10'];
const MAX_BODY = 1 << 20;
const DOCS = 'https://docs.github.com/rest';
const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const json = (status, value, headers = {}) =>
	({ status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) });
const plain = (status, message) =>
	json(status, { message, documentation_url: DOCS, status: String(status) });
const secondary = () =>
	json(403, { message: SECONDARY, documentation_url: DOCS, status: '403' }, { 'retry-after': '60' });

function overrun({ user }, resource) {
	const message = `API rate limit already exceeded for user ID ${user.id}.`;
	const headers = user.buckets[resource].headers;
	return resource === 'graphql'
		? json(200, { errors: [{ type: 'RATE_LIMIT', code: 'graphql_rate_limit', message }] }, headers)
		: json(403, { message: message.replace('already ', ''), documentation_url: DOCS, status: '403' }, headers);
}

// Modes that answer for the API itself, rather than spoil an answer.
const MODES = {
	primary: (caller, resource) => {
		const headers = { ...caller.user.buckets[resource].headers, 'x-ratelimit-remaining': 0 };
		const answer = overrun(caller, resource);
		return { ...answer, headers: { ...answer.headers, ...headers } };
	},
	secondary,
	unauthorized: () => plain(401, 'Bad credentials'),
	suspended: () => plain(403, 'Sorry. Your account was suspended.'),
	forbidden: () => plain(403, 'Resource not accessible by personal access token'),
};

function readBody(request) {
	return new Promise((resolve, reject) => {
		const chunks = [];
		let size = 0;
		request.on('data', chunk => {
			size += chunk.length;
			if (size > MAX_BODY)
				reject(new Refusal(413, 'Payload too large'));
			else
				chunks.push(chunk);
		});
		request.on('end', () => resolve(Buffer.concat(chunks).toString()));
		request.on('error', reject);
	});
}

function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		throw new Refusal(400, 'Problems parsing JSON');
	}
}

export class Upstream {
	constructor(options = {}) {
		this.settings = { ...DEFAULTS, ...options };
		this.quiet = options.quiet;
		this.service = new GraphqlService();
		this.stats = new Stats();
		this.started = performance.now();
		this.#begin();
		this.limits = new Limits(this.settings, () => this.clock());
		this.server = createServer({ keepAliveTimeout: 65000 }, (request, response) => this.#handle(request, response));
		this.server.on('connection', () => this.stats.connections++);
	}

	#begin() {
		this.world = new World(this.settings.now, this.settings.remember);
		this.asked = [];
		this.seenFlaky = new Set();
		this.inFlight = new Map();
	}

	// Limits run on the world's time, which goes on from the frozen instant.
	clock() { return this.world.nowSeconds + (performance.now() - this.started) / 1000; }

	listen(port = 0) {
		return new Promise((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', 1024, () => resolve(`http://127.0.0.1:${this.server.address().port}`));
		});
	}
	close() {
		this.server.close();
		this.server.closeAllConnections();
	}

	async #handle(request, response) {
		const url = new URL(request.url, `http://${request.headers.host ?? '127.0.0.1'}`);
		try {
			if (url.pathname.startsWith('/_control/'))
				return this.#send(request, response, this.#control(request, url, await readBody(request)));
			await this.#serve(request, response, url);
		} catch (error) {
			if (!(error instanceof Refusal))
				process.stderr.write(`${error.stack}\n`);
			if (!response.headersSent)
				this.#send(request, response, plain(Number.isInteger(error.type) ? error.type : 500, error.message));
		}
	}

	async #serve(request, response, url) {
		const { stats } = this;
		const body = await readBody(request);
		const call = { request, url, body, logins: [], kind: url.pathname === '/graphql' ? 'graphql' : 'rest' };
		stats.enter();
		// A response queued behind one that never ends has no end of its own: there the socket's counts.
		const { socket } = request;
		let isHere = true;
		const leave = () => {
			response.off('close', leave);
			socket.off('close', leave);
			if (isHere)
				this.#leave(call);
			isHere = false;
		};
		response.once('close', leave);
		socket.once('close', leave);
		const answer = this.#reply(call);
		const fault = this.#fault(call);
		const delay = this.settings.delay + (fault?.delay ?? 0);
		if (delay)
			await new Promise(resolve => setTimeout(resolve, delay));
		const last = fault?.answer?.() ?? answer;
		this.#count(call, last);
		if (fault?.send)
			fault.send({ ...last, headers: { ...last.headers, ...this.#common() } }, response);
		else
			this.#send(request, response, last);
	}

	#leave(call) {
		call.leave?.();
		this.stats.leave();
	}

	#count({ kind, logins, name, url, request }, { status, body }) {
		const { stats } = this;
		stats.kinds.add(status === 304 ? 'rest304' : kind);
		stats.statuses.add(status);
		stats.bytes += body.length;
		for (const login of logins)
			stats[kind].logins.add(login);
		if (kind === 'graphql')
			stats.graphql.operations.add(name || '(anonymous)');
		else
			stats.rest.paths.add(url.pathname);
		if (!this.quiet)
			process.stderr.write(`${request.method} ${url.pathname} ${name ?? ''} ${logins.join(',')} ${status}\n`);
	}

	// The answer of a faultless API.
	#reply(call) {
		try {
			const { headers } = call.request;
			if (!headers['user-agent'])
				throw new Refusal(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.');
			const caller = this.limits.identify(headers.authorization);
			return call.kind === 'graphql' ? this.#graphql(call, caller) : this.#rest(call, caller);
		} catch (error) {
			if (!(error instanceof Refusal))
				throw error;
			return plain(error.type, error.message);
		}
	}

	#graphql(call, caller) {
		const { request, body } = call;
		if (!caller)
			throw new Refusal(401, 'This endpoint requires you to be authenticated.');
		if (request.method !== 'POST')
			throw new Refusal(404, 'Not Found');
		if (this.settings.record === 'on')
			this.asked.push(body);
		const question = parseJson(body);
		if (typeof question?.query !== 'string')
			throw new Refusal(400, 'A query attribute must be specified and must be a string.');
		const prepared = this.service.prepare(question);
		Object.assign(call, { logins: prepared.logins, name: prepared.name, parts: prepared.parts });
		const stopped = this.#mode(call, caller, 'graphql') ?? this.#enter(call, caller);
		if (stopped)
			return stopped;
		const bucket = caller.user.buckets.graphql;
		if (prepared.errors)
			return this.#graphqlAnswer({ errors: prepared.errors, text: JSON.stringify({ errors: prepared.errors }) }, bucket);
		const { cost } = prepared.analysis;
		const refused = this.#charge(call, caller, 'graphql', cost);
		return refused ?? this.#graphqlAnswer(prepared.run({
			world: this.world, user: caller.user, bucket, banned: caller.entry.banned,
			allowStargazers: this.settings.stargazers === 'on',
		}), bucket);
	}

	#graphqlAnswer({ errors, text }, bucket) {
		for (const { type, extensions } of errors ?? [])
			this.stats.errors.add(type ?? extensions?.code ?? 'OTHER');
		return { status: 200, headers: { ...JSON_TYPE, ...bucket.headers }, body: text };
	}

	#rest(call, identified) {
		const { request, url } = call;
		const caller = identified ?? this.limits.stranger();
		const version = request.headers['x-github-api-version'];
		if (version && !VERSIONS.includes(version))
			throw new Refusal(400, `Unsupported 'X-GitHub-Api-Version' header value: ${version}`);
		if (url.pathname === '/rate_limit')
			return this.#rateLimit(caller);
		if (!['GET', 'HEAD'].includes(request.method))
			throw new Refusal(404, 'Not Found');
		const { resource, login, answer } = route(url.pathname, Object.fromEntries(url.searchParams));
		call.logins = login ? [login] : [];
		const stopped = this.#mode(call, caller, resource) ?? this.#enter(call, caller);
		if (stopped)
			return stopped;
		const outcome = this.#outcome(answer, url);
		const { etag } = outcome.headers;
		const isSame = etag !== undefined && etag === request.headers['if-none-match'];
		// Only a caller with a valid token gets unchanged answers for nothing.
		const refused = this.#charge(call, caller, resource, isSame && identified ? 0 : 1);
		if (refused)
			return refused;
		const headers = { ...outcome.headers, ...caller.user.buckets[resource].headers };
		return isSame ? { status: 304, headers, body: '' } : { ...outcome, headers };
	}

	#outcome(answer, url) {
		try {
			const { body, page, last } = answer(this.world);
			const sent = json(200, body, page ? linkHeader(url, { page, last }) : {});
			sent.headers.etag = `W/"${hash(sent.body).toString(16)}"`;
			return sent;
		} catch (error) {
			if (!(error instanceof Refusal))
				throw error;
			return plain(error.type, error.message);
		}
	}

	#rateLimit({ user: { buckets } }) {
		const resources = Object.fromEntries(Object.entries(buckets).map(([name, { summary }]) => [name, summary]));
		return json(200, { resources, rate: resources.core }, buckets.core.headers);
	}

	#mode(call, caller, resource) {
		const { mode } = this.settings;
		return mode in MODES ? this.#used(MODES[mode](caller, resource)) : null;
	}
	#used(value) {
		if (this.settings.times > 0 && --this.settings.times === 0)
			this.settings.mode = '';
		return value;
	}

	// Counts the requests of one user that are under way.
	#enter(call, { user }) {
		const count = (this.inFlight.get(user.name) ?? 0) + 1;
		this.inFlight.set(user.name, count);
		call.leave = () => this.inFlight.set(user.name, this.inFlight.get(user.name) - 1);
		return this.settings.limits !== 'off' && count > this.settings.concurrency ? secondary() : null;
	}

	#charge({ logins }, caller, resource, points) {
		const verdict = this.limits.charge(caller, resource, points);
		if (verdict === 'ok' && resource === 'graphql')
			this.stats.spend(points, caller.token, logins);
		return { ok: null, primary: () => overrun(caller, resource), secondary }[verdict]?.() ?? null;
	}

	#fault(call) {
		const { mode } = this.settings;
		if (mode in FAULTS)
			return this.#used(FAULTS[mode]);
		for (const login of call.logins) {
			const fault = FAULTS[faultOf(login)];
			if (fault && !(fault.once && this.seenFlaky.has(login)) && (fault.applies?.(call) ?? true)) {
				this.seenFlaky.add(login);
				return fault;
			}
		}
		return null;
	}

	#common() {
		return { date: new Date(this.clock() * 1000).toUTCString(), 'x-github-media-type': 'github.v3; format=json' };
	}

	#send(request, response, { status, headers, body }) {
		const isZipped = this.settings.gzip === 'on' && body.length > 200 &&
			/\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
		const content = isZipped ? gzipSync(body) : Buffer.from(body);
		response.writeHead(status, {
			...headers, ...this.#common(), ...isZipped ? { 'content-encoding': 'gzip' } : {},
			...status === 304 ? {} : { 'content-length': content.length },
		});
		response.end(request.method === 'HEAD' ? undefined : content);
	}

	#control(request, { pathname }, body) {
		const action = {
			'GET /_control/stats': () => ({ ...this.stats, settings: this.settings }),
			'GET /_control/asked': () => this.asked,
			'POST /_control/reset': () => this.#reset(),
			'POST /_control/set': () => this.#set(parseJson(body)),
		}[`${request.method} ${pathname}`];
		if (!action)
			throw new Refusal(404, 'Not Found');
		return json(200, action());
	}

	#reset() {
		this.stats = this.stats.renewed();
		this.seenFlaky.clear();
		this.asked = [];
		this.limits.refill();
		return {};
	}

	#set({ tokens = {}, ...changes }) {
		const unknown = Object.keys(changes).filter(key => !(key in DEFAULTS));
		if (unknown.length || changes.mode && !(changes.mode in MODES || changes.mode in FAULTS))
			throw new Refusal(400, `Unknown setting: ${unknown.join(' ') || changes.mode}`);
		Object.assign(this.settings, changes);
		for (const [name, { banned, ...entry }] of Object.entries(tokens))
			this.limits.tokens[name] = { ...entry, banned: banned && new Set(banned) };
		if (changes.now || changes.remember)
			this.#begin();
		if (BUDGET_KEYS.some(key => key in changes))
			this.limits.refill();
		return { settings: this.settings };
	}
}

function parseFlags(words) {
	const flags = {};
	for (const word of words) {
		const [key, value] = word.replace(/^--/, '').split(/=(.*)/s);
		if (!(key in DEFAULTS) && !['port', 'quiet'].includes(key))
			throw new Error(`unknown flag ${key}`);
		flags[key] = value === undefined ? true : /^\d+$/.test(value) ? Number(value) : value;
	}
	return flags;
}

async function main() {
	const { port = 0, ...options } = parseFlags(process.argv.slice(2));
	const upstream = new Upstream(options);
	const stop = () => {
		upstream.close();
		process.exit(0);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	process.stdout.write(`UPSTREAM_URL=${await upstream.listen(port)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	main().catch(error => {
		process.stderr.write(`github.mjs: ${error.message}\n`);
		process.exit(1);
	});
