// One consistent world of accounts, frozen at one instant.
import { Activity, DAY, dayOf, instant } from './activity.mjs';
import { connect, connectList } from './connection.mjs';
import { Contributions } from './contributions.mjs';
import { findGist, gistsOf } from './gist.mjs';
import { BoundedMap, hash, mix } from './hash.mjs';
import { persona } from './persona.mjs';
import { notFound, tooHeavy } from './refusal.mjs';
import { Repository } from './repository.mjs';
import { Issue, PullRequest } from './thread.mjs';

// Enterprise-managed accounts hold an underscore.
const LOGIN = /^[a-z\d](?:[a-z\d_]|-(?=[a-z\d])){0,38}$/i;
const ORGANIZATION = /^(org-|canary-org$)/i;
const GHOST = /^ghost-/i;
const FOCUS_DAYS = 45;
const AFFILIATIONS = ['OWNER', 'ORGANIZATION_MEMBER', 'COLLABORATOR'];
const THREADS = { prs: PullRequest, issues: Issue };

// The longest contribution window GitHub still computes for the account, in days.
const LONGEST_DAYS = [[/^heavy-/, 184], [/^heavier-/, 92]];

// Accounts of whom only a few windows a request are computed.
const CROWDED = /^crowd-/;

const sortKeys = {
	CREATED_AT: ({ createdDay, index }) => createdDay * 1000 + index,
	NAME: ({ name }) => name,
	PUSHED_AT: ({ pushedAt }) => pushedAt,
	STARGAZERS: ({ stargazerCount }) => stargazerCount,
	UPDATED_AT: ({ updatedAt }) => updatedAt,
};

export function sorted(list, { field, direction }) {
	const sign = direction === 'DESC' ? -1 : 1;
	const keyed = list.map(item => [sortKeys[field](item), item]);
	keyed.sort(([a, x], [b, y]) => a < b ? -sign : a > b ? sign : x.index - y.index);
	return keyed.map(([, item]) => item);
}

class Account {
	constructor(world, login) {
		this.world = world;
		this.login = login;
		this.persona = persona(login);
		this.banned = this.persona.banned;
		this.lastDay = Math.floor((world.nowSeconds - 1) / DAY);
		const { since } = this.persona;
		this.firstDay = since ? dayOf(`${since}-03-14`) : this.lastDay - this.persona.ageDays;
		this.databaseId = 1000 + hash(`id/${login}`) % 200000000;
	}

	get activity() { return this.#once('activity', () => new Activity(this.persona, this.firstDay, this.lastDay)); }
	get repositoryList() { return this.#once('repositoryList', () => this.#repositories()); }

	#once(name, make) {
		if (!Object.hasOwn(this, name))
			Object.defineProperty(this, name, { value: make() });
		return this[name];
	}

	#repositories() {
		const { repos, forkedRepos } = this.persona;
		return Array.from({ length: repos + forkedRepos }, (_, i) => new Repository(this, i, i >= repos));
	}

	// Work comes in stretches of some weeks on a few repositories.
	repositoryOn(day) {
		const { seed, focus, repos } = this.persona;
		if (repos === 0)
			return null;
		const slot = mix(seed, day + 77) % focus;
		const stretch = mix(seed, Math.floor(day / FOCUS_DAYS) * 16 + slot);
		const repository = this.repositoryList[stretch % repos];
		return repository.createdDay <= day ? repository : this.repositoryList[0];
	}

