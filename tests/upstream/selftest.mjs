// Asks a private instance what clients ask GitHub, and checks answers and refusals. Prints TAP.
import { request } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { gistId, gistsOf } from './gist.mjs';
import { Upstream } from './github.mjs';
import { TOOLS } from './marks.mjs';
import { ARCHETYPE_IDS } from './persona.mjs';
import { MARKS, PROFILE, WINDOW } from './queries.mjs';
import { classify, features, scores } from './scores.mjs';
import { SCRIPTS } from './vocabulary.mjs';

const upstream = new Upstream({ quiet: true });
const base = await upstream.listen();
const tests = [];
const test = (name, run) => tests.push([name, run]);

function equal(got, wanted, what = 'value') {
	if (!isDeepStrictEqual(got, wanted))
		throw new Error(`${what}: got ${JSON.stringify(got)?.slice(0, 300)}, wanted ${JSON.stringify(wanted)}`);
}
const truthy = (value, what) => equal(Boolean(value), true, what);

function ask(path, { method = 'GET', body, token = 'tok-good-1', headers = {}, signal } = {}) {
	const authorization = token ? { authorization: `bearer ${token}` } : {};
	return new Promise((resolve, reject) => {
		const call = request(base + path, {
			method, signal, agent: false, headers: { 'user-agent': 'selftest', ...authorization, ...headers },
		}, response => {
			const chunks = [];
			response.on('data', chunk => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				const isJson = response.headers['content-type']?.startsWith('application/json');
				let json;
				try {
					json = isJson && text ? JSON.parse(text) : undefined;
				} catch {
					json = 'cut';
				}
				resolve({ status: response.statusCode, headers: response.headers, text, json });
			});
		});
		call.on('error', reject);
		call.end(body);
	});
}

const post = (query, variables = {}, options = {}) =>
	ask('/graphql', { method: 'POST', body: JSON.stringify({ query, variables }), ...options });
