/*
 * Every option of every card acts: for each there is a row in tests/data/card-options.tsv, and each row draws the card
 * without and with the option. A kind or an option without a row fails. Run by hand, the TAP lines are the table
 * "parameter -> what it does".
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "tests/unit/card-samples.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA_CAP = 256 * 1024 * 1024, ROWS_MAX = 2000, TABLE_BYTES = 256 * 1024 };

static struct arena arena, table_arena;

/* kind "*": every kind that has the option and no row of its own for it. */
struct row {
	const char *kind, *option, *extra, *value, *how, *needle;
};

static struct row rows[ROWS_MAX];
static size_t n_rows;

struct check {
	const struct card_kind *kind;
	const struct card_option *option;
	const struct row *row;
};

/* ---- one row */

struct drawn {
	const char *bytes;
	size_t len;
	struct card_request rq;
};

static struct drawn draw(const struct check *c, bool with)
{
	struct card_facts f = sample_card_facts(&arena, ARRAY_LEN(sample_names) - 1);
	const char *query = c->row->extra;
	struct drawn d = { .len = 0 };
	if (with)
		query = arena_printf(&arena, "%s%s%s=%s", query, *query ? "&" : "", c->option->name, c->row->value);
	d.bytes = sample_draw(&arena, c->kind, query, &f, &d.rq, &d.len);
	return d;
}

static bool holds(const struct drawn *d, const char *needle)
{
	size_t n = strlen(needle);
	for (size_t i = 0; d->bytes && i + n <= d->len; i++)
		if (!memcmp(d->bytes + i, needle, n))
			return true;
	return false;
}

static bool drawn_both(const struct drawn *off, const struct drawn *on)
{
	return off->bytes && on->bytes;
}

static bool svg_has(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	return drawn_both(off, on) && !holds(off, c->row->needle) && holds(on, c->row->needle);
}

static bool svg_lacks(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	return drawn_both(off, on) && holds(off, c->row->needle) && !holds(on, c->row->needle);
}

static bool differs(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	(void)c;
	return drawn_both(off, on) && (off->len != on->len || memcmp(off->bytes, on->bytes, on->len) != 0);
}

/* width="450": of the root element, which comes first. */
static bool has_size(const struct drawn *d, const char *attribute, const char *value)
{
	const char *wanted = arena_printf(&arena, " %s=\"%s\"", attribute, value);
	const char *end = strchr(d->bytes, '>'), *at = strstr(d->bytes, wanted);
	return end && at && at < end;
}

static bool size_changes(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	return drawn_both(off, on) && !has_size(off, c->row->how, c->row->needle) &&
		has_size(on, c->row->how, c->row->needle);
}

static bool life(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	int64_t wanted;
	assert_true(parse_i64(c->row->needle, 0, INT32_MAX, &wanted));
	return drawn_both(off, on) && card_request_life(&off->rq) != wanted && card_request_life(&on->rq) == wanted;
}

static bool content_type(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	static const struct {
		const char *type, *magic;
		size_t at;
	} kinds[] = { { "application/json", "{", 0 }, { "image/png", "PNG", 1 }, { "image/jpeg", "\xff\xd8", 0 },
		{ "image/webp", "WEBP", 8 } };
	if (!drawn_both(off, on) || (!on->rq.is_json && !str_eq(image_format_type(on->rq.format), c->row->needle)))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(kinds[i].type, c->row->needle))
			return on->len > 16 && !memcmp(on->bytes + kinds[i].at, kinds[i].magic, strlen(kinds[i].magic));
	return false;
}

static bool aims_at(const struct card_target *t, const char *needle)
{
	const char *year = arena_printf(&arena, "%d", t->year), *ways = arena_printf(&arena, "ways %u", t->ways);
	return str_eq(t->forge, needle) || str_eq(t->login, needle) || str_eq(t->repo, needle) || str_eq(t->gist, needle) ||
		str_eq(t->domain, needle) || str_eq(year, needle) ||
		str_eq(ways, needle) || str_eq(repo_scope_text(&t->scope, &arena), needle);
}

static bool target(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	return drawn_both(off, on) && !aims_at(&off->rq.target, c->row->needle) && aims_at(&on->rq.target, c->row->needle);
}

static bool refused(const struct check *c, const struct drawn *off, const struct drawn *on)
{
	(void)c;
	return off->bytes && !on->bytes;
}

static const struct {
	const char *how;
	bool (*acts)(const struct check *c, const struct drawn *off, const struct drawn *on);
} hows[] = {
	{ "svg-has", svg_has },	   /* needle stands in the picture with the option only */
	{ "svg-lacks", svg_lacks },   /* and without it only */
	{ "json", svg_has },	   /* the same of JSON (extra holds type=json) */
	{ "differs", differs },
	{ "width", size_changes }, /* becomes needle */
	{ "height", size_changes },
	{ "life", life },	   /* seconds */
	{ "type", content_type },
	{ "target", target },	   /* whom the card is about */
	{ "refused", refused },
};

