// The REST half of the world: the same facts as GraphQL gives, in REST's clothes.
import { DAY, instant } from './activity.mjs';
import { findGist, gistOwner } from './gist.mjs';
import { hash, hex40, mix } from './hash.mjs';
import { Refusal } from './refusal.mjs';
import { qualifiers, within } from './search.mjs';
import { sorted } from './world.mjs';

const EVENT_DAYS = 30;
const EVENT_LIMIT = 300;

const missing = () => new Refusal(404, 'Not Found');

function need(value) {
	if (!value)
		throw missing();
	return value;
}

const account = owner => ({
	login: owner.login, id: owner.databaseId, node_id: owner.id, avatar_url: owner.avatarUrl(),
	html_url: owner.url, type: owner.__typename, site_admin: false,
});

function profile(owner) {
	const { persona } = owner;
	const isUser = owner.__typename === 'User';
	return {
		...account(owner), name: owner.name, company: isUser ? owner.company : null, blog: owner.websiteUrl ?? '',
		location: owner.location, email: persona.email, hireable: null, bio: isUser ? owner.bio : null,
		twitter_username: null, public_repos: owner.repositoryList.length,
		public_gists: isUser ? owner.gistList.length : 0, followers: isUser ? persona.followers : 0,
		following: isUser ? persona.following : 0, created_at: owner.createdAt, updated_at: owner.updatedAt,
	};
}

const repository = repo => ({
	id: repo.databaseId, node_id: repo.id, name: repo.name, full_name: repo.nameWithOwner, private: repo.isPrivate,
	owner: account(repo.owner), html_url: repo.url, description: repo.description, fork: repo.isFork,
	created_at: repo.createdAt, updated_at: repo.updatedAt, pushed_at: repo.pushedAt, homepage: null,
	size: repo.diskUsage, stargazers_count: repo.stargazerCount, watchers_count: repo.stargazerCount,
	language: repo.primaryLanguage?.name ?? null, forks_count: repo.forkCount, forks: repo.forkCount,
	archived: repo.isArchived, is_template: repo.isTemplate, disabled: false, topics: repo.topics, visibility: repo.visibility.toLowerCase(), default_branch: 'main',
	license: repo.licenseInfo && { key: repo.licenseInfo.key, name: repo.licenseInfo.name, spdx_id: repo.licenseInfo.spdxId },
	open_issues_count: repo.seed % 30,
});

const signature = ({ name, email, date }) => ({ name, email, date });
const person = ({ user }) => user && account(user);

const commit = item => ({
	sha: item.oid, node_id: item.id, html_url: item.url,
	commit: {
		author: signature(item.author), committer: signature(item.committer), message: item.message,
		tree: { sha: item.tree.oid }, comment_count: 0,
	},
	author: person(item.author), committer: person(item.committer), parents: [],
});

// One page of a list as REST numbers them, with the Link header's facts.
function paged(length, { per_page: size, page }, at) {
	const perPage = Math.min(100, Math.max(1, Number(size ?? 30) || 30));
	const number = Math.max(1, Number(page ?? 1) || 1);
	const start = (number - 1) * perPage;
	const count = Math.max(0, Math.min(perPage, length - start));
	const last = Math.max(1, Math.ceil(length / perPage));
	return { body: Array.from({ length: count }, (_, i) => at(start + i)), page: number, last };
}

const REPO_ORDER = { created: 'CREATED_AT', updated: 'UPDATED_AT', pushed: 'PUSHED_AT', full_name: 'NAME' };

function repositories(owner, query) {
	const field = REPO_ORDER[query.sort ?? 'full_name'] ?? 'NAME';
	const direction = (query.direction ?? (field === 'NAME' ? 'asc' : 'desc')).toUpperCase();
	const list = query.type === 'member' ? [] : sorted(owner.repositoryList, { field, direction });
	return paged(list.length, query, i => repository(list[i]));
}

function history(repo, { author, since, until, ...query }) {
	const connection = repo.commits({ author, since, until });
	return paged(connection.length, query, i => commit(connection.at(i)));
}

