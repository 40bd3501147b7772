// Repositories with their languages, topics, files and default branch.
import { connect, connectList, LanguageConnection } from './connection.mjs';
import { DAY, instant } from './activity.mjs';
import { Commit, isOther, otherRef, ownRef, refDay } from './commit.mjs';
import { between, hash, hex40, mix, percent, pick, unit } from './hash.mjs';
import { CONFIG_FILES } from './marks.mjs';
import { Refusal, forbidden } from './refusal.mjs';
import { COMPANIONS, LANGUAGES, MANIFESTS } from './vocabulary.mjs';

const LICENSES = [['mit', 'MIT License', 'MIT'], ['apache-2.0', 'Apache License 2.0', 'Apache-2.0'],
	['gpl-3.0', 'GNU General Public License v3.0', 'GPL-3.0'], null];

const topicOf = name => ({
	__typename: 'RepositoryTopic', id: `RT_${name}`, url: `https://github.com/topics/${name}`,
	resourcePath: `/topics/${name}`,
	topic: { __typename: 'Topic', id: `T_${name}`, name, stargazerCount: hash(name) % 9000 },
});

class Blob {
	__typename = 'Blob';
	isBinary = false;
	isTruncated = false;
	constructor(repository, path) {
		this.repository = repository;
		this.path = path;
		this.oid = hex40(hash(`${repository.nameWithOwner}/${path}`));
	}
	get id() { return `B_${this.oid}`; }
	get abbreviatedOid() { return this.oid.slice(0, 7); }
	get text() { return `# ${this.repository.name}\n\n${this.path} of ${this.repository.nameWithOwner}.\n`; }
	get byteSize() { return Buffer.byteLength(this.text); }
}

class Tree {
	__typename = 'Tree';
	constructor(repository, path) {
		this.repository = repository;
		this.path = path;
		this.oid = hex40(hash(`${repository.nameWithOwner}/${path}/`));
	}
	get id() { return `T_${this.oid}`; }
	get abbreviatedOid() { return this.oid.slice(0, 7); }
	get entries() {
		const prefix = this.path && `${this.path}/`;
		const inside = this.repository.files.filter(file => file.startsWith(prefix));
		const names = new Map(inside.map(file => {
			const [name, ...rest] = file.slice(prefix.length).split('/');
			return [name, rest.length > 0];
		}));
		return [...names].sort(([a], [b]) => a < b ? -1 : 1).map(([name, isTree]) => this.#entry(prefix + name, name, isTree));
	}
	#entry(path, name, isTree) {
		const object = isTree ? new Tree(this.repository, path) : new Blob(this.repository, path);
		return {
			__typename: 'TreeEntry', name, path, object, oid: object.oid, type: isTree ? 'tree' : 'blob',
			mode: isTree ? 0o40000 : 0o100644, size: isTree ? 0 : object.byteSize,
			extension: name.includes('.') ? name.slice(name.lastIndexOf('.')) : null,
			isGenerated: false, repository: this.repository,
		};
	}
}

class Branch {
	__typename = 'Ref';
	name = 'main';
	prefix = 'refs/heads/';
	constructor(repository) { this.repository = repository; }
	get id() { return `REF_${this.repository.id}`; }
	get target() { return this.repository.head; }
}

export class Repository {
	__typename = 'Repository';
	isLocked = false;
	isDisabled = false;
	isMirror = false;
	isEmpty = false;
	hasIssuesEnabled = true;
	hasWikiEnabled = true;
	hasDiscussionsEnabled = false;
	viewerHasStarred = false;
	forkingAllowed = true;
	homepageUrl = null;
	mirrorUrl = null;
	archivedAt = null;

	constructor(owner, index, isFork) {
		const { persona } = owner;
		this.owner = owner;
		this.world = owner.world;
		this.index = index;
		this.isFork = isFork;
		this.seed = mix(persona.seed, 100000 + index);
		this.name = isFork ? `fork-${index}` : persona.repositoryName(index);
		this.special = (!isFork && persona.special?.(index)) || {};
		this.nameWithOwner = `${owner.login}/${this.name}`;
		this.createdDay = this.#birthday();
	}

