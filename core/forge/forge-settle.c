/* Names, paths of questions, the meaning of failures, topics, calendars, and what a profile ends with. */
#include "config.h"

#include "core/forge/forge-call.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/languages.h"
#include "core/profile/value.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { PATH_MAX_LEN = 4096, CALENDAR_DAYS = 365, TOPICS_MAX = 20 };

bool forge_name_valid(const char *name, size_t max)
{
	size_t len = name ? strlen(name) : 0;
	if (!len || len > max || !ascii_is_alnum(name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(name[i]) && !strchr("-_.", name[i]))
			return false;
	return true;
}

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

void forge_topics(struct arena *a, struct json_object *list, struct repo *r)
{
	size_t n = json_len(list);
	r->topics = arena_array(a, TOPICS_MAX, sizeof(*r->topics));
	for (size_t i = 0; i < n && r->n_topics < TOPICS_MAX; i++) {
		const char *name = value_text(a, json_at(list, i), VALUE_NAME_MAX);
		if (name)
			r->topics[r->n_topics++] = name;
	}
}

/* ---- questions alike */

void forge_ask_languages(const struct forge *f, struct arena *a, struct forge_call *calls, size_t n, int64_t deadline,
	forge_read_languages *read, struct profile *p)
{
	forge_ask(f, a, calls, n, deadline);
	for (size_t i = 0; i < n; i++) {
		if (calls[i].err)
			forge_miss(a, p, arena_printf(a, "languages.%s", p->repos[i].name), &calls[i]);
		else
			read(a, &p->repos[i], calls[i].root);
	}
	forge_drop(calls, n);
}

enum err forge_ask_repository(struct err_note *note, const struct forge *f, struct arena *a, struct forge_call calls[2],
	forge_parse_repo *parse, forge_read_languages *read, struct repo *ret_repo)
{
	enum err e = OK;
	forge_ask(f, a, calls, 2, forge_deadline(f));
	struct repo r = parse(a, calls[0].root);
	if (calls[0].err)
		e = forge_failed(note, f, &calls[0], "repository");
	else if (!r.name || r.is_private)
		e = err_set(note, ERR_NOT_FOUND, "%s knows no such repository", f->title);
	if (!e && !calls[1].err)
		read(a, &r, calls[1].root);
	forge_drop(calls, 2);
	if (e)
		return e;
	if (!r.language && r.n_languages)
		r.language = r.languages[0].name;
	*ret_repo = r;
	return OK;
}

/* ---- what a profile ends with */

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
	profile_sum_languages(a, p);
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
