/* metrics: shared by processes, bounded labels, text that promtool accepts. */
#include "config.h"

#include "core/base/metrics.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <pthread.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const endpoints[] = { "/api/v1/analyze", "/card/:login", "/odd\"path\\" };
static const char *const archetypes[] = { "code_explorer", "rising_developer" };
static struct arena arena;

static int setup(void **state)
{
	arena_init(&arena, 4 * (size_t)METRICS_TEXT_MAX);
	*state = metrics_new((struct metrics_values){ endpoints, ARRAY_LEN(endpoints) },
		(struct metrics_values){ archetypes, ARRAY_LEN(archetypes) });
	return 0;
}

static int teardown(void **state)
{
	metrics_free(*state);
	arena_release(&arena);
	return 0;
}

static const char *text(const struct metrics *m)
{
	struct str s;
	str_init(&s, &arena, METRICS_TEXT_MAX);
	metrics_text(m, &s);
	assert_false(s.over);
	return s.buf;
}

static void has(const char *all, const char *line)
{
	const char *at = strstr(all, line);
	if (!at || at[strlen(line)] != '\n' || (at != all && at[-1] != '\n'))
		fail_msg("no line \"%s\"", line);
}

enum { CHILDREN = 3, THREADS = 4, EACH = 5000 };

static void *count(void *m)
{
	for (int i = 0; i < EACH; i++) {
		metrics_add(m, METRIC_HTTP_REQUESTS, 1, "GET", "/card/:login", "200");
		metrics_observe(m, METRIC_SCORING_SECONDS, 4000 + i % 2 * 2000, NULL, NULL);
		metrics_gauge_add(m, METRIC_WORKER_BUSY, i % 2 ? -1 : 1);
	}
	return NULL;
}

static void child(struct metrics *m, int slot)
{
	pthread_t threads[THREADS];
	metrics_attach(m, slot);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, count, m))
			_exit(1);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	metrics_gauge_add(m, METRIC_WORKER_BUSY, 7); /* dies with it */
	_exit(0);
}

static void test_processes(void **state)
{
	struct metrics *m = *state;
	pid_t pids[CHILDREN];
	for (int i = 0; i < CHILDREN; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i])
			child(m, i);
	}
	for (int i = 0; i < CHILDREN; i++) {
		int status = -1;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	metrics_attach(m, CHILDREN);
	metrics_gauge_set(m, METRIC_WORKERS, 5);
	const char *all = text(m);
	has(all, "gps_http_requests_total{method=\"GET\",endpoint=\"/card/:login\",status_code=\"200\"} 60000");
	has(all, "gps_scoring_duration_seconds_bucket{le=\"0.005\"} 30000");
	has(all, "gps_scoring_duration_seconds_bucket{le=\"0.01\"} 60000");
	has(all, "gps_scoring_duration_seconds_bucket{le=\"+Inf\"} 60000");
	has(all, "gps_scoring_duration_seconds_sum 300");
	has(all, "gps_scoring_duration_seconds_count 60000");
	has(all, "gps_worker_busy 0");
	has(all, "gps_workers 5");
	has(all, "gps_processes 1");
	assert_int_equal(metrics_total(m, METRIC_SCORING_SECONDS), 60000);
	assert_int_equal(metrics_total(m, METRIC_WORKERS), 5);
}

static void test_bounded(void **state)
{
	struct metrics *m = *state;
	char name[32];
	for (int i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "octocat%d", i);
		metrics_add(m, METRIC_HTTP_REQUESTS, 1, name, name, name);
		metrics_add(m, METRIC_ARCHETYPES, 1, name, NULL, NULL);
		metrics_observe(m, METRIC_GITHUB_SECONDS, 1, NULL, NULL);
	}
	const char *all = text(m);
	assert_null(strstr(all, "octocat"));
	has(all, "gps_http_requests_total{method=\"other\",endpoint=\"other\",status_code=\"other\"} 1000");
	has(all, "gps_archetypes_assigned_total{archetype=\"other\"} 1000");
	has(all, "gps_github_api_duration_seconds_count{endpoint=\"other\"} 1000");
}

static void test_none(void **state)
{
	struct str s;
	(void)state;
	str_init(&s, &arena, 1000);
	metrics_add(NULL, METRIC_GITHUB_CACHE_HITS, 1, NULL, NULL, NULL);
	metrics_observe(NULL, METRIC_SCORING_SECONDS, 1, NULL, NULL);
	metrics_gauge_add(NULL, METRIC_WORKERS, 1);
	metrics_text(NULL, &s);
	assert_int_equal(s.len, 0);
	assert_int_equal(metrics_total(NULL, METRIC_WORKERS), 0);
}

/* Every metric once, the odd endpoint too, then the judge. Without promtool only the escapes are checked. */
static void test_promtool(void **state)
{
	struct metrics *m = *state;
	metrics_attach(m, 0);
	for (size_t i = 0; i < ARRAY_LEN(endpoints); i++) {
		metrics_add(m, METRIC_HTTP_REQUESTS, 1, "GET", endpoints[i], "404");
		metrics_observe(m, METRIC_HTTP_SECONDS, 99999999, "GET", endpoints[i]);
	}
	metrics_add(m, METRIC_GITHUB_CALLS, 3, "graphql", "ok", NULL);
	const char *all = text(m);
	has(all, "gps_http_requests_total{method=\"GET\",endpoint=\"/odd\\\"path\\\\\",status_code=\"404\"} 1");
	if (access("/usr/bin/promtool", X_OK) != 0)
		return;
	char path[] = "/tmp/gps-metrics.XXXXXX";
	int fd = mkstemp(path), status = -1;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, all, strlen(all)), (ssize_t)strlen(all));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	char *const argv[] = { (char[]){ "promtool" }, (char[]){ "check" }, (char[]){ "metrics" }, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid = 0;
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, fd, 0), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, 2, 1), 0);
	assert_int_equal(posix_spawn(&pid, "/usr/bin/promtool", &actions, NULL, argv, environ), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(fd);
	(void)unlink(path);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_processes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(test_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_promtool, setup, teardown),
	};
	return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
