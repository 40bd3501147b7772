/* store on SQLite: opening with every guard on, statements by number, transactions, migrations. */
#include "config.h"

#include "core/base/store.h"

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "core/base/banned.h"

enum {
	PATH_BYTES = 1280,
	BUSY_MS = 5000,	   /* longest wait for another writer */
	TRIES = 3,	   /* of a transaction that met a lock */
	CACHE_KIB = 512,   /* page cache of one handle; there is one for each thread */
	BACKUP_PAGES = 256 /* copied between two looks at the source's lock */
};

struct store_stmt {
	struct store *st;
	sqlite3_stmt *handle;
	const char *name;
	int failed; /* SQLite's code of what went wrong before the step */
};

struct store {
	sqlite3 *db;
	const struct store_schema *schema;
	bool inside; /* a transaction */
	bool locked; /* the last error was a lock */
	struct store_stmt *stmts;
};

DEFINE_CLEANUP(sqlite3 *, sqlite3_close)
#define CLEAN_DB CLEANUP(sqlite3_closep)
DEFINE_CLEANUP(sqlite3_stmt *, sqlite3_finalize)

/* ---- errors ---- */

static enum err explain(struct err_note *note, const char *name, const char *what, int rc, sqlite3 *db)
{
	const char *sep = *what ? ": " : "";
	if (rc == SQLITE_IOERR_SHMSIZE) /* no room for the -shm file beside it */
		rc = SQLITE_FULL;
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(note, ERR_BUSY, "%s.db%s%s: locked by another writer", name, sep, what);
	case SQLITE_FULL:
		return err_set(note, ERR_BUSY, "%s.db%s%s: disk full", name, sep, what);
	case SQLITE_CONSTRAINT:
		return err_set(note, ERR_CONFLICT, "%s.db%s%s: %s", name, sep, what,
			db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(note, ERR_INTERNAL, "%s.db%s%s: the file is damaged; restore a backup", name, sep, what);
	case SQLITE_READONLY:
	case SQLITE_AUTH:
		return err_set(note, ERR_INTERNAL, "%s.db%s%s: refused: %s", name, sep, what, sqlite3_errstr(rc));
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return err_set(note, ERR_INTERNAL, "%s.db%s%s: %s (code %d)", name, sep, what, sqlite3_errstr(rc), rc);
	case SQLITE_NOMEM:
		abort();
	default:
		return err_set(note, ERR_INTERNAL, "%s.db%s%s: %s", name, sep, what,
			db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
	}
}

static enum err fail(struct err_note *note, struct store *st, const char *what, int rc)
{
	st->locked = (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED;
	return explain(note, st->schema->name, what, rc, st->db);
}

/* ---- opening ---- */

static enum err path_of(struct err_note *note, const struct store_schema *schema, const char *dir,
	const char *suffix, char ret_path[PATH_BYTES])
{
	char path[PATH_BYTES];
	int n = snprintf(path, sizeof(path), "%s/%s.db%s", dir, schema->name, suffix);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(note, ERR_INVALID, "%s.db: the directory's name is too long", schema->name);
	memcpy(ret_path, path, (size_t)n + 1);
	return OK;
}

/* Only rows are read or, in write mode, changed: no schema, no other file, no switch. */
static int authorize_read(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
	(void)ctx, (void)a, (void)b, (void)c, (void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
		return SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

static int authorize_write(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
	switch (action) {
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return SQLITE_OK;
	default:
		return authorize_read(ctx, action, a, b, c, d);
	}
}

static const struct {
	int verb, value;
} guards[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },	       { SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
};

/* temp_store: what is sorted or joined stays in memory. secure_delete: what is deleted is overwritten. */
static const char settings[] = "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
			       "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=1048576;";

static int configure(sqlite3 *db, int log_pages)
{
	for (size_t i = 0; i < ARRAY_LEN(guards); i++) {
		int rc = sqlite3_db_config(db, guards[i].verb, guards[i].value, NULL);
		if (rc != SQLITE_OK)
			return rc;
	}
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
	int rc = sqlite3_busy_timeout(db, BUSY_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, settings, NULL, NULL, NULL);
	char more[96];
	(void)snprintf(more, sizeof(more), "PRAGMA cache_size=-%d", CACHE_KIB);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, more, NULL, NULL, NULL);
	if (rc != SQLITE_OK || !log_pages)
		return rc;
	(void)snprintf(more, sizeof(more), "PRAGMA wal_autocheckpoint=%d; PRAGMA journal_size_limit=0", log_pages);
	return sqlite3_exec(db, more, NULL, NULL, NULL);
}

static int read_version(sqlite3 *db, int *ret_version)
{
	CLEANUP(sqlite3_finalizep) sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc;
	*ret_version = sqlite3_column_int(s, 0);
	return SQLITE_OK;
}

/* The guarded handle of an existing file, before any authorizer. */
static enum err open_file(struct err_note *note, const struct store_schema *schema, const char *dir,
	sqlite3 **ret_db)
{
	char path[PATH_BYTES];
	TRY(path_of(note, schema, dir, "", path));
	if (access(path, F_OK) < 0 && errno == ENOENT)
		return err_set(note, ERR_NOT_FOUND, "%s.db does not exist: run gps-admin migrate", schema->name);
	CLEAN_DB sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc == SQLITE_OK)
		rc = configure(db, schema->log_pages);
	if (rc != SQLITE_OK)
		return explain(note, schema->name, "opening", rc, db);
	*ret_db = TAKE(db);
	return OK;
}

static enum err check_version(struct err_note *note, const struct store_schema *schema, int have)
{
	if (have < schema->n_migrations)
		return err_set(note, ERR_INTERNAL, "%s.db has version %d, this program needs %d: run gps-admin migrate",
			schema->name, have, schema->n_migrations);
	if (have > schema->n_migrations)
		return err_set(note, ERR_INTERNAL, "%s.db has version %d, made by a newer gps; this one knows %d",
			schema->name, have, schema->n_migrations);
	return OK;
}

static enum err open_checked(struct err_note *note, const struct store_schema *schema, const char *dir,
	sqlite3 **ret_db)
{
	CLEAN_DB sqlite3 *db = NULL;
	TRY(open_file(note, schema, dir, &db));
	int have = 0, rc = read_version(db, &have);
	if (rc != SQLITE_OK)
		return explain(note, schema->name, "version", rc, db);
	TRY(check_version(note, schema, have));
	*ret_db = TAKE(db);
	return OK;
}

struct store *store_open(struct err_note *note, const struct store_schema *schema, const char *dir,
	enum store_mode mode)
{
	CLEAN_DB sqlite3 *db = NULL;
	if (open_checked(note, schema, dir, &db))
		return NULL;
	int rc = mode == STORE_READ ? sqlite3_exec(db, "PRAGMA query_only=ON", NULL, NULL, NULL) : SQLITE_OK;
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(db, mode == STORE_READ ? authorize_read : authorize_write, NULL);
	if (rc != SQLITE_OK) {
		(void)explain(note, schema->name, "opening", rc, db);
		return NULL;
	}
	struct store *st = calloc(1, sizeof(*st));
	struct store_stmt *stmts = calloc((size_t)schema->n_statements + 1, sizeof(*stmts));
	if (!st || !stmts)
		abort();
	*st = (struct store){ .db = TAKE(db), .schema = schema, .stmts = stmts };
	for (int i = 0; i < schema->n_statements; i++)
		stmts[i] = (struct store_stmt){ .st = st, .name = schema->statements[i].name };
	return st;
}

void store_close(struct store *st)
{
	if (!st)
		return;
	for (int i = 0; i < st->schema->n_statements; i++)
		(void)sqlite3_finalize(st->stmts[i].handle);
	(void)sqlite3_close(st->db);
	free(st->stmts);
	free(st);
}

/* ---- statements ---- */

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_stmt)
{
	const char *tail = "";
	int rc = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret_stmt, &tail);
	if (rc == SQLITE_OK && (!*ret_stmt || tail[strspn(tail, "; \t\n")]))
		return SQLITE_MISUSE; /* none, or a second one behind it */
	return rc;
}