const profile = (login, options) => post(PROFILE, { login }, options);
const window = (login, from, to, options) =>
	post(WINDOW, { login, from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` }, options);
const errorType = ({ json }) => json.errors?.[0].type;
const errorCode = ({ json }) => json.errors?.[0].extensions?.code;
const control = async (action, body) => {
	const answer = await ask(`/_control/${action}`,
		body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), token: '' });
	equal(answer.status, 200, `control ${action}`);
	return answer.json;
};
const stats = () => control('stats');
const userOf = async login => (await profile(login)).json.data.user;
const idOf = async login => (await userOf(login)).id;

test('a profile costs 2 points and 1,600 nodes', async () => {
	const { rateLimit } = (await profile('octo')).json.data;
	equal([rateLimit.cost, rateLimit.nodeCount, rateLimit.limit], [2, 1600, 5000]);
});
test('a half year costs 1 point', async () => {
	equal((await window('octo', '2026-05-20', '2026-11-20')).json.data.rateLimit.cost, 1);
});
test('the commits of 10 repositories cost 5 points and 3,010 nodes', async () => {
	const { rateLimit } = (await post(MARKS, { login: 'octo', id: await idOf('octo') })).json.data;
	equal([rateLimit.cost, rateLimit.nodeCount], [5, 3010]);
});
test('headers tell what is left, and a reset refills it', async () => {
	await control('reset', {});
	const { headers } = await profile('octo');
	equal([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining'], headers['x-ratelimit-used'],
		headers['x-ratelimit-resource']], ['5000', '4998', '2', 'graphql']);
	await control('reset', {});
	equal((await profile('octo')).headers['x-ratelimit-remaining'], '4998');
});
test('two tokens of one user share one budget, another user has his own', async () => {
	await control('reset', {});
	await profile('octo', { token: 'tok-good-1' });
	const second = await profile('octo', { token: 'tok-good-2' });
	const other = await profile('octo', { token: 'tok-bob' });
	equal([second, other].map(({ headers }) => headers['x-ratelimit-remaining']), ['4996', '4998']);
});
test('the viewer is the user of the token', async () => {
	equal((await post('{viewer{login}}', {}, { token: 'tok-bob' })).json, { data: { viewer: { login: 'bob' } } });
});
test('the same question has the same answer', async () => {
	const [first, second] = [await profile('octo'), await profile('octo')];
	equal(first.json.data.user, second.json.data.user);
});

test('no User-Agent is 403', async () => {
	equal((await ask('/users/octo', { headers: { 'user-agent': '' } })).status, 403);
});
test('no token, an unknown and a dead one are 401 on GraphQL', async () => {
	for (const token of ['', 'tok-nobody', 'tok-dead'])
		equal((await profile('octo', { token })).status, 401, token);
	equal((await profile('octo', { token: 'tok-dead' })).json.message, 'Bad credentials');
});
test('both schemes of Authorization work, others do not', async () => {
	const status = async authorization => (await ask('/users/octo', { token: '', headers: { authorization } })).status;
	equal([await status('token tok-bob'), await status('Bearer tok-bob'), await status('Basic tok-bob')], [200, 200, 401]);
});
test('a suspended token is 403', async () => {
	const { status, json } = await profile('octo', { token: 'tok-suspended' });
	equal([status, json.message], [403, 'Sorry. Your account was suspended.']);
});
test('an exhausted token is 200 with RATE_LIMIT and resets in 1800 s', async () => {
	const { status, json, headers } = await profile('octo', { token: 'tok-exhausted' });
	equal([status, errorType({ json }), json.errors[0].code, headers['x-ratelimit-remaining']],
		[200, 'RATE_LIMIT', 'graphql_rate_limit', '0']);
	const left = Number(headers['x-ratelimit-reset']) - Date.parse(headers.date) / 1000;
	truthy(left > 1700 && left <= 1800, `reset in ${left} s`);
});
test('an exhausted token is 403 on REST', async () => {
	const { status, headers } = await ask('/users/octo', { token: 'tok-exhausted' });
	equal([status, headers['x-ratelimit-remaining']], [403, '0']);
});
test('a low token has a fifth left', async () => {
	equal((await profile('octo', { token: 'tok-low' })).headers['x-ratelimit-remaining'], '998');
});
test('the secondary limit is 403 with retry-after', async () => {
	const { status, headers, json } = await profile('octo', { token: 'tok-secondary' });
	equal([status, headers['retry-after'], /secondary/.test(json.message)], [403, '60', true]);
});
test('a token without scope is forbidden organizations only', async () => {
	const { json } = await post('{user(login:"octo"){login organizations(first:1){totalCount}}}', {}, { token: 'tok-noscope' });
	equal([json.data.user, errorType({ json }), json.errors[0].path],
		[{ login: 'octo', organizations: null }, 'FORBIDDEN', ['user', 'organizations']]);
});
test('a token can be added', async () => {
	equal((await profile('octo', { token: 'tok-new' })).status, 401);
	await control('set', { tokens: { 'tok-new': { user: 'zoe' } } });
	equal((await post('{viewer{login}}', {}, { token: 'tok-new' })).json.data.viewer.login, 'zoe');
});

const INVALID = [
	['an unknown field', '{user(login:"a"){nonsense}}', 'undefinedField', "Field 'nonsense' doesn't exist on type 'User'"],
	['an unknown argument', '{user(login:"a",x:1){id}}', 'argumentNotAccepted', "Field 'user' doesn't accept argument 'x'"],
	['a missing argument', '{user{id}}', 'missingRequiredArguments', "Field 'user' is missing required arguments: login"],
	['a missing selection', '{user(login:"a")}', 'selectionMismatch', /Field must have selections/],
	['an unused variable', 'query q($x:Int){user(login:"a"){id}}', 'variableNotUsed', 'Variable $x is declared by q but not used'],
	['an undeclared variable', 'query q{user(login:$x){id}}', 'variableNotDefined', 'Variable $x is used by q but not declared'],
	['a wrong type', 'query q($x:Int!){user(login:$x){id}}', 'variableMismatch', /Int! \/ String!/],
];
for (const [name, query, code, message] of INVALID)
	test(`${name} is refused as ${code}`, async () => {
		const answer = await post(query);
		equal([answer.status, errorCode(answer), answer.json.data], [200, code, undefined]);
		const said = answer.json.errors[0].message;
		truthy(message.test ? message.test(said) : said === message, said);
	});
test('a validation error names its place', async () => {
	const [{ path, locations }] = (await post('query q{user(login:"a"){nonsense}}')).json.errors;
	equal([path, locations], [['query q', 'user', 'nonsense'], [{ line: 1, column: 25 }]]);
});
test('a syntax error and a missing variable are errors', async () => {
	truthy(/^Parse error/.test((await post('{user(')).json.errors[0].message), 'parse error');
	truthy(/^Variable \$login/.test((await post(PROFILE)).json.errors[0].message), 'variable');
});
test('bad JSON and a missing query are 400', async () => {
	equal((await ask('/graphql', { method: 'POST', body: '{' })).status, 400);
	equal((await ask('/graphql', { method: 'POST', body: '{}' })).status, 400);
});

test('a connection needs first or last', async () => {
	const answer = await post('{user(login:"octo"){repositories{nodes{name}}}}');
	equal([errorType(answer), answer.json.errors[0].path], ['MISSING_PAGINATION_BOUNDARIES', ['user', 'repositories']]);
	equal((await post('{user(login:"octo"){repositories{totalCount}}}')).json.errors, undefined);
});
test('more than 100 are refused, in variables too', async () => {
	const query = 'query($n:Int=5){user(login:"octo"){repositories(first:$n){totalCount}}}';
	equal(errorType(await post(query, { n: 101 })), 'EXCESSIVE_PAGINATION');
	equal((await post(query)).json.errors, undefined);
	equal((await post(query, { n: 100 })).json.errors, undefined);
});
test('more than 500,000 nodes are refused', async () => {
	const deep = '{user(login:"octo"){repositories(first:100){nodes{watchers(first:100){nodes{followers(first:100){nodes{id}}}}}}}}';
	equal(errorType(await post(deep)), 'MAX_NODE_LIMIT_EXCEEDED');
});
test('a cursor that is none is refused', async () => {
	equal(errorType(await post(PROFILE, { login: 'octo', after: 'nonsense' })), 'INVALID_CURSOR_ARGUMENTS');
});
test('fragments and aliases are priced like what they stand for', async () => {
	const fields = 'repositories(first:100){nodes{languages(first:10){totalCount}}}';
	const query = `query{rateLimit{cost} user(login:"octo"){a:${fields} ...f}} fragment f on User{b:${fields} a:${fields}}`;
	equal((await post(query)).json.data.rateLimit.cost, 2);
});
test('260 repositories come in three pages without repetition', async () => {
	const names = [];
	let after;
	for (let page = 0; page < 3; page++) {
		const { repositories } = (await post(PROFILE, { login: 'big-260', after })).json.data.user;
		equal([repositories.totalCount, repositories.pageInfo.hasNextPage], [260, page < 2]);
		names.push(...repositories.nodes.map(({ nameWithOwner }) => nameWithOwner));
		after = repositories.pageInfo.endCursor;
	}
	equal([names.length, new Set(names).size], [260, 260]);
});
test('last and before page backwards', async () => {
	const query = 'query($b:String){user(login:"octo"){repositories(last:2,before:$b){pageInfo{startCursor hasPreviousPage} nodes{name}}}}';
	const all = (await post('{user(login:"octo"){repositories(first:100){nodes{name}}}}')).json.data.user.repositories.nodes;
	const end = (await post(query)).json.data.user.repositories;
	const before = (await post(query, { b: end.pageInfo.startCursor })).json.data.user.repositories;
	equal([...before.nodes, ...end.nodes], all.slice(-4));
});
test('stargazers are forbidden, their count is not', async () => {
	const query = '{user(login:"octo"){repositories(first:1){nodes{stargazerCount stargazers{totalCount}}}}}';
	const { json } = await post(query);
	const [node] = json.data.user.repositories.nodes;
	equal([errorType({ json }), node.stargazers, json.errors[0].path],
		['FORBIDDEN', null, ['user', 'repositories', 'nodes', 0, 'stargazers']]);
	await control('set', { stargazers: 'on' });
	const open = (await post(query)).json.data.user.repositories.nodes[0];
	equal(open.stargazers.totalCount, node.stargazerCount);
	await control('set', { stargazers: 'off' });
});

test('a window over one year is refused, one of a year is not', async () => {
	truthy(/must not exceed 1 year/.test((await window('octo', '2024-11-01', '2026-11-01')).json.errors[0].message), 'message');
	equal((await window('octo', '2025-11-20', '2026-11-20')).json.errors, undefined);
});
test('a calendar day is the sum of its kinds', async () => {
	for (const [login, day] of [['octo', '2026-11-18'], ['octo', '2026-03-03'], ['linus', '2026-10-09']]) {
		const all = (await window(login, day, day)).json.data.user.contributionsCollection;
		const sum = all.totalCommitContributions + all.totalIssueContributions + all.totalPullRequestContributions +
			all.totalPullRequestReviewContributions;
		equal(all.contributionCalendar.totalContributions, sum);
	}
});
test('windows add up', async () => {
	const total = async (from, to) =>
		(await window('octo', from, to)).json.data.user.contributionsCollection.contributionCalendar.totalContributions;
	const year = await total('2025-06-01', '2026-05-31');
	truthy(year > 0, 'some work');
	equal(await total('2025-06-01', '2025-12-31') + await total('2026-01-01', '2026-05-31'), year);
});
test('commits by repository add up to the window, and history to the calendar', async () => {
	const all = (await window('octo', '2026-01-01', '2026-11-20')).json.data.user.contributionsCollection;
	const parts = all.commitContributionsByRepository;
	equal(parts.reduce((sum, { contributions }) => sum + contributions.totalCount, 0), all.totalCommitContributions);
	const [owner, name] = parts[0].repository.nameWithOwner.split('/');
	const query = `query($o:String!,$n:String!,$id:ID){repository(owner:$o,name:$n){defaultBranchRef{target{...on Commit{
		history(author:{id:$id},since:"2026-01-01T00:00:00Z"){totalCount}}}}}}`;
	const { history } = (await post(query, { o: owner, n: name, id: await idOf('octo') })).json.data.repository.defaultBranchRef.target;
	equal(history.totalCount, parts[0].contributions.totalCount);
});
test('history pages by cursor, newest first, and knows other authors', async () => {
	const name = (await userOf('octo')).repositories.nodes[0].nameWithOwner.split('/')[1];
	const query = `query($a:String,$id:ID){repository(owner:"octo",name:"${name}"){defaultBranchRef{target{...on Commit{
		own:history(author:{id:$id}){totalCount}
		history(first:40,after:$a){totalCount pageInfo{endCursor hasNextPage} nodes{oid committedDate}}}}}}}`;
	const id = await idOf('octo');
	const page = async a => (await post(query, { a, id })).json.data.repository.defaultBranchRef.target;
	const first = await page();
	const second = await page(first.history.pageInfo.endCursor);
	const nodes = [...first.history.nodes, ...second.history.nodes];
	equal(new Set(nodes.map(({ oid }) => oid)).size, nodes.length);
	const dates = nodes.map(({ committedDate }) => committedDate);
	equal([...dates].sort().reverse(), dates);
	truthy(first.own.totalCount < first.history.totalCount, 'other authors');
});
test('merged, open and closed pull requests are all there are', async () => {
	const { user } = (await post(`{user(login:"octo"){all:pullRequests{totalCount} m:pullRequests(states:MERGED){totalCount}
		o:pullRequests(states:OPEN){totalCount} c:pullRequests(states:CLOSED){totalCount}}}`)).json.data;
	equal(user.m.totalCount + user.o.totalCount + user.c.totalCount, user.all.totalCount);
});

for (const tool of TOOLS)
	test(`ai-${tool} leaves marks and files, ai-none does not`, async () => {
		const seen = async login => {
			const world = upstream.world.user(login).repositoryList.flatMap(repo =>
				repo.history({ first: 100 }).nodes.map(({ mark }) => mark?.tool).filter(Boolean));
			return [...new Set(world)];
		};
		equal([await seen(`ai-${tool}`), await seen('ai-none')], [[tool], []]);
	});
test('marked commits name the tool as co-author and trees hold its file', async () => {
	const { nodes } = (await post(MARKS, { login: 'ai-claude', id: await idOf('ai-claude') })).json.data.user.repositories;
	const commits = nodes.flatMap(({ defaultBranchRef }) => defaultBranchRef.target.history.nodes);
	const marked = commits.filter(({ message }) => /^Co-Authored-By: Claude/m.test(message) && !message.includes('```'));
	truthy(marked.length > 20, `${marked.length} marked`);
	truthy(marked.every(({ authors }) => authors.nodes.some(({ email, user }) =>
		email === 'noreply@anthropic.com' && user.login === 'claude')), 'authors');
	truthy(nodes.some(({ root }) => root.entries.some(({ name }) => name === 'CLAUDE.md')), 'CLAUDE.md');
	truthy(nodes.every(({ github }) => github.entries.some(({ name }) => name === 'workflows')), '.github');
});

