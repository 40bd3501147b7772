/*
 * The GitHub source: fills struct profile for a login, by GraphQL with a pool of tokens, or by
 * REST without one. Base URLs come from gps.conf, so GitHub Enterprise works.
 *
 * The plan for one profile (points as GitHub documents them: connections asked / 100, at least 1):
 *
 *   round 1  profile          2  person, first 100 own repositories, pinned, organisations, totals
 *            windows, older   1  days 365..183 ago
 *            windows, newer   1  days 182..91 and 90..0 ago: two windows in one request, so that one
 *                                boundary falls 90 days back and `recent` costs nothing more
 *   round 2  commits          5  10 repositories x 50 commits with all authors, root trees
 *            (1 without the authors connection, where the nine points do not suffice for it;
 *             co-authors are then read from the trailers of the message)
 *            next repositories 2 each page of 100 (1 without topics where nine do not suffice)
 *            window halves    1 each, where a window was too expensive for GitHub
 *
 * Where GitHub finds the profile query itself too expensive, a lighter one follows (1 point).
 *
 * Every part but the person may fail without the rest: what is absent stands in profile.missing with
 * GitHub's own error type (FORBIDDEN, RESOURCE_LIMITS_EXCEEDED, NOT_FOUND, RATE_LIMIT ...), or
 * TIMEOUT, UPSTREAM, UNSUPPORTED (REST cannot give it).
 *
 * Windows are whole UTC days, both ends included, the last ends today: what GitHub itself counts from
 * a year, or 90 days, ago until now.
 * Own repositories only, forks left out, as in every score's definition.
 */
#ifndef CORE_PROFILE_GITHUB_H
#define CORE_PROFILE_GITHUB_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct conf;
struct github;
struct profile;

/*
 * Reads the token file (github_tokens; refused when others than its owner may read it) and takes what
 * it needs of the options. No thread and no connection yet: those begin with the first profile, in
 * the process that asks for it. NULL and a note (ERR_INVALID) on a bad option or file. c must outlive it.
 */
struct github *github_new(struct err_note *note, const struct conf *c);
/* No call may be under way; NULL is fine. Tokens are wiped. */
void github_free(struct github *gh);

/*
 * Called after every request to GitHub, from the calling thread: endpoint is "profile", "repositories",
 * "contributions", "commits" (GraphQL), "rate_limit", "user", "repos", "events" (REST); status is "ok", "partial",
 * "not_modified", "not_found", "unauthorized", "limited", "error" or "timeout"; us its duration.
 * Set before the first profile.
 */
void github_observe(struct github *gh,
	void (*observe)(void *ctx, const char *endpoint, const char *status, int64_t us), void *ctx);

/*
 * Thread-safe; sleeps for at most github_deadline. ret_profile is set on OK only, all memory from a.
 * ERR_INVALID   not a login,
 * ERR_NOT_FOUND no such user, or an organisation (the note says which),
 * ERR_LIMIT     no request may be made before note.retry_after seconds,
 * ERR_UPSTREAM  GitHub failed or answered nonsense, ERR_TIMEOUT it was silent.
 */
enum err github_profile(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	struct profile *ret_profile);

enum { GITHUB_LOGIN_MAX = 39 };

/* 1..39 letters, digits and inner hyphens; a row of hyphens is only in accounts of GitHub's first years. */
bool github_login_valid(const char *login);

struct github_stats {
	int64_t requests;     /* sent */
	int64_t failures;     /* of them without a usable answer */
	int64_t points;	      /* GraphQL points spent */
	int tokens;	      /* read from the file */
	int tokens_alive;     /* of them not refused by GitHub */
	int owners;	      /* users known to own them */
	int64_t remaining;    /* points the owners have left above the reserve, as last heard */
	int64_t not_modified; /* REST answers confirmed by ETag */
};

/* Thread-safe. Asked now and then, it also forgets REST answers older than 30 minutes. */
void github_stats(struct github *gh, struct github_stats *ret_stats);

#endif
