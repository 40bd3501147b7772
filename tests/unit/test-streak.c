/* The streak card: its sizes, words, dates and colours, its JSON, and each of its themes. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/locale/locale.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/one-arena.h"
#include "tests/unit/xml-check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/text-check.h"

enum { THEMES = 166 };

static const char *draw_of(const struct history *h, const char *query)
{
	struct card_facts f = sample_card_facts(&arena, ARRAY_LEN(sample_names) - 1);
	struct card_request rq;
	size_t len = 0;
	f.history = h;
	const char *out = sample_draw(&arena, card_kind_find("streak"), query, &f, &rq, &len);
	assert_non_null(out);
	if (!rq.is_json && rq.format == IMAGE_SVG && xml_check(out, len))
		fail_msg("%s: %s", xml_check(out, len), out);
	return out;
}

static const char *draw(const char *query)
{
	return draw_of(sample_history(&arena), query);
}

static enum err refuse(const char *query, struct err_note *ret_note)
{
	struct sample_args args = { .n = 0 };
	struct card_request rq;
	sample_query(&arena, &args, query);
	return card_request_parse(ret_note, &arena, card_kind_find("streak"), args.items, args.n, &rq);
}

static struct history *days(int64_t n, int count)
{
	struct history *h = arena_alloc(&arena, sizeof(*h));
	h->n = (size_t)n;
	h->first_day = SAMPLE_TODAY - n + 1;
	h->counts = arena_array(&arena, h->n, sizeof(*h->counts));
	for (size_t i = 0; i < h->n; i++)
		h->counts[i] = count;
	return h;
}

static void test_plain(void **state)
{
	(void)state;
	const char *svg = draw("");
	holds(svg, "width=\"495\" height=\"195\"");
	holds(svg, ">12,170<");
	holds(svg, ">Total Contributions<");
	holds(svg, ">Nov 23, 2021 - Present<");
	holds(svg, ">Current Streak<");
	holds(svg, ">Nov 6 - Nov 20<");
	holds(svg, ">Longest Streak<");
	holds(svg, ">Oct 21, 2023 - Nov 22, 2023<");
	/* in the three columns */
	holds(svg, "<text x=\"82.5\"");
	holds(svg, "<text x=\"247.5\"");
	holds(svg, "<text x=\"412.5\"");
	holds(svg, "animation-delay:.6s");
	lacks(draw("disable_animations=true"), "animation");
	lacks(svg, "Excluding");
}

static void test_columns(void **state)
{
	(void)state;
	const char *svg = draw("hide_total_contributions=true");
	holds(svg, "<text x=\"123.75\"");
	holds(svg, "<text x=\"371.25\"");
	svg = draw("hide_total_contributions=true&hide_current_streak=true&hide_longest_streak=true&card_width=100");
	holds(svg, "width=\"100\"");
	lacks(svg, "<text");
	/* a hidden column leaves the description, too */
	lacks(draw("hide_longest_streak=true"), "Longest");
	svg = draw("card_height=295");
	holds(svg, "y=\"130\"");
	holds(draw("mode=weekly&card_width=300"), ">Longest<");
}

static void test_themes(void **state)
{
	(void)state;
	static const char *const names[] = {
#define X(name, colors) name,
#include "core/dropin/themes-streak.def"
#undef X
	};
	static const char *const colors[] = {
#define X(name, colors) colors,
#include "core/dropin/themes-streak.def"
#undef X
	};
	assert_int_equal(ARRAY_LEN(names), THEMES);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *svg = draw(arena_printf(&arena, "exclude_days=Sun&theme=%s", names[i])), *c = colors[i];
		size_t n = 0;
		for (size_t len; *c; c += len + (c[len] == ' '), n++) {
			len = strcspn(c, " ");
			if (!memchr(c, ',', len))
				holds(svg, arena_printf(&arena, "#%.*s", (int)len, c));
		}
		assert_int_equal(n, 11);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(names[i], names[k]);
		arena_reset(&arena);
	}
	/* "_" is "-", case is no matter, unknown is the default; a colour wins over its theme */
	assert_string_equal(draw("theme=MATERIAL_Palenight"), draw("theme=material-palenight"));
	assert_string_equal(draw("theme=no-such-theme"), draw("theme=default"));
	assert_string_equal(draw("theme="), draw("theme=default"));
	lacks(draw("theme=radical&background=fff"), "#141321");
	lacks(draw("theme=ocean-gradient&background=fff"), "linearGradient");
	assert_string_equal(draw("ring=zzz"), draw(""));
	/* both halves of a pair are there, also of one with a gradient */
	holds(draw("theme=ocean-gradient,dark"), "#151515");
}

static void test_dates(void **state)
{
	(void)state;
	holds(draw("date_format=j M[ Y]"), ">23 Nov 2021 - Present<");
	holds(draw("date_format=Y-m-d"), ">2026-11-06 - 2026-11-20<");
	/* too long for the column: the dash begins a line */
	const char *svg = draw("date_format=l, j F Y");
	holds(svg, ">Friday, 6 November 2026<");
	holds(svg, ">- Friday, 20 November 2026<");
	/* the new year has come in Kiritimati, so the old one is named */
	struct history *h = days(1, 0);
	h->first_day = 20818; /* 2026-12-31 */
	h->counts[0] = 1;
	struct card_facts f = { .history = h, .now_ms = 20818 * INT64_C(86400000) + 43200000 };
	struct card_request rq;
	size_t len;
	holds(sample_draw(&arena, card_kind_find("streak"), "", &f, &rq, &len), ">Dec 31<");
	holds(sample_draw(&arena, card_kind_find("streak"), "timezone=Pacific/Kiritimati", &f, &rq, &len), ">Dec 31, 2026<");
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		int64_t days;
		int count;
		const char *total;
	} cases[] = { { 1, 999, ">999<" }, { 1, 1000, ">1K<" }, { 1, 1049, ">1K<" }, { 1, 1050, ">1.1K<" },
		{ 1, 999949, ">999.9K<" }, { 1, 999950, ">1M<" }, { 2, 1000000000, ">2B<" },
		{ 1500, 1000000000, ">1.5T<" } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		holds(draw_of(days(cases[i].days, cases[i].count), "short_numbers=true"), cases[i].total);
	/* a streak of 10,000 days fits in its ring */
	const char *svg = draw_of(days(10000, 1), "");
	holds(svg, "Current Streak: 10,000 (Jul 6, 1999 - Nov 20)");
	holds(svg, "font-size=\"21\"");
	holds(draw_of(days(10000, 1), "mode=weekly"), "Week Streak: 1,429 (Jul 4, 1999 - Nov 15)");
}

