// One commit of a default branch: who wrote it, when, and what marks its message carries.
import { connectList } from './connection.mjs';
import { DAY, instant } from './activity.mjs';
import { BoundedMap, hash, hex40, mix, percent, pick, unit } from './hash.mjs';
import { LOOKALIKES, MARKS, QUOTED, ROBOTS, WEB_FLOW, loginOf } from './marks.mjs';
import { OBJECTS, REASONS, VERBS } from './vocabulary.mjs';

// A commit is named by one number: the day, then the index of the day. Those of other people come last.
const PER_DAY = 64;
const OTHERS = 48;
export const ownRef = (day, k) => day * PER_DAY + k;
export const otherRef = day => day * PER_DAY + OTHERS;
export const isOther = ref => ref % PER_DAY >= OTHERS;
export const refDay = ref => Math.floor(ref / PER_DAY);

function weighted(h, marks) {
	let at = h % marks.reduce((sum, { weight }) => sum + weight, 0);
	return marks.find(({ weight }) => (at -= weight) < 0);
}

const fittingMarks = new BoundedMap(200);
const marksOf = (tools, byAgent) => fittingMarks.obtain(`${tools}/${byAgent}`, () =>
	MARKS.filter(({ tool, author }) => tools.includes(tool) && !author === !byAgent));

function trailerActors(message) {
	const block = message.slice(message.lastIndexOf('\n\n') + 1);
	return [...block.matchAll(/^co-authored-by:\s*(.+?)\s*<([^>\s]+)>\s*$/gim)]
		.map(([, name, email]) => ({ name, email }));
}

class GitActor {
	constructor(world, { name, email }, date) {
		Object.assign(this, { world, name, email, date });
	}
	get user() {
		const login = loginOf(this.email);
		return login && this.world.user(login);
	}
	avatarUrl() { return `https://avatars.example.org/e/${hash(this.email)}`; }
}

export class Commit {
	__typename = 'Commit';

	constructor(repository, ref) {
		this.repository = repository;
		this.ref = ref;
		this.seed = mix(repository.seed, ref);
		this.oid = hex40(this.seed);
		this.world = repository.world;
		this.persona = repository.owner.persona;
	}

	// Own commits share the first nine tenths of a day, so that the order of names is the order of times.
	get seconds() {
		const day = refDay(this.ref);
		const length = Math.min(DAY, this.world.nowSeconds - day * DAY);
		const slots = this.repository.owner.activity.on('commits', day) || 1;
		const jitter = unit(mix(this.seed, 1));
		const part = isOther(this.ref) ? 0.9 + jitter / 10 : (this.ref % PER_DAY + jitter) / slots * 0.9;
		return day * DAY + Math.floor(part * length);
	}

	// An agent that is the author itself never counts as the account's own work.
	get mark() { return this.#once('mark', () => this.#chooseMark()); }
	#chooseMark() {
		const { aiPercent, tools } = this.persona;
		if (percent(mix(this.seed, 2)) >= aiPercent)
			return null;
		const byAgent = isOther(this.ref);
		const fitting = marksOf(tools, byAgent);
		return fitting.length ? weighted(mix(this.seed, 3), fitting) : null;
	}

	#once(name, make) {
		const value = make();
		Object.defineProperty(this, name, { value });
		return value;
	}

	get human() {
		const { gitEmail, name } = this.persona;
		if (!isOther(this.ref))
			return { name: name ?? this.repository.owner.login, email: gitEmail };
		if (this.seed & 1)
			return pick(mix(this.seed, 4), ROBOTS);
		return { name: 'Guest Author', email: `guest-${this.seed % 50}@users.example.org` };
	}

	get actor() { return this.mark?.author ?? this.human; }

	get body() {
		const h = mix(this.seed, 5);
		const { mark } = this;
		const human = [h % 3 ? null : pick(h >>> 4, REASONS),
			h % 29 ? null : QUOTED, h % 31 ? null : pick(h >>> 8, LOOKALIKES)];
		return [...human, mark?.footer, mark?.trailer].filter(Boolean).join('\n\n');
	}

	get messageHeadline() {
		const h = mix(this.seed, 6);
		const subject = this.persona.subject ?? `${pick(h, VERBS)} ${pick(h >>> 8, OBJECTS)}`;
		return (this.mark?.prefix ?? '') + subject;
	}

	get message() {
		return this.#once('message', () => [this.messageHeadline, this.body].filter(Boolean).join('\n\n'));
	}
	get messageBody() { return this.body; }

	get authorActors() { return [this.actor, ...trailerActors(this.message)]; }
	get author() { return new GitActor(this.world, this.actor, this.authoredDate); }

	get committer() {
		const { mark } = this;
		const who = this.committedViaWeb ? WEB_FLOW : this.actor;
		const name = who.name + (mark?.suffix ?? '');
		return new GitActor(this.world, { ...who, name }, this.committedDate);
	}
	get committedViaWeb() { return !this.mark && percent(mix(this.seed, 7)) < 8; }

	authors(args) {
		return connectList(args, this.authorActors, who => new GitActor(this.world, who, this.authoredDate));
	}

	get abbreviatedOid() { return this.oid.slice(0, 7); }
	get id() { return `C_${Buffer.from(this.oid).toString('base64url')}`; }
	get authoredDate() { return this.#once('authoredDate', () => instant(this.seconds)); }
	get committedDate() { return this.authoredDate; }
	get pushedDate() { return null; }
	get authoredByCommitter() { return !this.committedViaWeb; }
	get additions() { return Math.floor(300 * unit(mix(this.seed, 8)) ** 3) + 1; }
	get deletions() { return Math.floor(200 * unit(mix(this.seed, 9)) ** 3); }
	get changedFiles() { return 1 + Math.floor(12 * unit(mix(this.seed, 10)) ** 3); }
	get changedFilesIfAvailable() { return this.changedFiles; }
	get url() { return `${this.repository.url}/commit/${this.oid}`; }
	get resourcePath() { return `${this.repository.resourcePath}/commit/${this.oid}`; }
	get tree() { return this.repository.tree(''); }
	history(args) { return this.repository.history(args, this.ref); }
}
