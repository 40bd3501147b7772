/* Constant query texts; what differs travels in variables, so nothing of a user is ever part of a query. */
#include "config.h"

#include "core/github/github-query.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/source.h"

#include <stdio.h>
#include "core/base/banned.h"

/* The viewer tells whose limits were drawn on. */
#define RATE " viewer{login} rateLimit{cost remaining}"

#define REPOSITORY_LEAN                                                                                  \
	"id name owner{login} description isFork isArchived isPrivate isTemplate stargazerCount forkCount " \
	"createdAt updatedAt pushedAt primaryLanguage{name color} "                                        \
	"languages(first:10,orderBy:{field:SIZE,direction:DESC}){edges{size node{name color}}}"
#define REPOSITORY REPOSITORY_LEAN " repositoryTopics(first:10){nodes{topic{name}}}"

#define REPOSITORIES(first, after, fields)                                                        \
	"repositories(first:" first after ",ownerAffiliations:OWNER,isFork:false,privacy:PUBLIC,"     \
	"orderBy:{field:PUSHED_AT,direction:DESC}){totalCount pageInfo{hasNextPage endCursor}"     \
	"nodes{" fields "}}"

#define PERSON                                                                                            \
	"id login name bio company location websiteUrl avatarUrl createdAt isHireable "                  \
	"followers{totalCount} following{totalCount} pullRequests{totalCount} "                          \
	"merged:pullRequests(states:MERGED){totalCount} issues{totalCount} "

/* repositoryOwner tells an organisation from nobody without an error. */
#define OWN_BUSINESS " account:repositoryOwner(login:$login){__typename}" RATE

#define PROFILE                                                                                             \
	"user(login:$login){" PERSON "repositoryDiscussions{totalCount} "                                    \
	"repositoryDiscussionComments(onlyAnswers:true){totalCount} "                                        \
	"organizations(first:20){nodes{login name avatarUrl}} "                                              \
	"pinnedItems(first:6,types:REPOSITORY){nodes{... on Repository{name owner{login} description "       \
	"stargazerCount forkCount isFork isArchived isPrivate updatedAt primaryLanguage{name color}}}} "     \
	REPOSITORIES("100", "", REPOSITORY) "}" OWN_BUSINESS

/* Apart from the person: of long histories GitHub refuses it, and with it all it stands in. */
#define CONTRIBUTED                                                                                         \
	" contributed:user(login:$login){repositoriesContributedTo("                                         \
	"contributionTypes:[COMMIT,ISSUE,PULL_REQUEST,REPOSITORY]){totalCount}}"

static const char query_profile[] = "query Profile($login:String!){" PROFILE CONTRIBUTED "}";

static const char query_profile_light[] =
	"query Profile($login:String!){user(login:$login){" PERSON
	REPOSITORIES("30", "", REPOSITORY_LEAN) "}" OWN_BUSINESS "}";

static const char query_page[] =
	"query Repositories($login:String!,$after:String!){user(login:$login){"
	REPOSITORIES("100", ",after:$after", REPOSITORY) "}" RATE "}";

static const char query_page_lean[] =
	"query Repositories($login:String!,$after:String!){user(login:$login){"
	REPOSITORIES("100", ",after:$after", REPOSITORY_LEAN) "}" RATE "}";

static const char query_affiliated[] =
	"query Affiliated($login:String!,$after:String,$ways:[RepositoryAffiliation]!){user(login:$login){login "
	"repositories(first:100,after:$after,ownerAffiliations:$ways,isFork:false,privacy:PUBLIC,"
	"orderBy:{field:STARGAZERS,direction:DESC}){totalCount pageInfo{hasNextPage endCursor}nodes{" REPOSITORY_LEAN "}}}"
	OWN_BUSINESS "}";

static const char query_repository[] =
	"query Repository($owner:String!,$name:String!){repository(owner:$owner,name:$name){" REPOSITORY
	"}" RATE "}";

static const char query_gist[] =
	"query Gist($id:String!){viewer{gist(name:$id){name description isPublic stargazerCount "
	"owner{login} forks{totalCount} files(limit:100){name size language{name color}}}}" RATE "}";

/* ---- windows */

static const struct {
	const char *name, *text;
	int requests; /* of connections */
	const char *rate;
} heads[] = {
	[GITHUB_HEAD_NONE] = { "Contributions", "", 0, RATE },
	[GITHUB_HEAD_PROFILE] = { "Profile", PROFILE CONTRIBUTED, 211, "" },
	[GITHUB_HEAD_ACCOUNT] = { "History", "user(login:$login){login createdAt}"
		"years:user(login:$login){contributionsCollection(from:$from0,to:$to0){contributionYears}}" OWN_BUSINESS, 0, "" },
};

static const struct {
	const char *text;
	int requests;
} fields_of[] = {
	[GITHUB_TOTALS] = { "totalCommitContributions totalIssueContributions totalPullRequestContributions "
		"totalPullRequestReviewContributions restrictedContributionsCount "
		"contributionCalendar{totalContributions weeks{contributionDays{date contributionCount}}}"
		"commitContributionsByRepository(maxRepositories:50){repository{id} contributions{totalCount}}", 50 },
	[GITHUB_CALENDAR] = { "contributionCalendar{weeks{contributionDays{date contributionCount}}}", 0 },
	[GITHUB_COMMITS] = { "totalCommitContributions", 0 },
};

