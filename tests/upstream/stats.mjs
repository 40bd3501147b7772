// Counts of what was asked, for assertions on how a client behaves.

const MAX_KEYS = 20000;

class Tally {
	constructor() { this.counts = new Map(); }
	add(key, n = 1) {
		if (this.counts.has(key) || this.counts.size < MAX_KEYS)
			this.counts.set(key, (this.counts.get(key) ?? 0) + n);
	}
	toJSON() { return Object.fromEntries(this.counts); }
}

export class Stats {
	constructor(connections = 0) {
		this.requests = 0;
		this.connections = connections;
		this.concurrency = { now: 0, max: 0 };
		this.bytes = 0;
		this.kinds = new Tally();
		this.statuses = new Tally();
		this.errors = new Tally();
		this.graphql = { logins: new Tally(), operations: new Tally() };
		this.rest = { logins: new Tally(), paths: new Tally() };
		this.points = { total: 0, tokens: new Tally(), logins: new Tally() };
	}

	enter() {
		this.requests++;
		this.concurrency.max = Math.max(this.concurrency.max, ++this.concurrency.now);
	}
	leave() { this.concurrency.now--; }

	spend(points, token, logins) {
		this.points.total += points;
		this.points.tokens.add(token, points);
		for (const login of logins)
			this.points.logins.add(login, points);
	}

	// Requests under way outlive a reset.
	renewed() {
		const next = new Stats();
		next.concurrency = { now: this.concurrency.now, max: this.concurrency.now };
		return next;
	}
}
