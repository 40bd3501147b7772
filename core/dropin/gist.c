/* One gist: /api/gist of github-readme-stats. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/say.h"
#include "core/dropin/slip.h"
#include "core/locale/locale.h"
#include "core/profile/profile.h"

#include <string.h>
#include "core/base/banned.h"

enum { ID_MAX_BYTES = 64 };

struct gist_options {
	struct card_common common;
	struct card_look look;
	const char *id;
	bool show_owner;
};

static const struct card_option options[] = {
	STILL_OPTIONS(gist_options),
	LOOK_OPTIONS(gist_options),
	{ .name = "id", .type = OPTION_TEXT, .offset = offsetof(struct gist_options, id), .required = true,
		.doc = "id of the gist: the last part of its address" },
	{ .name = "show_owner", .type = OPTION_BOOL, .offset = offsetof(struct gist_options, show_owner), .otherwise = "false",
		.doc = "the owner before the name" },
};

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	const struct gist_options *o = rq->options;
	(void)a;
	size_t len = strlen(o->id);
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(o->id[i]))
			len = 0;
	if (!len || len > ID_MAX_BYTES)
		return err_field(note, ERR_UNPROCESSABLE, "id", "id is not that of a gist");
	rq->target.gist = o->id;
	rq->needs = NEED_GIST;
	return OK;
}

static enum err must_be_there(struct err_note *note, const struct gist *g)
{
	return g && g->n_files ? OK : err_set(note, ERR_NOT_FOUND, "no such public gist");
}

/* The language with most bytes over all files; NULL: none is known. */
static const struct gist_file *largest(const struct gist *g)
{
	const struct gist_file *best = NULL;
	int64_t most = -1;
	for (size_t i = 0; i < g->n_files; i++) {
		int64_t sum = 0;
		if (!g->files[i].language)
			continue;
		for (size_t k = 0; k < g->n_files; k++)
			if (str_eq(g->files[k].language, g->files[i].language))
				sum += g->files[k].size;
		if (sum > most) {
			most = sum;
			best = &g->files[i];
		}
	}
	return best;
}

static const char *name_of(const struct gist *g)
{
	return g->files[0].name ? g->files[0].name : g->id;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct gist_options *o = rq->options;
	const struct gist *g = f->gist;
	TRY(must_be_there(note, g));
	const struct gist_file *file = largest(g);
	bool owned = o->show_owner && g->owner;
	struct slip slip = {
		.icon = ICON_CODE,
		.title = owned ? arena_printf(d->arena, "%s/%s", g->owner, name_of(g)) : name_of(g),
		.description = g->description,
		.language = file ? file->language : locale_word(d->locale, WORD_GIST_UNSPECIFIED),
		.color = file ? file->color : "",
		.stars = g->stars,
		.forks = g->forks,
		.lines_max = SLIP_LINES_MAX,
	};
	slip_layout(d, &o->look, "default", &slip);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct gist *g = f->gist;
	TRY(must_be_there(note, g));
	(void)a, (void)rq;
	const struct gist_file *file = largest(g);
	json_put_str(obj, "id", g->id);
	json_put_str(obj, "owner", g->owner);
	json_put_str(obj, "name", name_of(g));
	json_put_str(obj, "description", g->description);
	json_put_str(obj, "language", file ? file->language : NULL);
	json_put_str(obj, "language_color", file ? file->color : NULL);
	say_metric(obj, "stars", g->stars);
	say_metric(obj, "forks", g->forks);
	json_put_int(obj, "files", (int64_t)g->n_files);
	return OK;
}

const struct card_kind card_kind_gist = {
	.name = "gist",
	.path = "/api/gist",
	.doc = "one gist with its description, main language, stars and forks",
	.title = "Gist",
	.options = options,
	.n_options = ARRAY_LEN(options),
	.options_size = sizeof(struct gist_options),
	.life = { CARD_LIFE_MIN, 864000 },
	.prepare = prepare,
	.layout = layout,
	.json = json,
};
