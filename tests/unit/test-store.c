/* store: guards, transactions, migrations, versions, a full disk, backup, compaction. */
#include "config.h"

#include "core/base/store.h"

#include "core/base/str.h"
#include "core/insight/insight.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { T_ADD, T_GET, T_ALL, T_BIG, T_ATTACH, T_PRAGMA, T_CREATE, T_DQS, T_TWO, T_CHILD, T_BAD };

static const struct store_sql migrations[] = {
	{ "0001-a.sqlite.sql", "CREATE TABLE t (k TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL CHECK (n < 1000)) STRICT;" },
	{ "0002-b.sqlite.sql", "CREATE TABLE big (id INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT;"
			       "CREATE TABLE child (k TEXT NOT NULL REFERENCES t (k)) STRICT;" },
	{ "0003-broken.sqlite.sql", "CREATE TABLE half (n INTEGER) STRICT; CREATE TABLE t (n INTEGER) STRICT;" },
};
static const struct store_sql statements[] = {
	[T_ADD] = { "add", "INSERT INTO t (k, n) VALUES (?1, ?2)" },
	[T_GET] = { "get", "SELECT n, k, NULL FROM t WHERE k = ?1" },
	[T_ALL] = { "all", "SELECT COUNT(*), SUM(n) FROM t" },
	[T_BIG] = { "big", "INSERT INTO big (b) VALUES (?1)" },
	[T_ATTACH] = { "attach", "ATTACH DATABASE ':memory:' AS x" },
	[T_PRAGMA] = { "pragma", "PRAGMA foreign_keys = OFF" },
	[T_CREATE] = { "create", "CREATE TABLE x (n INTEGER)" },
	[T_DQS] = { "dqs", "SELECT \"no such column\" FROM t" },
	[T_TWO] = { "two", "SELECT 1; SELECT 2" },
	[T_CHILD] = { "child", "INSERT INTO child (k) VALUES (?1)" },
};
static const struct store_schema schema = { .name = "unit", .migrations = migrations, .n_migrations = 2,
	.statements = statements, .n_statements = T_BAD };

static char dir[] = "/tmp/gps-store.XXXXXX";
static struct err_note note;

static void clean(void)
{
	static const char *const files[] = { "unit.db", "unit.db-wal", "unit.db-shm", "unit.db.new", "unit.db.new-journal",
		"insight.db", "insight.db-wal", "insight.db-shm", "copy/unit.db", "copy" };
	char path[128];
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		(void)remove(path);
	}
}

static int setup(void **state)
{
	int from, to;
	(void)state;
	clean();
	err_clear(&note);
	return store_migrate(&note, &schema, dir, &from, &to) == OK && from == 0 && to == 2 ? 0 : -1;
}

static struct store *open_or_fail(enum store_mode mode)
{
	struct store *st = store_open(&note, &schema, dir, mode);
	if (!st)
		fail_msg("%s", note.text);
	return st;
}

static enum err add(struct store *st, const char *k, int64_t n)
{
	struct store_stmt *s = store_stmt(st, T_ADD);
	store_bind_text(s, 1, k);
	store_bind_int(s, 2, n);
	return store_run(&note, s);
}

static int64_t count(struct store *st)
{
	bool row = false;
	CLEAN_STMT struct store_stmt *s = store_stmt(st, T_ALL);
	assert_int_equal(store_step(&note, s, &row), OK);
	assert_true(row);
	return store_int(s, 0);
}

static void test_values(void **state)
{
	(void)state;
	CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
	assert_int_equal(add(st, "a", -7), OK);
	assert_int_equal(store_changes(st), 1);
	CLEAN_STMT struct store_stmt *s = store_stmt(st, T_GET);
	bool row = false;
	store_bind_text(s, 1, "a");
	assert_int_equal(store_step(&note, s, &row), OK);
	assert_true(row);
	assert_int_equal(store_int(s, 0), -7);
	assert_string_equal(store_text(s, 1), "a");
	assert_string_equal(store_text(s, 2), "");
	assert_int_equal(store_step(&note, s, &row), OK);
	assert_false(row);
	/* taken again, the statement has forgotten its parameter */
	s = store_stmt(st, T_GET);
	assert_int_equal(store_step(&note, s, &row), OK);
	assert_false(row);
	/* a parameter that is not there */
	s = store_stmt(st, T_GET);
	store_bind_int(s, 2, 1);
	assert_int_equal(store_step(&note, s, &row), ERR_INTERNAL);
}

