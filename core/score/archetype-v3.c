/*
 * Model v3's archetypes: each is a table of weighted evidence. A table's points become a
 * share of what the source could measure; what an average profile reaches anyway (`usual`)
 * is taken off, so that the archetype wins in which a person stands out most.
 */
#include "config.h"

#include "core/score/model-v3.h"

#include "core/base/arena.h"
#include "core/base/str.h"

#include <math.h>
#include <stdlib.h>
#include "core/base/banned.h"

struct evidence_row {
	int signal;
	enum term_kind kind;
	double reference, points;
	const char *label; /* followed by ": " and the figure, unless that stands in it */
	enum figure { FIGURE_NUMBER, FIGURE_PERCENT, FIGURE_IN_LABEL } figure;
};

#define CODE(area)  AREA_SIGNAL(area, AREA_CODE)
#define REPOS(area) AREA_SIGNAL(area, AREA_REPOS)
#define SHARE(area) AREA_SIGNAL(area, AREA_REPO_SHARE)
#define FILES(area) AREA_SIGNAL(area, AREA_FILES)

static const struct evidence_row indie_hacker[] = {
	{ V3_MARKED_SHARE, TERM_SHARE, 0.3, 40, "marks of AI tools", FIGURE_IN_LABEL },
	{ V3_CONFIGS, TERM_LOG, 3, 20, "repositories that configure an AI tool", FIGURE_NUMBER },
	{ REPOS(AI), TERM_LOG, 5, 20, "repositories about language models and agents", FIGURE_NUMBER },
	{ V3_SOLO_AI, TERM_SHARE, 1, 20, "works alone and with AI", FIGURE_PERCENT },
};
static const struct evidence_row maintainer[] = {
	{ V3_STARS, TERM_LOG, 1000, 25, "stars of own repositories", FIGURE_NUMBER },
	{ V3_FORKS, TERM_LOG, 200, 15, "forks others made", FIGURE_NUMBER },
	{ V3_REVIEWS, TERM_LOG, 30, 20, "reviews in 90 days", FIGURE_NUMBER },
	{ V3_ISSUES, TERM_LOG, 25, 10, "issues in 90 days", FIGURE_NUMBER },
	{ V3_FOLLOWERS, TERM_LOG, 500, 15, "followers", FIGURE_NUMBER },
	{ V3_MERGED, TERM_LOG, 300, 10, "merged pull requests", FIGURE_NUMBER },
	{ V3_ORGANIZATIONS, TERM_SHARE, 4, 5, "organizations", FIGURE_NUMBER },
	{ V3_GUIDES, TERM_SHARE, 0.5, 10, "repositories with rules for contributors", FIGURE_PERCENT },
};
static const struct evidence_row polyglot[] = {
	{ V3_BOTH_CODE, TERM_SHARE, 0.35, 40, "code on each side of the web, at least", FIGURE_PERCENT },
	{ V3_BOTH_REPOS, TERM_LOG, 5, 25, "repositories about each side of the web, at least", FIGURE_NUMBER },
	{ V3_BOTH_FILES, TERM_SHARE, 0.3, 10, "repositories with files of each side, at least", FIGURE_PERCENT },
	{ V3_LANGUAGES, TERM_LOG, 8, 25, "languages in real use", FIGURE_NUMBER },
};
static const struct evidence_row backend[] = {
	{ V3_SERVER_CODE, TERM_SHARE, 0.8, 50, "code in languages of the server side", FIGURE_PERCENT },
	{ V3_SERVER_REPOS, TERM_LOG, 6, 15, "repositories about services, stores and interfaces", FIGURE_NUMBER },
	{ V3_SERVER_SHARE, TERM_SHARE, 0.6, 25, "repositories about services, of all", FIGURE_PERCENT },
	{ V3_SERVER_FILES, TERM_SHARE, 0.6, 10, "repositories with files of a server", FIGURE_PERCENT },
};
static const struct evidence_row frontend[] = {
	{ CODE(FRONTEND), TERM_SHARE, 0.75, 50, "code in languages of the browser", FIGURE_PERCENT },
	{ REPOS(FRONTEND), TERM_LOG, 6, 15, "repositories about interfaces", FIGURE_NUMBER },
	{ SHARE(FRONTEND), TERM_SHARE, 0.6, 25, "repositories about interfaces, of all", FIGURE_PERCENT },
	{ FILES(FRONTEND), TERM_SHARE, 0.6, 10, "repositories with files of a web page", FIGURE_PERCENT },
};
static const struct evidence_row devops[] = {
	{ CODE(DEVOPS), TERM_SHARE, 0.5, 35, "code in languages of infrastructure", FIGURE_PERCENT },
	{ REPOS(DEVOPS), TERM_LOG, 6, 20, "repositories about running software", FIGURE_NUMBER },
	{ SHARE(DEVOPS), TERM_SHARE, 0.6, 30, "repositories about running software, of all", FIGURE_PERCENT },
	{ FILES(DEVOPS), TERM_SHARE, 0.7, 15, "repositories with files of infrastructure", FIGURE_PERCENT },
};
static const struct evidence_row data_scientist[] = {
	{ CODE(DATA), TERM_SHARE, 0.6, 40, "code in languages of data", FIGURE_PERCENT },
	{ REPOS(DATA), TERM_LOG, 6, 20, "repositories about data and learning", FIGURE_NUMBER },
	{ SHARE(DATA), TERM_SHARE, 0.6, 30, "repositories about data and learning, of all", FIGURE_PERCENT },
	{ FILES(DATA), TERM_SHARE, 0.5, 10, "repositories with notebooks or data", FIGURE_PERCENT },
};
static const struct evidence_row sentinel[] = {
	{ CODE(SECURITY), TERM_SHARE, 0.3, 15, "code in languages of analysis", FIGURE_PERCENT },
	{ REPOS(SECURITY), TERM_LOG, 6, 30, "repositories about security", FIGURE_NUMBER },
	{ SHARE(SECURITY), TERM_SHARE, 0.5, 45, "repositories about security, of all", FIGURE_PERCENT },
	{ FILES(SECURITY), TERM_SHARE, 0.4, 10, "repositories with rules, payloads or writeups", FIGURE_PERCENT },
};
static const struct evidence_row rising[] = {
	{ V3_UNKNOWN_YET, TERM_SHARE, 1, 45, "busy in 90 days, with few stars and followers yet", FIGURE_PERCENT },
	{ V3_COMMITS, TERM_LOG, 120, 20, "commits in 90 days", FIGURE_NUMBER },
	{ V3_TOUCHED, TERM_SHARE, 0.8, 15, "repositories touched in 90 days", FIGURE_PERCENT },
	{ V3_YOUTH, TERM_SHARE, 1, 20, "busy in 90 days, on a young account", FIGURE_PERCENT },
};
static const struct evidence_row explorer[] = {
	{ V3_LANGUAGES, TERM_LOG, 10, 20, "languages in real use", FIGURE_NUMBER },
	{ V3_EFFECTIVE, TERM_SHARE, 5, 20, "languages beyond the first, were their shares equal", FIGURE_NUMBER },
	{ V3_TOPICS, TERM_LOG, 40, 15, "different topics", FIGURE_NUMBER },
	{ V3_FORKED, TERM_LOG, 30, 15, "forks of others' work", FIGURE_NUMBER },
	{ V3_SCATTER, TERM_SHARE, 1, 30, "spread over areas, none ahead", FIGURE_PERCENT },
};

