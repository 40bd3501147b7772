/*
 * gps-admin print-cards: core/cards/OPTIONS.md, every card with every option, made of the tables that read the queries.
 * Rows that many kinds have in common stand once, at the top.
 */
#include "config.h"

#include "core/cmd/admin.h"

#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cards/look.h"
#include "core/locale/locale.h"

#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum { SHARED_FROM = 5, LINE_MAX = 110 };

static bool same_text(const char *a, const char *b)
{
	return a && b ? str_eq(a, b) : a == b;
}

static bool same_option(const struct card_option *a, const struct card_option *b)
{
	return str_eq(a->name, b->name) && a->type == b->type && same_text(a->otherwise, b->otherwise) && same_text(a->doc, b->doc) &&
		same_text(a->words, b->words) && a->min >= b->min && a->min <= b->min && a->max >= b->max && a->max <= b->max;
}

static const struct card_option *same_in(const struct card_kind *k, const struct card_option *o)
{
	for (size_t i = 0; i < k->n_options; i++)
		if (same_option(&k->options[i], o))
			return &k->options[i];
	return NULL;
}

static bool is_shared(const struct card_option *o)
{
	size_t n = 0;
	for (size_t i = 0; i < card_kind_count(); i++)
		n += same_in(card_kind_at(i), o) != NULL;
	return n >= SHARED_FROM && !o->required;
}

static bool is_first(size_t kind, const struct card_option *o)
{
	for (size_t i = 0; i < kind; i++)
		if (same_in(card_kind_at(i), o))
			return false;
	return true;
}

/* ---- a row */

static void put_words(const char *words, const char *before)
{
	while (words) {
		size_t n = strcspn(words, "|");
		(void)printf("%s`%.*s`", before, (int)n, words);
		before = ", ";
		words = words[n] ? words + n + 1 : NULL;
	}
}

static void put_values(const struct card_option *o)
{
	static const char *const plain[] = {
		[OPTION_BOOL] = "`true`, `false`",
		[OPTION_INT] = "a whole number",
		[OPTION_NUMBER] = "a number",
		[OPTION_NAMES] = "a list with commas",
		[OPTION_COLOR] = "3, 4, 6 or 8 hex digits",
		[OPTION_BACKGROUND] = "a colour, or `angle,colour,...`",
	};
	bool bounded = (o->type == OPTION_INT || o->type == OPTION_NUMBER) && o->min < o->max;
	if (o->type == OPTION_TEXT)
		(void)printf("text of up to %d letters", o->max > 0 ? (int)o->max : (int)OPTION_TEXT_MAX);
	else if (o->words)
		put_words(o->words, o->type == OPTION_WORDS ? "any of " : "");
	else if (bounded && o->max < 1e9)
		(void)printf("%g to %g", o->min, o->max);
	else
		(void)fputs(bounded ? "seconds" : plain[o->type], stdout);
	if (o->css)
		(void)fputs(", or a CSS colour", stdout);
}

/* A default outside of the range stands for "not given". */
static bool has_default(const struct card_option *o)
{
	return o->otherwise && !(o->min >= 0 && *o->otherwise == '-');
}

static void put_row(const struct card_option *o)
{
	(void)printf("| `%s` | ", o->name);
	put_values(o);
	if (has_default(o))
		(void)printf(" | `%s` | %s |\n", o->otherwise, o->doc);
	else
		(void)printf(" | %s | %s |\n", o->required ? "required" : "", o->doc);
}

static const char heads[] = "| option | values | default | |\n|---|---|---|---|\n";

/* ---- lists that fill lines */

struct list {
	size_t column;
};

static void put_item(struct list *l, const char *item, const char *end)
{
	size_t len = strlen(item) + strlen(end);
	if (l->column + len > LINE_MAX) {
		(void)putchar('\n');
		l->column = 0;
	} else if (l->column) {
		(void)putchar(' ');
		l->column++;
	}
	(void)printf("%s%s", item, end);
	l->column += len;
}

static const char *theme_of(const struct card_kind *k, size_t i)
{
	return (k->theme_at ? k->theme_at : look_theme_at)(i);
}

static bool has_option(const struct card_kind *k, const char *name)
{
	for (size_t i = 0; i < k->n_options; i++)
		if (str_eq(k->options[i].name, name))
			return true;
	return false;
}

static void put_themes(const struct card_kind *k, const char *title)
{
	struct list l = { .column = 0 };
	(void)printf("\n%s\n\n", title);
	for (size_t i = 0; theme_of(k, i); i++)
		put_item(&l, theme_of(k, i), theme_of(k, i + 1) ? "," : "\n");
}

