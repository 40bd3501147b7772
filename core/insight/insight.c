/* Counting analyses by day, and the public answers with small groups hidden. */
#include "config.h"

#include "core/insight/insight.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/insight/insight-sql.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { ID_MAX = 64, LANGUAGE_MAX = 50, QUERY_ARENA = 4 * 1024 * 1024 };

static const char *const kinds[INSIGHT_KIND__MAX] = { "analysis", "card" };
static const char *const kind_members[INSIGHT_KIND__MAX] = { "analyses", "cards" };
static const char *const buckets[] = { "0_10", "10_30", "30_60", "60_100" };
static const char *const metric_names[INSIGHT_METRIC__MAX] = { "ai_usage_by_language", "archetype_distribution",
	"model_popularity", "generation_trends" };
static const struct {
	const char *name;
	int days;
} periods[INSIGHT_PERIOD__MAX] = { { "7d", 7 }, { "30d", 30 }, { "90d", 90 }, { "1y", 365 } };

/* ---- names ---- */

bool insight_metric_parse(const char *s, enum insight_metric *ret_metric)
{
	for (int i = 0; i < INSIGHT_METRIC__MAX; i++) {
		if (str_eq(s ? s : metric_names[INSIGHT_AI_USAGE_BY_LANGUAGE], metric_names[i])) {
			*ret_metric = (enum insight_metric)i;
			return true;
		}
	}
	return false;
}

bool insight_period_parse(const char *s, enum insight_period *ret_period)
{
	for (int i = 0; i < INSIGHT_PERIOD__MAX; i++) {
		if (str_eq(s ? s : periods[INSIGHT_30D].name, periods[i].name)) {
			*ret_period = (enum insight_period)i;
			return true;
		}
	}
	return false;
}

const char *insight_metric_name(enum insight_metric metric)
{
	return metric_names[metric];
}

const char *insight_period_name(enum insight_period period)
{
	return periods[period].name;
}

/* ---- recording ---- */

static bool is_id(const char *s)
{
	size_t len = s ? strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;
	return len > 0 && len <= ID_MAX && !s[len];
}

static bool is_bucket(const char *s)
{
	for (size_t i = 0; i < ARRAY_LEN(buckets); i++)
		if (str_eq(s, buckets[i]))
			return true;
	return false;
}

static bool is_language(const char *s)
{
	size_t len = 0;
	for (; s && s[len]; len++)
		if (len == LANGUAGE_MAX || s[len] < ' ' || s[len] > '~')
			return false;
	return len > 0;
}

struct recording {
	const struct insight_sample *sample;
	int64_t day;
};

static enum err count(struct err_note *note, struct store *st, int id, int64_t day, const char *a, const char *b)
{
	struct store_stmt *s = store_stmt(st, id);
	store_bind_int(s, 1, day);
	store_bind_text(s, 2, a);
	if (b)
		store_bind_text(s, 3, b);
	return store_run(note, s);
}

static enum err record(struct err_note *note, struct store *st, void *ctx)
{
	const struct recording *r = ctx;
	const struct insight_sample *x = r->sample;
	TRY(count(note, st, INSIGHT_SQL_TOTAL_ADD, r->day, kinds[x->kind], NULL));
	if (is_id(x->archetype))
		TRY(count(note, st, INSIGHT_SQL_ARCHETYPE_ADD, r->day, x->archetype, NULL));
	if (is_id(x->model))
		TRY(count(note, st, INSIGHT_SQL_MODEL_ADD, r->day, x->model, NULL));
	if (!is_bucket(x->bucket))
		return OK;
	for (size_t i = 0; i < x->n_languages && i < INSIGHT_LANGUAGES_MAX; i++)
		if (is_language(x->languages[i]))
			TRY(count(note, st, INSIGHT_SQL_LANGUAGE_ADD, r->day, x->languages[i], x->bucket));
	return OK;
}

enum err insight_record(struct err_note *note, struct store *st, const struct insight_sample *sample, int64_t now_ms)
{
	struct recording r = { .sample = sample, .day = clock_day(now_ms) };
	return store_transaction(note, st, record, &r);
}

struct pruning {
	int64_t before, rows;
};

static enum err prune(struct err_note *note, struct store *st, void *ctx)
{
	static const int ids[] = { INSIGHT_SQL_ARCHETYPE_PRUNE, INSIGHT_SQL_LANGUAGE_PRUNE, INSIGHT_SQL_MODEL_PRUNE,
		INSIGHT_SQL_TOTAL_PRUNE };
	struct pruning *p = ctx;
	p->rows = 0;
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		struct store_stmt *s = store_stmt(st, ids[i]);
		store_bind_int(s, 1, p->before);
		TRY(store_run(note, s));
		p->rows += store_changes(st);
	}
	return OK;
}

