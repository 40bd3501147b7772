/* The set of font maps; and one letter a script, laid out and counted for missing glyphs. */
#include "config.h"

#include "core/render/fonts.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/render/text.h"

#include <pango/pangocairo.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include "core/base/banned.h"

static const struct {
	const char *script, *letter, *package;
} probes[] = {
	{ "Latin", "g\xc5\x88", "fonts-noto-core" },
	{ "Greek", "\xce\xb1", "fonts-noto-core" },
	{ "Cyrillic", "\xd0\x96", "fonts-noto-core" },
	{ "Arabic", "\xd8\xb3", "fonts-noto-core" },
	{ "Hebrew", "\xd7\x90", "fonts-noto-core" },
	{ "Devanagari", "\xe0\xa4\x95", "fonts-noto-core" },
	{ "Chinese", "\xe4\xb8\xad", "fonts-noto-cjk" },
	{ "Japanese", "\xe3\x81\x82", "fonts-noto-cjk" },
	{ "Korean", "\xed\x95\x9c", "fonts-noto-cjk" },
	{ "emoji", "\xf0\x9f\x91\xbb", "fonts-noto-color-emoji" },
};

enum { PROBE_ARENA = 256 * 1024 };

static const struct text_style style = { 16, 400 };

struct render_fonts {
	pthread_mutex_t lock;
	pthread_cond_t given;
	size_t n_maps, n_free;
	PangoFontMap *free_maps[]; /* the last given first: its caches are warm */
};

struct render_fonts *render_fonts_new(size_t n_maps)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = n_maps ? n_maps : cores > 0 ? (size_t)cores : 1;
	struct render_fonts *fonts = g_malloc0(sizeof(*fonts) + n * sizeof(fonts->free_maps[0]));
	pthread_mutex_init(&fonts->lock, NULL);
	pthread_cond_init(&fonts->given, NULL);
	fonts->n_maps = n;
	while (fonts->n_free < n)
		fonts->free_maps[fonts->n_free++] = pango_cairo_font_map_new();
	return fonts;
}

void render_fonts_free(struct render_fonts *fonts)
{
	if (!fonts)
		return;
	while (fonts->n_free)
		g_object_unref(fonts->free_maps[--fonts->n_free]);
	pthread_cond_destroy(&fonts->given);
	pthread_mutex_destroy(&fonts->lock);
	g_free(fonts);
}

void *fonts_take(struct render_fonts *fonts)
{
	if (!fonts)
		return pango_cairo_font_map_get_default();
	pthread_mutex_lock(&fonts->lock);
	while (!fonts->n_free)
		pthread_cond_wait(&fonts->given, &fonts->lock);
	PangoFontMap *map = fonts->free_maps[--fonts->n_free];
	pthread_mutex_unlock(&fonts->lock);
	return map;
}

void fonts_give(struct render_fonts *fonts, void *map)
{
	if (!fonts)
		return;
	pthread_mutex_lock(&fonts->lock);
	fonts->free_maps[fonts->n_free++] = map;
	pthread_cond_signal(&fonts->given);
	pthread_mutex_unlock(&fonts->lock);
}

/* By what fontconfig knows of the fonts: opening those of all scripts would leave 4 MB of them mapped. */
static bool has_letter(PangoFontMap *map, PangoContext *context, const PangoFontDescription *font, const char *letter)
{
	PangoFontset *set = pango_font_map_load_fontset(map, context, font, pango_language_from_string("en"));
	size_t len = strlen(letter);
	unsigned int cp = 0;
	bool found = true;
	for (size_t i = 0, step; found && (step = utf8_next(letter + i, len - i, &cp)); i += step) {
		PangoFont *best = pango_fontset_get_font(set, cp);
		found = best && pango_font_has_char(best, cp);
		if (best)
			g_object_unref(best);
	}
	g_object_unref(set);
	return found;
}

/* The scripts whose letter no font has, added to *missing. */
static void probe(PangoFontMap *map, struct str *missing)
{
	PangoContext *context = pango_font_map_create_context(map);
	PangoFontDescription *font = pango_font_description_from_string("sans-serif");
	for (size_t i = 0; i < ARRAY_LEN(probes); i++)
		if (!has_letter(map, context, font, probes[i].letter)) {
			str_addz(missing, missing->len ? ", " : "");
			str_addz(missing, probes[i].script);
			str_addz(missing, " (");
			str_addz(missing, probes[i].package);
			str_addc(missing, ')');
		}
	pango_font_description_free(font);
	g_object_unref(context);
}

enum err render_fonts_check(struct err_note *note, struct render_fonts *fonts)
{
	struct arena arena;
	struct str missing;
	arena_init(&arena, PROBE_ARENA);
	str_init(&missing, &arena, 400);
	PangoFontMap *map = fonts_take(fonts);
	probe(map, &missing);
	fonts_give(fonts, map);
	enum err err = missing.len ?
		err_set(note, ERR_UNPROCESSABLE, "no font for %s", missing.buf) :
		OK;
	arena_release(&arena);
	return err;
}

void render_fonts_warm(struct render_fonts *fonts)
{
	struct arena arena;
	size_t n = fonts ? fonts->n_maps : 1;
	arena_init(&arena, PROBE_ARENA * n);
	for (size_t i = 0; i < n; i++) /* each engine keeps its map until the release */
		(void)text_fit(text_open(&arena, fonts), probes[0].letter, style, 1000);
	arena_release(&arena);
}

#ifdef ARENA_EMULATOR
/*
 * Sanitizer builds: fontconfig keeps its configuration until the process ends, behind offsets
 * instead of pointers, which LeakSanitizer takes for lost.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

#ifdef THREAD_SANITIZER
/*
 * These lock by atomic operations of their own or, ImageMagick, by OpenMP's, which ThreadSanitizer cannot see in foreign
 * code. Cairo leaves cairo_scaled_font_destroy() by a jump to the unlocking, which then seems to be its caller's.
 */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_options(void);

const char *__tsan_default_suppressions(void)
{
	return "called_from_lib:libMagickCore-6.Q16.so\n"
	       "called_from_lib:libcairo.so\n"
	       "called_from_lib:libfontconfig.so\n"
	       "called_from_lib:libfreetype.so\n"
	       "called_from_lib:libglib-2.0.so\n"
	       "called_from_lib:libgobject-2.0.so\n"
	       "called_from_lib:libharfbuzz.so\n"
	       "called_from_lib:libpango-1.0.so\n"
	       "called_from_lib:libpangocairo-1.0.so\n"
	       "called_from_lib:libpangoft2-1.0.so\n"
	       "mutex:entry_clear\n";
}

const char *__tsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif
