/* Pango behind five verbs. */
#include "config.h"

#include "core/render/text.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/base/str.h"
#include "core/render/fonts.h"

#include <pango/pangocairo.h>
#include <string.h>
#include "core/base/banned.h"

/* A viewer's font may be some per cent wider than ours: from this share of the room on, pin. */
#define TIGHT_SHARE 0.88

/* Combining marks on one letter: scripts of their own need three, accents no more than two. */
enum { MARKS_MAX = 3, ACCENTS_MAX = 2 };

/*
 * Widths of letter pairs at PAIR_SIZE, per weight; 0 = not asked yet. One table hangs on each
 * font map, which one thread uses at a time, and holds nothing of any text but pairs of ASCII.
 */
enum { PAIR_DOT = 95, PAIR_ELLIPSIS, PAIR_LETTERS, PAIR_SIZE = 100, PAIR_WEIGHTS = 4 };

struct pairs {
	float first[PAIR_WEIGHTS][PAIR_LETTERS];
	float next[PAIR_WEIGHTS][PAIR_LETTERS][PAIR_LETTERS]; /* added by the second letter, plus PAIR_SIZE */
};

/*
 * Widths of whole lines that are no ASCII: labels of the other languages come again with every card. Kept by a keyed hash
 * of line and style alone, so nobody's name stays; a new one takes the place of an old one.
 */
enum { WIDTHS = 1024, WIDTH_KEY = 16 };

struct widths {
	unsigned char key[WIDTH_KEY];
	struct width {
		uint64_t hash; /* 0 = empty */
		double width;
		bool rtl;
	} known[WIDTHS];
};

static const int pair_weights[PAIR_WEIGHTS] = { 400, 600, 700, 800 };
static const char ellipsis[] = "\xe2\x80\xa6";
static const char families[] = "Noto Sans, DejaVu Sans, sans-serif";

struct text_engine {
	struct arena *arena;
	struct render_fonts *fonts;
	PangoFontMap *map;
	PangoContext *context; /* NULL = closed */
	const char *lang; /* NULL = none in particular */
	struct pairs *pairs;
	struct widths *widths;
	PangoLayout **layouts;
	size_t n_layouts, cap_layouts;
};

void text_close(struct text_engine *e)
{
	if (!e->context)
		return;
	for (size_t i = 0; i < e->n_layouts; i++)
		g_object_unref(e->layouts[i]);
	g_object_unref(e->context);
	e->context = NULL;
	fonts_give(e->fonts, e->map);
}

static void engine_close(void *handle)
{
	text_close(handle);
}

static struct pairs *pairs_of(PangoFontMap *map)
{
	struct pairs *pairs = g_object_get_data(G_OBJECT(map), "gps-pairs");
	if (!pairs) {
		pairs = g_new0(struct pairs, 1);
		g_object_set_data_full(G_OBJECT(map), "gps-pairs", pairs, g_free);
	}
	return pairs;
}

static struct widths *widths_of(PangoFontMap *map)
{
	struct widths *widths = g_object_get_data(G_OBJECT(map), "gps-widths");
	if (!widths) {
		widths = g_new0(struct widths, 1);
		random_bytes(widths->key, sizeof(widths->key));
		g_object_set_data_full(G_OBJECT(map), "gps-widths", widths, g_free);
	}
	return widths;
}

