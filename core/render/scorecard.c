/* The contract: report or words -> model -> layout -> writer. */
#include "config.h"

#include "core/render/scorecard.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/render/card.h"
#include "core/render/raster.h"
#include "core/render/scene.h"
#include "core/render/svg.h"
#include "core/base/banned.h"

bool render_theme_parse(const char *name, enum render_theme *ret_theme)
{
	static const char *const names[THEME__MAX] = { "auto", "light", "dark" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!str_eq_nocase(name, names[i]))
			continue;
		*ret_theme = (enum render_theme)i;
		return true;
	}
	return false;
}

static enum err check(struct err_note *note, const struct render_options *o)
{
	int scale = o->scale_percent;
	if ((unsigned int)o->theme >= THEME__MAX)
		return err_field(note, ERR_INVALID, "theme", "unknown theme");
	if (scale && (scale < RENDER_SCALE_MIN || scale > RENDER_SCALE_MAX))
		return err_field(note, ERR_INVALID, "scale", "scale must be %d to %d per cent",
			RENDER_SCALE_MIN, RENDER_SCALE_MAX);
	return OK;
}

static struct scene report_scene(struct arena *a, const struct report *r)
{
	struct scene s;
	struct card_model m = card_from_report(a, r);
	scene_init(&s, a, RENDER_WIDTH, RENDER_HEIGHT);
	card_layout(text_open(a), &s, &m);
	return s;
}

static struct scene notice_scene(struct arena *a, const char *title, const char *text)
{
	struct scene s;
	scene_init(&s, a, RENDER_WIDTH, RENDER_HEIGHT);
	card_notice_layout(text_open(a), &s, text_clean(a, title), text_clean(a, text));
	return s;
}

static enum err write_png(struct err_note *note, struct arena *a, const struct scene *s,
	const struct render_options *o, struct str *ret_png)
{
	double scale = o->scale_percent ? o->scale_percent / 100.0 : 1;
	return raster_png(note, a, s, o->theme == THEME_DARK, scale, ret_png);
}

enum err render_scorecard_svg(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, struct str *ret_svg)
{
	TRY(check(note, o));
	struct scene s = report_scene(a, r);
	return svg_write(note, a, &s, o->theme, ret_svg);
}

enum err render_scorecard_png(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, struct str *ret_png)
{
	TRY(check(note, o));
	struct scene s = report_scene(a, r);
	return write_png(note, a, &s, o, ret_png);
}

enum err render_notice_svg(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, struct str *ret_svg)
{
	TRY(check(note, o));
	struct scene s = notice_scene(a, title, text);
	return svg_write(note, a, &s, o->theme, ret_svg);
}

enum err render_notice_png(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, struct str *ret_png)
{
	TRY(check(note, o));
	struct scene s = notice_scene(a, title, text);
	return write_png(note, a, &s, o, ret_png);
}
