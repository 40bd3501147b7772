/* arena, str, parse, clock, conf, json, err: the ground everything stands on. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 1024 * 1024);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void count_up(void *n)
{
	++*(int *)n;
}

static void test_arena(void **state)
{
	(void)state;
	int deferred = 0;
	arena_defer(&arena, count_up, &deferred);
	unsigned char *p = arena_alloc(&arena, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	memset(p, 0xff, 100);
	p = arena_grow(&arena, p, 100, 100000);
	assert_int_equal(p[99], 0xff);
	assert_int_equal(p[100], 0);
	assert_false(arena_over(&arena));
	(void)arena_alloc(&arena, 1024 * 1024);
	assert_true(arena_over(&arena));
	arena_reset(&arena);
	assert_int_equal(deferred, 1);
	assert_false(arena_over(&arena));
	p = arena_alloc(&arena, 15 * 1024);
	for (int i = 0; i < 15 * 1024; i++)
		assert_int_equal(p[i], 0);
}

/* One large request does not make its thread large for ever. */
static void test_arena_keeps_little(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 8 << 20);
	(void)arena_alloc(&a, 100);
	(void)arena_alloc(&a, 4 << 20);
	arena_reset(&a);
	for (int i = 0; i < 1000; i++)
		(void)arena_alloc(&a, 1000);
	arena_reset(&a);
	arena_release(&a);
	(void)arena_alloc(&a, 4 << 20);
	arena_reset(&a);
	assert_null(a.chunks);
	arena_release(&a);
}

/* What arenas of many threads used is used again, zeroed; what nobody needs beyond the bound is not kept. */
static void test_arena_pool(void **state)
{
	(void)state;
	enum { KEEP = 2, ARENAS = 5 };
	struct arena_pool *pool = arena_pool_new(KEEP);
	struct arena arenas[ARENAS];
	for (int i = 0; i < ARENAS; i++) {
		arena_init_pooled(&arenas[i], 8 << 20, pool);
		memset(arena_alloc(&arenas[i], 1000), 'x', 1000);
		(void)arena_alloc(&arenas[i], 1 << 20);
		memset(arena_alloc(&arenas[i], 100000), 'x', 100000);
	}
	assert_int_equal(arena_pool_kept(pool), 0);
	for (int i = 0; i < ARENAS; i++) {
		arena_reset(&arenas[i]);
		assert_null(arenas[i].chunks);
	}
	size_t kept = arena_pool_kept(pool);
	if (kept != 0) /* sanitizer builds: each allocation is its own */
		assert_int_equal(kept, KEEP);
	for (int i = 0; i < ARENAS; i++) {
		const char *p = arena_alloc(&arenas[i], 200000);
		for (int k = 0; k < 200000; k++)
			assert_int_equal(p[k], 0);
	}
	assert_int_equal(arena_pool_kept(pool), 0);
	for (int i = 0; i < ARENAS; i++)
		arena_release(&arenas[i]);
	assert_int_equal(arena_pool_kept(pool), kept);
	arena_pool_free(pool);
}