test('ghosts and organisations are no users', async () => {
	for (const login of ['ghost-1', 'org-lumen', '-bad', 'a--b']) {
		const { json } = await post('query($l:String!){user(login:$l){id}}', { l: login });
		equal([json.data, errorType({ json }), json.errors[0].path, json.errors[0].message], [{ user: null }, 'NOT_FOUND',
			['user'], `Could not resolve to a User with the login of '${login}'.`]);
	}
	equal([(await ask('/users/ghost-1')).status, (await ask('/users/org-lumen')).json.type], [404, 'Organization']);
});
const HEAVY = [['heavy-1', '2026-05-20', '2026-11-20', true], ['heavy-1', '2025-11-20', '2026-11-20', false],
	['heavier-1', '2026-08-20', '2026-11-20', true], ['heavier-1', '2026-05-20', '2026-11-20', false]];
for (const [login, from, to, works] of HEAVY)
	test(`${login} ${works ? 'answers' : 'fails'} from ${from} to ${to}`, async () => {
		const { json } = await window(login, from, to);
		equal([json.data.user !== null, errorType({ json })], [works, works ? undefined : 'RESOURCE_LIMITS_EXCEEDED']);
		equal(json.errors?.[0].path.slice(0, 2), works ? undefined : ['user', 'contributionsCollection']);
	});
