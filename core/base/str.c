/* Growing strings, the escapers, and the little text help everybody needs. */
#include "config.h"

#include "core/base/str.h"

#include "core/base/arena.h"
#include "core/base/clean.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

void str_init(struct str *s, struct arena *a, size_t max)
{
	size_t cap = max < 63 ? max + 1 : 64;
	*s = (struct str){ .buf = arena_alloc(a, cap), .cap = cap, .max = max, .arena = a };
}

void str_reset(struct str *s)
{
	s->len = 0;
	s->buf[0] = '\0';
	s->over = false;
}

static bool room(struct str *s, size_t more)
{
	if (more > s->max - s->len) {
		s->over = true;
		return false;
	}
	size_t need = s->len + more + 1;
	if (need <= s->cap)
		return true;
	size_t cap = s->cap * 2 > need ? s->cap * 2 : need;
	if (cap > s->max + 1)
		cap = s->max + 1;
	s->buf = arena_grow(s->arena, s->buf, s->cap, cap);
	s->cap = cap;
	return true;
}

void str_add(struct str *s, const char *p, size_t len)
{
	if (!len || !room(s, len))
		return;
	memcpy(s->buf + s->len, p, len);
	s->len += len;
	s->buf[s->len] = '\0';
}

void str_addz(struct str *s, const char *z)
{
	str_add(s, z, strlen(z));
}

void str_addc(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(s->buf + s->len, s->cap - s->len, fmt, ap);
	va_end(ap);
	if (len > 0 && (size_t)len < s->cap - s->len)
		s->len += (size_t)len;
	else if (len > 0 && room(s, (size_t)len))
		s->len += (size_t)vsnprintf(s->buf + s->len, (size_t)len + 1, fmt, again);
	else
		s->buf[s->len] = '\0';
	va_end(again);
}

void str_add_num(struct str *s, double value, int decimals)
{
	char buf[64];
	if (!isfinite(value) || fabs(value) >= 1e15) {
		str_addc(s, '0');
		return;
	}
	int len = snprintf(buf, sizeof(buf), "%.*f", decimals, value);
	if (memchr(buf, '.', (size_t)len)) {
		while (buf[len - 1] == '0')
			len--;
		if (buf[len - 1] == '.')
			len--;
	}
	if (len == 2 && buf[0] == '-' && buf[1] == '0')
		str_addc(s, '0');
	else
		str_add(s, buf, (size_t)len);
}

/*
 * Copy z, replacing each byte for which escape() gives text. Runs of plain bytes are
 * added at once.
 */
static void add_escaped(struct str *s, const char *z, const char *(*escape)(unsigned char c, char buf[8]))
{
	char buf[8];
	const char *run = z;
	for (; *z; z++) {
		const char *text = escape((unsigned char)*z, buf);
		if (!text)
			continue;
		str_add(s, run, (size_t)(z - run));
		str_addz(s, text);
		run = z + 1;
	}
	str_add(s, run, (size_t)(z - run));
}

static const char *escape_xml(unsigned char c, char buf[8])
{
	(void)buf;
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return NULL;
	default:
		return c < 0x20 || c == 0x7f ? replacement : NULL;
	}
}

void str_add_xml(struct str *s, const char *z)
{
	add_escaped(s, utf8_sanitize(s->arena, z, strlen(z)), escape_xml);
}

static const char hex_digits[] = "0123456789ABCDEF";

static const char *escape_url(unsigned char c, char buf[8])
{
	if (ascii_is_alnum((char)c) || (c && strchr("-._~", c)))
		return NULL;
	buf[0] = '%';
	buf[1] = hex_digits[c >> 4];
	buf[2] = hex_digits[c & 15];
	buf[3] = '\0';
	return buf;
}

void str_add_url(struct str *s, const char *z)
{
	add_escaped(s, z, escape_url);
}

static const char *escape_json(unsigned char c, char buf[8])
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		break;
	}
	if (c >= 0x20 && c != 0x7f)
		return NULL;
	(void)snprintf(buf, 8, "\\u%04x", c);
	return buf;
}

void str_add_json(struct str *s, const char *z)
{
	str_addc(s, '"');
	add_escaped(s, utf8_sanitize(s->arena, z, strlen(z)), escape_json);
	str_addc(s, '"');
}

static const char *escape_logfmt(unsigned char c, char buf[8])
{
	if (c == '"')
		return "\\\"";
	if (c == '\\')
		return "\\\\";
	if (c >= 0x20 && c != 0x7f)
		return NULL;
	(void)snprintf(buf, 8, "\\x%02x", c);
	return buf;
}

void str_add_logfmt(struct str *s, const char *z)
{
	bool plain = *z != '\0';
	for (const char *p = z; *p && plain; p++)
		plain = (unsigned char)*p > 0x20 && *p != '"' && *p != '=' && *p != '\\' && *p != 0x7f;
	if (plain) {
		str_addz(s, z);
		return;
	}
	str_addc(s, '"');
	add_escaped(s, z, escape_logfmt);
	str_addc(s, '"');
}

bool str_eq(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool str_eq_nocase(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t len = strlen(s), want = strlen(suffix);
	return len >= want && memcmp(s + len - want, suffix, want) == 0;
}

bool ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool ascii_is_alnum(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

char *str_lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);
	for (char *p = copy; *p; p++)
		*p = ascii_lower(*p);
	return copy;
}

size_t utf8_next(const char *s, size_t len, unsigned int *ret_cp)
{
	static const struct {
		unsigned char mask, lead;
		unsigned int min;
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 } };

	if (!len)
		return 0;
	unsigned char c = (unsigned char)s[0];
	for (size_t n = 1; n <= ARRAY_LEN(forms) && n <= len; n++) {
		if ((c & forms[n - 1].mask) != forms[n - 1].lead)
			continue;
		unsigned int cp = c & (unsigned char)~forms[n - 1].mask;
		for (size_t i = 1; i < n; i++) {
			if (((unsigned char)s[i] & 0xc0) != 0x80)
				return 0;
			cp = cp << 6 | ((unsigned char)s[i] & 0x3f);
		}
		if (cp < forms[n - 1].min || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
			return 0;
		*ret_cp = cp;
		return n;
	}
	return 0;
}

char *utf8_sanitize(struct arena *a, const char *s, size_t len)
{
	unsigned int cp;
	size_t good = 0, step;
	while (good < len && (step = utf8_next(s + good, len - good, &cp)))
		good += step;
	if (good == len)
		return arena_strndup(a, s, len);

	struct str out;
	str_init(&out, a, len > SIZE_MAX / 3 - 1 ? SIZE_MAX - 1 : len * 3);
	for (size_t i = 0; i < len;) {
		step = utf8_next(s + i, len - i, &cp);
		if (step)
			str_add(&out, s + i, step);
		else
			str_addz(&out, replacement);
		i += step ? step : 1;
	}
	return out.buf;
}