static const char query_commits[] =
	"query Commits($author:ID!,$repos:[ID!]!,$each:Int!,$authors:Boolean!){nodes(ids:$repos){... on Repository{"
	"id defaultBranchRef{target{... on Commit{history(first:$each,author:{id:$author}){nodes{"
	"oid committedDate message changedFilesIfAvailable author{name email user{login}}committer{name email}"
	"authors(first:5)@include(if:$authors){nodes{name email user{login}}}}}}}}"
	"root:object(expression:\"HEAD:\"){... on Tree{entries{name type}}}"
	"github:object(expression:\"HEAD:.github\"){... on Tree{entries{name type}}}}}" RATE "}";

static struct json_object *begin(const char *query, struct json_object **ret_variables)
{
	struct json_object *root = json_new();
	json_put_str(root, "query", query);
	*ret_variables = json_put_object(root, "variables");
	return root;
}

static const char *finish(struct arena *a, struct json_object *root)
{
	size_t len;
	const char *text = json_text(root, &len);
	const char *copy = arena_strndup(a, text, len);
	json_object_put(root);
	return copy;
}

const char *github_query_profile(struct arena *a, const char *login, bool light)
{
	struct json_object *v, *root = begin(light ? query_profile_light : query_profile, &v);
	json_put_str(v, "login", login);
	return finish(a, root);
}

const char *github_query_repositories(struct arena *a, const char *login, const char *cursor, bool lean)
{
	struct json_object *v, *root = begin(lean ? query_page_lean : query_page, &v);
	json_put_str(v, "login", login);
	json_put_str(v, "after", cursor);
	return finish(a, root);
}

const char *github_query_affiliated(struct arena *a, const char *login, unsigned int ways, const char *cursor)
{
	static const struct {
		enum affiliation way;
		const char *name;
	} names[] = {
		{ AFFILIATION_OWNER, "OWNER" },
		{ AFFILIATION_MEMBER, "ORGANIZATION_MEMBER" },
		{ AFFILIATION_COLLABORATOR, "COLLABORATOR" },
	};
	struct json_object *v, *root = begin(query_affiliated, &v);
	json_put_str(v, "login", login);
	json_put_str(v, "after", cursor);
	struct json_object *list = json_put_array(v, "ways");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (ways & names[i].way)
			json_push_str(list, names[i].name);
	return finish(a, root);
}

/* Made of constants, too: the searches are variables. */
const char *github_query_searches(struct arena *a, const char *const *searches, size_t n)
{
	struct str s;
	str_init(&s, a, 8192);
	str_addz(&s, "query Counts(");
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s$q%zu:String!", i ? "," : "", i);
	str_addz(&s, "){");
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "s%zu:search(query:$q%zu,type:ISSUE){issueCount} ", i, i);
	str_addz(&s, RATE "}");
	struct json_object *v, *root = begin(s.buf, &v);
	for (size_t i = 0; i < n; i++) {
		char key[32];
		snprintf(key, sizeof(key), "q%zu", i);
		json_put_str(v, key, searches[i]);
	}
	return finish(a, root);
}

/* Made of constants: what differs is how many windows there are. */
static const char *windows_text(struct arena *a, enum github_window_fields fields, size_t n, enum github_head head)
{
	struct str s;
	str_init(&s, a, 8192);
	str_addf(&s, "query %s($login:String!", heads[head].name);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, ",$from%zu:DateTime!,$to%zu:DateTime!", i, i);
	str_addf(&s, "){%s", heads[head].text);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, " w%zu:user(login:$login){contributionsCollection(from:$from%zu,to:$to%zu){%s}}", i, i, i,
			fields_of[fields].text);
	str_addf(&s, "%s}", heads[head].rate);
	return s.buf;
}

const char *github_query_windows(struct arena *a, const char *login, enum github_window_fields fields,
	const struct github_window *windows, size_t n, enum github_head head)
{
	struct json_object *v, *root = begin(windows_text(a, fields, n, head), &v);
	json_put_str(v, "login", login);
	for (size_t i = 0; i < n; i++) {
		char key[32], time[CLOCK_ISO_LEN];
		snprintf(key, sizeof(key), "from%zu", i);
		json_put_str(v, key, clock_iso(windows[i].first_day * CLOCK_DAY_MS, time));
		snprintf(key, sizeof(key), "to%zu", i);
		json_put_str(v, key, clock_iso((windows[i].last_day + 1) * CLOCK_DAY_MS - 1000, time));
	}
	return finish(a, root);
}

static int points(int requests)
{
	return requests < 150 ? 1 : (requests + 50) / 100;
}

int github_windows_cost(enum github_window_fields fields, size_t n, enum github_head head)
{
	return points(heads[head].requests + (int)n * fields_of[fields].requests);
}

const char *github_query_repository(struct arena *a, const char *owner, const char *name)
{
	struct json_object *v, *root = begin(query_repository, &v);
	json_put_str(v, "owner", owner);
	json_put_str(v, "name", name);
	return finish(a, root);
}

const char *github_query_gist(struct arena *a, const char *id)
{
	struct json_object *v, *root = begin(query_gist, &v);
	json_put_str(v, "id", id);
	return finish(a, root);
}

const char *github_query_commits(struct arena *a, const char *author, const char *const *repos, size_t n, int each,
	bool with_authors)
{
	struct json_object *v, *root = begin(query_commits, &v);
	json_put_str(v, "author", author);
	struct json_object *ids = json_put_array(v, "repos");
	for (size_t i = 0; i < n; i++)
		json_push_str(ids, repos[i]);
	json_put_int(v, "each", each);
	json_put_bool(v, "authors", with_authors);
	return finish(a, root);
}

int github_commits_cost(size_t repos, int each, bool with_authors)
{
	size_t requests = repos + (with_authors ? repos * (size_t)each : 0);
	return points((int)requests);
}
