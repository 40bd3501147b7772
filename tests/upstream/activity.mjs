// What an account did on each day of its life, as one table of small integers. A day's figures depend on
// the login and the date alone, so windows add up however they are cut.
import { mix, unit } from './hash.mjs';

export const DAY = 86400;
export const dayOf = iso => Math.floor(Date.parse(iso) / 1000 / DAY);
export const dateOf = day => new Date(day * DAY * 1000).toISOString().slice(0, 10);
export const instant = seconds => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
export const KINDS = ['commits', 'prs', 'issues', 'reviews'];

const isWeekend = day => (day + 4) % 7 % 6 === 0;
const spread = (h, rate) => Math.min(9, Math.floor(rate + unit(h)));

export class Activity {
	constructor(persona, firstDay, lastDay) {
		const length = Math.max(0, lastDay - firstDay + 1);
		this.firstDay = firstDay;
		this.lastDay = lastDay;
		for (const kind of KINDS)
			this[kind] = new Uint8Array(length);
		for (let i = 0; i < length; i++)
			this.#fill(persona, firstDay + i, i);
		// Commits outside the account's life: dated before it, or already tomorrow somewhere.
		this.stray = new Map((persona.stray ?? []).map(([day, n]) => [typeof day === 'string' ? dayOf(day) : lastDay + day, n]));
		this.restricted = persona.restricted ?? 0;
		this.seed = persona.seed;
	}

	#fill({ seed, activePercent, commitsPerDay, prs, issues, reviews }, day, i) {
		const h = mix(seed, day);
		const chance = isWeekend(day) ? activePercent / 2 : activePercent;
		if (unit(h) * 100 < chance)
			this.commits[i] = 1 + Math.floor(unit(mix(h, 1)) ** 2 * commitsPerDay);
		this.prs[i] = spread(mix(h, 2), prs);
		this.issues[i] = spread(mix(h, 3), issues);
		this.reviews[i] = spread(mix(h, 4), reviews);
	}

	on(kind, day) { return this[kind][day - this.firstDay] ?? (kind === 'commits' ? this.stray.get(day) ?? 0 : 0); }

	// Contributions only the account itself may see: counted, never named.
	restrictedOn(day) {
		return this.restricted && day >= this.firstDay && day <= this.lastDay ? mix(this.seed, day + 5) % (this.restricted + 1) : 0;
	}
	restrictedTotal(from, to) {
		let sum = 0;
		for (let day = from; this.restricted && day <= to; day++)
			sum += this.restrictedOn(day);
		return sum;
	}

	total(kind, from = this.firstDay, to = this.lastDay) {
		const table = this[kind];
		const end = Math.min(to - this.firstDay, table.length - 1);
		let sum = 0;
		for (let i = Math.max(0, from - this.firstDay); i <= end; i++)
			sum += table[i];
		if (kind === 'commits')
			for (const [day, n] of this.stray)
				sum += day >= from && day <= to ? n : 0;
		return sum;
	}

	count(day) { return KINDS.reduce((sum, kind) => sum + this.on(kind, day), this.restrictedOn(day)); }

	// Newest first: one [day, index of the day] for each event of a kind.
	events(kind) {
		const table = this[kind];
		const list = [];
		for (let i = table.length - 1; i >= 0; i--)
			for (let k = table[i] - 1; k >= 0; k--)
				list.push([this.firstDay + i, k]);
		return list;
	}
}
