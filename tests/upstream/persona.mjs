// A persona is the set of numbers and word lists from which one account is generated: the normal one
// varies by hash, the special logins override parts of it.
import { hash, mix, between, pick, unit } from './hash.mjs';
import { TOOLS } from './marks.mjs';
import { ADJECTIVES, BIOS, COMMON_LANGUAGES, COMPANIES, FAMILY, GIVEN, NOUNS, ORGS, PLACES, PURPOSES,
	SCRIPTS, TOPICS } from './vocabulary.mjs';

function sample(seed, list, count) {
	const at = seed % list.length;
	return [...list.slice(at), ...list.slice(0, at)].slice(0, count);
}

function repositoryName(seed, i) {
	const word = `${pick(mix(seed, i), ADJECTIVES)}-${pick(mix(seed, i + 5000), NOUNS)}`;
	return i < 4 ? word : `${word}-${i}`;
}

const described = seed => i => {
	const h = mix(seed, i + 9000);
	return h % 9 ? `A ${pick(h, ADJECTIVES)} ${pick(h >>> 8, NOUNS)} ${pick(h >>> 16, PURPOSES)}.` : null;
};

function normal(login) {
	// Account names hold no underscores, archetype ids do: both spellings are one person.
	const seed = hash(`persona/${login.replaceAll('_', '-')}`);
	const h = n => mix(seed, n);
	return {
		seed,
		name: `${pick(h(1), GIVEN)} ${pick(h(2), FAMILY)}`,
		bio: pick(h(3), BIOS),
		company: pick(h(4), COMPANIES),
		location: pick(h(5), PLACES),
		email: null,
		gitEmail: h(6) & 1 ? `${h(7) % 90000000}+${login}@users.noreply.github.com` : `${login}@users.example.org`,
		website: h(8) & 1 ? `https://${login}.example.org` : null,
		ageDays: between(h(9), [400, 4800]),
		repos: between(h(10), [6, 34]),
		forkedRepos: between(h(11), [0, 5]),
		followers: Math.floor(4 * unit(h(12)) ** -0.9),
		following: between(h(13), [0, 120]),
		orgs: sample(h(14), ORGS, between(h(15), [0, 3])),
		stars: between(h(16), [0, 12]),
		forks: between(h(17), [0, 4]),
		activePercent: between(h(18), [15, 75]),
		commitsPerDay: between(h(19), [2, 9]),
		prs: unit(h(20)) * 0.4,
		issues: unit(h(21)) * 0.25,
		reviews: unit(h(22)) * 0.4,
		mergedPercent: between(h(23), [55, 92]),
		answers: between(h(24), [0, 30]),
		languages: sample(h(25), COMMON_LANGUAGES, between(h(26), [2, 8])),
		topics: sample(h(27), TOPICS, 12),
		topicsPerRepo: [0, 6],
		focus: 3,
		aiPercent: h(28) % 3 ? between(h(29), [0, 40]) : 0,
		aiFilePercent: between(h(30), [0, 40]),
		tools: sample(h(31), TOOLS, between(h(32), [1, 2])),
		otherAuthors: 25,
		repositoryName: i => repositoryName(seed, i),
		description: described(seed),
		banned: null,
	};
}

const byWords = words => ({
	repositoryName: i => i < words.length ? words[i] : `${words[i % words.length]}-${i}`,
	description: i => `${words[i % words.length].replaceAll('-', ' ')}, used every week.`,
});
const NO_AI = { aiPercent: 0, aiFilePercent: 0 };
const QUIET = { ...NO_AI, prs: 0, issues: 0, reviews: 0, orgs: [], answers: 0 };

