/*
 * Model v3, the default: what the source can measure, counted once and for what it is.
 * A signal the source cannot give is unknown, and its points leave the denominator.
 */
#include "config.h"

#include "core/score/model-v3.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/marks.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

static const struct term_row activity[] = {
	{ V3_COMMITS, TERM_LOG, 150, 30, "recent_commits", "commits in the last 90 days" },
	{ V3_ACTIVE_DAYS, TERM_SHARE, 45, 20, "active_days", "days with a contribution, of the last 90" },
	{ V3_FRESH, TERM_LOG, 12, 15, "freshness", "own repositories, each halved for every 180 days without a push" },
	{ V3_OWN_REPOS, TERM_LOG, 40, 15, "own_repos", "own repositories, forks apart" },
	{ V3_KINDS, TERM_SHARE, 4, 10, "kinds", "kinds of contribution in the last 90 days, of four" },
	{ V3_YEAR, TERM_LOG, 1000, 10, "year", "contributions in the last year" },
};
static const struct term_row collaboration[] = {
	{ V3_REVIEWS, TERM_LOG, 20, 22, "recent_reviews", "reviews in the last 90 days" },
	{ V3_PRS, TERM_LOG, 25, 20, "recent_prs", "pull requests in the last 90 days" },
	{ V3_ISSUES, TERM_LOG, 15, 10, "recent_issues", "issues in the last 90 days" },
	{ V3_MERGED, TERM_LOG, 200, 10, "merged_prs", "pull requests merged, ever" },
	{ V3_FOLLOWERS, TERM_LOG, 300, 10, "followers", "followers" },
	{ V3_STARS, TERM_LOG, 500, 10, "stars", "stars of own repositories" },
	{ V3_FORKS, TERM_LOG, 100, 10, "forks", "forks others made of own repositories" },
	{ V3_ORGANIZATIONS, TERM_SHARE, 3, 8, "organizations", "organizations" },
};
static const struct term_row stack_diversity[] = {
	{ V3_LANGUAGES, TERM_LOG, 8, 30, "languages", "languages with at least 2 % of the code" },
	{ V3_EFFECTIVE, TERM_SHARE, 4, 25, "evenness", "languages beyond the first, were their shares equal" },
	{ V3_FRAMEWORKS, TERM_LOG, 8, 25, "frameworks", "frameworks and platforms, by topics and root files" },
	{ V3_BREADTH, TERM_SHARE, 5, 20, "areas", "areas of work with real evidence, of eight" },
};
static const struct term_row ai_savviness[] = {
	{ V3_MARKED_SHARE, TERM_SHARE, 0.3, 50, "marked_commits", "share of commits with a mark of an AI tool, 0 to 1" },
	{ V3_TOOLS, TERM_LOG, 3, 20, "tools", "different AI tools that left marks" },
	{ V3_CONFIGS, TERM_LOG, 3, 30, "config_repos", "repositories that configure an AI tool" },
};

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])
static const struct dimension_row dimensions[DIMENSION__MAX] = {
	[DIMENSION_ACTIVITY] = { "activity", "Activity", ROWS(activity) },
	[DIMENSION_COLLABORATION] = { "collaboration", "Collaboration", ROWS(collaboration) },
	[DIMENSION_STACK_DIVERSITY] = { "stack_diversity", "Stack diversity", ROWS(stack_diversity) },
	[DIMENSION_AI_SAVVINESS] = { "ai_savviness", "AI savviness", ROWS(ai_savviness) },
};

enum { RECENT_DAYS = 90, YEAR_DAYS = 365, FRAMEWORKS_SHOWN = 15 };
#define AREA_CODE_MIN  0.15 /* an area counts from this share of the code ... */
#define AREA_REPOS_MIN 2    /* ... or this many repositories */
#define YOUNG_YEARS    4.0  /* an account's youth falls from 1 to 0 over these years */
#define REACH_KNOWN    300.0 /* stars and followers at which nobody is unknown any more */
#define SYSTEMS_WEIGHT 0.8  /* of systems software among servers and stores, its nearest archetype */

static void put(struct scoring *sc, int signal, double value, bool known)
{
	sc->signals[signal] = (struct signal){ .value = known ? value : 0, .known = known };
}

static void put_metric(struct scoring *sc, int signal, struct metric m)
{
	put(sc, signal, (double)m.n, m.known);
}

static double value(const struct scoring *sc, int signal)
{
	return sc->signals[signal].value;
}

static bool known(const struct scoring *sc, int signal)
{
	return sc->signals[signal].known;
}

/* 0..1: how much of `full` v is, on a log scale. */
static double part(double v, double full)
{
	return score_points(TERM_LOG, full, 1, v);
}

