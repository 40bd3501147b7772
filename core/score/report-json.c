/* The report as JSON. Names and addresses of co-authors never get here. */
#include "config.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/profile/marks.h"
#include "core/profile/profile.h"
#include "core/score/rank.h"
#include "core/score/report.h"

#include <stdlib.h>
#include "core/base/banned.h"

enum { POINT_DECIMALS = 2, DESCRIPTION_MAX = 100 };

static void put_metric(struct json_object *obj, const char *key, struct metric m)
{
	if (m.known)
		json_put_int(obj, key, m.n);
	else
		json_put(obj, key, NULL);
}

static struct metric first_known(struct metric a, struct metric b)
{
	return a.known ? a : b;
}

/* ---- scores */

struct json_object *report_scores_json(const struct report *r)
{
	struct json_object *obj = json_new();
	for (size_t i = 0; i < DIMENSION__MAX; i++)
		json_put_int(obj, r->dimensions[i].id, r->dimensions[i].score);
	return obj;
}

struct json_object *report_explanation_json(const struct report *r)
{
	struct json_object *obj = json_new();
	for (size_t i = 0; i < DIMENSION__MAX; i++) {
		const struct dimension *d = &r->dimensions[i];
		struct json_object *one = json_put_object(obj, d->id);
		json_put_int(one, "score", d->score);
		json_put_num(one, "coverage", d->coverage, POINT_DECIMALS);
		json_put_bool(one, "thin", d->thin);
		struct json_object *terms = json_put_array(one, "terms");
		for (size_t k = 0; k < d->n_terms; k++) {
			const struct term *t = &d->terms[k];
			struct json_object *term = json_push_object(terms);
			json_put_str(term, "signal", t->signal);
			json_put_str(term, "label", t->label);
			json_put_num(term, "value", t->value, POINT_DECIMALS);
			json_put_num(term, "points", t->points, POINT_DECIMALS);
			json_put_num(term, "max", t->max, POINT_DECIMALS);
			json_put_bool(term, "measured", t->measured);
		}
	}
	return obj;
}

struct json_object *report_archetype_json(const struct report *r)
{
	const struct archetype_result *a = &r->archetype;
	struct json_object *obj = json_new();
	json_put_str(obj, "id", a->best.id);
	json_put_str(obj, "name", a->best.name);
	json_put_str(obj, "description", a->best.description);
	json_put_num(obj, "confidence", a->confidence, 2);
	struct json_object *list = json_put_array(obj, "alternatives");
	for (size_t i = 0; i < a->n_alternatives; i++) {
		struct json_object *one = json_push_object(list);
		json_put_str(one, "id", a->alternatives[i].id);
		json_put_str(one, "name", a->alternatives[i].name);
		json_put_num(one, "score", a->alternatives[i].score, 1);
	}
	struct json_object *reasons = json_put_array(obj, "reasons");
	for (size_t i = 0; i < a->n_reasons; i++)
		json_push_str(reasons, a->reasons[i]);
	json_put_bool(obj, "undecided", a->undecided);
	return obj;
}

/* ---- AI */

static struct json_object *tallies(const struct tally *list, size_t n)
{
	struct json_object *obj = json_new();
	for (size_t i = 0; i < n; i++)
		json_put_int(obj, list[i].name, list[i].n);
	return obj;
}

static struct json_object *tool_json(const struct ai_tool *tool)
{
	struct json_object *obj = json_new();
	json_put_str(obj, "id", tool->id);
	json_put_str(obj, "name", tool->name);
	json_put_int(obj, "commits", tool->commits);
	struct json_object *levels = json_put_object(obj, "levels");
	for (size_t i = 0; i < AI_LEVELS; i++)
		json_put_int(levels, mark_level_name((enum mark_level)i), tool->levels[i]);
	struct json_object *list = json_put_array(obj, "evidence");
	for (size_t i = 0; i < tool->n_evidence; i++) {
		struct json_object *e = json_push_object(list);
		json_put_str(e, "oid", tool->evidence[i].oid);
		json_put_str(e, "repo", tool->evidence[i].repo);
		json_put_str(e, "level", tool->evidence[i].level);
		json_put_str(e, "mark", tool->evidence[i].mark);
	}
	return obj;
}

static struct json_object *marks_json(const struct ai_summary *ai)
{
	struct json_object *obj = json_new();
	json_put_int(obj, "commits_scanned", ai->commits_scanned);
	json_put_int(obj, "commits_marked", ai->commits_marked);
	json_put_str(obj, "statement", ai->statement);
	struct json_object *tools = json_put_array(obj, "tools");
	for (size_t i = 0; i < ai->n_tools; i++)
		json_push(tools, tool_json(&ai->tools[i]));
	struct json_object *files = json_put_array(obj, "config_files");
	for (size_t i = 0; i < ai->n_config_files; i++) {
		struct json_object *file = json_push_object(files);
		json_put_str(file, "tool", ai->config_files[i].tool);
		json_put_str(file, "path", ai->config_files[i].path);
		json_put_str(file, "repo", ai->config_files[i].repo);
	}
	return obj;
}

