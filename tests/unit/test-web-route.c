/* Routes: what fits which pattern, and what the answer says when nothing does. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/web/pairs.h"
#include "core/web/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include "core/base/banned.h"

static const struct route routes[] = {
	{ .method = WEB_GET, .pattern = "/" },
	{ .method = WEB_GET, .pattern = "/session/:id" },
	{ .method = WEB_DELETE, .pattern = "/session/:id" },
	{ .method = WEB_POST, .pattern = "/analyze" },
	{ .method = WEB_GET, .pattern = "/card/:login.svg" },
	{ .method = WEB_GET, .pattern = "/card/*rest" },
};

static void test_match(void **state)
{
	static const struct {
		const char *pattern, *path, *value; /* value NULL: must not fit */
	} rows[] = {
		{ "/session/:id", "/session/abc", "abc" },
		{ "/session/:id", "/session/", NULL },
		{ "/session/:id", "/session/a/b", NULL },
		{ "/session/:id", "/session", NULL },
		{ "/session/:id", "session/abc", NULL },
		{ "/session/:id", "/Session/abc", NULL },
		{ "/session/:id", "/session/abc/", NULL },
		{ "/card/:login.svg", "/card/octo.svg", "octo" },
		{ "/card/:login.svg", "/card/.svg", NULL },
		{ "/card/:login.svg", "/card/a.svg.svg", "a.svg" },
		{ "/card/:login.svg", "/card/a.png", NULL },
		{ "/card/*rest", "/card/a/b//c", "a/b//c" },
		{ "/card/*rest", "/card/", NULL },
		{ "/a/:x/b", "/a/1/b", "1" },
		{ "/a/:x/b", "/a//b", NULL },
		{ "/a/:x/b", "", NULL },
	};
	struct arena a;
	(void)state;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pairs values = { .n = 0 };
		assert_int_equal(route_match(&a, rows[i].pattern, rows[i].path, &values), rows[i].value != NULL);
		if (rows[i].value)
			assert_string_equal(values.items[0].value, rows[i].value);
	}
	arena_release(&a);
}

static void test_find(void **state)
{
	static const struct {
		enum web_method method;
		const char *path;
		enum err err;
		int row; /* of routes, on OK */
		const char *allow;
	} rows[] = {
		{ WEB_GET, "/", OK, 0, "GET, HEAD, OPTIONS" },
		{ WEB_HEAD, "/session/x", OK, 1, "GET, HEAD, DELETE, OPTIONS" },
		{ WEB_DELETE, "/session/x", OK, 2, "GET, HEAD, DELETE, OPTIONS" },
		{ WEB_PUT, "/session/x", ERR_METHOD, 0, "GET, HEAD, DELETE, OPTIONS" },
		{ WEB_GET, "/analyze", ERR_METHOD, 0, "POST, OPTIONS" },
		{ WEB_HEAD, "/analyze", ERR_METHOD, 0, "POST, OPTIONS" },
		{ WEB_OPTIONS, "/analyze", OK, 3, "POST, OPTIONS" },
		{ WEB_GET, "/card/a.svg", OK, 4, "GET, HEAD, OPTIONS" },
		{ WEB_GET, "/card/a.gif", OK, 5, "GET, HEAD, OPTIONS" },
		{ WEB_GET, "/nothing", ERR_NOT_FOUND, 0, NULL },
		{ WEB_OPTIONS, "/nothing", ERR_NOT_FOUND, 0, NULL },
	};
	struct arena a;
	(void)state;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct route *found = NULL;
		struct pairs values = { .n = 0 };
		const char *allow = NULL;
		assert_int_equal(route_find(&a, routes, ARRAY_LEN(routes), rows[i].method, rows[i].path, &found, &values,
					 &allow),
			rows[i].err);
		if (rows[i].err == OK)
			assert_ptr_equal(found, &routes[rows[i].row]);
		assert_true(str_eq(allow, rows[i].allow));
	}
	arena_release(&a);
}

static void test_query(void **state)
{
	struct arena a;
	struct pairs p;
	(void)state;
	arena_init(&a, 1 << 20);
	assert_int_equal(pairs_query(NULL, &a, "a=1&b=x%20y+z&&c&a=2&d=%C3%A9", &p), OK);
	assert_int_equal(p.n, 5);
	assert_string_equal(pairs_get(&p, "a"), "1");
	assert_string_equal(pairs_get(&p, "b"), "x y z");
	assert_string_equal(pairs_get(&p, "c"), "");
	assert_string_equal(pairs_get(&p, "d"), "\xc3\xa9");
	assert_null(pairs_get(&p, "e"));
	static const char *const bad[] = { "a=%", "a=%4", "a=%zz", "a=%00", "%00=1", "a=%ff", "a=%c3" };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(pairs_query(NULL, &a, bad[i], &p), ERR_INVALID);
	struct str many;
	str_init(&many, &a, 4096);
	for (int i = 0; i <= PAIRS_MAX; i++)
		str_addz(&many, "a=1&");
	assert_int_equal(pairs_query(NULL, &a, many.buf, &p), ERR_INVALID);
	assert_int_equal(pairs_query(NULL, &a, NULL, &p), OK);
	assert_int_equal(p.n, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_query),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
