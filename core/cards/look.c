/* Themes, and the colours a theme does not name. */
#include "config.h"

#include "core/cards/look.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

/* The largest in which the title fits whole, else the last one, cut. */
static const struct text_style title_styles[] = { { 18, 600 }, { 16.5, 600 }, { 15, 600 } };

struct theme {
	const char *name, *title, *icon, *text, *background, *border;
};

static const struct theme themes[] = {
#define X(name, title, icon, text, background, border) { name, title, icon, text, background, border },
#include "core/cards/themes-grs.def"
#undef X
};

const char *look_theme_at(size_t i)
{
	return i < ARRAY_LEN(themes) ? themes[i].name : NULL;
}

/* ---- arithmetic of colours */

static double channel(rgba c, int shift)
{
	return c >> shift & 0xff;
}

bool color_rgb(const char *text, uint32_t *ret_rgb)
{
	unsigned char rgb[3];
	if (!text || *text != '#' || strlen(text) != 7 || !parse_hex(text + 1, 6, rgb))
		return false;
	*ret_rgb = (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
	return true;
}

rgba color_mix(rgba under, rgba over, double share)
{
	rgba out = 0;
	share = fmin(fmax(share, 0), 1);
	for (int shift = 24; shift >= 0; shift -= 8)
		out |= (rgba)lround(channel(over, shift) * share + channel(under, shift) * (1 - share)) << shift;
	return out;
}

/* sRGB to linear light; WCAG 2.2, definition of relative luminance */
static double luminance(rgba color)
{
	static const double linear[] = {
#include "core/cards/srgb-linear.def"
	};
	return 0.2126 * linear[color >> 24 & 0xff] + 0.7152 * linear[color >> 16 & 0xff] + 0.0722 * linear[color >> 8 & 0xff];
}

static rgba opaque_on(rgba over, rgba under)
{
	return color_mix(under | 0xff, over | 0xff, channel(over, 0) / 255);
}

double color_contrast(rgba over, rgba under)
{
	double a = luminance(opaque_on(over, under)), b = luminance(under);
	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

rgba color_readable(rgba color, rgba ground, double ratio)
{
	rgba seen = opaque_on(color, ground), end = luminance(ground) > 0.18 ? 0x000000ff : 0xffffffff;
	for (int step = 0; step <= 20; step++) {
		rgba moved = color_mix(seen, end, step / 20.0);
		if (color_contrast(moved, ground) >= ratio)
			return moved;
	}
	return end;
}

struct hsl {
	double h, s, l; /* 0..1 */
};

static struct hsl to_hsl(rgba color)
{
	double r = channel(color, 24) / 255, g = channel(color, 16) / 255, b = channel(color, 8) / 255;
	double high = fmax(r, fmax(g, b)), low = fmin(r, fmin(g, b)), span = high - low;
	struct hsl out = { .l = (high + low) / 2 };
	if (span < 1e-9)
		return out;
	out.s = span / (1 - fabs(2 * out.l - 1));
	out.h = high - r < 1e-9 ? (g - b) / span : high - g < 1e-9 ? 2 + (b - r) / span : 4 + (r - g) / span;
	out.h = out.h / 6 - floor(out.h / 6);
	return out;
}

static rgba from_hsl(struct hsl c)
{
	static const double offsets[] = { 0, 8, 4 };
	double reach = c.s * fmin(c.l, 1 - c.l);
	rgba out = 0;
	for (size_t i = 0; i < ARRAY_LEN(offsets); i++) {
		double k = fmod(offsets[i] + c.h * 12, 12);
		double v = c.l - reach * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
		out = out << 8 | (rgba)lround(fmin(fmax(v, 0), 1) * 255);
	}
	return RGBA(out);
}

/* ---- derived roles */

/* What a transparent card most likely stands on: the page its text was made for. */
static rgba ground_of(const rgba colors[PALETTE_MAX])
{
	rgba page = luminance(colors[ROLE_TEXT]) > 0.5 ? 0x0d1117ff : 0xffffffff;
	return opaque_on(colors[ROLE_BACKGROUND], page);
}

static void derive_series(rgba colors[PALETTE_MAX], rgba ground)
{
	static const double turns[] = { 0, 0.55, 0.28, 0.8 };
	struct hsl base = to_hsl(colors[ROLE_TITLE]);
	const rgba *own = palette_own(luminance(ground) > 0.18 ? THEME_LIGHT : THEME_DARK)->colors[0];
	for (int i = 0; i < 4; i++) {
		struct hsl turned = { fmod(base.h + turns[i], 1), fmin(base.s, 0.75), base.l };
		bool grey = base.s < 0.2 || base.l > 0.92 || base.l < 0.08;
		rgba color = grey ? own[ROLE_SERIES_1 + i] : i ? from_hsl(turned) : colors[ROLE_TITLE];
		colors[ROLE_SERIES_1 + i] = color_readable(color, ground, 3);
	}
}

/* MUTED, SURFACE, TRACK, ACCENT, SERIES_* and LEVEL_* from BACKGROUND, TEXT and TITLE. */
static void derive(rgba colors[PALETTE_MAX])
{
	static const double levels[] = { 0, 0.32, 0.52, 0.76, 1 };
	rgba ground = ground_of(colors), text = opaque_on(colors[ROLE_TEXT], ground);
	rgba title = opaque_on(colors[ROLE_TITLE], ground);
	double share = 0.3;
	while (share > 0 && color_contrast(color_mix(text, ground, share), ground) < 4.5)
		share -= 0.05;
	colors[ROLE_MUTED] = color_mix(text, ground, share);
	colors[ROLE_SURFACE] = color_mix(ground, text, 0.06);
	colors[ROLE_TRACK] = color_mix(ground, text, 0.18);
	colors[ROLE_ACCENT] = color_readable(title, ground, 3);
	for (int i = 1; i < 5; i++)
		colors[ROLE_LEVEL_0 + i] = color_mix(ground, colors[ROLE_ACCENT], levels[i]);
	colors[ROLE_LEVEL_0] = color_mix(ground, text, 0.1);
	derive_series(colors, ground);
}

/* ---- themes */

static const struct theme *theme_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(themes); i++) {
		bool same = strlen(themes[i].name) == len;
		for (size_t k = 0; same && k < len; k++)
			same = ascii_lower(themes[i].name[k]) == ascii_lower(name[k]);
		if (same)
			return &themes[i];
	}
	return NULL;
}

