// Stand-ins for GitLab's REST v4 and Gitea's REST v1 on 127.0.0.1, over the same deterministic world as GitHub's. Strict: an
// unknown path is 404, an unknown or missing parameter 400, a page over the server's limit 400, no User-Agent 403.
//
//   node forge.mjs [KEY=VALUE ...]       prints FORGE_URL=http://127.0.0.1:PORT when it is ready
//
// KEY   default               meaning
// port  0                     0 takes a free one
// now   2026-11-20T00:00:00Z  the instant at which the world is frozen
//
// GitLab lives under /gitlab, Gitea under /gitea. Logins are the GitHub stand-in's (ghost-, slow-, silent-, broken-,
// truncated-, liar-, flaky-, name-, big-260 ...) and limited-*: 429 with Retry-After 30. Tokens: tok-gitlab, tok-gitea; another is 401. Without a
// token GitLab refuses merge requests and issues (401), as the real one does.
import { createServer } from 'node:http';
import { DAY, instant } from './activity.mjs';
import { isOther } from './commit.mjs';
import { FAULTS, faultOf } from './faults.mjs';
import { World } from './world.mjs';

const options = Object.fromEntries(process.argv.slice(2).map(arg => arg.split(/=(.*)/s)));
const world = new World(options.now ?? '2026-11-20T00:00:00Z', 400);
const seenFlaky = new Set();
const byId = new Map();

class Refusal extends Error {
	constructor(status, message, headers = {}) {
		super(message);
		Object.assign(this, { status, headers });
	}
}

function userOf(login) {
	const user = world.user(login);
	if (!user || /^(ghost|org)-/i.test(login))
		throw new Refusal(404, 'Not found');
	byId.set(String(user.databaseId), user);
	return user;
}

const userById = id => byId.get(id) ?? (() => { throw new Refusal(404, '404 User Not Found'); })();

// Each parameter with the pattern its value must match; a leading "!" makes it required.
function parameters(url, declared) {
	const query = Object.fromEntries(url.searchParams);
	for (const name of Object.keys(query))
		if (!(name in declared) && !(`!${name}` in declared))
			throw new Refusal(400, `unknown parameter ${name}`);
	for (const [key, pattern] of Object.entries(declared)) {
		const name = key.replace('!', '');
		if (query[name] === undefined ? key.startsWith('!') : !pattern.test(query[name]))
			throw new Refusal(400, `${name} is not acceptable`);
	}
	return query;
}

const PAGES = { per_page: /^(?:[1-9]\d?|100)$/, page: /^[1-9]\d*$/ };
const GITEA_PAGES = { limit: /^(?:[1-9]|[1-4]\d|50)$/, page: /^[1-9]\d*$/ };

function paged(list, size, page, header) {
	const start = ((Number(page) || 1) - 1) * size;
	return { body: list.slice(start, start + size), headers: { [header]: String(list.length) } };
}

const ownCommits = repo => repo.refs.filter(ref => !isOther(ref)).length ? repo.commits({}) : repo.commits({});
function commitsOf(repo, count) {
	const connection = ownCommits(repo);
	return Array.from({ length: Math.min(count, connection.length) }, (_, i) => connection.at(i));
}

// ---- GitLab

const gitlabProject = repo => ({
	id: repo.databaseId, name: repo.name, path: repo.name, path_with_namespace: repo.nameWithOwner,
	description: repo.description, star_count: repo.stargazerCount, forks_count: repo.forkCount, created_at: repo.createdAt,
	last_activity_at: repo.pushedAt, archived: repo.isArchived, visibility: 'public', topics: repo.topics,
	namespace: { path: repo.owner.login, kind: 'user' }, default_branch: 'main',
	...repo.isFork ? { forked_from_project: { id: 1, path: 'upstream' } } : {},
});

const projects = new Map();
function projectList(user) {
	for (const repo of user.repositoryList)
		projects.set(String(repo.databaseId), repo);
	return user.repositoryList;
}

function project(key) {
	const [login, name] = decodeURIComponent(key).split('/');
	const found = name === undefined ? projects.get(login) : userOf(login).findRepository(name);
	if (!found)
		throw new Refusal(404, '404 Project Not Found');
	return found;
}

function shares(repo) {
	const sum = repo.languageBytes.reduce((total, { size }) => total + size, 0);
	return Object.fromEntries(repo.languageBytes.map(({ size, node }) => [node.name, Math.round(size / sum * 10000) / 100]));
}

