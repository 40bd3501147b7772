#!/bin/sh
# The GitHub source against the strict stand-in of tests/upstream: every way an answer can fail.
# Needs node and the npm packages of tests/package.json.
set -u
src=${top_srcdir:-.}
probe=${top_builddir:-build}/tests/github-probe
if ! "$src/tests/have-packages"; then
	echo '1..0 # SKIP npm packages are not installed'
	exit 0
fi
tmp=$(mktemp -d) || exit 1
node "$src/tests/upstream/github.mjs" --quiet >"$tmp/url" 2>"$tmp/server" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server"; rm -rf "$tmp"' EXIT
tries=0
until grep -q '^UPSTREAM_URL=' "$tmp/url"; do
	tries=$((tries + 1))
	if [ "$tries" -gt 300 ] || ! kill -0 "$server"; then
		echo 'Bail out! the stand-in does not start'
		sed 's/^/# /' "$tmp/server"
		exit 1
	fi
	sleep 0.1
done
url=$(sed -n 's/^UPSTREAM_URL=//p' "$tmp/url")
n=0
row=
export TRUTH="$tmp/truth" BASIC="$tmp/basic"

# one_test NAME STATUS: a test point, with the last line of the probe when it fails
one_test() {
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' "$tmp/out" "$tmp/err"
	fi
}