/* ---- people and time */

/* A 90-day count; where only the year's is known, its share of 90 days, and the label says so. */
static void put_recent(struct scoring *sc, int signal, struct metric recent, struct metric year, const char *scaled)
{
	put_metric(sc, signal, recent);
	if (recent.known || !year.known)
		return;
	put(sc, signal, (double)year.n * RECENT_DAYS / YEAR_DAYS, true);
	sc->signals[signal].label = scaled;
}

static void read_recent(struct scoring *sc)
{
	const struct contribution_totals *r = &sc->p->recent, *y = &sc->p->year;
	put_recent(sc, V3_COMMITS, r->commits, y->commits, "commits in 90 days, scaled from the last year's");
	put_recent(sc, V3_PRS, r->prs, y->prs, "pull requests in 90 days, scaled from the last year's");
	put_recent(sc, V3_ISSUES, r->issues, y->issues, "issues in 90 days, scaled from the last year's");
	put_recent(sc, V3_REVIEWS, r->reviews, y->reviews, "reviews in 90 days, scaled from the last year's");
	if (!known(sc, V3_REVIEWS) && sc->p->reviewed_by.known) {
		put_metric(sc, V3_REVIEWS, sc->p->reviewed_by);
		sc->signals[V3_REVIEWS].label = "commits that name the person as reviewer or tester";
	}
	double kinds = 0;
	bool any = false;
	for (int i = V3_COMMITS; i <= V3_REVIEWS; i++) {
		kinds += value(sc, i) > 0;
		any = any || known(sc, i);
	}
	put(sc, V3_KINDS, kinds, any);
}

static void read_calendar(struct scoring *sc)
{
	const struct profile *p = sc->p;
	int64_t today = clock_day(sc->now_ms);
	double active = 0, year = 0;
	for (size_t i = 0; i < p->n_calendar; i++) {
		const struct calendar_day *d = &p->calendar[i];
		if (d->day > today || d->count <= 0)
			continue;
		active += d->day > today - RECENT_DAYS;
		year += d->day > today - YEAR_DAYS ? d->count : 0;
	}
	put(sc, V3_ACTIVE_DAYS, active, p->n_calendar > 0);
	put(sc, V3_YEAR, year, p->n_calendar > 0);
	if (p->contributions_last_year.known)
		put_metric(sc, V3_YEAR, p->contributions_last_year);
}

static void read_people(struct scoring *sc)
{
	const struct profile *p = sc->p;
	put_metric(sc, V3_FOLLOWERS, p->followers);
	put(sc, V3_ORGANIZATIONS, (double)p->n_organizations, p->organizations_known);
	put_metric(sc, V3_MERGED, p->prs_merged);
	if (!p->prs_merged.known && p->coauthored.known) {
		put_metric(sc, V3_MERGED, p->coauthored);
		sc->signals[V3_MERGED].label = "commits written together with somebody";
	}
}

/* ---- repositories and code */

static bool any_metric(const struct evidence *e, size_t offset)
{
	for (size_t i = 0; i < e->n_own; i++)
		if (((const struct metric *)(const void *)((const char *)e->own[i] + offset))->known)
			return true;
	return false;
}

/* The area's figure, or that of systems at less; whichever is larger, and its label. */
static void put_larger(struct scoring *sc, int signal, double back, double systems, bool is_known,
	const char *label)
{
	double less = SYSTEMS_WEIGHT * systems;
	put(sc, signal, fmax(back, less), is_known);
	sc->signals[signal].label = less > back ? label : NULL;
}

/* Shares of code add up; a repository may be of both areas, so there the larger one counts. */
static void read_servers(struct scoring *sc, const struct evidence *e, bool worded)
{
	const struct area_figures *back = &e->areas[AREA_BACKEND], *systems = &e->areas[AREA_SYSTEMS];
	double code = SYSTEMS_WEIGHT * systems->code;
	put(sc, V3_SERVER_CODE, back->code + code, e->effective > 0);
	if (code > back->code)
		sc->signals[V3_SERVER_CODE].label =
			"code in server languages, systems languages counted at 80 %";
	put_larger(sc, V3_SERVER_REPOS, back->repos, systems->repos, worded,
		"repositories about systems software, counted at 80 %");
	put_larger(sc, V3_SERVER_SHARE, back->repo_share, systems->repo_share, worded,
		"repositories about systems software, of all, counted at 80 %");
	put_larger(sc, V3_SERVER_FILES, back->files, systems->files, e->rooted > 0,
		"repositories built as systems software, counted at 80 %");
}