static struct json_object *commits_json(const struct report *r)
{
	const struct commit_style *style = &r->style;
	if (!style->known)
		return NULL;
	struct json_object *obj = json_new();
	json_put_int(obj, "commits_analyzed", style->commits);
	json_put_int(obj, "ai_signals_found", style->commits_with_signals);
	if (str_eq(r->model, "v2")) /* the original's word; it would be read as a share of the work */
		json_put_num(obj, "ai_percentage", style->ai_percentage, 1);
	json_put(obj, "co_author_bots", tallies(style->bots, style->n_bots));
	json_put_int(obj, "co_authors", style->coauthors);
	json_put_num(obj, "burst_score", style->burst, 2);
	return obj;
}

struct json_object *report_ai_json(const struct report *r)
{
	const struct ai_summary *ai = &r->ai;
	struct json_object *obj = json_new();
	json_put_str(obj, "overall_bucket", ai->bucket);
	json_put_int(obj, "ai_score", ai->ai_score);
	json_put_str(obj, "confidence", ai->confidence);
	struct json_object *names = json_put_array(obj, "detected_tools");
	for (size_t i = 0; i < ai->n_detected_tools; i++)
		json_push_str(names, ai->detected_tools[i]);
	json_put(obj, "commits", commits_json(r));
	json_put(obj, "marks", marks_json(ai));
	return obj;
}

static void put_exact(struct json_object *obj, const char *key, double value)
{
	struct json_object *number = json_object_new_double(value); /* 17 digits */
	if (!number)
		abort();
	json_put(obj, key, number);
}

struct json_object *report_commit_analysis_json(const struct report *r)
{
	const struct commit_style *style = &r->style;
	if (!style->known)
		return NULL;
	struct json_object *obj = json_new();
	json_put_int(obj, "total_commits_analyzed", style->commits);
	json_put_int(obj, "commits_with_ai_signals", style->commits_with_signals);
	json_put_num(obj, "ai_percentage", style->ai_percentage, 1);
	json_put_num(obj, "ai_heuristic_score", style->heuristic, 2);
	json_put_num(obj, "burst_score", style->burst, 2);
	json_put_str(obj, "ai_confidence", style->confidence);
	json_put(obj, "ai_tool_mentions", tallies(style->tools, style->n_tools));
	json_put(obj, "co_author_bots", tallies(style->bots, style->n_bots));
	json_put_int(obj, "co_authors", style->coauthors);
	struct json_object *raw = json_put_object(obj, "raw");
	put_exact(raw, "ai_heuristic_score", style->heuristic);
	put_exact(raw, "burst_score", style->burst);
	return obj;
}

/* ---- technology */

/* The first DESCRIPTION_MAX characters. */
static void put_cut(struct json_object *obj, const char *key, const char *text)
{
	int bytes = 0;
	for (int left = DESCRIPTION_MAX; text && text[bytes]; bytes++)
		if (((unsigned char)text[bytes] & 0xc0) != 0x80 && left-- == 0)
			break;
	json_put(obj, key, text ? json_object_new_string_len(text, bytes) : NULL);
}

struct json_object *report_tech_json(const struct report *r)
{
	struct json_object *obj = json_new();
	struct json_object *languages = json_put_array(obj, "languages");
	for (size_t i = 0; i < r->tech.n_languages; i++) {
		struct json_object *l = json_push_object(languages);
		json_put_str(l, "name", r->tech.languages[i].name);
		json_put_num(l, "percentage", r->tech.languages[i].percentage, 1);
		json_put_str(l, "color", r->tech.languages[i].color);
	}
	struct json_object *frameworks = json_put_array(obj, "frameworks");
	for (size_t i = 0; i < r->tech.n_frameworks; i++)
		json_push_str(frameworks, r->tech.frameworks[i]);
	json_put_str(obj, "primary_ecosystem", r->tech.primary_ecosystem);
	struct json_object *repos = json_put_array(obj, "top_repos");
	for (size_t i = 0; i < r->tech.n_top_repos; i++) {
		const struct repo *repo = r->tech.top_repos[i];
		struct json_object *one = json_push_object(repos);
		json_put_str(one, "name", repo->name);
		json_put_str(one, "language", repo->language);
		put_metric(one, "stars", repo->stars);
		put_cut(one, "description", repo->description);
	}
	return obj;
}

/* ---- the person */

static int64_t own_stars(const struct profile *p)
{
	int64_t stars = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++)
		stars += !p->repos[i].is_fork && p->repos[i].stars.known ? p->repos[i].stars.n : 0;
	return stars;
}

