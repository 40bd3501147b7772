/*
 * Git repositories on disk as a source: scan_profile() folds one or several into a struct
 * profile; what the parts of this folder hand each other on the way is here too.
 *
 * One `git log -z --numstat` process does the reading (2.2 times faster than libgit2 on the
 * same work); its output is parsed in bounded memory whatever the length of the history.
 * Nothing a repository says is run: no hook, pager, external diff, text conversion, signature
 * program or lazy fetch (core/scan/gitrepo.h). Merges carry no line counts, as in `git log`.
 * A rename counts the lines it changed, not the lines it moved.
 *
 * Identities are what .mailmap makes of them. Text is valid UTF-8: each other byte became U+FFFD.
 */
#ifndef CORE_SCAN_SCAN_H
#define CORE_SCAN_SCAN_H

#include "core/base/err.h"
#include "core/scan/category.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct history;
struct profile;

enum {
	SCAN_MESSAGE_MAX = 64 * 1024, /* bytes of one message; the rest is cut */
	SCAN_FIELD_MAX = 4 * 1024,    /* bytes of one name, address or path; the rest is cut */
	SCAN_PARENTS_MAX = 16 * 1024, /* bytes of the list of parents: 250 and more of them */
	SCAN_SAMPLE = 500,	      /* newest commits kept in profile.commits, shared by the repositories */
	SCAN_HISTORY_DAYS = 60 * 366, /* older commits are in no history: their dates are mistakes mostly */
};

/* Lines and files of one commit or one history. A binary file counts as a file with no lines. */
struct scan_lines {
	int64_t added;
	int64_t deleted;
	int64_t files; /* touches: a file changed by two commits counts twice */
};

struct scan_language_lines {
	int language; /* row of language.h */
	struct scan_lines lines;
};

struct scan_time {
	int64_t unix_s; /* 0 where unknown */
	int zone_min;	/* minutes east of UTC as the commit says, -1440..1440 */
	bool known;	/* false: absent, unreadable, or outside the years -9999..9999 */
};

struct scan_person {
	const char *name;  /* "" where empty */
	const char *email; /* "" where empty; case as written */
};

/* Lives until the callback returns. */
struct scan_commit {
	const char *oid; /* lower-case hex, 40 (SHA-1) or 64 (SHA-256) */
	const char *parents; /* their oids, a blank between; "" = none */
	size_t n_parents;
	struct scan_person author, committer;
	struct scan_time authored, committed;
	const char *message; /* UTF-8, "\n" line ends as committed, no trailing blank lines */
	bool message_cut;
	bool is_edge; /* the cut of a shallow clone: its parents are unknown and its lines left out */
	struct scan_lines total;
	struct scan_lines categories[SCAN_CATEGORY__MAX];
	const struct scan_language_lines *languages; /* of source and test files; any order, no double */
	size_t n_languages;
};

/* Return other than OK to stop the stream: walk_repo() then returns that. */
typedef enum err scan_commit_fn(void *ctx, struct err_note *note, const struct scan_commit *c);

struct scan_progress {
	const char *path;
	size_t path_i, n_paths; /* from 0 */
	int64_t commits;	/* read so far, all repositories */
};

struct scan_options {
	const char *const *paths;
	size_t n_paths;
	/*
	 * NULL = everybody. With an "@" inside and no blank it is an e-mail address, compared whole;
	 * else a part of the name or of the address; ASCII case does not matter.
	 */
	const char *author;
	int64_t now_ms; /* end of the windows (clock_now()) */
	void (*progress)(void *ctx, const struct scan_progress *p); /* may be NULL; every few hundred commits */
	void *ctx;
	struct history *history; /* may be NULL; else filled on OK: commits a day, from the first one until today */
};

/*
 * Fill ret_profile (source SOURCE_GIT). Author time in UTC decides the windows and the calendar.
 * A commit found in several repositories (clones, forks, work trees) counts once, in the first.
 * What a disk cannot know (stars, followers, pull requests, topics) stays unknown, with an entry
 * in `missing`. An empty repository gives an empty profile and says so there.
 * Errors, each naming its path:
 *   ERR_NOT_FOUND  path does not exist or is no repository, or nobody matches author
 *   ERR_FORBIDDEN  belongs to another user and is not in the user's safe.directory
 *   ERR_UPSTREAM   git failed (corrupt repository): note holds its last line
 *   ERR_TIMEOUT    git was silent for ten minutes
 * Memory: the sample, one row a language and repository; where n_paths > 1 also 11 to 21
 * bytes a commit, twice that while the table grows.
 */
enum err scan_profile(struct err_note *note, struct arena *a, const struct scan_options *options,
	struct profile *ret_profile);

#endif
