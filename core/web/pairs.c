/* Query strings and cookies. */
#include "config.h"

#include "core/web/pairs.h"

#include "core/base/arena.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <stdbool.h>
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

static bool printable(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return true;
}

enum err pairs_cookie(struct err_note *note, struct arena *a, const char *text, struct pairs *ret_pairs)
{
	struct pairs found = { .n = 0 };
	if (text && *text)
		found.items = arena_array(a, PAIRS_MAX, sizeof(*found.items));
	while (text && *text) {
		text += strspn(text, " \t");
		size_t len = strcspn(text, ";"), name_len = strcspn(text, "=;"), end = len;
		while (end && ascii_is_space(text[end - 1]))
			end--;
		if (name_len && name_len < len) {
			const char *value = text + name_len + 1;
			size_t value_len = end > name_len ? end - name_len - 1 : 0;
			if (value_len > 1 && value[0] == '"' && value[value_len - 1] == '"') {
				value++;
				value_len -= 2;
			}
			if (found.n == PAIRS_MAX || !printable(text, len))
				return err_set(note, ERR_INVALID, "the Cookie header is not well-formed");
			found.items[found.n++] = (struct pair){ .name = arena_strndup(a, text, name_len),
				.value = arena_strndup(a, value, value_len) };
		}
		text += len + (text[len] == ';');
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
