/*
 * From a login to the JSON of its analysis. It is kept beside the profile, which is several times as long and
 * would have to be read and scored again; who leads an analysis keeps it before the others go on.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/str.h"
#include "core/web/gate.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum { WAIT_SLACK_MS = 5000 };

struct answering {
	struct req *rq;
	const char *key, *model;
	enum err err; /* of the leader's own scoring */
	struct answer_text answer;
};

static enum err cached(struct answering *a)
{
	struct scope_worker *w = a->rq->worker;
	char *text;
	TRY(cache_get(NULL, w->cache, "report", a->key, a->rq->arena, &text, &a->answer.len));
	a->answer.text = text;
	metrics_add(w->scope->app->metrics, METRIC_GITHUB_CACHE_HITS, 1, NULL, NULL, NULL);
	return OK;
}

static void write_open(struct answering *a, const struct report *r)
{
	CLEAN_JSON struct json_object *root = report_json(r);
	struct json_object *meta = json_put_object(root, "meta");
	json_put_str(meta, "data_source", profile_source_name(r->profile->source));
	json_put(meta, "missing", json_object_get(json_get(root, "missing")));
	const char *text = json_text(root, &a->answer.len);
	a->answer.len -= 2; /* "}}" */
	a->answer.text = arena_strndup(a->rq->arena, text, a->answer.len);
}

static enum err make(struct answering *a, const struct profile *p, struct report *ret_report)
{
	struct scope_worker *w = a->rq->worker;
	struct err_note why = { .code = OK };
	TRY(scope_report(a->rq->note, w, a->rq->arena, p, a->model, ret_report));
	write_open(a, ret_report);
	int64_t ttl = scope_profile_left(w, p);
	if (ttl > 0 && cache_put(&why, w->cache, "report", a->key, a->answer.text, a->answer.len, ttl))
		log_line(LOG_DEBUG, "msg", "a report was not cached", "why", why.text, NULL);
	return OK;
}

static void made(void *ctx, const struct profile *p)
{
	struct answering *a = ctx;
	struct report report;
	a->err = make(a, p, &report);
	if (a->err)
		return;
	a->answer.fresh = true;
	a->answer.points = p->points;
	scope_record(a->rq->worker, &report, INSIGHT_ANALYSIS);
}

/* Of a profile that others read: with the answer they kept, or without. */
static enum err make_again(struct answering *a, const char *text, size_t len)
{
	struct profile profile;
	struct report report;
	if (cached(a) == OK)
		return OK;
	TRY(scope_profile_read(a->rq->note, a->rq->arena, text, len, &profile));
	return make(a, &profile, &report);
}

enum err scope_answer(struct req *rq, const char *login, const char *model, struct answer_text *ret_answer)
{
	const struct conf *conf = rq->app->conf;
	struct answering a = { .rq = rq, .model = model ? model : conf->model };
	struct quota quota;
	const char *text;
	size_t len;
	a.key = arena_printf(rq->arena, "%s %s", a.model, str_lower(rq->arena, login));
	TRY(scope_quota(rq, &quota));
	if (cached(&a)) {
		struct scope_worker *w = rq->worker;
		const struct profile_ask ask = { .source = &w->scope->github_source, .login = login, .quota = &quota,
			.deadline = clock_monotonic() + conf->github_deadline + WAIT_SLACK_MS, .made = made, .ctx = &a };
		gate_away(rq->app->gate); /* mostly it waits for GitHub, or for another who does */
		enum err e = scope_profile_text(rq->note, w, rq->arena, &ask, &text, &len);
		gate_back(rq->app->gate);
		if (e)
			return scope_profile_failed(rq, e);
		TRY(a.err);
		if (!a.answer.fresh)
			TRY(make_again(&a, text, len));
	}
	*ret_answer = a.answer;
	return OK;
}
