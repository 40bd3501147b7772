/* A reader of commits in JSON lines that makes no tree; what it cannot take it refuses. */
#include "config.h"

#include "core/profile/commit-line.h"

#include "core/base/arena.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

enum { DEPTH_MAX = 8, ID_MAX = 18 };

struct cursor {
	const char *at, *end;
	struct arena *arena;
	int depth;
};

/* A member's name (no escapes) and what to do with its value. */
typedef bool read_member(struct cursor *c, const char *key, size_t key_len, void *into);

static char peek(struct cursor *c)
{
	while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\r' || *c->at == '\n'))
		c->at++;
	return c->at < c->end ? *c->at : '\0';
}

static bool take(struct cursor *c, char expected)
{
	bool is = peek(c) == expected;
	c->at += is;
	return is;
}

/* Valid UTF-8 without control characters. */
static bool is_clean(const char *p, size_t len)
{
	const uint64_t high = UINT64_C(0x8080808080808080), blank = UINT64_C(0x2020202020202020);
	while (len) {
		uint64_t eight = 0;
		if (len >= 8) {
			memcpy(&eight, p, 8);
			if (!((eight | (eight - blank)) & high)) { /* all ASCII, none below ' ' */
				p += 8;
				len -= 8;
				continue;
			}
		}
		unsigned int cp;
		size_t n = utf8_next(p, len, &cp);
		if (!n || cp < ' ')
			return false;
		p += n;
		len -= n;
	}
	return true;
}

/* What stands between the quotes, still escaped. */
static bool raw_string(struct cursor *c, const char **ret_raw, size_t *ret_len)
{
	if (!take(c, '"'))
		return false;
	const char *from = c->at, *quote = from;
	for (;;) {
		quote = memchr(quote, '"', (size_t)(c->end - quote));
		if (!quote)
			return false;
		size_t slashes = 0;
		while (quote - slashes > from && quote[-1 - (ptrdiff_t)slashes] == '\\')
			slashes++;
		if (slashes % 2 == 0)
			break;
		quote++;
	}
	*ret_raw = from;
	*ret_len = (size_t)(quote - from);
	c->at = quote + 1;
	return is_clean(from, *ret_len);
}

static bool hex4(const char *p, const char *end, unsigned int *ret_cp)
{
	unsigned char bytes[2];
	if (end - p < 4 || !parse_hex(p, 4, bytes))
		return false;
	*ret_cp = (unsigned int)bytes[0] << 8 | bytes[1];
	return true;
}

static char *put_utf8(char *out, unsigned int cp)
{
	if (cp < 0x80) {
		*out++ = (char)cp;
	} else if (cp < 0x800) {
		*out++ = (char)(0xc0 | cp >> 6);
		*out++ = (char)(0x80 | (cp & 0x3f));
	} else if (cp < 0x10000) {
		*out++ = (char)(0xe0 | cp >> 12);
		*out++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*out++ = (char)(0x80 | (cp & 0x3f));
	} else {
		*out++ = (char)(0xf0 | cp >> 18);
		*out++ = (char)(0x80 | (cp >> 12 & 0x3f));
		*out++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*out++ = (char)(0x80 | (cp & 0x3f));
	}
	return out;
}

/* \uXXXX, two of them for a surrogate pair; *p stands behind the u. NUL and lone halves are refused. */
static bool unicode_escape(const char **p, const char *end, char **out)
{
	unsigned int cp, low;
	if (!hex4(*p, end, &cp) || !cp)
		return false;
	*p += 4;
	if (cp >= 0xd800 && cp < 0xe000) {
		if (cp >= 0xdc00 || end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u' || !hex4(*p + 2, end, &low) ||
			low < 0xdc00 || low >= 0xe000)
			return false;
		*p += 6;
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
	}
	*out = put_utf8(*out, cp);
	return true;
}

/* The text of a string; escapes only shrink, so the raw length is room enough. */
static bool text_string(struct cursor *c, const char **ret_text)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *p;
	size_t len;
	if (!raw_string(c, &p, &len))
		return false;
	const char *end = p + len;
	char *text = arena_alloc(c->arena, len + 1), *out = text;
	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));
		size_t run = (size_t)((slash ? slash : end) - p);
		memcpy(out, p, run);
		out += run;
		if (!slash)
			break;
		char letter = slash[1]; /* a string never ends in a lone backslash */
		p = slash + 2;
		const char *known = letter == 'u' ? NULL : strchr(letters, letter);
		if (known && letter)
			*out++ = meant[known - letters];
		else if (letter != 'u' || !unicode_escape(&p, end, &out))
			return false;
	}
	*out = '\0';
	*ret_text = text;
	return true;
}

static bool digits(struct cursor *c)
{
	const char *from = c->at;
	while (c->at < c->end && ascii_is_digit(*c->at))
		c->at++;
	return c->at > from;
}

