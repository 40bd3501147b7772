// GitHub's searches: qualifiers into what they find. Strict: a qualifier nobody serves is refused, not passed over.
import { mix } from './hash.mjs';
import { Refusal } from './refusal.mjs';

const QUALIFIER = /^(-?)(is|type|author|commenter|reviewed-by|repo|user|author-date):"?([^\s"]+?)"?$/;
const KINDS = { pr: 'prs', 'pull-request': 'prs', issue: 'issues' };

// {author: [...], 'repo': [...], '-author': [...]} of a search; words of another form are refused.
export function qualifiers(text, refuse) {
	const found = {};
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const [, sign, name, value] = QUALIFIER.exec(word) ?? refuse(word);
		(found[sign + name] ??= []).push(value);
	}
	return found;
}

// Whose search it is: the login its answer hangs on.
export const personOf = text => /(?:^|\s)(?:author|commenter|reviewed-by):"?([^\s"]+)/.exec(text ?? '')?.[1] ?? '';

// Whether a repository is one of those named; several names mean any of them.
export function within({ repo = [], user = [], is = [] }, repository) {
	const same = (a, b) => a.toLowerCase() === b.toLowerCase();
	const named = !repo.length && !user.length || repo.some(name => same(name, repository.nameWithOwner)) ||
		user.some(name => same(name, repository.owner.login));
	return named && !repository.isHidden && !(is.includes('public') && repository.isPrivate);
}

// Threads of other people the user took part in: some at home, some where the company works.
function others(user, kind, share) {
	const lumen = user.world.organization('org-lumen').repositoryList;
	return user.activity.events(kind).map(([day, k]) => [mix(user.persona.seed, day * 64 + k), day])
		.filter(([h]) => h % share === 0)
		.map(([h, day]) => ({ state: 'OPEN', repository: h % 5 ? user.repositoryOn(day) ?? lumen[0] : lumen[h % lumen.length] }));
}

const PART = {
	author: (user, kind) => user.threadList(kind),
	commenter: (user, kind) => others(user, kind === 'prs' ? 'reviews' : 'issues', 2),
	'reviewed-by': (user, kind) => kind === 'prs' ? others(user, 'reviews', 1) : [],
};

// search(type: ISSUE) of GraphQL: how many there are, however many of them could be paged.
export function issueCount(world, text) {
	const refuse = word => { throw new Refusal('NOT_SERVED', `The stand-in does not search for "${word}".`); };
	const asked = qualifiers(text, refuse);
	const { is = [], type = [], repo = [], user = [] } = asked;
	const kinds = [...is, ...type].map(word => KINDS[word]).filter(Boolean);
	const states = is.filter(word => !KINDS[word] && word !== 'public');
	const parts = Object.keys(PART).filter(part => asked[part]);
	if (kinds.length !== 1 || parts.length !== 1 || asked[parts[0]].length !== 1 || states.some(word => word !== 'merged'))
		refuse(text);
	// What several of these mean depends on which of its two searches GitHub takes.
	if (repo.length + user.length > 1 || asked['author-date'])
		refuse(text);
	const [part] = parts;
	const [login] = asked[part];
	const person = world.user(login);
	if (part !== 'author' && !asked['-author']?.includes(login))
		refuse(text);
	const list = person ? PART[part](person, kinds[0]) : [];
	return list.filter(({ state, repository }) => within(asked, repository) && (!states.length || state === 'MERGED')).length;
}
