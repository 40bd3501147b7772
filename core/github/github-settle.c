/* What is reckoned from answers: co-authors, commits of own repositories, the calendar in order. */
#include "config.h"

#include "core/github/github-settle.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/github/github-parse.h"
#include "core/profile/languages.h"
#include "core/profile/value.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { COAUTHORS_MAX = 20 };

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

/* ---- the calendar */

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
	profile_sum_languages(d->arena, d->profile);
}