struct text_engine *text_open(struct arena *a, struct render_fonts *fonts)
{
	struct text_engine *e = arena_alloc(a, sizeof(*e));
	e->arena = a;
	e->fonts = fonts;
	e->map = fonts_take(fonts);
	e->pairs = pairs_of(e->map);
	e->widths = widths_of(e->map);
	e->context = pango_font_map_create_context(e->map);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(e->context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(e->context, FALSE);
	pango_context_set_language(e->context, pango_language_from_string("en"));
	arena_defer(a, engine_close, e);
	return e;
}

/* ---- cleaning */

static bool is_blank(unsigned int cp)
{
	return cp <= 0x20 || (cp >= 0x7f && cp <= 0xa0) || cp == 0x2028 || cp == 0x2029;
}

/* embeddings, overrides, isolates, invisible operators and the byte order mark */
static bool is_dropped(unsigned int cp)
{
	return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff ||
		(cp >= 0xfff9 && cp <= 0xfffb);
}

static bool is_accent(unsigned int cp)
{
	return (cp >= 0x300 && cp <= 0x36f) || (cp >= 0x1ab0 && cp <= 0x1aff) ||
		(cp >= 0x1dc0 && cp <= 0x1dff) || (cp >= 0x20d0 && cp <= 0x20ff);
}

static bool is_mark(unsigned int cp)
{
	if (cp < 0x300 || (cp >= 0xfe00 && cp <= 0xfe0f))
		return false;
	GUnicodeType type = g_unichar_type(cp);
	return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

char *text_clean(struct arena *a, const char *text)
{
	struct str out;
	size_t len = strnlen(text, 4 * TEXT_CHARS_MAX * 4), chars = 0, marks = 0;
	str_init(&out, a, TEXT_CHARS_MAX * 4 + sizeof(ellipsis));
	for (size_t i = 0; i < len;) {
		unsigned int cp = 0;
		size_t step = utf8_next(text + i, len - i, &cp);
		bool valid = step && cp != 0xfffe && cp != 0xffff;
		const char *from = valid ? text + i : "\xef\xbf\xbd";
		size_t n = valid ? step : 3;
		i += step ? step : 1;
		if (valid && is_dropped(cp))
			continue;
		marks = valid && is_mark(cp) ? marks + 1 : 0;
		if (marks > (is_accent(cp) ? ACCENTS_MAX : MARKS_MAX))
			continue;
		if (valid && is_blank(cp)) {
			if (out.len && out.buf[out.len - 1] != ' ')
				str_addc(&out, ' ');
			continue;
		}
		if (chars++ >= TEXT_CHARS_MAX - 1) {
			str_addz(&out, ellipsis);
			break;
		}
		str_add(&out, from, n);
	}
	while (out.len && out.buf[out.len - 1] == ' ')
		out.buf[--out.len] = '\0';
	return out.buf;
}

/* ---- measuring */

void text_language(struct text_engine *e, const char *lang)
{
	e->lang = lang;
}

/* Does the engine's language write with the letter's script? Pango does not count Korean's Han letters. */
static bool is_written(const struct text_engine *e, unsigned int cp)
{
	GUnicodeScript script = g_unichar_get_script(cp);
	if (!e->lang)
		return false;
	return (script == G_UNICODE_SCRIPT_HAN && str_eq(e->lang, "ko")) ||
		pango_language_includes_script(pango_language_from_string(e->lang), (PangoScript)script);
}

/*
 * Letters of one script look different by language. Kana and hangul tell which; of Han, Arabic and others the engine's
 * language, where it uses them.
 */
static const char *language_of(const struct text_engine *e, const char *text)
{
	const char *found = NULL;
	size_t len = strlen(text), step;
	unsigned int cp = 0;
	for (size_t i = 0; (step = utf8_next(text + i, len - i, &cp)); i += step) {
		if (cp < 0x370)
			continue;
		if (cp >= 0x3040 && cp <= 0x30ff)
			return "ja";
		if ((cp >= 0x1100 && cp <= 0x11ff) || (cp >= 0xac00 && cp <= 0xd7af))
			return "ko";
		if (!found && g_unichar_isalpha(cp) && is_written(e, cp))
			found = e->lang;
		if (!found && cp >= 0x3400 && cp <= 0x9fff)
			found = "zh";
	}
	return found;
}

static PangoLayout *layout_new(struct text_engine *e, const char *text, struct text_style style,
	const char *lang)
{
	PangoLayout *layout = pango_layout_new(e->context);
	*ARENA_PUSH(e->arena, e->layouts, e->n_layouts, e->cap_layouts) = layout;
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family_static(font, families);
	pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
	pango_font_description_set_weight(font, (PangoWeight)style.weight);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	if (lang) {
		PangoAttrList *attrs = pango_attr_list_new();
		pango_attr_list_insert(attrs, pango_attr_language_new(pango_language_from_string(lang)));
		pango_layout_set_attributes(layout, attrs);
		pango_attr_list_unref(attrs);
	}
	pango_layout_set_text(layout, text, -1);
	return layout;
}

static double units(int pango)
{
	return (double)pango / PANGO_SCALE;
}

static PangoLayoutLine *line_of(PangoLayout *layout)
{
	return pango_layout_get_line_readonly(layout, 0);
}

static double width_of(PangoLayout *layout)
{
	PangoRectangle logical;
	pango_layout_line_get_extents(line_of(layout), NULL, &logical);
	return units(logical.width);
}

/* ---- pairs */

/* The letter's place in the table and its bytes, or false. */
static bool pair_letter(const char *p, size_t *ret_letter, size_t *ret_len)
{
	bool ascii = *p >= ' ' && *p <= '~', dot = memcmp(p, "\xc2\xb7", 2) == 0;
	if (!ascii && !dot && strncmp(p, ellipsis, 3) != 0)
		return false;
	*ret_letter = ascii ? (size_t)(*p - ' ') : dot ? PAIR_DOT : PAIR_ELLIPSIS;
	*ret_len = ascii ? 1 : dot ? 2 : 3;
	return true;
}

static double ask(struct text_engine *e, const char *p, size_t len, int weight)
{
	struct text_style style = { PAIR_SIZE, weight };
	return width_of(layout_new(e, arena_strndup(e->arena, p, len), style, NULL));
}

/* What the letter at p adds to a line at PAIR_SIZE; before = NULL: it is the first. */
static double pair_advance(struct text_engine *e, size_t w, const char *before, size_t b, const char *p,
	size_t letter, size_t len)
{
	int weight = pair_weights[w];
	float *known = before ? &e->pairs->next[w][b][letter] : &e->pairs->first[w][letter];
	if (*known > 0)
		return (double)*known - PAIR_SIZE;
	size_t lead = before ? (size_t)(p - before) : 0;
	double whole = ask(e, p - lead, lead + len, weight);
	double alone = before ? ask(e, before, lead, weight) : 0;
	*known = (float)(whole - alone + PAIR_SIZE);
	return whole - alone;
}

/* Width of a line made of table letters only, else false. */
static bool pair_width(struct text_engine *e, const char *text, struct text_style style,
	double *ret_width)
{
	size_t w = 0, letter = 0, len = 0, before_letter = 0;
	const char *before = NULL;
	double sum = 0;
	while (w < PAIR_WEIGHTS && pair_weights[w] != style.weight)
		w++;
	if (w == PAIR_WEIGHTS)
		return false;
	for (const char *p = text; *p; p += len) {
		if (!pair_letter(p, &letter, &len))
			return false;
		sum += pair_advance(e, w, before, before_letter, p, letter, len);
		before = p;
		before_letter = letter;
	}
	*ret_width = sum * style.size / PAIR_SIZE;
	return true;
}

/* ---- widths */

static uint64_t width_hash(const struct text_engine *e, const struct text_run *run)
{
	struct str in;
	unsigned char digest[SHA256_LEN];
	uint64_t hash;
	str_init(&in, e->arena, WIDTH_KEY + 64 + strlen(run->text));
	str_add(&in, (const char *)e->widths->key, WIDTH_KEY);
	str_add(&in, (const char *)&run->style.size, sizeof(run->style.size));
	str_addf(&in, "%d:", run->style.weight);
	str_addz(&in, run->lang ? run->lang : "");
	str_addc(&in, ':');
	str_addz(&in, run->text);
	hash_sha256(in.buf, in.len, digest);
	memcpy(&hash, digest, sizeof(hash));
	return hash ? hash : 1;
}

static struct text_run measure(struct text_engine *e, const char *text, struct text_style style)
{
	struct text_run run = { .text = text, .style = style, .engine = e };
	if (pair_width(e, text, style, &run.width))
		return run;
	run.lang = language_of(e, text);
	uint64_t hash = width_hash(e, &run);
	struct width *known = &e->widths->known[hash % WIDTHS];
	if (known->hash != hash) {
		PangoLayout *layout = text_run_layout(&run);
		run.layout = layout;
		known->hash = hash;
		known->width = width_of(layout);
		known->rtl = line_of(layout)->resolved_dir == PANGO_DIRECTION_RTL;
	}
	run.width = known->width;
	run.rtl = known->rtl;
	return run;
}

void *text_run_layout(const struct text_run *run)
{
	if (run->layout)
		return run->layout;
	PangoLayout *layout = layout_new(run->engine, run->text, run->style, run->lang);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	return layout;
}

struct text_ink text_run_ink(const struct text_run *run)
{
	PangoRectangle ink;
	pango_layout_line_get_extents(line_of(text_run_layout(run)), &ink, NULL);
	return (struct text_ink){ units(ink.x), units(ink.y), units(ink.width), units(ink.height) };
}

/* ---- fitting */

/* Byte offsets of the graphemes of text where it may be cut; the first is 0. */
static size_t cut_points(struct text_engine *e, const char *text, size_t **ret_points)
{
	int n_chars = (int)g_utf8_strlen(text, -1);
	PangoLogAttr *attrs = arena_array(e->arena, (size_t)n_chars + 1, sizeof(*attrs));
	size_t *points = arena_array(e->arena, (size_t)n_chars + 1, sizeof(*points)), n = 0;
	pango_get_log_attrs(text, -1, -1, pango_language_from_string("en"), attrs, n_chars + 1);
	size_t len = strlen(text), at = 0, step;
	unsigned int cp;
	for (int i = 0; i < n_chars && (step = utf8_next(text + at, len - at, &cp)); i++, at += step)
		if (attrs[i].is_cursor_position)
			points[n++] = at;
	*ret_points = points;
	return n;
}

static const char *cut_text(struct text_engine *e, const char *text, size_t len)
{
	while (len && text[len - 1] == ' ')
		len--;
	char *cut = arena_alloc(e->arena, len + sizeof(ellipsis));
	memcpy(cut, text, len);
	memcpy(cut + len, ellipsis, sizeof(ellipsis));
	return cut;
}

static struct text_run fit_cut(struct text_engine *e, const char *text, struct text_style style,
	double max_width)
{
	size_t *points;
	size_t low = 0, high = cut_points(e, text, &points);
	struct text_run best = measure(e, ellipsis, style);
	while (high > low + 1) {
		size_t middle = low + (high - low) / 2;
		struct text_run run = measure(e, cut_text(e, text, points[middle]), style);
		if (run.width > max_width) {
			high = middle;
			continue;
		}
		low = middle;
		best = run;
	}
	best.cut = true;
	best.tight = true;
	return best;
}

struct text_run text_fit(struct text_engine *e, const char *text, struct text_style style,
	double max_width)
{
	struct text_run run = measure(e, text, style);
	if (run.width > max_width)
		return fit_cut(e, text, style, max_width);
	run.tight = run.width > max_width * TIGHT_SHARE;
	return run;
}

struct text_run text_fit_sizes(struct text_engine *e, const char *text, const struct text_style *styles,
	size_t n, double max_width)
{
	for (size_t i = 0; i + 1 < n; i++) {
		struct text_run run = text_fit(e, text, styles[i], max_width);
		if (!run.cut)
			return run;
	}
	return text_fit(e, text, styles[n - 1], max_width);
}

/* A line of a paragraph has the paragraph's direction, whatever its own first letter says. */
static struct text_run wrapped(struct text_engine *e, const char *from, size_t len, struct text_style style,
	double max_width, bool may_cut, bool rtl)
{
	while (len && from[len - 1] == ' ')
		len--;
	const char *line = arena_strndup(e->arena, from, len);
	struct text_run run = measure(e, line, style);
	if (run.rtl != rtl) {
		line = arena_printf(e->arena, "%s%s", rtl ? "\xe2\x80\x8f" : "\xe2\x80\x8e", line);
		run = measure(e, line, style);
	}
	if (may_cut)
		return text_fit(e, line, style, max_width);
	run.tight = run.width > max_width * TIGHT_SHARE;
	return run;
}

size_t text_wrap(struct text_engine *e, const char *text, struct text_style style, double max_width,
	size_t max_lines, struct text_run *ret_lines)
{
	PangoLayout *layout = layout_new(e, text, style, language_of(e, text));
	pango_layout_set_width(layout, (int)(max_width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	size_t n_lines = (size_t)pango_layout_get_line_count(layout);
	size_t n = n_lines < max_lines ? n_lines : max_lines;
	bool rtl = line_of(layout)->resolved_dir == PANGO_DIRECTION_RTL;
	for (size_t i = 0; i < n; i++) {
		const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
		bool rest = i + 1 == n && n < n_lines;
		const char *from = text + line->start_index;
		size_t len = rest ? strlen(from) : (size_t)line->length;
		ret_lines[i] = wrapped(e, from, len, style, max_width, rest, rtl);
	}
	return n;
}