static void test_row(void **state)
{
	const struct check *c = *state;
	struct drawn off = draw(c, false), on = draw(c, true);
	bool known = false, acts = false;
	for (size_t i = 0; i < ARRAY_LEN(hows) && !known; i++) {
		known = str_eq(hows[i].how, c->row->how);
		acts = known && hows[i].acts(c, &off, &on);
	}
	if (!known)
		fail_msg("%s is no way to see that an option acts", c->row->how);
	if (!acts)
		fail_msg("%s: %s=%s (with %s) does not act: %s %s", c->kind->name, c->option->name, c->row->value,
			*c->row->extra ? c->row->extra : "nothing", c->row->how, c->row->needle);
	arena_reset(&arena);
}

static void test_missing(void **state)
{
	const struct check *c = *state;
	fail_msg("%s: tests/data/card-options.tsv has no row for %s", c->kind->name, c->option->name);
}

/* Each row names a kind and an option that exist. */
static void test_rows_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_rows; i++) {
		bool found = false;
		for (size_t k = 0; k < card_kind_count() && !found; k++) {
			const struct card_kind *kind = card_kind_at(k);
			for (size_t o = 0; o < kind->n_options && !found; o++)
				found = (str_eq(rows[i].kind, "*") || str_eq(rows[i].kind, kind->name)) &&
					str_eq(rows[i].option, kind->options[o].name);
		}
		if (!found)
			fail_msg("row %zu: no card %s with an option %s", i + 1, rows[i].kind, rows[i].option);
	}
}

/* ---- the table */

static void load_row(char *line)
{
	const char *fields[6] = { "", "", "", "", "", "" };
	if (!*line || *line == '#')
		return;
	for (size_t i = 0; i < ARRAY_LEN(fields) && line; i++) {
		char *tab = strchr(line, '\t');
		if (tab)
			*tab++ = '\0';
		fields[i] = line;
		line = tab;
	}
	if (n_rows < ROWS_MAX)
		rows[n_rows++] = (struct row){ fields[0], fields[1], fields[2], fields[3], fields[4], fields[5] };
}

static void load(void)
{
	const char *top = getenv("top_srcdir");
	FILE *f = fopen(arena_printf(&table_arena, "%s/tests/data/card-options.tsv", top ? top : "."), "r");
	char *text = arena_alloc(&table_arena, TABLE_BYTES);
	if (!f || !fread(text, 1, TABLE_BYTES - 1, f)) {
		fputs("Bail out! tests/data/card-options.tsv is not found: top_srcdir names the sources\n", stderr);
		exit(99);
	}
	fclose(f);
	while (text) {
		char *next = strchr(text, '\n');
		if (next)
			*next++ = '\0';
		load_row(text);
		text = next;
	}
}

static bool row_is(const struct row *r, const char *kind, const char *option)
{
	return str_eq(r->kind, kind) && str_eq(r->option, option);
}

static size_t add_tests(const struct card_kind *kind, const struct card_option *o, const char *named, struct CMUnitTest *tests)
{
	size_t n = 0;
	for (size_t i = 0; i < n_rows; i++) {
		if (!row_is(&rows[i], named, o->name))
			continue;
		struct check c = { kind, o, &rows[i] };
		tests[n++] = (struct CMUnitTest){
			.name = arena_printf(&table_arena, "%s: %s=%s %s %s", kind->name, o->name, rows[i].value, rows[i].how,
				rows[i].needle),
			.test_func = test_row,
			.initial_state = arena_memdup(&table_arena, &c, sizeof(c)),
		};
	}
	return n;
}

static void test_hint(void **state)
{
	(void)state;
	const struct card_kind *k = card_kind_find("scorecard");
	assert_string_equal(options_hint(&arena, k->options, k->n_options, "layout"), "layout=wide|compact");
	assert_string_equal(options_hint(&arena, k->options, k->n_options, "username"), "username=...");
	assert_null(options_hint(&arena, k->options, k->n_options, ""));
}

int main(void)
{
	static struct CMUnitTest tests[ROWS_MAX];
	size_t n = 0;
	arena_init(&arena, ARENA_CAP);
	arena_init(&table_arena, ARENA_CAP);
	load();
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_rows_known);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_hint);
	for (size_t k = 0; k < card_kind_count(); k++) {
		const struct card_kind *kind = card_kind_at(k);
		for (size_t i = 0; i < kind->n_options && n + 100 < ROWS_MAX; i++) {
			const struct card_option *o = &kind->options[i];
			size_t added = add_tests(kind, o, kind->name, tests + n);
			if (!added)
				added = add_tests(kind, o, "*", tests + n);
			if (!added) {
				struct check c = { kind, o, NULL };
				tests[n + added++] = (struct CMUnitTest){
					.name = arena_printf(&table_arena, "%s: %s", kind->name, o->name),
					.test_func = test_missing,
					.initial_state = arena_memdup(&table_arena, &c, sizeof(c)),
				};
			}
			n += added;
		}
	}
	int failed = _cmocka_run_group_tests("card options", tests, n, NULL, NULL);
	arena_release(&arena);
	arena_release(&table_arena);
	return failed;
}
