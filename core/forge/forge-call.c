/* Questions to a forge. */
#include "config.h"

#include "core/forge/forge-call.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/base/parse.h"

#include <stdio.h>
#include "core/base/banned.h"

enum { ANSWER_MAX = 8 << 20, TRIES = 2, RETRY_S = 60 };
static const int64_t total_max = INT64_C(1000000000000);

/* ---- one answer */

static const struct {
	int from, to;
	enum err err;
	const char *reason;
} meanings[] = {
	{ 200, 299, OK, "" },
	{ 401, 401, ERR_FORBIDDEN, "the forge refused the token" },
	{ 403, 403, ERR_FORBIDDEN, "the forge does not let this service read it" },
	{ 404, 404, ERR_NOT_FOUND, "not found" },
	{ 429, 429, ERR_LIMIT, "the forge asks for a pause" },
	{ 0, 999, ERR_UPSTREAM, "the forge failed" },
};

static void set(struct forge_call *call, enum err e, const char *reason)
{
	call->err = e;
	(void)snprintf(call->reason, sizeof(call->reason), "%s", reason);
}

static struct metric header_number(const struct http_response *r, const char *name)
{
	char text[32];
	int64_t n;
	if (http_response_header(r, name, text, sizeof(text)) && parse_i64(text, 0, total_max, &n))
		return METRIC(n);
	return (struct metric){ .known = false };
}

static void read_answer(struct forge_call *call, const struct http_response *r)
{
	struct err_note why = { .code = OK };
	size_t i = 0;
	if (r->err) {
		set(call, r->err == ERR_TIMEOUT ? ERR_TIMEOUT : ERR_UPSTREAM, r->reason);
		return;
	}
	while (r->status < meanings[i].from || r->status > meanings[i].to)
		i++;
	set(call, meanings[i].err, meanings[i].reason);
	if (call->err == ERR_LIMIT) {
		struct metric wait = header_number(r, "retry-after");
		call->retry_after = wait.known && wait.n < 86400 ? (int)wait.n : RETRY_S;
	}
	if (call->err)
		return;
	if (json_parse(&why, r->body, r->len, JSON_DEPTH, &call->root)) {
		set(call, ERR_UPSTREAM, "the forge answered no JSON");
		return;
	}
	call->total = header_number(r, "x-total");
	if (!call->total.known)
		call->total = header_number(r, "x-total-count");
}

static bool may_pass(const struct forge_call *call)
{
	return call->err == ERR_UPSTREAM;
}

/* ---- all of them */

static void ask_once(const struct forge *f, struct arena *a, struct forge_call *const *calls, size_t n, int64_t deadline)
{
	struct http_request requests[FORGE_CALLS_MAX] = { { .url = NULL } };
	struct http_response responses[FORGE_CALLS_MAX];
	const struct http_header headers[] = { { "Accept", "application/json" }, { "User-Agent", "git-phantom-scope" },
		{ f->auth_name, f->auth.len ? (const char *)f->auth.p : "" } };
	for (size_t i = 0; i < n; i++)
		requests[i] = (struct http_request){ .url = arena_printf(a, "%s%s", f->url, calls[i]->path),
			.headers = headers, .n_headers = f->auth.len ? 3 : 2, .timeout_ms = f->conf->github_timeout,
			.deadline = deadline, .max_bytes = ANSWER_MAX, .allow_http = f->allow_http,
			.allow_private = f->allow_http };
	http_fetch_all(f->fetcher, requests, n, responses);
	for (size_t i = 0; i < n; i++) {
		read_answer(calls[i], &responses[i]);
		http_response_release(&responses[i]);
	}
}

void forge_ask(const struct forge *f, struct arena *a, struct forge_call *calls, size_t n, int64_t deadline)
{
	struct forge_call *open[FORGE_CALLS_MAX];
	size_t n_open = 0;
	for (; n_open < n && n_open < FORGE_CALLS_MAX; n_open++) {
		open[n_open] = &calls[n_open];
		set(open[n_open], ERR_TIMEOUT, "no time was left to ask");
	}
	for (int i = 0; i < TRIES && n_open && clock_monotonic() < deadline; i++) {
		ask_once(f, a, open, n_open, deadline);
		size_t left = 0;
		for (size_t k = 0; k < n_open; k++)
			if (may_pass(open[k]))
				open[left++] = open[k];
		n_open = left;
	}
}
