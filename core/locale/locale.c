/* Finding a language, its words, its numbers, and the offset of a zone. */
#include "config.h"

#include "core/locale/locale.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/locale/table.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum { CODE_MAX = 16, TEXT_MAX = 4096, NUMBER_MAX = 32, ZONE_MAX = 64 };

/* ---- finding */

/* Codes of the services we replace and of other ages, in lower case with "-". */
static const struct {
	const char *alias, *code;
} aliases[] = {
	{ "cn", "zh-CN" }, { "gr", "el" }, { "in", "id" }, { "iw", "he" }, { "jp", "ja" }, { "kr", "ko" }, { "nn", "nb" },
	{ "no", "nb" }, { "se", "sv" }, { "ua", "uk" }, { "zh", "zh-CN" }, { "zh-hans", "zh-CN" }, { "zh-hant", "zh-TW" },
	{ "zh-hk", "zh-TW" }, { "zh-mo", "zh-TW" },
};

/*
 * Languages of the streak and stats services that have no file here: their cards are English, since an image in
 * somebody's README should not become an error over it.
 */
static const char *const not_yet[] = { "am", "as", "az", "bho", "ceb", "et", "fil", "gu", "ha", "ht", "hy", "jv", "kk",
	"kn", "ku", "mai", "mal", "mi", "ml", "mr", "ms", "my", "ne", "np", "pa", "ps", "rw", "sa", "sd", "si", "so", "sq",
	"su", "sw", "ta", "tcy", "te", "tl", "uz", "yo" };

static const struct locale *find_exact(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
		if (str_eq(aliases[i].alias, code))
			return locale_find(aliases[i].code);
	for (size_t i = 0; i < locale_table_len; i++)
		if (str_eq_nocase(locale_table[i].code, code))
			return &locale_table[i];
	for (size_t i = 0; i < ARRAY_LEN(not_yet); i++)
		if (str_eq(not_yet[i], code))
			return locale_english();
	return NULL;
}

const struct locale *locale_find(const char *code)
{
	char key[CODE_MAX];
	size_t len = code ? strlen(code) : 0;
	if (!len || len >= sizeof(key))
		return NULL;
	for (size_t i = 0; i <= len; i++) {
		key[i] = code[i] == '_' ? '-' : ascii_lower(code[i]);
		if (key[i] && key[i] != '-' && !ascii_is_alnum(key[i]))
			return NULL;
	}
	/* "zh-hant-hk" is "zh-hant" before it is "zh" */
	const struct locale *found = find_exact(key);
	for (char *dash; !found && (dash = strrchr(key, '-'));) {
		*dash = '\0';
		found = find_exact(key);
	}
	return found;
}

const struct locale *locale_english(void)
{
	for (size_t i = 0; i < locale_table_len; i++)
		if (str_eq(locale_table[i].code, "en"))
			return &locale_table[i];
	return &locale_table[0];
}

size_t locale_count(void)
{
	return locale_table_len;
}

const struct locale *locale_at(size_t i)
{
	return &locale_table[i];
}

const char *locale_code(const struct locale *l)
{
	return l->code;
}

const char *locale_own_name(const struct locale *l)
{
	return l->own_name;
}

bool locale_is_rtl(const struct locale *l)
{
	return l->rtl;
}

/* ---- words */

const char *locale_word(const struct locale *l, enum word w)
{
	return l->words[w] ? l->words[w] : locale_english_words[w];
}

static const char *arg_of(const char *const *args, const char *name, size_t len)
{
	for (size_t i = 0; args && args[i] && args[i + 1]; i += 2)
		if (strlen(args[i]) == len && memcmp(args[i], name, len) == 0)
			return args[i + 1];
	return NULL;
}

static void fill(struct str *out, const char *text, size_t len, const char *const *args)
{
	for (const char *p = text, *end = text + len; p < end;) {
		const char *close = *p == '{' ? memchr(p, '}', (size_t)(end - p)) : NULL;
		const char *value = close ? arg_of(args, p + 1, (size_t)(close - p) - 1) : NULL;
		if (value) {
			str_addz(out, value);
			p = close + 1;
		} else {
			str_addc(out, *p++);
		}
	}
}

const char *locale_fill(struct arena *a, const struct locale *l, enum word w, const char *const *args)
{
	const char *text = locale_word(l, w);
	struct str out;
	str_init(&out, a, TEXT_MAX);
	fill(&out, text, strlen(text), args);
	return out.buf;
}

