/*
 * Is this a picture a README may show: well-formed, of the elements we draw with, no script, no event handler, nothing that
 * is fetched from anywhere? What a person typed may say anything as long as it stays text.
 */
#ifndef TESTS_UNIT_SVG_CHECK_H
#define TESTS_UNIT_SVG_CHECK_H

#include "core/base/str.h"
#include "tests/unit/xml-check.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline bool svg_starts(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i < n; i++)
		if (p + i >= end || ascii_lower(p[i]) != word[i])
			return false;
	return true;
}

/* A url() that leaves the file; in a tag also handlers and references. */
static inline bool svg_reaches_out(const char *p, const char *end, bool in_tag)
{
	if (svg_starts(p, end, "url(") && !svg_starts(p, end, "url(#"))
		return true;
	if (!in_tag)
		return svg_starts(p, end, "@import");
	return svg_starts(p, end, "href") || svg_starts(p, end, " on") || svg_starts(p, end, "javascript:");
}

/* NULL: fine. */
static inline const char *svg_check(const char *svg, size_t len)
{
	const char *why = xml_check(svg, len), *end = svg + len;
	bool in_tag = false, in_style = false;
	if (why)
		return why;
	for (const char *p = svg; p < end; p++) {
		if (*p == '<') {
			in_tag = true;
			in_style = svg_starts(p, end, "<style");
			if (svg_starts(p, end, "<script") || svg_starts(p, end, "<foreignobject") || svg_starts(p, end, "<image"))
				return "an element that does things";
		}
		if ((in_tag || in_style) && svg_reaches_out(p, end, in_tag))
			return "a reference to the outside";
		in_tag = in_tag && *p != '>';
	}
	return NULL;
}

#endif
