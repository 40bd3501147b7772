/* core/scan without git: categories, languages, trailers, and the stream parser with scripted bytes. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/clean.h"
#include "core/base/proc.h"
#include "core/base/str.h"
#include "core/scan/category.h"
#include "core/scan/gitlog.h"
#include "core/scan/language.h"
#include "core/scan/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 16 * 1024 * 1024);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void test_categories(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		enum scan_category category;
	} rows[] = {
		{ "src/main.c", SCAN_SOURCE }, { "app/index.tsx", SCAN_SOURCE }, { "bin/run", SCAN_SOURCE },
		{ "docs/conf.py", SCAN_SOURCE }, { "src/lang/de.ts", SCAN_SOURCE }, { "lib/Target/X86.cpp", SCAN_SOURCE },
		{ "README.md", SCAN_DOCS }, { "README", SCAN_DOCS }, { "LICENSE-MIT", SCAN_DOCS }, { "docs/a.yml", SCAN_DOCS },
		{ "CHANGES.txt", SCAN_DOCS }, { "src/news.c", SCAN_SOURCE }, { "notes.adoc", SCAN_DOCS },
		{ "config.toml", SCAN_CONFIG }, { ".github/workflows/ci.yml", SCAN_CONFIG }, { "data.unknownext", SCAN_CONFIG },
		{ ".gitignore", SCAN_CONFIG }, { "CODEOWNERS", SCAN_CONFIG }, { "tsconfig.json", SCAN_CONFIG },
		{ "tests/test_a.py", SCAN_TEST }, { "pkg/a_test.go", SCAN_TEST }, { "src/App.test.tsx", SCAN_TEST },
		{ "t/t0001-init.sh", SCAN_TEST }, { "spec/models/user_spec.rb", SCAN_TEST }, { "src/FooTest.java", SCAN_TEST },
		{ "test_thing.py", SCAN_TEST }, { "conftest.py", SCAN_TEST }, { "tests/data/x.json", SCAN_TEST },
		{ "node_modules/a/b.js", SCAN_VENDORED }, { "vendor/x/y.go", SCAN_VENDORED }, { "a/third_party/z.c", SCAN_VENDORED },
		{ "vendor/x/x_test.go", SCAN_VENDORED }, { "Vendor/x.c", SCAN_VENDORED }, { "gradlew", SCAN_VENDORED },
		{ "vendor.go", SCAN_SOURCE }, { "tests/node_modules/x.js", SCAN_VENDORED },
		{ "package-lock.json", SCAN_LOCK }, { "web/yarn.lock", SCAN_LOCK }, { "Cargo.lock", SCAN_LOCK },
		{ "go.sum", SCAN_LOCK }, { "poetry.lock", SCAN_LOCK }, { "tests/Gemfile.lock", SCAN_LOCK },
		{ "www/jquery.min.js", SCAN_GENERATED }, { "api/x.pb.go", SCAN_GENERATED }, { "api/x_pb2.py", SCAN_GENERATED },
		{ "dist/app.js", SCAN_GENERATED }, { "configure", SCAN_GENERATED }, { "parser.tab.c", SCAN_GENERATED },
		{ "a/__snapshots__/x.snap", SCAN_GENERATED },
		{ "po/de.po", SCAN_TRANSLATION }, { "locales/en/app.json", SCAN_TRANSLATION }, { "x.xliff", SCAN_TRANSLATION },
		{ "i18n/loader.ts", SCAN_SOURCE }, { "Strings.resx", SCAN_TRANSLATION },
		{ "", SCAN_SOURCE }, { "/", SCAN_SOURCE }, { "a//b.c", SCAN_SOURCE },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int language;
		enum scan_category got = scan_category(rows[i].path, strlen(rows[i].path), &language);
		if (got != rows[i].category)
			fail_msg("%s is %s, not %s", rows[i].path, scan_category_name(got), scan_category_name(rows[i].category));
	}
}

static void test_languages(void **state)
{
	(void)state;
	static const struct {
		const char *base, *name; /* NULL = none */
	} rows[] = {
		{ "main.c", "C" }, { "MAIN.C", "C" }, { "x.h", "C header" }, { "x.hpp", "C++" }, { "x.cc", "C++" }, { "x.rs", "Rust" },
		{ "x.py", "Python" }, { "x.ts", "TypeScript" }, { "x.tsx", "TSX" }, { "x.js", "JavaScript" }, { "x.go", "Go" },
		{ "x.m", "m file" }, { "x.t", "t file" }, { "x.inc", "include file" }, { "x.pl", "Perl" }, { "x.v", "Verilog" }, { "x.ipynb", "Jupyter Notebook" },
		{ "Makefile", "Makefile" }, { "Makefile.am", "Makefile" }, { "Dockerfile", "Dockerfile" },
		{ "CMakeLists.txt", "CMake" }, { "Rakefile", "Ruby" }, { "a.yml", "YAML" }, { "a.json", "JSON" }, { "x.md", "Markdown" },
		{ "run.sh", "Shell" }, { "a.sh.in", "Shell" }, { "conf.yaml.example", "YAML" }, { "x.in.in.in", NULL },
		{ ".c", "C" }, { "c", NULL }, { "x.", NULL }, { "", NULL }, { ".", NULL }, { "x.nosuchextension", NULL },
		{ "x.cs", "C#" }, { "x.java", "Java" }, { "x.kt", "Kotlin" }, { "x.swift", "Swift" }, { "x.php", "PHP" },
		{ "x.r", "R" }, { "x.jl", "Julia" }, { "x.sql", "SQL" }, { "x.hs", "Haskell" }, { "x.tf", "HCL" },
		{ "a-very-long-name-that-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on.rb", "Ruby" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int id = language_of(rows[i].base, strlen(rows[i].base));
		const char *name = id == LANG_NONE ? NULL : language_row(id)->name;
		if (!str_eq(name, rows[i].name))
			fail_msg("%s is %s, not %s", rows[i].base, name ? name : "nothing", rows[i].name ? rows[i].name : "nothing");
	}
}

