/* The sections a card is drawn from: one row each says how it is fetched from a source and packed. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/cache.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/log.h"
#include "core/base/metrics.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/packed.h"
#include "core/profile/wakatime.h"
#include "fcgi/scope.h"

#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	PACKED_MAX = CACHE_VALUE_MAX,
	REFUSAL_VERSION = 0,	/* where others have their version: an error that is remembered */
	REFUSAL_TTL_MS = 60000, /* a README with a wrong name must not cost a question a view */
	LOCK_SLACK_MS = 5000,
	LOGIN_SHARE = 4		/* sections are fetched more often than analyses, and each is cheaper */
};

struct making {
	struct scope_worker *w;
	struct arena *arena;
	const struct section_ask *ask;
	const char *key;
	const struct quota *quota;
	int64_t deadline;
};

/* ---- beside the section itself: others it answers ---- */

static void keep(const struct making *m, const char *kind, const struct str *s, int64_t ttl)
{
	struct err_note why = { .code = OK };
	if (ttl > 0 && !s->over && cache_put(&why, m->w->cache, kind, m->key, s->buf, s->len, ttl))
		log_line(LOG_DEBUG, "msg", "a section was not cached", "why", why.text, NULL);
}

static int64_t left(const struct making *m, const struct profile *p)
{
	return scope_left(m->w, p->missing, p->n_missing, p->fetched_ms);
}

static void keep_facts(const struct making *m, const struct facts *f, int64_t ttl)
{
	struct str s;
	str_init(&s, m->arena, PACKED_MAX);
	facts_pack(f, &s);
	keep(m, "basic", &s, ttl);
}

static void keep_whole(const struct making *m, const struct facts *f, int64_t ttl)
{
	struct str s;
	str_init(&s, m->arena, PACKED_MAX);
	facts_pack_whole(f, &s);
	keep(m, "whole", &s, ttl);
}

static const struct facts *facts_of(const struct making *m, const struct profile *p, const struct report *r)
{
	struct facts *f = facts_from_profile(m->arena, p, r);
	f->forge = m->ask->source->title;
	return f;
}

/* ---- how each is made: packed into out, kept for *ret_ttl ms ---- */

static enum err fetch_basic(struct err_note *note, struct making *m, const struct facts **ret_facts, int64_t *ret_ttl)
{
	struct profile p;
	TRY(source_profile(note, m->ask->source, m->arena, m->ask->id, PROFILE_BASIC, &p));
	*ret_facts = facts_of(m, &p, NULL);
	*ret_ttl = left(m, &p);
	return OK;
}

static enum err make_basic(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	const struct facts *f;
	TRY(fetch_basic(note, m, &f, ret_ttl));
	facts_pack(f, out);
	keep_whole(m, f, *ret_ttl);
	return OK;
}

static enum err make_whole(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	const struct facts *f;
	TRY(fetch_basic(note, m, &f, ret_ttl));
	facts_pack_whole(f, out);
	keep_facts(m, f, *ret_ttl);
	return OK;
}

/* Scored by this very call, which asked the source. */
struct scored {
	struct making *m;
	struct str *out;
	int64_t ttl;
	enum err err;
	struct err_note note;
	bool done;
};

static enum err score(struct err_note *note, struct scored *s, const struct profile *p, struct report *ret_report)
{
	TRY(scope_report(note, s->m->w, s->m->arena, p, NULL, ret_report));
	const struct facts *f = facts_of(s->m, p, ret_report);
	s->ttl = left(s->m, p);
	s->done = true;
	facts_pack(f, s->out);
	keep(s->m, "basic", s->out, s->ttl);
	keep_whole(s->m, f, s->ttl);
	return OK;
}

static void made(void *ctx, const struct profile *p)
{
	struct scored *s = ctx;
	struct report r;
	s->err = score(&s->note, s, p, &r);
	if (!s->err)
		scope_record(s->m->w, &r, INSIGHT_CARD);
}

