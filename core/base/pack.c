/* Structs to bytes and back: one writer and one reader walk the same tables. */
#include "config.h"

#include "core/base/pack.h"

#include "core/base/arena.h"
#include "core/base/str.h"

#include <limits.h>
#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { VARINT_MAX = 10 };

/* ---- writing ---- */

static void put_uint(struct str *out, uint64_t n)
{
	char bytes[VARINT_MAX];
	size_t len = 0;
	for (; n >= 0x80; n >>= 7)
		bytes[len++] = (char)(n | 0x80);
	bytes[len++] = (char)n;
	str_add(out, bytes, len);
}

static uint64_t zigzag(int64_t n)
{
	return (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);
}

static void put_int(struct str *out, int64_t n)
{
	put_uint(out, zigzag(n));
}

/* 0 = NULL, else 1 + length, and the bytes with their NUL. */
static void put_text(struct str *out, const char *text)
{
	if (!text) {
		put_uint(out, 0);
		return;
	}
	size_t len = strlen(text);
	put_uint(out, len + 1);
	str_add(out, text, len + 1);
}

static void put_struct(struct str *out, const struct pack_shape *shape, const char *record);

static void put_list(struct str *out, const struct pack_field *f, const char *at, size_t n)
{
	const char *items = at;
	if (f->kind == PACK_RECORDS)
		memcpy(&items, at, sizeof(items));
	put_uint(out, n);
	for (size_t i = 0; i < n; i++)
		put_struct(out, f->shape, items + i * f->shape->size);
}

static void put_series(struct str *out, const int *items, size_t n, bool differences)
{
	int64_t before = 0;
	put_uint(out, n);
	for (size_t i = 0; i < n; i++) {
		put_int(out, items[i] - before);
		before = differences ? items[i] : 0;
	}
}

static void put_field(struct str *out, const struct pack_field *f, const char *record)
{
	const void *at = record + f->offset, *at_n = record + f->offset_n;
	switch (f->kind) {
	case PACK_BOOL:
		put_uint(out, *(const bool *)at);
		break;
	case PACK_INT:
		put_int(out, *(const int *)at);
		break;
	case PACK_I64:
		put_int(out, *(const int64_t *)at);
		break;
	case PACK_MAYBE: /* one byte says both for what is unknown or small */
		put_uint(out, *(const bool *)at_n);
		if (*(const bool *)at_n)
			put_int(out, *(const int64_t *)at);
		break;
	case PACK_DOUBLE:
		str_add(out, at, sizeof(double));
		break;
	case PACK_TEXT:
		put_text(out, *(const char *const *)at);
		break;
	case PACK_STRUCT:
		put_struct(out, f->shape, at);
		break;
	case PACK_RECORDS:
	case PACK_ROWS:
		put_list(out, f, at, *(const size_t *)at_n);
		break;
	case PACK_COUNTS:
		put_series(out, *(const int *const *)at, *(const size_t *)at_n, false);
		break;
	case PACK_SERIES:
		put_series(out, at, *(const size_t *)at_n, true);
		break;
	}
}

static void put_struct(struct str *out, const struct pack_shape *shape, const char *record)
{
	for (size_t i = 0; i < shape->n; i++)
		put_field(out, &shape->fields[i], record);
}

void pack_write(struct str *out, unsigned char version, const struct pack_shape *shape, const void *record)
{
	str_addc(out, (char)version);
	put_struct(out, shape, record);
}

/* ---- reading ---- */

struct reader {
	struct arena *arena;
	const unsigned char *at, *end; /* of a copy in the arena: text is not copied again */
	bool bad;
};

static uint64_t get_uint(struct reader *r)
{
	uint64_t n = 0;
	for (unsigned int shift = 0; shift < 64 && r->at < r->end; shift += 7) {
		unsigned char byte = *r->at++;
		if (shift == 63 && byte > 1)
			break;
		n |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return n;
	}
	r->bad = true;
	return 0;
}

