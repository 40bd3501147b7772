/* What the machine's fonts can show, asked once at start. */
#ifndef CORE_RENDER_FONTS_H
#define CORE_RENDER_FONTS_H

#include "core/base/err.h"

/*
 * OK when Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Chinese, Japanese, Korean and emoji each have a glyph.
 * ERR_UNPROCESSABLE otherwise: the note names what is missing and the Debian packages
 * (fonts-noto-core, fonts-noto-cjk, fonts-noto-color-emoji). Cards are drawn all the same, with boxes
 * for the missing letters; the caller decides to warn or to stop.
 */
enum err render_fonts_check(struct err_note *note);

/* Build the calling thread's font map and load the common fonts now instead of on its first card. */
void render_fonts_warm(void);

#endif
