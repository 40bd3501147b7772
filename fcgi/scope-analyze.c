/* Analyses and the sessions that hold their answers. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/random.h"
#include "core/base/str.h"
#include "fcgi/scope.h"

#include "core/base/banned.h"

enum { WAIT_SLACK_MS = 5000 };

static void put_meta(struct req *rq, struct json_object *root, bool hit, const char *source, int64_t points)
{
	struct json_object *meta = json_put_object(root, "meta"), *missing = json_get(root, "missing");
	json_put_str(meta, "request_id", rq->id);
	json_put_bool(meta, "cache_hit", hit);
	json_put_str(meta, "data_source", source);
	json_put_int(meta, "points", points);
	json_put(meta, "missing", json_object_get(missing));
}

/* The report of the request's login as JSON; the caller puts it. */
static enum err analyse(struct req *rq, const char *login, const char *model, struct json_object **ret_root)
{
	struct scope_worker *w = rq->worker;
	struct quota quota;
	struct profile profile;
	struct report report;
	bool fresh;
	TRY(scope_quota(rq, &quota));
	int64_t deadline = clock_monotonic() + rq->app->conf->github_deadline + WAIT_SLACK_MS;
	enum err e = scope_profile(rq->note, w, rq->arena, login, &quota, deadline, &profile, &fresh);
	if (e)
		return scope_profile_failed(rq, e);
	TRY(scope_report(rq->note, w, rq->arena, &profile, model, &report));
	if (fresh)
		scope_record(w, &report, INSIGHT_ANALYSIS);
	*ret_root = report_json(&report);
	put_meta(rq, *ret_root, !fresh, profile_source_name(profile.source), fresh ? profile.points : 0);
	return OK;
}

static void put_preferences(struct req *rq, struct json_object *root)
{
	const struct param_value *colors = req_param(rq, "preferences.colors");
	struct json_object *preferences = json_put_object(root, "preferences");
	json_put_str(preferences, "career_goal", req_text(rq, "preferences.career_goal"));
	json_put_str(preferences, "style", req_text(rq, "preferences.style"));
	struct json_object *list = json_put_array(preferences, "colors");
	for (size_t i = 0; i < colors->n_items; i++)
		json_push_str(list, colors->items[i]);
}

/* A session of its own for each visitor, never shared; without memcached the answer stands alone. */
static void keep_session(struct req *rq, struct json_object *root)
{
	struct scope_worker *w = rq->worker;
	char id[UUID_LEN];
	size_t len;
	json_put_str(root, "session_id", random_uuid(id));
	const char *text = json_text(root, &len);
	struct err_note why = { .code = OK };
	if (cache_put(&why, w->cache, "session", id, text, len, rq->app->conf->session_ttl)) {
		json_put_str(root, "session_id", NULL);
		log_line(LOG_WARNING, "req", rq->id, "msg", "a session was not kept", "why", why.text, NULL);
		return;
	}
	scope_sessions_count(w->scope, true);
}

enum err scope_analyze(struct req *rq)
{
	CLEAN_JSON struct json_object *root = NULL;
	TRY(analyse(rq, req_text(rq, "github_username"), req_text(rq, "model"), &root));
	put_preferences(rq, root);
	keep_session(rq, root);
	resp_json(rq, 200, root);
	resp_header(rq, "Cache-Control", "no-store");
	return OK;
}

enum err scope_profile_get(struct req *rq)
{
	CLEAN_JSON struct json_object *root = NULL;
	TRY(analyse(rq, req_text(rq, "login"), req_text(rq, "model"), &root));
	resp_json(rq, 200, root);
	resp_header(rq, "Cache-Control", "private, max-age=60");
	return OK;
}

enum err scope_session_get(struct req *rq)
{
	struct scope_worker *w = rq->worker;
	CLEAN_JSON struct json_object *root = NULL;
	char *text;
	size_t len;
	enum err e = cache_get(rq->note, w->cache, "session", str_lower(rq->arena, req_text(rq, "id")), rq->arena,
		&text, &len);
	if (e == ERR_NOT_FOUND) {
		rq->code = "SESSION_NOT_FOUND";
		return err_set(rq->note, e, "there is no such session; it may have ended");
	}
	TRY(e);
	TRY(json_parse(rq->note, text, len, JSON_DEPTH_DEEP, &root));
	struct json_object *meta = json_get(root, "meta");
	json_put_str(meta, "request_id", rq->id);
	json_put_bool(meta, "cache_hit", true);
	resp_json(rq, 200, root);
	resp_header(rq, "Cache-Control", "no-store");
	return OK;
}

enum err scope_session_delete(struct req *rq)
{
	struct scope_worker *w = rq->worker;
	const char *id = str_lower(rq->arena, req_text(rq, "id"));
	char *text;
	size_t len;
	enum err e = cache_get(rq->note, w->cache, "session", id, rq->arena, &text, &len);
	if (e == ERR_NOT_FOUND) {
		rq->code = "SESSION_NOT_FOUND";
		return err_set(rq->note, e, "there is no such session; it may have ended");
	}
	TRY(e);
	TRY(cache_delete(rq->note, w->cache, "session", id));
	resp_empty(rq, 204);
	resp_header(rq, "Cache-Control", "no-store");
	return OK;
}

enum err scope_insights(struct req *rq)
{
	struct scope_worker *w = rq->worker;
	const struct conf *conf = rq->app->conf;
	CLEAN_JSON struct json_object *root = NULL;
	enum insight_metric metric;
	enum insight_period period;
	if (!insight_metric_parse(req_text(rq, "metric"), &metric))
		return err_field(rq->note, ERR_UNPROCESSABLE, "metric", "metric is not known");
	if (!insight_period_parse(req_text(rq, "period"), &period))
		return err_field(rq->note, ERR_UNPROCESSABLE, "period", "period is not known");
	if (!w->insight_read)
		w->insight_read = store_open(rq->note, &insight_schema, conf->data_dir, STORE_READ);
	if (!w->insight_read)
		return rq->note->code;
	TRY(insight_query(rq->note, w->insight_read, metric, period, conf->insight_k, clock_now(), &root));
	struct json_object *meta = json_put_object(root, "meta");
	json_put_bool(meta, "cache_hit", false);
	resp_json(rq, 200, root);
	rq->resp.etag = true;
	resp_header(rq, "Cache-Control", "public, max-age=60");
	return OK;
}
