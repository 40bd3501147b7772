/*
 * Asks the GitHub source and prints what came: one JSON line a question, then one of the
 * pool. For tests/integration/github.t and for measurements.
 *
 *	github-probe [-w WHAT] [-j THREADS] [-q] NAME=VALUE... -- LOGIN...
 *
 * WHAT is full (a profile), basic, history, total, repository (OWNER/NAME), gist (its id) or year (LOGIN/YEAR).
 * NAME=VALUE are options of gps.conf. -q prints only the timing line.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/github/github.h"
#include "core/profile/profile.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { THREADS_MAX = 1024, ARENA_BYTES = 64 * 1024 * 1024 };

struct what;

struct probe {
	struct github *gh;
	struct source source;
	const struct what *what;
	char **logins;
	int n;
	bool quiet;
	atomic_int next, failed, rounds;
	int64_t *ms;
	pthread_mutex_t out;
};

static void put_metric(struct json_object *obj, const char *key, struct metric m)
{
	if (m.known)
		json_put_int(obj, key, m.n);
	else
		json_put_str(obj, key, NULL);
}

static void put_totals(struct json_object *obj, const char *key, const struct contribution_totals *t)
{
	struct json_object *o = json_put_object(obj, key);
	put_metric(o, "commits", t->commits);
	put_metric(o, "prs", t->prs);
	put_metric(o, "issues", t->issues);
	put_metric(o, "reviews", t->reviews);
	put_metric(o, "discussions", t->discussions);
}

static int64_t sum_topics(const struct profile *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++)
		n += p->repos[i].n_topics;
	return (int64_t)n;
}

static int64_t sum_stars(const struct profile *p)
{
	int64_t n = 0;
	for (size_t i = 0; i < p->n_repos_listed; i++)
		n += p->repos[i].stars.n;
	return n;
}

static int64_t sum_calendar(const struct profile *p)
{
	int64_t n = 0;
	for (size_t i = 0; i < p->n_calendar; i++)
		n += p->calendar[i].count;
	return n;
}

static void put_commits(struct json_object *o, const struct profile *p)
{
	size_t coauthors = 0, repos = 0, files = 0;
	for (size_t i = 0; i < p->n_commits; i++) {
		coauthors += p->commits[i].n_coauthors;
		repos += i == 0 || !str_eq(p->commits[i].repo, p->commits[i - 1].repo);
	}
	for (size_t i = 0; i < p->n_repos_listed; i++)
		files += p->repos[i].n_root_files;
	json_put_int(o, "commits", (int64_t)p->n_commits);
	json_put_int(o, "commit_repos", (int64_t)repos);
	json_put_int(o, "coauthors", (int64_t)coauthors);
	json_put_int(o, "root_files", (int64_t)files);
	json_put_int(o, "config_marks", (int64_t)p->n_config_marks);
}

static void put_missing(struct json_object *o, const struct missing *missing, size_t n)
{
	struct json_object *list = json_put_array(o, "missing");
	for (size_t i = 0; i < n; i++) {
		char line[256];
		snprintf(line, sizeof(line), "%s %s", missing[i].field, missing[i].reason);
		json_push_str(list, line);
	}
}

static void put_lists(struct json_object *o, const struct profile *p)
{
	double share = 0;
	int64_t bytes = 0;
	for (size_t i = 0; i < p->n_languages; i++) {
		share += p->languages[i].percentage;
		bytes += p->languages[i].bytes.n;
	}
	json_put_int(o, "languages", (int64_t)p->n_languages);
	json_put_num(o, "language_share", share, 0);
	json_put_int(o, "language_bytes", bytes);
	json_put_int(o, "pinned", (int64_t)p->n_pinned);
	if (p->organizations_known)
		json_put_int(o, "organizations", (int64_t)p->n_organizations);
	else
		json_put_str(o, "organizations", NULL);
	put_missing(o, p->missing, p->n_missing);
}

static void describe(struct json_object *o, const struct profile *p)
{
	json_put_str(o, "login", p->login);
	json_put_str(o, "source", profile_source_name(p->source));
	json_put_int(o, "points", p->points);
	put_metric(o, "repos", p->n_repos);
	json_put_int(o, "listed", (int64_t)p->n_repos_listed);
	json_put_int(o, "topics", sum_topics(p));
	json_put_int(o, "stars", sum_stars(p));
	put_metric(o, "followers", p->followers);
	put_totals(o, "recent", &p->recent);
	put_totals(o, "year", &p->year);
	put_totals(o, "all_time", &p->all_time);
	put_metric(o, "contributions", p->contributions_last_year);
	put_metric(o, "prs_merged", p->prs_merged);
	put_metric(o, "started", p->discussions_started);
	put_metric(o, "answered", p->discussions_answered);
	put_metric(o, "contributed_to", p->contributed_to);
	put_metric(o, "restricted", p->commits_restricted);
	json_put_int(o, "days", (int64_t)p->n_calendar);
	json_put_int(o, "calendar", sum_calendar(p));
	put_commits(o, p);
	put_lists(o, p);
}

/* ---- questions */

