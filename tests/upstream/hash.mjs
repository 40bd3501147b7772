// Every fact of the stand-in's world is a hash of its path, so the same question has the same answer in
// every run, in any order, whatever the shape of the query.

// FNV-1a with a final avalanche; 32 bits.
export function hash(text) {
	let h = 0x811c9dc5;
	for (let i = 0; i < text.length; i++)
		h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
	return mix(h, 0);
}

// Combine a seed with a number, for the inner loops that must not build strings.
export function mix(seed, n) {
	let h = (seed ^ Math.imul(n + 1, 0x9e3779b1)) >>> 0;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

export const unit = h => h / 0x100000000;
export const between = (h, [low, high]) => low + Math.floor(unit(h) * (high - low + 1));
export const pick = (h, list) => list[h % list.length];
export const percent = h => h % 100;

export function hex40(seed) {
	let text = '';
	for (let i = 0; i < 5; i++)
		text += mix(seed, i).toString(16).padStart(8, '0');
	return text;
}

// A map that forgets its oldest entries: objects are rebuilt equal, so forgetting costs time only.
export class BoundedMap extends Map {
	constructor(limit) {
		super();
		this.limit = limit;
	}

	obtain(key, make) {
		let value = this.get(key);
		if (value === undefined) {
			value = make(key);
			if (this.size >= this.limit)
				this.delete(this.keys().next().value);
			this.set(key, value);
		}
		return value;
	}
}