# tokens NAME...: the token file of the next calls; none = no file
tokens() {
	: >"$tmp/tokens"
	chmod 600 "$tmp/tokens"
	[ $# -eq 0 ] || printf '# pool\n\n' >>"$tmp/tokens"
	for token; do echo "$token" >>"$tmp/tokens"; done
	file=
	[ $# -eq 0 ] || file=$tmp/tokens
}

# ask [OPTION...] -- LOGIN...: leaves the lines in $tmp/out
ask() {
	"$probe" clock=2026-11-20T00:00:00Z github_api="$url" github_tokens="$file" github_timeout=2s \
		github_deadline=12s "$@" >"$tmp/out" 2>"$tmp/err"
}

# control PATH [JSON]: prints the answer of the stand-in's control
control() {
	node -e 'const [url, body] = process.argv.slice(1);
		fetch(url, body ? { method: "POST", body } : {}).then(r => r.text()).then(t => console.log(t));' \
		"$url/_control/$1" ${2+"$2"}
}
fresh() {
	control set '{"delay":0,"points":5000,"anonymous":60,"gzip":"off","mode":"","limits":"on","search":30}' >/dev/null
	control reset '{}' >/dev/null
	row=$1
}

# expect JAVASCRIPT: true of p (the first line), all (every line) and pool (the last line)
expect() {
	node -e 'const all = require("fs").readFileSync(0, "utf8").trim().split("\n").map(JSON.parse);
		const p = all[0], pool = all.pop(), has = text => p.missing.includes(text);
		process.exit(eval(process.argv[1]) ? 0 : 1);' "$1" <"$tmp/out" 2>>"$tmp/err"
	one_test "$row: $2" $?
}
# spent JAVASCRIPT: true of s, the counts of the stand-in
spent() {
	control stats >"$tmp/stats"
	node -e 'const s = JSON.parse(require("fs").readFileSync(0, "utf8"));
		process.exit(eval(process.argv[1]) ? 0 : 1);' "$1" <"$tmp/stats" 2>>"$tmp/err"
	one_test "$row: $2" $?
}

fresh normal
tokens tok-bob
ask -- octo-one
expect 'p.err === "ok" && p.source === "graphql" && p.missing.length === 0' 'whole, nothing missing'
expect 'p.repos > 0 && p.listed === p.repos && p.topics > 0 && p.language_bytes > 0' 'repositories, topics, bytes'
expect 'p.language_share > 98 && p.language_share < 102 && p.pinned === 6' 'shares of languages, pinned'
expect 'p.days === 366 && p.calendar === p.contributions && p.contributions > 0' 'a calendar of one year'
expect 'p.commits > 0 && p.commit_repos === 10 && p.coauthors > 0 && p.root_files > 0' 'commits, authors, trees'
expect 'p.points === pool.points && p.points <= 9' 'at most nine points'
spent 's.points.total <= 9 && s.kinds.graphql === 2 && s.kinds.rest === 1' 'GitHub counts no more, in two requests'

fresh "GitHub's own counts"
# shellcheck disable=SC2016 # that is JavaScript
node -e 'const total = (name, from) => `${name}: contributionsCollection(from: "${from}", to: "2026-11-20T00:00:00Z") {
		totalCommitContributions totalPullRequestContributions totalIssueContributions
		totalPullRequestReviewContributions contributionCalendar { totalContributions } }`;
	const query = `{ user(login: "octo-one") { ${total("recent", "2026-08-22T00:00:00Z")}
		${total("year", "2025-11-20T00:00:00Z")} pullRequests { totalCount } issues { totalCount }
		followers { totalCount } } }`;
	fetch(`${process.argv[1]}/graphql`, { method: "POST", body: JSON.stringify({ query }), headers: {
		authorization: "bearer tok-bob", "user-agent": "test" } }).then(r => r.text()).then(t => console.log(t));' \
	"$url" >"$tmp/truth"
truth='const t = JSON.parse(require("fs").readFileSync(process.env.TRUTH)).data.user;
	const same = (own, his) => own.commits === his.totalCommitContributions && own.prs === his.totalPullRequestContributions
		&& own.issues === his.totalIssueContributions && own.reviews === his.totalPullRequestReviewContributions;'
expect "$truth"' same(p.recent, t.recent) && p.recent.commits > 0' 'the last 90 days'
expect "$truth"' same(p.year, t.year) && p.contributions === t.year.contributionCalendar.totalContributions' 'the year'
expect "$truth"' p.all_time.prs === t.pullRequests.totalCount && p.all_time.issues === t.issues.totalCount &&
	p.followers === t.followers.totalCount' 'totals'

fresh '260 repositories'
ask -- big-260
expect 'p.err === "ok" && p.repos === 260 && p.listed === 260 && p.missing.length === 0' 'all read'
expect 'p.commits > 0 && p.coauthors > 0 && p.topics > 500 && p.points <= 9' 'with commits, co-authors, topics, in nine points'
spent 's.graphql.operations.Repositories === 2 && s.points.total <= 9' 'by two further pages'

fresh 'long history'
ask -- heavy-a heavier-a
expect 'all.every(p => p.err === "ok" && p.days === 366 && p.year.commits > 0 && p.points <= 9 &&
	p.missing.join() === "repositoriesContributedTo RESOURCE_LIMITS_EXCEEDED")' 'windows small enough'
spent 's.errors.RESOURCE_LIMITS_EXCEEDED === 3 && s.kinds.graphql === 5' 'only the heavier one had to be split'
ask github_commit_repos=0 -- heavier-a
expect 'p.err === "ok" && p.commits === 0 && p.recent.commits > 0' 'without a commit sample'

fresh 'a profile too expensive'
cat >"$tmp/costly.mjs" <<'SCRIPT'
// A server without rate limits that gives up every query with many parts.
import { createServer } from 'node:http';
const limits = { data: { user: null, w0: null, w1: null }, errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', path: ['user'],
	message: 'Resource limits for this query exceeded.' }] };
const light = { data: { user: { id: 'U_1', login: 'costly', createdAt: '2020-01-01T00:00:00Z', repositories: { totalCount: 1,
	pageInfo: { hasNextPage: false }, nodes: [{ id: 'R_1', name: 'one', stargazerCount: 3 }] } },
	account: { __typename: 'User' }, rateLimit: { cost: 1 } } };
createServer((request, response) => {
	let body = '';
	request.on('data', part => { body += part; });
	request.on('end', () => {
		const isLight = body.includes('first:30,') && !body.includes('organizations');
		response.writeHead(request.url === '/graphql' ? 200 : 404).end(JSON.stringify(isLight ? light : limits));
	});
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
SCRIPT
node "$tmp/costly.mjs" >"$tmp/port" &
costly=$!
until [ -s "$tmp/port" ] || ! kill -0 "$costly"; do sleep 0.1; done
ask github_api="http://127.0.0.1:$(cat "$tmp/port")" -- costly
kill "$costly"
wait "$costly" 2>/dev/null
expect 'p.err === "ok" && p.listed === 1 && p.stars === 3' 'a lighter question is answered'
expect 'has("organizations RESOURCE_LIMITS_EXCEEDED") && has("pinned RESOURCE_LIMITS_EXCEEDED") &&
	has("commits RESOURCE_LIMITS_EXCEEDED") && p.year.commits === null' 'what was left out is named'

fresh unknown
ask -- ghost-a org-lumen -bad- under_score
expect 'p.err === "not_found" && p.note === "no such GitHub user"' 'a user that does not exist'
expect 'all[1].err === "not_found" && /organisation/.test(all[1].note)' 'an organisation, and the note says so'
expect 'all[2].err === "invalid_request" && all[3].err === "invalid_request"' 'what cannot be a login is not asked'
spent '!s.graphql.logins["-bad-"]' 'GitHub never hears of it'

fresh forbidden
ask -- forbid-a
expect 'p.err === "ok" && p.listed > 0 && p.commits > 0 && p.all_time.prs !== null' 'the rest is there'
expect '["organizations FORBIDDEN", "pinnedItems FORBIDDEN", "repositoryDiscussionComments FORBIDDEN"].every(has)' \
	'each missing field is named'
expect 'p.recent.commits === null && p.contributions === null && p.organizations === null &&
	p.missing.filter(m => /^contributions\..* FORBIDDEN$/.test(m)).length === 3' 'unknown is not zero'
tokens tok-noscope
ask -- octo-one
expect 'p.err === "ok" && p.missing.length === 1 && has("organizations FORBIDDEN")' 'a token without the scope'

fresh 'dead token'
tokens tok-dead tok-suspended tok-bob
ask -- octo-one octo-two
expect 'all.every(p => p.err === "ok" && p.source === "graphql") && pool.tokens === 3 && pool.alive === 1' 'dropped, another asks'
spent 's.statuses[401] === 1 && s.statuses[403] === 1' 'and never used again'
tokens tok-dead
ask -- octo-one
expect 'p.err === "ok" && p.source === "rest" && has("graphql UNAUTHORIZED")' 'none left: REST, and the profile says why'
grep -q 'tok-' "$tmp/out" "$tmp/err"
[ $? -eq 1 ]
one_test "$row: no token is ever printed" $?
control set '{"mode":"unauthorized","times":1}' >/dev/null
tokens tok-good-1 tok-bob
ask -- octo-one
expect 'p.err === "ok" && p.source === "graphql" && pool.alive === 1' 'dying in the middle of a profile'

fresh 'exhausted token'
tokens tok-exhausted
ask -- octo-one
expect 'p.err === "rate_limit_exceeded" && p.retry_after > 1700 && p.retry_after <= 1800' 'an error that says when'
spent 's.points.total === 0' 'not a point asked'
tokens tok-exhausted tok-bob
ask -- octo-one
expect 'p.err === "ok" && p.missing.length === 0' 'another owner asks'
tokens tok-good-1 tok-bob
control set '{"mode":"primary","times":1}' >/dev/null
ask -- octo-one
expect 'p.err === "ok" && p.missing.length === 0' 'RATE_LIMIT in the middle of a profile'

fresh reserve
tokens tok-low
ask -- octo-one
expect 'p.err === "rate_limit_exceeded" && p.retry_after > 0' 'below it nothing is asked'
control set '{"points":80}' >/dev/null
tokens tok-good-1 tok-good-2
ask -- octo-1 octo-2 octo-3 octo-4 octo-5 octo-6 octo-7 octo-8 octo-9
expect 'p.err === "ok" && all.at(-1).err === "rate_limit_exceeded" && all.at(-1).retry_after > 0' 'kept while profiles are read'
expect 'pool.owners === 1 && pool.remaining < 9' 'two tokens of one user are one budget'
spent 's.points.total <= 60 && s.points.total > 40' 'a quarter of the limit is left'
control set '{"points":40}' >/dev/null
tokens tok-good-1 tok-bob
ask -- octo-1 octo-2 octo-3 octo-4
expect 'all.every(p => p.err === "ok") && pool.owners === 2' 'two users are two budgets'

fresh 'secondary limit'
tokens tok-secondary
ask -- octo-one octo-two
expect 'all.every(p => p.err === "rate_limit_exceeded" && p.retry_after >= 58 && p.retry_after <= 66)' 'an error with Retry-After'
spent 's.kinds.graphql === 1' 'the owner is left alone afterwards'
tokens tok-secondary tok-bob
ask -- octo-one
expect 'p.err === "ok" && p.missing.length === 0' 'another owner asks'

tokens tok-bob
fresh 'upstream fails'
ask -- broken-a truncated-a liar-a
expect 'p.err === "upstream_error" && /502/.test(p.note)' '502 with HTML'
expect 'all[1].err === "upstream_error" && all[2].err === "upstream_error"' 'cut short, and a false length'
spent 's.graphql.operations.Profile === 12' 'each asked three times more'
ask -- flaky-a
expect 'p.err === "ok" && p.missing.length === 0' 'a single 502 is not noticed'
ask github_timeout=400ms github_deadline=1s -- silent-a
expect 'p.err === "upstream_timeout" && p.ms < 1500' 'silence ends with the time-out'
ask -- slow-a
expect 'p.err === "ok"' 'slow is not silent'
ask github_api=http://127.0.0.1:1 github_deadline=1s -- octo-one
expect 'p.err === "upstream_error" || p.err === "upstream_timeout"' 'nobody listens'

fresh 'without a token'
tokens
ask -- octo-one octo-one org-lumen ghost-a
expect 'p.err === "ok" && p.source === "rest" && p.points === 0 && p.listed > 0 && p.topics > 0' 'REST'
expect 'p.recent.commits === null && p.recent.prs > 0 && has("contributions UNSUPPORTED") && has("commits UNSUPPORTED")' \
	'what REST cannot give is missing'
expect 'pool.not_modified === 3 && all[1].listed === p.listed && all[1].stars === p.stars' 'the second time by ETag'
expect 'all[2].err === "not_found" && /organisation/.test(all[2].note) && all[3].err === "not_found"' 'organisation, nobody'
ask -- big-260
expect 'p.listed === 260 && p.repos === 260' 'pages'
control set '{"anonymous":3}' >/dev/null
ask -- octo-one octo-two
expect 'p.err === "ok" && all[1].err === "rate_limit_exceeded" && all[1].retry_after > 0' 'the hourly limit'
spent 's.statuses[403] === undefined' 'is not tried out'

fresh basic
tokens tok-bob
ask -w basic -- octo-one
expect 'p.err === "ok" && p.missing.length === 0 && p.points <= 4 && p.commits === 0' 'no commits, four points at most'
spent 's.kinds.graphql === 1 && s.points.total <= 4' 'in one request'
expect 'p.days === 366 && p.calendar === p.contributions && p.listed === p.repos && p.language_bytes > 0' 'with the year'
expect 'p.contributed_to > 0 && p.started >= 0 && p.answered >= 0 && p.started + p.answered === p.all_time.discussions &&
	p.prs_merged > 0 && p.restricted === 0' 'all a card shows'
cp "$tmp/out" "$tmp/basic"
ask -- octo-one
expect 'const b = JSON.parse(require("fs").readFileSync(process.env.BASIC).toString().split("\n")[0]);
	["repos", "stars", "followers", "recent", "year", "all_time", "contributions", "languages", "language_bytes",
	"prs_merged", "contributed_to", "pinned"].every(k => JSON.stringify(b[k]) === JSON.stringify(p[k]))' \
	'the same numbers as a full profile'
fresh basic
ask -w basic -- big-260
expect 'p.listed === 260 && p.repos === 260 && p.points <= 6' 'every repository, a point for each further hundred'
expect 'p.missing.join() === "repositories.topics BUDGET"' 'whose topics nobody asked for'
spent 's.kinds.graphql === 3 && s.points.total <= 6' 'in three requests'
fresh basic
ask -w basic -- restricted-a heavy-a late-a crowd-a
expect 'p.restricted > 100 && p.restricted < p.contributions' 'restricted contributions'
expect 'all[1].missing.join() === "repositoriesContributedTo RESOURCE_LIMITS_EXCEEDED" && all[1].contributed_to === null &&
	all[1].year.commits > 0' 'a long history loses that one number'
expect 'all[2].err === "ok" && all[2].missing.length === 0 && all[2].year.commits > 0' '504 to the whole: asked apart'
expect 'all[3].err === "ok" && all[3].missing.length === 0 && all[3].year.commits > 0' 'limits to the whole: asked apart'

fresh history
ask -w history -- since-2009
expect 'p.err === "ok" && p.first === "2009-03-14" && p.last === "2026-11-20" && p.missing.length === 0 &&
	Object.keys(p.years).length === 18 && Object.values(p.years).every(n => n > 0)' 'eighteen years, each day'
spent 's.kinds.graphql === 5 && s.points.total === 5' 'four a point'
fresh history
ask -w history -- octo-one before-a tomorrow-a empty-a
expect 'p.years["2026"] + p.years["2025"] > 0 && p.first === p.created && p.last === "2026-11-20"' 'a young account'
expect 'all[1].first === "2003-05-04" && all[1].created === "2012-03-14" && all[1].years["2003"] === 3 && all[1].years["2010"] === 2' \
	'what is older than the account'
expect 'all[2].last === "2026-11-21" && all[3].last === "2026-11-20"' 'tomorrow only where it is already something'
expect 'all[3].err === "ok" && Object.values(all[3].years).every(n => n === 0)' 'nothing is a history, too'
ask -w history -- heavy-a heavier-a crowd-a late-a flaky-a
expect 'all.every(p => p.err === "ok" && p.missing.length === 0 && Object.values(p.years).every(n => n > 0))' \
	'halves, quarters, one by one'
ask -w history -- gap-2015 gap-2026
expect 'p.missing.length === 4 && p.missing.every(m => /^contributions\.2015-.* RESOURCE_LIMITS_EXCEEDED$/.test(m)) &&
	p.years["2015"] === 0 && p.years["2014"] > 0 && all[1].years["2025"] > 0 && all[1].missing.length === 4' 'a year without an answer is missing'
ask -w history -- ghost-a org-lumen forbid-a broken-a
expect 'p.err === "not_found" && /organisation/.test(all[1].note) && all[2].err === "upstream_error" &&
	/FORBIDDEN/.test(all[2].note) && all[3].err === "upstream_error"' 'nobody, nothing allowed, nothing heard'
fresh history
control set '{"points":9}' >/dev/null
tokens tok-good-1
ask -w history -- since-2009 since-2010 since-2011
expect 'p.err === "ok" && all[1].missing.some(m => / RATE_LIMIT$/.test(m)) && all[1].years["2026"] > 0 &&
	all[2].err === "rate_limit_exceeded" && all[2].retry_after > 0' 'the limit takes the years that are left'

fresh 'a repository'
tokens tok-bob
ask -w repository -- pin-a/plain pin-a/ARCHIVED pin-a/template pin-a/zero pin-a/bare pin-a/arabic pin-a/cjk pin-a/emoji
expect 'p.name === "plain" && p.owner === "pin-a" && p.stars === 7 && p.forks === 2 && /^#/.test(p.color) && p.languages > 0' 'of a user'
expect 'all[1].archived && all[1].stars === 1250 && all[2].template && all[3].stars === 0 && all[3].forks === 0' 'archived, template, unseen'
expect 'all[4].language === null && all[4].description === null && all[4].color === null' 'without language or description'
expect '/[\u0600-\u06ff]/.test(all[5].description) && /[\u4e00-\u9fff]/.test(all[6].description) && /:tada:/.test(all[7].description)' 'any script'
spent 's.points.total === 8 && s.kinds.graphql === 8' 'a point each'
ask -w repository -- org-lumen/none ghost-a/x pin-a/secret pin-a/hidden pin-a/none pin-a/.. -a/x broken-a/x
expect 'all.slice(0, 5).every(p => p.err === "not_found" && p.field === "repo")' 'unknown and private ones do not exist'
expect 'all[5].err === "invalid_request" && all[6].err === "invalid_request" && all[7].err === "upstream_error"' 'names that are none'
repo=$(node -e 'fetch(`${process.argv[1]}/users/org-lumen/repos`).then(r => r.json()).then(l => console.log(l[0].full_name));' "$url")
ask -w repository -- "$repo"
expect 'p.err === "ok" && p.owner === "org-lumen" && p.stars >= 0' 'of an organisation'
tokens
ask -w repository -- pin-a/arabic pin-a/arabic pin-a/secret pin-a/bare ghost-a/x
expect 'p.stars === 99999 && p.language && p.color === null && all[2].err === "not_found" && all[3].language === null &&
	all[4].err === "not_found" && pool.not_modified === 1' 'by REST without a token'
tokens tok-dead
ask -w repository -- pin-a/arabic
expect 'p.err === "ok" && p.stars === 99999' 'and with a dead one'

fresh 'a gist'
tokens tok-bob
twelve=000000000000000000007477656c7665
secret=00000000000000000000736563726574
ask -w gist -- $twelve 00000000000000000000617261626963 0000000000000000000000706c61696e 000000000000000000006e6f626f6479
expect 'p.owner === "octo" && p.files.length === 12 && p.files[1].name === "part-02.c" && p.files[1].color === "#555555" && p.stars >= 0' 'twelve files'
expect '/🎉/.test(p.description) && all[1].owner === "name-arabic" && /[\u0600-\u06ff]/.test(all[1].files[0].name)' 'any script'
expect 'all[2].description === null && all[2].files[0].language === null && all[3].owner === null' 'without description, language, owner'
spent 's.points.total === 4 && s.kinds.graphql === 4' 'a point each'
ask -w gist -- $secret 1234567890 ../users
expect 'p.err === "not_found" && all[1].err === "not_found" && all[2].err === "invalid_request" && all[2].field === "id"' 'secret, unknown, no id'
tokens
ask -w gist -- $twelve $secret 1234567890
expect 'p.files.length === 12 && p.stars === null && p.forks >= 0 && all[1].err === "not_found" && all[2].err === "not_found"' 'by REST'

fresh 'all commits'
tokens tok-bob
ask -w total -- octo-one empty-a ghost-a -bad-
expect 'p.n > 300 && all[1].err === "ok" && all[1].n === 0' 'by the search; none is a number'
expect 'all[2].err === "not_found" && all[3].err === "invalid_request"' 'nobody'
spent 's.points.total === 0 && s.kinds.rest === 3' 'no points'
fresh 'all commits'
control set '{"search":8}' >/dev/null
ask -w total -- l1 l2 l3 l4 l5 l6 l7 l8
expect 'all.slice(0, 6).every(p => p.err === "ok") && all[6].err === "rate_limit_exceeded" && all[6].retry_after > 50 &&
	all[6].retry_after <= 60' 'the limit of searches, less a quarter'
spent 's.kinds.rest === 6' 'is not tried out'
ask -- octo-one
expect 'p.err === "ok" && p.missing.length === 0' 'and leaves profiles alone'
control set '{"search":30}' >/dev/null
tokens tok-dead
ask -w total -- octo-one
expect 'p.err === "ok" && p.n > 300' 'without a token, too'

fresh 'repositories by affiliation'
tokens tok-bob
ask -w affiliated -- octo-one/1 octo-one/2 octo-one/4 octo-one/7 big-260/1
expect 'all.every(p => p.err === "ok" && p.listed === p.repos && p.stars >= 0 && !p.missing.length) && all[2].listed === 2 &&
	all[3].listed === p.listed + all[1].listed + 2 && all[3].stars === p.stars + all[1].stars + all[2].stars' 'add up'
expect 'all[4].listed === 260 && all[4].language_bytes > 0 && all[4].points === 3' 'a point each hundred'
spent 's.points.total === 7 && s.kinds.graphql === 7' 'and no more'
ask -w affiliated -- org-lumen/7 ghost-a/7 -bad-/7 forbid-a/2 truncated-a/7
expect 'p.err === "not_found" && all[1].err === "not_found" && all[2].err === "invalid_request" && all[3].err === "ok" &&
	all[4].err === "upstream_error"' 'people only'

fresh 'counts by search'
ask -w counts -- octo-one/ octo-one/octo-one octo-one/org-lumen empty-a/ ghost-a/
expect 'all.every(p => p.err === "ok") && ["prs", "prs_commented", "prs_reviewed", "issues", "issues_commented"].every(name =>
	p[name] > 0 && p[name] === all[1][name] + all[2][name]) && p.merged > 0 && p.merged < p.prs' 'scopes add up'
expect 'all[3].prs === 0 && all[4].issues === 0' 'none is a number'
spent 's.points.total === 5 && s.kinds.graphql === 5 && s.graphql.operations.Counts === 5' 'one request, a point'
ask -- octo-one
mv "$tmp/out" "$tmp/basic"
ask -w counts -- octo-one/
expect 'const b = JSON.parse(require("fs").readFileSync(process.env.BASIC, "utf8").split("\n")[0]);
	p.prs === b.all_time.prs && p.merged === b.prs_merged && p.issues === b.all_time.issues' 'as the person has them'
fresh 'counts by search'
ask -w counts -- "octo-one/$(seq -s, -f 'octo-one/none-%g' 1 20)"
expect 'p.err === "ok" && p.prs === 0' 'of twenty repositories'
spent 's.kinds.graphql === 4 && s.points.total === 4' 'in four requests'
ask -w counts -- 'octo-one/a b' 'octo-one/a"b' octo-one/x/y/z octo-one/-x octo-one/a_b octo-one/octo-one/.. broken-a/ silent-a/
expect 'all.slice(0, 6).every(p => p.err === "invalid_request")' 'no name becomes a word of the search'
expect 'all[6].err === "upstream_error" && all[7].err === "upstream_timeout"' 'fail as others do'
tokens
ask -w counts -- octo-one/
expect 'p.err === "unauthorized"' 'not without a token'

fresh 'commits of some repositories'
tokens tok-bob
ask -w scoped -- 'octo-one/1 octo-one' 'octo-one/0 octo-one' 'octo-one/2025 octo-one' 'octo-one/1 org-lumen' 'octo-one/1 ghost-a' \
	'octo-one/1 a b'
expect 'p.n > 300 && all[1].n > 0 && all[2].n > 0 && all[1].n < p.n && all[2].n < p.n && all[3].n === 0' 'by day and owner'
expect 'all[4].err === "not_found" && all[5].err === "invalid_request"' 'nobody'
spent 's.points.total === 0 && s.kinds.rest === 5' 'a search each'

fresh 'commits of a year'
tokens tok-bob
ask -w year -- octo-one/2026 octo-one/2025 octo-one/2010 heavy-a/2024 heavier-a/2024
expect 'p.n > 0 && all[1].n > 0 && all[2].n === 0 && all[3].n > 0 && all[4].n > 0' 'from January to December'
spent 's.points.total <= 7' 'a point where it goes well'
ask -w year -- ghost-a/2024 octo-one/2004 octo-one/2027 gap-2015/2015 forbid-a/2024
expect 'p.err === "not_found" && all[1].field === "year" && all[2].field === "year" && all[3].err === "upstream_error" &&
	all[4].err === "upstream_error"' 'no half is taken for the whole'
tokens
ask -w year -- octo-one/2026
expect 'p.err === "unauthorized"' 'not without a token'

fresh gzip
control set '{"gzip":"on"}' >/dev/null
tokens tok-bob
ask -- octo-one name-arabic name-emoji name-markup
expect 'all.every(p => p.err === "ok" && p.missing.length === 0)' 'compressed answers, any script'

fresh concurrency
control set '{"delay":400,"limits":"off"}' >/dev/null
# shellcheck disable=SC2046 # a list of logins
ask -q -j 48 github_concurrency=20 github_deadline=60s github_timeout=20s -- $(seq -f 'many-%g' 48)
expect 'pool.failed === 0' '48 profiles at once'
spent 's.concurrency.max <= 20 && s.concurrency.max >= 15' 'never more requests than github_concurrency'
fresh concurrency
control set '{"delay":400,"limits":"off"}' >/dev/null
# shellcheck disable=SC2046 # a list of logins
ask -q -j 48 scope_processes=4 github_deadline=60s github_timeout=20s -- $(seq -f 'many-%g' 48)
spent 's.concurrency.max <= 25 && s.concurrency.max >= 15' 'nor than a process may have of the hundred'

fresh 'token file'
tokens tok-bob
chmod 640 "$tmp/tokens"
ask -- octo-one
[ $? -eq 2 ] && grep -q 'mode 0640' "$tmp/err"
one_test "$row: refused when others can read it" $?
tokens 'tok bad'
ask -- octo-one
[ $? -eq 2 ] && grep -q 'line 3' "$tmp/err"
one_test "$row: a line that is no token" $?

echo "1..$n"