test('forbid-* gives null and FORBIDDEN for optional fields only', async () => {
	const { json } = await post(`{user(login:"forbid-1"){login followers{totalCount} organizations(first:5){totalCount}
		pinnedItems(first:6){totalCount} contributionsCollection{totalCommitContributions}}}`);
	const { followers, ...user } = json.data.user;
	equal(user, { login: 'forbid-1', organizations: null, pinnedItems: null, contributionsCollection: null });
	equal(json.errors.map(({ type, path }) => [type, path[1]]), ['organizations', 'pinnedItems', 'contributionsCollection']
		.map(name => ['FORBIDDEN', name]));
	truthy(followers.totalCount >= 0, 'followers');
});
test('empty-* has neither repositories nor activity', async () => {
	equal((await userOf('empty-1')).repositories.totalCount, 0);
	const all = (await window('empty-1', '2026-05-20', '2026-11-20')).json.data.user.contributionsCollection;
	equal([all.contributionCalendar.totalContributions, all.commitContributionsByRepository], [0, []]);
});
test('canary-* holds CANARY in every text', async () => {
	const { json } = await post(`{user(login:"canary-1"){name bio company location email organizations(first:5){nodes{login}}
		repositories(first:100,isFork:false,ownerAffiliations:OWNER){nodes{name description defaultBranchRef{target{...on Commit{history(first:20){
		nodes{message author{email}}}}}}}}}}`);
	const { repositories, organizations, ...texts } = json.data.user;
	const all = [...Object.values(texts), ...organizations.nodes.map(({ login }) => login),
		...repositories.nodes.flatMap(({ name, description }) => [name, description])];
	equal([json.errors, all.filter(text => !/canary/i.test(text))], [undefined, []]);
	const own = upstream.world.user('canary-1').repositoryList[0].commits({ author: 'canary-1' }).at(0);
	truthy(/CANARY-message/.test(own.message) && own.author.email === 'canary-mail@canary.example', 'commits');
});
for (const [login, [name, bio, description]] of Object.entries(SCRIPTS))
	test(`${login} is written in its script`, async () => {
		const { user } = (await post('query($l:String!){user(login:$l){name bio repositories(first:1){nodes{description}}}}', { l: login })).json.data;
		equal([user.name, user.bio, user.repositories.nodes[0].description], [name, bio, description]);
	});