static enum err ask_profile(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	enum profile_depth depth, struct json_object *o)
{
	struct profile p;
	TRY(source_profile(note, src, a, who, depth, &p));
	describe(o, &p);
	return OK;
}

static enum err ask_full(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	return ask_profile(note, src, a, who, PROFILE_FULL, o);
}

static enum err ask_basic(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	return ask_profile(note, src, a, who, PROFILE_BASIC, o);
}

static enum err ask_history(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	struct history h;
	char date[CLOCK_ISO_LEN];
	TRY(source_history(note, src, a, who, &h));
	json_put_str(o, "login", h.login);
	json_put_str(o, "first", clock_date(h.first_day * CLOCK_DAY_MS, date));
	json_put_str(o, "created", clock_date(h.created_day * CLOCK_DAY_MS, date));
	json_put_str(o, "last", clock_date((h.first_day + (int64_t)h.n - 1) * CLOCK_DAY_MS, date));
	json_put_int(o, "days", (int64_t)h.n);
	struct json_object *years = json_put_object(o, "years");
	for (size_t i = 0; i < h.n; i++) {
		char year[24];
		snprintf(year, sizeof(year), "%lld", (long long)clock_civil(h.first_day + (int64_t)i).year);
		json_put_int(years, year, json_int(years, year, 0) + h.counts[i]);
	}
	put_missing(o, h.missing, h.n_missing);
	return OK;
}

/* Both halves of "OWNER/NAME". */
static const char *half(struct arena *a, const char *text, bool second)
{
	const char *slash = strchr(text, '/');
	if (second)
		return slash ? slash + 1 : "";
	return slash ? arena_strndup(a, text, (size_t)(slash - text)) : text;
}

static enum err ask_repository(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	struct repo r;
	TRY(source_repository(note, src, a, half(a, who, false), half(a, who, true), &r));
	json_put_str(o, "name", r.name);
	json_put_str(o, "owner", r.owner);
	json_put_str(o, "description", r.description);
	json_put_str(o, "language", r.language);
	json_put_str(o, "color", r.color);
	put_metric(o, "stars", r.stars);
	put_metric(o, "forks", r.forks);
	json_put_bool(o, "archived", r.is_archived);
	json_put_bool(o, "template", r.is_template);
	json_put_int(o, "languages", (int64_t)r.n_languages);
	return OK;
}

static enum err ask_gist(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	struct gist g;
	TRY(source_gist(note, src, a, who, &g));
	json_put_str(o, "id", g.id);
	json_put_str(o, "owner", g.owner);
	json_put_str(o, "description", g.description);
	put_metric(o, "stars", g.stars);
	put_metric(o, "forks", g.forks);
	struct json_object *files = json_put_array(o, "files");
	for (size_t i = 0; i < g.n_files; i++) {
		struct json_object *f = json_push_object(files);
		json_put_str(f, "name", g.files[i].name);
		json_put_str(f, "language", g.files[i].language);
		json_put_str(f, "color", g.files[i].color);
		json_put_int(f, "size", g.files[i].size);
	}
	return OK;
}