static void test_errors(void **state)
{
	(void)state;
	CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
	assert_int_equal(add(st, "a", 1), OK);
	assert_int_equal(add(st, "a", 1), ERR_CONFLICT);
	assert_int_equal(add(st, "b", 1000), ERR_CONFLICT);
	assert_non_null(strstr(note.text, "CHECK"));
	assert_int_equal(add(st, NULL, 1), ERR_CONFLICT);
	struct store_stmt *s = store_stmt(st, T_CHILD);
	store_bind_text(s, 1, "nobody");
	assert_int_equal(store_run(&note, s), ERR_CONFLICT);
	for (int id = T_ATTACH; id <= T_TWO; id++)
		assert_int_equal(store_run(&note, store_stmt(st, id)), ERR_INTERNAL);
	assert_int_equal(count(st), 1);
}

static void test_read_mode(void **state)
{
	(void)state;
	CLEAN_STORE struct store *writer = open_or_fail(STORE_WRITE);
	CLEAN_STORE struct store *reader = open_or_fail(STORE_READ);
	assert_int_equal(add(reader, "a", 1), ERR_INTERNAL);
	assert_non_null(strstr(note.text, "refused"));
	assert_int_equal(add(writer, "a", 1), OK);
	assert_int_equal(count(reader), 1);
}

struct plan {
	enum err end;
	int runs;
};

static enum err two_rows(struct err_note *n, struct store *st, void *ctx)
{
	struct plan *p = ctx;
	p->runs++;
	TRY(add(st, "x", 1));
	TRY(add(st, "y", 2));
	return p->end ? err_set(n, p->end, "planned") : OK;
}

static void test_transaction(void **state)
{
	(void)state;
	CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
	struct plan p = { .end = ERR_LIMIT };
	assert_int_equal(store_transaction(&note, st, two_rows, &p), ERR_LIMIT);
	assert_int_equal(p.runs, 1);
	assert_int_equal(count(st), 0);
	p.end = OK;
	assert_int_equal(store_transaction(&note, st, two_rows, &p), OK);
	assert_int_equal(count(st), 2);
	assert_int_equal(store_transaction(&note, st, two_rows, &p), ERR_CONFLICT);
	assert_int_equal(count(st), 2);
}

enum { WRITERS = 4, EACH = 25 };

static enum err grow(struct err_note *n, struct store *st, void *ctx)
{
	bool row = false;
	char k[32];
	{ /* read, then write what was read: a lost update would collide or leave a gap */
		CLEAN_STMT struct store_stmt *s = store_stmt(st, T_ALL);
		TRY(store_step(n, s, &row));
		(void)snprintf(k, sizeof(k), "k%lld", (long long)store_int(s, 0));
	}
	(void)ctx;
	struct store_stmt *s = store_stmt(st, T_ADD);
	store_bind_text(s, 1, k);
	store_bind_int(s, 2, 1);
	return store_run(n, s);
}

static void *writer(void *ctx)
{
	struct err_note own;
	struct store *st = store_open(&own, &schema, dir, STORE_WRITE);
	for (int i = 0; st && i < EACH; i++)
		if (store_transaction(&own, st, grow, NULL) == OK)
			++*(int *)ctx;
	store_close(st);
	return NULL;
}

static void test_writers(void **state)
{
	(void)state;
	pthread_t threads[WRITERS];
	int done[WRITERS] = { 0 };
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, writer, &done[i]), 0);
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(done[i], EACH);
	}
	CLEAN_STORE struct store *st = open_or_fail(STORE_READ);
	assert_int_equal(count(st), WRITERS * EACH);
}

static void test_versions(void **state)
{
	(void)state;
	struct store_schema other = schema;
	int from, to, have;
	other.n_migrations = 3;
	assert_null(store_open(&note, &other, dir, STORE_READ));
	assert_int_equal(note.code, ERR_INTERNAL);
	assert_non_null(strstr(note.text, "gps-admin migrate"));
	/* the third migration fails half-way: nothing of it stays */
	assert_int_equal(store_migrate(&note, &other, dir, &from, &to), ERR_INTERNAL);
	assert_non_null(strstr(note.text, "0003-broken"));
	assert_int_equal(from, 2);
	assert_int_equal(to, 2);
	assert_int_equal(store_version(&note, &schema, dir, &have), OK);
	assert_int_equal(have, 2);
	assert_int_equal(store_migrate(&note, &other, dir, &from, &to), ERR_INTERNAL);
	assert_non_null(strstr(note.text, "table t already exists")); /* not "half" */
	other.n_migrations = 1;
	assert_null(store_open(&note, &other, dir, STORE_READ));
	assert_non_null(strstr(note.text, "newer gps"));
	assert_int_equal(store_migrate(&note, &other, dir, &from, &to), ERR_INTERNAL);
	other.name = "insight";
	assert_null(store_open(&note, &other, dir, STORE_READ));
	assert_int_equal(note.code, ERR_NOT_FOUND);
	assert_int_equal(store_version(&note, &other, dir, &have), OK);
	assert_int_equal(have, 0);
}