static enum err make_full(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct scored s = { .m = m, .out = out };
	const struct profile_ask ask = { .source = m->ask->source, .login = m->ask->id, .quota = m->quota,
		.deadline = m->deadline, .made = made, .ctx = &s };
	struct profile p;
	struct report r;
	const char *text;
	size_t len;
	TRY(scope_profile_text(note, m->w, m->arena, &ask, &text, &len));
	if (s.err) {
		*note = s.note;
		return s.err;
	}
	if (!s.done) { /* somebody else's analysis */
		TRY(scope_profile_read(note, m->arena, text, len, &p));
		TRY(score(note, &s, &p, &r));
	}
	*ret_ttl = s.ttl;
	return OK;
}

static enum err make_history(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct history h = { .n = 0 };
	TRY(source_history(note, m->ask->source, m->arena, m->ask->id, &h));
	pack_write(out, PACKED_VERSION, &packed_history, &h);
	*ret_ttl = scope_left(m->w, h.missing, h.n_missing, h.fetched_ms);
	return OK;
}

static void pack_number(struct making *m, int64_t n, struct str *out, int64_t *ret_ttl)
{
	const struct packed_number number = { .n = n, .fetched_ms = clock_now() };
	pack_write(out, PACKED_VERSION, &packed_number_shape, &number);
	*ret_ttl = scope_left(m->w, NULL, 0, number.fetched_ms);
}

static enum err make_commits(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	int64_t n;
	TRY(source_commits_total(note, m->ask->source, m->arena, m->ask->id, &n));
	pack_number(m, n, out, ret_ttl);
	return OK;
}

static enum err make_year(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	uint64_t year;
	int64_t n;
	if (!parse_u64(m->ask->more, 9999, &year))
		return err_set(note, ERR_INVALID, "not a year");
	TRY(source_commits_in_year(note, m->ask->source, m->arena, m->ask->id, (int)year, &n));
	pack_number(m, n, out, ret_ttl);
	return OK;
}

static enum err make_affiliated(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct profile p = { .login = NULL };
	uint64_t ways;
	if (!parse_u64(m->ask->more, AFFILIATIONS_ALL, &ways))
		return err_set(note, ERR_INVALID, "not roles");
	TRY(source_affiliated(note, m->ask->source, m->arena, m->ask->id, (unsigned int)ways, &p));
	facts_pack_whole(facts_of(m, &p, NULL), out);
	*ret_ttl = left(m, &p);
	return OK;
}

/* "WORD SCOPE" */
static enum err read_scope(struct err_note *note, const struct making *m, const char **ret_word,
	struct repo_scope *ret_scope)
{
	const char *space = strchr(m->ask->more, ' ');
	if (!space)
		return err_set(note, ERR_INVALID, "no scope");
	*ret_word = arena_strndup(m->arena, m->ask->more, (size_t)(space - m->ask->more));
	return repo_scope_parse(note, m->arena, space + 1, ret_scope);
}

static enum err make_counts(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct packed_counts counts = { .fetched_ms = clock_now() };
	struct repo_scope scope;
	const char *word;
	uint64_t wanted;
	TRY(read_scope(note, m, &word, &scope));
	if (!parse_u64(word, (1U << TALLY__MAX) - 1, &wanted))
		return err_set(note, ERR_INVALID, "not counts");
	TRY(source_search_counts(note, m->ask->source, m->arena, m->ask->id, &scope, (unsigned int)wanted, counts.counts));
	pack_write(out, PACKED_VERSION, &packed_counts_shape, &counts);
	*ret_ttl = scope_left(m->w, NULL, 0, counts.fetched_ms);
	return OK;
}

static enum err make_scoped(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct repo_scope scope;
	const char *word;
	uint64_t year = 0;
	int64_t n;
	TRY(read_scope(note, m, &word, &scope));
	bool all = str_eq(word, "all");
	if (!all && !parse_u64(word, 9999, &year))
		return err_set(note, ERR_INVALID, "not a year");
	struct day_range days = day_range_of((int)year, clock_now());
	TRY(source_search_commits(note, m->ask->source, m->arena, m->ask->id, &scope, all ? NULL : &days, &n));
	pack_number(m, n, out, ret_ttl);
	return OK;
}