	// The days with own commits in one repository, newest first.
	daysOf(repository) {
		return this.#once('daysByRepository', () => this.#sortDays()).get(repository) ?? [];
	}
	#sortDays() {
		const byRepository = new Map(this.repositoryList.map(repository => [repository, []]));
		for (let day = this.lastDay; day >= this.firstDay; day--)
			if (this.activity.on('commits', day))
				byRepository.get(this.repositoryOn(day)).push(day);
		return byRepository;
	}

	repositories({ isFork, privacy, visibility, isArchived, ownerAffiliations, affiliations, orderBy, ...page }) {
		const ways = ownerAffiliations ?? affiliations ?? ['OWNER'];
		const open = (privacy ?? 'PUBLIC') === 'PUBLIC' && (visibility ?? 'PUBLIC') === 'PUBLIC';
		const list = !open ? [] : AFFILIATIONS.filter(way => ways.includes(way)).flatMap(way => this.affiliated(way)).filter(repository =>
			!repository.isPrivate && !repository.isHidden && (isFork ?? repository.isFork) === repository.isFork &&
			(isArchived == null || isArchived === repository.isArchived));
		return connectList(page, orderBy ? sorted(list, orderBy) : list);
	}

	// Repositories by what the account is to them; no repository twice.
	affiliated(way) {
		const { persona: { orgs }, world } = this;
		return {
			OWNER: () => this.repositoryList,
			ORGANIZATION_MEMBER: () => orgs.flatMap(login => world.organization(login).repositoryList),
			COLLABORATOR: () => world.user(`writer-${this.hash('shared', 5000)}`).repositoryList.slice(0, 2),
		}[way]();
	}

	findRepository(name) {
		const wanted = name.toLowerCase();
		return this.repositoryList.find(repository => repository.name.toLowerCase() === wanted && !repository.isHidden) ?? null;
	}
	repository({ name }) {
		const found = this.findRepository(name);
		if (!found)
			throw notFound('a Repository', 'name', `${this.login}/${name}`);
		return found;
	}

	get starred() {
		return sorted(this.repositoryList.filter(({ isFork }) => !isFork), { field: 'STARGAZERS', direction: 'DESC' });
	}
	pinnedItems({ types, ...page }) {
		return connectList(page, (types ?? ['REPOSITORY']).includes('REPOSITORY') ? this.starred.slice(0, 6) : []);
	}
	get itemShowcase() {
		return { hasPinnedItems: this.persona.repos > 0, items: args => this.pinnedItems(args) };
	}

	threadList(kind) {
		return this.#once(`${kind}List`, () => {
			const events = this.activity.events(kind);
			return events.map((event, i) => new THREADS[kind](this, events.length - i, event));
		});
	}
	threads(kind, { states, filterBy, orderBy, ...page }, repository) {
		const wanted = states ?? filterBy?.states;
		const list = this.threadList(kind).filter(thread => (!wanted || wanted.includes(thread.state)) &&
			(!repository || thread.repository === repository));
		return connectList(page, orderBy?.direction === 'ASC' ? list.reverse() : list);
	}
	pullRequests(args) { return this.threads('prs', args); }
	issues(args) { return this.threads('issues', args); }

	get name() { return this.persona.name; }
	get location() { return this.persona.location; }
	get websiteUrl() { return this.persona.website; }
	get email() { return this.persona.email ?? ''; }
	get createdAt() { return instant(this.firstDay * DAY); }
	get updatedAt() { return instant(this.lastDay * DAY); }
	avatarUrl({ size } = {}) {
		return `https://avatars.githubusercontent.com/u/${this.databaseId}?${size ? `s=${size}&` : ''}v=4`;
	}
	get resourcePath() { return `/${this.login}`; }
	get url() { return `https://github.com/${this.login}`; }
	get twitterUsername() { return null; }
	hash(name, limit) { return hash(`${this.login}/${name}`) % limit; }
}

const html = text => `<div>${(text ?? '').replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)}</div>`;

export class User extends Account {
	__typename = 'User';
	status = null;
	pronouns = null;
	isHireable = false;
	isEmployee = false;
	isSiteAdmin = false;
	isBountyHunter = false;
	isCampusExpert = false;
	isGitHubStar = false;
	isDeveloperProgramMember = false;
	hasSponsorsListing = false;
	viewerIsFollowing = false;
	viewerCanFollow = true;
	sponsorsListing = null;

	get id() { return `U_${Buffer.from(this.login).toString('base64url')}`; }
	get bio() { return this.persona.bio; }
	get bioHTML() { return html(this.bio); }
	get company() { return this.persona.company; }
	get companyHTML() { return html(this.company); }
	isViewer(args, { user }) { return user.name === this.login; }