const PAYLOADS = {
	commits: ['PushEvent', (repo, h) => ({ repository_id: repo.databaseId, push_id: h, ref: 'refs/heads/main',
		head: hex40(h), before: hex40(h + 1) })],
	prs: ['PullRequestEvent', (repo, h) => ({ action: 'opened', number: h % 500 + 1, pull_request: { id: h } })],
	issues: ['IssuesEvent', (repo, h) => ({ action: 'opened', issue: { id: h, number: h % 500 + 1 } })],
	reviews: ['PullRequestReviewEvent', (repo, h) => ({ action: 'created', review: { id: h, state: 'approved' } })],
};

// At most 300 events of 30 days; pushes name no commits since October 2025.
function events(owner, query) {
	const oldest = owner.lastDay - EVENT_DAYS;
	const list = Object.entries(PAYLOADS).flatMap(([kind, [type, payload]]) =>
		owner.activity.events(kind).filter(([day]) => day > oldest).map(([day, k]) => {
			const repo = owner.repositoryOn(day) ?? owner.world.organization('org-lumen').repositoryList[0];
			const h = mix(hash(`${owner.login}/${kind}`), day * 64 + k);
			return {
				id: String(h), type, actor: account(owner), repo: { id: repo.databaseId, name: repo.nameWithOwner },
				payload: payload(repo, h), public: true, created_at: instant(day * DAY + h % DAY),
			};
		}));
	list.sort((a, b) => b.created_at < a.created_at ? -1 : 1);
	const limited = list.slice(0, EVENT_LIMIT);
	return paged(limited.length, query, i => limited[i]);
}

function tree(repo, rev, { recursive }) {
	const root = need(rev === 'HEAD' || rev === 'main' || rev === repo.head.oid ? repo.tree('') : null);
	const row = ({ path, mode, type, oid, size }) =>
		({ path, mode: mode.toString(8).padStart(6, '0'), type, sha: oid, ...type === 'blob' ? { size } : {} });
	const deep = entry => entry.type === 'tree' && recursive ? [entry, ...entry.object.entries.flatMap(deep)] : [entry];
	return { body: { sha: root.oid, tree: root.entries.flatMap(deep).map(row), truncated: false } };
}

const qualifier = (query, name) => new RegExp(`(?:^|\\s)${name}:"?([^\\s"]+)`).exec(query.q ?? '')?.[1];

function searchable(world, query) {
	if (!query.q)
		throw new Refusal(422, 'Validation Failed');
	const owner = world.user(qualifier(query, 'author') ?? '');
	if (!owner)
		throw new Refusal(422, 'Validation Failed');
	return owner;
}

function found(total, query, at) {
	const { body: items, page, last } = paged(Math.min(total, 1000), query, at);
	return { body: { total_count: total, incomplete_results: false, items }, page, last };
}

function searchCommits(world, query) {
	const owner = searchable(world, query);
	const asked = qualifiers(query.q, () => { throw new Refusal(422, 'Validation Failed'); });
	const { repo = [], user = [], 'author-date': [dates] = [] } = asked;
	const known = [...user.map(login => world.account(login)),
		...repo.map(name => world.account(name.split('/')[0])?.findRepository(name.split('/')[1] ?? ''))];
	if (known.length && !known.some(Boolean))
		throw new Refusal(422, 'Validation Failed');
	const [, since, until] = dates ? /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(dates) ?? [] : [];
	const window = since ? { since: `${since}T00:00:00Z`, until: `${until}T23:59:59Z` } : {};
	const list = owner.repositoryList.filter(item => !item.isFork && within(asked, item))
		.map(item => item.commits({ author: owner.login, ...window }));
	const total = list.reduce((sum, { length }) => sum + length, 0);
	const at = i => {
		const connection = list.find(({ length }) => (i -= length) < 0);
		return commit(connection.at(i + connection.length));
	};
	return found(total, query, at);
}

const thread = item => ({
	id: item.databaseId, node_id: item.id, number: item.number, title: item.title, html_url: item.url,
	state: item.closed ? 'closed' : 'open', user: account(item.author), created_at: item.createdAt,
	closed_at: item.closedAt, ...item.__typename === 'PullRequest' ? { pull_request: { merged_at: item.mergedAt } } : {},
});

