/*
 * archetype-mix [COUNT [SEED]]: scores a population (tests/population.h) and prints each
 * archetype's share of wins under v2 and v3, the mean evidence of v3, and how often a v3
 * winner survives when a third of the repositories is taken away, by stated confidence.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/profile.h"
#include "core/score/report.h"
#include "tests/population.h"

#include <stdio.h>
#include "core/base/banned.h"

enum { IDS = 10, BINS = 10 };
static const char *const ids[IDS] = { "ai_indie_hacker", "open_source_maintainer", "full_stack_polyglot",
	"backend_architect", "frontend_craftsman", "devops_specialist", "data_scientist", "security_sentinel",
	"rising_developer", "code_explorer" };
static const int64_t now_ms = INT64_C(1795132800000); /* 2026-11-20 */

struct mix {
	unsigned v2[IDS], v3[IDS], undecided;
	unsigned seen[BINS + 1], kept[BINS + 1];
};

static int index_of(const char *id)
{
	for (int i = 0; i < IDS; i++)
		if (str_eq(ids[i], id))
			return i;
	return 0;
}

static int winner(struct arena *a, struct scorer *s, const struct profile *p, const char *model, struct report *r)
{
	struct err_note note;
	return report_make(&note, a, s, p, model, now_ms, r) ? 0 : index_of(r->archetype.best.id);
}

/* Every third repository goes. */
static void thin_out(struct profile *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (i % 3)
			p->repos[kept++] = p->repos[i];
	p->n_repos_listed = kept;
}

static void add(struct arena *a, struct scorer *s, uint64_t seed, uint64_t i, struct mix *m)
{
	struct profile p;
	struct report r;
	population_person(a, seed, i, now_ms, &p);
	m->v2[winner(a, s, &p, "v2", &r)]++;
	int first = winner(a, s, &p, "v3", &r);
	m->v3[first]++;
	m->undecided += r.archetype.undecided;
	int bin = (int)(r.archetype.confidence * BINS);
	thin_out(&p);
	m->seen[bin]++;
	m->kept[bin] += first == winner(a, s, &p, "v3", &r);
}

int main(int argc, char **argv)
{
	uint64_t n = 5000, seed = 1;
	if ((argc > 1 && !parse_u64(argv[1], 1000000, &n)) || (argc > 2 && !parse_u64(argv[2], UINT32_MAX, &seed)) || !n)
		return 2;
	struct arena a;
	struct scorer *s = scorer_new();
	struct mix m = { .undecided = 0 };
	arena_init(&a, 1 << 26);
	for (uint64_t i = 0; i < n; i++) {
		add(&a, s, seed, i, &m);
		arena_reset(&a);
	}
	(void)printf("%-24s %8s %8s\n", "archetype", "v2 %", "v3 %");
	for (int i = 0; i < IDS; i++)
		(void)printf("%-24s %8.1f %8.1f\n", ids[i], 100.0 * m.v2[i] / (double)n, 100.0 * m.v3[i] / (double)n);
	(void)printf("%-24s %8s %8.1f\n\nconfidence  profiles  winner kept %%\n", "(undecided)", "", 100.0 * m.undecided / (double)n);
	for (int i = 0; i <= BINS; i++)
		if (m.seen[i])
			(void)printf("%.1f         %8u %12.0f\n", i / (double)BINS, m.seen[i], 100.0 * m.kept[i] / m.seen[i]);
	scorer_free(s);
	arena_release(&a);
	return 0;
}