static void test_empty(void **state)
{
	(void)state;
	const char *svg = draw_of(days(400, 0), "");
	holds(svg, "Total Contributions: 0; Current Streak: 0 (Nov 20); Longest Streak: 0<");
	lacks(svg, "1970");
	lacks(svg, "Jan 1");
	holds(draw_of(days(400, 0), "type=json"), "{\"mode\":\"daily\",\"totalContributions\":0,\"firstContribution\":\"\","
		"\"longestStreak\":{\"start\":\"2026-11-20\",\"end\":\"2026-11-20\",\"length\":0},"
		"\"currentStreak\":{\"start\":\"2026-11-20\",\"end\":\"2026-11-20\",\"length\":0},\"excludedDays\":[]}");
	struct card_facts none = { .now_ms = 1 };
	struct card_request rq;
	size_t len;
	assert_null(sample_draw(&arena, card_kind_find("streak"), "", &none, &rq, &len));
	assert_null(sample_draw(&arena, card_kind_find("streak"), "type=json", &none, &rq, &len));
}

static void test_json(void **state)
{
	(void)state;
	assert_string_equal(draw("type=json&exclude_days=sunday,XYZ,Tue,sun"),
		"{\"mode\":\"daily\",\"totalContributions\":12170,\"firstContribution\":\"2021-11-23\","
		"\"longestStreak\":{\"start\":\"2023-10-21\",\"end\":\"2023-11-22\",\"length\":33},"
		"\"currentStreak\":{\"start\":\"2026-11-06\",\"end\":\"2026-11-20\",\"length\":15},"
		"\"excludedDays\":[\"Sun\",\"Tue\"]}\n");
	/* weeks know no excluded days */
	const char *weekly = draw("type=json&mode=weekly&exclude_days=Sun");
	holds(weekly, "\"mode\":\"weekly\"");
	holds(weekly, "\"excludedDays\":[]");
	lacks(draw("mode=weekly&exclude_days=Sun"), "Excluding");
}

/* What could not be read is named, in the picture and in JSON. */
static void test_missing(void **state)
{
	(void)state;
	struct missing missing = { .field = "contributions.2019-H1", .reason = "TIMEOUT" };
	struct history *h = sample_history(&arena);
	h->missing = &missing;
	h->n_missing = 1;
	holds(draw_of(h, ""), ">* contributions.2019-H1: n/a<");
	holds(draw_of(h, "exclude_days=Sat"), ">* Excluding Sat; contributions.2019-H1: n/a<");
	holds(draw_of(h, "type=json"), "\"missing\":[{\"field\":\"contributions.2019-H1\",\"reason\":\"TIMEOUT\"}]");
	lacks(draw("type=json"), "missing");
}

static void test_refused(void **state)
{
	(void)state;
	struct err_note note = { .code = OK };
	assert_int_equal(refuse("", &note), ERR_UNPROCESSABLE);
	assert_string_equal(note.field, "user");
	assert_int_equal(refuse("user=!!", &note), ERR_UNPROCESSABLE);
	assert_string_equal(note.field, "user");
	assert_int_equal(refuse("user=octo&timezone=Nowhere", &note), ERR_UNPROCESSABLE);
	assert_string_equal(note.field, "timezone");
	assert_int_equal(refuse("user=octo&locale=xx", &note), ERR_UNPROCESSABLE);
	assert_string_equal(note.field, "locale");
	assert_int_equal(refuse("user=octo&timezone=Europe/Berlin", &note), OK);
}

/* Every language draws, and a right-to-left one has its columns the other way round. */
static void test_locales(void **state)
{
	(void)state;
	for (size_t i = 0; i < locale_count(); i++) {
		const struct locale *l = locale_at(i);
		const char *svg = draw(arena_printf(&arena, "exclude_days=Sat&locale=%s", locale_code(l)));
		const char *total = strstr(svg, arena_printf(&arena, "font-size=\"14\""));
		assert_non_null(total);
		while (strncmp(total, "<text x=", 8) != 0)
			total--;
		assert_int_equal(!strncmp(total, "<text x=\"82.5\"", 14), !locale_is_rtl(l));
		holds(svg, locale_digits(&arena, l, "15"));
		arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_plain, reset),
		cmocka_unit_test_setup(test_columns, reset),
		cmocka_unit_test_setup(test_themes, reset),
		cmocka_unit_test_setup(test_dates, reset),
		cmocka_unit_test_setup(test_numbers, reset),
		cmocka_unit_test_setup(test_empty, reset),
		cmocka_unit_test_setup(test_json, reset),
		cmocka_unit_test_setup(test_missing, reset),
		cmocka_unit_test_setup(test_refused, reset),
		cmocka_unit_test_setup(test_locales, reset),
	};
	return cmocka_run_group_tests_name("streak", tests, setup, teardown);
}
