/*
 * The scorecard: one picture of one report, 800 x 418 units (the 1.91:1 of link
 * previews), as SVG text or as PNG; and the notice, a picture of the same family that
 * says in words why there is no scorecard (yet). An image proxy shows pictures only, so
 * errors have to be pictures too.
 *
 * Pure CPU: no file, socket or name comes from the caller's data. Safe on any number of
 * threads, each with a stack of 256 KiB. Fonts come from the set in the options, shared by the
 * threads of a process; without one each thread keeps a font map of 1 to 8 MB of its own.
 * Text of any length and any bytes is taken: what is not UTF-8 becomes U+FFFD,
 * control characters become blanks, what does not fit ends in an ellipsis.
 */
#ifndef CORE_RENDER_SCORECARD_H
#define CORE_RENDER_SCORECARD_H

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/render/palette.h"

struct arena;
struct render_fonts;
struct report; /* core/score/report.h */

/* The size of every picture here, in SVG user units = PNG pixels at 100 %. */
enum { RENDER_WIDTH = 800, RENDER_HEIGHT = 418 };
enum { RENDER_SCALE_MIN = 50, RENDER_SCALE_MAX = 300 };

/* Zeroed: automatic theme, 100 %, the thread's own fonts. */
struct render_options {
	enum render_theme theme;
	int scale_percent; /* PNG only; 0 = 100; outside RENDER_SCALE_MIN..MAX: ERR_INVALID */
	struct render_fonts *fonts; /* core/render/fonts.h */
};

/* "auto", "light", "dark"; false for anything else. */
bool render_theme_parse(const char *name, enum render_theme *ret_theme);

/*
 * Text or bytes (ret->buf, ret->len) live in the arena; a few kB of SVG, some tens of kB of
 * PNG at 100 %. ERR_INVALID: options out of range. ERR_TOO_BIG: the picture grew past its
 * cap (not reachable by any report). ERR_INTERNAL: cairo or libdeflate failed.
 */
enum err render_scorecard_svg(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, struct str *ret_svg);
enum err render_scorecard_png(struct err_note *note, struct arena *a, const struct report *r,
	const struct render_options *o, struct str *ret_png);

/* A title in large type and a paragraph of text (both plain, wrapped and cut to fit). */
enum err render_notice_svg(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, struct str *ret_svg);
enum err render_notice_png(struct err_note *note, struct arena *a, const char *title,
	const char *text, const struct render_options *o, struct str *ret_png);

#endif
