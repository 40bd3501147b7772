/*
 * metrics: Prometheus counters, gauges and histograms of all processes of one responder, in one
 * anonymous mapping made before the fork and changed by relaxed atomics only. Every metric stands in
 * core/base/metrics.def with the sets its labels draw from; a value outside its set is counted as
 * "other", so series are bounded and no user's text can become a label.
 *
 * Order: metrics_new() in the parent, metrics_attach() in each child, then any thread.
 * All functions accept m = NULL and then do nothing.
 */
#ifndef CORE_BASE_METRICS_H
#define CORE_BASE_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct metrics;
struct str;

enum metric_id {
#define SET(id, ...)
#define COUNTER(id, name, help, ...) METRIC_##id,
#define GAUGE(id, name, help)	     METRIC_##id,
#define HISTOGRAM(id, name, help, buckets, ...) METRIC_##id,
#include "core/base/metrics.def"
#undef SET
#undef COUNTER
#undef GAUGE
#undef HISTOGRAM
	METRIC__MAX
};

enum {
	METRICS_SLOTS = 64,	 /* processes of one responder */
	METRICS_TEXT_MAX = 4 << 20 /* bytes metrics_text() never exceeds */
};

/* Values of a label that only the program knows; the strings must outlive the metrics. */
struct metrics_values {
	const char *const *values;
	size_t n;
};

/* endpoints: the route patterns ("/api/v1/analyze"); archetypes: their ids. Aborts without memory. */
struct metrics *metrics_new(struct metrics_values endpoints, struct metrics_values archetypes);
void metrics_free(struct metrics *m);
/* In a child: take slot 0..METRICS_SLOTS-1 (the parent's number of this child); its gauges start at 0. */
void metrics_attach(struct metrics *m, int slot);

/* Labels in the order of metrics.def; NULL for those the metric has not. */
void metrics_add(struct metrics *m, enum metric_id id, uint64_t n, const char *l1, const char *l2, const char *l3);
/* us: microseconds (clock_monotonic_us()). */
void metrics_observe(struct metrics *m, enum metric_id id, int64_t us, const char *l1, const char *l2);
/* Gauges are kept by process and summed over those alive. */
void metrics_gauge_add(struct metrics *m, enum metric_id id, int64_t n);
void metrics_gauge_set(struct metrics *m, enum metric_id id, int64_t n);

/* Text format 0.0.4 (content type "text/plain; version=0.0.4; charset=utf-8"). */
void metrics_text(const struct metrics *m, struct str *out);

/* The sum over all labels of a counter, or a gauge: for /health and tests. */
uint64_t metrics_total(const struct metrics *m, enum metric_id id);

#endif