for (const id of ARCHETYPE_IDS)
	test(`arche-${id} is a typical one`, async () => {
		for (const login of [`arche-${id}`, `arche-${id.replaceAll('_', '-')}`]) {
			const facts = features(upstream.world.user(login));
			equal(classify(scores(facts), facts)[0].id, id, login);
		}
	});

const years = (login, ...windows) => post(`{user(login:"${login}"){login} ${windows.map(([from, to], i) => `w${i}:user(login:"${login}"){
	contributionsCollection(from:"${from}T00:00:00Z",to:"${to}T23:59:59Z"){contributionYears restrictedContributionsCount
	contributionCalendar{totalContributions}}}`).join(' ')}}`);
const counted = ({ json }, i = 0) => json.data[`w${i}`]?.contributionsCollection.contributionCalendar.totalContributions;
const year = n => [`${n}-01-01`, `${n}-12-31`];

test('four years of a calendar cost a point', async () => {
	const answer = await post(`{rateLimit{cost} ${[0, 1, 2, 3].map(i => `w${i}:user(login:"since-2009"){contributionsCollection(
		from:"20${10 + i}-01-01T00:00:00Z",to:"20${10 + i}-12-31T00:00:00Z"){contributionCalendar{weeks{contributionDays{date}}}}}`).join(' ')}}`);
	equal(answer.json.data.rateLimit.cost, 1);
});
test('since-YEAR begins in March of that year', async () => {
	const answer = await years('since-2009', year(2008), year(2009), year(2026));
	equal([counted(answer, 0), counted(answer, 1) > 0, counted(answer, 2) > 0], [0, true, true]);
	equal(answer.json.data.w0.contributionsCollection.contributionYears.length, 18);
});
test('before-* has commits older than itself, tomorrow-* one day ahead', async () => {
	const early = await years('before-1', year(2003), year(2004));
	equal([counted(early, 0), counted(early, 1)], [3, 0]);
	equal(early.json.data.w0.contributionsCollection.contributionYears.slice(-2), [2010, 2003]);
	equal(counted(await years('tomorrow-1', ['2026-11-21', '2026-11-21'])), 4);
	equal(counted(await years('octo', ['2026-11-21', '2026-11-21'])), 0);
});
test('restricted contributions are counted in the calendar, and only of restricted-*', async () => {
	const [some, none] = [await years('restricted-1', year(2026)), await years('octo', year(2026))];
	const of = ({ json }) => json.data.w0.contributionsCollection.restrictedContributionsCount;
	equal([of(some) > 0, of(some) < counted(some), of(none)], [true, true, 0]);
});
test('gap-YEAR never tells that year', async () => {
	const answer = await years('gap-2015', year(2014), ['2015-02-01', '2015-02-02'], year(2016));
	equal([counted(answer, 0) > 0, counted(answer, 1), counted(answer, 2) > 0, errorType(answer)],
		[true, undefined, true, 'RESOURCE_LIMITS_EXCEEDED']);
});
test('crowd-* tells one window a request, not three', async () => {
	equal(errorType(await years('crowd-1', year(2014))), undefined);
	equal((await years('crowd-1', year(2014), year(2015), year(2016))).json.errors.length, 3);
});
test('late-* is 504 for many windows at once', async () => {
	equal([(await years('late-1', year(2014), year(2015))).status, (await years('late-1', year(2014), year(2015), year(2016))).status], [200, 504]);
});
test('a long history refuses the repositories contributed to and what stands with them', async () => {
	const query = login => `{user(login:"${login}"){login} c:user(login:"${login}"){repositoriesContributedTo(
		contributionTypes:[COMMIT,ISSUE,PULL_REQUEST,REPOSITORY]){totalCount}}}`;
	const { json } = await post(query('heavy-1'));
	equal([json.data, errorType({ json })], [{ user: { login: 'heavy-1' }, c: null }, 'RESOURCE_LIMITS_EXCEEDED']);
	truthy((await post(query('octo'))).json.data.c.repositoriesContributedTo.totalCount > 0, 'others');
});

const shelf = name => post(`{repository(owner:"pin-1",name:"${name}"){name description isPrivate isArchived isTemplate stargazerCount
	primaryLanguage{name} languages(first:10){edges{size}}}}`);
test('pin-* has a repository of each kind', async () => {
	const of = async name => (await shelf(name)).json.data.repository;
	equal([(await of('archived')).isArchived, (await of('template')).isTemplate, (await of('plain')).isTemplate, (await of('zero')).stargazerCount],
		[true, true, false, 0]);
	equal([(await of('bare')).primaryLanguage, (await of('bare')).description, (await of('cjk')).description], [null, null, SCRIPTS['name-cjk'][2]]);
});
test('a private repository is seen by its token alone, and in no list', async () => {
	const { json } = await shelf('secret');
	equal([json.data.repository.isPrivate, errorType(await shelf('hidden')), errorType(await shelf('none'))], [true, 'NOT_FOUND', 'NOT_FOUND']);
	const names = (await userOf('pin-1')).repositories.nodes.map(({ nameWithOwner }) => nameWithOwner);
	equal(names.filter(name => /secret|hidden/.test(name)), []);
	equal([(await ask('/repos/pin-1/secret')).status, (await ask('/repos/pin-1/Zero')).json.stargazers_count], [404, 0]);
});

