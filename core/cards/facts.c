/* From a profile and its report to the facts of the cards; the facts packed and read back. */
#include "config.h"

#include "core/cards/facts.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/pack.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/cards/packed.h"
#include "core/score/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { FACTS_VERSION = 1, WHOLE_VERSION = 2, REPOS_MAX = 20000, LANGUAGES_MAX = 1000, MINUTE_MS = 60000 };

/* ---- from a profile ---- */

static struct metric day_of(const char *iso)
{
	int64_t ms;
	return iso && parse_time(iso, &ms) ? METRIC(clock_day(ms)) : (struct metric){ .known = false };
}

/* A sum over what was listed; nothing is known of a list that was not read. */
static struct metric sum(const struct profile *p, size_t offset)
{
	struct metric all = { .known = p->n_repos.known && p->n_repos.n == 0 };
	for (size_t i = 0; i < p->n_repos_listed; i++) {
		const struct metric *m = (const void *)((const char *)&p->repos[i] + offset);
		all.known = all.known || m->known;
		all.n += m->known ? m->n : 0;
	}
	return all;
}

static void copy_person(const struct profile *p, struct facts *f)
{
	static const char *const forges[SOURCE__MAX] = { [SOURCE_GITHUB_GRAPHQL] = "GitHub",
		[SOURCE_GITHUB_REST] = "GitHub", [SOURCE_GIT] = "git", [SOURCE_JSON] = "",
		[SOURCE_GITLAB] = "GitLab", [SOURCE_GITEA] = "Gitea" };
	f->source = p->source;
	f->forge = forges[p->source];
	f->login = p->login;
	f->name = p->name;
	f->is_team = p->is_team;
	f->fetched_ms = p->fetched_ms;
	f->created_day = day_of(p->created_at);
}

static void copy_counts(const struct profile *p, struct facts *f)
{
	bool on_disk = p->source == SOURCE_GIT;
	f->followers = p->followers;
	f->following = p->following;
	f->n_repos = p->n_repos;
	f->stars = sum(p, offsetof(struct repo, stars));
	f->forks = sum(p, offsetof(struct repo, forks));
	if (p->organizations_known)
		f->n_organizations = METRIC((int64_t)p->n_organizations);
	f->contributors = p->contributors;
	f->commits_year = p->year.commits;
	f->commits_restricted = p->commits_restricted;
	f->prs = p->all_time.prs;
	f->prs_merged = p->prs_merged;
	f->issues = p->all_time.issues;
	f->reviews_year = p->year.reviews;
	if (on_disk)
		f->commits_all = p->all_time.commits;
	f->discussions_started = p->discussions_started;
	f->discussions_answered = p->discussions_answered;
	f->contributed_to = p->contributed_to;
	f->contributions_year = p->contributions_last_year;
}

static int by_bytes(const void *a, const void *b)
{
	const struct facts_language *x = a, *y = b;
	return x->bytes != y->bytes ? (x->bytes < y->bytes ? 1 : -1) : x->repos != y->repos ? (x->repos < y->repos ? 1 : -1) :
									strcmp(x->name, y->name);
}

static void copy_languages(struct arena *a, const struct profile *p, struct facts *f)
{
	bool on_disk = p->source == SOURCE_GIT, counted = false;
	struct facts_language *all = arena_array(a, p->n_languages ? p->n_languages : 1, sizeof(*all));
	size_t n = 0;
	for (size_t i = 0; i < p->n_languages; i++) {
		const struct language *l = &p->languages[i];
		const struct metric *size = on_disk ? &l->lines : &l->bytes;
		if (!l->name)
			continue;
		counted = counted || size->known;
		all[n++] = (struct facts_language){ .name = l->name, .color = l->color,
			.bytes = size->known && size->n > 0 ? size->n : 0, .repos = l->repos.known ? l->repos.n : 1 };
	}
	for (size_t i = 0; !counted && i < n; i++)
		all[i].bytes = all[i].repos;
	qsort(all, n, sizeof(*all), by_bytes);
	f->n_languages = n < FACTS_LANGUAGES ? n : FACTS_LANGUAGES;
	if (f->n_languages)
		memcpy(f->languages, all, f->n_languages * sizeof(*all));
}

