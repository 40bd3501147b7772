/*
 * Text by Pango: cleaned, measured, cut and wrapped by its true width. Every run is one line
 * in one style with its own base direction (taken from its first strong letter),
 * so a right-to-left name never reorders its neighbours.
 *
 * Measures are taken without hinting, so they hold at every scale. A line of plain ASCII is the
 * sum of its letter pairs (advance and kerning), which Pango is asked once a font map for each
 * pair; everything else is laid out whole, and its width kept under a keyed hash. Figures are as wide as each other in these
 * fonts, so columns of numbers align by their right ends. Fonts: "Noto Sans" or
 * "DejaVu Sans", then whatever fontconfig offers for the script. A viewer of an SVG has fonts of
 * their own: a run that fills most of its room carries `tight`, and the SVG writer then pins
 * its length.
 */
#ifndef CORE_RENDER_TEXT_H
#define CORE_RENDER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct render_fonts;
struct text_engine;

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* Letters looked at in one text; what is beyond is cut before anything is measured. */
enum { TEXT_CHARS_MAX = 400 };

struct text_style {
	double size; /* em in user units */
	int weight;  /* 400, 600, 700, 800 */
};

struct text_run {
	const char *text; /* clean UTF-8 */
	struct text_style style;
	double width;	  /* advance, user units */
	bool rtl;	  /* base direction */
	bool cut;	  /* ends in an ellipsis */
	bool tight;	  /* fills its room: pin the width */
	const char *lang; /* BCP 47, where its letters' looks depend on it; else NULL */
	struct text_engine *engine;
	void *layout; /* where measuring needed one: PangoLayout of the engine */
};

/* From the left end of the baseline, y downwards. */
struct text_ink {
	double x, y, w, h;
};

/*
 * With a font map of the set, or with NULL the calling thread's own. Runs are good until the engine
 * is closed: by text_close() or, at the latest, when the arena is reset.
 */
struct text_engine *text_open(struct arena *a, struct render_fonts *fonts)
	__attribute__((returns_nonnull));
void text_close(struct text_engine *e);
/* The language of the words to come, BCP 47, borrowed: Han letters of a Japanese card look Japanese. NULL: by their letters. */
void text_language(struct text_engine *e, const char *lang);

/*
 * A copy fit to be shown: invalid bytes and what XML forbids become U+FFFD, white space and
 * control characters one blank, leading and trailing blanks go; marks that
 * override the direction of other text go; of a row of combining marks two accents or three
 * marks of a script stay.
 */
char *text_clean(struct arena *a, const char *text) __attribute__((returns_nonnull));

/* One line of clean text, cut at a grapheme with an ellipsis where it is wider than max_width. */
struct text_run text_fit(struct text_engine *e, const char *text, struct text_style style,
	double max_width);
/* The first of n styles (largest first) in which the text fits whole; the last one cut. */
struct text_run text_fit_sizes(struct text_engine *e, const char *text, const struct text_style *styles,
	size_t n, double max_width);
/*
 * Lines of a paragraph by the rules of its script (Unicode UAX 14; Thai by its dictionary; emoji never apart), all in
 * the paragraph's direction; at most max_lines, the last is cut where there is more. Returns how many.
 */
size_t text_wrap(struct text_engine *e, const char *text, struct text_style style, double max_width,
	size_t max_lines, struct text_run *ret_lines);

/* What the run paints, and the PangoLayout to paint it with (the engine's). */
struct text_ink text_run_ink(const struct text_run *run);
void *text_run_layout(const struct text_run *run) __attribute__((returns_nonnull));

#endif