/* The theme for light and the one for dark viewers; the same one where the card does not follow. */
struct pair {
	const struct theme *of[2];
};

static bool pair_find(const char *name, struct pair *ret_pair)
{
	static const struct {
		const char *name, *light, *dark;
	} ours[] = { { "auto", "default", "github_dark" }, { "light", "default", "default" } };
	const char *comma = name ? strchr(name, ',') : NULL;
	struct pair p;
	for (size_t i = 0; name && i < ARRAY_LEN(ours); i++)
		if (str_eq_nocase(name, ours[i].name)) {
			p.of[0] = theme_find(ours[i].light, strlen(ours[i].light));
			p.of[1] = theme_find(ours[i].dark, strlen(ours[i].dark));
			*ret_pair = p;
			return true;
		}
	if (!name)
		return false;
	p.of[0] = theme_find(name, comma ? (size_t)(comma - name) : strlen(name));
	p.of[1] = comma ? theme_find(comma + 1, strlen(comma + 1)) : p.of[0];
	if (!p.of[0] || !p.of[1])
		return false;
	*ret_pair = p;
	return true;
}

static rgba color_of(const char *text, rgba otherwise)
{
	rgba color = otherwise;
	(void)option_color_parse(text, false, &color);
	return color;
}

static rgba chosen(const struct option_color *given, rgba otherwise)
{
	return given->given ? given->color : otherwise;
}

/* One colour for what is derived: the middle of a gradient. */
static rgba background_color(const struct option_background *b)
{
	rgba color = b->colors[0];
	for (size_t i = 1; i < b->n; i++)
		color = color_mix(color, b->colors[i], 1.0 / (double)(i + 1));
	return color;
}

static void fill_colors(struct arena *a, const struct theme *t, const struct card_look *look, rgba colors[PALETTE_MAX])
{
	struct option_background b = look->bg_color;
	if (!b.given)
		(void)option_background_parse(a, t->background, false, &b);
	colors[ROLE_BACKGROUND] = background_color(&b);
	colors[ROLE_TITLE] = chosen(&look->title_color, color_of(t->title, 0));
	colors[ROLE_TEXT] = chosen(&look->text_color, color_of(t->text, 0));
	colors[ROLE_ICON] = chosen(&look->icon_color, color_of(t->icon, 0));
	colors[ROLE_BORDER] = chosen(&look->border_color, color_of(t->border, color_of(themes[0].border, 0)));
	colors[ROLE_RING] = chosen(&look->ring_color, colors[ROLE_TITLE]);
	derive(colors);
}

