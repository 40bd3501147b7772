/*
 * Asks the GitHub source for profiles and prints what came: one JSON line a login, then
 * one of the pool. For tests/integration/github.t and for measurements.
 *
 *	github-probe [-j THREADS] [-q] NAME=VALUE... -- LOGIN...
 *
 * NAME=VALUE are options of gps.conf. -q prints only the timing line.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/github.h"
#include "core/profile/profile.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { THREADS_MAX = 1024, ARENA_BYTES = 64 * 1024 * 1024 };

struct probe {
	struct github *gh;
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
	struct json_object *missing = json_put_array(o, "missing");
	for (size_t i = 0; i < p->n_missing; i++) {
		char line[256];
		snprintf(line, sizeof(line), "%s %s", p->missing[i].field, p->missing[i].reason);
		json_push_str(missing, line);
	}
}

static struct json_object *describe(const struct profile *p)
{
	struct json_object *o = json_new();
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
	json_put_int(o, "days", (int64_t)p->n_calendar);
	json_put_int(o, "calendar", sum_calendar(p));
	put_commits(o, p);
	put_lists(o, p);
	return o;
}

static void ask(struct probe *probe, int i)
{
	struct arena a;
	struct profile p;
	struct err_note note;
	err_clear(&note);
	arena_init(&a, ARENA_BYTES);
	int64_t start = clock_monotonic();
	enum err err = github_profile(&note, probe->gh, &a, probe->logins[i], PROFILE_FULL, &p);
	probe->ms[i] = clock_monotonic() - start;
	atomic_fetch_add(&probe->failed, err != OK);
	if (!probe->quiet) {
		CLEAN_JSON struct json_object *o = err ? json_new() : describe(&p);
		json_put_str(o, "asked", probe->logins[i]);
		json_put_str(o, "err", err_slug(err));
		if (err) {
			json_put_str(o, "note", note.text);
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
	struct probe probe = { .out = PTHREAD_MUTEX_INITIALIZER };
	uint64_t threads = 1;
	int i = 1;
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-q") == 0)
			probe.quiet = true;
		else if (strcmp(argv[i], "-j") == 0 && i + 1 < argc) {
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
