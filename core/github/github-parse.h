/*
 * GitHub's JSON into struct profile. Everything here is outside input: texts are bounded (cut at a
 * character), numbers out of range and members of a wrong type count as not given, nulls are fine
 * everywhere. Nothing here fails: what is not there is left unknown.
 */
#ifndef CORE_GITHUB_GITHUB_PARSE_H
#define CORE_GITHUB_GITHUB_PARSE_H

#include "core/profile/profile.h"

#include "core/github/github-query.h"

struct arena;
struct json_object;

/* What goes beside the profile while it is gathered. */
struct github_draft {
	struct arena *arena;
	struct profile *profile;
	const char *user_id;	/* node id, NULL = not heard */
	const char *viewer;	/* owner of the token that asked */
	const char **repo_ids;	/* node id of each of profile.repos, NULL = not heard */
	size_t repos_cap, ids_cap;
	const char *cursor; /* of the next page, NULL = no more */
	struct github_own { /* commits by repository id, as the windows tell them */
		const char *repo_id;
		int64_t recent, year;
	} *own;
	size_t n_own, own_cap;
	size_t calendar_cap, commits_cap, marks_cap;
};

enum github_account { GITHUB_NOBODY, GITHUB_USER, GITHUB_ORGANIZATION };

/* The profile query's data: person, totals, first page. */
enum github_account github_parse_profile(struct github_draft *d, struct json_object *data);
/* {totalCount, pageInfo, nodes}: appends, and sets d->cursor. */
void github_parse_repositories(struct github_draft *d, struct json_object *connection);

struct github_window_totals {
	bool known;
	struct contribution_totals totals; /* discussions are not told */
	struct metric contributions, restricted;
};
/* One contributionsCollection; appends to the calendar. recent: the window is within the last 90 days. */
struct github_window_totals github_parse_window(struct github_draft *d, struct json_object *collection,
	const struct github_window *window, bool recent);
/* Of the history query's data: the account's first day, and year i of those with contributions before the account was. */
struct metric github_parse_created_day(struct json_object *data);
struct metric github_parse_early_year(struct json_object *data, size_t i, int64_t created_day);
size_t github_parse_years(struct json_object *data); /* how many i there are */
/* nodes[] of the commits query. */
void github_parse_commits(struct github_draft *d, struct json_object *nodes);

/* A repository of GraphQL's, or REST's document. False: none that is public. */
bool github_parse_repository(struct arena *a, struct json_object *node, struct repo *ret_repo);
bool github_parse_rest_repository(struct arena *a, struct json_object *node, struct repo *ret_repo);
/* viewer.gist, or REST's document; at most 100 files, by name. False: none that is public. */
bool github_parse_gist(struct arena *a, struct json_object *node, struct gist *ret_gist);
bool github_parse_rest_gist(struct arena *a, struct json_object *node, struct gist *ret_gist);

/* REST: /users/LOGIN, a page of /users/LOGIN/repos (forks are left out), and public events. */
enum github_account github_parse_rest_user(struct github_draft *d, struct json_object *user);
size_t github_parse_rest_repos(struct github_draft *d, struct json_object *list); /* entries read, forks too */
void github_parse_rest_events(struct github_draft *d, struct json_object *list);

/* Languages summed, calendar in order of days, commits of own repositories filled in. */
void github_settle(struct github_draft *d);

/*
 * The kind of one error: its type or extensions.code where that is one word ("FORBIDDEN"), else "UPSTREAM".
 * Its message is never handed on.
 */
const char *github_error_type(struct json_object *error);
/* A sentence of ours for such a type; static. */
const char *github_error_detail(const char *type);
/* The errors of an answer: one entry in profile.missing for each field and type; prefix "" or "commits." */
void github_parse_errors(struct github_draft *d, struct json_object *errors, const char *prefix);
/* Whether one of the errors has this type; "" = any type at all. */
bool github_has_error(struct json_object *errors, const char *type);

#endif
