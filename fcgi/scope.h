/*
 * The scope responder: analyses, sessions, cards, insights, health. What its processes and
 * threads own, and the steps that several handlers share.
 */
#ifndef FCGI_SCOPE_H
#define FCGI_SCOPE_H

#include "core/base/err.h"
#include "core/cards/card.h"
#include "core/insight/insight.h"
#include "core/profile/profile.h"
#include "core/profile/source.h"
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
struct forges;
struct github;
struct scorer;
struct store;
struct wakatime_client;

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

/* One writer at a time is all SQLite has: a handle for each thread would only cost 100 KB and two files. */
struct scope_insight {
	pthread_mutex_t lock;
	struct store *write; /* opened on first use */
};

/* Hashes of the cards this process drew lately: what is asked for once need not be kept. */
enum { DRAWN_LATELY = 8192 };

/* One process. */
struct scope {
	const struct web_app *app;
	struct arena *home;
	struct github *github;
	struct source github_source;
	struct forges *forges;
	struct wakatime_client *wakatime;
	struct flight *flight;
	struct api_keys *keys;
	struct secret cache_key; /* seals what is cached */
	struct background *background;
	struct render_fonts *fonts; /* shared by the threads that draw */
	struct scope_health health;
	struct scope_sessions sessions;
	struct scope_insight insight;
	_Atomic(uint64_t) drawn[DRAWN_LATELY];
};