static void read_areas(struct scoring *sc, const struct evidence *e, bool worded)
{
	for (int i = 0; i < AREA__MAX; i++) {
		const struct area_figures *f = &e->areas[i];
		int at = i * AREA_FIGURES;
		put(sc, at + AREA_CODE, f->code, e->effective > 0 && i != AREA_AI);
		put(sc, at + AREA_REPOS, f->repos, worded);
		put(sc, at + AREA_REPO_SHARE, f->repo_share, worded);
		put(sc, at + AREA_FILES, f->files, e->rooted > 0 && i != AREA_AI);
	}
	const struct area_figures *front = &e->areas[AREA_FRONTEND], *back = &e->areas[AREA_BACKEND];
	put(sc, V3_BOTH_CODE, fmin(front->code, back->code), e->effective > 0);
	put(sc, V3_BOTH_REPOS, fmin(front->repos, back->repos), worded);
	put(sc, V3_BOTH_FILES, fmin(front->files, back->files), e->rooted > 0);
	double breadth = 0;
	for (int i = 0; i < AREA__MAX; i++)
		breadth += e->areas[i].code >= AREA_CODE_MIN || e->areas[i].repos >= AREA_REPOS_MIN;
	put(sc, V3_BREADTH, breadth, worded || e->effective > 0);
}

static void read_repos(struct scoring *sc, const struct evidence *e)
{
	const struct profile *p = sc->p;
	bool listed = p->n_repos.known || p->n_repos_listed > 0;
	bool worded = p->source == SOURCE_GIT ? e->topics.n > 0 : listed;
	bool empty = listed && !e->n_own;
	read_areas(sc, e, worded);
	read_servers(sc, e, worded);
	put(sc, V3_OWN_REPOS, (double)e->n_own, listed);
	put(sc, V3_FORKED, (double)e->n_forks, listed && p->source != SOURCE_GIT);
	put(sc, V3_FRESH, e->fresh, listed);
	put(sc, V3_TOUCHED, e->touched, listed);
	put(sc, V3_STARS, e->stars, empty || any_metric(e, offsetof(struct repo, stars)));
	put(sc, V3_FORKS, e->forks, empty || any_metric(e, offsetof(struct repo, forks)));
	put(sc, V3_GUIDES, e->guides, e->rooted > 0);
	put(sc, V3_TOPICS, (double)e->topics.n, worded);
	put(sc, V3_FRAMEWORKS, (double)e->frameworks.n, worded || e->rooted > 0);
	put(sc, V3_LANGUAGES, e->languages, e->effective > 0 || listed);
	put(sc, V3_EFFECTIVE, fmax(e->effective - 1, 0), e->effective > 0 || listed);
}

/* ---- AI tools */

static void read_ai(struct scoring *sc, const struct evidence *e)
{
	const struct ai_summary *ai = &sc->report->ai;
	struct list repos = { .n = 0 };
	for (size_t i = 0; i < ai->n_config_files; i++)
		list_add(sc->a, &repos, ai->config_files[i].repo ? ai->config_files[i].repo : "");
	list_sort_unique(&repos);
	bool scanned = ai->commits_scanned > 0;
	put(sc, V3_MARKED_SHARE, scanned ? (double)ai->commits_marked / (double)ai->commits_scanned : 0, scanned);
	if (scanned) /* said as a count: a share would be read as "so much is written by AI" */
		sc->signals[V3_MARKED_SHARE].label = ai->statement;
	put(sc, V3_TOOLS, (double)ai->n_tools, scanned);
	put(sc, V3_CONFIGS, (double)repos.n, repos.n || e->rooted || sc->p->source == SOURCE_GIT);
}

/* ---- figures that only archetypes use: products, so that one side alone proves nothing */

static void read_youth(struct scoring *sc)
{
	int64_t born;
	if (!sc->p->created_at || !parse_time(sc->p->created_at, &born))
		return;
	double years = (double)(sc->now_ms - born) / (365.25 * (double)CLOCK_DAY_MS);
	double active = part(value(sc, V3_COMMITS), 30);
	put(sc, V3_YOUTH, active * fmax(0, fmin(1, 1 - years / YOUNG_YEARS)), known(sc, V3_COMMITS));
}