/* Bisection needs order; a row out of place would be lost in silence. */
static void test_tables_sorted(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool is_extension;
		int id;
	} keys[] = {
#define LANGUAGE(id, name, color, category)
#define EXTENSION(extension, id) { extension, true, LANG_##id },
#define FILENAME(filename, id) { filename, false, LANG_##id },
#include "core/scan/language.def"
#undef LANGUAGE
#undef EXTENSION
#undef FILENAME
	};
	size_t extensions = 0;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		extensions += keys[i].is_extension;
		if (i && keys[i].is_extension == keys[i - 1].is_extension)
			assert_true(strcmp(keys[i - 1].text, keys[i].text) < 0);
		const char *base = keys[i].is_extension ? arena_printf(&arena, "zz.%s", keys[i].text) : keys[i].text;
		assert_int_equal(language_of(base, strlen(base)), keys[i].id);
	}
	assert_true(extensions >= 250);
	for (int i = 0; i < LANG__MAX; i++) {
		const struct language_row *row = language_row(i);
		assert_true(!row->color || (strlen(row->color) == 7 && row->color[0] == '#'));
		assert_true(row->category == SCAN_SOURCE || row->category == SCAN_DOCS || row->category == SCAN_CONFIG);
	}
}

#define OID_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OID_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define OID_C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define HEAD(oid, parents, message) \
	"\1" oid "\0" parents "\0Ann\0ann@example.org\0" "1795132800 +0530\0Bob\0bob@example.org\0" "1795132900 -0100\0" message "\0\0"

static struct {
	int n;
	struct scan_commit commits[4]; /* strings copied */
	struct scan_language_lines languages[4];
	int stop_at; /* return ERR_CONFLICT at this one, -1 = never */
} seen;

