/* What is reckoned from answers: co-authors, languages over all repositories, the calendar in order. */
#include "config.h"

#include "core/github/github-settle.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/github/github-parse.h"
#include "core/profile/value.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { COAUTHORS_MAX = 20, LANGUAGES_MAX = 500 };

void github_trailers(struct arena *a, struct commit *c)
{
	static const char label[] = "co-authored-by:";
	size_t cap = 0;
	for (const char *line = c->message; line && *line && c->n_coauthors < COAUTHORS_MAX;) {
		size_t len = strcspn(line, "\n"), i = 0;
		while (i < sizeof(label) - 1 && ascii_lower(line[i]) == label[i])
			i++;
		const char *open = memchr(line, '<', len), *close = memchr(line, '>', len);
		if (i == sizeof(label) - 1 && open && close && open < close) {
			while (line + i < open && ascii_is_space(line[i]))
				i++;
			const char *end = open;
			while (end > line + i && ascii_is_space(end[-1]))
				end--;
			*ARENA_PUSH(a, c->coauthors, c->n_coauthors, cap) = (struct person){
				.name = value_cut(a, arena_strndup(a, line + i, (size_t)(end - line) - i),
					VALUE_NAME_MAX),
				.email = value_cut(a, arena_strndup(a, open + 1, (size_t)(close - open) - 1),
					VALUE_NAME_MAX) };
		}
		line = line[len] ? line + len + 1 : NULL;
	}
}

/* ---- sums */

struct tally {
	struct language *items;
	size_t n, cap;
};

static struct language *tally_find(struct arena *a, struct tally *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->items[i].name, name))
			return &t->items[i];
	if (t->n == LANGUAGES_MAX)
		return NULL;
	struct language *l = ARENA_PUSH(a, t->items, t->n, t->cap);
	l->name = name;
	l->repos = METRIC(0);
	return l;
}

static void tally_repo(struct arena *a, struct tally *t, const struct repo *r)
{
	for (size_t i = 0; i < r->n_languages; i++) {
		struct language *l = tally_find(a, t, r->languages[i].name);
		if (!l)
			continue;
		l->bytes = METRIC(l->bytes.n + r->languages[i].bytes.n);
		l->repos.n++;
		l->color = l->color ? l->color : r->languages[i].color;
	}
	struct language *l = r->n_languages == 0 && r->language ? tally_find(a, t, r->language) : NULL;
	if (l)
		l->repos.n++;
}

static int by_use(const void *x, const void *y)
{
	const struct language *a = x, *b = y;
	if (a->bytes.n != b->bytes.n)
		return a->bytes.n < b->bytes.n ? 1 : -1;
	if (a->repos.n != b->repos.n)
		return a->repos.n < b->repos.n ? 1 : -1;
	return strcmp(a->name, b->name);
}

void github_sum_languages(struct github_draft *d)
{
	struct profile *p = d->profile;
	struct tally t = { .n = 0 };
	int64_t bytes = 0, repos = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (!p->repos[i].is_fork)
			tally_repo(d->arena, &t, &p->repos[i]);
	for (size_t i = 0; i < t.n; i++) {
		bytes += t.items[i].bytes.n;
		repos += t.items[i].repos.n;
	}
	for (size_t i = 0; i < t.n; i++)
		t.items[i].percentage = bytes ? value_share(t.items[i].bytes.n, bytes)
			: value_share(t.items[i].repos.n, repos);
	if (t.n)
		qsort(t.items, t.n, sizeof(*t.items), by_use);
	p->languages = t.items;
	p->n_languages = t.n;
}

static int by_day(const void *x, const void *y)
{
	const struct calendar_day *a = x, *b = y;
	return a->day < b->day ? -1 : a->day > b->day;
}

/* Windows meet at whole days, but an answer may still name a day twice. */
static void settle_calendar(struct profile *p)
{
	if (p->n_calendar)
		qsort(p->calendar, p->n_calendar, sizeof(*p->calendar), by_day);
	size_t n = 0;
	for (size_t i = 0; i < p->n_calendar; i++)
		if (n == 0 || p->calendar[n - 1].day != p->calendar[i].day)
			p->calendar[n++] = p->calendar[i];
	p->n_calendar = n;
}

void github_settle(struct github_draft *d)
{
	struct profile *p = d->profile;
	settle_calendar(p);
	for (size_t i = 0; i < p->n_repos_listed; i++)
		for (size_t k = 0; d->repo_ids[i] && k < d->n_own; k++)
			if (str_eq(d->own[k].repo_id, d->repo_ids[i]))
				p->repos[i].commits = METRIC(d->own[k].year);
	github_settle_pinned(d);
	github_sum_languages(d);
}