struct palette *look_palette(struct card_draw *d, const struct card_look *look, const char *fallback)
{
	struct palette *p = arena_alloc(d->arena, sizeof(*p));
	struct pair pair = { .of = { &themes[0], &themes[0] } };
	if (!pair_find(look->theme, &pair))
		(void)pair_find(fallback, &pair);
	for (int i = 0; i < 2; i++)
		fill_colors(d->arena, pair.of[i], look, p->colors[i]);
	p->follows = pair.of[0] != pair.of[1];
	return p;
}

/* ---- what every card has */

/* The gradient of the look or of its theme; a card that follows the viewer shows plain colours of themes. */
static bool gradient_of(struct arena *a, const struct card_look *look, struct option_background *ret_background)
{
	struct option_background b = look->bg_color;
	struct pair pair;
	if (!b.given && pair_find(look->theme, &pair) && pair.of[0] == pair.of[1])
		(void)option_background_parse(a, pair.of[0]->background, false, &b);
	*ret_background = b;
	return b.n > 1;
}

static struct paint background_paint(struct scene *s, const struct card_look *look)
{
	struct option_background b;
	if (!gradient_of(s->arena, look, &b))
		return PAINT(ROLE_BACKGROUND);
	return scene_gradient_angle(s, b.angle, b.colors, b.n);
}

void look_frame(struct scene *s, const struct card_look *look)
{
	/* 99 %: as tall as the cards we replace draw it */
	struct box box = { 0.5, 0.5, s->width - 1, s->height * 0.99 };
	struct node *n = scene_rect(s, box, look->border_radius, background_paint(s, look));
	if (!look->hide_border)
		n->stroke = (struct stroke){ .paint = PAINT(ROLE_BORDER), .width = 1 };
	s->corner = look->border_radius + 0.5;
}

const char *look_words(const struct card_draw *d, const char *text)
{
	bool rtl = locale_is_rtl(d->locale), foreign = false;
	for (const char *p = text; *p && !foreign; p++)
		foreign = (unsigned char)*p >= 0xd6; /* Hebrew and whatever comes after it */
	if (!*text || (!rtl && !foreign))
		return text;
	if (!rtl)
		return arena_printf(d->arena, "\u200e%s", text);
	/* a number after a Latin word would join it across the dot; an "@" would leave its login */
	struct str line;
	str_init(&line, d->arena, strlen(text) * 4 + sizeof("\u200f"));
	str_addz(&line, "\u200f");
	for (const char *p = text; *p; p++) {
		if (*p == '@')
			str_addz(&line, "\u200e");
		str_addc(&line, *p);
		if (p > text && p[-1] == LOOK_DOT[1] && p[0] == LOOK_DOT[2])
			str_addz(&line, "\u200f");
	}
	return line.buf;
}

static const char *title_text(struct card_draw *d, const struct card_look *look, const char *title)
{
	if (look->custom_title)
		return text_clean(d->arena, look->custom_title);
	return look_words(d, text_clean(d->arena, title));
}

double look_title_width(struct card_draw *d, const struct card_look *look, const char *title, double max_width)
{
	return text_fit(d->text, title_text(d, look, title), title_styles[0], max_width).width;
}

const char *look_title(struct card_draw *d, const struct card_look *look, const char *title)
{
	const char *text = title_text(d, look, title);
	struct box slot = { LOOK_PADDING, LOOK_TITLE_Y - 18, d->scene->width - 2 * LOOK_PADDING, 25 };
	if (look->hide_title)
		return text;
	struct text_run run = text_fit_sizes(d->text, text, title_styles, ARRAY_LEN(title_styles), slot.w);
	scene_text(d->scene, slot, LOOK_TITLE_Y, run, ALIGN_LEFT, ROLE_TITLE)->motion = MOTION_FADE;
	return text;
}

double look_body_y(const struct card_look *look)
{
	return look->hide_title ? LOOK_PADDING : LOOK_BODY_Y;
}