static enum err on_commit(void *ctx, struct err_note *note, const struct scan_commit *c)
{
	(void)ctx;
	(void)note;
	assert_true(seen.n < 4);
	if (seen.n == seen.stop_at)
		return ERR_CONFLICT;
	struct scan_commit *to = &seen.commits[seen.n];
	*to = *c;
	to->oid = arena_strdup(&arena, c->oid);
	to->parents = arena_strdup(&arena, c->parents);
	to->message = arena_strdup(&arena, c->message);
	to->author.name = arena_strdup(&arena, c->author.name);
	if (c->n_languages)
		seen.languages[seen.n] = c->languages[0];
	seen.n++;
	return OK;
}

static enum err feed(const char *p, size_t len, size_t step)
{
	struct err_note note = { .code = OK };
	struct gitlog *g = gitlog_new(&arena, on_commit, NULL);
	enum err e = OK;
	seen.n = 0;
	seen.stop_at = -1;
	gitlog_set_edges(g, OID_B "\n", sizeof(OID_B));
	for (size_t i = 0; !e && i < len; i += step)
		e = gitlog_feed(&note, g, p + i, len - i < step ? len - i : step);
	if (!e)
		e = gitlog_finish(&note, g);
	gitlog_release(g);
	return e;
}

static void test_stream(void **state)
{
	(void)state;
	static const char text[] = HEAD(OID_A, OID_C " " OID_B, "Two parents\n\nBody\n\n") "\n"
		"5\t1\tsrc/a.c\0" "2\t0\tsrc/b.c\0" "1\t3\t\0old.py\0tests/new.py\0" "-\t-\tlogo.png\0" "4\t0\tyarn.lock\0"
		HEAD(OID_B, "", "Edge") "\n" "100\t0\tx.c\0"
		HEAD(OID_C, OID_A, "") "\n" "1\t0\tx.go\0";
	for (size_t step = 1; step < sizeof(text); step += step < 20 ? 1 : 97) {
		assert_int_equal(feed(text, sizeof(text) - 1, step), OK);
		assert_int_equal(seen.n, 3);
		const struct scan_commit *c = &seen.commits[0];
		assert_string_equal(c->oid, OID_A);
		assert_int_equal(c->n_parents, 2);
		assert_string_equal(c->message, "Two parents\n\nBody");
		assert_string_equal(c->author.name, "Ann");
		assert_true(c->authored.known && c->authored.unix_s == 1795132800 && c->authored.zone_min == 330);
		assert_int_equal(c->committed.zone_min, -60);
		assert_int_equal(c->total.added, 12);
		assert_int_equal(c->total.deleted, 4);
		assert_int_equal(c->total.files, 5);
		assert_int_equal(c->categories[SCAN_SOURCE].added, 7);
		assert_int_equal(c->categories[SCAN_TEST].added, 1);
		assert_int_equal(c->categories[SCAN_TEST].deleted, 3);
		assert_int_equal(c->categories[SCAN_BINARY].files, 1);
		assert_int_equal(c->categories[SCAN_LOCK].added, 4);
		assert_int_equal(c->n_languages, 2); /* C and Python; lock files are nobody's */
		assert_int_equal(seen.languages[0].language, LANG_C);
		assert_int_equal(seen.languages[0].lines.added, 7);
		assert_true(seen.commits[1].is_edge && !seen.commits[1].total.files && !seen.commits[1].n_languages);
		assert_false(seen.commits[2].is_edge);
		assert_int_equal(seen.languages[2].language, LANG_GO);
		assert_int_equal(seen.languages[2].lines.added, 1);
	}
}

