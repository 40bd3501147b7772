/*
 * The layout model: a flat list of things to draw, in painting order, all positions final.
 * A card lays itself out once into a scene; svg.h and raster.h are two writers of the
 * same scene and decide nothing about places. User units, y downwards, angles in radians
 * clockwise from three o'clock.
 *
 * Everything lives in the scene's arena. Nodes beyond SCENE_NODES_MAX are left out and
 * set the sticky mark `over`, which the writers turn into ERR_TOO_BIG.
 */
#ifndef CORE_RENDER_SCENE_H
#define CORE_RENDER_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/render/palette.h"
#include "core/render/text.h"

struct arena;

enum { SCENE_NODES_MAX = 4000, SCENE_GRADIENTS_MAX = 64, SCENE_STOPS_MAX = 10 };

/* ---- boxes: a layout is made by cutting pieces off a box */

struct box {
	double x, y, w, h;
};

/* Cut a piece of the given size off one side of *b and return it; at most what is left. */
struct box box_cut_left(struct box *b, double size);
struct box box_cut_right(struct box *b, double size);
struct box box_cut_top(struct box *b, double size);
struct box box_inset(struct box b, double dx, double dy);
/* Cell i (row by row) of a grid of columns x rows with gaps between the cells. */
struct box box_cell(struct box b, size_t columns, size_t rows, double gap_x, double gap_y, size_t i);
bool box_overlap(struct box a, struct box b, double tolerance);
bool box_inside(struct box inner, struct box outer, double tolerance);

/* ---- paint */

enum paint_kind { PAINT_NONE, PAINT_ROLE, PAINT_RGB, PAINT_GRADIENT };

struct paint {
	enum paint_kind kind;
	int role;     /* index in the palette: enum role, or ROLE_OWN + i */
	uint32_t rgb;
	size_t gradient; /* index in scene.gradients */
	double opacity;	 /* 0..1 */
};

#define PAINT(role_) ((struct paint){ .kind = PAINT_ROLE, .role = (role_), .opacity = 1 })
#define PAINT_TINT(role_, opacity_) \
	((struct paint){ .kind = PAINT_ROLE, .role = (role_), .opacity = (opacity_) })
#define PAINT_COLOR(rgb_) ((struct paint){ .kind = PAINT_RGB, .rgb = (rgb_), .opacity = 1 })

struct stop {
	double offset; /* 0..1 */
	int role;      /* -1: color instead */
	double opacity;
	rgba color;
};

/* Linear, from (x1, y1) to (x2, y2). */
struct gradient {
	double x1, y1, x2, y2;
	struct stop stops[SCENE_STOPS_MAX];
	size_t n_stops;
};

struct stroke {
	struct paint paint; /* PAINT_NONE: no stroke */
	double width;
	bool round;	    /* caps and joins */
	double dash[2];	    /* on, off; 0 = solid */
};

/* ---- nodes */

enum node_kind { NODE_RECT, NODE_ARC, NODE_PATH, NODE_CELLS, NODE_TEXT };
enum corner { CORNER_LEFT = 1, CORNER_RIGHT = 2, CORNER_ALL = 3 };
enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };

/* MOVE and LINE use x, y; CURVE (cubic) has its control points first. */
struct path_step {
	enum path_verb verb;
	double x1, y1, x2, y2, x, y;
};

/*
 * How a node comes into sight in an SVG; raster pictures show the end. Times are those of the services the
 * drop-in cards replace.
 */
enum motion {
	MOTION_NONE,
	MOTION_FADE,  /* 0.3 s ease-in-out */
	MOTION_GROW,  /* a bar from width 0, 0.6 s */
	MOTION_SCALE, /* from nothing in its own middle, 0.3 s */
	MOTION_RING,  /* an arc from length 0, 1 s; what has no length to be drawn along fades */
	MOTION__MAX
};

struct point {
	double x, y;
};

struct node {
	enum node_kind kind;
	struct paint fill;
	struct stroke stroke;
	enum motion motion;
	int delay_ms; /* before it begins */
	union {
		struct {
			struct box box;
			double radius;
			unsigned int corners; /* enum corner: which ends are rounded */
		} rect;
		struct {
			double cx, cy, r, from, sweep; /* |sweep| >= 2 pi: a circle */
		} arc;
		struct {
			const struct path_step *steps;
			size_t n;
			double dx, dy, scale; /* the steps are scaled, then moved */
			bool even_odd;
			bool is_chart; /* scene_mirror() flips it, as every scene_line(); else it is an icon, which only moves */
		} path;
		struct {
			const struct point *at; /* upper left corners */
			size_t n;
			double side, radius;
		} cells; /* equal squares of one paint, as of a calendar: one node, one short path */
		struct {
			struct text_run run;
			double x, y;	  /* the left end of the run, on its baseline */
			enum align align; /* which end the SVG pins */
			struct box slot;  /* what the layout gave it */
		} text;
	};
};

struct scene {
	struct arena *arena;
	double width, height;
	const char *title, *desc; /* for screen readers */
	const char *lang; /* of all that, BCP 47; NULL = not said */
	const struct palette *palette; /* never NULL; borrowed */
	bool still; /* no animation is written */
	bool mirrored; /* by scene_mirror(): bars grow from the right */
	/*
	 * Radius of the card, as its frame is drawn: the ground of pixels is then transparent, and the frame paints it. 0: pixels
	 * stand on ROLE_BACKGROUND wherever nothing is drawn.
	 */
	double corner;
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	struct gradient *gradients;
	size_t n_gradients, cap_gradients;
	bool over;
};

/* With palette_own(THEME_AUTO). */
void scene_init(struct scene *s, struct arena *a, double width, double height);

/* Each returns the new node, to be given fill or stroke; never NULL. */
struct node *scene_rect(struct scene *s, struct box b, double radius, struct paint fill);
struct node *scene_circle(struct scene *s, double cx, double cy, double r, struct paint fill);
struct node *scene_arc(struct scene *s, double cx, double cy, double r, double from, double sweep,
	struct stroke stroke);
struct node *scene_path(struct scene *s, const struct path_step *steps, size_t n, double dx, double dy,
	double scale, struct paint fill);
struct node *scene_cells(struct scene *s, const struct point *at, size_t n, double side, double radius,
	struct paint fill);
struct node *scene_line(struct scene *s, double x1, double y1, double x2, double y2,
	struct stroke stroke);
/* One measured run in its slot: aligned in its width, baseline at y. */
struct node *scene_text(struct scene *s, struct box slot, double y, struct text_run run,
	enum align align, int role);
/* A paint for the gradient; none where there are too many already. */
struct paint scene_gradient(struct scene *s, struct gradient g);
/*
 * Colours spread evenly over the scene's width, turned by degrees clockwise about its upper left corner: what
 * gradientTransform="rotate(degrees)" makes of a gradient over the whole picture. At most SCENE_STOPS_MAX colours are taken.
 */
struct paint scene_gradient_angle(struct scene *s, double degrees, const rgba *colors, size_t n);

/*
 * Turn the whole scene for languages written from right to left: everything changes its side, texts also their
 * alignment; icons keep their shape and rings their sense. A layout is written for left to right only and calls this
 * last.
 */
void scene_mirror(struct scene *s);

/* Where the ink of a text node falls. */
struct box scene_text_ink(const struct node *n);

#endif
