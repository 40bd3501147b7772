/* The GraphQL questions: request bodies as JSON. Costs are derived in github.h. */
#ifndef CORE_PROFILE_GITHUB_QUERY_H
#define CORE_PROFILE_GITHUB_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { GITHUB_PAGE = 100 };

/*
 * Person and first page. light is for those of whom GitHub finds that too expensive: 30 repositories
 * without topics, no pinned ones, no organisations.
 */
const char *github_query_profile(struct arena *a, const char *login, bool light);
/* A later page; lean leaves topics out. */
const char *github_query_repositories(struct arena *a, const char *login, const char *cursor, bool lean);

/* Whole UTC days, both included. */
struct github_window {
	int64_t first_day, last_day;
};
/* Up to two windows, answered under "w0" and "w1". */
const char *github_query_windows(struct arena *a, const char *login, const struct github_window *windows, size_t n);

/* Commits by the author (a node id) in repositories (node ids), each with its root tree. */
const char *github_query_commits(struct arena *a, const char *author, const char *const *repos, size_t n, int each,
	bool with_authors);
/* Points of the latter, as GitHub documents them. */
int github_commits_cost(size_t repos, int each, bool with_authors);

#endif
