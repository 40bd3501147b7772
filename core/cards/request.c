/* From a query to a request, and from a request and facts to bytes. */
#include "config.h"

#include "core/cards/card.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/cards/look.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"

#include <string.h>
#include "core/base/banned.h"

/* The words of COMMON_OPTIONS' type, in their order; what follows them is JSON. */
static const enum image_format formats[] = { IMAGE_SVG, IMAGE_PNG, IMAGE_WEBP, IMAGE_JPEG };

enum { NAME_MAX_BYTES = 100, OWNER_MAX_BYTES = 200 };

enum err card_request_parse(struct err_note *note, struct arena *a, const struct card_kind *kind,
	const struct card_arg *args, size_t n_args, struct card_request *ret_request)
{
	struct card_request rq = { .kind = kind, .options = arena_alloc(a, kind->options_size) };
	TRY(options_read(note, a, kind->options, kind->n_options, args, n_args, rq.options));
	const struct card_common *common = rq.options;
	rq.locale = locale_find(common->locale_code);
	if (!rq.locale)
		return err_field(note, ERR_UNPROCESSABLE, "locale", "the language %s is not known", common->locale_code);
	rq.is_json = common->format >= (int)ARRAY_LEN(formats);
	rq.format = rq.is_json ? IMAGE_SVG : formats[common->format];
	rq.target.forge = common->forge ? common->forge : "";
	TRY(kind->prepare(note, a, &rq));
	*ret_request = rq;
	return OK;
}

int card_request_life(const struct card_request *rq)
{
	const struct card_common *common = rq->options;
	const struct card_life *life = &rq->kind->life;
	int asked = common->cache_seconds ? common->cache_seconds : life->standard;
	int most = life->most > CARD_LIFE_MIN ? life->most : CARD_LIFE_MIN;
	return asked < CARD_LIFE_MIN ? CARD_LIFE_MIN : asked > most ? most : asked;
}

/* ---- what a request is about */

/* Letters, digits, "-", "_", "." and, in the groups of a forge, "/"; never a part that is "." or "..". */
static bool path_valid(const char *s, size_t max, bool slashes)
{
	size_t len = strlen(s), part = 0;
	if (!len || len > max)
		return false;
	for (size_t i = 0; i <= len; i++) {
		if (i < len && s[i] != '/') {
			if (!ascii_is_alnum(s[i]) && !strchr("-_.", s[i]))
				return false;
			continue;
		}
		size_t n = i - part;
		bool dots = (n == 1 && s[part] == '.') || (n == 2 && !strncmp(s + part, "..", 2));
		if (!n || dots || (i < len && !slashes))
			return false;
		part = i + 1;
	}
	return true;
}

enum err card_target_repository(struct err_note *note, struct arena *a, const char *username, const char *repo,
	struct card_request *rq)
{
	const char *slash = strrchr(repo, '/');
	const char *owner = slash ? arena_strndup(a, repo, (size_t)(slash - repo)) : username;
	const char *name = slash ? slash + 1 : repo;
	if (!path_valid(owner, OWNER_MAX_BYTES, true))
		return err_field(note, ERR_UNPROCESSABLE, slash ? "repo" : "username", "%s is not the name of a user or organisation",
			slash ? "what stands before the slash in repo" : "username");
	if (!path_valid(name, NAME_MAX_BYTES, false))
		return err_field(note, ERR_UNPROCESSABLE, "repo", "repo is not the name of a repository");
	rq->target.login = owner;
	rq->target.repo = name;
	rq->needs = NEED_REPOSITORY;
	return OK;
}

/* ---- drawing */

enum { JSON_BYTES_MAX = 1024 * 1024 };

static enum err write_json(struct err_note *note, struct arena *a, const struct card_request *rq,
	const struct card_facts *f, struct str *ret_bytes)
{
	CLEAN_JSON struct json_object *root = json_new();
	if (!rq->kind->json_bare) {
		json_put_str(root, "kind", rq->kind->name);
		json_put_str(root, "locale", locale_code(rq->locale));
	}
	TRY(rq->kind->json(note, a, rq, f, root));
	size_t len;
	const char *text = json_text(root, &len);
	struct str out;
	str_init(&out, a, JSON_BYTES_MAX);
	str_add(&out, text, len);
	str_addc(&out, '\n');
	if (out.over)
		return err_set(note, ERR_TOO_BIG, "the card has too many numbers");
	*ret_bytes = out;
	return OK;
}