static void read_products(struct scoring *sc)
{
	double busy = part(value(sc, V3_COMMITS), 60);
	double reach = part(value(sc, V3_STARS) + value(sc, V3_FOLLOWERS), REACH_KNOWN);
	put(sc, V3_UNKNOWN_YET, busy * (1 - reach), known(sc, V3_COMMITS) && known(sc, V3_FOLLOWERS));
	double ai = fmax(fmax(value(sc, V3_MARKED_SHARE) / 0.3, part(value(sc, V3_CONFIGS), 3)),
		part(value(sc, AREA_SIGNAL(AI, AREA_REPOS)), 3));
	double alone = 1 - part(value(sc, V3_PRS) + value(sc, V3_REVIEWS), 40);
	put(sc, V3_SOLO_AI, fmin(ai, 1) * alone * part(value(sc, V3_OWN_REPOS), 5), known(sc, V3_OWN_REPOS));
	double most = 0;
	for (int i = 0; i < AREA__MAX; i++)
		most = fmax(most, fmax(value(sc, i * AREA_FIGURES + AREA_CODE), value(sc, i * AREA_FIGURES + AREA_REPO_SHARE)));
	put(sc, V3_SCATTER, (1 - fmin(most, 1)) * part(value(sc, V3_OWN_REPOS), 15), known(sc, V3_OWN_REPOS));
	read_youth(sc);
}

static void read(struct scoring *sc)
{
	struct evidence e;
	evidence_read(sc, &e);
	read_recent(sc);
	read_calendar(sc);
	read_people(sc);
	read_repos(sc, &e);
	read_ai(sc, &e);
	read_products(sc);
}

/* ---- AI and technology */

static const char *tool_name(const char *id)
{
	for (size_t i = 0; i < TOOL__MAX; i++)
		if (str_eq(mark_tools[i].id, id))
			return mark_tools[i].name;
	return NULL;
}

enum { HIGH_COMMITS = 3 };

/* Strong marks make the statement sure; their absence never does. */
static const char *ai_confidence(const struct scoring *sc, const struct ai_summary *ai)
{
	int64_t strong = 0;
	for (size_t i = 0; i < ai->n_tools; i++)
		for (size_t k = 0; k < (size_t)MARK_WEAK; k++)
			strong += ai->tools[i].levels[k];
	if (!ai->commits_scanned && !known(sc, V3_CONFIGS))
		return "estimated";
	return strong >= HIGH_COMMITS ? "high" : strong || ai->n_config_files ? "medium" : "low";
}

static void summary(struct scoring *sc, struct ai_summary *ai)
{
	struct list names = { .n = 0 };
	for (size_t i = 0; i < ai->n_tools; i++)
		list_add(sc->a, &names, ai->tools[i].name);
	for (size_t i = 0; i < ai->n_config_files; i++) {
		const char *name = tool_name(ai->config_files[i].tool);
		if (name && !str_eq(ai->config_files[i].tool, mark_tools[TOOL_AGENTS].id))
			list_add(sc->a, &names, name);
	}
	list_sort_unique(&names);
	ai->detected_tools = names.items;
	ai->n_detected_tools = names.n;
	ai->confidence = ai_confidence(sc, ai);
}

/* The area with most evidence names the ecosystem; both sides of the web together are full-stack. */
static const char *const ecosystems[AREA__MAX] = {
	[AREA_FRONTEND] = "frontend", [AREA_BACKEND] = "backend", [AREA_DATA] = "data-science",
	[AREA_DEVOPS] = "devops", [AREA_SECURITY] = "security", [AREA_MOBILE] = "mobile", [AREA_SYSTEMS] = "systems",
};
#define ECOSYSTEM_MIN  0.2
#define FULL_STACK_MIN 0.25

static double weight_of_area(const struct scoring *sc, int area)
{
	const struct signal *s = &sc->signals[area * AREA_FIGURES];
	return 0.7 * s[AREA_CODE].value + 0.3 * s[AREA_REPO_SHARE].value;
}

static const char *ecosystem(const struct scoring *sc)
{
	int best = 0;
	for (int i = 1; i < AREA__MAX; i++)
		if (ecosystems[i] && weight_of_area(sc, i) > weight_of_area(sc, best))
			best = i;
	double front = weight_of_area(sc, AREA_FRONTEND), back = weight_of_area(sc, AREA_BACKEND);
	if ((best == AREA_FRONTEND || best == AREA_BACKEND) && fmin(front, back) >= FULL_STACK_MIN)
		return "full-stack";
	return weight_of_area(sc, best) >= ECOSYSTEM_MIN ? ecosystems[best] : "general";
}

static void tech(struct scoring *sc, struct tech_profile *tech)
{
	struct evidence e;
	evidence_read(sc, &e);
	tech->frameworks = e.frameworks.items;
	tech->n_frameworks = e.frameworks.n < FRAMEWORKS_SHOWN ? e.frameworks.n : FRAMEWORKS_SHOWN;
	tech->primary_ecosystem = ecosystem(sc);
}

const struct model model_v3 = { .name = "v3", .read = read, .dimensions = dimensions, .normalised = true,
	.archetype = archetype_v3, .summary = summary, .tech = tech };
