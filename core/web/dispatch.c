/* From request to answer. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/web/app.h"
#include "core/web/limit.h"
#include "core/web/problem.h"

#include "core/base/banned.h"

static void preflight(struct req *rq)
{
	resp_empty(rq, 204);
	resp_header(rq, "Allow", rq->allow);
	if (!rq->route->cors)
		return;
	resp_header(rq, "Access-Control-Allow-Methods", rq->allow);
	resp_header(rq, "Access-Control-Allow-Headers", "Content-Type, X-API-Key, If-None-Match");
	resp_header(rq, "Access-Control-Max-Age", "86400");
}

static enum err metered(struct req *rq)
{
	const struct conf *conf = rq->app->conf;
	if (!rq->route->metered || !conf->limits)
		return OK;
	struct cache *cache = rq->app->worker_cache ? rq->app->worker_cache(rq->worker) : NULL;
	enum err e = limit_take(rq->note, rq->app->limits, cache, "requests", rq->visitor,
		(uint64_t)conf->limit_requests, LIMIT_MINUTE_MS);
	if (e == ERR_LIMIT) {
		rq->limit_type = "api";
		metrics_add(rq->app->metrics, METRIC_LIMIT_HITS, 1, rq->route->pattern, "api", NULL);
	}
	return e;
}

static enum err read_body(struct req *rq, struct json_object **ret_body)
{
	if (rq->body_refused || rq->body_len > rq->route->body_max)
		return err_set(rq->note, ERR_TOO_BIG, "the body may have %zu bytes at most", rq->route->body_max);
	if (!rq->route->body_max)
		return OK;
	if (!rq->body_json)
		return err_set(rq->note, ERR_MEDIA, "Content-Type must be application/json");
	TRY(json_parse(rq->note, rq->body, rq->body_len, JSON_DEPTH, ret_body));
	if (!json_object_is_type(*ret_body, json_type_object))
		return err_set(rq->note, ERR_INVALID, "the body must be a JSON object");
	return OK;
}

static enum err run(struct req *rq)
{
	CLEAN_JSON struct json_object *body = NULL;
	struct pairs path = { .n = 0 };
	TRY(route_find(rq->arena, rq->app->routes, rq->app->n_routes, rq->method, rq->path, &rq->route, &path,
		&rq->allow));
	if (rq->note->code) /* what came was not readable; the route says so in its own way */
		return rq->note->code;
	if (rq->method == WEB_OPTIONS) {
		preflight(rq);
		return OK;
	}
	if (rq->route->guard == GUARD_UNSET)
		return err_set(rq->note, ERR_FORBIDDEN, "this route has no guard");
	TRY(metered(rq));
	TRY(read_body(rq, &body));
	TRY(param_check(rq->note, rq->arena, rq->route, &path, &rq->query, body, &rq->values, &rq->faults));
	TRY(rq->route->handler(rq));
	if (arena_over(rq->arena))
		return err_set(rq->note, ERR_TOO_BIG, "the request needs more memory than one may have");
	return OK;
}

static void log_failure(const struct req *rq, enum err e)
{
	const struct err_note *note = rq->note;
	if (err_status(e) < 500 || note->code != e)
		return;
	log_line(e == ERR_INTERNAL ? LOG_ERROR : LOG_WARNING, "req", rq->id, "code", err_slug(e), "file",
		note->file ? note->file : "", "line", arena_printf(rq->arena, "%d", note->line), "msg", note->text,
		NULL);
}

void web_dispatch(struct req *rq)
{
	enum err e = run(rq);
	if (e) {
		log_failure(rq, e);
		rq->resp.n_headers = 0;
		rq->resp.etag = false;
		rq->resp.tag = NULL;
		if (rq->route && rq->route->fail)
			rq->route->fail(rq, e);
		else
			problem_answer(rq, e);
	}
	if (!rq->route || rq->route->cors) {
		resp_header(rq, "Access-Control-Allow-Origin", "*");
		resp_header(rq, "Access-Control-Expose-Headers",
			"ETag, Retry-After, X-GPS-Error, X-Request-ID, X-Response-Time");
	}
}
