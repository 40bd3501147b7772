/*
 * Where profiles come from: GitHub, other forges the operator configured, repositories on the server's disk. One table of
 * functions a source; what a source cannot give is NULL there and answers ERR_UNPROCESSABLE.
 *
 * All functions are thread-safe, sleep for at most the configured deadline, and write results into a only.
 * ERR_NOT_FOUND: no such user, repository or gist (private ones included). ERR_LIMIT: not before note.retry_after
 * seconds. ERR_UPSTREAM, ERR_TIMEOUT: the source failed or was silent.
 */
#ifndef CORE_PROFILE_SOURCE_H
#define CORE_PROFILE_SOURCE_H

#include "core/base/err.h"
#include "core/profile/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct gist;
struct history;
struct profile;
struct repo;

enum profile_depth {
	PROFILE_BASIC, /* person, repositories, counts, languages, the last year's calendar: one request where it goes well */
	PROFILE_FULL   /* and the sample of commits: what scores and marks need */
};

/* How a person belongs to a repository; bits. */
enum affiliation {
	AFFILIATION_OWNER = 1,
	AFFILIATION_MEMBER = 2, /* of the organisation that owns it */
	AFFILIATION_COLLABORATOR = 4
};
enum { AFFILIATIONS_ALL = 7 };

/* Pull requests and issues, of all time, counted by the source's search. */
enum tally_kind {
	TALLY_PRS_AUTHORED,
	TALLY_PRS_MERGED,    /* of the person's own */
	TALLY_PRS_COMMENTED, /* other people's, as the next */
	TALLY_PRS_REVIEWED,
	TALLY_ISSUES_AUTHORED,
	TALLY_ISSUES_COMMENTED, /* other people's */
	TALLY__MAX
};

/*
 * Which repositories count: "owner" (all of an account's) and "owner/name", in lower case, sorted, none within another, so
 * that counts of the items add up. No items: every repository.
 */
enum { SCOPE_ITEMS_MAX = 20, SCOPE_TEXT_MAX = 1600 };
struct repo_scope {
	const char *items[SCOPE_ITEMS_MAX];
	size_t n;
};
/* Whole UTC days, both included. */
struct day_range {
	int64_t first, last;
};

/* From 1 January to 31 December; year 0: the 366 days that end today. */
struct day_range day_range_of(int year, int64_t now_ms);

struct source_ops {
	enum err (*profile)(struct err_note *note, void *impl, struct arena *a, const char *login, enum profile_depth depth,
		struct profile *ret_profile);
	enum err (*history)(struct err_note *note, void *impl, struct arena *a, const char *login, struct history *ret_history);
	enum err (*repository)(struct err_note *note, void *impl, struct arena *a, const char *owner, const char *name,
		struct repo *ret_repo);
	enum err (*gist)(struct err_note *note, void *impl, struct arena *a, const char *id, struct gist *ret_gist);
	/* Commits of all time, as the source's search counts them. */
	enum err (*commits_total)(struct err_note *note, void *impl, struct arena *a, const char *login, int64_t *ret_n);
	/* Commits from 1 January of a year, one year long. */
	enum err (*commits_in_year)(struct err_note *note, void *impl, struct arena *a, const char *login, int year,
		int64_t *ret_n);
	/*
	 * Public repositories to which the person belongs in one of the ways (bits of enum affiliation), no forks: of the
	 * profile only login, repositories and languages.
	 */
	enum err (*affiliated)(struct err_note *note, void *impl, struct arena *a, const char *login, unsigned int ways,
		struct profile *ret_profile);
	/* Those of the bits in wanted; the others stay as they are. */
	enum err (*search_counts)(struct err_note *note, void *impl, struct arena *a, const char *login,
		const struct repo_scope *scope, unsigned int wanted, struct metric ret_counts[TALLY__MAX]);
	/* Commits within a scope that has items, by the day they were written; days NULL: of all time. */
	enum err (*search_commits)(struct err_note *note, void *impl, struct arena *a, const char *login,
		const struct repo_scope *scope, const struct day_range *days, int64_t *ret_n);
	bool (*login_valid)(const char *login);
};

/* A value, to be copied; impl outlives every copy. */
struct source {
	const char *name;  /* "github", "codeberg": what forge= names */
	const char *title; /* "GitHub", "Codeberg": for people */
	const struct source_ops *ops;
	void *impl;
};

/* Each asks the source; ERR_UNPROCESSABLE where it cannot tell that. */
enum err source_profile(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	enum profile_depth depth, struct profile *ret_profile);
enum err source_history(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	struct history *ret_history);
enum err source_repository(struct err_note *note, const struct source *s, struct arena *a, const char *owner,
	const char *name, struct repo *ret_repo);
enum err source_gist(struct err_note *note, const struct source *s, struct arena *a, const char *id,
	struct gist *ret_gist);
enum err source_commits_total(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	int64_t *ret_n);
enum err source_commits_in_year(struct err_note *note, const struct source *s, struct arena *a, const char *login, int year,
	int64_t *ret_n);
enum err source_affiliated(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	unsigned int ways, struct profile *ret_profile);
enum err source_search_counts(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	const struct repo_scope *scope, unsigned int wanted, struct metric ret_counts[TALLY__MAX]);
enum err source_search_commits(struct err_note *note, const struct source *s, struct arena *a, const char *login,
	const struct repo_scope *scope, const struct day_range *days, int64_t *ret_n);

/* The word of struct missing for the error of one of these. */
const char *source_reason(enum err e) __attribute__((returns_nonnull));

/*
 * Add "owner" or "owner/name" where it is not in the scope already. ERR_INVALID: no name of that form;
 * ERR_TOO_BIG: more than SCOPE_ITEMS_MAX, or a text longer than SCOPE_TEXT_MAX.
 */
enum err repo_scope_add(struct err_note *note, struct repo_scope *scope, struct arena *a, const char *item);
/* Its items with commas between, and back. ERR_INVALID: not such a text. */
const char *repo_scope_text(const struct repo_scope *scope, struct arena *a);
enum err repo_scope_parse(struct err_note *note, struct arena *a, const char *text, struct repo_scope *ret_scope);
/* Whether a repository is in it. */
bool repo_scope_holds(const struct repo_scope *scope, const char *owner, const char *name);

#endif