static enum err make_repository(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct repo r = { .name = NULL };
	TRY(source_repository(note, m->ask->source, m->arena, m->ask->id, m->ask->more, &r));
	pack_write(out, PACKED_VERSION, &packed_repo, &r);
	*ret_ttl = scope_left(m->w, NULL, 0, clock_now());
	return OK;
}

static enum err make_gist(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct gist g = { .n_files = 0 };
	TRY(source_gist(note, m->ask->source, m->arena, m->ask->id, &g));
	pack_write(out, PACKED_VERSION, &packed_gist, &g);
	*ret_ttl = scope_left(m->w, NULL, 0, g.fetched_ms);
	return OK;
}

static enum err make_wakatime(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl)
{
	struct wakatime t = { .user = NULL };
	TRY(wakatime_stats(note, m->w->scope->wakatime, m->arena, m->ask->more, m->ask->id, &t));
	pack_write(out, PACKED_VERSION, &packed_wakatime, &t);
	*ret_ttl = scope_left(m->w, NULL, 0, t.fetched_ms);
	return OK;
}

static const struct {
	const char *kind; /* of the cache */
	enum err (*make)(struct err_note *note, struct making *m, struct str *out, int64_t *ret_ttl);
	bool pays_itself; /* and has a lock of its own */
} sections[SECTION__MAX] = {
	[SECTION_BASIC] = { "basic", make_basic, false },
	[SECTION_WHOLE] = { "whole", make_whole, false },
	[SECTION_FULL] = { "full", make_full, true },
	[SECTION_HISTORY] = { "history", make_history, false },
	[SECTION_COMMITS] = { "commits", make_commits, false },
	[SECTION_YEAR] = { "year", make_year, false },
	[SECTION_REPOSITORY] = { "repository", make_repository, false },
	[SECTION_GIST] = { "gist", make_gist, false },
	[SECTION_WAKATIME] = { "wakatime", make_wakatime, false },
	[SECTION_AFFILIATED] = { "affiliated", make_affiliated, false },
	[SECTION_COUNTS] = { "counts", make_counts, false },
	[SECTION_SCOPED] = { "scoped", make_scoped, false },
};

/* ---- keys and refusals ---- */

static void lower(char *s)
{
	for (; *s; s++)
		*s = ascii_lower(*s);
}

/* "full github ada", "repository github ada/tool"; what stands behind the kind is the key in the cache. */
enum err section_key(struct err_note *note, const struct section_ask *ask, char ret_key[SECTION_KEY_BYTES])
{
	int len = snprintf(ret_key, SECTION_KEY_BYTES, "%s %s %s/%s", sections[ask->section].kind,
		ask->source ? ask->source->name : "", ask->id, ask->more);
	if (len < 0 || len >= SECTION_KEY_BYTES)
		return err_set(note, ERR_INVALID, "longer than any name");
	if (ask->source) /* WakaTime's servers tell Ada from ada */
		lower(ret_key);
	return OK;
}

static const char *behind_kind(const char *key)
{
	return strchr(key, ' ') + 1;
}

struct refusal {
	int code;
	const char *field, *text;
};
static const struct pack_field refusal_fields[] = {
	{ PACK_INT, offsetof(struct refusal, code), 0, ERR__MAX - 1, NULL },
	PACK(struct refusal, field, PACK_TEXT),
	PACK(struct refusal, text, PACK_TEXT),
};
static const struct pack_shape refusal_shape = PACK_SHAPE(struct refusal, refusal_fields);

static void keep_refusal(const struct making *m, const struct err_note *note)
{
	const struct refusal r = { .code = (int)note->code, .field = note->field, .text = note->text };
	struct str s;
	str_init(&s, m->arena, PACKED_MAX);
	pack_write(&s, REFUSAL_VERSION, &refusal_shape, &r);
	int64_t ttl = m->w->scope->app->conf->profile_ttl;
	keep(m, sections[m->ask->section].kind, &s, ttl < REFUSAL_TTL_MS ? ttl : REFUSAL_TTL_MS);
}