static void put_languages(void)
{
	struct list l = { .column = 0 };
	(void)fputs("\n## Languages\n\nOther spellings (`pt_BR`, `de-AT`, `cn`) are understood.\n\n", stdout);
	for (size_t i = 0; i < locale_count(); i++) {
		char item[96];
		(void)snprintf(item, sizeof(item), "`%s` %s", locale_code(locale_at(i)), locale_own_name(locale_at(i)));
		put_item(&l, item, i + 1 < locale_count() ? "," : "\n");
	}
}

/* ---- the page */

/* Rows of one name that differ, one below the other. */
static void put_variants(const char *name)
{
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		for (size_t n = 0; n < k->n_options; n++)
			if (str_eq(k->options[n].name, name) && is_shared(&k->options[n]) && is_first(i, &k->options[n]))
				put_row(&k->options[n]);
	}
}

static bool is_first_variant(size_t kind, const struct card_option *o)
{
	for (size_t i = 0; i < kind; i++) {
		const struct card_kind *k = card_kind_at(i);
		for (size_t n = 0; n < k->n_options; n++)
			if (str_eq(k->options[n].name, o->name) && is_shared(&k->options[n]))
				return false;
	}
	return is_shared(o);
}

static void put_shared(void)
{
	(void)fputs("## Of many cards\n\nEach card below names those it has. An empty default: the theme's, or what the card thinks "
		    "best.\n\n", stdout);
	(void)fputs(heads, stdout);
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		for (size_t n = 0; n < k->n_options; n++)
			if (is_first_variant(i, &k->options[n]))
				put_variants(k->options[n].name);
	}
}

static const char *shown_default(const struct card_option *o)
{
	return o->otherwise ? o->otherwise : "";
}

/* Where shared rows differ in their default alone, the name does not tell which. */
static void put_name(struct list *l, const struct card_option *o, const char *end)
{
	char item[96];
	bool twin = str_eq(o->name, "theme") || str_eq(o->name, "border_radius");
	(void)snprintf(item, sizeof(item), twin && *shown_default(o) ? "`%s` (%s)" : "`%s`", o->name, shown_default(o));
	put_item(l, item, end);
}

static void put_head(const struct card_kind *k)
{
	int hours = k->life.most / 3600;
	(void)printf("\n## %s\n\n%s: %s.\n\n`/card/LOGIN/%s.svg`", k->name, k->title, k->doc, k->name);
	if (k->path)
		(void)printf(" and `%s`", k->path);
	(void)printf(". May be kept for %d minutes", k->life.standard / 60);
	if (k->life.most > k->life.standard)
		(void)printf(", with `cache_seconds` up to %d %s", hours < 48 ? hours : hours / 24, hours < 48 ? "hours" : "days");
	(void)fputs(".\n\n", stdout);
}

static void put_kind(const struct card_kind *k)
{
	struct list l = { .column = 0 };
	const struct card_option *last = NULL;
	bool own = false;
	put_head(k);
	for (size_t i = 0; i < k->n_options; i++) {
		if (is_shared(&k->options[i])) {
			last = &k->options[i];
			continue;
		}
		if (!own)
			(void)fputs(heads, stdout);
		own = true;
		put_row(&k->options[i]);
	}
	if (!last)
		return;
	(void)fputs(own ? "\n" : "", stdout);
	put_item(&l, "Besides:", "");
	for (size_t i = 0; i < k->n_options; i++)
		if (is_shared(&k->options[i]))
			put_name(&l, &k->options[i], &k->options[i] == last ? "\n" : ",");
}

enum err admin_print_cards(struct admin *ad)
{
	(void)ad;
	(void)fputs("# Every card and its options\n\nMade by `gps-admin print-cards >core/cards/OPTIONS.md`. Unknown options are "
		    "ignored, malformed values count as not\ngiven, numbers are brought into their range.\n\n", stdout);
	put_shared();
	for (size_t i = 0; i < card_kind_count(); i++)
		put_kind(card_kind_at(i));
	(void)fputs("\n## Themes\n\nBesides `auto`, `light`, `dark`, and two names `A,B` for light and dark viewers.\n", stdout);
	put_themes(card_kind_at(0), "Of most cards:");
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		char title[80];
		(void)snprintf(title, sizeof(title), "Of %s:", k->name);
		if (k->theme_at && has_option(k, "theme"))
			put_themes(k, title);
	}
	put_languages();
	return OK;
}
