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

static enum err write_svg(struct err_note *note, const struct scene *s,
	const struct render_options *o, struct str *ret_svg)
{
	(void)o;
	return svg_write(note, s->arena, s, ret_svg);
}

static enum err write_png(struct err_note *note, const struct scene *s,
	const struct render_options *o, struct str *ret_png)
{
	double scale = o->scale_percent ? o->scale_percent / 100.0 : 1;
	return raster_png(note, s->arena, s, scale, ret_png);
}

typedef enum err writer(struct err_note *note, const struct scene *s, const struct render_options *o,
	struct str *ret_out);

/* The fonts are held while the scene lives, which ends here: errors and successes alike. */
static enum err draw_report(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, writer *write, struct str *ret_out)
{
	struct scene s;
	TRY(check(note, o));
	struct card_model m = card_from_report(a, r);
	struct text_engine *engine = text_open(a, o->fonts);
	scene_init(&s, a, RENDER_WIDTH, RENDER_HEIGHT);
	s.palette = palette_own(o->theme);
	card_layout(engine, &s, &m);
	enum err err = write(note, &s, o, ret_out);
	text_close(engine);
	return err;
}

static enum err draw_notice(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, writer *write, struct str *ret_out)
{
	struct scene s;
	TRY(check(note, o));
	struct text_engine *engine = text_open(a, o->fonts);
	scene_init(&s, a, RENDER_WIDTH, RENDER_HEIGHT);
	s.palette = palette_own(o->theme);
	card_notice_layout(engine, &s, text_clean(a, title), text_clean(a, text));
	enum err err = write(note, &s, o, ret_out);
	text_close(engine);
	return err;
}

enum err render_scorecard_svg(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, struct str *ret_svg)
{
	return draw_report(note, a, r, o, write_svg, ret_svg);
}

enum err render_scorecard_png(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, struct str *ret_png)
{
	return draw_report(note, a, r, o, write_png, ret_png);
}

enum err render_notice_svg(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, struct str *ret_svg)
{
	return draw_notice(note, a, title, text, o, write_svg, ret_svg);
}

enum err render_notice_png(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, struct str *ret_png)
{
	return draw_notice(note, a, title, text, o, write_png, ret_png);
}