static struct json_object *person_json(const struct profile *p)
{
	struct json_object *obj = json_new();
	json_put_str(obj, "username", p->login);
	json_put_str(obj, "avatar_url", p->avatar_url);
	json_put_str(obj, "bio", p->bio);
	json_put_str(obj, "name", p->name);
	json_put_str(obj, "company", p->company);
	json_put_str(obj, "location", p->location);
	json_put_str(obj, "blog", p->blog);
	json_put_bool(obj, "is_hireable", p->is_hireable);
	json_put_str(obj, "created_at", p->created_at);
	struct json_object *stats = json_put_object(obj, "stats");
	put_metric(stats, "repos", p->n_repos);
	put_metric(stats, "followers", p->followers);
	put_metric(stats, "following", p->following);
	put_metric(stats, "contributions_last_year", p->contributions_last_year);
	put_metric(stats, "total_commits", first_known(p->year.commits, p->all_time.commits));
	put_metric(stats, "total_prs", first_known(p->year.prs, p->all_time.prs));
	put_metric(stats, "total_issues", first_known(p->year.issues, p->all_time.issues));
	put_metric(stats, "total_reviews", first_known(p->year.reviews, p->all_time.reviews));
	json_put_int(stats, "stars", own_stars(p));
	return obj;
}

static struct json_object *calendar_json(const struct profile *p)
{
	if (!p->n_calendar)
		return NULL;
	struct json_object *days = json_new_array();
	for (size_t i = 0; i < p->n_calendar; i++) {
		char date[CLOCK_ISO_LEN];
		struct json_object *day = json_push_object(days);
		json_put_str(day, "date", clock_date(p->calendar[i].day * CLOCK_DAY_MS, date));
		json_put_int(day, "count", p->calendar[i].count);
		json_put_int(day, "weekday", clock_weekday(p->calendar[i].day));
	}
	return days;
}

static struct json_object *pinned_json(const struct profile *p)
{
	struct json_object *list = json_new_array();
	for (size_t i = 0; i < p->n_pinned; i++) {
		const struct repo *repo = p->pinned[i];
		struct json_object *one = json_push_object(list);
		json_put_str(one, "name", repo->name);
		json_put_str(one, "description", repo->description);
		json_put_str(one, "language", repo->language);
		put_metric(one, "stars", repo->stars);
		put_metric(one, "forks", repo->forks);
		struct json_object *topics = json_put_array(one, "topics");
		for (size_t k = 0; k < repo->n_topics; k++)
			json_push_str(topics, repo->topics[k]);
	}
	return list;
}

static struct json_object *organizations_json(const struct profile *p)
{
	if (!p->organizations_known)
		return NULL;
	struct json_object *list = json_new_array();
	for (size_t i = 0; i < p->n_organizations; i++) {
		struct json_object *one = json_push_object(list);
		json_put_str(one, "login", p->organizations[i].login);
		json_put_str(one, "name", p->organizations[i].name);
		json_put_str(one, "avatar_url", p->organizations[i].avatar_url);
	}
	return list;
}

static struct json_object *missing_json(const struct report *r)
{
	const struct profile *p = r->profile;
	struct json_object *list = json_new_array();
	for (size_t i = 0; i < p->n_missing; i++) {
		struct json_object *one = json_push_object(list);
		json_put_str(one, "field", p->missing[i].field);
		json_put_str(one, "reason", p->missing[i].reason);
		json_put_str(one, "detail", p->missing[i].detail);
		json_put_str(one, "label", r->missing[i].label);
		json_put_str(one, "why", r->missing[i].why);
	}
	return list;
}

/* The other services' rank: one year's commits and reviews, pull requests and issues of all time. */
static struct json_object *rank_json(const struct profile *p)
{
	if (!p->year.commits.known || !p->all_time.prs.known || !p->all_time.issues.known || !p->year.reviews.known ||
		!p->followers.known)
		return NULL;
	struct rank_counts counts = { p->year.commits.n, p->all_time.prs.n, p->all_time.issues.n, p->year.reviews.n,
		own_stars(p), p->followers.n };
	struct rank rank = rank_of(&counts, false);
	struct json_object *obj = json_new();
	json_put_str(obj, "level", rank.level);
	json_put_num(obj, "percentile", rank.percentile, 2);
	return obj;
}

struct json_object *report_json(const struct report *r)
{
	char now[CLOCK_ISO_LEN];
	const struct profile *p = r->profile;
	struct json_object *obj = json_new();
	json_put_str(obj, "model", r->model);
	json_put_str(obj, "generated_at", clock_iso(r->now_ms, now));
	json_put_str(obj, "source", profile_source_name(p->source));
	json_put(obj, "profile", person_json(p));
	json_put(obj, "scores", report_scores_json(r));
	json_put(obj, "archetype", report_archetype_json(r));
	json_put(obj, "explanation", report_explanation_json(r));
	json_put(obj, "ai_analysis", report_ai_json(r));
	json_put(obj, "tech_profile", report_tech_json(r));
	json_put(obj, "rank", rank_json(p));
	json_put(obj, "contribution_calendar", calendar_json(p));
	json_put(obj, "pinned_repos", pinned_json(p));
	json_put(obj, "organizations", organizations_json(p));
	json_put(obj, "missing", missing_json(r));
	return obj;
}