enum err insight_prune(struct err_note *note, struct store *st, int64_t now_ms, int64_t *ret_rows)
{
	struct pruning p = { .before = clock_day(now_ms) - INSIGHT_KEEP_DAYS + 1 };
	TRY(store_transaction(note, st, prune, &p));
	*ret_rows = p.rows;
	return OK;
}

/* ---- hiding ---- */

struct group {
	const char *name; /* NULL: a day */
	int64_t day;
	int64_t n;
	size_t first; /* language: its first row in cells[] */
	size_t n_cells;
};

struct groups {
	struct group *items;
	size_t n, cap;
	size_t shown;  /* after conceal(): the first so many */
	int64_t other; /* sum of the rest, 0 or at least what conceal() was told */
};

/* Largest first; then by name or day, so that the order says nothing else. */
static int by_size(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	if (x->name && y->name)
		return strcmp(x->name, y->name);
	return x->day < y->day ? -1 : x->day > y->day;
}

static int by_day(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	return x->day < y->day ? -1 : x->day > y->day;
}

/*
 * The rule of insight.h: no group under k, and no hidden rest under rest_k, which is larger where one
 * analysis can stand in several groups of the rest.
 */
static void conceal(struct groups *g, int64_t k, int64_t rest_k)
{
	if (g->n)
		qsort(g->items, g->n, sizeof(*g->items), by_size);
	g->other = 0;
	g->shown = g->n;
	while (g->shown && g->items[g->shown - 1].n < k)
		g->other += g->items[--g->shown].n;
	while (g->shown && g->other > 0 && g->other < rest_k)
		g->other += g->items[--g->shown].n;
	if (g->other < rest_k)
		g->other = 0; /* all there is is too few */
}

/* ---- answers ---- */

struct question {
	struct arena *arena;
	enum insight_metric metric;
	int64_t from, to, k;
	struct json_object *data; /* [] */
};

static struct store_stmt *ask(struct store *st, int id, const struct question *q)
{
	struct store_stmt *s = store_stmt(st, id);
	store_bind_int(s, 1, q->from);
	store_bind_int(s, 2, q->to);
	return s;
}

static void push_count(struct question *q, const char *member, const char *name, int64_t n)
{
	struct json_object *row = json_push_object(q->data);
	json_put_str(row, member, name);
	json_put_int(row, "count", n);
}

static enum err by_name(struct err_note *note, struct store *st, struct question *q, int id, const char *member)
{
	struct groups g = { .n = 0 };
	CLEAN_STMT struct store_stmt *s = ask(st, id, q);
	for (bool row = true;;) {
		TRY(store_step(note, s, &row));
		if (!row)
			break;
		struct group *x = ARENA_PUSH(q->arena, g.items, g.n, g.cap);
		x->name = arena_strdup(q->arena, store_text(s, 0));
		x->n = store_int(s, 1);
	}
	conceal(&g, q->k, q->k);
	for (size_t i = 0; i < g.shown; i++)
		push_count(q, member, g.items[i].name, g.items[i].n);
	if (g.other)
		push_count(q, member, "other", g.other);
	return OK;
}

/* Rows of the language table, summed over the period; those of one language stand together. */
struct cells {
	struct group *items; /* name = bucket */
	size_t n, cap;
};

static enum err read_languages(struct err_note *note, struct store *st, struct question *q, struct groups *g,
	struct cells *c)
{
	CLEAN_STMT struct store_stmt *s = ask(st, INSIGHT_SQL_LANGUAGE_SUMS, q);
	for (bool row = true;;) {
		TRY(store_step(note, s, &row));
		if (!row)
			return OK;
		struct group *lang = g->n ? &g->items[g->n - 1] : NULL;
		if (!lang || !str_eq(lang->name, store_text(s, 0))) {
			lang = ARENA_PUSH(q->arena, g->items, g->n, g->cap);
			lang->name = arena_strdup(q->arena, store_text(s, 0));
			lang->first = c->n;
		}
		struct group *cell = ARENA_PUSH(q->arena, c->items, c->n, c->cap);
		cell->name = arena_strdup(q->arena, store_text(s, 1));
		cell->n = store_int(s, 2);
		lang->n += cell->n;
		lang->n_cells++;
	}
}

