/* language.def as three sorted tables, searched by bisection. */
#include "config.h"

#include "core/scan/language.h"

#include "core/base/clean.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

struct key {
	const char *text;
	int language;
};

static const struct language_row rows[] = {
#define LANGUAGE(id, name, color, category) { name, color, category },
#define EXTENSION(extension, id)
#define FILENAME(filename, id)
#include "core/scan/language.def"
#undef LANGUAGE
#undef EXTENSION
#undef FILENAME
};

static const struct key extensions[] = {
#define LANGUAGE(id, name, color, category)
#define EXTENSION(extension, id) { extension, LANG_##id },
#define FILENAME(filename, id)
#include "core/scan/language.def"
#undef LANGUAGE
#undef EXTENSION
#undef FILENAME
};

static const struct key filenames[] = {
#define LANGUAGE(id, name, color, category)
#define EXTENSION(extension, id)
#define FILENAME(filename, id) { filename, LANG_##id },
#include "core/scan/language.def"
#undef LANGUAGE
#undef EXTENSION
#undef FILENAME
};

enum { NAME_MAX_BYTES = 63, TEMPLATE_DEPTH = 1 };

const struct language_row *language_row(int id)
{
	return &rows[id];
}

const char *language_color(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq_nocase(rows[i].name, name))
			return rows[i].color;
	return NULL;
}

static int find(const struct key *table, size_t n, const char *text)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(text, table[middle].text);
		if (!order)
			return table[middle].language;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return LANG_NONE;
}

static int by_extension(const char *name, size_t len, size_t *ret_dot)
{
	char extension[NAME_MAX_BYTES + 1];
	size_t dot = len;
	while (dot && name[dot - 1] != '.')
		dot--;
	*ret_dot = dot;
	if (dot < 1 || dot == len)
		return LANG_NONE;
	for (size_t i = dot; i <= len; i++)
		extension[i - dot] = i < len ? ascii_lower(name[i]) : '\0';
	return find(extensions, ARRAY_LEN(extensions), extension);
}

static bool is_template(const char *extension)
{
	static const char *const endings[] = { "in", "dist", "example", "sample", "template", "tmpl" };
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (!strcmp(extension, endings[i]))
			return true;
	return false;
}

int language_of(const char *base, size_t len)
{
	char name[NAME_MAX_BYTES + 1];
	if (len > NAME_MAX_BYTES) { /* keep the end, where the extension is */
		base += len - NAME_MAX_BYTES;
		len = NAME_MAX_BYTES;
	}
	memcpy(name, base, len);
	name[len] = '\0';
	for (int depth = 0;; depth++) {
		size_t dot = 0;
		int language = find(filenames, ARRAY_LEN(filenames), name);
		if (language == LANG_NONE)
			language = by_extension(name, len, &dot);
		if (language != LANG_NONE || depth == TEMPLATE_DEPTH || dot < 2 || !is_template(name + dot))
			return language;
		len = dot - 1;
		name[len] = '\0';
	}
}
