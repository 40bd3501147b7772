/* Query strings. */
#include "config.h"

#include "core/web/pairs.h"

#include "core/base/arena.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

/* NULL: a broken escape, a NUL or not UTF-8. */
static const char *decode(struct arena *a, const char *s, size_t len)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)s[i];
		if (byte == '+') {
			byte = ' ';
		} else if (byte == '%') {
			if (len - i < 3 || !parse_hex(s + i + 1, 2, &byte))
				return NULL;
			i += 2;
		}
		if (!byte)
			return NULL;
		out[n++] = (char)byte;
	}
	for (size_t i = 0, step; i < n; i += step) {
		unsigned int cp;
		step = utf8_next(out + i, n - i, &cp);
		if (!step)
			return NULL;
	}
	return out;
}

enum err pairs_query(struct err_note *note, struct arena *a, const char *text, struct pairs *ret_pairs)
{
	struct pairs found = { .n = 0 };
	if (text && *text)
		found.items = arena_array(a, PAIRS_MAX, sizeof(*found.items));
	while (text && *text) {
		size_t len = strcspn(text, "&"), name_len = strcspn(text, "=&");
		if (len) {
			if (found.n == PAIRS_MAX)
				return err_set(note, ERR_INVALID, "the query has more than %d parameters", PAIRS_MAX);
			bool has_value = name_len < len;
			const char *name = decode(a, text, name_len);
			const char *value =
				has_value ? decode(a, text + name_len + 1, len - name_len - 1) : "";
			if (!name || !value)
				return err_set(note, ERR_INVALID, "the query is not well-formed: parameter %zu", found.n + 1);
			found.items[found.n++] = (struct pair){ .name = name, .value = value };
		}
		text += len + (text[len] == '&');
	}
	*ret_pairs = found;
	return OK;
}

const char *pairs_get(const struct pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (str_eq(pairs->items[i].name, name))
			return pairs->items[i].value;
	return NULL;
}