const gist = id => post(`{viewer{gist(name:"${id}"){name description isPublic owner{login} files(limit:100){name size language{name}}}}}`);
test('gists are found by their id', async () => {
	const { owner, files, description } = (await gist(gistId('twelve'))).json.data.viewer.gist;
	equal([owner.login, files.length, description.includes('🎉')], ['octo', 12, true]);
	const few = await post(`{viewer{gist(name:"${gistId('twelve')}"){files{name}}}}`);
	equal(few.json.data.viewer.gist.files.length, 10, 'by default');
	equal([(await gist('1234')).json.data.viewer.gist, (await gist(gistId('secret'))).json.data.viewer.gist.isPublic], [null, false]);
	equal((await gist(gistId('nobody'))).json.data.viewer.gist.owner, null);
});
test('every listed gist is found, by GraphQL and REST', async () => {
	const { nodes } = (await post('{user(login:"linus"){gists(first:10){nodes{name description}}}}')).json.data.user.gists;
	truthy(nodes.length > 0, 'some');
	for (const { name, description } of nodes) {
		equal((await gist(name)).json.data.viewer.gist.owner.login, 'linus');
		equal((await ask(`/gists/${name}`)).json.description, description);
	}
	equal((await ask('/gists/1234')).status, 404);
});
test("a gist fails as its owner's account does", async () => {
	const { status } = await gist(gistsOf(upstream.world.user('broken-b'))[0]?.name ?? '');
	equal(status, 502);
});
test('a search of nobody is 422, of an idle one 0, and 30 a minute are the limit', async () => {
	const search = login => ask(`/search/commits?q=author:${login}&per_page=1`);
	await control('set', { search: 3 });
	const [nobody, idle, third, fourth] = [await search('ghost-1'), await search('empty-1'), await search('octo'), await search('octo')];
	equal([nobody.status, idle.json.total_count, third.status, fourth.status, fourth.headers['x-ratelimit-resource']], [422, 0, 200, 403, 'search']);
	await control('set', { search: 30 });
});

const searched = async text =>
	(await post('query($q:String!){search(query:$q,type:ISSUE){issueCount} rateLimit{cost}}', { q: text })).json;
const hits = async text => (await searched(text)).data.search.issueCount;
test('a search counts what an account counts', async () => {
	const [prs, merged, issues] = [await hits('is:pr author:octo'), await hits('is:pr is:merged author:octo'), await hits('is:issue author:octo')];
	const user = await userOf('octo');
	equal([prs, merged, issues], [user.pullRequests, user.merged, user.issues].map(({ totalCount }) => totalCount));
	equal([await hits('is:pr author:ghost-1'), await hits('is:pr author:empty-1')], [0, 0]);
	equal((await searched('is:pr author:octo')).data.rateLimit.cost, 1);
});
test('a search within each of its repositories counts the whole', async () => {
	const user = upstream.world.user('octo');
	for (const search of ['is:pr author:octo', 'is:pr commenter:octo -author:octo', 'is:pr reviewed-by:octo -author:octo',
		'is:issue author:octo', 'is:issue commenter:octo -author:octo']) {
		const parts = await Promise.all(user.repositoryList.map(({ nameWithOwner }) => hits(`${search} repo:${nameWithOwner}`)));
		const [home, away] = [await hits(`${search} user:OCTO`), await hits(`${search} user:org-lumen`)];
		equal([parts.reduce((a, b) => a + b), home + away], [home, await hits(search)], search);
		truthy(home > 0 && (search.includes(' author:') || away > 0), search);
	}
});
test('a search nobody serves is refused', async () => {
	for (const search of ['author:octo', 'is:pr', 'is:pr author:octo repo:octo/a user:octo', 'is:pr label:bug author:octo',
		'is:pr author:octo author:linus', 'is:open is:pr author:octo', 'is:pr commenter:octo', '(is:pr OR is:issue) author:octo'])
		equal(errorType({ json: await searched(search) }), 'NOT_SERVED', search);
});
test('private repositories are not searched with is:public', async () => {
	const { repositoryList } = upstream.world.user('pin-x');
	const hidden = repositoryList.find(({ isPrivate }) => isPrivate).nameWithOwner;
	equal(await hits(`is:pr is:public author:pin-x repo:${hidden}`), 0);
});
test('commits are searched by repository, owner and day', async () => {
	const search = async more => (await ask(`/search/commits?q=author:octo${more}&per_page=1`)).json.total_count;
	const [first, second] = upstream.world.user('octo').repositoryList.filter(({ isFork }) => !isFork);
	const [one, two] = [await search(`+repo:${first.nameWithOwner}`), await search(`+repo:${second.nameWithOwner}`)];
	truthy(one > 0 && two > 0, 'commits');
	equal(await search(`+repo:${first.nameWithOwner}+repo:${second.nameWithOwner}`), one + two);
	equal([await search('+user:octo'), await search('+user:linus')], [await search(''), 0]);
	equal(await search('+author-date:2000-01-01..2025-06-30') + await search('+author-date:2025-07-01..2026-12-31'), await search(''));
	const refused = async more => (await ask(`/search/commits?q=author:octo${more}`)).status;
	equal([await refused('+repo:octo/none'), await refused('+user:ghost-1'), await refused('+stars:3')], [422, 422, 422]);
});
test('repositories come by affiliation', async () => {
	const list = async ways => (await post(`query($w:[RepositoryAffiliation]){user(login:"octo"){repositories(first:100,ownerAffiliations:$w){
		totalCount nodes{owner{login}}}}}`, { w: ways })).json.data.user.repositories;
	const owners = ({ nodes }) => new Set(nodes.map(({ owner }) => owner.login));
	const [own, member, shared, all] = [await list(['OWNER']), await list(['ORGANIZATION_MEMBER']), await list(['COLLABORATOR']),
		await list(['OWNER', 'ORGANIZATION_MEMBER', 'COLLABORATOR'])];
	equal([owners(own), owners(shared).size, shared.totalCount], [new Set(['octo']), 1, 2]);
	equal(owners(member), new Set(upstream.world.user('octo').persona.orgs));
	equal(all.totalCount, own.totalCount + member.totalCount + shared.totalCount);
});

