/* The registry of cards. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/look.h"
#include "core/locale/locale.h"

#include <string.h>
#include "core/base/banned.h"

static const struct card_kind *const kinds[] = {
	&card_kind_stats,
	&card_kind_top_langs,
	&card_kind_pin,
	&card_kind_gist,
	&card_kind_wakatime,
	&card_kind_streak,
	&card_kind_trophy,
	&card_kind_scorecard,
	&card_kind_archetype,
	&card_kind_marks,
	&card_kind_languages,
	&card_kind_calendar,
	&card_kind_hours,
	&card_kind_badge,
	&card_kind_repository,
	&card_kind_social,
};

size_t card_kind_count(void)
{
	return ARRAY_LEN(kinds);
}

const struct card_kind *card_kind_at(size_t i)
{
	return kinds[i];
}

const struct card_kind *card_kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

const struct card_kind *card_kind_at_path(const char *path)
{
	size_t len = strlen(path);
	if (len > 1 && path[len - 1] == '/')
		len--;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const char *own = kinds[i]->path;
		if (own && strlen(own) == len && !memcmp(own, path, len))
			return kinds[i];
	}
	return NULL;
}

static void describe_kind(const struct card_kind *k, struct json_object *o)
{
	const char *(*theme_at)(size_t i) = k->theme_at ? k->theme_at : look_theme_at;
	json_put_str(o, "name", k->name);
	json_put_str(o, "path", k->path);
	json_put_str(o, "title", k->title);
	json_put_str(o, "doc", k->doc);
	struct json_object *life = json_put_object(o, "life");
	json_put_int(life, "standard", k->life.standard);
	json_put_int(life, "most", k->life.most);
	options_describe(k->options, k->n_options, json_put_array(o, "options"));
	struct json_object *themes = json_put_array(o, "themes");
	for (size_t i = 0; theme_at(i); i++)
		json_push_str(themes, theme_at(i));
}

struct json_object *card_kinds_describe(void)
{
	struct json_object *root = json_new(), *list = json_put_array(root, "kinds");
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		describe_kind(kinds[i], json_push_object(list));
	list = json_put_array(root, "locales");
	for (size_t i = 0; i < locale_count(); i++) {
		struct json_object *o = json_push_object(list);
		json_put_str(o, "code", locale_code(locale_at(i)));
		json_put_str(o, "name", locale_own_name(locale_at(i)));
		json_put_bool(o, "rtl", locale_is_rtl(locale_at(i)));
	}
	return root;
}