struct store_stmt *store_stmt(struct store *st, int id)
{
	if (id < 0 || id >= st->schema->n_statements)
		abort();
	struct store_stmt *s = &st->stmts[id];
	store_stmt_reset(s);
	if (!s->handle)
		s->failed = prepare(st->db, st->schema->statements[id].sql, &s->handle);
	return s;
}

void store_stmt_reset(struct store_stmt *s)
{
	if (s->handle) {
		(void)sqlite3_reset(s->handle); /* repeats the error of the last step, which is told already */
		(void)sqlite3_clear_bindings(s->handle);
	}
	s->failed = SQLITE_OK;
}

static void bound(struct store_stmt *s, int rc)
{
	if (s->failed == SQLITE_OK)
		s->failed = rc;
}

void store_bind_int(struct store_stmt *s, int at, int64_t n)
{
	if (s->handle)
		bound(s, sqlite3_bind_int64(s->handle, at, n));
}

/* SQLITE_TRANSIENT is a cast of -1 to a pointer: theirs, not ours to warn about. */
void store_bind_text(struct store_stmt *s, int at, const char *z)
{
	if (s->handle)
		bound(s, sqlite3_bind_text(s->handle, at, z, -1, SQLITE_TRANSIENT));
}

enum err store_step(struct err_note *note, struct store_stmt *s, bool *ret_row)
{
	if (s->failed != SQLITE_OK)
		return fail(note, s->st, s->name, s->failed);
	int rc = sqlite3_step(s->handle);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fail(note, s->st, s->name, rc);
	*ret_row = rc == SQLITE_ROW;
	return OK;
}

