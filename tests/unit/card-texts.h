/* What a person reads on a card: the texts of an SVG as our writer makes it, in painting order, between bars. */
#ifndef TESTS_UNIT_CARD_TEXTS_H
#define TESTS_UNIT_CARD_TEXTS_H

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <stddef.h>
#include <string.h>

/* One letter of escaped text; returns how many bytes it took. */
static inline size_t texts_letter(const char *p, struct str *out)
{
	static const char *const names[][2] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
		{ "&#39;", "'" } };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strncmp(p, names[i][0], strlen(names[i][0]))) {
			str_addz(out, names[i][1]);
			return strlen(names[i][0]);
		}
	str_addc(out, *p);
	return 1;
}

static inline const char *card_texts(struct arena *a, const char *svg)
{
	struct str out;
	str_init(&out, a, 65536);
	for (const char *p = svg; (p = strstr(p, "<text ")) && (p = strchr(p, '>'));) {
		const char *end = strchr(++p, '<');
		if (out.len)
			str_addc(&out, '|');
		while (p < end)
			p += texts_letter(p, &out);
	}
	return out.buf;
}

#endif
