/* Languages: every one complete and well formed, plural rules against CLDR's, numbers, dates, zones. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/locale/table.h"
#include "core/render/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 64 * 1024 * 1024);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const struct locale *find(const char *code)
{
	const struct locale *l = locale_find(code);
	if (!l)
		fail_msg("no locale %s", code);
	return l;
}

static void test_find(void **state)
{
	(void)state;
	static const struct {
		const char *asked, *code;
	} rows[] = { { "de", "de" }, { "DE", "de" }, { "de-AT", "de" }, { "pt_br", "pt-BR" }, { "PT-br", "pt-BR" },
		{ "pt-PT", "pt" }, { "pt", "pt" }, { "cn", "zh-CN" }, { "zh", "zh-CN" }, { "zh_Hans", "zh-CN" },
		{ "zh-hant-hk", "zh-TW" }, { "zh-HK", "zh-TW" }, { "zh-tw", "zh-TW" }, { "zh-SG", "zh-CN" },
		{ "kr", "ko" }, { "jp", "ja" }, { "se", "sv" }, { "no", "nb" }, { "nn-NO", "nb" }, { "uk-ua", "uk" },
		{ "ua", "uk" }, { "iw", "he" }, { "es-419", "es" }, { "en-GB", "en" },
		{ "sr-latn", "sr-Latn" }, { "sr_Latn_RS", "sr-Latn" }, { "sr-RS", "sr" }, { "ur_PK", "ur" },
		/* spoken by the services we replace, by us not yet */
		{ "my", "en" }, { "np", "en" }, { "sd_PK", "en" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(locale_code(find(rows[i].asked)), rows[i].code);
	static const char *const unknown[] = { "", "-", "x", "tlh", "d e", "de/..", "deutsch", "a-very-long-language-code",
		"\xd0\xb4\xd0\xb5" };
	for (size_t i = 0; i < ARRAY_LEN(unknown); i++)
		assert_null(locale_find(unknown[i]));
	assert_null(locale_find(NULL));
	assert_string_equal(locale_code(locale_english()), "en");
	assert_string_equal(locale_own_name(find("de")), "Deutsch");
	assert_true(locale_count() >= 28);
	for (size_t i = 1; i < locale_count(); i++)
		assert_true(strcmp(locale_code(locale_at(i - 1)), locale_code(locale_at(i))) < 0);
	for (size_t i = 0; i < locale_count(); i++)
		assert_ptr_equal(locale_find(locale_code(locale_at(i))), locale_at(i));
}

/* ---- words */

static size_t forms_of(const char *text)
{
	size_t n = 1;
	for (const char *p = text; (p = strchr(p, '|')); p++)
		n++;
	return n;
}

/* Every {name} of text stands in other. */
static bool placeholders_within(const char *text, const char *other)
{
	for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
		const char *close = strchr(open, '}');
		if (!close || !strstr(other, arena_strndup(&arena, open, (size_t)(close - open) + 1)))
			return false;
	}
	return strchr(text, '}') == NULL || strchr(text, '{') != NULL;
}

/* How many of 0..1000 a form serves; where it is one, its text may say the number in letters. */
static bool form_is_of_one_number(const struct locale *l, size_t form)
{
	size_t n = 0;
	for (int64_t i = 0; i <= 1000; i++)
		n += plural_form(l->plural, i) == form;
	return n <= 1 && l->plural != PLURAL_ONE_MILLION && l->plural != PLURAL_ZERO_ONE_MILLION;
}

static const char *form_at(const char *text, size_t i)
{
	while (i--)
		text = strchr(text, '|') + 1;
	return arena_strndup(&arena, text, strcspn(text, "|"));
}

static void check_plural(const struct locale *l, enum word w)
{
	const char *text = l->words[w], *english = locale_english_words[w];
	size_t want = strchr(english, '|') ? plural_forms(l->plural) : 1;
	if (forms_of(text) != want)
		fail_msg("%s %s: %zu forms, not %zu", l->code, locale_word_names[w], forms_of(text), want);
	for (size_t i = 0; strchr(english, '|') && i < want; i++) {
		const char *form = form_at(text, i);
		if (!*form || (!strstr(form, "{n}") && !form_is_of_one_number(l, i)))
			fail_msg("%s %s: form %zu lacks {n}", l->code, locale_word_names[w], i);
	}
}