const gitlabCommit = item => ({
	id: item.oid, short_id: item.oid.slice(0, 8), title: item.message.split('\n')[0], message: item.message, parent_ids: [],
	author_name: item.author.name, author_email: item.author.email, authored_date: item.author.date,
	committer_name: item.committer.name, committer_email: item.committer.email, committed_date: item.committedDate,
});

function calendar(user) {
	const days = Array.from({ length: 365 }, (_, i) => user.lastDay - i);
	return Object.fromEntries(days.map(day => [instant(day * DAY).slice(0, 10), user.activity.count(day)]).filter(([, n]) => n));
}

function threads(kind) {
	return ({ url, token }) => {
		const query = parameters(url, { '!scope': /^all$/, state: /^merged$/, '!author_id': /^\d+$/, ...PAGES });
		if (!token)
			throw new Refusal(401, '401 Unauthorized');
		const list = userById(query.author_id).threadList(kind).filter(thread => !query.state || thread.state === 'MERGED');
		return paged(list.map(({ number, title }) => ({ iid: number, title })), Number(query.per_page ?? 20), query.page, 'x-total');
	};
}

const gitlab = [
	[/^\/api\/v4\/users$/, ({ url }) => {
		const { username } = parameters(url, { '!username': /./ });
		const user = /^(ghost|org)-/i.test(username) ? null : userOf(username);
		return { body: user ? [{ id: user.databaseId, username: user.login, name: user.name, state: 'active' }] : [] };
	}],
	[/^\/api\/v4\/users\/(\d+)$/, ({ parts: [id] }) => {
		const { databaseId, login, name, bio, location, company, createdAt, persona } = userById(id);
		return { body: { id: databaseId, username: login, name, bio, location, organization: company, created_at: createdAt,
			website_url: persona.website ?? '', followers: persona.followers, following: persona.following } };
	}],
	[/^\/api\/v4\/users\/(\d+)\/projects$/, ({ url, parts: [id] }) => {
		const query = parameters(url, { order_by: /^last_activity_at$/, ...PAGES });
		const list = [...projectList(userById(id))].sort((a, b) => a.pushedAt < b.pushedAt ? 1 : -1);
		return paged(list.map(gitlabProject), Number(query.per_page ?? 20), query.page, 'x-total');
	}],
	[/^\/users\/([^/]+)\/calendar\.json$/, ({ parts: [login] }) => ({ body: calendar(userOf(login)) })],
	[/^\/api\/v4\/merge_requests$/, threads('prs')],
	[/^\/api\/v4\/issues$/, threads('issues')],
	[/^\/api\/v4\/projects\/([^/]+)$/, ({ parts: [key] }) => ({ body: gitlabProject(project(key)) })],
	[/^\/api\/v4\/projects\/([^/]+)\/languages$/, ({ parts: [key] }) => ({ body: shares(project(key)) })],
	[/^\/api\/v4\/projects\/(\d+)\/repository\/commits$/, ({ url, parts: [key] }) => {
		const query = parameters(url, { '!author': /./, ...PAGES });
		const list = commitsOf(project(key), 300).filter(({ author }) => author.name === query.author);
		return paged(list.map(gitlabCommit), Number(query.per_page ?? 20), query.page, 'x-total');
	}],
];

// ---- Gitea

const giteaUser = ({ databaseId, login, name, bio, location, createdAt, persona }) => ({
	id: databaseId, login, full_name: name ?? '', description: bio ?? '', location: location ?? '', website: persona.website ?? '',
	created: createdAt, followers_count: persona.followers, following_count: persona.following, visibility: 'public',
});

const giteaRepo = repo => ({
	id: repo.databaseId, name: repo.name, full_name: repo.nameWithOwner, owner: giteaUser(repo.owner),
	description: repo.description ?? '', private: false, internal: false, fork: repo.isFork, archived: repo.isArchived, template: false,
	stars_count: repo.stargazerCount, forks_count: repo.forkCount, language: repo.primaryLanguage.name, topics: repo.topics,
	created_at: repo.createdAt, updated_at: repo.updatedAt,
});

const giteaCommit = item => ({
	sha: item.oid, author: isOther(item.ref) ? null : giteaUser(item.repository.owner), commit: {
		message: item.message, author: { name: item.author.name, email: item.author.email, date: item.author.date },
		committer: { name: item.committer.name, email: item.committer.email, date: item.committedDate } },
});