/* Sum by bucket over some languages, hidden by the same rule within them; k is for one cell of the sum. */
static void push_language(struct question *q, const char *name, const struct group *langs, size_t n_langs,
	const struct cells *c, int64_t k)
{
	struct group sums[ARRAY_LEN(buckets)] = { { .n = 0 } };
	int64_t all = 0;
	for (size_t b = 0; b < ARRAY_LEN(buckets); b++)
		sums[b] = (struct group){ .name = buckets[b], .day = (int64_t)b };
	for (size_t i = 0; i < n_langs; i++)
		for (size_t j = langs[i].first; j < langs[i].first + langs[i].n_cells; j++)
			for (size_t b = 0; b < ARRAY_LEN(buckets); b++)
				if (str_eq(c->items[j].name, buckets[b])) {
					sums[b].n += c->items[j].n;
					all += c->items[j].n;
				}
	struct groups g = { .items = sums, .n = ARRAY_LEN(buckets) };
	conceal(&g, k, k);
	qsort(sums, g.shown, sizeof(sums[0]), by_day); /* shown ones back in the order of the buckets */
	struct json_object *row = json_push_object(q->data);
	json_put_str(row, "language", name);
	struct json_object *obj = json_put_object(row, "buckets");
	for (size_t i = 0; i < g.shown; i++)
		json_put_int(obj, sums[i].name, sums[i].n);
	if (g.other)
		json_put_int(obj, "other", g.other);
	json_put_int(row, "sample_size", all);
}

static enum err by_language(struct err_note *note, struct store *st, struct question *q)
{
	struct groups g = { .n = 0 };
	struct cells c = { .n = 0 };
	TRY(read_languages(note, st, q, &g, &c));
	int64_t rest_k = q->k * INSIGHT_LANGUAGES_MAX; /* one analysis counts in so many languages at most */
	conceal(&g, q->k, rest_k);
	for (size_t i = 0; i < g.shown; i++)
		push_language(q, g.items[i].name, &g.items[i], 1, &c, q->k);
	if (g.other)
		push_language(q, "other", g.items + g.shown, g.n - g.shown, &c, rest_k);
	return OK;
}

static enum err by_date(struct err_note *note, struct store *st, struct question *q)
{
	struct groups g[INSIGHT_KIND__MAX] = { { .n = 0 } };
	CLEAN_STMT struct store_stmt *s = ask(st, INSIGHT_SQL_TOTAL_BY_DAY, q);
	for (bool row = true;;) {
		TRY(store_step(note, s, &row));
		if (!row)
			break;
		for (int i = 0; i < INSIGHT_KIND__MAX; i++) {
			if (!str_eq(store_text(s, 1), kinds[i]))
				continue;
			struct group *x = ARENA_PUSH(q->arena, g[i].items, g[i].n, g[i].cap);
			x->day = store_int(s, 0);
			x->n = store_int(s, 2);
		}
	}
	size_t at[INSIGHT_KIND__MAX] = { 0 };
	for (int i = 0; i < INSIGHT_KIND__MAX; i++) {
		conceal(&g[i], q->k, q->k);
		if (g[i].shown)
			qsort(g[i].items, g[i].shown, sizeof(*g[i].items), by_day);
	}
	for (int64_t day = q->from; day <= q->to; day++) {
		struct json_object *data = NULL;
		for (int i = 0; i < INSIGHT_KIND__MAX; i++) {
			if (at[i] == g[i].shown || g[i].items[at[i]].day != day)
				continue;
			char date[CLOCK_ISO_LEN];
			if (!data) {
				struct json_object *obj = json_push_object(q->data);
				json_put_str(obj, "date", clock_date(day * CLOCK_DAY_MS, date));
				data = json_put_object(obj, "data");
			}
			json_put_int(data, kind_members[i], g[i].items[at[i]++].n);
		}
	}
	return OK;
}

static enum err answer(struct err_note *note, struct store *st, void *ctx)
{
	struct question *q = ctx;
	switch (q->metric) {
	case INSIGHT_AI_USAGE_BY_LANGUAGE:
		return by_language(note, st, q);
	case INSIGHT_ARCHETYPE_DISTRIBUTION:
		return by_name(note, st, q, INSIGHT_SQL_ARCHETYPE_SUMS, "archetype");
	case INSIGHT_MODEL_POPULARITY:
		return by_name(note, st, q, INSIGHT_SQL_MODEL_SUMS, "model");
	case INSIGHT_GENERATION_TRENDS:
		return by_date(note, st, q);
	case INSIGHT_METRIC__MAX:
	default:
		abort();
	}
}

enum err insight_query(struct err_note *note, struct store *st, enum insight_metric metric,
	enum insight_period period, int64_t k, int64_t now_ms, struct json_object **ret_answer)
{
	char date[CLOCK_ISO_LEN];
	struct arena a;
	int64_t today = clock_day(now_ms);
	arena_init(&a, QUERY_ARENA);
	CLEAN_JSON struct json_object *root = json_new();
	json_put_str(root, "metric", metric_names[metric]);
	json_put_str(root, "period", periods[period].name);
	struct question q = { .arena = &a, .metric = metric, .from = today - periods[period].days + 1, .to = today,
		.k = k, .data = json_put_array(root, "data") };
	/* one statement is one state of the database already: no transaction needed */
	enum err e = answer(note, st, &q);
	arena_release(&a);
	if (e)
		return e;
	json_put_str(root, "updated_at", clock_date(now_ms, date));
	json_put_int(root, "k", k);
	*ret_answer = TAKE(root);
	return OK;
}