static void check_text(const struct locale *l, enum word w)
{
	const char *text = l->words[w], *name = locale_word_names[w];
	if (!*text || strpbrk(text, "\"'\t\n\\") || strstr(text, "  ") || strstr(text, "..."))
		fail_msg("%s %s: untidy: %s", l->code, name, text);
	if (*text == ' ' || (w != WORD_LIST_SEPARATOR && text[strlen(text) - 1] == ' '))
		fail_msg("%s %s: a blank at an end", l->code, name);
	for (size_t i = 0, len = strlen(text), step; i < len; i += step) {
		unsigned int cp;
		step = utf8_next(text + i, len - i, &cp);
		if (!step || (cp >= 0x200e && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e))
			fail_msg("%s %s: not UTF-8, or a mark of direction", l->code, name);
	}
	if (!placeholders_within(text, locale_english_words[w]) || !placeholders_within(locale_english_words[w], text))
		fail_msg("%s %s: other placeholders: %s", l->code, name, text);
}

static void test_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < locale_count(); i++) {
		const struct locale *l = locale_at(i);
		assert_true(l->own_name && *l->own_name && l->date && l->group && *l->group);
		assert_in_range(l->first_weekday, 0, 6);
		for (int m = 0; m < LOCALE_MONTHS; m++)
			assert_true(l->months[m] && *l->months[m] && l->months_long[m] && *l->months_long[m] &&
				!l->months_alone[m] == !l->months_alone[0] &&
				!l->months_long_alone[m] == !l->months_long_alone[0]);
		for (int d = 0; d < LOCALE_WEEKDAYS; d++)
			assert_true(l->weekdays[d] && *l->weekdays[d] && l->weekdays_long[d] && *l->weekdays_long[d]);
		for (int w = 0; !str_eq(l->code, "en") && w < WORD__MAX; w++) {
			if (!l->words[w])
				fail_msg("%s lacks %s", l->code, locale_word_names[w]);
			check_plural(l, (enum word)w);
			check_text(l, (enum word)w);
		}
	}
}

/* What a language may say as English does: words its developers took over, and what names no thing. */
static const char *const loans[] = { "Top", "{n}%", ", ", "model {name}", "Issues", "Commits", "Reviews", "Contributions",
	"Collaboration", "Secret", "{n} commit|{n} commits", "{n} fork|{n} forks", "Pull requests" };

static bool is_loan(const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(loans); i++)
		if (str_eq(text, loans[i]))
			return true;
	return false;
}

static void test_translated(void **state)
{
	(void)state;
	for (size_t i = 0; i < locale_count(); i++) {
		const struct locale *l = locale_at(i);
		for (int w = 0; !str_eq(l->code, "en") && w < WORD__MAX; w++)
			if (str_eq(l->words[w], locale_english_words[w]) && !is_loan(l->words[w]))
				fail_msg("%s %s is English: %s", l->code, locale_word_names[w], l->words[w]);
	}
}

/* Has a letter outside of placeholders that lies between two code points. */
static bool has_letter(const char *text, unsigned int from, unsigned int to)
{
	bool is_name = false;
	for (size_t i = 0, len = strlen(text), step; i < len; i += step) {
		unsigned int cp;
		step = utf8_next(text + i, len - i, &cp);
		is_name = cp == '{' || (is_name && cp != '}');
		if (!is_name && cp >= from && cp <= to)
			return true;
	}
	return false;
}

/* A language with a script of its own holds its letters in every word that has letters. */
static void test_scripts(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		unsigned int from, to;
		bool rtl;
	} rows[] = { { "ar", 0x0600, 0x06ff, true }, { "bg", 0x0400, 0x04ff, false }, { "bn", 0x0980, 0x09ff, false },
		{ "el", 0x0370, 0x03ff, false },
		{ "fa", 0x0600, 0x06ff, true }, { "he", 0x0590, 0x05ff, true }, { "hi", 0x0900, 0x097f, false },
		{ "ja", 0x3040, 0x9fff, false }, { "ko", 0xac00, 0xd7a3, false }, { "ru", 0x0400, 0x04ff, false },
		{ "sr", 0x0400, 0x04ff, false }, { "th", 0x0e00, 0x0e7f, false }, { "uk", 0x0400, 0x04ff, false },
		{ "ur", 0x0600, 0x06ff, true }, { "zh-CN", 0x4e00, 0x9fff, false },
		{ "zh-TW", 0x4e00, 0x9fff, false } };
	static const char *const latin[] = { "Issues", "Issue", "Pull requests", "Pull request", "Commit",
		"{n} commit|{n} commit", "{n} fork|{n} fork" };
	size_t n_rtl = 0;
	for (size_t i = 0; i < locale_count(); i++)
		n_rtl += locale_is_rtl(locale_at(i));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct locale *l = find(rows[i].code);
		assert_int_equal(locale_is_rtl(l), rows[i].rtl);
		n_rtl -= rows[i].rtl;
		for (int w = 0; w < WORD__MAX; w++) {
			const char *text = l->words[w];
			bool is_taken = has_letter(text, rows[i].from, rows[i].to);
			for (size_t k = 0; k < ARRAY_LEN(latin); k++)
				is_taken = is_taken || str_eq(text, latin[k]);
			if (!is_taken && !is_loan(text) && (has_letter(text, 'A', 'Z') || has_letter(text, 'a', 'z')))
				fail_msg("%s %s: %s", l->code, locale_word_names[w], text);
		}
	}
	assert_int_equal(n_rtl, 0);
}

