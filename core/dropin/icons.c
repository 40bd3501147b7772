/* Paths of the icons. */
#include "config.h"

#include "core/dropin/icons.h"

#include "core/base/clean.h"
#include "core/render/scene.h"

#include "core/base/banned.h"

#define M(x_, y_) { .verb = PATH_MOVE, .x = (x_), .y = (y_) }
#define L(x_, y_) { .verb = PATH_LINE, .x = (x_), .y = (y_) }
#define C(x1_, y1_, x2_, y2_, x_, y_) \
	{ .verb = PATH_CURVE, .x1 = (x1_), .y1 = (y1_), .x2 = (x2_), .y2 = (y2_), .x = (x_), .y = (y_) }
#define Z { .verb = PATH_CLOSE }
/* a quarter of a circle as a cubic: its controls lie 0.5523 of the radius along the tangents */
#define K 0.5523
#define CIRCLE(cx, cy, r) \
	M((cx) + (r), cy), C((cx) + (r), (cy) + K * (r), (cx) + K * (r), (cy) + (r), cx, (cy) + (r)), \
	C((cx) - K * (r), (cy) + (r), (cx) - (r), (cy) + K * (r), (cx) - (r), cy), \
	C((cx) - (r), (cy) - K * (r), (cx) - K * (r), (cy) - (r), cx, (cy) - (r)), \
	C((cx) + K * (r), (cy) - (r), (cx) + (r), (cy) - K * (r), (cx) + (r), cy), Z

static const struct path_step star[] = {
	M(8.00, 1.60), L(9.76, 6.07), L(14.56, 6.37), L(10.85, 9.43), L(12.06, 14.08),
	L(8.00, 11.50), L(3.94, 14.08), L(5.15, 9.43), L(1.44, 6.37), L(6.24, 6.07), Z,
};
static const struct path_step commit[] = { CIRCLE(8, 8, 3.1), M(1, 8), L(4.9, 8), M(11.1, 8), L(15, 8) };
static const struct path_step pull_request[] = {
	CIRCLE(3.75, 3.25, 1.7), CIRCLE(3.75, 12.75, 1.7), CIRCLE(12.25, 12.75, 1.7), M(3.75, 4.95), L(3.75, 11.05),
	M(12.25, 11.05), L(12.25, 5.75), C(12.25, 4.4, 11.3, 3.4, 9.9, 3.4), L(7.6, 3.4), M(9.7, 1.3), L(7.6, 3.4), L(9.7, 5.5),
};
static const struct path_step merged[] = {
	CIRCLE(3.75, 3.25, 1.7), CIRCLE(3.75, 12.75, 1.7), CIRCLE(12.25, 9, 1.7), M(3.75, 4.95), L(3.75, 11.05),
	M(3.9, 5), C(4.5, 7.4, 6.9, 9, 10.5, 9),
};
static const struct path_step percent[] = { CIRCLE(4.5, 4.5, 2), CIRCLE(11.5, 11.5, 2), M(12.75, 3.25), L(3.25, 12.75) };
static const struct path_step issue[] = { CIRCLE(8, 8, 6.5), CIRCLE(8, 8, 0.7) };
static const struct path_step review[] = {
	M(1.2, 8), C(2.8, 5, 5.2, 3.4, 8, 3.4), C(10.8, 3.4, 13.2, 5, 14.8, 8), C(13.2, 11, 10.8, 12.6, 8, 12.6),
	C(5.2, 12.6, 2.8, 11, 1.2, 8), Z, CIRCLE(8, 8, 1.9),
};
#define BUBBLE \
	M(3, 2.25), L(13, 2.25), C(13.7, 2.25, 14.25, 2.8, 14.25, 3.5), L(14.25, 10), C(14.25, 10.7, 13.7, 11.25, 13, 11.25), \
	L(7.6, 11.25), L(4.6, 14.1), L(4.6, 11.25), L(3, 11.25), C(2.3, 11.25, 1.75, 10.7, 1.75, 10), L(1.75, 3.5), \
	C(1.75, 2.8, 2.3, 2.25, 3, 2.25), Z