static void copy_calendar(const struct profile *p, struct facts *f)
{
	if (!p->n_calendar)
		return;
	int64_t last = p->calendar[p->n_calendar - 1].day, first = p->calendar[0].day;
	f->first_day = first > last - FACTS_DAYS ? first : last - FACTS_DAYS + 1;
	f->n_days = (size_t)(last - f->first_day + 1);
	for (size_t i = 0; i < p->n_calendar; i++) {
		const struct calendar_day *d = &p->calendar[i];
		if (d->day >= f->first_day && d->day <= last)
			f->days[d->day - f->first_day] = d->count;
	}
}

const char *facts_repo_color(const struct repo *r)
{
	if (r->color)
		return r->color;
	for (size_t i = 0; r->language && i < r->n_languages; i++)
		if (str_eq(r->languages[i].name, r->language))
			return r->languages[i].color;
	return NULL;
}

static const char *color_anywhere(const struct profile *p, const char *language)
{
	for (size_t i = 0; language && i < p->n_languages; i++)
		if (str_eq(p->languages[i].name, language))
			return p->languages[i].color;
	return NULL;
}

static int by_stars(const void *a, const void *b)
{
	const struct facts_repo *x = *(const struct facts_repo *const *)a, *y = *(const struct facts_repo *const *)b;
	if (x->stars.n != y->stars.n)
		return x->stars.n < y->stars.n ? 1 : -1;
	return x < y ? -1 : x > y;
}

/* The best of one's own work: no forks, nothing private. */
static void choose_repos(struct arena *a, const struct profile *p, struct facts *f)
{
	const struct facts_repo **order = arena_array(a, p->n_repos_listed ? p->n_repos_listed : 1, sizeof(*order));
	size_t n = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++)
		if (!p->repos[i].is_fork && !p->repos[i].is_private)
			order[n++] = &f->repos[i];
	qsort(order, n, sizeof(*order), by_stars);
	for (; f->n_top_repos < n && f->n_top_repos < FACTS_TOP_REPOS; f->n_top_repos++) {
		struct facts_repo *r = &f->top_repos[f->n_top_repos];
		*r = *order[f->n_top_repos];
		r->languages = NULL;
		r->n_languages = 0;
	}
}

static void copy_repos(struct arena *a, const struct profile *p, struct facts *f)
{
	f->repos = arena_array(a, p->n_repos_listed ? p->n_repos_listed : 1, sizeof(*f->repos));
	f->n_repos_listed = p->n_repos_listed;
	for (size_t i = 0; i < p->n_repos_listed; i++) {
		const struct repo *r = &p->repos[i];
		const char *color = facts_repo_color(r);
		if (r->created_ms.known && (!f->first_repo_day.known || clock_day(r->created_ms.n) < f->first_repo_day.n))
			f->first_repo_day = METRIC(clock_day(r->created_ms.n));
		f->repos[i] = (struct facts_repo){ .name = r->name, .owner = r->owner, .description = r->description,
			.language = r->language, .color = color ? color : color_anywhere(p, r->language),
			.stars = r->stars, .forks = r->forks, .languages = r->is_fork ? NULL : r->languages,
			.n_languages = r->is_fork ? 0 : r->n_languages };
	}
	choose_repos(a, p, f);
}

static void copy_missing(const struct profile *p, struct facts *f)
{
	f->n_missing = p->n_missing < FACTS_MISSING ? p->n_missing : FACTS_MISSING;
	if (f->n_missing)
		memcpy(f->missing, p->missing, f->n_missing * sizeof(*p->missing));
}

static int by_time(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return x < y ? -1 : x > y;
}