static void test_arena_push(void **state)
{
	(void)state;
	int *items = NULL;
	size_t n = 0, cap = 0;
	for (int i = 0; i < 1000; i++)
		*ARENA_PUSH(&arena, items, n, cap) = i;
	assert_int_equal(n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
}

static void test_str_limit(void **state)
{
	(void)state;
	struct str s;
	str_init(&s, &arena, 10);
	str_addz(&s, "12345");
	str_addf(&s, "%d", 67890);
	assert_string_equal(s.buf, "1234567890");
	assert_false(s.over);
	str_addc(&s, 'x');
	assert_true(s.over);
	assert_string_equal(s.buf, "1234567890");
}

static void test_str_escapes(void **state)
{
	(void)state;
	static const struct {
		void (*add)(struct str *, const char *);
		const char *in, *out;
	} rows[] = {
		{ str_add_xml, "<b>&\"'\x01", "&lt;b&gt;&amp;&quot;&#39;\xef\xbf\xbd" },
		{ str_add_xml, "\xff z", "\xef\xbf\xbd z" },
		{ str_add_url, "a b/\xc3\xa9~", "a%20b%2F%C3%A9~" },
		{ str_add_json, "a\"\\\n\x02\xed\xa0\x80", "\"a\\\"\\\\\\n\\u0002\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ str_add_logfmt, "plain", "plain" },
		{ str_add_logfmt, "two words\n", "\"two words\\x0a\"" },
		{ str_add_logfmt, "", "\"\"" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str s;
		str_init(&s, &arena, 1000);
		rows[i].add(&s, rows[i].in);
		assert_string_equal(s.buf, rows[i].out);
	}
}

static void test_str_num(void **state)
{
	(void)state;
	static const struct {
		double value;
		int decimals;
		const char *out;
	} rows[] = { { 1.5, 2, "1.5" }, { 100, 0, "100" }, { 100, 2, "100" }, { -0.001, 2, "0" }, { 1234.5678, 3, "1234.568" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str s;
		str_init(&s, &arena, 100);
		str_add_num(&s, rows[i].value, rows[i].decimals);
		assert_string_equal(s.buf, rows[i].out);
	}
}

static void test_parse_numbers(void **state)
{
	(void)state;
	uint64_t u = 7;
	int64_t i = 7;
	double d = 7;
	assert_true(parse_u64("18446744073709551615", UINT64_MAX, &u));
	assert_true(u == UINT64_MAX);
	assert_false(parse_u64("18446744073709551616", UINT64_MAX, &u));
	assert_false(parse_u64("", 10, &u));
	assert_false(parse_u64(" 1", 10, &u));
	assert_false(parse_u64("1 ", 10, &u));
	assert_false(parse_u64("11", 10, &u));
	assert_true(parse_i64("-5", -5, 5, &i) && i == -5);
	assert_false(parse_i64("-6", -5, 5, &i));
	assert_true(parse_double("-12.5e1", &d) && d == -125);
	assert_false(parse_double("1.", &d));
	assert_false(parse_double("0x1", &d));
	assert_false(parse_double("1e999", &d));
	assert_true(parse_size("4K", UINT64_MAX, &u) && u == 4096);
	assert_false(parse_size("4k", UINT64_MAX, &u));
	assert_true(parse_duration("5m", INT64_MAX, &i) && i == 300000);
	assert_false(parse_duration("5", INT64_MAX, &i));
	assert_true(parse_uuid("0f8fad5b-d9cb-469f-a165-70867728950e"));
	assert_false(parse_uuid("0f8fad5bd9cb469fa16570867728950e"));
}

static void test_parse_time(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		int64_t ms; /* -1 = refused */
	} rows[] = { { "1970-01-01", 0 }, { "2026-11-20T00:00:00Z", INT64_C(1795132800000) },
		{ "2026-11-20T05:30:00+05:30", INT64_C(1795132800000) }, { "2026-11-19 23:00:00.250-0100", INT64_C(1795132800250) },
		{ "2026-02-29", -1 }, { "2024-02-29T00:00:00Z", INT64_C(1709164800000) }, { "2026-11-20T00:00:00", -1 },
		{ "2026-11-20T24:00:00Z", -1 }, { "2026-11-20x", -1 }, { "", -1 } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t ms = -1;
		assert_int_equal(parse_time(rows[i].in, &ms), rows[i].ms >= 0);
		assert_true(ms == rows[i].ms);
	}
}

static void test_clock_calendar(void **state)
{
	(void)state;
	for (int64_t day = -800000; day < 800000; day += 13) {
		struct civil c = clock_civil(day);
		assert_true(clock_days_from_civil(c.year, c.month, c.day) == day);
	}
	char buf[CLOCK_ISO_LEN];
	assert_string_equal(clock_iso(INT64_C(1795132800250), buf), "2026-11-20T00:00:00.250Z");
	assert_string_equal(clock_date(INT64_C(1795132800250), buf), "2026-11-20");
	assert_int_equal(clock_weekday(clock_day(INT64_C(1795132800000))), 5);
	clock_freeze(42);
	assert_true(clock_now() == 42);
	clock_freeze(-1);
	assert_true(clock_now() > INT64_C(1700000000000));
}

static void test_conf(void **state)
{
	(void)state;
	struct conf c;
	struct err_note note = { .code = OK };
	conf_init(&c);
	assert_string_equal(c.model, "v3");
	assert_int_equal(c.session_ttl, 30 * 60 * 1000);
	assert_int_equal(conf_set(&note, &arena, "scope_threads = 7", &c), OK);
	assert_int_equal(c.scope_threads, 7);
	assert_int_equal(conf_set(&note, &arena, "scope_threads=0", &c), ERR_INVALID);
	assert_string_equal(note.field, "scope_threads");
	assert_int_equal(conf_set(&note, &arena, "session_ttl=31m", &c), ERR_INVALID);
	assert_int_equal(conf_set(&note, &arena, "nonsense=1", &c), ERR_INVALID);
	assert_int_equal(conf_set(&note, &arena, "nonsense", &c), ERR_INVALID);
}

static void test_json(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "{", "{\"a\":1}x", "[1,]", "{\"a\":'x'}", "\"\xff\"", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]" };
	struct err_note note;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		CLEAN_JSON struct json_object *root = NULL;
		assert_int_equal(json_parse(&note, bad[i], strlen(bad[i]), JSON_DEPTH, &root), ERR_INVALID);
	}
	static const char good[] = "{\"a\":{\"b\":[1,2.5,\"x\"]},\"t\":true}";
	CLEAN_JSON struct json_object *root = NULL;
	assert_int_equal(json_parse(&note, good, strlen(good), JSON_DEPTH, &root), OK);
	struct json_object *list = json_path(root, "a.b");
	assert_int_equal(json_len(list), 3);
	assert_true(json_flag(root, "t", false));
	assert_int_equal(json_int(root, "t", 5), 5);
	assert_null(json_str(root, "a", NULL));
	CLEAN_JSON struct json_object *out = json_new();
	json_put_num(out, "x", 1.25, 2);
	json_push_str(json_put_array(out, "l"), "/");
	size_t len;
	assert_string_equal(json_text(out, &len), "{\"x\":1.25,\"l\":[\"/\"]}");
}

static void test_hash_random(void **state)
{
	(void)state;
	unsigned char digest[SHA256_LEN];
	char hex[SHA256_HEX_LEN], uuid[UUID_LEN];
	hash_sha256("abc", 3, digest); /* FIPS 180-4 example */
	hash_hex(digest, sizeof(digest), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_hmac_sha256("key", 3, "The quick brown fox jumps over the lazy dog", 43, digest);
	hash_hex(digest, sizeof(digest), hex);
	assert_string_equal(hex, "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
	assert_true(parse_uuid(random_uuid(uuid)));
	for (int i = 0; i < 1000; i++)
		assert_true(random_below(7) < 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_arena), cmocka_unit_test(test_arena_keeps_little),
		cmocka_unit_test(test_arena_pool),
		cmocka_unit_test(test_arena_push),
		cmocka_unit_test(test_str_limit), cmocka_unit_test(test_str_escapes), cmocka_unit_test(test_str_num),
		cmocka_unit_test(test_parse_numbers), cmocka_unit_test(test_parse_time), cmocka_unit_test(test_clock_calendar),
		cmocka_unit_test(test_conf), cmocka_unit_test(test_json), cmocka_unit_test(test_hash_random) };
	return cmocka_run_group_tests_name("base", tests, setup, teardown);
}
