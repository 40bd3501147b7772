/*
 * A person's coding time from WakaTime or a server that speaks its API (Wakapi, Hakatime):
 * GET https://DOMAIN/api/v1/users/USER/stats?is_including_today=true.
 *
 * DOMAIN comes from a query, so it must be one of conf's wakatime_domains. Its entries are
 *   wakapi.dev                    https, and only where the name leads to a public address (http.h);
 *   https://waka.example.org:3000 as written: the operator vouches for the address, which may be a private one;
 *   http://10.0.0.7:3000/waka     the same without TLS.
 * A query names an entry without its scheme, or nothing for the first one.
 */
#ifndef CORE_PROFILE_WAKATIME_H
#define CORE_PROFILE_WAKATIME_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf;
struct wakatime_client;

enum { WAKATIME_LANGUAGES = 200, WAKATIME_USER_MAX = 64 };

struct wakatime_language {
	const char *name;
	const char *text; /* "2 hrs 3 mins", as the server says it */
	double percent;	  /* 0..100 */
	int64_t seconds;
};

struct wakatime {
	const char *user, *domain;
	const char *range_id, *range; /* "last_7_days", and as the server says it: "last 7 days"; may be "" */
	int64_t seconds;	      /* in all languages */
	struct wakatime_language *languages; /* most time first */
	size_t n_languages;
	bool hidden;	      /* the person shows no coding activity to the public */
	bool details_hidden;  /* activity is public, what it consists of is not */
	bool not_enabled;     /* the server is still counting, nothing to show yet */
	int64_t fetched_ms;
};

/* No thread and no connection yet. c must outlive it. */
struct wakatime_client *wakatime_new(const struct conf *c) __attribute__((returns_nonnull));
void wakatime_free(struct wakatime_client *w); /* NULL is fine */

/*
 * Thread-safe; sleeps for at most conf's wakatime_timeout. All memory from a.
 * ERR_UNPROCESSABLE: note.field api_domain is not allowed, or username cannot be one. ERR_NOT_FOUND: no such user.
 * ERR_LIMIT: not before note.retry_after seconds. ERR_UPSTREAM, ERR_TIMEOUT: the server failed or was silent.
 */
enum err wakatime_stats(struct err_note *note, struct wakatime_client *w, struct arena *a, const char *domain,
	const char *user, struct wakatime *ret_stats);

/* The body of an answer with status 200 or 202; user, domain and fetched_ms stay empty. ERR_UPSTREAM: not such a body. */
enum err wakatime_parse(struct err_note *note, struct arena *a, const char *text, size_t len, struct wakatime *ret_stats);

#endif
