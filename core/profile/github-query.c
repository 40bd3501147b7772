/* Constant query texts; what differs travels in variables, so nothing of a user is ever part of a query. */
#include "config.h"

#include "core/profile/github-query.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/banned.h"

#define RATE " rateLimit{cost remaining}"

#define REPOSITORY_LEAN                                                                                  \
	"id name owner{login} description isFork isArchived isPrivate stargazerCount forkCount updatedAt " \
	"pushedAt primaryLanguage{name} languages(first:10,orderBy:{field:SIZE,direction:DESC})"         \
	"{edges{size node{name color}}}"
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
#define OWN_BUSINESS " account:repositoryOwner(login:$login){__typename} viewer{login}" RATE

static const char query_profile[] =
	"query Profile($login:String!){user(login:$login){" PERSON
	"repositoryDiscussions{totalCount} "
	"repositoryDiscussionComments(onlyAnswers:true){totalCount} "
	"organizations(first:20){nodes{login name avatarUrl}} "
	"pinnedItems(first:6,types:REPOSITORY){nodes{... on Repository{name owner{login} description "
	"stargazerCount forkCount isFork isArchived isPrivate updatedAt primaryLanguage{name color}}}} "
	REPOSITORIES("100", "", REPOSITORY) "}" OWN_BUSINESS "}";

static const char query_profile_light[] =
	"query Profile($login:String!){user(login:$login){" PERSON
	REPOSITORIES("30", "", REPOSITORY_LEAN) "}" OWN_BUSINESS "}";

static const char query_page[] =
	"query Repositories($login:String!,$after:String!){user(login:$login){"
	REPOSITORIES("100", ",after:$after", REPOSITORY) "}" RATE "}";

static const char query_page_lean[] =
	"query Repositories($login:String!,$after:String!){user(login:$login){"
	REPOSITORIES("100", ",after:$after", REPOSITORY_LEAN) "}" RATE "}";

#define CONTRIBUTIONS(n)                                                                                  \
	"w" n ":user(login:$login){contributionsCollection(from:$from" n ",to:$to" n "){"                 \
	"totalCommitContributions totalIssueContributions totalPullRequestContributions "                 \
	"totalPullRequestReviewContributions "                                                            \
	"contributionCalendar{totalContributions weeks{contributionDays{date contributionCount}}}"        \
	"commitContributionsByRepository(maxRepositories:50){repository{id} contributions{totalCount}}}}"

static const char query_window[] =
	"query Contributions($login:String!,$from0:DateTime!,$to0:DateTime!){" CONTRIBUTIONS("0") RATE "}";
static const char query_windows[] =
	"query Contributions($login:String!,$from0:DateTime!,$to0:DateTime!,$from1:DateTime!,$to1:DateTime!){"
	CONTRIBUTIONS("0") " " CONTRIBUTIONS("1") RATE "}";

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

const char *github_query_windows(struct arena *a, const char *login, const struct github_window *windows, size_t n)
{
	static const char *const from[] = { "from0", "from1" }, *const to[] = { "to0", "to1" };
	struct json_object *v, *root = begin(n == 2 ? query_windows : query_window, &v);
	json_put_str(v, "login", login);
	for (size_t i = 0; i < n; i++) {
		char buf[CLOCK_ISO_LEN];
		json_put_str(v, from[i], clock_iso(windows[i].first_day * CLOCK_DAY_MS, buf));
		json_put_str(v, to[i], clock_iso((windows[i].last_day + 1) * CLOCK_DAY_MS - 1000, buf));
	}
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
	size_t points = (requests + 50) / 100;
	return points ? (int)points : 1;
}