const char *locale_count_word(struct arena *a, const struct locale *l, enum word w, int64_t n)
{
	enum plural rule = l->words[w] ? l->plural : locale_english()->plural;
	const char *form = locale_word(l, w);
	for (size_t left = plural_form(rule, n); left && strchr(form, '|'); left--)
		form = strchr(form, '|') + 1;
	struct str out;
	str_init(&out, a, TEXT_MAX);
	fill(&out, form, strcspn(form, "|"), (const char *const[]){ "n", locale_number(a, l, n), NULL });
	return out.buf;
}

/* ---- numbers */

static void add_digit(struct str *out, const struct locale *l, char c)
{
	uint32_t cp = l->zero + (uint32_t)(c - '0');
	if (!l->zero) {
		str_addc(out, c);
	} else if (cp < 0x800) {
		str_addc(out, (char)(0xc0 | cp >> 6));
		str_addc(out, (char)(0x80 | (cp & 0x3f)));
	} else {
		str_addc(out, (char)(0xe0 | cp >> 12));
		str_addc(out, (char)(0x80 | (cp >> 6 & 0x3f)));
		str_addc(out, (char)(0x80 | (cp & 0x3f)));
	}
}

/* Whether a separator stands before the last `left` digits. */
static bool splits(const struct locale *l, size_t left)
{
	return left == 3 || (left > 3 && (l->indian ? left % 2 == 1 : left % 3 == 0));
}

const char *locale_number(struct arena *a, const struct locale *l, int64_t n)
{
	char digits[NUMBER_MAX];
	(void)snprintf(digits, sizeof(digits), "%" PRIu64, n < 0 ? -(uint64_t)n : (uint64_t)n);
	size_t len = strlen(digits), least = l->group_from ? l->group_from : 1;
	struct str out;
	str_init(&out, a, TEXT_MAX);
	if (n < 0)
		str_addc(&out, '-');
	for (size_t i = 0; i < len; i++) {
		if (i && len >= 3 + least && splits(l, len - i))
			str_addz(&out, l->group);
		add_digit(&out, l, digits[i]);
	}
	return out.buf;
}

const char *locale_digits(struct arena *a, const struct locale *l, const char *text)
{
	if ((!l->zero && !l->decimal) || !strpbrk(text, "0123456789"))
		return text;
	struct str out;
	str_init(&out, a, strlen(text) * 3);
	for (const char *p = text; *p; p++)
		if (ascii_is_digit(*p))
			add_digit(&out, l, *p);
		else if (*p == '.' && l->decimal && p > text && ascii_is_digit(p[-1]) && ascii_is_digit(p[1]))
			str_addz(&out, l->decimal);
		else
			str_addc(&out, *p);
	return out.buf;
}

/* ---- zones */

/*
 * Names of the tz database and no more: each part begins with a capital; GLib would also take offsets and
 * POSIX rules ("ABC5"), so digits are left to the few names that have them.
 */
static bool is_zone_name(const char *zone)
{
	static const char *const numbered[] = { "CST6CDT", "EST5EDT", "GMT+0", "GMT-0", "GMT0", "MST7MDT", "PST8PDT" };
	size_t len = strlen(zone);
	if (!len || len >= ZONE_MAX || zone[len - 1] == '/')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(numbered); i++)
		if (str_eq(zone, numbered[i]))
			return true;
	bool is_first = true, may_number = str_starts(zone, "Etc/GMT");
	for (const char *p = zone; *p; p++) {
		bool is_capital = *p >= 'A' && *p <= 'Z';
		bool is_sign = *p == '+' || ascii_is_digit(*p);
		if (is_first ? !is_capital : !ascii_is_alnum(*p) && !strchr("_+-/", *p))
			return false;
		if (is_sign && !may_number)
			return false;
		is_first = *p == '/';
	}
	return true;
}

bool locale_zone_offset(const char *zone, int64_t ms, int *ret_minutes)
{
	if (!zone || !is_zone_name(zone))
		return false;
	GTimeZone *tz = g_time_zone_new_identifier(zone);
	if (!tz)
		return false;
	int64_t seconds = ms / 1000 - (ms % 1000 < 0);
	gint interval = g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, seconds);
	int offset = interval < 0 ? 0 : g_time_zone_get_offset(tz, interval);
	g_time_zone_unref(tz);
	if (interval < 0)
		return false;
	*ret_minutes = offset / 60;
	return true;
}
