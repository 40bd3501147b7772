/*
 * Is this text one well-formed XML 1.0 element (no prolog, comments, CDATA or processing
 * instructions), made of the elements an SVG of ours may have? For the unit test
 * and the fuzz target of the cards.
 */
#ifndef TESTS_UNIT_XML_CHECK_H
#define TESTS_UNIT_XML_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/base/str.h"

enum { XML_DEPTH = 16, XML_ATTRS = 24 };

struct xml {
	const char *p, *end;
	const char *why; /* NULL = fine so far */
	struct {
		const char *name;
		size_t len;
	} open[XML_DEPTH];
	size_t depth;
};

static inline bool xml_fail(struct xml *x, const char *why)
{
	if (!x->why)
		x->why = why;
	return false;
}

static inline size_t xml_name(const struct xml *x)
{
	const char *p = x->p;
	while (p < x->end && (ascii_is_alnum(*p) || *p == '-' || *p == ':'))
		p++;
	return (size_t)(p - x->p);
}

static inline bool xml_known(const char *name, size_t len)
{
	static const char *const known[] = { "svg", "title", "desc", "style", "defs", "linearGradient",
		"stop", "rect", "circle", "path", "text" };
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i]) == len && memcmp(known[i], name, len) == 0)
			return true;
	return false;
}

/* One character of text or of an attribute value. */
static inline bool xml_char(struct xml *x)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	size_t left = (size_t)(x->end - x->p);
	unsigned int cp = 0;
	if (*x->p == '&') {
		for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
			size_t len = strlen(entities[i]);
			if (left >= len && memcmp(x->p, entities[i], len) == 0) {
				x->p += len;
				return true;
			}
		}
		return xml_fail(x, "bare &");
	}
	size_t step = utf8_next(x->p, left, &cp);
	if (!step)
		return xml_fail(x, "bad UTF-8");
	if ((cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0xfffe || cp == 0xffff)
		return xml_fail(x, "forbidden character");
	if (cp == '>')
		return xml_fail(x, "bare >");
	x->p += step;
	return true;
}

/* Neither a script nor a reference to anything but a gradient of the same picture. */
static inline bool xml_harmless(const char *name, size_t name_len, const char *value, size_t len)
{
	static const char *const bad[] = { "href", "xlink:href", "src" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (strlen(bad[i]) == name_len && memcmp(bad[i], name, name_len) == 0)
			return false;
	bool outside = len >= 4 && memcmp(value, "url(", 4) == 0 && (len < 5 || value[4] != '#');
	return !outside && !(name_len > 2 && memcmp(name, "on", 2) == 0);
}

static inline bool xml_attrs(struct xml *x)
{
	const char *names[XML_ATTRS];
	size_t lens[XML_ATTRS], n = 0;
	while (x->p < x->end && *x->p == ' ') {
		x->p++;
		size_t len = xml_name(x);
		if (!len || n == XML_ATTRS)
			return xml_fail(x, "attribute name");
		for (size_t i = 0; i < n; i++)
			if (lens[i] == len && memcmp(names[i], x->p, len) == 0)
				return xml_fail(x, "attribute twice");
		names[n] = x->p;
		lens[n++] = len;
		x->p += len;
		if (x->end - x->p < 2 || x->p[0] != '=' || x->p[1] != '"')
			return xml_fail(x, "attribute without value");
		x->p += 2;
		const char *value = x->p;
		while (x->p < x->end && *x->p != '"')
			if (*x->p == '<' || !xml_char(x))
				return xml_fail(x, "attribute value");
		if (!xml_harmless(names[n - 1], len, value, (size_t)(x->p - value)))
			return xml_fail(x, "attribute that reaches out");
		if (x->p == x->end)
			return xml_fail(x, "open attribute");
		x->p++;
	}
	return true;
}

static inline bool xml_tag(struct xml *x)
{
	bool closing = ++x->p < x->end && *x->p == '/';
	x->p += closing;
	size_t len = xml_name(x);
	const char *name = x->p;
	if (!xml_known(name, len))
		return xml_fail(x, "unknown element");
	x->p += len;
	if (closing) {
		if (!x->depth || x->open[x->depth - 1].len != len ||
			memcmp(x->open[x->depth - 1].name, name, len) != 0)
			return xml_fail(x, "closing tag does not match");
		x->depth--;
	} else {
		if (!xml_attrs(x))
			return false;
		bool empty = x->p < x->end && *x->p == '/';
		x->p += empty;
		if (!empty && x->depth == XML_DEPTH)
			return xml_fail(x, "too deep");
		if (!empty) {
			x->open[x->depth].name = name;
			x->open[x->depth++].len = len;
		}
	}
	if (x->p == x->end || *x->p != '>')
		return xml_fail(x, "tag does not end");
	x->p++;
	return true;
}

/* NULL, or what is wrong. */
static inline const char *xml_check(const char *text, size_t len)
{
	struct xml x = { .p = text, .end = text + len };
	if (len < 5 || memcmp(text, "<svg ", 5) != 0)
		return "does not begin with <svg";
	while (xml_tag(&x) && x.depth)
		while (x.p < x.end && *x.p != '<')
			if (!xml_char(&x))
				return x.why;
	if (!x.why && (x.end - x.p != 1 || *x.p != '\n'))
		return "text after the root";
	return x.why;
}

#endif