test('slow-* answers a second late', async () => {
	const start = performance.now();
	equal((await profile('slow-1')).status, 200);
	truthy(performance.now() - start >= 990, 'late');
});
test('silent-* does not answer', async () => {
	const signal = AbortSignal.timeout(300);
	equal(await profile('silent-1', { signal }).catch(({ name }) => name), 'AbortError');
});
test('broken-* is 502 with HTML, flaky-* the first time', async () => {
	const broken = await profile('broken-1');
	equal([broken.status, broken.headers['content-type'].slice(0, 9)], [502, 'text/html']);
	equal([(await profile('flaky-1')).status, (await profile('flaky-1')).status, (await ask('/users/flaky-2')).status], [502, 200, 502]);
});
test('truncated-* ends in the middle', async () => {
	equal(await profile('truncated-1').catch(({ code }) => code), 'ECONNRESET');
});
test('liar-* announces less than it sends', async () => {
	const got = await profile('liar-1').catch(({ code }) => code);
	truthy(got.json === 'cut' || /^HPE_/.test(got), 'cut or refused');
});

const MODES = [['broken', 502], ['secondary', 403], ['unauthorized', 401], ['suspended', 403], ['forbidden', 403]];
for (const [mode, status] of MODES)
	test(`mode ${mode} is ${status} twice and then over`, async () => {
		await control('set', { mode, times: 2 });
		const seen = [await profile('octo'), await profile('octo'), await profile('octo')].map(answer => answer.status);
		equal(seen, [status, status, 200]);
	});
test('mode primary is a spent budget', async () => {
	await control('set', { mode: 'primary', times: 1 });
	const answer = await profile('octo');
	equal([answer.status, errorType(answer), answer.headers['x-ratelimit-remaining']], [200, 'RATE_LIMIT', '0']);
});
test('points run out', async () => {
	await control('set', { points: 5 });
	const types = [];
	for (let i = 0; i < 4; i++)
		types.push(errorType(await profile('octo')));
	equal(types, [undefined, undefined, undefined, 'RATE_LIMIT']);
	await control('set', { points: 5000 });
});
test('too many at once meet the secondary limit', async () => {
	await control('set', { concurrency: 3, delay: 200 });
	const answers = await Promise.all(Array.from({ length: 5 }, () => profile('octo')));
	equal(answers.map(({ status }) => status).sort(), [200, 200, 200, 403, 403]);
	await control('set', { concurrency: 100, delay: 0 });
	equal((await profile('octo')).status, 200, 'afterwards');
});
test('too many points a minute meet the secondary limit, unless limits are off', async () => {
	await control('reset', {});
	await control('set', { perminute: 3 });
	equal([(await profile('octo')).status, (await profile('octo')).status], [200, 403]);
	await control('set', { limits: 'off' });
	equal((await profile('octo')).status, 200);
	await control('set', { limits: 'on', perminute: 2000 });
});
test('an unknown setting is refused', async () => {
	equal((await ask('/_control/set', { method: 'POST', body: '{"nonsense":1}' })).status, 400);
	equal((await ask('/_control/set', { method: 'POST', body: '{"mode":"nonsense"}' })).status, 400);
});
test('counts tell logins, operations, points and concurrency', async () => {
	await control('reset', {});
	await Promise.all([profile('octo'), profile('octo'), window('linus', '2026-05-20', '2026-11-20', { token: 'tok-bob' })]);
	const { graphql, points, kinds, concurrency } = await stats();
	equal([graphql, points, kinds.graphql], [{ logins: { octo: 2, linus: 1 }, operations: { profile: 2, window: 1 } },
		{ total: 5, tokens: { 'tok-good-1': 4, 'tok-bob': 1 }, logins: { octo: 4, linus: 1 } }, 3]);
	truthy(concurrency.max >= 1 && concurrency.max <= 3, 'concurrency');
});

