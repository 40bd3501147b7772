/*
 * store: one SQL database for each part that keeps something. SQLite today; the interface
 * is narrow so that a PostgreSQL driver can stand behind it: named statements only, ?N
 * parameters, whole numbers and text, whole transactions as callbacks. Only store.c knows sqlite3.
 *
 * A handle belongs to one thread, is opened after all forks, and is never shared.
 * The schema tables are generated from sql/ (conf/build/sql.awk): sql/<part>.sql holds the
 * statements, each headed "-- name", sql/<part>/NNNN-what.sqlite.sql the migrations.
 *
 * Errors: ERR_BUSY locked for too long, or disk full (try later); ERR_CONFLICT a constraint
 * refused the row; ERR_INTERNAL anything else, a damaged file or a version mismatch included.
 * After an error nothing of the transaction is in the database.
 */
#ifndef CORE_BASE_STORE_H
#define CORE_BASE_STORE_H

#include "core/base/clean.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct store_stmt;

struct store_sql {
	const char *name; /* statement: its "-- name"; migration: file name without folder */
	const char *sql;
};

struct store_schema {
	const char *name;		     /* the part; its file is DIR/<name>.db */
	const struct store_sql *migrations; /* migrations[v - 1] leads from version v - 1 to v */
	int n_migrations;		     /* = the version this program needs */
	const struct store_sql *statements; /* indexed by enum <part>_sql */
	int n_statements;
	/*
	 * Not 0: the write-ahead log is emptied into the file whenever it holds so many pages. It keeps
	 * the states between single transactions, which no table of anonymous sums shall reveal.
	 */
	int log_pages;
};

enum store_mode {
	STORE_READ, /* every write is refused */
	STORE_WRITE /* rows may change; the schema may not */
};

/*
 * NULL on failure, with the reason in note (which must not be NULL). The file must exist and have
 * the schema's version: ERR_NOT_FOUND no file ("run gps-admin migrate"), ERR_INTERNAL older or newer.
 */
struct store *store_open(struct err_note *note, const struct store_schema *schema, const char *dir,
	enum store_mode mode);
void store_close(struct store *st); /* NULL is fine */
DEFINE_CLEANUP(struct store *, store_close)
#define CLEAN_STORE CLEANUP(store_closep)

/*
 * The statement, prepared on first use, reset and with all parameters NULL. Never NULL itself:
 * what fails here or while binding is reported by the next store_step(). One statement is used
 * by one scope at a time:
 *
 *	CLEAN_STMT struct store_stmt *s = store_stmt(st, INSIGHT_SQL_TOTAL_ADD);
 *	store_bind_int(s, 1, day);
 *	TRY(store_step(note, s, &row));
 */
struct store_stmt *store_stmt(struct store *st, int id) __attribute__((returns_nonnull));
void store_stmt_reset(struct store_stmt *s); /* ends the read, forgets the values bound */
DEFINE_CLEANUP(struct store_stmt *, store_stmt_reset)
#define CLEAN_STMT CLEANUP(store_stmt_resetp)

/* Parameters count from 1. Text is copied; NULL binds NULL, as does a parameter not bound. */
void store_bind_int(struct store_stmt *s, int at, int64_t n);
void store_bind_text(struct store_stmt *s, int at, const char *z);

/* *ret_row: a row is there to be read. */
enum err store_step(struct err_note *note, struct store_stmt *s, bool *ret_row);
/* A statement of which no row is wanted: step to its end and reset, for use in loops. */
enum err store_run(struct err_note *note, struct store_stmt *s);

/* Columns of the row count from 0; text is borrowed until the next step or reset. */
int64_t store_int(struct store_stmt *s, int col);
const char *store_text(struct store_stmt *s, int col); /* "" for NULL */

/* Rows the last store_step() or store_run() changed. */
int64_t store_changes(struct store *st);

/*
 * Run fn inside one write transaction (BEGIN IMMEDIATE). An error of fn rolls everything back and
 * is returned; where the database was locked the whole is tried again, so fn may run more than once
 * and must keep its side effects inside the database. Not to be nested.
 */
typedef enum err store_fn(struct err_note *note, struct store *st, void *ctx);
enum err store_transaction(struct err_note *note, struct store *st, store_fn *fn, void *ctx);

/* ---- for gps-admin and tests ---- */

/* Version of the file: 0 for none or an empty one. */
enum err store_version(struct err_note *note, const struct store_schema *schema, const char *dir,
	int *ret_version);
/*
 * Bring the file up to the schema's version, making it (mode 0600) where it is missing; each migration
 * is one transaction. *ret_from, *ret_to: versions before and after, set on failure too.
 */
enum err store_migrate(struct err_note *note, const struct store_schema *schema, const char *dir,
	int *ret_from, int *ret_to);
/*
 * A consistent copy (mode 0600) to TO_DIR/<name>.db while others write. It is checked before it takes
 * the place of an older one of that name.
 */
enum err store_backup(struct err_note *note, const struct store_schema *schema, const char *dir,
	const char *to_dir);
/* SQLite's own check of the whole file, and that every statement prepares; names the first finding. */
enum err store_check(struct err_note *note, const struct store_schema *schema, const char *dir);
/* Give freed pages back and empty the write-ahead log, so that deleted rows leave the disk. */
enum err store_compact(struct err_note *note, const struct store_schema *schema, const char *dir);

#endif
