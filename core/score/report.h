/*
 * The report: everything said about one profile, computed once and then drawn as JSON,
 * card, page or package. Pure function of profile, model and time.
 */
#ifndef CORE_SCORE_REPORT_H
#define CORE_SCORE_REPORT_H

#include "core/base/err.h"
#include "core/score/score.h"

#include <stdint.h>

struct json_object;
struct profile;

/* What could not be read, in words: "pull requests", "GitHub does not let this service read it". */
struct missing_words {
	const char *label, *why;
};

struct report {
	const struct profile *profile; /* the caller's; must live as long as the report */
	const char *model;	       /* "v2" or "v3" */
	int64_t now_ms;
	struct dimension dimensions[DIMENSION__MAX];
	struct archetype_result archetype;
	struct commit_style style;
	struct ai_summary ai;
	struct tech_profile tech;
	const struct missing_words *missing; /* one for each of profile->missing, in its order */
};

/*
 * Score p as of now_ms (Unix ms). model NULL = MODEL_DEFAULT. scorer NULL: one is made for
 * this call (some hundred microseconds). ERR_INVALID: unknown model. ERR_TOO_BIG: the
 * profile has more than REPORT_COMMITS_MAX commits in its sample.
 */
enum err report_make(struct err_note *note, struct arena *a, struct scorer *scorer,
	const struct profile *p, const char *model, int64_t now_ms, struct report *ret_report);

enum { REPORT_COMMITS_MAX = 1000000 };

/*
 * The API's answer without session_id and meta (the HTTP layer adds them). The caller puts it.
 *   model, generated_at, source
 *   profile {username, avatar_url, bio, name, company, location, blog, is_hireable, created_at,
 *     stats {repos, followers, following, contributions_last_year, total_commits, total_prs,
 *     total_issues, total_reviews, stars}} (a stat the source cannot give is null)
 *   scores {activity, collaboration, stack_diversity, ai_savviness}: integers
 *   archetype {id, name, description, confidence, alternatives[{id, name, score}], reasons[], undecided}
 *   explanation {dimension: {score, coverage, thin, terms[{signal, label, value, points, max, measured}]}}
 *   ai_analysis {overall_bucket, ai_score, confidence, detected_tools[],
 *     commits {commits_analyzed, ai_signals_found, ai_percentage (v2 only), co_author_bots{}, co_authors (a count),
 *     burst_score} or null, marks {commits_scanned, commits_marked, statement, tools[{id, name,
 *     commits, levels{}, evidence[{oid, repo, level, mark}]}], config_files[{tool, path, repo}]}}
 *   tech_profile {languages[{name, percentage, color}], frameworks[], primary_ecosystem,
 *     top_repos[{name, language, stars, description}]}
 *   contribution_calendar[{date, count, weekday}] or null, pinned_repos[], organizations[] or null,
 *   missing[{field, reason, detail, label, why}], rank {level, percentile} or null
 */
struct json_object *report_json(const struct report *r);

/*
 * Pieces of it, each the caller's to put: what `gps score` writes, in the shapes of the
 * scoring vectors. report_commit_analysis_json() is NULL without commits.
 */
struct json_object *report_scores_json(const struct report *r);
struct json_object *report_explanation_json(const struct report *r);
struct json_object *report_archetype_json(const struct report *r);
struct json_object *report_ai_json(const struct report *r);
struct json_object *report_commit_analysis_json(const struct report *r);
struct json_object *report_tech_json(const struct report *r);

#endif