static const struct path_step discussion[] = { BUBBLE, M(4.9, 5.4), L(11.1, 5.4), M(4.9, 8.1), L(8.6, 8.1) };
static const struct path_step answered[] = { BUBBLE, M(5.2, 6.8), L(7.2, 8.8), L(10.8, 5) };
static const struct path_step repository[] = {
	M(13, 10.9), L(13, 1.75), L(4.9, 1.75), C(3.8, 1.75, 3, 2.55, 3, 3.6), L(3, 12.6), C(3, 11.6, 3.8, 10.9, 4.8, 10.9), Z,
	M(3, 12.6), C(3, 13.5, 3.8, 14.25, 4.8, 14.25), L(13, 14.25), L(13, 10.9),
};
static const struct path_step forked[] = {
	CIRCLE(3.75, 3.25, 1.7), CIRCLE(12.25, 3.25, 1.7), CIRCLE(8, 12.75, 1.7), M(3.75, 4.95), L(3.75, 6.1),
	C(3.75, 7.2, 4.6, 8, 5.7, 8), L(10.3, 8), C(11.4, 8, 12.25, 7.2, 12.25, 6.1), L(12.25, 4.95), M(8, 8), L(8, 11.05),
};
static const struct path_step clock[] = { CIRCLE(8, 8, 6.5), M(8, 4.2), L(8, 8.2), L(10.6, 9.8) };
static const struct path_step people[] = {
	CIRCLE(5.9, 5, 2.6), M(1.2, 13.6), C(1.2, 11.1, 3.3, 9.5, 5.9, 9.5), C(8.5, 9.5, 10.6, 11.1, 10.6, 13.6),
	M(10.7, 2.5), C(12.1, 2.6, 13, 3.7, 13, 5), C(13, 6.2, 12.2, 7.2, 11, 7.5), M(12.3, 9.8), C(13.9, 10.5, 14.8, 11.9, 14.8, 13.6),
};
static const struct path_step code[] = { M(5, 3.75), L(1.25, 8), L(5, 12.25), M(11, 3.75), L(14.75, 8), L(11, 12.25) };
static const struct path_step file[] = {
	M(9.5, 1.75), L(4.4, 1.75), C(3.6, 1.75, 3, 2.35, 3, 3.1), L(3, 12.9), C(3, 13.65, 3.6, 14.25, 4.4, 14.25), L(11.6, 14.25),
	C(12.4, 14.25, 13, 13.65, 13, 12.9), L(13, 5.25), Z, M(9.5, 1.75), L(9.5, 5.25), L(13, 5.25),
};
static const struct path_step fire[] = {
	M(8.6, 1.2), C(8.9, 4.2, 12.8, 5.8, 12.8, 9.9), C(12.8, 12.8, 10.6, 14.75, 8, 14.75), C(5.4, 14.75, 3.2, 12.8, 3.2, 9.9),
	C(3.2, 8, 4, 6.6, 5.2, 5.4), C(5.4, 6.8, 6, 7.5, 6.9, 7.7), C(6.4, 5.2, 7, 2.9, 8.6, 1.2), Z,
};
static const struct path_step trophy[] = {
	M(4.5, 1.75), L(11.5, 1.75), L(11.5, 6), C(11.5, 8, 10, 9.5, 8, 9.5), C(6, 9.5, 4.5, 8, 4.5, 6), Z, M(4.5, 3.25),
	L(1.75, 3.25), C(1.75, 5.4, 2.8, 6.6, 4.6, 6.8), M(11.5, 3.25), L(14.25, 3.25), C(14.25, 5.4, 13.2, 6.6, 11.4, 6.8),
	M(8, 9.5), L(8, 12.2), M(4.75, 14.25), C(4.75, 13, 5.8, 12.2, 8, 12.2), C(10.2, 12.2, 11.25, 13, 11.25, 14.25), Z,
};
static const struct path_step calendar[] = {
	M(3, 3), L(13, 3), C(13.7, 3, 14.25, 3.55, 14.25, 4.25), L(14.25, 13), C(14.25, 13.7, 13.7, 14.25, 13, 14.25), L(3, 14.25),
	C(2.3, 14.25, 1.75, 13.7, 1.75, 13), L(1.75, 4.25), C(1.75, 3.55, 2.3, 3, 3, 3), Z, M(1.75, 6.75), L(14.25, 6.75),
	M(5, 1.25), L(5, 4.5), M(11, 1.25), L(11, 4.5),
};
static const struct path_step spark[] = {
	M(8, 1.25), C(8.5, 5.4, 10.6, 7.5, 14.75, 8), C(10.6, 8.5, 8.5, 10.6, 8, 14.75), C(7.5, 10.6, 5.4, 8.5, 1.25, 8),
	C(5.4, 7.5, 7.5, 5.4, 8, 1.25), Z,
};
static const struct path_step cat[] = {
	M(8, 3.1), C(8.9, 3.1, 9.8, 3.2, 10.6, 3.5), C(11.5, 2.7, 12.7, 2.1, 13.4, 2.1), C(14, 3.2, 14.1, 4.6, 13.8, 5.6),
	C(14.6, 6.5, 15, 7.6, 15, 8.8), C(15, 12.4, 12.6, 14, 8, 14), C(3.4, 14, 1, 12.4, 1, 8.8), C(1, 7.6, 1.4, 6.5, 2.2, 5.6),
	C(1.9, 4.6, 2, 3.2, 2.6, 2.1), C(3.3, 2.1, 4.5, 2.7, 5.4, 3.5), C(6.2, 3.2, 7.1, 3.1, 8, 3.1), Z,
	/* face */
	M(4.6, 7.4), C(6.6, 7, 9.4, 7, 11.4, 7.4), C(12.9, 7.7, 13.3, 8.6, 13.3, 9.6), C(13.3, 11.8, 11.6, 12.7, 8, 12.7),
	C(4.4, 12.7, 2.7, 11.8, 2.7, 9.6), C(2.7, 8.6, 3.1, 7.7, 4.6, 7.4), Z,
	/* eyes */
	M(5.2, 8.5), C(4.6, 8.5, 4.2, 9.1, 4.2, 9.9), C(4.2, 10.7, 4.6, 11.3, 5.2, 11.3), C(5.8, 11.3, 6.2, 10.7, 6.2, 9.9),
	C(6.2, 9.1, 5.8, 8.5, 5.2, 8.5), Z,
	M(10.8, 8.5), C(10.2, 8.5, 9.8, 9.1, 9.8, 9.9), C(9.8, 10.7, 10.2, 11.3, 10.8, 11.3), C(11.4, 11.3, 11.8, 10.7, 11.8, 9.9),
	C(11.8, 9.1, 11.4, 8.5, 10.8, 8.5), Z,
};