test('an unchanged ETag is 304 and free with a token only', async () => {
	await control('reset', {});
	const { headers: { etag } } = await ask('/users/octo');
	const same = await ask('/users/octo', { headers: { 'if-none-match': etag } });
	equal([same.status, same.text, same.headers['x-ratelimit-used']], [304, '', '1']);
	await ask('/users/octo', { token: '' });
	const charged = await ask('/users/octo', { token: '', headers: { 'if-none-match': etag } });
	equal([charged.status, charged.headers['x-ratelimit-used']], [304, '2']);
	equal((await ask('/users/ghost-1', { headers: { 'if-none-match': etag } })).status, 404);
});
test('strangers have few REST requests', async () => {
	await control('set', { anonymous: 2 });
	const seen = [];
	for (let i = 0; i < 3; i++)
		seen.push((await ask('/users/octo', { token: '' })).status);
	equal(seen, [200, 200, 403]);
	await control('set', { anonymous: 60 });
});
test('REST and GraphQL tell the same facts', async () => {
	const { json } = await ask('/users/octo/repos?per_page=100&sort=pushed');
	const nodes = (await userOf('octo')).repositories.nodes;
	const own = json.filter(({ fork }) => !fork);
	equal(own.map(repo => [repo.full_name, repo.stargazers_count, repo.pushed_at]),
		nodes.map(node => [node.nameWithOwner, node.stargazerCount, node.pushedAt]));
	const bytes = (await ask(`/repos/${nodes[0].nameWithOwner}/languages`)).json;
	equal(bytes, Object.fromEntries(nodes[0].languages.edges.map(({ size, node }) => [node.name, size])));
});
test('REST pages by number with a Link header', async () => {
	const { json, headers } = await ask('/users/big-260/repos?per_page=100&page=2&type=owner');
	equal(json.length, 100);
	equal([...headers.link.matchAll(/rel="(\w+)"/g)].map(([, rel]) => rel), ['prev', 'next', 'last', 'first']);
});
test('events are pushes without commits, among others', async () => {
	const { json } = await ask('/users/octo/events/public?per_page=100');
	const pushes = json.filter(({ type }) => type === 'PushEvent');
	truthy(pushes.length > 0, 'pushes');
	equal(Object.keys(pushes[0].payload), ['repository_id', 'push_id', 'ref', 'head', 'before']);
});
test('commits, trees, organisations and searches are served', async () => {
	const name = (await userOf('octo')).repositories.nodes[0].nameWithOwner;
	const commits = (await ask(`/repos/${name}/commits?per_page=5&author=octo`)).json;
	equal([commits.length, new Set(commits.map(({ author }) => author.login))], [5, new Set(['octo'])]);
	const tree = (await ask(`/repos/${name}/git/trees/HEAD`)).json.tree.map(({ path }) => path);
	truthy(tree.includes('README.md') && tree.includes('.github'), 'tree');
	equal((await ask('/users/octo/orgs')).json.every(({ type }) => type === 'Organization'), true);
	const prs = (await ask('/search/issues?q=author:octo+type:pr')).json.total_count;
	equal(prs, (await userOf('octo')).pullRequests.totalCount);
	truthy((await ask('/search/commits?q=author:octo')).json.total_count > 100, 'commits');
	equal([(await ask('/search/issues')).status, (await ask('/repos/octo/none')).status, (await ask(`/repos/${name}/stargazers`)).status],
		[422, 404, 403]);
});
test('/rate_limit is free', async () => {
	await control('reset', {});
	const { json } = await ask('/rate_limit');
	equal([json.resources.core.used, json.resources.graphql.limit, json.resources.search.limit], [0, 5000, 30]);
});
test('gzip is sent when it is on and accepted', async () => {
	await control('set', { gzip: 'on' });
	const encoding = async headers => (await ask('/users/octo', { headers })).headers['content-encoding'];
	equal([await encoding({ 'accept-encoding': 'gzip' }), await encoding({})], ['gzip', undefined]);
	await control('set', { gzip: 'off' });
});
test('another instant is another world', async () => {
	await control('set', { now: '2025-01-15T12:00:00Z' });
	const { headers, json } = await profile('octo');
	truthy(headers.date.startsWith('Wed, 15 Jan 2025'), headers.date);
	truthy(json.data.user.repositories.nodes.every(({ pushedAt }) => pushedAt <= '2025-01-15T12:00:00Z'), 'no future');
	await control('set', { now: '2026-11-20T00:00:00Z' });
});

console.log(`TAP version 13\n1..${tests.length}`);
let failed = 0;
for (const [i, [name, run]] of tests.entries()) {
	const problem = await run().then(() => null, error => error);
	failed += problem ? 1 : 0;
	console.log(`${problem ? 'not ok' : 'ok'} ${i + 1} - ${name}`);
	if (problem)
		console.log(problem.stack.replace(/^/gm, '# '));
}
upstream.close();
process.exitCode = failed ? 1 : 0;