static void test_fill(void **state)
{
	(void)state;
	const struct locale *en = locale_english();
	const char *const args[] = { "name", "{forge} <b>", "forge", "GitHub", NULL };
	assert_string_equal(locale_fill(&arena, en, WORD_STATS_TITLE, args), "{forge} <b>'s GitHub Stats");
	assert_string_equal(locale_fill(&arena, en, WORD_STATS_TITLE, NULL), "{name}'s {forge} Stats");
	const char *const one[] = { "forge", "Codeberg", NULL };
	assert_string_equal(locale_fill(&arena, find("de"), WORD_STATS_TITLE, one), "Codeberg-Statistik von {name}");
	assert_string_equal(locale_count_word(&arena, en, WORD_OWN_REPOSITORIES, 1), "1 repository");
	assert_string_equal(locale_count_word(&arena, en, WORD_OWN_REPOSITORIES, 12345), "12,345 repositories");
	assert_string_equal(locale_count_word(&arena, find("ru"), WORD_OWN_COMMITS, 21), "21 коммит");
	assert_string_equal(locale_count_word(&arena, find("ru"), WORD_OWN_COMMITS, 22), "22 коммита");
	assert_string_equal(locale_count_word(&arena, find("ru"), WORD_OWN_COMMITS, 11), "11 коммитов");
	assert_string_equal(locale_count_word(&arena, find("ar"), WORD_OWN_DAYS, 2), "يومان");
	assert_string_equal(locale_count_word(&arena, find("ar"), WORD_OWN_DAYS, 103), "١٠٣ أيام");
	assert_string_equal(locale_count_word(&arena, find("ar"), WORD_OWN_DAYS, 100), "١٠٠ يوم");
	assert_string_equal(locale_count_word(&arena, find("he"), WORD_OWN_DAYS, 2), "יומיים");
	assert_string_equal(locale_count_word(&arena, find("fr"), WORD_OWN_COMMITS, 2000000),
		"2\u202f000\u202f000 de commits");
	assert_string_equal(locale_count_word(&arena, find("ja"), WORD_OWN_DAYS, 1), "1 日");
}