static enum err ask_total(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	int64_t n;
	TRY(source_commits_total(note, src, a, who, &n));
	json_put_int(o, "n", n);
	return OK;
}

static enum err ask_year(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	int64_t n;
	uint64_t year = 0;
	(void)parse_u64(half(a, who, true), 9999, &year);
	TRY(source_commits_in_year(note, src, a, half(a, who, false), (int)year, &n));
	json_put_int(o, "n", n);
	return OK;
}

/* "LOGIN/WAYS" */
static enum err ask_affiliated(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	struct profile p;
	uint64_t ways = 0;
	(void)parse_u64(half(a, who, true), AFFILIATIONS_ALL, &ways);
	TRY(source_affiliated(note, src, a, half(a, who, false), (unsigned int)ways, &p));
	describe(o, &p);
	return OK;
}

/* "LOGIN/SCOPE" */
static enum err ask_counts(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	static const char *const names[TALLY__MAX] = { "prs", "merged", "prs_commented", "prs_reviewed", "issues", "issues_commented" };
	struct metric counts[TALLY__MAX] = { { .n = 0 } };
	struct repo_scope scope;
	TRY(repo_scope_parse(note, a, half(a, who, true), &scope));
	TRY(source_search_counts(note, src, a, half(a, who, false), &scope, (1U << TALLY__MAX) - 1, counts));
	for (size_t i = 0; i < TALLY__MAX; i++)
		put_metric(o, names[i], counts[i]);
	return OK;
}

/* "LOGIN/YEAR SCOPE"; year 1: all of them */
static enum err ask_scoped(struct err_note *note, const struct source *src, struct arena *a, const char *who,
	struct json_object *o)
{
	const char *rest = half(a, who, true), *space = strchr(rest, ' ');
	struct repo_scope scope;
	uint64_t year = 0;
	int64_t n;
	(void)parse_u64(arena_strndup(a, rest, strcspn(rest, " ")), 9999, &year);
	TRY(repo_scope_parse(note, a, space ? space + 1 : "", &scope));
	const struct day_range days = day_range_of((int)year, clock_now());
	TRY(source_search_commits(note, src, a, half(a, who, false), &scope, year == 1 ? NULL : &days, &n));
	json_put_int(o, "n", n);
	return OK;
}

static const struct what {
	const char *name;
	enum err (*ask)(struct err_note *note, const struct source *src, struct arena *a, const char *who,
		struct json_object *o);
} whats[] = {
	{ "full", ask_full },
	{ "basic", ask_basic },
	{ "history", ask_history },
	{ "repository", ask_repository },
	{ "gist", ask_gist },
	{ "total", ask_total },
	{ "year", ask_year },
	{ "affiliated", ask_affiliated },
	{ "counts", ask_counts },
	{ "scoped", ask_scoped },
};

static const struct what *find_what(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(whats); i++)
		if (str_eq(whats[i].name, name))
			return &whats[i];
	return NULL;
}

static void ask(struct probe *probe, int i)
{
	struct arena a;
	struct err_note note;
	err_clear(&note);
	arena_init(&a, ARENA_BYTES);
	CLEAN_JSON struct json_object *o = json_new();
	int64_t start = clock_monotonic();
	enum err err = probe->what->ask(&note, &probe->source, &a, probe->logins[i], o);
	probe->ms[i] = clock_monotonic() - start;
	atomic_fetch_add(&probe->failed, err != OK);
	if (!probe->quiet) {
		json_put_str(o, "asked", probe->logins[i]);
		json_put_str(o, "err", err_slug(err));
		if (err) {
			json_put_str(o, "note", note.text);
			json_put_str(o, "field", note.field);
			json_put_int(o, "retry_after", note.retry_after);
		}
		json_put_int(o, "ms", probe->ms[i]);
		(void)pthread_mutex_lock(&probe->out);
		puts(json_text(o, NULL));
		(void)pthread_mutex_unlock(&probe->out);
	}
	arena_release(&a);
}