enum err store_run(struct err_note *note, struct store_stmt *s)
{
	bool row = true;
	enum err e = OK;
	while (!e && row)
		e = store_step(note, s, &row);
	store_stmt_reset(s);
	return e;
}

int64_t store_int(struct store_stmt *s, int col)
{
	return sqlite3_column_int64(s->handle, col);
}

const char *store_text(struct store_stmt *s, int col)
{
	const unsigned char *z = sqlite3_column_text(s->handle, col);
	return z ? (const char *)z : "";
}

int64_t store_changes(struct store *st)
{
	return sqlite3_changes64(st->db);
}

/* ---- transactions ---- */

static enum err attempt(struct err_note *note, struct store *st, store_fn *fn, void *ctx)
{
	st->locked = false;
	int rc = sqlite3_exec(st->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return fail(note, st, "begin", rc);
	enum err e = fn(note, st, ctx);
	if (!e) {
		rc = sqlite3_exec(st->db, "COMMIT", NULL, NULL, NULL);
		if (rc == SQLITE_OK)
			return OK;
		e = fail(note, st, "commit", rc);
	}
	/* a full disk rolls back by itself; then there is nothing left to do */
	if (!sqlite3_get_autocommit(st->db) && sqlite3_exec(st->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		abort();
	return e;
}

enum err store_transaction(struct err_note *note, struct store *st, store_fn *fn, void *ctx)
{
	if (st->inside)
		abort();
	st->inside = true;
	int64_t until = clock_monotonic() + BUSY_MS;
	enum err e = OK;
	for (int i = 0; i < TRIES; i++) {
		e = attempt(note, st, fn, ctx);
		if (!e || !st->locked || clock_monotonic() >= until)
			break;
		struct timespec pause = { .tv_nsec = (long)(1 + random_below(20)) * 1000000 };
		(void)nanosleep(&pause, NULL);
	}
	st->inside = false;
	return e;
}

/* ---- administration ---- */

enum err store_version(struct err_note *note, const struct store_schema *schema, const char *dir, int *ret_version)
{
	CLEAN_DB sqlite3 *db = NULL;
	enum err e = open_file(note, schema, dir, &db);
	if (e == ERR_NOT_FOUND) {
		*ret_version = 0;
		return OK;
	}
	if (e)
		return e;
	int rc = read_version(db, ret_version);
	return rc == SQLITE_OK ? OK : explain(note, schema->name, "version", rc, db);
}

/* Makes an empty file that only its owner reads, where there is none. */
static enum err make_file(struct err_note *note, const struct store_schema *schema, const char *dir,
	const char *suffix)
{
	char path[PATH_BYTES];
	TRY(path_of(note, schema, dir, suffix, path));
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno != EEXIST)
		return err_set(note, ERR_INTERNAL, "%s.db%s cannot be made in %s", schema->name, suffix, dir);
	if (fd >= 0)
		(void)close(fd);
	return OK;
}

/* One migration, if it is still missing, and its number. */
static int apply(sqlite3 *db, const struct store_schema *schema, int *ret_version)
{
	char set[48];
	int have = 0, rc = read_version(db, &have);
	if (rc == SQLITE_OK && have < schema->n_migrations) {
		rc = sqlite3_exec(db, schema->migrations[have].sql, NULL, NULL, NULL);
		(void)snprintf(set, sizeof(set), "PRAGMA user_version=%d", ++have);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db, set, NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		*ret_version = have;
	return rc;
}

static enum err migrate_one(struct err_note *note, sqlite3 *db, const struct store_schema *schema, int *version)
{
	int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return explain(note, schema->name, "begin", rc, db);
	rc = apply(db, schema, version);
	if (rc == SQLITE_OK)
		return OK;
	enum err e = explain(note, schema->name, schema->migrations[*version].name, rc, db);
	if (!sqlite3_get_autocommit(db))
		(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return e;
}

enum err store_migrate(struct err_note *note, const struct store_schema *schema, const char *dir, int *ret_from,
	int *ret_to)
{
	*ret_from = *ret_to = 0;
	TRY(make_file(note, schema, dir, ""));
	CLEAN_DB sqlite3 *db = NULL;
	TRY(open_file(note, schema, dir, &db));
	int rc = read_version(db, ret_from);
	if (rc != SQLITE_OK)
		return explain(note, schema->name, "version", rc, db);
	*ret_to = *ret_from;
	while (*ret_to < schema->n_migrations)
		TRY(migrate_one(note, db, schema, ret_to));
	return check_version(note, schema, *ret_to);
}

static int quick_check(sqlite3 *db, char *ret_finding, size_t size)
{
	CLEANUP(sqlite3_finalizep) sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &s, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc;
	(void)snprintf(ret_finding, size, "%s", (const char *)sqlite3_column_text(s, 0));
	return str_eq(ret_finding, "ok") ? SQLITE_OK : SQLITE_CORRUPT;
}

static enum err check_file(struct err_note *note, const struct store_schema *schema, sqlite3 *db)
{
	char finding[200] = "";
	int rc = quick_check(db, finding, sizeof(finding));
	if (rc == SQLITE_CORRUPT && *finding)
		return err_set(note, ERR_INTERNAL, "%s.db: damaged: %s", schema->name, finding);
	return rc == SQLITE_OK ? OK : explain(note, schema->name, "check", rc, db);
}

enum err store_check(struct err_note *note, const struct store_schema *schema, const char *dir)
{
	CLEAN_DB sqlite3 *db = NULL;
	TRY(open_checked(note, schema, dir, &db));
	TRY(check_file(note, schema, db));
	(void)sqlite3_set_authorizer(db, authorize_write, NULL);
	for (int i = 0; i < schema->n_statements; i++) {
		CLEANUP(sqlite3_finalizep) sqlite3_stmt *s = NULL;
		int rc = prepare(db, schema->statements[i].sql, &s);
		if (rc != SQLITE_OK)
			return explain(note, schema->name, schema->statements[i].name, rc, db);
	}
	return OK;
}

static int copy_all(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	if (!b)
		return sqlite3_extended_errcode(to);
	int64_t until = clock_monotonic() + BUSY_MS;
	int rc;
	do {
		rc = sqlite3_backup_step(b, BACKUP_PAGES);
		if (rc == SQLITE_OK)
			until = clock_monotonic() + BUSY_MS;
		else if ((rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && clock_monotonic() < until)
			(void)sqlite3_sleep(20);
		else
			break;
	} while (true);
	int end = sqlite3_backup_finish(b);
	return rc == SQLITE_DONE ? end : rc;
}

static enum err copy_to(struct err_note *note, const struct store_schema *schema, sqlite3 *from,
	const char *to_path)
{
	CLEAN_DB sqlite3 *to = NULL;
	int rc = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc == SQLITE_OK)
		rc = copy_all(to, from);
	if (rc == SQLITE_OK) /* one file, no -wal beside it */
		rc = sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return explain(note, schema->name, "backup", rc, to);
	return check_file(note, schema, to);
}

enum err store_backup(struct err_note *note, const struct store_schema *schema, const char *dir, const char *to_dir)
{
	char path[PATH_BYTES], fresh[PATH_BYTES];
	CLEAN_DB sqlite3 *from = NULL;
	TRY(open_checked(note, schema, dir, &from));
	TRY(path_of(note, schema, to_dir, "", path));
	TRY(path_of(note, schema, to_dir, ".new", fresh));
	(void)unlink(fresh); /* of a backup that was cut short */
	TRY(make_file(note, schema, to_dir, ".new"));
	enum err e = copy_to(note, schema, from, fresh);
	if (!e && rename(fresh, path) < 0)
		e = err_set(note, ERR_INTERNAL, "%s.db: backup: cannot be renamed into place", schema->name);
	if (e)
		(void)unlink(fresh);
	return e;
}

enum err store_compact(struct err_note *note, const struct store_schema *schema, const char *dir)
{
	CLEAN_DB sqlite3 *db = NULL;
	TRY(open_checked(note, schema, dir, &db));
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM needs one for itself */
	int rc = sqlite3_exec(db, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	return rc == SQLITE_OK ? OK : explain(note, schema->name, "compact", rc, db);
}