/* The error that bytes remember; OK: they are a section's. */
static enum err refused(struct err_note *note, struct arena *a, const char *bytes, size_t len)
{
	struct refusal r;
	if (!len || *bytes != REFUSAL_VERSION || pack_read(NULL, a, REFUSAL_VERSION, &refusal_shape, bytes, len, &r))
		return OK;
	return err_field(note, (enum err)r.code, r.field ? r.field : "", "%s", r.text ? r.text : "");
}

/* ---- from the cache, or made ---- */

static enum err look(struct err_note *note, struct scope_worker *w, struct arena *a, const struct section_ask *ask,
	const char *key, bool *ret_known, const void **ret_bytes, size_t *ret_len)
{
	char *bytes;
	size_t len;
	*ret_known = false;
	if (cache_get(NULL, w->cache, sections[ask->section].kind, behind_kind(key), a, &bytes, &len))
		return OK;
	*ret_known = true;
	TRY(refused(note, a, bytes, len));
	*ret_bytes = bytes;
	*ret_len = len;
	return OK;
}

enum err section_cached(struct err_note *note, struct scope_worker *w, struct arena *a, const struct section_ask *ask,
	bool *ret_known, const void **ret_bytes, size_t *ret_len)
{
	char key[SECTION_KEY_BYTES];
	*ret_known = true;
	TRY(section_key(note, ask, key));
	enum err e = look(note, w, a, ask, key, ret_known, ret_bytes, ret_len);
	if (*ret_known)
		metrics_add(w->scope->app->metrics, METRIC_GITHUB_CACHE_HITS, 1, NULL, NULL, NULL);
	return e;
}

static enum err make(struct err_note *note, struct making *m, const char *full_key, const void **ret_bytes,
	size_t *ret_len)
{
	const struct conf *conf = m->w->scope->app->conf;
	bool pays_itself = sections[m->ask->section].pays_itself;
	int64_t ttl = 0;
	struct str out;
	if (!pays_itself) {
		metrics_add(m->w->scope->app->metrics, METRIC_GITHUB_CACHE_MISSES, 1, NULL, NULL, NULL);
		TRY(scope_pay(note, m->w, full_key, (uint64_t)conf->limit_analyze_login * LOGIN_SHARE, m->quota));
	}
	str_init(&out, m->arena, PACKED_MAX);
	enum err e = sections[m->ask->section].make(note, m, &out, &ttl);
	if (e == ERR_NOT_FOUND || e == ERR_INVALID)
		keep_refusal(m, note);
	TRY(e);
	if (out.over)
		return err_set(note, ERR_TOO_BIG, "more than a card can hold");
	keep(m, sections[m->ask->section].kind, &out, ttl);
	*ret_bytes = out.buf;
	*ret_len = out.len;
	return OK;
}

enum err section_fetch(struct err_note *note, struct scope_worker *w, struct arena *a, const struct section_ask *ask,
	const struct quota *quota, int64_t deadline, const void **ret_bytes, size_t *ret_len)
{
	char key[SECTION_KEY_BYTES];
	struct making m = { .w = w, .arena = a, .ask = ask, .quota = quota, .deadline = deadline };
	struct cache_lock lock = { .token = "" };
	int64_t longest = w->scope->app->conf->github_deadline;
	bool known;
	TRY(section_key(note, ask, key));
	m.key = behind_kind(key);
	if (!sections[ask->section].pays_itself &&
		cache_lock(NULL, w->cache, "lock", key, longest + LOCK_SLACK_MS, deadline, &lock) == ERR_TIMEOUT)
		return err_set(note, ERR_TIMEOUT, "the same question is under way and takes too long");
	enum err e = look(note, w, a, ask, key, &known, ret_bytes, ret_len); /* another process was first */
	if (!known && clock_monotonic() > deadline - longest / 2) /* waited long for one that failed: no time for a try */
		e = err_set(note, ERR_TIMEOUT, "no answer in time");
	else if (!known)
		e = make(note, &m, key, ret_bytes, ret_len);
	cache_unlock(w->cache, &lock);
	return e;
}