	followers(args) { return connect(args, this.persona.followers, i => this.world.user(`reader-${this.hash(i, 5000)}`)); }
	following(args) { return connect(args, this.persona.following, i => this.world.user(`writer-${this.hash(i, 5000)}`)); }
	organizations(args) { return connectList(args, this.persona.orgs, login => this.world.organization(login)); }
	organization({ login }) { return this.world.organization(login); }

	contributionsCollection(args, context, { operation }) {
		const [, longest] = LONGEST_DAYS.find(([pattern]) => pattern.test(this.login)) ?? [null, Infinity];
		const company = operation.selectionSet.selections.filter(({ name }) => name?.value === 'user').length;
		return new Contributions(this, args, CROWDED.test(this.login) && company > 2 ? -1 : longest);
	}

	repositoriesContributedTo({ first, last, after, before }) {
		if (LONGEST_DAYS.some(([pattern]) => pattern.test(this.login)))
			throw tooHeavy();
		const count = Math.ceil(this.activity.total('prs') / 7);
		const list = this.world.organization('org-lumen').repositoryList;
		return connect({ first, last, after, before }, count, i => list[i % list.length]);
	}

	repositoryDiscussions(args) { return connect(args, Math.floor(this.persona.answers / 2), () => null); }
	repositoryDiscussionComments({ onlyAnswers, ...page }) {
		return connect(page, this.persona.answers * (onlyAnswers ? 1 : 4), () => null);
	}
	issueComments(args) { return connect(args, this.activity.total('issues') * 2, () => null); }
	commitComments(args) { return connect(args, 0, () => null); }
	starredRepositories({ first, last, after, before }) {
		return connect({ first, last, after, before }, this.hash('starred', 900),
			i => this.world.user(`writer-${this.hash(i, 5000)}`).repositoryList[0]);
	}
	watching({ first, last, after, before }) {
		return connect({ first, last, after, before }, this.persona.repos, i => this.repositoryList[i]);
	}
	gists(args) { return connect(args, this.gistList.length, i => this.gistList[i]); }
	gist({ name }) { return findGist(this.world, name); }
	get gistList() { return gistsOf(this); }
	sponsors(args) { return connect(args, 0, () => null); }
	sponsoring(args) { return connect(args, 0, () => null); }
	socialAccounts(args) { return connect(args, 0, () => null); }
	packages({ first, last, after, before }) { return connect({ first, last, after, before }, 0, () => null); }
	projectsV2({ first, last, after, before }) { return connect({ first, last, after, before }, 0, () => null); }
}

export class Organization extends Account {
	__typename = 'Organization';
	isVerified = false;
	get id() { return `O_${Buffer.from(this.login).toString('base64url')}`; }
	get name() { return this.login.includes('CANARY') ? 'CANARY-organization' : this.login.replace('org-', 'The ') + ' project'; }
	get description() { return this.persona.description(0); }
	membersWithRole(args) { return connect(args, 3 + this.hash('members', 40), i => this.world.user(`reader-${this.hash(i, 5000)}`)); }
}

export class World {
	constructor(now, limit = 400) {
		this.now = now;
		this.nowSeconds = Date.parse(now) / 1000;
		this.users = new BoundedMap(limit);
		this.organizations = new BoundedMap(limit);
		this.answers = new BoundedMap(limit);
	}

	user(login) {
		if (!LOGIN.test(login) || GHOST.test(login) || ORGANIZATION.test(login))
			return null;
		return this.users.obtain(login.toLowerCase(), key => new User(this, key));
	}

	organization(login) {
		if (!ORGANIZATION.test(login))
			return null;
		const name = login.toLowerCase().replace('canary', 'CANARY');
		return this.organizations.obtain(name, key => new Organization(this, key));
	}

	account(login) { return this.user(login) ?? this.organization(login); }

	node(id) {
		const [, kind, code] = /^([A-Z]+)_(.+)$/.exec(id) ?? [];
		const name = code && Buffer.from(code, 'base64url').toString();
		const find = {
			U: () => this.user(name), O: () => this.organization(name),
			R: () => this.account(name.split('/')[0])?.findRepository(name.split('/')[1] ?? ''),
		}[kind];
		return find?.() ?? null;
	}
}
