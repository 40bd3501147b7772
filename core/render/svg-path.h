/*
 * Numbers and path data of an SVG in the fewest bytes: hundredths, no zero before the point, absolute or relative
 * commands, whichever is shorter. Relative steps are taken between rounded points, so they do not drift.
 */
#ifndef CORE_RENDER_SVG_PATH_H
#define CORE_RENDER_SVG_PATH_H

#include <stdbool.h>

#include "core/base/str.h"

/* In hundredths. What is no picture's size (NaN, a million and more) is 0. */
void svg_number(struct str *out, double value);

struct svg_path {
	struct str *out;
	long x, y;	       /* where the pen is, hundredths */
	long start_x, start_y; /* of the subpath */
	char verb;	       /* the last one written: it may be left out; '\0' = none */
	bool point;	       /* the last number has one: the next may begin with its own */
};

/* Writes `<path d="`; the caller closes the attribute and the element. */
struct svg_path svg_path_begin(struct str *out);
/* verb: 'M' or 'L' */
void svg_path_to(struct svg_path *p, char verb, double x, double y);
void svg_path_curve(struct svg_path *p, double x1, double y1, double x2, double y2, double x, double y);
void svg_path_arc(struct svg_path *p, double r, bool large, bool clockwise, double x, double y);
void svg_path_close(struct svg_path *p);

#endif
