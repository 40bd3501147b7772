/*
 * From a login to a profile, at the cost of one upstream profile however many ask at once: threads of
 * this process share a flight, processes share a lock in memcached.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/flight.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum {
	LOCK_SLACK_MS = 5000, /* the lock outlives the longest analysis by so much */
	TRIES_MAX = 3,	      /* flights a follower joins when a leader was over its own quota */
};

struct making {
	struct scope_worker *w;
	struct arena *arena;
	const struct profile_ask *ask;
	const char *key;
};

static enum err cached(struct err_note *note, const struct making *m, const char **ret_text, size_t *ret_len)
{
	char *text;
	TRY(cache_get(note, m->w->cache, "profile", m->key, m->arena, &text, ret_len));
	*ret_text = text;
	return OK;
}

enum err scope_profile_read(struct err_note *note, struct arena *a, const char *text, size_t len,
	struct profile *ret_profile)
{
	CLEAN_JSON struct json_object *root = NULL;
	if (json_parse(note, text, len, JSON_DEPTH_DEEP, &root) || profile_load(note, a, root, ret_profile))
		return err_set(note, ERR_INTERNAL, "a profile did not read back");
	return OK;
}

int64_t scope_profile_left(const struct scope_worker *w, const struct profile *p)
{
	return scope_left(w, p->missing, p->n_missing, p->fetched_ms);
}

static enum err ask_source(struct err_note *note, struct making *m, struct str *out)
{
	const struct profile_ask *ask = m->ask;
	struct profile p;
	size_t len;
	TRY(scope_pay(note, m->w, m->key, (uint64_t)m->w->scope->app->conf->limit_analyze_login, ask->quota));
	TRY(source_profile(note, ask->source, m->arena, ask->login, PROFILE_FULL, &p));
	CLEAN_JSON struct json_object *root = profile_dump(&p);
	const char *text = json_text(root, &len);
	str_add(out, text, len);
	int64_t ttl = scope_profile_left(m->w, &p);
	struct err_note why = { .code = OK };
	if (ttl > 0 && cache_put(&why, m->w->cache, "profile", m->key, text, len, ttl))
		log_line(LOG_DEBUG, "msg", "a profile was not cached", "why", why.text, NULL);
	ask->made(ask->ctx, &p);
	return OK;
}

/* The leader of this process. */
static enum err make(struct err_note *note, void *ctx, struct str *out)
{
	struct making *m = ctx;
	struct cache_lock lock = { .token = "" };
	struct err_note why = { .code = OK };
	const char *text;
	size_t len;
	int64_t longest = m->w->scope->app->conf->github_deadline, deadline = m->ask->deadline;
	enum err e = cache_lock(&why, m->w->cache, "lock", m->key, longest + LOCK_SLACK_MS, deadline, &lock);
	if (e == ERR_TIMEOUT)
		return err_set(note, ERR_TIMEOUT, "the analysis under way takes too long");
	if (cached(&why, m, &text, &len) == OK) {
		str_add(out, text, len); /* another process was first */
		cache_unlock(m->w->cache, &lock);
		return OK;
	}
	metrics_add(m->w->scope->app->metrics, METRIC_GITHUB_CACHE_MISSES, 1, NULL, NULL, NULL);
	/* who waited long for a process that failed has no time for a try of his own */
	if (clock_monotonic() > deadline - longest / 2)
		e = err_set(note, ERR_TIMEOUT, "%s did not answer in time", m->ask->source->title);
	else
		e = ask_source(note, m, out);
	cache_unlock(m->w->cache, &lock);
	return e;
}

static enum err fly(struct err_note *note, struct making *m, const char **ret_text, size_t *ret_len, bool *ret_led)
{
	CLEAN_FLIGHT struct flight_result *r = NULL;
	TRY(flight_do(note, m->w->scope->flight, m->key, m->ask->deadline, make, m, ret_led, &r));
	*ret_text = arena_strndup(m->arena, r->text, r->len);
	*ret_len = r->len;
	return OK;
}

