/* What the machine's fonts can show, asked once at start. */
#ifndef CORE_RENDER_FONTS_H
#define CORE_RENDER_FONTS_H

#include <stddef.h>

#include "core/base/err.h"

/*
 * A few font maps for many threads. Pango's own habit is one map a thread, which is 1 to 8 MB
 * each: too much where 128 threads mostly wait. Drawing takes a map, or waits for one, and gives it
 * back when the picture is done: drawing is pure CPU, more maps than cores gain nothing.
 * n_maps 0: one for each core. Made after the last fork (Pango starts threads of its own) and
 * freed after the last picture. Aborts without memory.
 */
struct render_fonts;
struct render_fonts *render_fonts_new(size_t n_maps) __attribute__((returns_nonnull));
void render_fonts_free(struct render_fonts *fonts); /* NULL is fine */

/* For text.h: a PangoFontMap of the set, or with NULL the calling thread's own. */
void *fonts_take(struct render_fonts *fonts) __attribute__((returns_nonnull));
void fonts_give(struct render_fonts *fonts, void *map);

/*
 * OK when Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Chinese, Japanese, Korean and emoji each have a glyph.
 * ERR_UNPROCESSABLE otherwise: the note names what is missing and the Debian packages
 * (fonts-noto-core, fonts-noto-cjk, fonts-noto-color-emoji). Cards are drawn all the same, with boxes
 * for the missing letters; the caller decides to warn or to stop.
 */
enum err render_fonts_check(struct err_note *note, struct render_fonts *fonts);

/* Load the Latin font into every map of the set now instead of with the first cards; the others come when they are needed. */
void render_fonts_warm(struct render_fonts *fonts);

#endif
