/* Needs to questions, answers to struct card_facts. */
#include "config.h"

#include "core/cmd/gather.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cmd/subject.h"
#include "core/profile/profile.h"
#include "core/profile/wakatime.h"
#include "core/score/report.h"

#include "core/base/banned.h"

DEFINE_CLEANUP(struct wakatime_client *, wakatime_free)

struct gathering {
	struct arena *a;
	const struct conf *conf;
	const struct subject *s;
	const struct card_request *rq;
	unsigned int needs;
	struct card_facts *facts;
};

static enum err person(struct err_note *note, struct gathering *g)
{
	struct profile *p = arena_alloc(g->a, sizeof(*p));
	struct report *r = NULL;
	bool full = g->needs & NEED_FULL;
	if (g->facts->person && (g->facts->person->is_full || !full))
		return OK;
	TRY(subject_profile(note, g->a, g->s, full ? PROFILE_FULL : PROFILE_BASIC, p));
	if (full) {
		r = arena_alloc(g->a, sizeof(*r));
		TRY(report_make(note, g->a, NULL, p, g->conf->model, g->facts->now_ms, r));
	}
	g->facts->person = facts_from_profile(g->a, p, r);
	return OK;
}

static enum err history(struct err_note *note, struct gathering *g)
{
	struct history *h = arena_alloc(g->a, sizeof(*h));
	if (g->facts->history)
		return OK;
	TRY(subject_history(note, g->a, g->s, h));
	g->facts->history = h;
	return OK;
}

/* Of repositories on disk the one by that name. */
static enum err listed(struct err_note *note, const struct profile *p, const char *name, struct repo *ret_repo)
{
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (str_eq(p->repos[i].name, name)) {
			*ret_repo = p->repos[i];
			return OK;
		}
	return err_field(note, ERR_NOT_FOUND, "repo", "no repository \"%s\" among the paths", name);
}

static enum err repository(struct err_note *note, struct gathering *g)
{
	const struct card_target *t = &g->rq->target;
	struct repo *r = arena_alloc(g->a, sizeof(*r));
	struct profile p;
	if (g->s->login) {
		TRY(source_repository(note, &g->s->source, g->a, t->login, t->repo, r));
	} else {
		TRY(subject_profile(note, g->a, g->s, PROFILE_BASIC, &p));
		TRY(listed(note, &p, t->repo, r));
	}
	g->facts->repository = r;
	return OK;
}

static enum err gist(struct err_note *note, struct gathering *g)
{
	struct gist *gist = arena_alloc(g->a, sizeof(*gist));
	if (!g->s->login)
		return err_set(note, ERR_UNPROCESSABLE, "a gist is GitHub's; leave the paths out");
	TRY(source_gist(note, &g->s->source, g->a, g->rq->target.gist, gist));
	g->facts->gist = gist;
	return OK;
}

static enum err coding_time(struct err_note *note, struct gathering *g)
{
	CLEANUP(wakatime_freep) struct wakatime_client *client = wakatime_new(g->conf);
	struct wakatime *w = arena_alloc(g->a, sizeof(*w));
	TRY(wakatime_stats(note, client, g->a, g->rq->target.domain, g->rq->target.login, w));
	g->facts->wakatime = w;
	return OK;
}

/* Of repositories on disk every commit is known already, and a day of a history counts commits. */
static enum err all_commits(struct err_note *note, struct gathering *g)
{
	if (g->facts->all_commits >= 0)
		return OK;
	if (g->s->login)
		return source_commits_total(note, &g->s->source, g->a, g->s->login, &g->facts->all_commits);
	TRY(person(note, g));
	g->facts->all_commits = g->facts->person->commits_all.n;
	return OK;
}

static enum err year_commits(struct err_note *note, struct gathering *g)
{
	int year = g->rq->target.year;
	if (g->s->login)
		return source_commits_in_year(note, &g->s->source, g->a, g->s->login, year, &g->facts->year_commits);
	TRY(history(note, g));
	const struct history *h = g->facts->history;
	int64_t first = clock_days_from_civil(year, 1, 1), last = clock_days_from_civil(year + 1, 1, 1) - 1, sum = 0;
	for (size_t i = 0; i < h->n; i++)
		if (h->first_day + (int64_t)i >= first && h->first_day + (int64_t)i <= last)
			sum += h->counts[i];
	g->facts->year_commits = sum;
	return OK;
}

/* What no try would bring is left out, and said; the rest fails the card. */
static enum err do_without(struct gathering *g, enum err e, const char *field)
{
	if (e != ERR_UNPROCESSABLE && e != ERR_AUTH && e != ERR_NOT_FOUND)
		return e;
	g->facts->person = facts_miss(g->a, g->facts->person, field, source_reason(e));
	return OK;
}

static enum err unsupported(struct err_note *note)
{
	return err_set(note, ERR_UNPROCESSABLE, "repositories on disk do not tell that");
}

static enum err affiliated(struct err_note *note, struct gathering *g)
{
	struct profile p;
	enum err e = g->s->login ? source_affiliated(note, &g->s->source, g->a, g->s->login, g->rq->target.ways, &p) :
				   unsupported(note);
	const struct facts *repos = e ? NULL : facts_from_profile(g->a, &p, NULL);
	g->facts->person = facts_with_repos(g->a, g->facts->person, repos);
	return do_without(g, e, "repositories");
}

static enum err counts(struct err_note *note, struct gathering *g)
{
	const struct card_target *t = &g->rq->target;
	enum err e = !g->s->login ? unsupported(note) :
		source_search_counts(note, &g->s->source, g->a, g->s->login, &t->scope, t->tallies, g->facts->counts);
	return do_without(g, e, "counts");
}

static enum err scoped_commits(struct err_note *note, struct gathering *g)
{
	const struct card_target *t = &g->rq->target;
	const struct day_range days = day_range_of(t->year, g->facts->now_ms);
	int64_t n;
	enum err e = !g->s->login ? unsupported(note) : source_search_commits(note, &g->s->source, g->a, g->s->login, &t->scope,
		t->all_years ? NULL : &days, &n);
	if (!e)
		g->facts->scoped_commits = METRIC(n);
	return do_without(g, e, "commits");
}

enum err gather_facts(struct err_note *note, struct arena *a, const struct conf *conf, const struct subject *s,
	const struct card_request *rq, unsigned int needs, struct card_facts *known, struct card_facts *ret_facts)
{
	static const struct {
		unsigned int needs;
		enum err (*ask)(struct err_note *note, struct gathering *g);
		bool own;
	} steps[] = {
		{ NEED_BASIC | NEED_FULL | NEED_REPOSITORIES, person, false },
		{ NEED_HISTORY, history, false },
		{ NEED_REPOSITORY, repository, false },
		{ NEED_GIST, gist, false },
		{ NEED_WAKATIME, coding_time, false },
		{ NEED_ALL_COMMITS, all_commits, false },
		{ NEED_YEAR, year_commits, false },
		{ NEED_AFFILIATED, affiliated, true },
		{ NEED_COUNTS, counts, true },
		{ NEED_SCOPED, scoped_commits, true },
	};
	struct gathering g = { a, conf, s, rq, needs, known };
	struct card_facts own;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (steps[i].own && g.facts == known) {
			own = *known;
			g.facts = &own;
		}
		if (rq->needs & steps[i].needs)
			TRY(steps[i].ask(note, &g));
	}
	*ret_facts = own;
	return OK;
}
