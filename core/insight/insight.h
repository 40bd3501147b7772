/*
 * insight: anonymous trends over all analyses, in insight.db. What is stored is counters only,
 * additive and by day: there is no row per analysis, no score, no login, no time of day.
 *
 * Each table counts one or two properties (marginals), so rows of different tables cannot be joined
 * to one person's combination:
 *	archetype (day, archetype)		language (day, language, bucket)
 *	model     (day, model)			total    (day, kind)
 * The two properties of `language` are joined on purpose: they are the question.
 * SQLite's write-ahead log does hold the states before and after a transaction, which is one analysis; it
 * is emptied every 8 pages (sql/insight.sql), so no more than the last few stand there.
 *
 * Answers never show a group of fewer than k analyses. Hidden groups are summed as "other"; where that
 * sum is itself under k, the smallest shown group joins it (else a known total minus the shown groups
 * would reveal it); where nothing is left to join, nothing is shown. One analysis counts in up to
 * INSIGHT_LANGUAGES_MAX languages, so a sum over several languages must be that many times k.
 * tests/unit/test-insight.c checks this for random tables. Not prevented: taking answers from each other. Who
 * polls before and after one analysis sees by how much each shown group grew; who subtracts a period or a metric
 * from a longer or wider one may find a number under k. It is a number of analyses, joined to nothing else.
 */
#ifndef CORE_INSIGHT_INSIGHT_H
#define CORE_INSIGHT_INSIGHT_H

#include "core/base/err.h"
#include "core/base/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

extern const struct store_schema insight_schema;

/* What is NULL or none is not counted: a card may give its kind alone. */
enum insight_kind { INSIGHT_ANALYSIS, INSIGHT_CARD, INSIGHT_KIND__MAX };

enum {
	INSIGHT_LANGUAGES_MAX = 3,  /* of one analysis: its most used ones */
	INSIGHT_KEEP_DAYS = 365	    /* older counters are pruned */
};

struct insight_sample {
	enum insight_kind kind;
	const char *archetype;	      /* id, "code_explorer" */
	const char *bucket;	      /* "0_10", "10_30", "30_60", "60_100" */
	const char *model;	      /* "v2", "v3" */
	const char *const *languages; /* most used first; those beyond INSIGHT_LANGUAGES_MAX are ignored */
	size_t n_languages;
};

enum insight_metric {
	INSIGHT_AI_USAGE_BY_LANGUAGE,
	INSIGHT_ARCHETYPE_DISTRIBUTION,
	INSIGHT_MODEL_POPULARITY,
	INSIGHT_GENERATION_TRENDS,
	INSIGHT_METRIC__MAX
};

enum insight_period { INSIGHT_7D, INSIGHT_30D, INSIGHT_90D, INSIGHT_1Y, INSIGHT_PERIOD__MAX };

/*
 * Count one analysis (st opened with STORE_WRITE) on the day of now_ms, in one transaction. Values that are
 * no short plain words (ids: a-z 0-9 _; languages: printable, at most 50 bytes) are left out.
 * An error is for the log: the analysis itself goes on.
 */
enum err insight_record(struct err_note *note, struct store *st, const struct insight_sample *sample, int64_t now_ms);

/* "ai_usage_by_language" ...; false: unknown, *ret untouched. NULL gives the default. */
bool insight_metric_parse(const char *s, enum insight_metric *ret_metric);
/* "7d", "30d" (default), "90d", "1y" */
bool insight_period_parse(const char *s, enum insight_period *ret_period);
const char *insight_metric_name(enum insight_metric metric);
const char *insight_period_name(enum insight_period period);

/*
 * The answer of GET /public/insights; the caller puts it:
 *	{"metric", "period", "data": [...], "updated_at": "2026-11-20", "k": 5}
 * data, largest first (trends: oldest first):
 *	ai_usage_by_language	{"language", "buckets": {"0_10": n, ...}, "sample_size"}
 *	archetype_distribution	{"archetype", "count"}
 *	model_popularity	{"model", "count"}
 *	generation_trends	{"date", "data": {"analyses": n, "cards": n}}
 * The period is so many days up to and with today's; groups under k as said above.
 */
enum err insight_query(struct err_note *note, struct store *st, enum insight_metric metric,
	enum insight_period period, int64_t k, int64_t now_ms, struct json_object **ret_answer);

/* Delete counters of days before now - INSIGHT_KEEP_DAYS. */
enum err insight_prune(struct err_note *note, struct store *st, int64_t now_ms, int64_t *ret_rows);

#endif