static void copy_times(const struct profile *p, struct facts *f)
{
	for (size_t i = 0; i < p->n_commits && f->n_times < FACTS_TIMES; i++) {
		const struct metric *m = &p->commits[i].time_ms;
		if (m->known && m->n / MINUTE_MS < INT32_MAX && m->n / MINUTE_MS > INT32_MIN)
			f->times[f->n_times++] = (int32_t)(m->n / MINUTE_MS);
	}
	qsort(f->times, f->n_times, sizeof(f->times[0]), by_time);
	if (p->source == SOURCE_GIT && f->n_times)
		f->first_repo_day = METRIC(clock_day((int64_t)f->times[0] * MINUTE_MS));
}

/* ---- from a report ---- */

static void copy_scores(const struct report *r, struct facts *f)
{
	_Static_assert((int)FACTS_SCORES == (int)DIMENSION__MAX, "one score a dimension");
	for (size_t i = 0; i < FACTS_SCORES; i++) {
		const struct dimension *d = &r->dimensions[i];
		double coverage = isfinite(d->coverage) ? fmin(fmax(d->coverage, 0), 1) : 0;
		int value = d->score < 0 ? 0 : d->score > 100 ? 100 : d->score;
		f->scores[i] = (struct facts_score){ d->id, value, coverage, coverage > 0, d->thin };
	}
}

static void copy_marks(const struct ai_summary *ai, struct facts *f)
{
	f->ai_score = ai->ai_score;
	f->commits_scanned = ai->commits_scanned;
	f->commits_marked = ai->commits_marked;
	_Static_assert((int)FACTS_LEVELS == (int)AI_LEVELS, "the same levels");
	for (size_t i = 0; i < ai->n_tools && f->n_tools < FACTS_TOOLS; i++) {
		const struct ai_tool *from = &ai->tools[i];
		struct facts_tool to = { .id = from->id, .name = from->name, .commits = from->commits };
		memcpy(to.levels, from->levels, sizeof(to.levels));
		if (to.commits > 0)
			f->tools[f->n_tools++] = to;
	}
}

static void copy_report(const struct report *r, struct facts *f)
{
	const struct archetype_result *t = &r->archetype;
	f->is_full = true;
	f->model = r->model;
	f->decided = !t->undecided;
	f->archetype_id = t->best.id;
	f->archetype = t->best.name;
	f->archetype_text = t->best.description;
	f->confidence = isfinite(t->confidence) ? (int)fmin(fmax(floor(t->confidence * 100 + 0.5), 0), 100) : 0;
	copy_scores(r, f);
	copy_marks(&r->ai, f);
}

struct facts *facts_from_profile(struct arena *a, const struct profile *p, const struct report *report)
{
	struct facts *f = arena_alloc(a, sizeof(*f));
	copy_person(p, f);
	copy_counts(p, f);
	copy_languages(a, p, f);
	copy_calendar(p, f);
	copy_repos(a, p, f);
	copy_missing(p, f);
	if (report) {
		copy_report(report, f);
		copy_times(p, f);
	}
	return f;
}

/* ---- copies ---- */

struct facts *facts_with_repos(struct arena *a, const struct facts *f, const struct facts *repos)
{
	struct facts *copy = arena_memdup(a, f, sizeof(*copy)), *none = arena_alloc(a, sizeof(*none));
	const struct facts *from = repos ? repos : none;
	copy->n_repos = from->n_repos;
	copy->stars = from->stars;
	copy->forks = from->forks;
	memcpy(copy->languages, from->languages, sizeof(copy->languages));
	copy->n_languages = from->n_languages;
	memcpy(copy->top_repos, from->top_repos, sizeof(copy->top_repos));
	copy->n_top_repos = from->n_top_repos;
	copy->repos = from->repos;
	copy->n_repos_listed = from->n_repos_listed;
	return copy;
}

struct facts *facts_miss(struct arena *a, const struct facts *f, const char *field, const char *reason)
{
	struct facts *copy = arena_memdup(a, f, sizeof(*copy));
	if (copy->n_missing < FACTS_MISSING)
		copy->missing[copy->n_missing++] = (struct missing){ .field = field, .reason = reason };
	return copy;
}

