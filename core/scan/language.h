/* Languages by path: linguist's names and colours, see language.def. Ids are rows of one table. */
#ifndef CORE_SCAN_LANGUAGE_H
#define CORE_SCAN_LANGUAGE_H

#include "core/scan/category.h"

#include <stddef.h>

enum language_id {
#define LANGUAGE(id, name, color, category) LANG_##id,
#define EXTENSION(extension, id)
#define FILENAME(filename, id)
#include "core/scan/language.def"
#undef LANGUAGE
#undef EXTENSION
#undef FILENAME
	LANG__MAX
};

enum { LANG_NONE = -1 };

struct language_row {
	const char *name;
	const char *color; /* "#555555", NULL = none */
	enum scan_category category; /* SCAN_SOURCE, SCAN_DOCS or SCAN_CONFIG */
};

/* id in 0..LANG__MAX-1. */
const struct language_row *language_row(int id);

/* "#555555" of a language by its name, ASCII case ignored; NULL: none, or not known. */
const char *language_color(const char *name);

/*
 * The language of a file's base name: by its whole name, then by its extension, then (".in",
 * ".dist", ".example", ".sample", ".template", ".tmpl" taken off) once more. LANG_NONE = unknown.
 */
int language_of(const char *base, size_t len);

#endif