#define PATH(steps_) { steps_, ARRAY_LEN(steps_) }

static const struct {
	const struct path_step *steps;
	size_t n;
} icons[ICON__MAX] = {
	[ICON_STAR] = PATH(star),
	[ICON_COMMIT] = PATH(commit),
	[ICON_PULL_REQUEST] = PATH(pull_request),
	[ICON_MERGED] = PATH(merged),
	[ICON_PERCENT] = PATH(percent),
	[ICON_ISSUE] = PATH(issue),
	[ICON_REVIEW] = PATH(review),
	[ICON_DISCUSSION] = PATH(discussion),
	[ICON_ANSWERED] = PATH(answered),
	[ICON_REPOSITORY] = PATH(repository),
	[ICON_FORK] = PATH(forked),
	[ICON_CLOCK] = PATH(clock),
	[ICON_PEOPLE] = PATH(people),
	[ICON_CODE] = PATH(code),
	[ICON_FILE] = PATH(file),
	[ICON_FIRE] = PATH(fire),
	[ICON_TROPHY] = PATH(trophy),
	[ICON_CALENDAR] = PATH(calendar),
	[ICON_SPARK] = PATH(spark),
};

struct node *icon_draw(struct scene *s, enum icon icon, double x, double y, double side, int role)
{
	double scale = side / 16;
	struct node *n = scene_path(s, icons[icon].steps, icons[icon].n, x, y, scale, (struct paint){ .kind = PAINT_NONE });
	n->stroke = (struct stroke){ .paint = PAINT(role), .width = 1.5 * scale, .round = true };
	return n;
}

struct node *icon_cat(struct scene *s, double x, double y, double side, int role)
{
	struct node *n = scene_path(s, cat, ARRAY_LEN(cat), x, y, side / 16, PAINT(role));
	n->path.even_odd = true;
	return n;
}
