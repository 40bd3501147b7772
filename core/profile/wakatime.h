/*
 * A person's coding time from WakaTime or a server that speaks its API (Wakapi, Hakatime):
 * GET https://DOMAIN/api/v1/users/USER/stats?is_including_today=true. DOMAIN comes from a query, so it must be
 * one of conf's wakatime_domains, and the address is checked by http.h besides.
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
	struct wakatime_language *languages;
	size_t n_languages;
	bool hidden;	      /* the person shows no coding activity to the public */
	bool details_hidden;  /* activity is public, what it consists of is not */
	bool not_enabled;     /* the server is still counting, nothing to show yet */
	int64_t fetched_ms;
};

struct wakatime_client *wakatime_new(const struct conf *c);
void wakatime_free(struct wakatime_client *w); /* NULL is fine */

/*
 * ERR_UNPROCESSABLE, note.field api_domain: not allowed. ERR_NOT_FOUND: no such user or nothing public. ERR_UPSTREAM, ERR_TIMEOUT:
 * the server failed or was silent.
 */
enum err wakatime_stats(struct err_note *note, struct wakatime_client *w, struct arena *a, const char *domain,
	const char *user, struct wakatime *ret_stats);

#endif
