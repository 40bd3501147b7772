/* Paths of questions, the meaning of failures, bounded values, and the sums over them. */
#include "config.h"

#include "core/forge/forge-call.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/scan/language.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { PATH_MAX_LEN = 4096, CALENDAR_DAYS = 365, LANGUAGES_MAX = 500, TOPICS_MAX = 20 };
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

const char *forge_cut(struct arena *a, const char *s, size_t max)
{
	size_t len = strlen(s);
	if (len > max) {
		len = max;
		while (len && ((unsigned char)s[len] & 0xc0) == 0x80)
			len--;
	}
	return len ? arena_strndup(a, s, len) : NULL;
}

const char *forge_text(struct arena *a, struct json_object *object, const char *key, size_t max)
{
	return forge_cut(a, json_str(object, key, ""), max);
}

struct metric forge_number(struct json_object *object, const char *key)
{
	int64_t n = json_int(object, key, -1);
	return n < 0 || n > FORGE_NUMBER_MAX ? (struct metric){ .known = false } : METRIC(n);
}

struct metric forge_time(struct json_object *object, const char *key)
{
	int64_t ms;
	return parse_time(json_str(object, key, ""), &ms) ? METRIC(ms) : (struct metric){ .known = false };
}

void forge_topics(struct arena *a, struct json_object *list, struct repo *r)
{
	size_t n = json_len(list);
	r->topics = arena_array(a, TOPICS_MAX, sizeof(*r->topics));
	for (size_t i = 0; i < n && r->n_topics < TOPICS_MAX; i++) {
		struct json_object *topic = json_at(list, i);
		bool is_text = json_object_is_type(topic, json_type_string);
		const char *name = is_text ? forge_cut(a, json_object_get_string(topic), FORGE_NAME_BYTES) : NULL;
		if (name)
			r->topics[r->n_topics++] = name;
	}
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