static void test_mode(void **state)
{
	(void)state;
	char path[128];
	struct stat sb;
	(void)snprintf(path, sizeof(path), "%s/unit.db", dir);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0600);
}

static void test_damage(void **state)
{
	(void)state;
	char path[128];
	{
		CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
		assert_int_equal(add(st, "a", 1), OK);
	}
	(void)snprintf(path, sizeof(path), "%s/unit.db", dir);
	FILE *f = fopen(path, "r+");
	assert_non_null(f);
	for (int i = 0; i < 4096; i++)
		assert_int_equal(fputc('x', f), 'x');
	assert_int_equal(fclose(f), 0);
	assert_null(store_open(&note, &schema, dir, STORE_READ));
	assert_int_equal(note.code, ERR_INTERNAL);
	assert_non_null(strstr(note.text, "damaged"));
}

static enum err ten_big(struct err_note *n, struct store *st, void *ctx)
{
	char *text = malloc(65537);
	(void)ctx;
	memset(text, 'x', 65536);
	text[65536] = '\0';
	enum err e = OK;
	for (int i = 0; i < 10 && !e; i++) {
		struct store_stmt *s = store_stmt(st, T_BIG);
		store_bind_text(s, 1, text);
		e = store_run(n, s);
	}
	free(text);
	return e;
}

/* A write that finds no room fails, its transaction is gone, and the next one that fits works. */
static int in_little_room(void)
{
	struct rlimit small = { .rlim_cur = 256 * 1024, .rlim_max = RLIM_INFINITY }, all = small;
	(void)signal(SIGXFSZ, SIG_IGN);
	struct store *st = store_open(&note, &schema, dir, STORE_WRITE);
	if (!st || getrlimit(RLIMIT_FSIZE, &all) || add(st, "before", 1))
		return 1;
	small.rlim_max = all.rlim_max;
	if (setrlimit(RLIMIT_FSIZE, &small))
		return 2;
	if (store_transaction(&note, st, ten_big, NULL) == OK)
		return 3;
	if (setrlimit(RLIMIT_FSIZE, &all))
		return 4;
	if (add(st, "after", 2))
		return 5;
	store_close(st);
	return 0;
}

static void run_child(int (*body)(void))
{
	int status = -1;
	pid_t child = fork();
	if (child == 0)
		_exit(body());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_file_limit(void **state)
{
	(void)state;
	run_child(in_little_room);
	CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
	assert_int_equal(count(st), 2);
}

/* A tiny disk of its own, seen by this process alone. */
static int on_full_disk(void)
{
	int from, to;
	static char rest[1024 * 1024];
	char path[128];
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		mount("tmpfs", dir, "tmpfs", 0, "size=512k")) {
		(void)fprintf(stderr, "# no disk may be mounted here: the file limit must do\n");
		return 0;
	}
	if (store_migrate(&note, &schema, dir, &from, &to))
		return 1;
	struct store *st = store_open(&note, &schema, dir, STORE_WRITE);
	if (!st || add(st, "before", 1))
		return 2;
	if (store_transaction(&note, st, ten_big, NULL) != ERR_BUSY || !strstr(note.text, "disk full"))
		return 3;
	if (add(st, "after", 2) || count(st) != 2)
		return 4;
	store_close(st);
	/* not a byte is left: to be opened it needs some */
	(void)snprintf(path, sizeof(path), "%s/rest", dir);
	FILE *out = fopen(path, "w");
	if (!out || setvbuf(out, NULL, _IONBF, 0) || fwrite(rest, 1, sizeof(rest), out) == sizeof(rest))
		return 5;
	(void)fclose(out);
	st = store_open(&note, &schema, dir, STORE_WRITE);
	enum err e = st ? add(st, "full", 3) : note.code;
	store_close(st);
	if (e != ERR_BUSY || !strstr(note.text, "disk full"))
		return (void)fprintf(stderr, "# %s\n", note.text), 6;
	if (unlink(path) || !(st = store_open(&note, &schema, dir, STORE_WRITE)) || add(st, "again", 3) || count(st) != 3)
		return 7;
	store_close(st);
	return 0;
}

