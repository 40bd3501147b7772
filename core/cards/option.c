/* Options of a card out of a query, by a table. */
#include "config.h"

#include "core/cards/option.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/cards/card.h"

#include <limits.h>
#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { DIGITS_MAX = 15 };

/* ---- numbers: what stands at the start counts, as JavaScript's parseInt and parseFloat have it */

static bool read_number(const char *text, bool whole, double *ret_value)
{
	double value = 0, unit = 1;
	size_t digits = 0;
	while (ascii_is_space(*text))
		text++;
	bool negative = *text == '-';
	if (*text == '-' || *text == '+')
		text++;
	for (; ascii_is_digit(*text); text++, digits++)
		value = fmin(value * 10 + (*text - '0'), 1e15);
	if (!whole && *text == '.')
		for (text++; ascii_is_digit(*text); text++)
			if (digits++ < DIGITS_MAX)
				value += (*text - '0') * (unit /= 10);
	if (!digits)
		return false;
	*ret_value = negative ? -value : value;
	return true;
}

static double clamp(const struct card_option *o, double value)
{
	bool bounded = o->min < o->max;
	return bounded ? fmin(fmax(value, o->min), o->max) : value;
}

static bool take_bool(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)o, (void)a;
	bool yes = str_eq_nocase(text, "true");
	if (!yes && !str_eq_nocase(text, "false"))
		return false;
	*(bool *)out = yes;
	return true;
}

static bool take_int(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)a;
	double value;
	if (!read_number(text, true, &value)) {
		if (!o->word_is_min)
			return false;
		value = o->min;
	}
	*(int *)out = (int)fmin(fmax(clamp(o, value), INT_MIN), INT_MAX);
	return true;
}

static bool take_number(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)a;
	double value;
	if (!read_number(text, false, &value))
		return false;
	*(double *)out = clamp(o, value);
	return true;
}

/* ---- texts and lists */

/* A valid copy of at most max code points. */
static char *text_copy(struct arena *a, const char *text, size_t len, size_t max)
{
	size_t at = 0;
	for (size_t n = 0; n < max && at < len; n++) {
		unsigned int cp;
		size_t step = utf8_next(text + at, len - at, &cp);
		at += step ? step : 1;
	}
	return utf8_sanitize(a, text, at);
}

static bool take_text(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	*(const char **)out = text_copy(a, text, strlen(text), o->max > 0 ? (size_t)o->max : OPTION_TEXT_MAX);
	return true;
}

/* The next item of a comma list, trimmed; false at its end. */
static bool next_item(const char **at, const char **ret_item, size_t *ret_len)
{
	const char *s = *at;
	if (!s)
		return false;
	size_t len = strcspn(s, ",");
	*at = s[len] ? s + len + 1 : NULL;
	for (; len && ascii_is_space(*s); len--)
		s++;
	while (len && ascii_is_space(s[len - 1]))
		len--;
	*ret_item = s;
	*ret_len = len;
	return true;
}

static bool is_nocase(const char *s, size_t len, const char *other, size_t other_len)
{
	bool same = len == other_len;
	for (size_t i = 0; same && i < len; i++)
		same = ascii_lower(s[i]) == ascii_lower(other[i]);
	return same;
}

/* Index of a word in "a|b|c"; -1: none. */
static int word_index(const char *words, const char *text, size_t len)
{
	for (int i = 0;; i++) {
		size_t n = strcspn(words, "|");
		if (is_nocase(text, len, words, n))
			return i;
		if (!words[n])
			return -1;
		words += n + 1;
	}
}

static bool take_word(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)a;
	int i = word_index(o->words, text, strlen(text));
	if (i < 0)
		return false;
	*(int *)out = i;
	return true;
}

static bool take_words(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)a;
	unsigned int bits = 0;
	const char *item;
	size_t len;
	while (next_item(&text, &item, &len)) {
		int i = word_index(o->words, item, len);
		if (i >= 0)
			bits |= 1U << i;
	}
	*(unsigned int *)out = bits;
	return true;
}

static bool take_names(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)o;
	struct option_names names = { .items = arena_array(a, OPTION_NAMES_MAX, sizeof(*names.items)) };
	const char *item;
	size_t len;
	while (names.n < OPTION_NAMES_MAX && next_item(&text, &item, &len))
		if (len)
			names.items[names.n++] = text_copy(a, item, len, OPTION_TEXT_MAX);
	*(struct option_names *)out = names;
	return true;
}

bool option_names_hold(const struct option_names *names, const char *name)
{
	for (size_t i = 0; name && i < names->n; i++)
		if (str_eq_nocase(names->items[i], name))
			return true;
	return false;
}

/* ---- colours */

