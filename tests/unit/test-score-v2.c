/*
 * Model v2 against the original: all scoring vectors through the real `gps score`. Every
 * value is compared exactly; the unrounded doubles under "raw" with 1e-9.
 */
#include "config.h"

#include "core/base/json.h"
#include "core/base/str.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PARTS = 5, VECTORS = 300, PATH_LEN = 4096 };

static bool is_number(struct json_object *x)
{
	return json_object_is_type(x, json_type_int) || json_object_is_type(x, json_type_double);
}

static bool equal(struct json_object *want, struct json_object *got, double slack);

static bool equal_objects(struct json_object *want, struct json_object *got, double slack)
{
	if (json_object_object_length(want) != json_object_object_length(got))
		return false;
	struct json_object_iterator at = json_object_iter_begin(want), end = json_object_iter_end(want);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *key = json_object_iter_peek_name(&at);
		if (!equal(json_object_iter_peek_value(&at), json_get(got, key), str_eq(key, "raw") ? 1e-9 : slack))
			return false;
	}
	return true;
}

static bool equal_arrays(struct json_object *want, struct json_object *got, double slack)
{
	if (json_len(want) != json_len(got))
		return false;
	for (size_t i = 0; i < json_len(want); i++)
		if (!equal(json_at(want, i), json_at(got, i), slack))
			return false;
	return true;
}

static bool equal(struct json_object *want, struct json_object *got, double slack)
{
	if (is_number(want) && is_number(got))
		return fabs(json_object_get_double(want) - json_object_get_double(got)) <= slack;
	if (json_object_get_type(want) != json_object_get_type(got))
		return false;
	if (json_object_is_type(want, json_type_object))
		return equal_objects(want, got, slack);
	if (json_object_is_type(want, json_type_array))
		return equal_arrays(want, got, slack);
	return json_object_equal(want, got);
}

static struct json_object *read_line(FILE *f)
{
	char *line = NULL;
	size_t room = 0;
	struct json_object *root = NULL;
	struct err_note note;
	ssize_t len = getline(&line, &room, f);
	if (len > 0)
		assert_int_equal(json_parse(&note, line, (size_t)len, JSON_DEPTH, &root), OK);
	free(line);
	return root;
}

/* Starts gps with the file as its standard input; yields what it writes. */
static FILE *start(const char *vectors, pid_t *ret_pid)
{
	char gps[PATH_LEN], score[] = "score", model[] = "--model", v2[] = "v2";
	char *argv[] = { gps, score, model, v2, NULL }, *env[] = { NULL };
	(void)snprintf(gps, sizeof(gps), "%s/gps", getenv("top_builddir"));
	int fds[2];
	posix_spawn_file_actions_t actions;
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 0, vectors, O_RDONLY, 0), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, fds[1], 1), 0);
	assert_int_equal(posix_spawn(ret_pid, gps, &actions, NULL, argv, env), 0);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(fds[1]);
	FILE *out = fdopen(fds[0], "r");
	assert_non_null(out);
	return out;
}

static int compare_line(struct json_object *vector, struct json_object *got)
{
	struct json_object *expected = json_get(vector, "expected");
	const char *id = json_str(vector, "id", "");
	assert_string_equal(json_str(got, "id", "none"), id);
	int wrong = 0;
	struct json_object_iterator at = json_object_iter_begin(expected), end = json_object_iter_end(expected);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *key = json_object_iter_peek_name(&at);
		struct json_object *want = json_object_iter_peek_value(&at), *have = json_get(got, key);
		if (equal(want, have, 0))
			continue;
		wrong++;
		print_message("# %s %s: want %s\n", id, key, json_object_to_json_string(want));
		print_message("# %s %s: have %s\n", id, key, json_object_to_json_string(have));
	}
	return wrong;
}

static void test_vectors(void **state)
{
	(void)state;
	int compared = 0, wrong = 0;
	for (int part = 1; part <= PARTS; part++) {
		char path[PATH_LEN];
		(void)snprintf(path, sizeof(path), "%s/tests/data/scoring-vectors-%d.jsonl", getenv("top_srcdir"), part);
		FILE *vectors = fopen(path, "r");
		assert_non_null(vectors);
		pid_t pid;
		FILE *out = start(path, &pid);
		for (;;) {
			CLEAN_JSON struct json_object *vector = read_line(vectors);
			CLEAN_JSON struct json_object *got = read_line(out);
			if (!vector && !got)
				break;
			wrong += compare_line(vector, got);
			compared++;
		}
		int status;
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
		(void)fclose(out);
		(void)fclose(vectors);
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(compared, VECTORS);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_vectors) };
	return cmocka_run_group_tests_name("score-v2", tests, NULL, NULL);
}