static void test_full_disk(void **state)
{
	(void)state;
	run_child(on_full_disk);
}

static void test_backup(void **state)
{
	(void)state;
	char to[128];
	(void)snprintf(to, sizeof(to), "%s/copy", dir);
	CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
	assert_int_equal(add(st, "a", 1), OK);
	assert_int_equal(store_backup(&note, &schema, dir, to), ERR_INTERNAL); /* no such folder */
	assert_int_equal(mkdir(to, 0700), 0);
	for (int i = 0; i < 2; i++) { /* the second replaces the first */
		assert_int_equal(store_backup(&note, &schema, dir, to), OK);
		CLEAN_STORE struct store *copy = store_open(&note, &schema, to, STORE_READ);
		assert_non_null(copy);
		assert_int_equal(count(copy), 1 + i);
		assert_int_equal(add(st, "b", 1), i == 0 ? OK : ERR_CONFLICT);
	}
	(void)snprintf(to, sizeof(to), "%s/copy/unit.db-wal", dir);
	(void)remove(to);
	(void)snprintf(to, sizeof(to), "%s/copy/unit.db-shm", dir);
	(void)remove(to);
}

static void test_compact(void **state)
{
	(void)state;
	char path[128];
	struct stat sb;
	CLEAN_STORE struct store *st = open_or_fail(STORE_WRITE);
	assert_int_equal(store_transaction(&note, st, ten_big, NULL), OK);
	assert_int_equal(store_compact(&note, &schema, dir), OK);
	(void)snprintf(path, sizeof(path), "%s/unit.db-wal", dir);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_size, 0);
}

/* Every statement of sql/ prepares against its migrated schema, and reads no table from end to end. */
static void test_shipped_statements(void **state)
{
	(void)state;
	static const struct store_schema *const shipped[] = { &insight_schema };
	for (size_t i = 0; i < ARRAY_LEN(shipped); i++) {
		int from, to;
		char path[128], plan[4096];
		sqlite3 *db = NULL;
		assert_int_equal(store_migrate(&note, shipped[i], dir, &from, &to), OK);
		assert_int_equal(to, shipped[i]->n_migrations);
		if (store_check(&note, shipped[i], dir))
			fail_msg("%s", note.text);
		(void)snprintf(path, sizeof(path), "%s/%s.db", dir, shipped[i]->name);
		assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
		for (int j = 0; j < shipped[i]->n_statements; j++) {
			sqlite3_stmt *s = NULL;
			(void)snprintf(plan, sizeof(plan), "EXPLAIN QUERY PLAN %s", shipped[i]->statements[j].sql);
			assert_int_equal(sqlite3_prepare_v2(db, plan, -1, &s, NULL), SQLITE_OK);
			while (sqlite3_step(s) == SQLITE_ROW) {
				const char *detail = (const char *)sqlite3_column_text(s, 3);
				if (str_starts(detail, "SCAN"))
					fail_msg("%s: %s", shipped[i]->statements[j].name, detail);
			}
			assert_int_equal(sqlite3_finalize(s), SQLITE_OK);
		}
		assert_int_equal(sqlite3_close(db), SQLITE_OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_values, setup),
		cmocka_unit_test_setup(test_errors, setup),
		cmocka_unit_test_setup(test_read_mode, setup),
		cmocka_unit_test_setup(test_transaction, setup),
		cmocka_unit_test_setup(test_writers, setup),
		cmocka_unit_test_setup(test_versions, setup),
		cmocka_unit_test_setup(test_mode, setup),
		cmocka_unit_test_setup(test_damage, setup),
		cmocka_unit_test_setup(test_file_limit, setup),
		cmocka_unit_test_setup(test_full_disk, setup),
		cmocka_unit_test_setup(test_backup, setup),
		cmocka_unit_test_setup(test_compact, setup),
		cmocka_unit_test_setup(test_shipped_statements, setup),
	};
	if (!mkdtemp(dir))
		return 99;
	int failed = cmocka_run_group_tests_name("store", tests, NULL, NULL);
	clean();
	(void)rmdir(dir);
	return failed;
}
