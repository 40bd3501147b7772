/* Remembered REST answers: found, replaced, forgotten in time and for room. */
#include "config.h"

#include "core/github/github-etag.h"

#include "core/base/arena.h"
#include "core/base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	arena_init(&arena, 1024 * 1024);
	*state = github_etag_new(&arena);
	return 0;
}

static int teardown(void **state)
{
	github_etag_release(*state);
	arena_release(&arena);
	return 0;
}

static bool known(struct github_etags *e, int64_t now, const char *path)
{
	char etag[GITHUB_ETAG_MAX];
	return github_etag_find(e, now, path, etag);
}

static void store(struct github_etags *e, int64_t now, const char *path, const char *body)
{
	github_etag_store(e, now, path, "\"tag\"", body, strlen(body));
}

static void test_find(void **state)
{
	struct github_etags *e = *state;
	char etag[GITHUB_ETAG_MAX], longer[GITHUB_ETAG_MAX + 1];
	assert_false(known(e, 0, "/a"));
	github_etag_store(e, 0, "/a", "W/\"1\"", "{\"n\":1}", 7);
	github_etag_store(e, 0, "/b", "W/\"2\"", "[]", 2);
	assert_true(github_etag_find(e, 0, "/a", etag));
	assert_string_equal(etag, "W/\"1\"");
	CLEAN_JSON struct json_object *root = NULL, *none = NULL;
	assert_true(github_etag_body(e, 0, "/a", &root));
	assert_int_equal(json_int(root, "n", 0), 1);
	github_etag_store(e, 0, "/a", "W/\"3\"", "nonsense", 8);
	assert_true(github_etag_find(e, 0, "/a", etag));
	assert_string_equal(etag, "W/\"3\"");
	assert_false(github_etag_body(e, 0, "/a", &none));
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	github_etag_store(e, 0, "/c", longer, "[]", 2);
	assert_false(known(e, 0, "/c"));
}

static void test_time(void **state)
{
	struct github_etags *e = *state;
	store(e, 1000, "/a", "[]");
	assert_true(known(e, 1000 + GITHUB_ETAG_LIFE_MS, "/a"));
	assert_false(known(e, 1001 + GITHUB_ETAG_LIFE_MS, "/a"));
	store(e, 2000, "/a", "[]");
	github_etag_expire(e, 2001 + GITHUB_ETAG_LIFE_MS);
	assert_false(known(e, 2000, "/a"));
}

static void test_slots(void **state)
{
	struct github_etags *e = *state;
	char path[32];
	for (int i = 0; i < 300; i++) {
		snprintf(path, sizeof(path), "/n/%d", i);
		store(e, i, path, "[]");
		assert_true(known(e, i, "/n/0")); /* in use, so never the oldest */
	}
	assert_false(known(e, 300, "/n/1"));
	assert_true(known(e, 300, "/n/299"));
}

static void test_bytes(void **state)
{
	struct github_etags *e = *state;
	size_t big = 2 * 1024 * 1024;
	char *body = malloc(big + 2), path[32];
	assert_non_null(body);
	memset(body, ' ', big + 1);
	body[big + 1] = '\0';
	github_etag_store(e, 0, "/too-big", "\"t\"", body, big + 1);
	assert_false(known(e, 0, "/too-big"));
	for (int i = 0; i < 9; i++) { /* eight of them are all there is room for */
		snprintf(path, sizeof(path), "/n/%d", i);
		github_etag_store(e, i, path, "\"t\"", body, big);
	}
	assert_false(known(e, 10, "/n/0"));
	assert_true(known(e, 10, "/n/1"));
	assert_true(known(e, 10, "/n/8"));
	free(body);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = { EACH(test_find), EACH(test_time), EACH(test_slots), EACH(test_bytes) };
	return cmocka_run_group_tests_name("github-etag", tests, NULL, NULL);
}