/* ---- packed ---- */

#define ROW(member, kind) PACK(struct facts, member, kind)
#define METRIC_ROW(type, member) \
	{ PACK_MAYBE, offsetof(struct type, member.n), offsetof(struct type, member.known), 0, NULL }
#define COUNT(member) METRIC_ROW(facts, member)

static const struct pack_field language_fields[] = {
	PACK(struct facts_language, name, PACK_TEXT),
	PACK(struct facts_language, color, PACK_TEXT),
	PACK(struct facts_language, bytes, PACK_I64),
	PACK(struct facts_language, repos, PACK_I64),
};
static const struct pack_shape language_shape = PACK_SHAPE(struct facts_language, language_fields);

static const struct pack_field score_fields[] = {
	PACK(struct facts_score, id, PACK_TEXT),
	PACK(struct facts_score, value, PACK_INT),
	PACK(struct facts_score, coverage, PACK_DOUBLE),
	PACK(struct facts_score, known, PACK_BOOL),
	PACK(struct facts_score, thin, PACK_BOOL),
};
static const struct pack_shape score_shape = PACK_SHAPE(struct facts_score, score_fields);

static const struct pack_field tool_fields[] = {
	PACK(struct facts_tool, id, PACK_TEXT),
	PACK(struct facts_tool, name, PACK_TEXT),
	PACK(struct facts_tool, commits, PACK_I64),
	PACK(struct facts_tool, levels[0], PACK_I64),
	PACK(struct facts_tool, levels[1], PACK_I64),
	PACK(struct facts_tool, levels[2], PACK_I64),
	PACK(struct facts_tool, levels[3], PACK_I64),
	PACK(struct facts_tool, levels[4], PACK_I64),
};
_Static_assert(FACTS_LEVELS == 5, "every level is packed");
static const struct pack_shape tool_shape = PACK_SHAPE(struct facts_tool, tool_fields);

static const struct pack_field repo_fields[] = {
	PACK(struct facts_repo, name, PACK_TEXT),
	PACK(struct facts_repo, owner, PACK_TEXT),
	PACK(struct facts_repo, description, PACK_TEXT),
	PACK(struct facts_repo, language, PACK_TEXT),
	PACK(struct facts_repo, color, PACK_TEXT),
	METRIC_ROW(facts_repo, stars),
	METRIC_ROW(facts_repo, forks),
};
static const struct pack_shape repo_shape = PACK_SHAPE(struct facts_repo, repo_fields);

static const struct pack_field scores_fields[] = {
	{ PACK_STRUCT, offsetof(struct facts, scores[0]), 0, 0, &score_shape },
	{ PACK_STRUCT, offsetof(struct facts, scores[1]), 0, 0, &score_shape },
	{ PACK_STRUCT, offsetof(struct facts, scores[2]), 0, 0, &score_shape },
	{ PACK_STRUCT, offsetof(struct facts, scores[3]), 0, 0, &score_shape },
};
_Static_assert(ARRAY_LEN(scores_fields) == FACTS_SCORES, "every score is packed");
static const struct pack_shape scores_shape = PACK_SHAPE(struct facts, scores_fields);