enum err scope_profile_text(struct err_note *note, struct scope_worker *w, struct arena *a, const struct profile_ask *ask,
	const char **ret_text, size_t *ret_len)
{
	struct making m = { .w = w, .arena = a, .ask = ask,
		.key = arena_printf(a, "%s %s", ask->source->name, str_lower(a, ask->login)) };
	enum err e = OK;
	for (int i = 0; i < TRIES_MAX; i++) {
		bool led = false;
		if (cached(NULL, &m, ret_text, ret_len) == OK) {
			metrics_add(w->scope->app->metrics, METRIC_GITHUB_CACHE_HITS, 1, NULL, NULL, NULL);
			return OK;
		}
		e = fly(note, &m, ret_text, ret_len, &led);
		/* a leader over its own quota says nothing about ours */
		if (e != ERR_LIMIT || led || str_eq(note->field, "login") || !*note->field)
			break;
	}
	return e;
}

enum err scope_report(struct err_note *note, struct scope_worker *w, struct arena *a, const struct profile *p,
	const char *model, struct report *ret_report)
{
	struct metrics *metrics = w->scope->app->metrics;
	int64_t began = clock_monotonic_us();
	if (!w->scorer)
		w->scorer = scorer_new();
	TRY(report_make(note, a, w->scorer, p, model ? model : w->scope->app->conf->model, clock_now(), ret_report));
	metrics_observe(metrics, METRIC_SCORING_SECONDS, clock_monotonic_us() - began, NULL, NULL);
	metrics_add(metrics, METRIC_ARCHETYPES, 1, ret_report->archetype.best.id, NULL, NULL);
	return OK;
}

static enum err record(struct err_note *note, struct scope *s, const struct insight_sample *sample)
{
	struct scope_insight *i = &s->insight;
	(void)pthread_mutex_lock(&i->lock);
	if (!i->write)
		i->write = store_open(note, &insight_schema, s->app->conf->data_dir, STORE_WRITE);
	enum err e = i->write ? insight_record(note, i->write, sample, clock_now()) : note->code;
	(void)pthread_mutex_unlock(&i->lock);
	return e;
}

void scope_record(struct scope_worker *w, const struct report *r, enum insight_kind kind)
{
	const char *languages[INSIGHT_LANGUAGES_MAX];
	const struct web_app *app = w->scope->app;
	struct err_note note = { .code = OK };
	struct insight_sample sample = { .kind = kind, .archetype = r->archetype.best.id, .bucket = r->ai.bucket,
		.model = r->model, .languages = languages };
	for (; sample.n_languages < r->tech.n_languages && sample.n_languages < INSIGHT_LANGUAGES_MAX;
		sample.n_languages++)
		languages[sample.n_languages] = r->tech.languages[sample.n_languages].name;
	if (record(&note, w->scope, &sample) == OK)
		return;
	metrics_add(app->metrics, METRIC_INSIGHT_FAILURES, 1, NULL, NULL, NULL);
	log_line(LOG_WARNING, "msg", "an analysis was not counted", "why", note.text, NULL);
}

enum err scope_profile_failed(struct req *rq, enum err e)
{
	static const struct {
		enum err e;
		const char *code;
	} codes[] = {
		{ ERR_NOT_FOUND, "GITHUB_USER_NOT_FOUND" },
		{ ERR_INVALID, "GITHUB_USER_NOT_FOUND" }, /* of login's shape, but GitHub gives out no such name */
		{ ERR_UPSTREAM, "GITHUB_API_ERROR" },
		{ ERR_TIMEOUT, "GITHUB_API_ERROR" },
	};
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (codes[i].e == e)
			rq->code = codes[i].code;
	if (e == ERR_INVALID)
		return err_set(rq->note, ERR_NOT_FOUND, "no such GitHub user");
	if (e != ERR_LIMIT)
		return e;
	if (!*rq->note->field) {
		rq->code = "GITHUB_RATE_LIMIT";
		return e;
	}
	rq->limit_type = str_eq(rq->note->field, "login") ? "login" : "analyze";
	metrics_add(rq->app->metrics, METRIC_LIMIT_HITS, 1, rq->route->pattern, rq->limit_type, NULL);
	return e;
}