/* usual: what is common in the population of tests/archetype-mix; MODELS.md tells how it is set. */
#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])
static const struct archetype_row {
	const struct evidence_row *rows;
	size_t n_rows;
	double usual;
} archetypes[ARCHETYPE__MAX] = {
	[ARCHETYPE_AI_INDIE_HACKER] = { ROWS(indie_hacker), 20 },
	[ARCHETYPE_OPEN_SOURCE_MAINTAINER] = { ROWS(maintainer), 32 },
	[ARCHETYPE_FULL_STACK_POLYGLOT] = { ROWS(polyglot), 40 },
	[ARCHETYPE_BACKEND_ARCHITECT] = { ROWS(backend), 45 },
	[ARCHETYPE_FRONTEND_CRAFTSMAN] = { ROWS(frontend), 40 },
	[ARCHETYPE_DEVOPS_SPECIALIST] = { ROWS(devops), 30 },
	[ARCHETYPE_DATA_SCIENTIST] = { ROWS(data_scientist), 26 },
	[ARCHETYPE_SECURITY_SENTINEL] = { ROWS(sentinel), 16 },
	[ARCHETYPE_RISING_DEVELOPER] = { ROWS(rising), 40 },
	[ARCHETYPE_CODE_EXPLORER] = { ROWS(explorer), 40 },
};

