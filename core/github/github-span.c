/* The list of windows, and what becomes of each. */
#include "config.h"

#include "core/github/github-span.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/github/github.h"

#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum { AT_ONCE = 4, SERVER_ERROR = 500 };

static void add(struct github_spans *s, struct github_window w, bool recent, int cuts)
{
	char from[CLOCK_ISO_LEN], to[CLOCK_ISO_LEN];
	struct github_span *span = ARENA_PUSH(s->draft->arena, s->items, s->n, s->cap);
	*span = (struct github_span){ .window = w, .recent = recent, .cuts = cuts };
	span->name = arena_printf(s->draft->arena, "contributions.%s..%s", clock_date(w.first_day * CLOCK_DAY_MS, from),
		clock_date(w.last_day * CLOCK_DAY_MS, to));
}

void github_span_add(struct github_spans *s, int64_t first_day, int64_t last_day, bool recent)
{
	add(s, (struct github_window){ first_day, last_day }, recent, 0);
}

static size_t room(const struct github_spans *s, const struct github_span *span)
{
	return span->alone ? 1 : span->cuts == 0 ? s->each : s->each > 1 && span->cuts == 1 ? 2 : 1;
}

size_t github_span_batches(const struct github_spans *s, struct github_batch *ret_batches, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct github_span *span = &s->items[i];
		if (span->state != SPAN_OPEN)
			continue;
		struct github_batch *last = n ? &ret_batches[n - 1] : NULL;
		const struct github_span *first = last ? &s->items[last->at[0]] : NULL;
		bool joins = first && first->cuts == span->cuts && first->alone == span->alone && last->n < room(s, span);
		if (!joins && n == max)
			break;
		if (!joins) {
			last = &ret_batches[n++];
			last->n = 0;
		}
		last->at[last->n++] = i;
	}
	return n;
}

struct github_call github_span_call(const struct github_spans *s, const struct github_batch *b, enum github_head head)
{
	struct github_window windows[GITHUB_WINDOWS_MAX];
	for (size_t i = 0; i < b->n; i++)
		windows[i] = s->items[b->at[i]].window;
	return (struct github_call){ .points = github_windows_cost(s->fields, b->n, head),
		.endpoint = s->fields == GITHUB_CALENDAR ? GITHUB_EP_HISTORY : GITHUB_EP_CONTRIBUTIONS,
		.once = b->n > 1 || head == GITHUB_HEAD_PROFILE,
		.body = github_query_windows(s->draft->arena, s->login, s->fields, windows, b->n, head) };
}

static void miss(struct github_spans *s, struct github_span *span, enum err err, int retry_after, const char *reason,
	const char *detail)
{
	span->state = SPAN_MISSED;
	span->err = err;
	span->retry_after = retry_after;
	span->reason = arena_strdup(s->draft->arena, reason);
	span->detail = detail && *detail ? arena_strdup(s->draft->arena, detail) : NULL;
}

/* Of GitHub's errors the one about this window, else the first. */
static const char *why(struct json_object *errors, const char *alias)
{
	for (size_t i = 0; i < json_len(errors); i++) {
		struct json_object *head = json_at(json_get(json_at(errors, i), "path"), 0);
		if (json_object_is_type(head, json_type_string) && str_eq(json_object_get_string(head), alias))
			return github_error_type(json_at(errors, i));
	}
	return github_error_type(json_at(errors, 0));
}

static void cut(struct github_spans *s, size_t at)
{
	struct github_window w = s->items[at].window;
	int64_t middle = w.first_day + (w.last_day - w.first_day) / 2;
	int cuts = s->items[at].cuts + 1;
	bool recent = s->items[at].recent;
	s->items[at].state = SPAN_CUT;
	add(s, (struct github_window){ w.first_day, middle }, recent, cuts);
	add(s, (struct github_window){ middle + 1, w.last_day }, recent, cuts);
}

static bool can_cut(const struct github_spans *s, const struct github_span *span)
{
	return span->cuts < s->cuts_max && span->window.first_day < span->window.last_day;
}

/* Too much for GitHub: a smaller window, or the same without company. */
static bool ask_less(struct github_spans *s, size_t at, bool with_others)
{
	struct github_span *span = &s->items[at];
	if (can_cut(s, span)) {
		cut(s, at);
		return true;
	}
	if (with_others && !span->alone) {
		span->alone = true;
		return true;
	}
	return false;
}

static void read_failure(struct github_spans *s, size_t at, bool with_others, const struct github_call *call)
{
	struct github_span *span = &s->items[at];
	if (with_others && call->err == ERR_UPSTREAM)
		span->alone = true;
	else if (call->err != ERR_UPSTREAM || call->status < SERVER_ERROR || !ask_less(s, at, with_others))
		miss(s, span, call->err, call->retry_after, github_call_reason(call), call->reason);
}

static void read_one(struct github_spans *s, size_t at, const char *alias, bool with_others, struct json_object *root)
{
	const char *type = why(json_get(root, "errors"), alias);
	if (!str_eq(type, "RESOURCE_LIMITS_EXCEEDED") || !ask_less(s, at, with_others))
		miss(s, &s->items[at], str_eq(type, "NOT_FOUND") ? ERR_NOT_FOUND : ERR_UPSTREAM, 0, type,
			github_error_detail(type));
}

void github_span_read(struct github_spans *s, const struct github_batch *b, const struct github_call *call, bool final)
{
	for (size_t i = 0; i < b->n; i++) {
		struct github_span *span = &s->items[b->at[i]];
		char alias[24];
		snprintf(alias, sizeof(alias), "w%zu", i);
		struct json_object *user = json_get(json_get(call->root, "data"), alias);
		span->totals = github_parse_window(s->draft, json_get(user, "contributionsCollection"), &span->window,
			span->recent);
		if (span->totals.known)
			span->state = SPAN_DONE;
		else if (final && call->err)
			read_failure(s, b->at[i], b->n > 1, call);
		else if (final)
			read_one(s, b->at[i], alias, b->n > 1, call->root);
	}
}

enum err github_span_err(struct err_note *note, const struct github_span *span)
{
	bool its_word = span->err == ERR_UPSTREAM && !str_eq(span->reason, "UPSTREAM");
	enum err err = its_word || !span->detail
		? err_set(note, span->err, "GitHub does not tell the contributions: %s", span->reason)
		: err_set(note, span->err, "%s", span->detail);
	if (note)
		note->retry_after = span->retry_after;
	return err;
}

void github_span_ask(struct github_spans *s, int64_t deadline)
{
	struct github_batch batches[AT_ONCE];
	struct github_call calls[AT_ONCE];
	for (size_t n; (n = github_span_batches(s, batches, AT_ONCE));) {
		for (size_t i = 0; i < n; i++)
			calls[i] = github_span_call(s, &batches[i], GITHUB_HEAD_NONE);
		github_ask(s->gh, s->draft->arena, calls, n, deadline);
		for (size_t i = 0; i < n; i++) {
			github_span_read(s, &batches[i], &calls[i], true);
			s->points += calls[i].cost;
			github_call_drop(&calls[i]);
		}
	}
}
