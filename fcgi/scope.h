/*
 * The scope responder: analyses, sessions, cards, insights, health. What its processes and
 * threads own, and the steps that several handlers share.
 */
#ifndef FCGI_SCOPE_H
#define FCGI_SCOPE_H

#include "core/base/err.h"
#include "core/insight/insight.h"
#include "core/profile/profile.h"
#include "core/score/report.h"
#include "core/web/app.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct api_keys;
struct arena;
struct background;
struct cache;
struct flight;
struct github;
struct scorer;
struct store;

struct scope_health {
	pthread_mutex_t lock;
	int64_t at; /* clock_monotonic() of the probe, 0 = none yet */
	int status; /* 200 or 503 */
	char text[2048];
};

/* Sessions this process opened, by the minute they end in; session_ttl is at most 30 minutes. */
enum { SESSION_MINUTES = 32 };
struct scope_sessions {
	pthread_mutex_t lock;
	int64_t minute[SESSION_MINUTES], n[SESSION_MINUTES];
};

/* One process. */
struct scope {
	const struct web_app *app;
	struct arena *home;
	struct github *github;
	struct flight *flight;
	struct api_keys *keys;
	struct secret cache_key; /* seals what is cached */
	struct background *background;
	struct render_fonts *fonts; /* shared by the threads that draw */
	struct scope_health health;
	struct scope_sessions sessions;
};

/* One thread. Handles are opened on first use. */
struct scope_worker {
	struct scope *scope;
	struct cache *cache;
	struct scorer *scorer;
	struct store *insight_write, *insight_read;
};

enum err scope_worker_new(struct err_note *note, const struct web_app *app, struct arena *home, void **ret_worker);
void scope_worker_free(void *worker);

/* Who pays for a fresh analysis. */
struct quota {
	const char *kind; /* "analyze", "card": names the counter */
	const char *who;  /* keyed hash of the visitor, or hash of an API key; "" = nobody is asked */
	uint64_t max;	  /* a day */
};

enum tier { TIER_FREE, TIER_PRO, TIER_ENTERPRISE, TIER__MAX };

/* scope-keys.c: file of "SHA-256 of the key in hex, blank, tier" lines; # begins a comment. */
enum err api_keys_load(struct err_note *note, struct arena *a, const char *path, struct api_keys **ret_keys);
/* ERR_AUTH: the key is in no line. */
enum err api_keys_find(struct err_note *note, const struct api_keys *keys, const char *key, enum tier *ret_tier,
	char ret_hash[65]);
/* By the request's API key and address; refuses a key that is not known. */
enum err scope_quota(struct req *rq, struct quota *ret_quota);

/* A profile that was just read from GitHub, before those who wait for it get its text. */
typedef void scope_made(void *ctx, const struct profile *p);

/*
 * scope-profile.c: the profile of a login as the JSON text of profile_dump(), from the cache, from an analysis
 * that is under way in this or another process, or from GitHub; made is called where this very call asked
 * GitHub. deadline: clock_monotonic() ms for those who wait for others.
 * ERR_LIMIT with note.field "analyze", "card" or "login": that limit of ours; without field: GitHub's.
 */
enum err scope_profile_text(struct err_note *note, struct scope_worker *w, struct arena *a, const char *login,
	const struct quota *quota, int64_t deadline, scope_made *made, void *ctx, const char **ret_text, size_t *ret_len);
/* How many ms from now on something made of the profile may be kept, 0 or less = not at all. */
int64_t scope_profile_left(const struct scope_worker *w, const struct profile *p);
/* Only what the cache holds; ERR_NOT_FOUND or ERR_BUSY else. */
enum err scope_profile_cached(struct err_note *note, struct scope_worker *w, struct arena *a, const char *login,
	const char **ret_text, size_t *ret_len);
enum err scope_profile_read(struct err_note *note, struct arena *a, const char *text, size_t len,
	struct profile *ret_profile);
/* Score, with the metrics. model NULL = the option's. */
enum err scope_report(struct err_note *note, struct scope_worker *w, struct arena *a, const struct profile *p,
	const char *model, struct report *ret_report);
/* Count a fresh analysis; a failure is logged and counted, never told. */
void scope_record(struct scope_worker *w, const struct report *r, enum insight_kind kind);
/* Sets rq->code and rq->limit_type for an error of scope_profile_text(); returns e. */
enum err scope_profile_failed(struct req *rq, enum err e);

/*
 * scope-answer.c: the analysis of a login as JSON, from the cache or made. Left open inside its last member "meta",
 * for what differs between equal requests: the text goes on with "," and members, then "}}".
 */
struct answer_text {
	const char *text; /* in the request's arena */
	size_t len;
	bool fresh; /* this very request asked GitHub ... */
	int points; /* ... for so many points */
};
enum err scope_answer(struct req *rq, const char *login, const char *model, struct answer_text *ret_answer);

/*
 * scope-background.c: threads that go on with an analysis when the answer had to leave before its end.
 * background_profile() waits until deadline for the text (in a); ERR_TIMEOUT with note.field
 * BACKGROUND_PENDING: not yet, the work goes on; ERR_BUSY: too many are under way.
 */
#define BACKGROUND_PENDING "pending"
struct background *background_new(struct scope *s);
void background_free(struct background *b);
enum err background_profile(struct err_note *note, struct background *b, struct arena *a, const char *login,
	const struct quota *quota, int64_t deadline, const char **ret_text, size_t *ret_len);

/* scope-health.c: count a session that begins, and set the gauge to those not yet over. */
void scope_sessions_count(struct scope *s, bool begins);

/* Handlers. */
enum err scope_analyze(struct req *rq);
enum err scope_profile_get(struct req *rq);
enum err scope_session_get(struct req *rq);
enum err scope_session_delete(struct req *rq);
enum err scope_insights(struct req *rq);
enum err scope_card_svg(struct req *rq);
enum err scope_card_png(struct req *rq);
enum err scope_card_unknown(struct req *rq);
void scope_card_failed(struct req *rq, enum err e);
enum err scope_health_get(struct req *rq);
enum err scope_metrics_get(struct req *rq);
enum err scope_openapi_get(struct req *rq);
enum err scope_status_up(struct req *rq);
enum err scope_status_tokens(struct req *rq);

extern const struct web_schema scope_schemas[];
extern const size_t scope_n_schemas;

#endif