enum { REASONS_MAX = 4, REASON_POINTS_MIN = 4 };
#define UNMEASURED_WEIGHT 0.5  /* of a row nobody could measure: half in the denominator */
#define CLAIM_COVERAGE	  0.4  /* of an archetype's points; what is measured less cannot be claimed */
#define UNDECIDED_BELOW	  12.0 /* evidence of the best; below this nothing is told apart */
#define UNDECIDED_MAX	  0.2  /* confidence of an undecided result */
/*
 * How often the winner stays when a third of the repositories is taken away, as measured by
 * tests/archetype-mix: half the time without a margin, nearly always with a wide one.
 */
#define CONFIDENCE_BASE	  0.5
#define CONFIDENCE_SPAN	  0.48
#define CONFIDENCE_MARGIN 11.0 /* points of margin; e-folding */
#define COVERAGE_ENOUGH	  0.75 /* of the winner's points; what is measured less lowers the confidence */

/* Share of the row's points that the source could measure. */
static double coverage(const struct scoring *sc, const struct archetype_row *row)
{
	double measured = 0, all = 0;
	for (size_t i = 0; i < row->n_rows; i++) {
		all += row->rows[i].points;
		measured += sc->signals[row->rows[i].signal].known ? row->rows[i].points : 0;
	}
	return measured / all;
}

static bool can_claim(const struct scoring *sc, const struct archetype_row *row)
{
	return coverage(sc, row) >= CLAIM_COVERAGE;
}

static double reached(const struct scoring *sc, const struct archetype_row *row)
{
	double sum = 0, possible = 0;
	if (!can_claim(sc, row))
		return 0;
	for (size_t i = 0; i < row->n_rows; i++) {
		const struct evidence_row *r = &row->rows[i];
		const struct signal *s = &sc->signals[r->signal];
		sum += s->known ? score_points(r->kind, r->reference, r->points, s->value) : 0;
		possible += s->known ? r->points : r->points * UNMEASURED_WEIGHT;
	}
	double share = possible > 0 ? 100 * sum / possible : 0;
	return fmax(0, (share - row->usual) / (100 - row->usual) * 100);
}

static double confidence(const struct scoring *sc, const struct candidate *list)
{
	double margin = list[0].score - list[1].score;
	double stays = CONFIDENCE_BASE + CONFIDENCE_SPAN * (1 - exp(-margin / CONFIDENCE_MARGIN));
	return stays * fmin(1, coverage(sc, &archetypes[list[0].id]) + 1 - COVERAGE_ENOUGH);
}

/* ---- reasons */

struct weighed {
	const struct evidence_row *row;
	double points;
};