static bool skip_number(struct cursor *c)
{
	c->at += c->at < c->end && *c->at == '-';
	const char *from = c->at;
	if (!digits(c) || (*from == '0' && c->at - from > 1))
		return false;
	if (c->at < c->end && *c->at == '.') {
		c->at++;
		if (!digits(c))
			return false;
	}
	if (c->at < c->end && (*c->at == 'e' || *c->at == 'E')) {
		c->at++;
		c->at += c->at < c->end && (*c->at == '+' || *c->at == '-');
		return digits(c);
	}
	return true;
}

static bool read_object(struct cursor *c, read_member *member, void *into);
static bool skip_member(struct cursor *c, const char *key, size_t key_len, void *into);

static bool skip_array(struct cursor *c)
{
	if (++c->depth > DEPTH_MAX || !take(c, '['))
		return false;
	if (!take(c, ']')) {
		do {
			if (!skip_member(c, NULL, 0, NULL))
				return false;
		} while (take(c, ','));
		if (!take(c, ']'))
			return false;
	}
	c->depth--;
	return true;
}

/* Any value. */
static bool skip_member(struct cursor *c, const char *key, size_t key_len, void *into)
{
	static const char *const words[] = { "true", "false", "null" };
	const char *text;
	(void)key;
	(void)key_len;
	(void)into;
	switch (peek(c)) {
	case '"':
		return text_string(c, &text);
	case '{':
		return read_object(c, skip_member, NULL);
	case '[':
		return skip_array(c);
	default:
		break;
	}
	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(words[i]);
		if ((size_t)(c->end - c->at) >= len && memcmp(c->at, words[i], len) == 0) {
			c->at += len;
			return true;
		}
	}
	return skip_number(c);
}

static bool read_object(struct cursor *c, read_member *member, void *into)
{
	if (++c->depth > DEPTH_MAX || !take(c, '{'))
		return false;
	if (!take(c, '}')) {
		do {
			const char *key;
			size_t len;
			if (!raw_string(c, &key, &len) || memchr(key, '\\', len) || !take(c, ':') ||
				!member(c, key, len, into))
				return false;
		} while (take(c, ','));
		if (!take(c, '}'))
			return false;
	}
	c->depth--;
	return true;
}

static bool is(const char *key, size_t len, const char *name)
{
	return strlen(name) == len && memcmp(key, name, len) == 0;
}

/* A string, or NULL for a value of another type. */
static bool string_or_null(struct cursor *c, const char **ret_text)
{
	*ret_text = NULL;
	return peek(c) == '"' ? text_string(c, ret_text) : skip_member(c, NULL, 0, NULL);
}

static bool person_member(struct cursor *c, const char *key, size_t len, void *into)
{
	struct person *p = into;
	if (is(key, len, "name"))
		return string_or_null(c, &p->name);
	if (is(key, len, "email"))
		return string_or_null(c, &p->email);
	if (is(key, len, "login"))
		return string_or_null(c, &p->login);
	return skip_member(c, key, len, NULL);
}

static bool read_person(struct cursor *c, struct person *ret_person)
{
	*ret_person = (struct person){ NULL, NULL, NULL };
	return peek(c) == '{' ? read_object(c, person_member, ret_person) : skip_member(c, NULL, 0, NULL);
}

/* A string without escapes or a short integer, as it stands. */
static bool read_id(struct cursor *c, const char **ret_id)
{
	const char *raw, *from;
	size_t len;
	if (peek(c) == '"') {
		from = c->at;
		if (!raw_string(c, &raw, &len) || memchr(raw, '\\', len) || memchr(raw, 0x7f, len))
			return false;
	} else {
		from = c->at;
		if (!digits(c) || c->at - from > ID_MAX || (*from == '0' && c->at - from > 1))
			return false;
	}
	*ret_id = arena_strndup(c->arena, from, (size_t)(c->at - from));
	return true;
}

static bool line_member(struct cursor *c, const char *key, size_t len, void *into)
{
	struct commit_line *line = into;
	if (is(key, len, "message"))
		return string_or_null(c, &line->message);
	if (is(key, len, "author"))
		return read_person(c, &line->author);
	if (is(key, len, "committer"))
		return read_person(c, &line->committer);
	if (is(key, len, "id"))
		return read_id(c, &line->id);
	return skip_member(c, key, len, NULL);
}

bool commit_line_read(struct arena *a, const char *text, size_t len, struct commit_line *ret_line)
{
	struct cursor c = { text, text + len, a, 0 };
	struct commit_line line = { .id = "null" };
	if (!read_object(&c, line_member, &line) || peek(&c) || c.at != c.end)
		return false;
	*ret_line = line;
	return true;
}
