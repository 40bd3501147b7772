/* One profile, one report: marks and style first, then the model's tables. */
#include "config.h"

#include "core/score/report.h"

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/profile/marks.h"
#include "core/score/missing.h"
#include "core/score/model.h"
#include "core/score/style.h"

#include <string.h>
#include "core/base/banned.h"

_Static_assert((int)AI_LEVELS == (int)MARK_LEVEL__MAX, "the levels of marks.h");

static const struct model *const models[] = { &model_v3, &model_v2 };

/* Buckets by ai_score, highest first. */
static const struct bucket {
	int from;
	const char *name;
} buckets[] = { { 60, "60_100" }, { 30, "30_60" }, { 10, "10_30" }, { 0, "0_10" } };

enum { LANGUAGES_SHOWN = 10, TOP_REPOS = 5 };

static const struct model *find_model(const char *name)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (str_eq(models[i]->name, name ? name : MODEL_DEFAULT))
			return models[i];
	return NULL;
}

/* ---- marks */

static const struct mark_totals *mark_counts(struct arena *a, const struct profile *p)
{
	if (p->mark_totals)
		return p->mark_totals;
	struct mark_totals *t = arena_alloc(a, sizeof(*t));
	mark_totals_init(t, a);
	for (size_t i = 0; i < p->n_commits; i++)
		mark_totals_add(t, &p->commits[i]);
	return t;
}

static struct ai_tool one_tool(struct arena *a, const struct mark_tool *tool, const struct mark_tally *tally)
{
	struct ai_tool made = { .id = tool->id, .name = tool->name, .commits = (int64_t)tally->commits,
		.n_evidence = tally->n_evidence };
	for (size_t i = 0; i < AI_LEVELS; i++)
		made.levels[i] = (int64_t)tally->by_level[i];
	made.evidence = arena_array(a, made.n_evidence + 1, sizeof(*made.evidence));
	for (size_t i = 0; i < made.n_evidence; i++) {
		const struct mark_evidence *e = &tally->evidence[i];
		made.evidence[i] = (struct ai_evidence){ e->oid, e->repo, mark_level_name(e->level), e->text };
	}
	return made;
}

/* Most commits first; marks.h lists the tools by id, and equal ones keep that order. */
static void add_tool(struct ai_summary *ai, struct ai_tool tool)
{
	size_t at = ai->n_tools++;
	for (; at > 0 && ai->tools[at - 1].commits < tool.commits; at--)
		ai->tools[at] = ai->tools[at - 1];
	ai->tools[at] = tool;
}

static void read_marks(struct arena *a, const struct profile *p, struct ai_summary *ai)
{
	const struct mark_totals *t = mark_counts(a, p);
	ai->commits_scanned = (int64_t)t->seen;
	ai->commits_marked = (int64_t)t->marked;
	ai->statement = arena_printf(a, "marks found in %lld of %lld commit%s", (long long)t->marked,
		(long long)t->seen, t->seen == 1 ? "" : "s");
	ai->tools = arena_array(a, TOOL__MAX, sizeof(*ai->tools));
	for (size_t i = 0; i < TOOL__MAX; i++)
		if (t->tools[i].commits)
			add_tool(ai, one_tool(a, &mark_tools[i], &t->tools[i]));
	ai->config_files = p->config_marks;
	ai->n_config_files = p->n_config_marks;
}

static const char *bucket_of(int ai_score)
{
	const struct bucket *b = buckets;
	while (ai_score < b->from)
		b++;
	return b->name;
}

/* ---- technology */

static int64_t stars_of(const struct repo *r)
{
	return r->stars.known ? r->stars.n : 0;
}

static void pick_repos(struct arena *a, const struct profile *p, bool with_forks, struct tech_profile *tech)
{
	tech->top_repos = arena_array(a, TOP_REPOS + 1, sizeof(*tech->top_repos));
	for (size_t i = 0; i < p->n_repos_listed; i++) {
		const struct repo *r = &p->repos[i];
		if (r->is_fork && !with_forks)
			continue;
		size_t at = tech->n_top_repos;
		for (; at > 0 && stars_of(tech->top_repos[at - 1]) < stars_of(r); at--)
			tech->top_repos[at] = tech->top_repos[at - 1];
		tech->top_repos[at] = r;
		if (tech->n_top_repos < TOP_REPOS)
			tech->n_top_repos++;
	}
}

/* ---- the whole */

static void fill(struct scoring *sc, const struct model *m, struct report *r)
{
	const struct profile *p = sc->p;
	style_analyse(sc->a, sc->scorer, p->commits, p->n_commits, &r->style);
	read_marks(sc->a, p, &r->ai);
	m->read(sc);
	for (size_t i = 0; i < DIMENSION__MAX; i++)
		score_dimension(sc, &m->dimensions[i], m->normalised, &r->dimensions[i]);
	m->archetype(sc, &r->archetype);
	r->ai.ai_score = r->dimensions[DIMENSION_AI_SAVVINESS].score;
	r->ai.bucket = bucket_of(r->ai.ai_score);
	m->summary(sc, &r->ai);
	r->tech.languages = p->languages;
	r->tech.n_languages = p->n_languages < LANGUAGES_SHOWN ? p->n_languages : LANGUAGES_SHOWN;
	pick_repos(sc->a, p, m->with_forks, &r->tech);
	m->tech(sc, &r->tech);
	r->missing = missing_words(sc->a, p);
}

enum err report_make(struct err_note *note, struct arena *a, struct scorer *scorer, const struct profile *p,
	const char *model, int64_t now_ms, struct report *ret_report)
{
	const struct model *m = find_model(model);
	if (!m)
		return err_field(note, ERR_INVALID, "model", "no model of this name; there are v3 and v2");
	if (p->n_commits > REPORT_COMMITS_MAX)
		return err_field(note, ERR_TOO_BIG, "commits", "more than %d commits", REPORT_COMMITS_MAX);
	struct report *r = arena_alloc(a, sizeof(*r));
	r->profile = p;
	r->model = m->name;
	r->now_ms = now_ms;
	struct scorer *own = scorer ? NULL : scorer_new();
	struct scoring *sc = arena_alloc(a, sizeof(*sc));
	sc->a = a;
	sc->scorer = own ? own : scorer;
	sc->p = p;
	sc->now_ms = now_ms;
	sc->report = r;
	fill(sc, m, r);
	scorer_free(own);
	*ret_report = *r;
	return OK;
}
