/*
 * From the wizard's values to addresses and lines to paste, and back from the page's own address. A value stands for an
 * option of the server's table; what equals the default is left out.
 */

/* Options that say whom a card is about, or in which file format it comes; the rest is its looks and contents. */
const suffixes = ["svg", "png", "webp", "jpeg"];
const whose = ["username", "user"];

export const isWho = (option) => option.required || whose.includes(option.name) || option.name === "forge" || option.name === "api_domain";

export function optionOf(kind, name) {
	return kind.options.find((option) => option.name === name);
}

function chosen(kind, values, without = []) {
	return kind.options
		.filter(({ name }) => !without.includes(name) && (values[name] ?? "") !== "")
		.map(({ name }) => [name, values[name]]);
}

/* "a=b&c=d"; commas and colons stay readable. */
function query(pairs) {
	const text = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
	return text.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%20", "+");
}

/* The path of a card; drop-in cards have addresses of their own, all others stand under /card/. */
export function cardPath(kind, values) {
	if (kind.path) return `${kind.path}?${query(chosen(kind, values))}`;
	const suffix = suffixes.includes(values.type) ? values.type : "svg";
	const login = encodeURIComponent(values.username ?? "").replaceAll("%3A", ":");
	const rest = query(chosen(kind, values, ["username", "type"]));
	return `/card/${login}/${kind.name}.${suffix}${rest ? `?${rest}` : ""}`;
}

export const isComplete = (kind, values) => kind.options.every(({ required, name }) => !required || values[name]);

/* The lines to paste: one picture, or one for each colour scheme. */
export function snippets(kind, values, dark, origin) {
	const alt = [kind.title, values.username ?? values.user ?? values.id].filter(Boolean).join(" of ");
	const light = origin + cardPath(kind, values);
	const html = (url) => url.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
	if (!dark) return { url: light, markdown: `![${alt}](${light})`, html: `<img src="${html(light)}" alt="${alt}">` };
	const night = origin + cardPath(kind, { ...values, theme: dark });
	const picture = `<picture><source media="(prefers-color-scheme: dark)" srcset="${html(night)}"><img src="${html(light)}" alt="${alt}"></picture>`;
	return { url: light, markdown: picture, html: picture };
}

/* The fragment is never sent, so no login of the wizard ends in a log. */
export function toFragment(kind, values, dark) {
	const pairs = [["card", kind.name], ...chosen(kind, values), ...(dark ? [["dark", dark]] : [])];
	return `#${query(pairs)}`;
}

export function fromFragment(fragment, kinds) {
	const given = new URLSearchParams(fragment.replace(/^#/, ""));
	const kind = kinds.find(({ name }) => name === given.get("card")) ?? kinds[0];
	const values = {};
	for (const { name } of kind.options) if (given.get(name)) values[name] = given.get(name);
	return { kind, values, dark: given.get("dark") ?? "" };
}

/* Another card keeps what it knows, too: the person under the name it uses, the looks. */
export function carryOver(values, kind) {
	const kept = {};
	const who = values.username ?? values.user;
	for (const { name } of kind.options) {
		if (values[name]) kept[name] = values[name];
		else if (who && whose.includes(name)) kept[name] = who;
	}
	return kept;
}
