/*
 * A small binary form of plain structs, by tables: for values that are kept in the cache and read back in
 * microseconds. Integers are varints (7 bits a byte, signed ones in zigzag), doubles 8 bytes, text its length, its
 * bytes and a NUL. Whoever changes a table changes the version byte that stands before its bytes.
 *
 * Reading is bounded by the bytes given and by each row's max; whatever is wrong sets a sticky mark. Text read back
 * is valid UTF-8 without NUL inside.
 */
#ifndef CORE_BASE_PACK_H
#define CORE_BASE_PACK_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct str;

enum pack_kind {
	PACK_BOOL,    /* bool */
	PACK_INT,     /* int, 0..max; max 0: any */
	PACK_I64,     /* int64_t */
	PACK_MAYBE,   /* int64_t, and at offset_n the bool that says whether it is known */
	PACK_DOUBLE,  /* double, finite */
	PACK_TEXT,    /* const char *, may be NULL */
	PACK_STRUCT,  /* a struct in place */
	PACK_RECORDS, /* pointer to structs; how many is the size_t at offset_n, at most max */
	PACK_ROWS,    /* the same in an array in place */
	PACK_COUNTS,  /* pointer to int, small numbers; n as above */
	PACK_SERIES,  /* int in an array in place, each written as the difference to the one before; n as above */
};

struct pack_shape;

struct pack_field {
	enum pack_kind kind;
	size_t offset, offset_n;
	size_t max;
	const struct pack_shape *shape;
};

struct pack_shape {
	const struct pack_field *fields;
	size_t n;
	size_t size; /* of the struct */
};

/* Rows of a table: PACK(struct gist, id, PACK_TEXT), PACK_LIST(struct gist, files, n_files, PACK_RECORDS, 100, &shape). */
#define PACK(type, member, kind) { (kind), offsetof(type, member), 0, 0, NULL }
#define PACK_LIST(type, member, count, kind, max, shape) \
	{ (kind), offsetof(type, member), offsetof(type, count), (max), (shape) }
#define PACK_SHAPE(type, table) { (table), sizeof(table) / sizeof((table)[0]), sizeof(type) }

/* The version, then the struct. out->over: it did not fit. */
void pack_write(struct str *out, unsigned char version, const struct pack_shape *shape, const void *record);

/*
 * Back into a zeroed struct of shape->size bytes; its text and lists live in a. ERR_INVALID: another version, cut off,
 * too long, or out of bounds; ret_record is then undefined.
 */
enum err pack_read(struct err_note *note, struct arena *a, unsigned char version, const struct pack_shape *shape,
	const void *bytes, size_t len, void *ret_record);

#endif