static void test_stream_refuses(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t len;
	} rows[] = {
#define ROW(text) { text, sizeof(text) - 1 }
		ROW("fatal: something"), ROW("fatal: something\0"), ROW("\1zzzz\0"), ROW("\1" OID_A), ROW("\1" OID_A "\0\0Ann\0"),
		ROW("5\t1\ta.c\0"), ROW(HEAD(OID_A, "", "m") "\n5\t1"), ROW(HEAD(OID_A, "", "m") "\nx\t1\ta.c\0"),
		ROW(HEAD(OID_A, "", "m") "\n5\t\ta.c\0"), ROW(HEAD(OID_A, "", "m") "\n1\t1\t\0only-one-name\0"),
		ROW(HEAD(OID_A, "", "m") "\n99999999999999999999\t1\ta.c\0"), ROW("\1" OID_A "0\0"),
#undef ROW
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (size_t step = 1; step < 200; step += 50)
			assert_int_equal(feed(rows[i].text, rows[i].len, step), ERR_UPSTREAM);
	assert_int_equal(feed("", 0, 1), OK);
	assert_int_equal(seen.n, 0);
}

static void test_stream_odd(void **state)
{
	(void)state;
	static const char text[] = "\1" OID_A "\0\0\xff\xc3\xa9\0\0" "-100 +0000\0\0\0" "99999999999999999999 +0000\0m\xe9\0\0"
		"\1" OID_A "\0\0\0\0" "253402300800 +0000\0\0\0\0\0\0";
	assert_int_equal(feed(text, sizeof(text) - 1, 7), OK);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.commits[0].author.name, "\xef\xbf\xbd\xc3\xa9");
	assert_string_equal(seen.commits[0].message, "m\xef\xbf\xbd");
	assert_true(seen.commits[0].authored.known && seen.commits[0].authored.unix_s == -100);
	assert_false(seen.commits[0].committed.known);
	assert_false(seen.commits[1].authored.known);
	assert_false(seen.commits[1].committed.known);
}

static void test_stream_cuts(void **state)
{
	(void)state;
	enum { HUGE_LEN = 3 * SCAN_MESSAGE_MAX };
	static const char before[] = "\1" OID_A "\0\0Ann\0ann@example.org\0" "1 +0000\0Bob\0bob@example.org\0" "2 +0000\0";
	char *text = arena_alloc(&arena, sizeof(before) + HUGE_LEN + 2);
	memcpy(text, before, sizeof(before) - 1);
	memset(text + sizeof(before) - 1, 'x', HUGE_LEN);
	size_t len = sizeof(before) - 1 + HUGE_LEN + 2; /* the two NULs are there */
	for (size_t step = 4096; step <= len; step *= 8) {
		assert_int_equal(feed(text, len, step), OK);
		assert_int_equal(seen.n, 1);
		assert_int_equal(strlen(seen.commits[0].message), SCAN_MESSAGE_MAX);
		assert_true(seen.commits[0].message_cut);
	}
}

static void test_stream_stops(void **state)
{
	(void)state;
	static const char text[] = HEAD(OID_A, "", "one") HEAD(OID_C, "", "two");
	struct err_note note;
	struct gitlog *g = gitlog_new(&arena, on_commit, NULL);
	seen.n = 0;
	seen.stop_at = 0;
	assert_int_equal(gitlog_feed(&note, g, text, sizeof(text) - 1), ERR_CONFLICT);
	gitlog_release(g);
}

static void test_people(void **state)
{
	(void)state;
	const struct scan_person ann = { "Ann Example", "Ann@Example.org" }, nobody = { "", "" };
	assert_true(people_match(NULL, &nobody));
	assert_true(people_match("ann@example.org", &ann));
	assert_false(people_match("nn@example.org", &ann)); /* whole addresses only */
	assert_true(people_match("@example.org", &ann));
	assert_true(people_match("ann ex", &ann));
	assert_false(people_match("bob", &ann));
	assert_false(people_match("a", &nobody));
	assert_true(people_id(&ann) == people_id(&(struct scan_person){ "Other", "ann@example.ORG" }));
	assert_true(people_id(&(struct scan_person){ "A", "" }) != people_id(&(struct scan_person){ "B", "" }));

	const char *message = "Subject reviewed-by: no\n\nCo-Authored-By: Eve  <eve@example.org>\r\nfooter\nREVIEWED-BY:Bob\n"
			      "Tested-by: <t@example.org\n Acked-by: indented <x@y>";
	struct scan_person p;
	assert_int_equal(people_next_trailer(&arena, &message, &p), TRAILER_COAUTHOR);
	assert_string_equal(p.name, "Eve");
	assert_string_equal(p.email, "eve@example.org");
	assert_int_equal(people_next_trailer(&arena, &message, &p), TRAILER_REVIEW);
	assert_string_equal(p.name, "Bob");
	assert_string_equal(p.email, "");
	assert_int_equal(people_next_trailer(&arena, &message, &p), TRAILER_REVIEW);
	assert_string_equal(p.email, "t@example.org");
	assert_int_equal(people_next_trailer(&arena, &message, &p), TRAILER_NONE);
}

