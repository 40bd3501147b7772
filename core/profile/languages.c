/* One list out of many. */
#include "config.h"

#include "core/profile/languages.h"

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/profile/profile.h"
#include "core/profile/value.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { LANGUAGES_MAX = 500 };
static const double equal_share = 1000000; /* "bytes" of a repository that told shares only */

struct tally {
	struct arena *arena;
	struct language *items;
	size_t n, cap;
	int64_t bytes, repos; /* of all */
};

/* NULL: there are more than anybody wants to read. */
static struct language *count_repo(struct tally *t, const char *name)
{
	size_t i = 0;
	while (i < t->n && !str_eq(t->items[i].name, name))
		i++;
	if (i == LANGUAGES_MAX)
		return NULL;
	struct language *l = i < t->n ? &t->items[i] : ARENA_PUSH(t->arena, t->items, t->n, t->cap);
	l->name = name;
	l->repos = METRIC(l->repos.n + 1);
	t->repos++;
	return l;
}

static void add_languages(struct tally *t, const struct repo *r)
{
	for (size_t i = 0; i < r->n_languages; i++) {
		const struct language *told = &r->languages[i];
		int64_t bytes = told->bytes.known ? told->bytes.n : (int64_t)(told->percentage / 100 * equal_share);
		struct language *l = count_repo(t, told->name);
		if (!l)
			continue;
		l->bytes = METRIC(l->bytes.n + bytes);
		l->color = l->color ? l->color : told->color;
		t->bytes += bytes;
	}
}

static void add_first_languages(struct tally *t, const struct profile *p)
{
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (!p->repos[i].is_fork && p->repos[i].language)
			(void)count_repo(t, p->repos[i].language);
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

void profile_sum_languages(struct arena *a, struct profile *p)
{
	struct tally t = { .arena = a };
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (!p->repos[i].is_fork)
			add_languages(&t, &p->repos[i]);
	if (!t.n)
		add_first_languages(&t, p);
	for (size_t i = 0; i < t.n; i++)
		t.items[i].percentage = t.bytes ? value_share(t.items[i].bytes.n, t.bytes)
						: value_share(t.items[i].repos.n, t.repos);
	if (t.n)
		qsort(t.items, t.n, sizeof(*t.items), by_use);
	p->languages = t.items;
	p->n_languages = t.n;
}