function repositoryOf(login, name) {
	const found = userOf(login).findRepository(name);
	if (!found)
		throw new Refusal(404, 'The target couldn\'t be found.');
	return found;
}

const gitea = [
	[/^\/api\/v1\/users\/([^/]+)$/, ({ parts: [login] }) => ({ body: giteaUser(userOf(login)) })],
	[/^\/api\/v1\/users\/([^/]+)\/repos$/, ({ url, parts: [login] }) => {
		const query = parameters(url, GITEA_PAGES);
		return paged(userOf(login).repositoryList.map(giteaRepo), Number(query.limit ?? 30), query.page, 'x-total-count');
	}],
	[/^\/api\/v1\/users\/([^/]+)\/heatmap$/, ({ parts: [login] }) => {
		const user = userOf(login);
		const days = Array.from({ length: 365 }, (_, i) => user.lastDay - 364 + i).filter(day => user.activity.count(day));
		return { body: days.map(day => ({ timestamp: day * DAY + 36000, contributions: user.activity.count(day) })) };
	}],
	[/^\/api\/v1\/repos\/([^/]+)\/([^/]+)$/, ({ parts }) => ({ body: giteaRepo(repositoryOf(...parts)) })],
	[/^\/api\/v1\/repos\/([^/]+)\/([^/]+)\/languages$/, ({ parts }) =>
		({ body: Object.fromEntries(repositoryOf(...parts).languageBytes.map(({ size, node }) => [node.name, size])) })],
	[/^\/api\/v1\/repos\/([^/]+)\/([^/]+)\/commits$/, ({ url, parts }) => {
		const bool = /^(?:true|false)$/;
		const query = parameters(url, { stat: bool, files: bool, verification: bool, ...GITEA_PAGES });
		return { body: commitsOf(repositoryOf(...parts), Number(query.limit ?? 30)).map(giteaCommit) };
	}],
];

// ---- serving

const DIALECTS = {
	gitlab: { routes: gitlab, token: headers => headers['private-token'] },
	gitea: { routes: gitea, token: headers => headers.authorization?.replace(/^token /, '') },
};

function reply(request, url) {
	const [, name, path] = /^\/(gitlab|gitea)(\/.*)$/.exec(url.pathname) ?? [];
	const dialect = DIALECTS[name];
	if (!dialect || request.method !== 'GET')
		throw new Refusal(404, 'Not found');
	if (!request.headers['user-agent'])
		throw new Refusal(403, 'no User-Agent');
	const token = dialect.token(request.headers);
	if (token && token !== `tok-${name}`)
		throw new Refusal(401, '401 Unauthorized');
	for (const [pattern, handler] of dialect.routes) {
		const match = pattern.exec(path);
		if (match)
			return handler({ url, token, parts: match.slice(1).map(decodeURIComponent) });
	}
	throw new Refusal(404, 'Not found');
}

function answerOf(request, url, login) {
	try {
		if (/^limited-/.test(login))
			throw new Refusal(429, 'Retry later', { 'retry-after': '30' });
		const { body, headers } = reply(request, url);
		return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
	} catch (error) {
		if (!(error instanceof Refusal))
			process.stderr.write(`${error.stack}\n`);
		const { status = 500, headers = {}, message } = error;
		return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ message }) };
	}
}

const loginIn = url => url.searchParams.get('username') ?? decodeURIComponent(/\/(?:users|repos)\/([^/]+)/.exec(url.pathname)?.[1] ?? '');

const server = createServer(async (request, response) => {
	const url = new URL(request.url, 'http://127.0.0.1');
	const login = loginIn(url);
	const fault = FAULTS[faultOf(login)];
	const spoiled = fault && !(fault.once && seenFlaky.has(login));
	seenFlaky.add(login);
	let answer = answerOf(request, url, login);
	if (spoiled && fault.delay)
		await new Promise(resolve => setTimeout(resolve, fault.delay));
	if (spoiled && fault.answer)
		answer = fault.answer();
	if (spoiled && fault.send)
		return fault.send(answer, response);
	response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
	response.end(answer.body);
});

server.listen(Number(options.port ?? 0), '127.0.0.1', () => {
	process.stdout.write(`FORGE_URL=http://127.0.0.1:${server.address().port}\n`);
});
