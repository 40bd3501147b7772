// The four published scores and the archetype of an account of the world, so that the self-test can
// prove what the arche-* logins stand for.
import { DAY } from './activity.mjs';
import { Commit, isOther } from './commit.mjs';

const set = words => new Set(words.split(' '));
const FRAMEWORKS = set('react nextjs vue angular svelte fastapi django flask express nestjs pytorch tensorflow ' +
	'langchain docker kubernetes tailwindcss graphql postgres mongodb spring rails laravel gin actix rocket deno ' +
	'bun remix nuxt astro solidjs htmx prisma drizzle supabase firebase vercel aws gcp azure');
const AI_TOPICS = set('machine-learning deep-learning artificial-intelligence ai ml nlp llm gpt transformers ' +
	'neural-network computer-vision data-science chatgpt copilot generative-ai rag langchain openai huggingface ' +
	'stable-diffusion');
const DEVOPS = set('docker kubernetes terraform ansible ci-cd devops aws gcp azure helm jenkins github-actions');
const SECURITY = set('security vulnerability pentest ctf exploit cybersecurity infosec cryptography owasp');
const BACKEND = set('Python Java Go Rust C# C++ Ruby PHP Kotlin Scala Elixir');
const FRONTEND = set('TypeScript JavaScript CSS HTML Svelte Vue Dart');
const DATA = new Set(['Python', 'Jupyter Notebook', 'R', 'Julia']);
const AI_TEXT = /ai|ml|gpt|llm|neural|model|predict|classify|detect|nlp|bert|transformer|diffusion|rag|agent/i;

// Weights of activity, collaboration, stack, ai; the least total; what must be present.
const ARCHETYPES = [
	['ai_indie_hacker', [35, -20, 5, 40], 55],
	['open_source_maintainer', [35, 40, 15, 10], 50],
	['full_stack_polyglot', [25, 15, 45, 15], 45],
	['backend_architect', [30, 25, 25, 20], 40, ({ languages }) => languages.some(([name]) => BACKEND.has(name))],
	['frontend_craftsman', [30, 20, 30, 20], 40, ({ languages }) => languages.some(([name]) => FRONTEND.has(name))],
	['devops_specialist', [30, 20, 30, 20], 40, ({ topics }) => topics.some(name => DEVOPS.has(name))],
	['data_scientist', [25, 15, 25, 35], 40, ({ languages }) => languages.some(([name]) => DATA.has(name))],
	['security_sentinel', [30, 25, 25, 20], 35, ({ topics }) => topics.some(name => SECURITY.has(name))],
	['rising_developer', [40, 15, 25, 20], 20],
	['code_explorer', [30, 20, 30, 20], 0],
];

const log = (value, reference, points) =>
	value <= 0 ? 0 : Math.min(Math.log1p(value) / Math.log1p(reference) * points, points);
const sum = (list, of) => list.reduce((total, item) => total + of(item), 0);
const capped = value => Math.min(100, Math.trunc(value));

export function features(user) {
	const repos = user.repositoryList.filter(({ isFork }) => !isFork);
	const counts = new Map();
	for (const { primaryLanguage: { name } } of repos)
		counts.set(name, (counts.get(name) ?? 0) + 1);
	const year = kind => user.activity.total(kind, user.lastDay - 364);
	const commits = repos.flatMap(repo => repo.refs.filter(ref => !isOther(ref)).slice(0, 30)
		.map(ref => new Commit(repo, ref)));
	return {
		repos, commits, languages: [...counts].map(([name, n]) => [name, n / repos.length]),
		topics: [...new Set(repos.flatMap(({ topics }) => topics))],
		recent: { commits: year('commits'), prs: year('prs'), issues: year('issues'), reviews: year('reviews') },
		followers: user.persona.followers, following: user.persona.following, orgs: user.persona.orgs.length,
		now: user.world.nowSeconds,
	};
}

function activity({ repos, recent, now }) {
	const fresh = sum(repos, ({ pushedAt }) =>
		Math.exp(-0.693 * Math.floor((now - Date.parse(pushedAt) / 1000) / DAY) / 180));
	return log(repos.length, 50, 25) + log(recent.commits, 100, 25) + 25 * Math.min(fresh / 5, 1) +
		log(sum(repos, repo => repo.stargazerCount), 200, 15) +
		2.5 * Object.values(recent).filter(count => count > 0).length;
}

const collaboration = ({ repos, recent, followers, following, orgs }) =>
	log(recent.prs, 15, 20) + log(recent.issues, 10, 12) + log(recent.reviews, 8, 20) + log(followers, 100, 18) +
	Math.min(3 * followers / Math.max(following, 1), 10) + log(sum(repos, repo => repo.forkCount), 50, 15) +
	Math.min(2.5 * orgs, 5);

function diversity({ languages, topics }) {
	const entropy = -sum(languages, ([, share]) => share * Math.log2(share));
	const frameworks = topics.filter(name => FRAMEWORKS.has(name)).length;
	return log(languages.length, 10, 30) + 25 * entropy / Math.log2(Math.max(languages.length, 2)) +
		log(frameworks, 8, 25) + log(topics.length - frameworks, 15, 20);
}

function savviness({ repos, languages, topics, commits }) {
	const named = repos.filter(({ name, description }) => AI_TEXT.test(`${name} ${description}`)).length;
	const marked = commits.filter(({ mark }) => mark).length / Math.max(1, commits.length);
	return log(topics.filter(name => AI_TOPICS.has(name)).length, 6, 18) +
		Math.min(6 * languages.filter(([name]) => DATA.has(name)).length, 12) + log(named, 5, 12) +
		Math.min(90 * marked, 18) + 15 * named / Math.max(1, repos.length);
}

export const scores = facts => [activity, collaboration, diversity, savviness].map(term => capped(term(facts)));

export function classify(values, facts) {
	const total = weights => {
		const positive = sum(weights, weight => Math.max(0, weight));
		return weights.reduce((all, weight, i) =>
			all + values[i] * weight / (weight > 0 ? positive : 100), 0);
	};
	return ARCHETYPES.map(([id, weights, least, fits = () => true]) => ({ id, least, fits, total: total(weights) }))
		.filter(({ least, fits, total: value }) => value >= least && fits(facts))
		.sort((a, b) => b.total - a.total);
}