static void *worker(void *ctx)
{
	struct probe *probe = ctx;
	for (;;) {
		int i = atomic_fetch_add(&probe->next, 1);
		if (i >= probe->n)
			return NULL;
		ask(probe, i);
	}
}

static int by_ms(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static void run(struct probe *probe, int threads)
{
	static pthread_t ids[THREADS_MAX]; /* style: set once before threads */
	pthread_attr_t attr;
	if (pthread_attr_init(&attr) || pthread_attr_setstacksize(&attr, (size_t)THREAD_STACK_KIB * 1024))
		abort();
	int64_t start = clock_monotonic();
	for (int i = 0; i < threads; i++)
		if (pthread_create(&ids[i], &attr, worker, probe))
			abort();
	for (int i = 0; i < threads; i++)
		(void)pthread_join(ids[i], NULL);
	int64_t ms = clock_monotonic() - start;
	(void)pthread_attr_destroy(&attr);
	qsort(probe->ms, (size_t)probe->n, sizeof(*probe->ms), by_ms);
	struct github_stats s;
	github_stats(probe->gh, &s);
	CLEAN_JSON struct json_object *o = json_new();
	json_put_int(o, "total_ms", ms);
	json_put_int(o, "p50_ms", probe->ms[probe->n / 2]);
	json_put_int(o, "p99_ms", probe->ms[(probe->n * 99 - 1) / 100]);
	json_put_int(o, "failed", atomic_load(&probe->failed));
	json_put_int(o, "requests", s.requests);
	json_put_int(o, "failures", s.failures);
	json_put_int(o, "points", s.points);
	json_put_int(o, "tokens", s.tokens);
	json_put_int(o, "alive", s.tokens_alive);
	json_put_int(o, "owners", s.owners);
	json_put_int(o, "remaining", s.remaining);
	json_put_int(o, "not_modified", s.not_modified);
	puts(json_text(o, NULL));
}

static int probe_all(struct err_note *note, struct arena *a, int argc, char **argv)
{
	struct conf conf;
	conf_init(&conf);
	struct probe probe = { .out = PTHREAD_MUTEX_INITIALIZER, .what = &whats[0] };
	uint64_t threads = 1;
	int i = 1;
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-q") == 0)
			probe.quiet = true;
		else if (strcmp(argv[i], "-w") == 0 && i + 1 < argc) {
			probe.what = find_what(argv[++i]);
			if (!probe.what)
				return 2;
		} else if (strcmp(argv[i], "-j") == 0 && i + 1 < argc) {
			if (!parse_u64(argv[++i], THREADS_MAX, &threads))
				return 2;
		} else if (conf_set(note, a, argv[i], &conf))
			return 2;
	}
	if (i + 1 >= argc || conf_apply(note, &conf))
		return 2;
	probe.logins = argv + i + 1;
	probe.n = argc - i - 1;
	probe.ms = arena_array(a, (size_t)probe.n, sizeof(*probe.ms));
	probe.gh = github_new(note, &conf);
	if (!probe.gh)
		return 2;
	probe.source = github_source(probe.gh);
	run(&probe, (int)threads);
	github_free(probe.gh);
	return 0;
}

int main(int argc, char **argv)
{
	struct arena a;
	struct err_note note;
	err_clear(&note);
	arena_init(&a, ARENA_BYTES);
	int code = probe_all(&note, &a, argc, argv);
	if (code)
		fprintf(stderr, "github-probe: %s\n", note.code ? note.text : "no login");
	arena_release(&a);
	return code;
}
