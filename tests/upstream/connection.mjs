// Relay connections over a sequence given by its length and an accessor, so that a page builds only its
// own nodes. Cursors are opaque to clients and checked when they come back.
import { Refusal } from './refusal.mjs';

const encode = n => Buffer.from(`cursor:v2:${n}`).toString('base64');

function decode(cursor) {
	const found = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('latin1'));
	if (!found)
		throw new Refusal('INVALID_CURSOR_ARGUMENTS',
			`\`${cursor}\` does not appear to be a valid cursor.`);
	return Number(found[1]);
}

function window({ first, last, after, before }, length) {
	let start = after == null ? 0 : Math.min(decode(after) + 1, length);
	let end = before == null ? length : Math.min(decode(before), length);
	if (first != null)
		end = Math.min(end, start + first);
	if (last != null)
		start = Math.max(start, end - last);
	return [start, Math.max(start, end)];
}

class PageInfo {
	constructor(start, end, length) {
		this.start = start;
		this.end = end;
		this.length = length;
	}
	get hasNextPage() { return this.end < this.length; }
	get hasPreviousPage() { return this.start > 0; }
	get startCursor() { return this.start < this.end ? encode(this.start) : null; }
	get endCursor() { return this.start < this.end ? encode(this.end - 1) : null; }
}

class Connection {
	constructor(args, length, at, totalCount = length) {
		this.args = args;
		this.length = length;
		this.at = at;
		this.totalCount = totalCount;
	}
	get range() {
		const range = window(this.args, this.length);
		Object.defineProperty(this, 'range', { value: range });
		return range;
	}
	get pageInfo() { return new PageInfo(...this.range, this.length); }
	get nodes() {
		const [start, end] = this.range;
		return Array.from({ length: end - start }, (_, i) => this.at(start + i));
	}
	get edges() {
		const [start] = this.range;
		return this.nodes.map((node, i) => this.edge(node, encode(start + i)));
	}
	edge(node, cursor) { return { node, cursor }; }
}

// `totalCount` differs from the length where GitHub counts something else than it pages.
export const connect = (args, length, at, totalCount) => new Connection(args, length, at, totalCount);
export const connectList = (args, list, view = item => item) =>
	new Connection(args, list.length, i => view(list[i]));

// Languages are the one connection whose edges carry a fact of their own.
export class LanguageConnection extends Connection {
	constructor(args, list) {
		super(args, list.length, i => list[i]);
		this.totalSize = list.reduce((sum, { size }) => sum + size, 0);
	}
	get nodes() { return super.nodes.map(({ node }) => node); }
	get edges() {
		const [start, end] = this.range;
		return Array.from({ length: end - start },
			(_, i) => ({ ...this.at(start + i), cursor: encode(start + i) }));
	}
}
