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

enum { ANSWER_MAX = 4 << 20 };

/* The members of an object, to go on with after others. */
static void go_on(struct str *s, struct json_object *members)
{
	size_t len;
	const char *text = json_text(members, &len);
	str_addc(s, ',');
	str_add(s, text + 1, len - 2);
}

/* The answer with what only this request has: in "meta", and beside it unless NULL. */
static void finish(struct req *rq, const struct answer_text *answer, struct json_object *beside, struct str *ret_s)
{
	CLEAN_JSON struct json_object *meta = json_new();
	json_put_str(meta, "request_id", rq->id);
	json_put_bool(meta, "cache_hit", !answer->fresh);
	json_put_int(meta, "points", answer->points);
	str_init(ret_s, rq->arena, ANSWER_MAX);
	str_add(ret_s, answer->text, answer->len);
	go_on(ret_s, meta);
	str_addc(ret_s, '}');
	if (beside)
		go_on(ret_s, beside);
	str_addc(ret_s, '}');
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
static void open_session(struct req *rq, const struct answer_text *answer, struct str *ret_s)
{
	struct scope_worker *w = rq->worker;
	char id[UUID_LEN];
	CLEAN_JSON struct json_object *beside = json_new();
	put_preferences(rq, beside);
	json_put_str(beside, "session_id", random_uuid(id));
	finish(rq, answer, beside, ret_s);
	struct err_note why = { .code = OK };
	if (cache_put(&why, w->cache, "session", id, ret_s->buf, ret_s->len, rq->app->conf->session_ttl) == OK) {
		scope_sessions_count(w->scope, true);
		return;
	}
	log_line(LOG_WARNING, "req", rq->id, "msg", "a session was not kept", "why", why.text, NULL);
	json_put_str(beside, "session_id", NULL);
	finish(rq, answer, beside, ret_s);
}

static enum err answer_with(struct req *rq, const struct str *s, const char *life)
{
	if (s->over)
		return err_set(rq->note, ERR_TOO_BIG, "the analysis is too large");
	resp_bytes(rq, 200, "application/json", s->buf, s->len);
	resp_header(rq, "Cache-Control", life);
	return OK;
}

enum err scope_analyze(struct req *rq)
{
	struct answer_text answer;
	struct str s;
	TRY(scope_login_served(rq, "", req_text(rq, "github_username")));
	TRY(scope_answer(rq, req_text(rq, "github_username"), req_text(rq, "model"), &answer));
	open_session(rq, &answer, &s);
	return answer_with(rq, &s, "no-store");
}

enum err scope_profile_get(struct req *rq)
{
	struct answer_text answer;
	struct str s;
	TRY(scope_login_served(rq, "", req_text(rq, "login")));
	TRY(scope_answer(rq, req_text(rq, "login"), req_text(rq, "model"), &answer));
	finish(rq, &answer, NULL, &s);
	return answer_with(rq, &s, "private, max-age=60");
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
