/*
 * What kind of file a path names. Decided from the path alone, first match wins:
 * vendored, lock, generated, translation, test, docs, config, source. Binary is what git
 * shows no line counts for. The tables stand in category.c and language.def.
 */
#ifndef CORE_SCAN_CATEGORY_H
#define CORE_SCAN_CATEGORY_H

#include <stddef.h>

enum scan_category {
	SCAN_SOURCE,
	SCAN_TEST,
	SCAN_DOCS,
	SCAN_CONFIG, /* configuration, data, and text of no known kind */
	SCAN_GENERATED,
	SCAN_VENDORED,
	SCAN_LOCK,
	SCAN_TRANSLATION,
	SCAN_BINARY,
	SCAN_CATEGORY__MAX
};

/* path is relative to the root of the repository, len bytes, "/" between; any bytes. */
enum scan_category scan_category(const char *path, size_t len, int *ret_language);
/* "source", "test", ... */
const char *scan_category_name(enum scan_category category);

#endif