static void test_id_set(void **state)
{
	(void)state;
	struct id_set set = { .n = 0 };
	for (uint64_t i = 0; i < 10000; i++)
		assert_true(id_set_add(&set, i * UINT64_C(0x9e3779b97f4a7c15) + 2));
	for (uint64_t i = 0; i < 10000; i++)
		assert_false(id_set_add(&set, i * UINT64_C(0x9e3779b97f4a7c15) + 2));
	assert_int_equal(set.n, 10000);
	id_set_release(&set);
	id_set_release(&set);
}

static void test_proc(void **state)
{
	(void)state;
	static const char *const env[] = { "PATH=/usr/bin:/bin", "GREETING=hello", NULL };
	struct err_note note;
	struct proc p = { .pid = 0 };
	char *text;
	size_t len;
	int status;
	const char *const show[] = { "sh", "-c", "echo $GREETING $HOME; cat; printf 'one\\ntw\\033o\\n' >&2; exit 3", NULL };
	assert_int_equal(proc_capture(&note, &arena, show, env, 10000, 4096, &p, &status, &text, &len), OK);
	assert_int_equal(status, 3);
	assert_string_equal(text, "hello\n");
	assert_int_equal(len, 6);
	assert_string_equal(proc_last_line(&arena, &p, 100), "tw?o");

	const char *const loud[] = { "sh", "-c", "i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i+1)); done; kill -9 $$", NULL };
	assert_int_equal(proc_capture(&note, &arena, loud, env, 10000, 4096, &p, &status, &text, &len), OK);
	assert_int_equal(status, 128 + 9);
	assert_string_equal(proc_last_line(&arena, &p, 100), "line 1999");
	assert_true(p.err_len <= PROC_STDERR_MAX);

	const char *const silent[] = { "sleep", "60", NULL };
	assert_int_equal(proc_capture(&note, &arena, silent, env, 100, 4096, &p, &status, &text, &len), ERR_TIMEOUT);
	assert_int_equal(p.pid, 0);
	/* closes its output, and stays */
	const char *const lingers[] = { "sh", "-c", "exec sleep 60 >&- 2>&-", NULL };
	int64_t began = clock_monotonic();
	assert_int_equal(proc_capture(&note, &arena, lingers, env, 200, 4096, &p, &status, &text, &len), OK);
	assert_int_equal(status, 128 + 9);
	assert_in_range(clock_monotonic() - began, 200, 30000);
	const char *const much[] = { "sh", "-c", "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyy; done", NULL };
	assert_int_equal(proc_capture(&note, &arena, much, env, 10000, 4096, &p, &status, &text, &len), ERR_TOO_BIG);
	const char *const none[] = { "/nonexistent/program", NULL };
	assert_int_equal(proc_start(&note, none, env, 100, &p), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_categories), cmocka_unit_test(test_languages),
		cmocka_unit_test(test_tables_sorted), cmocka_unit_test(test_stream), cmocka_unit_test(test_stream_refuses),
		cmocka_unit_test(test_stream_odd), cmocka_unit_test(test_stream_cuts), cmocka_unit_test(test_stream_stops),
		cmocka_unit_test(test_people), cmocka_unit_test(test_id_set), cmocka_unit_test(test_proc) };
	return cmocka_run_group_tests_name("scan", tests, setup, teardown);
}