	// The first repository is as old as its owner: every day of work has somewhere to go.
	#birthday() {
		const { firstDay, lastDay } = this.owner;
		return this.index ? between(mix(this.seed, 1), [firstDay, Math.max(firstDay, lastDay - 20)]) : firstDay;
	}

	get refs() {
		const refs = this.isFork ? [] : this.#history();
		const list = refs.length ? refs : [otherRef(this.createdDay)];
		Object.defineProperty(this, 'refs', { value: list });
		return list;
	}

	#history() {
		const refs = [];
		for (const day of this.owner.daysOf(this)) {
			if (percent(mix(this.seed, day)) < this.owner.persona.otherAuthors)
				refs.push(otherRef(day));
			for (let k = this.owner.activity.on('commits', day) - 1; k >= 0; k--)
				refs.push(ownRef(day, k));
		}
		return refs;
	}

	get head() { return new Commit(this, this.refs[0]); }
	get defaultBranchRef() { return new Branch(this); }
	get pushedAt() { return this.head.committedDate; }
	get createdAt() { return instant(this.createdDay * DAY); }
	get updatedAt() { return this.pushedAt; }
	get isPrivate() { return this.special.isPrivate ?? false; }
	get isHidden() { return this.special.isHidden ?? false; } // the token's user must not know of it
	get visibility() { return this.isPrivate ? 'PRIVATE' : 'PUBLIC'; }
	get isTemplate() { return this.special.isTemplate ?? false; }
	get isArchived() {
		return this.special.isArchived ?? (this.owner.lastDay - refDay(this.refs[0]) > 730 && this.seed % 3 === 0);
	}

	history({ first, last, after, before, author, since, until, path }, from) {
		if (path != null)
			throw new Refusal('NOT_SERVED', 'The stand-in does not know the paths of a commit.');
		const list = this.#selected({ author, since, until, from });
		return connect({ first, last, after, before }, list.length, i => new Commit(this, list[i]));
	}

	#selected({ author, since, until, from }) {
		const start = from === undefined ? 0 : this.refs.indexOf(from);
		const wanted = [
			author && (ref => this.#isAuthor(ref, author)),
			since && (ref => new Commit(this, ref).seconds * 1000 >= Date.parse(since)),
			until && (ref => new Commit(this, ref).seconds * 1000 <= Date.parse(until)),
		].filter(Boolean);
		const list = start > 0 ? this.refs.slice(start) : this.refs;
		return wanted.length ? list.filter(ref => wanted.every(test => test(ref))) : list;
	}

	#isAuthor(ref, { id, emails }) {
		if (id != null)
			return id === this.owner.id && !isOther(ref);
		return emails?.includes(new Commit(this, ref).actor.email);
	}

	commits({ author, ...args }) {
		if (author == null)
			return this.history(args);
		const isOwner = author.toLowerCase() === this.owner.login.toLowerCase();
		return this.history({ ...args, author: isOwner ? { id: this.owner.id } : { emails: [author] } });
	}

	get languageBytes() {
		const { languages } = this.owner.persona;
		if (this.special.noLanguage)
			return [];
		const first = this.index < languages.length ? languages[this.index] : pick(mix(this.seed, 2), languages);
		const names = [first, ...(COMPANIONS[first] ?? []).slice(0, mix(this.seed, 3) % 4)];
		let size = between(mix(this.seed, 4), [2000, 900000]);
		const list = names.map((name, i) => ({ size: Math.max(1, Math.floor(size / 5 ** i)), node: LANGUAGES[name] }));
		Object.defineProperty(this, 'languageBytes', { value: list });
		return list;
	}

	languages(args) {
		const sign = args.orderBy?.direction === 'ASC' ? 1 : -1;
		const order = args.orderBy ? (a, b) => sign * (a.size - b.size)
			: (a, b) => a.node.name < b.node.name ? -1 : 1;
		return new LanguageConnection(args, [...this.languageBytes].sort(order));
	}
	get primaryLanguage() { return this.languageBytes[0]?.node ?? null; }

	get topics() {
		const { topics, topicsPerRepo } = this.owner.persona;
		const count = Math.min(topics.length, between(mix(this.seed, 5), topicsPerRepo));
		const at = this.index * 3 % topics.length;
		return [...topics.slice(at), ...topics.slice(0, at)].slice(0, count);
	}
	repositoryTopics(args) { return connectList(args, this.topics, topicOf); }

	get files() {
		const { aiFilePercent, tools } = this.owner.persona;
		const marked = percent(mix(this.seed, 6)) < aiFilePercent;
		const list = ['README.md', 'LICENSE', '.gitignore', '.github/workflows/test.yml',
			...(MANIFESTS[this.primaryLanguage?.name] ?? ['src/main']),
			...(marked ? tools.flatMap(tool => CONFIG_FILES[tool] ?? []) : [])];
		return [...new Set(list)];
	}

	tree(path) {
		if (path === '' || this.files.some(file => file.startsWith(`${path}/`)))
			return new Tree(this, path);
		return this.files.includes(path) ? new Blob(this, path) : null;
	}

	object({ expression, oid }) {
		const [, rev, , path] = /^([^:]*)(:(.*))?$/.exec(expression ?? oid ?? 'HEAD');
		const commit = ['HEAD', 'main', 'refs/heads/main'].includes(rev) ? this.head : this.#byOid(rev);
		if (!commit || path === undefined)
			return commit;
		return this.tree(path.replace(/\/$/, ''));
	}
	#byOid(oid) {
		const ref = /^[\da-f]{7,40}$/.test(oid) &&
			this.refs.find(r => hex40(mix(this.seed, r)).startsWith(oid));
		return ref ? new Commit(this, ref) : null;
	}
	ref({ qualifiedName }) {
		return ['main', 'refs/heads/main'].includes(qualifiedName) ? this.defaultBranchRef : null;
	}

	get stargazerCount() { return this.#popularity('stars', 7); }
	get forkCount() { return this.#popularity('forks', 8); }
	#popularity(kind, n) {
		const u = unit(mix(this.seed, n));
		return this.isFork ? 0 : this.special[kind] ?? Math.min(200000, Math.floor(this.owner.persona[kind] * (u / (1.0001 - u)) ** 0.9));
	}

	stargazers(args, { allowStargazers }) {
		if (!allowStargazers)
			throw forbidden();
		return this.#people(args, this.stargazerCount);
	}
	watchers(args) { return this.#people(args, 1 + this.stargazerCount % 40); }
	forks(args) {
		return connect(args, this.forkCount, i => this.world.user(`forker-${i}`).repositoryList[0]);
	}
	issues(args) { return this.owner.threads('issues', args, this); }
	pullRequests(args) { return this.owner.threads('prs', args, this); }
	releases(args) { return connectList(args, []); }
	#people(args, count) {
		return connect(args, count, i => this.world.user(`reader-${mix(this.seed, i) % 5000}`));
	}

	get description() {
		const { description } = this.special;
		return description === undefined ? this.owner.persona.description(this.index) : description;
	}
	get descriptionHTML() { return `<div>${(this.description ?? '').replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`)}</div>`; }
	get licenseInfo() {
		const found = pick(mix(this.seed, 9), LICENSES);
		return found && { __typename: 'License', key: found[0], name: found[1], spdxId: found[2], id: `L_${found[0]}` };
	}
	get latestRelease() { return null; }
	get parent() {
		return this.isFork ? this.world.organization('org-lumen').repositoryList[this.index % 3] : null;
	}
	get isInOrganization() { return this.owner.__typename === 'Organization'; }
	get isUserConfigurationRepository() { return this.name === this.owner.login; }
	get diskUsage() { return Math.ceil((this.languageBytes[0]?.size ?? 0) / 700); }
	get databaseId() { return this.seed % 900000000; }
	get id() { return `R_${Buffer.from(this.nameWithOwner).toString('base64url')}`; }
	get resourcePath() { return `/${this.nameWithOwner}`; }
	get url() { return `https://github.com/${this.nameWithOwner}`; }
	get sshUrl() { return `git@github.com:${this.nameWithOwner}.git`; }
	get openGraphImageUrl() { return `https://opengraph.example.org/${this.nameWithOwner}`; }
}
