/* What a query may say of language, zone and dates: one a line, code, zone, pattern. Nothing longer than its cap comes out. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/locale/locale.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t days[] = { 20777, -719528, 0, -1, 2932896 };
	struct arena a;
	arena_init(&a, 4 << 20);
	char *code = arena_strndup(&a, (const char *)data, size), *zone, *pattern;
	zone = strchr(code, '\n');
	zone = zone ? (*zone = '\0', zone + 1) : code + strlen(code);
	pattern = strchr(zone, '\n');
	pattern = pattern ? (*pattern = '\0', pattern + 1) : zone + strlen(zone);
	const struct locale *l = locale_find(code);
	if (!l)
		l = locale_english();
	int minutes = 9999;
	bool known = locale_zone_offset(zone, INT64_C(1795132800000), &minutes);
	if (known ? minutes < -1440 || minutes > 1440 : minutes != 9999)
		abort();
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		if (strlen(locale_date(&a, l, pattern, days[i], 2026)) > 512)
			abort();
	const char *digits = locale_digits(&a, l, pattern);
	if (strlen(digits) < strlen(pattern))
		abort();
	arena_release(&a);
	return 0;
}
