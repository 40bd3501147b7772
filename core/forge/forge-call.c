/* Questions to a forge, and what their answers mean. */
#include "config.h"

#include "core/forge/forge-call.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/scan/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { ANSWER_MAX = 8 << 20, PATH_MAX_LEN = 4096, TRIES = 2, RETRY_S = 60, CALENDAR_DAYS = 365, LANGUAGES_MAX = 500 };
static const int64_t number_max = INT64_C(1000000000000);
static const int64_t equal_share = 1000000; /* "bytes" of a repository that told shares only */

int64_t forge_deadline(const struct forge *f)
{
	return clock_monotonic() + f->conf->github_deadline;
}

const char *forge_path(struct arena *a, const char *pattern, const char *const *parts)
{
	struct str path;
	str_init(&path, a, PATH_MAX_LEN);
	for (; *pattern; pattern++) {
		if (*pattern == '*')
			str_add_url(&path, *parts++);
		else
			str_addc(&path, *pattern);
	}
	return path.buf;
}

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
	if (http_response_header(r, name, text, sizeof(text)) && parse_i64(text, 0, number_max, &n))
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
	for (; n_open < n && n_open < FORGE_CALLS_MAX; n_open++)
		open[n_open] = &calls[n_open];
	for (int i = 0; i < TRIES && n_open && clock_monotonic() < deadline; i++) {
		ask_once(f, a, open, n_open, deadline);
		size_t left = 0;
		for (size_t k = 0; k < n_open; k++)
			if (may_pass(open[k]))
				open[left++] = open[k];
		n_open = left;
	}
}

void forge_drop(struct forge_call *calls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		json_object_put(calls[i].root);
		calls[i].root = NULL;
	}
}

enum err forge_failed(struct err_note *note, const struct forge *f, const struct forge_call *call, const char *what)
{
	if (call->err == ERR_NOT_FOUND)
		return err_set(note, ERR_NOT_FOUND, "%s knows no such %s", f->title, what);
	enum err e = call->err == ERR_FORBIDDEN ? ERR_UPSTREAM : call->err;
	(void)err_set(note, e, "%s: %s", f->title, call->reason);
	if (note)
		note->retry_after = call->retry_after;
	return e;
}

void forge_miss(struct arena *a, struct profile *p, const char *field, const struct forge_call *call)
{
	static const struct {
		enum err err;
		const char *reason;
	} reasons[] = { { ERR_FORBIDDEN, "FORBIDDEN" }, { ERR_NOT_FOUND, "NOT_FOUND" }, { ERR_LIMIT, "RATE_LIMIT" },
		{ ERR_TIMEOUT, "TIMEOUT" } };
	const char *reason = "UPSTREAM";
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].err == call->err)
			reason = reasons[i].reason;
	profile_miss(p, a, field, reason, call->reason);
}

/* ---- values */

const char *forge_text(struct arena *a, struct json_object *object, const char *key, size_t max)
{
	const char *s = json_str(object, key, "");
	size_t len = strlen(s);
	if (len > max) {
		len = max;
		while (len && ((unsigned char)s[len] & 0xc0) == 0x80)
			len--;
	}
	return len ? arena_strndup(a, s, len) : NULL;
}

struct metric forge_number(struct json_object *object, const char *key)
{
	int64_t n = json_int(object, key, -1);
	return n < 0 || n > number_max ? (struct metric){ .known = false } : METRIC(n);
}

struct metric forge_time(struct json_object *object, const char *key)
{
	int64_t ms;
	return parse_time(json_str(object, key, ""), &ms) ? METRIC(ms) : (struct metric){ .known = false };
}

/* ---- sums */

static int by_bytes(const void *x, const void *y)
{
	const struct language *a = x, *b = y;
	return a->bytes.n != b->bytes.n ? (a->bytes.n < b->bytes.n ? 1 : -1) : strcmp(a->name, b->name);
}

static struct language *entry_of(struct arena *a, struct profile *p, size_t *cap, const struct language *wanted)
{
	for (size_t i = 0; i < p->n_languages; i++)
		if (str_eq(p->languages[i].name, wanted->name))
			return &p->languages[i];
	if (p->n_languages == LANGUAGES_MAX)
		return NULL;
	struct language *l = ARENA_PUSH(a, p->languages, p->n_languages, *cap);
	*l = (struct language){ .name = wanted->name, .color = language_color(wanted->name), .bytes = METRIC(0), .repos = METRIC(0) };
	return l;
}

static int64_t weight(const struct language *l)
{
	return l->bytes.known ? l->bytes.n : (int64_t)(l->percentage / 100 * (double)equal_share);
}

void forge_sum_languages(struct arena *a, struct profile *p)
{
	size_t cap = 0;
	int64_t sum = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++) {
		const struct repo *r = &p->repos[i];
		for (size_t k = 0; k < r->n_languages && !r->is_fork; k++) {
			struct language *l = entry_of(a, p, &cap, &r->languages[k]);
			if (!l)
				continue;
			l->bytes.n += weight(&r->languages[k]);
			l->repos.n++;
			sum += weight(&r->languages[k]);
		}
	}
	if (p->n_languages)
		qsort(p->languages, p->n_languages, sizeof(*p->languages), by_bytes);
	for (size_t i = 0; i < p->n_languages && sum; i++)
		p->languages[i].percentage =
			(double)((p->languages[i].bytes.n * 2000 + sum) / (2 * sum)) / 10; /* half up */
}

static int by_push(const void *x, const void *y)
{
	const struct repo *a = x, *b = y;
	return a->pushed_ms.n != b->pushed_ms.n ? (a->pushed_ms.n < b->pushed_ms.n ? 1 : -1) : strcmp(a->name, b->name);
}

void forge_settle(struct arena *a, struct profile *p)
{
	if (p->n_repos_listed)
		qsort(p->repos, p->n_repos_listed, sizeof(*p->repos), by_push);
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (p->repos[i].n_languages && !p->repos[i].language)
			p->repos[i].language = p->repos[i].languages[0].name;
	forge_sum_languages(a, p);
}

void forge_calendar(struct arena *a, struct profile *p, int64_t today)
{
	p->calendar = arena_array(a, CALENDAR_DAYS, sizeof(*p->calendar));
	p->n_calendar = CALENDAR_DAYS;
	for (int i = 0; i < CALENDAR_DAYS; i++)
		p->calendar[i].day = today - CALENDAR_DAYS + 1 + i;
}

void forge_calendar_add(struct profile *p, int64_t day, int64_t n)
{
	int64_t i = p->n_calendar ? day - p->calendar[0].day : -1;
	if (i >= 0 && i < (int64_t)p->n_calendar && n > 0 && n < 1000000 && p->calendar[i].count < 1000000)
		p->calendar[i].count += (int)n;
}

void forge_calendar_total(struct profile *p)
{
	p->contributions_last_year = METRIC(0);
	for (size_t i = 0; i < p->n_calendar; i++)
		p->contributions_last_year.n += p->calendar[i].count;
}