function searchIssues(world, query) {
	const owner = searchable(world, query);
	const kinds = { pr: ['prs'], issue: ['issues'] }[qualifier(query, 'type') ?? qualifier(query, 'is')] ?? ['prs', 'issues'];
	const list = kinds.flatMap(kind => owner.threadList(kind));
	return found(list.length, query, i => thread(list[i]));
}

const gist = item => ({
	id: item.name, node_id: item.id, html_url: item.url, description: item.description, public: item.isPublic,
	owner: item.owner ? account(item.owner) : null, created_at: item.createdAt, updated_at: item.updatedAt, comments: 0,
	files: Object.fromEntries(item.fileList.map(({ name, language, size }) => [name, { filename: name, type: 'text/plain',
		language: language?.name ?? null, size, truncated: false, content: '' }])),
	forks: Array.from({ length: item.forkCount }, (_, i) => ({ id: `${item.name}${i}` })), truncated: false,
});

const ownerOf = (world, login) => need(world.account(login));
// A token of somebody else sees no private repository.
const repoOf = (world, login, name) => {
	const repo = need(ownerOf(world, login).findRepository(name));
	return need(repo.isPrivate ? null : repo);
};
const forbidden = () => { throw new Refusal(403, 'Must have admin or collaborator access to repository.'); };

// Pattern, budget, and the answer; the groups of the pattern follow the world.
const ROUTES = [
	[/^\/users\/([^/]+)$/, 'core', (world, query, login) => ({ body: profile(ownerOf(world, login)) })],
	[/^\/users\/([^/]+)\/repos$/, 'core', (world, query, login) => repositories(ownerOf(world, login), query)],
	[/^\/users\/([^/]+)\/events\/public$/, 'core', (world, query, login) => events(ownerOf(world, login), query)],
	[/^\/users\/([^/]+)\/orgs$/, 'core', (world, query, login) => {
		const { orgs } = need(world.user(login)).persona;
		return paged(orgs.length, query, i => account(world.organization(orgs[i])));
	}],
	[/^\/users\/[^/]+\/subscriptions$/, 'core', (world, query) => paged(0, query)],
	[/^\/repos\/([^/]+)\/([^/]+)$/, 'core', (world, query, ...id) => ({ body: repository(repoOf(world, ...id)) })],
	[/^\/repos\/([^/]+)\/([^/]+)\/commits$/, 'core', (world, query, ...id) => history(repoOf(world, ...id), query)],
	[/^\/repos\/([^/]+)\/([^/]+)\/languages$/, 'core', (world, query, ...id) =>
		({ body: Object.fromEntries(repoOf(world, ...id).languageBytes.map(({ size, node }) => [node.name, size])) })],
	[/^\/repos\/([^/]+)\/([^/]+)\/git\/trees\/([^/]+)$/, 'core', (world, query, login, name, rev) =>
		tree(repoOf(world, login, name), rev, query)],
	[/^\/repos\/[^/]+\/[^/]+\/(?:stargazers|subscribers)$/, 'core', forbidden],
	[/^\/gists\/([^/]+)$/, 'core', (world, query, id) => ({ body: gist(need(findGist(world, id))) })],
	[/^\/search\/commits$/, 'search', searchCommits],
	[/^\/search\/issues$/, 'search', searchIssues],
];

// {resource, login, answer} of a path; an unknown one costs like any other.
export function route(path, query) {
	for (const [pattern, resource, handler] of ROUTES) {
		const match = pattern.exec(path);
		if (match) {
			const parts = match.slice(1).map(decodeURIComponent);
			const login = path.startsWith('/gists/') ? gistOwner(parts[0]) : parts[0] ?? qualifier(query, 'author') ?? '';
			return { resource, login: login.toLowerCase(), answer: world => handler(world, query, ...parts) };
		}
	}
	return { resource: 'core', login: '', answer: () => { throw missing(); } };
}

export function linkHeader(url, { page, last }) {
	const to = (number, rel) => {
		url.searchParams.set('page', number);
		return `<${url.href}>; rel="${rel}"`;
	};
	const links = [page > 1 && to(page - 1, 'prev'), page < last && to(page + 1, 'next'),
		page < last && to(last, 'last'), page > 1 && to(1, 'first')].filter(Boolean);
	return links.length ? { link: links.join(', ') } : {};
}
