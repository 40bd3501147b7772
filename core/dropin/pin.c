/* One repository: /api/pin of github-readme-stats. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/say.h"
#include "core/dropin/slip.h"
#include "core/locale/locale.h"

#include <string.h>
#include "core/base/banned.h"

enum { LINES_MAX = 3 };

struct pin_options {
	struct card_common common;
	struct card_look look;
	const char *username, *repo;
	bool show_owner;
	int description_lines_count;
};

static const struct card_option options[] = {
	STILL_OPTIONS(pin_options),
	LOOK_OPTIONS(pin_options),
	{ .name = "username", .type = OPTION_TEXT, .offset = offsetof(struct pin_options, username), .required = true,
		.doc = "the user or organisation that owns the repository" },
	{ .name = "repo", .type = OPTION_TEXT, .offset = offsetof(struct pin_options, repo), .required = true,
		.doc = "its name; or owner/name, whoever the user is" },
	{ .name = "show_owner", .type = OPTION_BOOL, .offset = offsetof(struct pin_options, show_owner), .otherwise = "false",
		.doc = "the owner before the name" },
	{ .name = "description_lines_count", .type = OPTION_INT, .offset = offsetof(struct pin_options, description_lines_count),
		.min = 1, .max = LINES_MAX, .word_is_min = true, .doc = "lines kept for the description; else as many as it has, at most 3" },
};

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct pin_options *o = rq->options;
	return card_target_repository(note, a, o->username, o->repo, rq);
}

static enum err must_be_public(struct err_note *note, const struct repo *r)
{
	bool shown = r && !r->is_private && r->name;
	return shown ? OK : err_set(note, ERR_NOT_FOUND, "no such public repository");
}

static const char *title_of(struct arena *a, const struct pin_options *o, const struct repo *r)
{
	return o->show_owner && r->owner ? arena_printf(a, "%s/%s", r->owner, r->name) : r->name;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct pin_options *o = rq->options;
	const struct repo *r = f->repository;
	TRY(must_be_public(note, r));
	struct slip slip = {
		.icon = ICON_REPOSITORY,
		.title = title_of(d->arena, o, r),
		.description = r->description,
		.badge = r->is_template ? locale_word(d->locale, WORD_PIN_TEMPLATE) :
			r->is_archived ? locale_word(d->locale, WORD_PIN_ARCHIVED) : NULL,
		.language = r->language,
		.color = facts_repo_color(r),
		.stars = r->stars,
		.forks = r->forks,
		.lines_max = o->description_lines_count ? (size_t)o->description_lines_count : LINES_MAX,
		.lines_room = (size_t)o->description_lines_count,
	};
	slip_layout(d, &o->look, "default_repocard", &slip);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct repo *r = f->repository;
	TRY(must_be_public(note, r));
	(void)a, (void)rq;
	json_put_str(obj, "owner", r->owner);
	json_put_str(obj, "name", r->name);
	json_put_str(obj, "description", r->description);
	json_put_str(obj, "language", r->language);
	json_put_str(obj, "language_color", facts_repo_color(r));
	say_metric(obj, "stars", r->stars);
	say_metric(obj, "forks", r->forks);
	json_put_bool(obj, "is_template", r->is_template);
	json_put_bool(obj, "is_archived", r->is_archived);
	return OK;
}

const struct card_kind card_kind_pin = {
	.name = "pin",
	.path = "/api/pin",
	.doc = "one repository with its description, language, stars and forks",
	.title = "Repository pin",
	.options = options,
	.n_options = ARRAY_LEN(options),
	.options_size = sizeof(struct pin_options),
	.life = { CARD_LIFE_MIN, 864000 },
	.prepare = prepare,
	.layout = layout,
	.json = json,
};
