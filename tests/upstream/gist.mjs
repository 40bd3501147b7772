// Gists: anybody's is found by its id. An account's ids spell its login, so that the owner is known from the id alone;
// the others stand in a table.
import { hash } from './hash.mjs';
import { connect } from './connection.mjs';
import { LANGUAGES } from './vocabulary.mjs';

const SPELT = 14; // letters of a login that fit into an id; longer ones have no gists

const file = ([name, language, size]) => ({
	name, size, language: language && LANGUAGES[language], extension: name.slice(name.lastIndexOf('.')), isImage: false,
	isTruncated: false, encodedName: encodeURIComponent(name), encoding: 'UTF-8',
});

const many = Array.from({ length: 12 }, (_, i) => [`part-${String(i + 1).padStart(2, '0')}.c`, 'C', 100 * (i + 1)]);
const idOf = word => Buffer.from(word).toString('hex').padStart(32, '0');

// By the word their ids spell.
const SPECIAL = {
	twelve: { owner: 'octo', description: '🎉 Twelve files :rocket: and one ✨ idea', files: [...many.slice(1), ['notes.md', 'Markdown', 50], many[0]].slice(0, 12) },
	arabic: { owner: 'name-arabic', description: 'ملاحظات قصيرة عن معالجة النصوص', files: [['ملف.py', 'Python', 812]] },
	cjk: { owner: 'name-cjk', description: '一个快速、可靠的小脚本', files: [['脚本.sh', 'Shell', 90], ['main.go', 'Go', 700]] },
	plain: { owner: 'octo', description: null, files: [['LICENSE', null, 1071]] },
	secret: { owner: 'octo', description: 'not for everybody', files: [['plan.txt', null, 12]], isPublic: false },
	nobody: { owner: null, description: 'by a deleted account', files: [['a.js', 'JavaScript', 5]] },
};
const SPECIAL_IDS = Object.fromEntries(Object.keys(SPECIAL).map(word => [idOf(word), word]));

export const gistId = word => idOf(word);

const codeOf = (login, i) =>
	Buffer.from(login).toString('hex').padEnd(2 * SPELT, '0') + (16 + login.length).toString(16) + (16 + i).toString(16);

// {login, index} of an account's gist, null for anything else.
function decode(id) {
	const [, letters, length, index] = /^([\da-f]{28})([\da-f]{2})([\da-f]{2})$/.exec(id) ?? [];
	const size = parseInt(length, 16) - 16;
	if (!letters || size < 1 || size > SPELT)
		return null;
	return { login: Buffer.from(letters, 'hex').toString('latin1').slice(0, size), index: parseInt(index, 16) - 16 };
}

// Whose it is, without looking it up.
export const gistOwner = id => SPECIAL[SPECIAL_IDS[id]]?.owner ?? decode(id)?.login ?? '';

function make(world, id, { owner, description, files, isPublic = true }) {
	const user = owner && world.user(owner);
	return {
		__typename: 'Gist', id: `G_${id}`, name: id, description, owner: user, isPublic, isFork: false,
		stargazerCount: hash(`gist-stars/${id}`) % 40, forkCount: hash(`gist-forks/${id}`) % 9, fileList: files.map(file),
		createdAt: user?.createdAt ?? world.now, updatedAt: user?.updatedAt ?? world.now, pushedAt: user?.updatedAt ?? world.now,
		url: `https://gist.github.com/${id}`, resourcePath: `/${id}`,
		forks(args) { return connect(args, this.forkCount, () => null); },
		// Ten are given where the client does not say how many.
		files({ limit }) { return this.fileList.slice(0, limit ?? 10); },
	};
}

function ofUser(user, i) {
	const language = user.repositoryList[0]?.primaryLanguage?.name ?? null;
	return make(user.world, codeOf(user.login, i), { owner: user.login, description: user.persona.description(i),
		files: [[`note-${i}.txt`, language, 900 + i]] });
}

export const gistsOf = user => user.login.length > SPELT ? []
	: Array.from({ length: user.hash('gists', 6) }, (_, i) => ofUser(user, i));

export function findGist(world, id) {
	const word = SPECIAL_IDS[id];
	if (word)
		return make(world, id, SPECIAL[word]);
	const code = decode(id);
	const user = code && world.user(code.login);
	return user && gistsOf(user)[code.index] || null;
}
