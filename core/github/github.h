/*
 * The GitHub source: fills struct profile for a login, by GraphQL with a pool of tokens, or by
 * REST without one. Base URLs come from gps.conf, so GitHub Enterprise works.
 *
 * The plan for one profile (points as GitHub documents them: connections asked / 100, at least 1):
 *
 *   1  profile           4  person, first 100 own repositories, pinned, organisations, totals; repositories contributed
 *                           to; the year in three windows: days 365..183, 182..91 and 90..0 ago, so that one boundary
 *                           falls 90 days back and `recent` costs nothing more. That is all of PROFILE_BASIC.
 *   2  commits           5  10 repositories x 50 commits with all authors, root trees
 *                           (1 without the authors connection, where the nine points do not suffice for it;
 *                           co-authors are then read from the trailers of the message)
 *      next repositories 2 each page of 100 (1 without topics: PROFILE_BASIC, and where nine points do not suffice)
 *      window halves     1 a window that was too expensive for GitHub
 *
 * Where GitHub fails to answer the first question or finds the person in it too expensive, person and windows are asked
 * apart; where that is still too expensive, a lighter person follows (1 point).
 *
 * Every part but the person may fail without the rest: what is absent stands in profile.missing with
 * GitHub's own error type (FORBIDDEN, RESOURCE_LIMITS_EXCEEDED, NOT_FOUND, RATE_LIMIT ...), or
 * TIMEOUT, UPSTREAM, UNSUPPORTED (REST cannot give it).
 *
 * Windows are whole UTC days, both ends included, the last ends today: what GitHub itself counts from
 * a year, or 90 days, ago until now.
 * Own repositories only, forks left out, as in every score's definition.
 */
#ifndef CORE_GITHUB_GITHUB_H
#define CORE_GITHUB_GITHUB_H

#include "core/profile/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf;
struct github;
struct github_token_state;

/*
 * Reads the token file (github_tokens; refused when others than its owner may read it) and takes what
 * it needs of the options. No thread and no connection yet: those begin with the first profile, in
 * the process that asks for it. NULL and a note (ERR_INVALID) on a bad option or file. c must outlive it.
 */
struct github *github_new(struct err_note *note, const struct conf *c);
/* No call may be under way; NULL is fine. Tokens are wiped. */
void github_free(struct github *gh);

/* GitHub as one of the sources; gh must outlive it. The functions below are its verbs. */
struct source github_source(struct github *gh);

/*
 * Called after every request to GitHub, from the calling thread: endpoint is "profile", "repositories",
 * "contributions", "commits", "history", "affiliated", "counts", "repository", "gist" (GraphQL, the last two also
 * REST), "search", "rate_limit", "user", "repos", "events" (REST); status is "ok", "partial", "not_modified",
 * "not_found", "unauthorized", "limited", "error" or "timeout"; us its duration. Set before the first profile.
 */
void github_observe(struct github *gh,
	void (*observe)(void *ctx, const char *endpoint, const char *status, int64_t us), void *ctx);

/*
 * These are thread-safe and sleep for at most github_deadline. Results are set on OK only, all memory from a.
 * ERR_INVALID   not a login, a repository's name or a gist's id (note.field says which),
 * ERR_NOT_FOUND no such user, repository or gist; a private one; an organisation where a user is meant (the note says so),
 * ERR_LIMIT     no request may be made before note.retry_after seconds,
 * ERR_AUTH      what needs a token was asked without one,
 * ERR_UPSTREAM  GitHub failed or answered nonsense, ERR_TIMEOUT it was silent.
 */
enum err github_profile(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	enum profile_depth depth, struct profile *ret_profile);

/*
 * The calendar of a whole account, tokens only: four years a request, each request a point. A year GitHub finds too
 * expensive is asked in halves, then in quarters. What still could not be read stands in missing; where that is
 * everything, it is an error.
 */
enum err github_history(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	struct history *ret_history);

/* Of a user or an organisation: 1 point, or one REST request (then without colours and bytes of languages). */
enum err github_repository(struct err_note *note, struct github *gh, struct arena *a, const char *owner, const char *name,
	struct repo *ret_repo);
/* 1 point, or one REST request (then without stars). */
enum err github_gist(struct err_note *note, struct github *gh, struct arena *a, const char *id, struct gist *ret_gist);

/* By GitHub's search of commits: 30 requests a minute and user, 10 without a token. 0 is a number. */
enum err github_commits_total(struct err_note *note, struct github *gh, struct arena *a, const char *login, int64_t *ret_n);
/* Two half years in one request, 1 point; quarters where those are too expensive. Tokens only. */
enum err github_commits_in_year(struct err_note *note, struct github *gh, struct arena *a, const char *login, int year,
	int64_t *ret_n);

/* 1 point each hundred, at most ten: the thousand with most stars. Tokens only. */
enum err github_affiliated(struct err_note *note, struct github *gh, struct arena *a, const char *login, unsigned int ways,
	struct profile *ret_profile);
/*
 * A search for each count and item of the scope, since GitHub's two searches differ in what several "repo:" mean; thirty
 * a request, at most four requests at once, a point each. Public repositories only. Tokens only.
 */
enum err github_search_counts(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	const struct repo_scope *scope, unsigned int wanted, struct metric ret_counts[TALLY__MAX]);
/* One search of commits, whatever the scope; as github_commits_total(). */
enum err github_search_commits(struct err_note *note, struct github *gh, struct arena *a, const char *login,
	const struct repo_scope *scope, const struct day_range *days, int64_t *ret_n);

enum { GITHUB_LOGIN_MAX = 39, GITHUB_REPO_MAX = 100, GITHUB_GIST_MAX = 64 };

/* 1..39 letters, digits and inner hyphens; a row of hyphens is only in accounts of GitHub's first years. */
bool github_login_valid(const char *login);
/* Letters, digits, "-", "_" and "."; not "." or "..". */
bool github_repo_valid(const char *name);
/* Letters and digits. */
bool github_gist_valid(const char *id);

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

/*
 * What is known of each token (github-tokens.h), in the order of the file; returns how many there are. The first call of a
 * process may ask GitHub, for some seconds at most.
 */
size_t github_token_states(struct github *gh, struct arena *a, struct github_token_state **ret_states);

#endif