static enum err write_scene(struct err_note *note, struct card_draw *d, enum image_format format, int scale,
	struct str *ret_bytes)
{
	d->scene->lang = locale_code(d->locale);
	if (locale_is_rtl(d->locale))
		scene_mirror(d->scene);
	return image_write(note, d->arena, d->scene, format, scale, ret_bytes);
}

enum err card_draw(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct render_fonts *fonts, struct str *ret_bytes)
{
	const struct card_common *common = rq->options;
	struct scene scene;
	struct card_draw d = { .arena = a, .scene = &scene, .locale = rq->locale };
	if (rq->is_json)
		return write_json(note, a, rq, f, ret_bytes);
	d.text = text_open(a, fonts);
	text_language(d.text, locale_code(rq->locale));
	scene_init(&scene, a, 0, 0);
	enum err err = rq->kind->layout(note, &d, rq, f);
	scene.still = common->still;
	if (!err)
		err = write_scene(note, &d, rq->format, common->scale, ret_bytes);
	text_close(d.text);
	return err;
}

/* ---- errors */

/* What of a query matters to a picture of an error, whatever card was asked for. */
struct error_options {
	struct card_common common;
	struct card_look look;
};

static const struct card_option error_table[] = {
	COMMON_OPTIONS(error_options),
	LOOK_OPTIONS(error_options),
	/* as streak-stats names it; where both are given this one wins */
	{ .name = "background", .type = OPTION_BACKGROUND, .offset = offsetof(struct error_options, look.bg_color), .css = true },
};

static void layout_error(struct card_draw *d, const struct card_look *look, const char *title, const char *message,
	const char *hint)
{
	static const struct text_style large[] = { { 16, 600 }, { 14, 600 }, { 12, 600 } }, small[] = { { 12, 400 }, { 11, 400 } };
	static const double width = 576.5, height = 120;
	struct scene *s = d->scene;
	scene_init(s, d->arena, width, height);
	s->palette = look_palette(d, look, "default");
	message = text_clean(d->arena, message);
	hint = text_clean(d->arena, hint ? hint : "");
	s->title = title;
	s->desc = *hint ? arena_printf(d->arena, "%s. %s", message, hint) : message;
	look_frame(s, look);
	struct box slot = { LOOK_PADDING, 30, width - 2 * LOOK_PADDING, 24 };
	struct text_run lines[2];
	scene_text(s, slot, 48, text_fit_sizes(d->text, message, large, ARRAY_LEN(large), slot.w), ALIGN_LEFT, ROLE_TITLE);
	size_t n = *hint ? text_wrap(d->text, hint, small[0], slot.w, ARRAY_LEN(lines), lines) : 0;
	for (size_t i = 0; i < n; i++) {
		slot = (struct box){ slot.x, 62 + 18 * (double)i, slot.w, 18 };
		scene_text(s, slot, slot.y + 13, lines[i], ALIGN_LEFT, ROLE_MUTED);
	}
}

enum err card_error(struct err_note *note, struct arena *a, const struct card_kind *kind, const struct card_arg *args,
	size_t n_args, enum image_format format, const char *message, const char *hint, struct render_fonts *fonts,
	struct str *ret_bytes)
{
	struct error_options o = { .common.scale = 100 };
	struct scene scene;
	(void)options_read(NULL, a, error_table, ARRAY_LEN(error_table), args, n_args, &o);
	const struct locale *locale = locale_find(o.common.locale_code);
	struct card_draw d = { .arena = a, .scene = &scene, .locale = locale ? locale : locale_english(),
		.text = text_open(a, fonts) };
	text_language(d.text, locale_code(d.locale));
	layout_error(&d, &o.look, kind ? kind->title : "Error", message, hint);
	scene.still = true;
	enum err err = write_scene(note, &d, format, o.common.scale, ret_bytes);
	text_close(d.text);
	return err;
}
