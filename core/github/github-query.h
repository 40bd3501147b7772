/* The GraphQL questions: request bodies as JSON. Costs are derived in github.h. */
#ifndef CORE_GITHUB_GITHUB_QUERY_H
#define CORE_GITHUB_GITHUB_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { GITHUB_PAGE = 100 };

/*
 * Person and first page alone. light is for those of whom GitHub finds that too expensive: 30 repositories
 * without topics, no pinned ones, no organisations.
 */
const char *github_query_profile(struct arena *a, const char *login, bool light);
/* A later page; lean leaves topics out. */
const char *github_query_repositories(struct arena *a, const char *login, const char *cursor, bool lean);

/* Whole UTC days, both included. */
struct github_window {
	int64_t first_day, last_day;
};
enum { GITHUB_WINDOWS_MAX = 4 };

/* What is asked of each window. */
enum github_window_fields {
	GITHUB_TOTALS,	 /* totals, calendar, commits by repository */
	GITHUB_CALENDAR, /* the calendar alone */
	GITHUB_COMMITS	 /* the number of commits alone */
};
/* What is asked besides. */
enum github_head {
	GITHUB_HEAD_NONE,
	GITHUB_HEAD_PROFILE, /* the profile query, and "contributed": the repositories contributed to */
	GITHUB_HEAD_ACCOUNT, /* "user": when it was made; "years": those with contributions, of the first window's collection */
};

/* Up to GITHUB_WINDOWS_MAX windows, answered under "w0", "w1", ... */
const char *github_query_windows(struct arena *a, const char *login, enum github_window_fields fields,
	const struct github_window *windows, size_t n, enum github_head head);
/* Points, as GitHub documents them. */
int github_windows_cost(enum github_window_fields fields, size_t n, enum github_head head);

/* Commits by the author (a node id) in repositories (node ids), each with its root tree. */
const char *github_query_commits(struct arena *a, const char *author, const char *const *repos, size_t n, int each,
	bool with_authors);
/* Points of the latter, as GitHub documents them. */
int github_commits_cost(size_t repos, int each, bool with_authors);

/* A page of repositories by affiliation, most stars first; cursor NULL: the first. 1 point. */
const char *github_query_affiliated(struct arena *a, const char *login, unsigned int ways, const char *cursor);
/* How many issues and pull requests each search finds, answered under "s0", "s1", ... 1 point. */
enum { GITHUB_SEARCHES_MAX = 30 };
const char *github_query_searches(struct arena *a, const char *const *searches, size_t n);

const char *github_query_repository(struct arena *a, const char *owner, const char *name);
/* By way of the viewer, the only one who finds anybody's gist by its id. */
const char *github_query_gist(struct arena *a, const char *id);

#endif
