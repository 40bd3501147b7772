// Tokens, the users they belong to, and what those users have left. Limits are per user: a second token
// of the same user brings nothing.
import { Refusal } from './refusal.mjs';

const HOUR = 3600;
const ORGANIZATION_FIELDS = new Set(['organizations', 'organization']);

// user, and what is special about the token.
export const TOKENS = {
	'tok-good-1': { user: 'alice' },
	'tok-good-2': { user: 'alice' },
	'tok-bob': { user: 'bob' },
	'tok-dead': { user: 'dave', status: 401 },
	'tok-suspended': { user: 'mallory', status: 403 },
	'tok-exhausted': { user: 'erin', left: 0, resetIn: 1800 },
	'tok-low': { user: 'lou', left: 0.2 },
	'tok-secondary': { user: 'sam', secondary: true },
	'tok-noscope': { user: 'nora', banned: ORGANIZATION_FIELDS },
};

export const RESOURCES = ['graphql', 'core', 'search'];

class Bucket {
	constructor(resource, { limit, period, left = 1, resetIn = period }, clock) {
		Object.assign(this, { resource, limit, period, clock });
		this.used = Math.round(limit * (1 - left));
		this.reset = Math.floor(clock()) + resetIn;
	}
	get remaining() { return Math.max(0, this.limit - this.used); }

	// False when nothing is left; a request that is let in may overdraw, as GitHub charges afterwards.
	take(points) {
		this.#renew();
		if (this.remaining === 0)
			return false;
		this.used += points;
		return true;
	}
	#renew() {
		const now = this.clock();
		if (now < this.reset)
			return;
		this.used = 0;
		this.reset = Math.floor(now) + this.period;
	}

	get headers() {
		return {
			'x-ratelimit-limit': this.limit, 'x-ratelimit-remaining': this.remaining,
			'x-ratelimit-used': Math.min(this.used, this.limit), 'x-ratelimit-reset': this.reset,
			'x-ratelimit-resource': this.resource,
		};
	}
	get summary() {
		return { limit: this.limit, used: Math.min(this.used, this.limit), remaining: this.remaining, reset: this.reset };
	}
}

// Points spent in the running minute.
class Minute {
	constructor(clock) {
		this.clock = clock;
		this.start = 0;
		this.used = 0;
	}
	take(points, limit) {
		const now = this.clock();
		if (now >= this.start + 60) {
			this.start = now;
			this.used = 0;
		}
		this.used += points;
		return this.used <= limit;
	}
}

class Owner {
	constructor(name, special, settings, clock) {
		this.name = name;
		this.id = 1000 + name.length;
		const of = (limit, period) => ({ limit, period, left: special.left, resetIn: special.resetIn });
		this.buckets = {
			graphql: new Bucket('graphql', of(settings.points, HOUR), clock),
			core: new Bucket('core', of(settings.rest, HOUR), clock),
			search: new Bucket('search', of(settings.search, 60), clock),
		};
		this.minutes = Object.fromEntries(RESOURCES.map(resource => [resource, new Minute(clock)]));
	}
}

export class Limits {
	constructor(settings, clock) {
		this.settings = settings;
		this.clock = clock;
		this.tokens = structuredClone(TOKENS);
		this.owners = new Map();
	}

	// Forget what was spent; tokens added at run time stay.
	refill() { this.owners.clear(); }

	owner(name, special = {}) {
		if (!this.owners.has(name))
			this.owners.set(name, new Owner(name, special, this.settings, this.clock));
		return this.owners.get(name);
	}

	// {token, user} of an Authorization header, null when there is none.
	identify(header) {
		if (header === undefined)
			return null;
		const [, value] = /^(?:bearer|token) +(\S+)$/i.exec(header) ?? [];
		const entry = Object.hasOwn(this.tokens, value ?? '') && this.tokens[value];
		if (!entry || entry.status === 401)
			throw new Refusal(401, 'Bad credentials');
		if (entry.status === 403)
			throw new Refusal(403, 'Sorry. Your account was suspended.');
		return { token: value, entry, user: this.owner(entry.user, entry) };
	}

	// Callers without a token share their address's few REST requests.
	stranger() {
		const { rest, search, ...others } = this.settings;
		if (!this.owners.has(''))
			this.owners.set('', new Owner('', {}, { ...others, rest: others.anonymous, search: 10 }, this.clock));
		return { token: '', entry: {}, user: this.owners.get('') };
	}

	// 'ok', 'primary' or 'secondary'.
	charge({ user, entry }, resource, points) {
		if (entry.secondary)
			return 'secondary';
		if (this.settings.limits === 'off')
			return 'ok';
		if (!user.buckets[resource].take(points))
			return 'primary';
		const perMinute = resource === 'graphql' ? this.settings.perminute : this.settings.restperminute;
		return user.minutes[resource].take(points, perMinute) ? 'ok' : 'secondary';
	}
}