static int hex_digit(char c)
{
	c = ascii_lower(c);
	return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hex_color(const char *text, rgba *ret_color)
{
	size_t n = strlen(text);
	bool is_short = n == 3 || n == 4;
	rgba color = 0;
	if (!is_short && n != 6 && n != 8)
		return false;
	for (size_t i = 0; i < n; i++) {
		int digit = hex_digit(text[i]);
		if (digit < 0)
			return false;
		color = is_short ? color << 8 | (rgba)digit * 0x11 : color << 4 | (rgba)digit;
	}
	*ret_color = n == 3 || n == 6 ? RGBA(color) : color;
	return true;
}

static bool css_color(const char *text, rgba *ret_color)
{
	static const struct {
		const char *name;
		rgba color;
	} names[] = {
#define X(name, color) { name, color },
#include "core/cards/css-colors.def"
#undef X
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq_nocase(names[i].name, text)) {
			*ret_color = names[i].color;
			return true;
		}
	return false;
}

bool option_color_parse(const char *text, bool css, rgba *ret_color)
{
	if (css && *text == '#')
		return hex_color(text + 1, ret_color);
	return hex_color(text, ret_color) || (css && css_color(text, ret_color));
}

static bool take_color(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	(void)a;
	struct option_color color = { .given = true };
	if (!option_color_parse(text, o->css, &color.color))
		return false;
	*(struct option_color *)out = color;
	return true;
}

bool option_background_parse(struct arena *a, const char *text, bool css, struct option_background *ret_background)
{
	struct option_background b = { .given = true };
	const char *item;
	size_t len;
	if (!strchr(text, ',')) {
		b.n = 1;
		if (!option_color_parse(text, css, &b.colors[0]))
			return false;
		*ret_background = b;
		return true;
	}
	(void)next_item(&text, &item, &len);
	if (!read_number(arena_strndup(a, item, len), false, &b.angle))
		return false;
	while (b.n < OPTION_STOPS_MAX && next_item(&text, &item, &len))
		if (!option_color_parse(arena_strndup(a, item, len), css, &b.colors[b.n++]))
			return false;
	if (b.n < 2)
		return false;
	*ret_background = b;
	return true;
}

static bool take_background(const struct card_option *o, struct arena *a, const char *text, void *out)
{
	return option_background_parse(a, text, o->css, out);
}

/* ---- the table */

static const struct {
	const char *name;
	bool (*take)(const struct card_option *o, struct arena *a, const char *text, void *out);
} types[] = {
	[OPTION_BOOL] = { "boolean", take_bool },
	[OPTION_INT] = { "integer", take_int },
	[OPTION_NUMBER] = { "number", take_number },
	[OPTION_TEXT] = { "text", take_text },
	[OPTION_WORD] = { "word", take_word },
	[OPTION_WORDS] = { "words", take_words },
	[OPTION_NAMES] = { "names", take_names },
	[OPTION_COLOR] = { "color", take_color },
	[OPTION_BACKGROUND] = { "background", take_background },
};

/* NULL where it was not given or is empty. */
static const char *last_of(const char *name, const struct card_arg *args, size_t n_args)
{
	for (size_t i = n_args; i-- > 0;)
		if (str_eq(args[i].name, name))
			return args[i].value && *args[i].value ? args[i].value : NULL;
	return NULL;
}

/* A default may lie outside of the range, to be told from what was given. */
static void take_default(const struct card_option *o, struct arena *a, void *out)
{
	struct card_option unbounded = *o;
	unbounded.min = unbounded.max = 0;
	if (o->otherwise)
		(void)types[o->type].take(&unbounded, a, o->otherwise, out);
}

enum err options_read(struct err_note *note, struct arena *a, const struct card_option *table, size_t n,
	const struct card_arg *args, size_t n_args, void *options)
{
	enum err err = OK;
	for (size_t i = 0; i < n; i++) {
		const struct card_option *o = &table[i];
		const char *text = last_of(o->name, args, n_args);
		void *out = (char *)options + o->offset;
		if (text && types[o->type].take(o, a, text, out))
			continue;
		take_default(o, a, out);
		if (!err && text && o->strict)
			err = err_field(note, ERR_UNPROCESSABLE, o->name, "%s must be one of %s", o->name, o->words);
		if (!err && !text && o->required)
			err = err_field(note, ERR_UNPROCESSABLE, o->name, "%s is missing", o->name);
	}
	return err;
}

const char *options_hint(struct arena *a, const struct card_option *table, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		const struct card_option *o = &table[i];
		if (!str_eq(o->name, name))
			continue;
		return arena_printf(a, "%s=%s", name, o->words ? o->words : "...");
	}
	return NULL;
}

static void describe_words(struct json_object *obj, const char *words)
{
	struct json_object *array = json_put_array(obj, "words");
	char word[64];
	while (words) {
		size_t n = strcspn(words, "|"), kept = n < sizeof(word) ? n : sizeof(word) - 1;
		memcpy(word, words, kept);
		word[kept] = '\0';
		json_push_str(array, word);
		words = words[n] ? words + n + 1 : NULL;
	}
}

void options_describe(const struct card_option *table, size_t n, struct json_object *array)
{
	for (size_t i = 0; i < n; i++) {
		const struct card_option *o = &table[i];
		struct json_object *obj = json_push_object(array);
		json_put_str(obj, "name", o->name);
		json_put_str(obj, "type", types[o->type].name);
		json_put_str(obj, "default", o->otherwise);
		if (o->min < o->max) {
			json_put_num(obj, "min", o->min, 2);
			json_put_num(obj, "max", o->max, 2);
		}
		if (o->words)
			describe_words(obj, o->words);
		json_put_bool(obj, "required", o->required);
		json_put_str(obj, "doc", o->doc);
	}
}