/* What CLDR 48 says of each number: the index among the categories the rule's whole numbers have. */
static void test_plurals(void **state)
{
	(void)state;
	static const int64_t numbers[] = { 0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 14, 15, 19, 20, 21, 22, 25, 100, 101, 102, 103,
		111, 112, 121, 122, 1000, 1000000, 1000001, 2000000 };
	static const struct {
		const char *code, *forms;
	} rows[] = {
		{ "ar", "01233333444444444555344445555" }, { "bg", "10111111111111111111111111111" },
		{ "bn", "00111111111111111111111111111" }, { "ca", "20222222222222222222222222121" },
		{ "cs", "20111222222222222222222222222" }, { "da", "10111111111111111111111111111" },
		{ "de", "10111111111111111111111111111" }, { "el", "10111111111111111111111111111" },
		{ "en", "10111111111111111111111111111" }, { "es", "20222222222222222222222222121" },
		{ "fa", "00111111111111111111111111111" }, { "fi", "10111111111111111111111111111" },
		{ "fr", "00222222222222222222222222121" }, { "he", "20122222222222222222222222222" },
		{ "hi", "00111111111111111111111111111" }, { "hu", "10111111111111111111111111111" },
		{ "id", "00000000000000000000000000000" }, { "it", "20222222222222222222222222121" },
		{ "ja", "00000000000000000000000000000" }, { "ko", "00000000000000000000000000000" },
		{ "nb", "10111111111111111111111111111" }, { "nl", "10111111111111111111111111111" },
		{ "pl", "20111222222222212221122212222" }, { "pt", "20222222222222222222222222121" },
		{ "pt-BR", "00222222222222222222222222121" }, { "ro", "10111111111112222211111222212" },
		{ "ru", "20111222222222012201122012202" }, { "sk", "20111222222222222222222222222" },
		{ "sr", "20111222222222012201122012202" }, { "sr-Latn", "20111222222222012201122012202" },
		{ "sv", "10111111111111111111111111111" }, { "th", "00000000000000000000000000000" },
		{ "tr", "10111111111111111111111111111" }, { "uk", "20111222222222012201122012202" },
		{ "ur", "10111111111111111111111111111" }, { "vi", "00000000000000000000000000000" },
		{ "zh-CN", "00000000000000000000000000000" }, { "zh-TW", "00000000000000000000000000000" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct locale *l = find(rows[i].code);
		assert_int_equal(strlen(rows[i].forms), ARRAY_LEN(numbers));
		for (size_t k = 0; k < ARRAY_LEN(numbers); k++) {
			size_t want = (size_t)(rows[i].forms[k] - '0');
			assert_true(want < plural_forms(l->plural));
			if (plural_form(l->plural, numbers[k]) != want || plural_form(l->plural, -numbers[k]) != want)
				fail_msg("%s %d", l->code, (int)numbers[k]);
		}
	}
	assert_int_equal(ARRAY_LEN(rows), locale_count());
	assert_int_equal(plural_form(PLURAL_SLAVIC, INT64_MIN), 2);
}

/* ---- numbers */

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		int64_t n;
		const char *text;
	} rows[] = { { "en", 0, "0" }, { "en", 999, "999" }, { "en", 1234, "1,234" }, { "en", 1234567, "1,234,567" },
		{ "en", -1234, "-1,234" }, { "en", INT64_MIN, "-9,223,372,036,854,775,808" }, { "de", 12345, "12.345" },
		{ "es", 1234, "1234" }, { "es", 12345, "12.345" }, { "pl", 1234, "1234" }, { "pl", 12345, "12\u00a0345" },
		{ "fr", 12345, "12\u202f345" }, { "hi", 1234567, "12,34,567" }, { "hi", 123, "123" },
		{ "bn", 1234567, "১২,৩৪,৫৬৭" }, { "ar", 12345, "١٢٬٣٤٥" }, { "fa", 1234, "۱٬۲۳۴" },
		{ "he", 1234, "1,234" }, { "ja", 1234, "1,234" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(locale_number(&arena, find(rows[i].code), rows[i].n), rows[i].text);
	const char *text = "6.6k";
	assert_ptr_equal(locale_digits(&arena, find("en"), text), text);
	assert_ptr_equal(locale_digits(&arena, find("ja"), text), text);
	assert_string_equal(locale_digits(&arena, find("de"), text), "6,6k");
	assert_string_equal(locale_digits(&arena, find("de"), ".5 1. a.b 03:00"), ".5 1. a.b 03:00");
	assert_string_equal(locale_digits(&arena, find("ar"), text), "٦٫٦k");
	assert_string_equal(locale_digits(&arena, find("bn"), "0-9"), "০-৯");
	assert_string_equal(locale_digits(&arena, find("fa"), ""), "");
}

/* ---- dates */

static const char *date(const char *code, const char *pattern, int64_t year, int month, int day, int64_t this_year)
{
	return locale_date(&arena, find(code), pattern, clock_days_from_civil(year, month, day), this_year);
}

static void test_date_letters(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *text;
	} rows[] = { { "d D j l N S w z W F m M n t L o Y y", "05 Mon 5 Monday 1 th 1 4 02 January 01 Jan 1 31 0 2026 2026 26" },
		{ "\\Y\\\\Y", "Y\\2026" }, { "j \\d\\e F", "5 de January" }, { "", "" }, { "x-H:i", "x-H:i" },
		{ "M j[, Y", "Jan 5, 2026" }, { "]Y[", "2026" }, { "\\[Y\\]", "[2026]" }, { "Y\\", "2026\\" } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(date("en", rows[i].pattern, 2026, 1, 5, 2025), rows[i].text);
	assert_string_equal(date("en", "N w z W o L t", 2024, 12, 31, 0), "2 2 365 01 2025 1 31");
	assert_string_equal(date("en", "N w W o", 2023, 1, 1, 0), "7 0 52 2022");
	assert_string_equal(date("en", "W o", 2020, 12, 31, 0), "53 2020");
	static const char *const suffixes[] = { "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd",
		"30th", "31st" };
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		assert_string_equal(date("en", "jS", 2026, 1, (int)strcspn(suffixes[i], "stndrh") == 1 ? suffixes[i][0] - '0' :
			(suffixes[i][0] - '0') * 10 + suffixes[i][1] - '0', 0), suffixes[i]);
	assert_string_equal(date("de", "jS", 2026, 1, 1, 0), "1");
	/* hostile patterns end */
	char *many = arena_alloc(&arena, 4001);
	memset(many, 'l', 4000);
	assert_true(strlen(date("en", many, 2026, 1, 5, 0)) <= 512);
}

static void test_dates(void **state)
{
	(void)state;
	static const struct {
		const char *code, *with_year, *without;
	} rows[] = { { "en", "Jan 5, 2019", "Jan 5" }, { "de", "5. Jan. 2019", "5. Jan." }, { "fr", "5 janv. 2019", "5 janv." },
		{ "ja", "2019年1月5日", "1月5日" }, { "zh-CN", "2019年1月5日", "1月5日" }, { "ko", "2019년 1월 5일", "1월 5일" },
		{ "ar", "٥ يناير ٢٠١٩", "٥ يناير" }, { "fa", "۵ ژانویه ۲۰۱۹", "۵ ژانویه" },
		{ "he", "5 בינו׳ 2019", "5 בינו׳" }, { "hu", "2019. jan. 5.", "jan. 5." }, { "cs", "5. 1. 2019", "5. 1." },
		{ "fi", "5.1.2019", "5.1." }, { "vi", "5 thg 1, 2019", "5 thg 1" }, { "bn", "৫ জানু, ২০১৯", "৫ জানু" },
		{ "ru", "5 янв. 2019", "5 янв." } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(date(rows[i].code, NULL, 2019, 1, 5, 2026), rows[i].with_year);
		assert_string_equal(date(rows[i].code, NULL, 2019, 1, 5, 2019), rows[i].without);
	}
	assert_string_equal(date("en", "[Y.]n.j", 2019, 1, 5, 2026), "2019.1.5");
	assert_string_equal(date("en", "[Y.]n.j", 2026, 1, 5, 2026), "1.5");
	/* beside a day a month has another case than alone */
	assert_string_equal(date("ru", "j F Y", 2019, 5, 1, 0), "1 мая 2019");
	assert_string_equal(date("ru", "F Y", 2019, 5, 1, 0), "май 2019");
	assert_string_equal(date("ru", "F \\d Y", 2019, 5, 1, 0), "май d 2019");
	assert_string_equal(date("pl", "j F", 2019, 3, 1, 0), "1 marca");
	assert_string_equal(date("pl", "F", 2019, 3, 1, 0), "marzec");
	assert_string_equal(locale_month(find("de"), 3), "Mär");
	assert_string_equal(locale_month(find("uk"), 12), "груд.");
	assert_string_equal(locale_weekday(find("de"), 0), "So");
	assert_string_equal(locale_weekday(find("en"), 6), "Sat");
	assert_int_equal(locale_first_weekday(find("en")), 0);
	assert_int_equal(locale_first_weekday(find("de")), 1);
	assert_int_equal(locale_first_weekday(find("fa")), 6);
}

/* ---- zones */

static void check_zone(const char *zone, int64_t year, int month, int day, int minutes)
{
	int got = -9999;
	if (!locale_zone_offset(zone, clock_days_from_civil(year, month, day) * CLOCK_DAY_MS, &got))
		fail_msg("%s is no zone", zone);
	assert_int_equal(got, minutes);
}

static void test_zones(void **state)
{
	(void)state;
	check_zone("Europe/Berlin", 2026, 1, 15, 60);
	check_zone("Europe/Berlin", 2026, 7, 15, 120);
	check_zone("Europe/Berlin", 2045, 7, 15, 120); /* beyond the file's table: by its rule */
	check_zone("Europe/Berlin", 1969, 7, 15, 60);
	check_zone("Asia/Kolkata", 2026, 7, 15, 330);
	check_zone("America/New_York", 2026, 1, 15, -300);
	check_zone("America/Argentina/Buenos_Aires", 2026, 1, 15, -180);
	check_zone("Australia/Lord_Howe", 2026, 1, 15, 660);
	check_zone("Etc/GMT+5", 2026, 1, 15, -300);
	check_zone("UTC", 2026, 1, 15, 0);
	check_zone("EST5EDT", 2026, 7, 15, -240);
	/* the hour it changes: 2026-03-29 01:00 UTC */
	int64_t change = clock_days_from_civil(2026, 3, 29) * CLOCK_DAY_MS + INT64_C(3600000);
	int got = 0;
	assert_true(locale_zone_offset("Europe/Berlin", change - 1, &got));
	assert_int_equal(got, 60);
	assert_true(locale_zone_offset("Europe/Berlin", change, &got));
	assert_int_equal(got, 120);
	static const char *const bad[] = { "", "/", "Europe/", "/Europe/Berlin", "Europe//Berlin", "Europe/Atlantis",
		"../etc/passwd", "Europe/../Europe/Berlin", "europe/berlin", "posix/Europe/Berlin", "right/Europe/Berlin",
		"localtime", "posixrules", "leapseconds", "tzdata.zi", "+05:30", "05", "-3", "Z5", "ABC5", "XYZ-3", "UTC+3",
		"Europe/Berlin ", "Europe/Berlin\n", "Europe/B\xc3\xa9rlin", ":UTC", "Europe", "America/Argentina",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		got = 12345;
		if (locale_zone_offset(bad[i], 0, &got) || got != 12345)
			fail_msg("\"%s\" is a zone", bad[i]);
	}
	assert_false(locale_zone_offset(NULL, 0, &got));
}

/* ---- room */

/* A label of a narrow card has so much room; what is longer is cut there. Returns how many are too long. */
static int too_long(struct text_engine *e, const char *code, const char *text, struct text_style style, double most)
{
	struct text_run run = text_fit(e, text, style, 2000);
	if (run.width <= most)
		return 0;
	print_message("# too long: %s \"%s\" %.0f > %.0f\n", code, text, run.width, most);
	return 1;
}

static void test_widths(void **state)
{
	(void)state;
	static const struct text_style stat = { 14, 600 }, streak = { 14, 400 }, trophy = { 13, 600 }, badge = { 10, 600 };
	struct text_engine *e = text_open(&arena, NULL);
	int long_ones = 0;
	for (size_t i = 0; i < locale_count(); i++) {
		const struct locale *l = locale_at(i);
		/* 197: the longest English one */
		for (int w = WORD_STATS_STARS; w <= WORD_STATS_ISSUES_COMMENTED; w++)
			long_ones += too_long(e, l->code, arena_printf(&arena, "%s:", locale_word(l, (enum word)w)), stat, 197);
		long_ones += too_long(e, l->code, arena_printf(&arena, "%s (%s):", locale_word(l, WORD_STATS_COMMITS),
			locale_word(l, WORD_STATS_LAST_YEAR)), stat, 197);
		const char *const found[] = { "marked", locale_number(&arena, l, 1234), "commits",
			locale_count_word(&arena, l, WORD_OWN_COMMITS, 12345), NULL };
		long_ones += too_long(e, l->code, locale_fill(&arena, l, WORD_MARKS_FOUND, found), stat, 380);
		for (int w = WORD_SCORE_ACTIVITY; w <= WORD_SCORE_AI_SAVVINESS; w++)
			long_ones += too_long(e, l->code, locale_word(l, (enum word)w), stat, 150);
		for (int w = WORD_STREAK_TOTAL; w <= WORD_STREAK_WEEK_LONGEST; w++)
			long_ones += too_long(e, l->code, locale_word(l, (enum word)w), streak, 165);
		for (int w = WORD_TROPHY_STARS; w <= WORD_TROPHY_ORGANIZATIONS; w++)
			long_ones += too_long(e, l->code, locale_word(l, (enum word)w), trophy, 110);
		long_ones += too_long(e, l->code, locale_word(l, WORD_PIN_TEMPLATE), badge, 60);
		long_ones += too_long(e, l->code, locale_word(l, WORD_PIN_ARCHIVED), badge, 60);
	}
	text_close(e);
	assert_int_equal(long_ones, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_find), cmocka_unit_test(test_complete),
		cmocka_unit_test(test_translated), cmocka_unit_test(test_scripts), cmocka_unit_test(test_fill),
		cmocka_unit_test(test_plurals), cmocka_unit_test(test_numbers), cmocka_unit_test(test_date_letters),
		cmocka_unit_test(test_dates), cmocka_unit_test(test_zones), cmocka_unit_test(test_widths) };
	return cmocka_run_group_tests_name("locale", tests, setup, teardown);
}
