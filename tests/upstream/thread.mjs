// Pull requests and issues an account opened, one for each of its activity's events.
import { DAY, instant } from './activity.mjs';
import { mix, percent, pick, unit } from './hash.mjs';
import { OBJECTS, VERBS } from './vocabulary.mjs';

class Thread {
	constructor(user, number, [day, k]) {
		this.author = user;
		this.world = user.world;
		this.number = number;
		this.day = day;
		this.seed = mix(mix(user.persona.seed, day), k + this.constructor.salt);
	}
	get repository() { return this.author.repositoryOn(this.day) ?? this.world.organization('org-lumen').repositoryList[0]; }
	get openedSeconds() { return this.day * DAY + Math.floor(unit(mix(this.seed, 1)) * this.#dayLength()); }
	#dayLength() { return Math.min(DAY, this.world.nowSeconds - this.day * DAY); }
	get createdAt() { return instant(this.openedSeconds); }
	get updatedAt() { return this.closedAt ?? this.createdAt; }
	get closed() { return this.state !== 'OPEN'; }
	get closedAt() {
		if (!this.closed)
			return null;
		const days = 9 * unit(mix(this.seed, 2)) ** 2;
		return instant(Math.min(this.world.nowSeconds, this.openedSeconds + Math.floor(days * DAY)));
	}
	get title() {
		return this.author.persona.subject ?? `${pick(mix(this.seed, 3), VERBS)} ${pick(mix(this.seed, 4), OBJECTS)}`;
	}
	get body() { return ''; }
	get id() { return `${this.constructor.prefix}_${this.author.login}_${this.number}`; }
	get databaseId() { return this.seed; }
	get resourcePath() { return `${this.repository.resourcePath}/${this.constructor.folder}/${this.number}`; }
	get url() { return `https://github.com${this.resourcePath}`; }
}

export class PullRequest extends Thread {
	static salt = 7000;
	static prefix = 'PR';
	static folder = 'pull';
	__typename = 'PullRequest';
	isDraft = false;
	get state() {
		const h = percent(mix(this.seed, 5));
		if (h < this.author.persona.mergedPercent)
			return 'MERGED';
		return h % 2 ? 'OPEN' : 'CLOSED';
	}
	get merged() { return this.state === 'MERGED'; }
	get mergedAt() { return this.merged ? this.closedAt : null; }
	get additions() { return 1 + Math.floor(400 * unit(mix(this.seed, 6)) ** 3); }
	get deletions() { return Math.floor(300 * unit(mix(this.seed, 7)) ** 3); }
	get changedFiles() { return 1 + mix(this.seed, 8) % 12; }
	get headRefName() { return `topic-${this.number}`; }
	get baseRefName() { return 'main'; }
}

export class Issue extends Thread {
	static salt = 8000;
	static prefix = 'I';
	static folder = 'issues';
	__typename = 'Issue';
	get state() { return percent(mix(this.seed, 5)) < 60 ? 'CLOSED' : 'OPEN'; }
	get stateReason() { return this.closed ? 'COMPLETED' : null; }
}
