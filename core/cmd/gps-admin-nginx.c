/*
 * gps-admin print-nginx: what nginx must know of the cards, made of their tables of options.
 *
 * The cache key and the query that goes to the responder are one and the same text: the known parameters in the table's
 * order, the last of equal names, exact names, values as they came. So whatever a visitor invents adds no entry,
 * and no entry can hold what another query would have given. One possessive pass over "&$args" yields it; nothing in
 * it backtracks, and each value brings the "&" before it, so that what is absent costs no byte of the key.
 */
#include "config.h"

#include "core/cmd/admin.h"

#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/cards/card.h"

#include <stdio.h>
#include "core/base/banned.h"

/* Of a kind or an option, as nginx wants it in a variable's name. */
static void put_name(const char *name)
{
	for (; *name; name++)
		(void)putchar(ascii_is_alnum(*name) ? *name : '_');
}

static bool seen_before(const struct card_kind *k, size_t i)
{
	for (size_t n = 0; n < i; n++)
		if (str_eq(k->options[n].name, k->options[i].name))
			return true;
	return false;
}

static void print_arguments(const struct card_kind *k)
{
	(void)fputs("map &$args $gps_args_", stdout);
	put_name(k->name);
	(void)fputs(" {\n\tdefault \"\";\n\t\"~^(?>", stdout);
	for (size_t i = 0; i < k->n_options; i++) {
		if (seen_before(k, i))
			continue;
		(void)fputs("(?<gps_", stdout);
		put_name(k->options[i].name);
		(void)printf(">&%s=[^&]*)|", k->options[i].name);
	}
	(void)fputs("&[^&]*)*+\"\n\t\t\"", stdout);
	for (size_t i = 0; i < k->n_options; i++) {
		if (seen_before(k, i))
			continue;
		(void)fputs("$gps_", stdout);
		put_name(k->options[i].name);
	}
	(void)fputs("\";\n}\n", stdout);
}

static void print_http(void)
{
	(void)fputs("# Made by gps-admin print-nginx http; belongs into nginx's http block, by http.inc.\n\n"
		    "# What of a query a card depends on, in one order.\n", stdout);
	for (size_t i = 0; i < card_kind_count(); i++)
		print_arguments(card_kind_at(i));
	(void)fputs("map $uri $gps_card_query {\n\tdefault \"\";\n", stdout);
	for (size_t i = 0; i < card_kind_count(); i++) {
		const struct card_kind *k = card_kind_at(i);
		(void)printf("\t~^/card/[^/]+/%s[.][a-z]+$ $gps_args_", k->name);
		put_name(k->name);
		(void)fputs(";\n", stdout);
		if (k->path) {
			(void)printf("\t%s $gps_args_", k->path);
			put_name(k->name);
			(void)fputs(";\n", stdout);
		}
	}
	if (card_kind_find("scorecard"))
		(void)fputs("\t~^/card/[^/]+[.][a-z]+$ $gps_args_scorecard;\n", stdout);
	(void)fputs("}\n\n# For the access log.\nmap $uri $gps_route {\n\tdefault $gps_own_route;\n", stdout);
	for (size_t i = 0; i < card_kind_count(); i++)
		if (card_kind_at(i)->path)
			(void)printf("\t%s %s;\n", card_kind_at(i)->path, card_kind_at(i)->path);
	(void)fputs("}\n", stdout);
}

static void print_locations(void)
{
	(void)fputs("# Made by gps-admin print-nginx locations: the addresses of the services whose cards we draw.\n", stdout);
	for (size_t i = 0; i < card_kind_count(); i++) {
		const char *path = card_kind_at(i)->path;
		if (path)
			(void)printf("location = %s {\n\tinclude @nginx_dir@/card.inc;\n}\n"
				     "location = %s/ {\n\trewrite ^ %s last;\n}\n", path, path, path);
	}
}

enum err admin_print_nginx(struct admin *ad)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} rows[] = { { "http", print_http }, { "locations", print_locations } };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq(rows[i].name, ad->args[1])) {
			rows[i].print();
			return OK;
		}
	return err_set(ad->note, ERR_METHOD, "http or locations, not %s", ad->args[1]);
}