// Each lands on its archetype under the published weights; the self-test computes the scores.
const ARCHETYPES = {
	ai_indie_hacker: {
		repos: 30, followers: 12, following: 60, orgs: [], stars: 12, forks: 0, activePercent: 85,
		commitsPerDay: 8, prs: 0.02, issues: 0.03, reviews: 0, focus: 8, aiPercent: 90, aiFilePercent: 80,
		tools: ['claude', 'cursor'], languages: ['Python', 'TypeScript', 'Jupyter Notebook'],
		topics: ['ai', 'llm', 'langchain', 'openai', 'rag', 'generative-ai', 'chatgpt', 'copilot'], topicsPerRepo: [4, 6],
		...byWords(['gpt-writer', 'agent-kit', 'rag-notes', 'llm-proxy', 'ai-invoice', 'model-zoo']),
	},
	open_source_maintainer: {
		repos: 40, followers: 9000, following: 12, orgs: ORGS.slice(0, 4), stars: 60, forks: 25, activePercent: 90,
		commitsPerDay: 8, prs: 1.2, issues: 0.8, reviews: 2.2, focus: 6, ...NO_AI,
		languages: ['C', 'Shell', 'Perl'], topics: ['library', 'cli', 'unix', 'http'], topicsPerRepo: [2, 3],
		...byWords(['libfetch', 'tinytest', 'core-utils', 'yaml-fast', 'httpd-lite', 'cstrings']),
	},
	full_stack_polyglot: {
		repos: 36, followers: 30, following: 60, orgs: ORGS.slice(0, 1), stars: 3, forks: 1, activePercent: 60,
		commitsPerDay: 4, prs: 0.02, issues: 0.02, reviews: 0.01, focus: 6, ...NO_AI,
		languages: ['TypeScript', 'Go', 'Rust', 'Ruby', 'Kotlin', 'PHP', 'Elixir', 'Swift', 'C#', 'Dart', 'Scala', 'Lua'],
		topics: ['react', 'nextjs', 'django', 'rails', 'laravel', 'spring', 'graphql', 'docker', 'postgres', 'vue',
			'cli', 'game', 'parser', 'api', 'http', 'testing', 'linux', 'automation', 'compiler', 'terminal'], topicsPerRepo: [4, 5],
		...byWords(['shop-front', 'billing', 'mobile-shell', 'desk', 'sync-server', 'chess']),
	},
	backend_architect: {
		repos: 6, ageDays: 2500, followers: 60, following: 60, orgs: [], stars: 0, forks: 0, activePercent: 1,
		commitsPerDay: 1, prs: 0.06, issues: 0.03, reviews: 0.01, focus: 1, aiPercent: 20, tools: ['claude'], topicsPerRepo: [1, 1],
		languages: ['Go'], topics: ['database', 'grpc', 'queue', 'copilot', 'cache', 'ai', 'storage'],
		...byWords(['agent-gateway', 'model-registry', 'order-service', 'event-store', 'grpc-proxy', 'queue']),
	},
	frontend_craftsman: {
		repos: 4, ageDays: 2500, followers: 150, following: 150, orgs: ORGS.slice(0, 2), stars: 1, forks: 2, activePercent: 2,
		commitsPerDay: 1, prs: 0, issues: 0.03, reviews: 0.01, focus: 1, aiPercent: 10, tools: ['copilot'], topicsPerRepo: [1, 1],
		languages: ['CSS', 'Svelte'], topics: ['design-system', 'copilot', 'a11y', 'ai', 'animation', 'llm', 'icons', 'openai'],
		...byWords(['agent-panel', 'model-viewer', 'rag-grid', 'button-lab', 'css-garden', 'icon-set']),
	},
	devops_specialist: {
		repos: 4, ageDays: 2500, followers: 150, following: 150, orgs: ORGS.slice(0, 2), stars: 1, forks: 2, activePercent: 2,
		commitsPerDay: 1, prs: 0, issues: 0.03, reviews: 0.01, focus: 1, aiPercent: 10, tools: ['copilot'], topicsPerRepo: [1, 1],
		languages: ['HCL', 'Shell'], topics: ['terraform', 'copilot', 'kubernetes', 'ai', 'ansible', 'llm', 'helm', 'openai'],
		...byWords(['agent-runner', 'model-cluster', 'rag-charts', 'terraform-modules', 'k8s-cluster', 'helm-charts']),
	},
	data_scientist: {
		repos: 6, ageDays: 1200, followers: 0, following: 20, orgs: [], stars: 0.2, forks: 0, activePercent: 1,
		commitsPerDay: 1, prs: 0.003, issues: 0, reviews: 0.003, focus: 3, aiPercent: 20, tools: ['claude'], topicsPerRepo: [4, 5],
		languages: ['Jupyter Notebook', 'R'], topics: ['machine-learning', 'data-science', 'deep-learning', 'nlp', 'computer-vision', 'transformers'],
		...byWords(['churn-model', 'forecast-lab', 'nlp-notebooks', 'bayes-tools', 'vision-study']),
	},
	security_sentinel: {
		repos: 7, ageDays: 2500, followers: 150, following: 5, orgs: ORGS.slice(0, 2), stars: 0.2, forks: 1, activePercent: 1,
		commitsPerDay: 4, prs: 0.01, issues: 0.03, reviews: 0.003, focus: 2, ...NO_AI, topicsPerRepo: [1, 1],
		languages: ['Shell', 'Perl'], topics: ['security', 'pentest', 'ctf', 'exploit', 'cryptography', 'owasp'],
		...byWords(['ctf-writeups', 'port-scan', 'fuzz-bench', 'cve-watch', 'crypto-notes']),
	},
	rising_developer: {
		ageDays: 300, repos: 9, followers: 2, following: 20, orgs: [], stars: 0, forks: 0, activePercent: 60,
		commitsPerDay: 3, prs: 0.01, issues: 0.01, reviews: 0, focus: 6, ...NO_AI,
		languages: ['Lua'], topics: ['game', 'learning'], topicsPerRepo: [0, 1],
		...byWords(['hello-world', 'todo', 'homework', 'dotfiles', 'first-game']),
	},
	code_explorer: {
		repos: 4, ageDays: 2500, followers: 150, following: 20, orgs: [], stars: 0, forks: 0, activePercent: 1,
		commitsPerDay: 1, prs: 0.03, issues: 0.003, reviews: 0.03, focus: 1, aiPercent: 20, tools: ['claude'], topicsPerRepo: [4, 5],
		languages: ['Roff', 'Lua'], topics: ['notes', 'reading', 'learning', 'ideas'],
		...byWords(['reading-list', 'snippets', 'notes', 'lookups']),
	},
};