static const struct pack_field facts_fields[] = {
	{ PACK_INT, offsetof(struct facts, source), 0, SOURCE__MAX - 1, NULL },
	ROW(forge, PACK_TEXT),
	ROW(login, PACK_TEXT),
	ROW(name, PACK_TEXT),
	ROW(is_team, PACK_BOOL),
	COUNT(created_day),
	COUNT(first_repo_day),
	COUNT(followers),
	COUNT(following),
	COUNT(n_repos),
	COUNT(stars),
	COUNT(forks),
	COUNT(n_organizations),
	COUNT(contributors),
	COUNT(commits_year),
	COUNT(commits_restricted),
	COUNT(prs),
	COUNT(prs_merged),
	COUNT(issues),
	COUNT(reviews_year),
	COUNT(commits_all),
	COUNT(discussions_started),
	COUNT(discussions_answered),
	COUNT(contributed_to),
	COUNT(contributions_year),
	PACK_LIST(struct facts, languages, n_languages, PACK_ROWS, FACTS_LANGUAGES, &language_shape),
	ROW(first_day, PACK_I64),
	PACK_LIST(struct facts, days, n_days, PACK_SERIES, FACTS_DAYS, NULL),
	PACK_LIST(struct facts, top_repos, n_top_repos, PACK_ROWS, FACTS_TOP_REPOS, &repo_shape),
	ROW(is_full, PACK_BOOL),
	ROW(model, PACK_TEXT),
	{ PACK_STRUCT, 0, 0, 0, &scores_shape },
	ROW(decided, PACK_BOOL),
	ROW(archetype_id, PACK_TEXT),
	ROW(archetype, PACK_TEXT),
	ROW(archetype_text, PACK_TEXT),
	ROW(confidence, PACK_INT),
	ROW(ai_score, PACK_INT),
	ROW(commits_scanned, PACK_I64),
	ROW(commits_marked, PACK_I64),
	PACK_LIST(struct facts, tools, n_tools, PACK_ROWS, FACTS_TOOLS, &tool_shape),
	PACK_LIST(struct facts, times, n_times, PACK_SERIES, FACTS_TIMES, NULL),
	PACK_LIST(struct facts, missing, n_missing, PACK_ROWS, FACTS_MISSING, &packed_missing),
	ROW(fetched_ms, PACK_I64),
};
static const struct pack_shape facts_shape = PACK_SHAPE(struct facts, facts_fields);

void facts_pack(const struct facts *f, struct str *out)
{
	pack_write(out, FACTS_VERSION, &facts_shape, f);
}

enum err facts_unpack(struct err_note *note, struct arena *a, const void *bytes, size_t len, struct facts **ret_facts)
{
	struct facts *f = arena_alloc(a, sizeof(*f));
	TRY(pack_read(note, a, FACTS_VERSION, &facts_shape, bytes, len, f));
	*ret_facts = f;
	return OK;
}

static const struct pack_field size_fields[] = {
	PACK(struct language, name, PACK_TEXT),
	PACK(struct language, color, PACK_TEXT),
	METRIC_ROW(language, bytes),
};
static const struct pack_shape size_shape = PACK_SHAPE(struct language, size_fields);

static const struct pack_field listed_fields[] = {
	PACK(struct facts_repo, name, PACK_TEXT),
	PACK(struct facts_repo, owner, PACK_TEXT),
	PACK(struct facts_repo, language, PACK_TEXT),
	PACK(struct facts_repo, color, PACK_TEXT),
	METRIC_ROW(facts_repo, stars),
	METRIC_ROW(facts_repo, forks),
	PACK_LIST(struct facts_repo, languages, n_languages, PACK_RECORDS, LANGUAGES_MAX, &size_shape),
};
static const struct pack_shape listed_shape = PACK_SHAPE(struct facts_repo, listed_fields);

static const struct pack_field whole_fields[] = {
	{ PACK_STRUCT, 0, 0, 0, &facts_shape },
	PACK_LIST(struct facts, repos, n_repos_listed, PACK_RECORDS, REPOS_MAX, &listed_shape),
};
static const struct pack_shape whole_shape = PACK_SHAPE(struct facts, whole_fields);

void facts_pack_whole(const struct facts *f, struct str *out)
{
	pack_write(out, WHOLE_VERSION, &whole_shape, f);
}

enum err facts_unpack_whole(struct err_note *note, struct arena *a, const void *bytes, size_t len, struct facts **ret_facts)
{
	struct facts *f = arena_alloc(a, sizeof(*f));
	TRY(pack_read(note, a, WHOLE_VERSION, &whole_shape, bytes, len, f));
	*ret_facts = f;
	return OK;
}