static int64_t get_int(struct reader *r)
{
	uint64_t n = get_uint(r);
	return (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
}

static int64_t get_small(struct reader *r, int64_t min, int64_t max)
{
	int64_t n = get_int(r);
	if (n >= min && n <= max)
		return n;
	r->bad = true;
	return 0;
}

static bool is_text(const unsigned char *s, size_t len)
{
	unsigned int cp;
	for (size_t i = 0, step; i < len; i += step) {
		step = s[i] && s[i] < 0x80 ? 1 : s[i] ? utf8_next((const char *)s + i, len - i, &cp) : 0;
		if (!step)
			return false;
	}
	return true;
}

static const char *get_text(struct reader *r)
{
	uint64_t len = get_uint(r);
	if (len == 0)
		return NULL;
	if (len > (size_t)(r->end - r->at) || r->at[len - 1] || !is_text(r->at, (size_t)len - 1)) {
		r->bad = true;
		return NULL;
	}
	const char *text = (const char *)r->at;
	r->at += len;
	return text;
}

static double get_double(struct reader *r)
{
	double value = 0;
	if ((size_t)(r->end - r->at) < sizeof(value)) {
		r->bad = true;
		return 0;
	}
	memcpy(&value, r->at, sizeof(value));
	r->at += sizeof(value);
	r->bad = r->bad || !isfinite(value);
	return isfinite(value) ? value : 0;
}

/* Each item takes a byte at least, so memory follows from the bytes given. */
static size_t get_count(struct reader *r, size_t max)
{
	uint64_t n = get_uint(r);
	if (n > max || n > (size_t)(r->end - r->at)) {
		r->bad = true;
		return 0;
	}
	return (size_t)n;
}

static void get_struct(struct reader *r, const struct pack_shape *shape, char *record);

static void get_list(struct reader *r, const struct pack_field *f, void *at, size_t *ret_n)
{
	size_t n = get_count(r, f->max);
	char *items = at;
	if (f->kind == PACK_RECORDS) {
		items = n ? arena_array(r->arena, n, f->shape->size) : NULL;
		memcpy(at, &items, sizeof(items));
	}
	for (size_t i = 0; i < n && !r->bad; i++)
		get_struct(r, f->shape, items + i * f->shape->size);
	*ret_n = n;
}

static void get_counts(struct reader *r, const struct pack_field *f, void *at, size_t *ret_n)
{
	size_t n = get_count(r, f->max);
	int *items = n ? arena_array(r->arena, n, sizeof(int)) : NULL;
	for (size_t i = 0; i < n && !r->bad; i++)
		items[i] = (int)get_small(r, INT_MIN, INT_MAX);
	*(int **)at = items;
	*ret_n = n;
}

static void get_series(struct reader *r, const struct pack_field *f, int *items, size_t *ret_n)
{
	size_t n = get_count(r, f->max);
	int before = 0;
	for (size_t i = 0; i < n && !r->bad; i++)
		before = items[i] = (int)(before + get_small(r, (int64_t)INT_MIN - before, (int64_t)INT_MAX - before));
	*ret_n = n;
}

static void get_field(struct reader *r, const struct pack_field *f, char *record)
{
	void *at = record + f->offset, *at_n = record + f->offset_n;
	switch (f->kind) {
	case PACK_BOOL:
		*(bool *)at = get_uint(r) != 0;
		break;
	case PACK_INT:
		*(int *)at = (int)get_small(r, f->max ? 0 : INT_MIN, f->max ? (int64_t)f->max : INT_MAX);
		break;
	case PACK_I64:
		*(int64_t *)at = get_int(r);
		break;
	case PACK_MAYBE:
		*(bool *)at_n = get_uint(r) != 0;
		*(int64_t *)at = *(bool *)at_n ? get_int(r) : 0;
		break;
	case PACK_DOUBLE:
		*(double *)at = get_double(r);
		break;
	case PACK_TEXT:
		*(const char **)at = get_text(r);
		break;
	case PACK_STRUCT:
		get_struct(r, f->shape, at);
		break;
	case PACK_RECORDS:
	case PACK_ROWS:
		get_list(r, f, at, at_n);
		break;
	case PACK_COUNTS:
		get_counts(r, f, at, at_n);
		break;
	case PACK_SERIES:
		get_series(r, f, at, at_n);
		break;
	}
}

static void get_struct(struct reader *r, const struct pack_shape *shape, char *record)
{
	for (size_t i = 0; i < shape->n && !r->bad; i++)
		get_field(r, &shape->fields[i], record);
}

enum err pack_read(struct err_note *note, struct arena *a, unsigned char version, const struct pack_shape *shape,
	const void *bytes, size_t len, void *ret_record)
{
	if (!len || *(const unsigned char *)bytes != version)
		return err_set(note, ERR_INVALID, "packed by another version");
	const unsigned char *copy = arena_memdup(a, bytes, len);
	struct reader r = { .arena = a, .at = copy + 1, .end = copy + len };
	get_struct(&r, shape, ret_record);
	if (r.bad || r.at != r.end)
		return err_set(note, ERR_INVALID, "not packed as it should be");
	return OK;
}