static const char *reason(struct scoring *sc, const struct evidence_row *row)
{
	const struct signal *s = &sc->signals[row->signal];
	struct str text;
	str_init(&text, sc->a, 256);
	str_addz(&text, s->label ? s->label : row->label);
	if (row->figure == FIGURE_IN_LABEL)
		return text.buf;
	bool percent = row->figure == FIGURE_PERCENT;
	str_addz(&text, ": ");
	str_add_num(&text, percent ? 100 * s->value : s->value, percent || s->value >= 10 ? 0 : 1);
	str_addz(&text, percent ? " %" : "");
	return text.buf;
}

static void explain(struct scoring *sc, const struct archetype_row *row, struct archetype_result *result)
{
	struct weighed best[REASONS_MAX + 1];
	size_t n = 0;
	for (size_t i = 0; i < row->n_rows; i++) {
		const struct evidence_row *r = &row->rows[i];
		const struct signal *s = &sc->signals[r->signal];
		double points = s->known ? score_points(r->kind, r->reference, r->points, s->value) : 0;
		if (points < REASON_POINTS_MIN)
			continue;
		size_t at = n;
		for (; at > 0 && best[at - 1].points < points; at--)
			best[at] = best[at - 1];
		best[at] = (struct weighed){ r, points };
		n += n < REASONS_MAX;
	}
	result->reasons = arena_array(sc->a, REASONS_MAX, sizeof(*result->reasons));
	for (size_t i = 0; i < n; i++)
		result->reasons[result->n_reasons++] = reason(sc, best[i].row);
}

/* "1 commit", "2 commits" */
static const char *count(struct scoring *sc, int signal, const char *one, const char *many)
{
	double n = round(sc->signals[signal].value);
	return arena_printf(sc->a, "%.0f %s", n, n == 1 ? one : many);
}

/* Too little evidence: what little there is decides between the two humblest archetypes. */
static void undecide(struct scoring *sc, struct candidate *list, size_t n,
	struct archetype_result *result)
{
	bool busy = sc->signals[V3_COMMITS].value > 0;
	bool rises = busy && can_claim(sc, &archetypes[ARCHETYPE_RISING_DEVELOPER]);
	enum archetype_id humble = rises ? ARCHETYPE_RISING_DEVELOPER : ARCHETYPE_CODE_EXPLORER;
	for (size_t i = 0; i < n; i++) {
		if (list[i].id != humble)
			continue;
		struct candidate c = list[i];
		for (; i > 0; i--)
			list[i] = list[i - 1];
		list[0] = c;
	}
	result->undecided = true;
	result->confidence = UNDECIDED_MAX * fmin(1, list[0].score / UNDECIDED_BELOW);
	const char **why = arena_array(sc->a, 1, sizeof(*why));
	why[0] = arena_printf(sc->a, "too little stands out to tell: %s, %s, %s",
		count(sc, V3_OWN_REPOS, "own repository", "own repositories"),
		count(sc, V3_LANGUAGES, "language in real use", "languages in real use"),
		count(sc, V3_COMMITS, "commit in 90 days", "commits in 90 days"));
	result->reasons = why;
	result->n_reasons = 1;
}

void archetype_v3(struct scoring *sc, struct archetype_result *ret_result)
{
	struct candidate list[ARCHETYPE__MAX];
	for (enum archetype_id id = 0; id < ARCHETYPE__MAX; id++)
		list[id] = (struct candidate){ id, reached(sc, &archetypes[id]) };
	candidates_sort(list, ARCHETYPE__MAX);
	struct archetype_result result = { .confidence = 0 };
	if (list[0].score < UNDECIDED_BELOW) {
		undecide(sc, list, ARCHETYPE__MAX, &result);
	} else {
		result.confidence = confidence(sc, list);
		explain(sc, &archetypes[list[0].id], &result);
	}
	result.confidence = score_round(result.confidence, 2);
	size_t shown = 1; /* what has no evidence is no alternative */
	while (shown < ARCHETYPE__MAX && list[shown].score > 0)
		shown++;
	candidates_place(list, shown, &result);
	*ret_result = result;
}