const FORBIDDEN_FIELDS = new Set(['organizations', 'pinnedItems', 'contributionsCollection',
	'repositoryDiscussionComments', 'repositoriesContributedTo']);

// One repository of each kind a card must know; their order is the order of the table.
const SHELF = {
	plain: { description: 'Just a repository', stars: 7, forks: 2 },
	archived: { description: 'No longer kept', isArchived: true, stars: 1250, forks: 40 },
	template: { description: 'Start here', isTemplate: true, stars: 12, forks: 300 },
	zero: { description: 'Nobody has seen it', stars: 0, forks: 0 },
	bare: { description: null, noLanguage: true, stars: 1, forks: 0 },
	arabic: { description: SCRIPTS['name-arabic'][2], stars: 99999, forks: 1 },
	hebrew: { description: SCRIPTS['name-hebrew'][2], stars: 4, forks: 1 },
	cjk: { description: SCRIPTS['name-cjk'][2], stars: 5, forks: 1 },
	devanagari: { description: SCRIPTS['name-devanagari'][2], stars: 6, forks: 1 },
	emoji: { description: `${SCRIPTS['name-emoji'][2]} :tada: :no_such_emoji:`, stars: 8, forks: 1 },
	markup: { description: SCRIPTS['name-markup'][2], stars: 9, forks: 1 },
	long: { description: 'A description that goes on and on, '.repeat(12).trim(), stars: 10, forks: 1 },
	secret: { description: 'CANARY: private', isPrivate: true, stars: 3, forks: 0 },
	hidden: { description: 'CANARY: hidden', isHidden: true, stars: 3, forks: 0 },
};
const shelf = () => ({
	repos: Object.keys(SHELF).length, forkedRepos: 0, repositoryName: i => Object.keys(SHELF)[i],
	special: i => Object.values(SHELF)[i],
});

const inScript = login => {
	const [name, bio, description] = SCRIPTS[login];
	return { name, bio, description: () => description };
};

const canary = login => ({
	name: 'CANARY-realname', bio: 'CANARY-bio', company: 'CANARY-company', location: 'CANARY-location',
	email: 'canary-mail@canary.example', gitEmail: 'canary-mail@canary.example',
	website: 'https://canary.example/CANARY-website', orgs: ['CANARY-org'],
	repositoryName: i => `CANARY-repo-${i + 1}`, description: i => `CANARY-description-${i + 1}`,
	topics: ['canary-topic-1', 'canary-topic-2'], subject: 'CANARY-message', repos: 7, activePercent: 60,
	prs: 0.2, issues: 0.2, reviews: 0.2,
});

// First match wins; what a row does not name is as for a normal account.
const SPECIAL = [
	[/^arche-(.+)$/, ([, id]) => ARCHETYPES[id.replaceAll('-', '_')] ?? {}],
	[/^name-.*/, ([login]) => login in SCRIPTS ? inScript(login) : {}],
	[/^canary-/, canary],
	[/^empty-/, () => ({ repos: 0, forkedRepos: 0, activePercent: 0, ...QUIET })],
	[/^big-260$/, () => ({ repos: 260, forkedRepos: 12, ageDays: 4000, activePercent: 80, focus: 9 })],
	[/^heav(y|ier)-/, () => ({ ageDays: 5000, activePercent: 95, commitsPerDay: 20, repos: 60 })],
	[/^forbid-/, () => ({ banned: FORBIDDEN_FIELDS })],
	[/^pin-/, shelf],
	[/^since-(20\d\d)(-|$)/, ([, since]) => ({ since })],
	[/^before-/, () => ({ since: '2012', stray: [['2003-05-04', 3], ['2010-02-03', 2], ['2012-01-09', 1]] })],
	[/^tomorrow-/, () => ({ stray: [[1, 1], [2, 4]] })],
	[/^restricted-/, () => ({ restricted: 3 })],
	[/^crowd-/, () => ({ since: '2013' })],
	[/^late-/, () => ({ since: '2013' })],
	[/^gap-(20\d\d)(-|$)/, ([, gapYear]) => ({ since: '2012', gapYear })],
	[/^ai-none(-|$)/, () => NO_AI],
	[/^ai-([a-z]+)/, ([, tool]) => TOOLS.includes(tool) ? { tools: [tool], aiPercent: 60, aiFilePercent: 60 } : {}],
];

export const ARCHETYPE_IDS = Object.keys(ARCHETYPES);

export function persona(login) {
	const base = normal(login);
	for (const [pattern, override] of SPECIAL) {
		const found = pattern.exec(login);
		if (found)
			return { ...base, ...override(found) };
	}
	return base;
}