/* One thread. Handles are opened on first use. */
struct scope_worker {
	struct scope *scope;
	struct cache *cache;
	struct scorer *scorer;
	struct store *insight_read;
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

/*
 * scope-source.c: the source that forge= names, "" = GitHub; for a login "git:NAME" the operator's repositories.
 * ERR_UNPROCESSABLE: the operator configured none of this name.
 */
enum err scope_source(struct err_note *note, const struct scope *s, const char *forge, const char *login,
	const struct source **ret_source);
/* The login as the source knows it: without "git:". */
const char *scope_login(const char *login);
/*
 * Charge a fresh question: one for key in the counter "login", of at most most a day, and one for the quota.
 * ERR_LIMIT with note.field "login" or the quota's kind.
 */
enum err scope_pay(struct err_note *note, struct scope_worker *w, const char *key, uint64_t most,
	const struct quota *quota);
/*
 * scope-served.c: ERR_FORBIDDEN with rq->code NOT_SERVED for a name that is not in served_logins, or a gist not in
 * served_gists; of a repository its owner counts.
 */
enum err scope_login_served(struct req *rq, const char *forge, const char *login);
enum err scope_card_served(struct req *rq, const struct card_request *card);
/* What exclude_repo means with excluded_repositories before it; NULL: nothing. */
const char *scope_excluded(struct req *rq, const char *more);
/* A reason in struct missing that may be gone on the next try. */
bool scope_passing(const char *reason);
/* How many ms from now on what was fetched then may be kept, 0 or less = not at all. */
int64_t scope_left(const struct scope_worker *w, const struct missing *missing, size_t n, int64_t fetched_ms);

/* A profile that was just read from the source, before those who wait for it get its text. */
typedef void scope_made(void *ctx, const struct profile *p);

struct profile_ask {
	const struct source *source;
	const char *login;
	const struct quota *quota;
	int64_t deadline; /* clock_monotonic() ms for those who wait for others */
	scope_made *made; /* called where this very call asked the source */
	void *ctx;
};

/*
 * scope-profile.c: the profile of a login as the JSON text of profile_dump(), from the cache, from an analysis
 * that is under way in this or another process, or from the source.
 * ERR_LIMIT with note.field "analyze", "card" or "login": that limit of ours; without field: the source's.
 */
enum err scope_profile_text(struct err_note *note, struct scope_worker *w, struct arena *a, const struct profile_ask *ask,
	const char **ret_text, size_t *ret_len);
/* How many ms from now on something made of the profile may be kept, 0 or less = not at all. */
int64_t scope_profile_left(const struct scope_worker *w, const struct profile *p);
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
 * scope-facts.c: what cards are drawn from, by sections. Each is kept packed for itself, so that a card asks for no more
 * than it shows.
 */
enum section {
	SECTION_BASIC, /* struct facts */
	SECTION_WHOLE, /* and its repositories, all of them */
	SECTION_FULL,  /* struct facts with scores; answers SECTION_BASIC, too */
	SECTION_HISTORY,
	SECTION_COMMITS, /* of all time: struct packed_number, as the next */
	SECTION_YEAR,
	SECTION_REPOSITORY,
	SECTION_GIST,
	SECTION_WAKATIME,
	SECTION_AFFILIATED, /* struct facts of the repositories alone, all of them */
	SECTION_COUNTS,	    /* struct packed_counts */
	SECTION_SCOPED,	    /* commits in some repositories: struct packed_number */
	SECTION__MAX
};

struct section_ask {
	enum section section;
	const struct source *source; /* NULL: SECTION_WAKATIME */
	const char *id;		     /* login, owner, id of a gist */
	/*
	 * A year, a repository's name, WakaTime's domain; "" = none. Bits of enum affiliation. Of counts "BITS SCOPE", of
	 * scoped commits "YEAR SCOPE", where 0 is the last twelve months and "all" every year.
	 */
	const char *more;
};

enum { SECTION_KEY_BYTES = 400 + SCOPE_TEXT_MAX };
/* Two asks are the same where their keys are. ERR_INVALID: longer than any name. */
enum err section_key(struct err_note *note, const struct section_ask *ask, char ret_key[SECTION_KEY_BYTES]);

/* From the cache: its bytes, or the error that was remembered. *ret_known false: neither is there. */
enum err section_cached(struct err_note *note, struct scope_worker *w, struct arena *a, const struct section_ask *ask,
	bool *ret_known, const void **ret_bytes, size_t *ret_len);
/*
 * From the cache or the source, whoever else asks: processes share a lock. deadline: for those who wait for it. Errors are
 * those of source.h; ERR_LIMIT as scope_profile_text() has it.
 */
enum err section_fetch(struct err_note *note, struct scope_worker *w, struct arena *a, const struct section_ask *ask,
	const struct quota *quota, int64_t deadline, const void **ret_bytes, size_t *ret_len);

/*
 * scope-background.c: threads that fetch sections, so that the work goes on when the answer has to leave before its
 * end. Equal asks under way are one.
 */
struct job;
struct background *background_new(struct scope *s);
void background_free(struct background *b);
/* Begin, or join in. ERR_BUSY: too many are under way. Each is to be ended by background_wait(). */
enum err background_start(struct err_note *note, struct background *b, const struct section_ask *ask,
	const struct quota *quota, struct job **ret_job);
/*
 * The section, in a. ERR_TIMEOUT with note.field BACKGROUND_PENDING: not until deadline, the work goes on.
 */
#define BACKGROUND_PENDING "pending"
enum err background_wait(struct err_note *note, struct background *b, struct job *j, struct arena *a, int64_t deadline,
	const void **ret_bytes, size_t *ret_len);

/*
 * scope-gather.c: everything a card needs, its sections fetched at the same time. until: clock_monotonic() ms; what is not
 * there by then is left out where the card can do without, else ERR_TIMEOUT with BACKGROUND_PENDING.
 */
struct gathered {
	struct card_facts facts;
	int64_t left;	     /* ms that something made of it may be kept */
	bool partial;	     /* something is missing that may be there on the next try */
	const char *missing; /* what is, and why: "organizations FORBIDDEN, ..."; "" = nothing */
};
enum err scope_gather(struct err_note *note, struct scope_worker *w, struct arena *a, const struct card_request *card,
	const struct quota *quota, int64_t until, struct gathered *ret_gathered);

/* scope-picture.c: drawn cards in the cache. */
struct picture {
	const char *bytes;
	size_t len;
	const char *tag;     /* of the bytes, for ETag */
	const char *missing; /* as in struct gathered */
	int life;	     /* seconds outside */
	int64_t made_ms;
};
/*
 * Whether the cache is worth a look for key: pixels always; SVG and JSON, which are drawn in the time of two looks, from the
 * second time on that this process is asked.
 */
bool picture_wanted(struct scope_worker *w, const char *key, bool pixels);
enum err picture_cached(struct scope_worker *w, struct arena *a, const char *key, struct picture *ret_picture);
/* At most for left ms and the option's time; with neither it is not kept. */
void picture_keep(struct scope_worker *w, const char *key, const struct picture *p, int64_t left);

/* scope-health.c: count a session that begins, and set the gauge to those not yet over. */
void scope_sessions_count(struct scope *s, bool begins);

/* Handlers. */
enum err scope_analyze(struct req *rq);
enum err scope_profile_get(struct req *rq);
enum err scope_session_get(struct req *rq);
enum err scope_session_delete(struct req *rq);
enum err scope_insights(struct req *rq);
enum err scope_card(struct req *rq); /* /card/LOGIN.EXT, /card/LOGIN/KIND.EXT, a kind's own path */
enum err scope_card_unknown(struct req *rq);
void scope_card_failed(struct req *rq, enum err e);
enum err scope_kinds_get(struct req *rq);
enum err scope_health_get(struct req *rq);
enum err scope_metrics_get(struct req *rq);
enum err scope_openapi_get(struct req *rq);
enum err scope_status_up(struct req *rq);
enum err scope_status_tokens(struct req *rq);

extern const struct web_schema scope_schemas[];
extern const size_t scope_n_schemas;

#endif
