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

#include <stdbool.h>
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

#endif
