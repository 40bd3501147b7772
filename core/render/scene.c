/* Boxes, and nodes added to the list. */
#include "config.h"

#include "core/render/scene.h"

#include "core/base/arena.h"

#include <math.h>
#include "core/base/banned.h"

static double at_most(double size, double left)
{
	return size < left ? size : left;
}

struct box box_cut_left(struct box *b, double size)
{
	struct box piece = { b->x, b->y, at_most(size, b->w), b->h };
	b->x += piece.w;
	b->w -= piece.w;
	return piece;
}

struct box box_cut_right(struct box *b, double size)
{
	double w = at_most(size, b->w);
	b->w -= w;
	return (struct box){ b->x + b->w, b->y, w, b->h };
}

struct box box_cut_top(struct box *b, double size)
{
	struct box piece = { b->x, b->y, b->w, at_most(size, b->h) };
	b->y += piece.h;
	b->h -= piece.h;
	return piece;
}

struct box box_inset(struct box b, double dx, double dy)
{
	return (struct box){ b.x + dx, b.y + dy, fmax(b.w - 2 * dx, 0), fmax(b.h - 2 * dy, 0) };
}

struct box box_cell(struct box b, size_t columns, size_t rows, double gap_x, double gap_y, size_t i)
{
	double w = (b.w - gap_x * (double)(columns - 1)) / (double)columns;
	double h = (b.h - gap_y * (double)(rows - 1)) / (double)rows;
	return (struct box){ b.x + (double)(i % columns) * (w + gap_x),
		b.y + (double)(i / columns) * (h + gap_y), w, h };
}

bool box_overlap(struct box a, struct box b, double tolerance)
{
	return a.x + a.w > b.x + tolerance && b.x + b.w > a.x + tolerance &&
		a.y + a.h > b.y + tolerance && b.y + b.h > a.y + tolerance;
}

bool box_inside(struct box inner, struct box outer, double tolerance)
{
	return inner.x >= outer.x - tolerance && inner.y >= outer.y - tolerance &&
		inner.x + inner.w <= outer.x + outer.w + tolerance &&
		inner.y + inner.h <= outer.y + outer.h + tolerance;
}

void scene_init(struct scene *s, struct arena *a, double width, double height)
{
	*s = (struct scene){ .arena = a, .width = width, .height = height, .title = "", .desc = "",
		.palette = palette_own(THEME_AUTO) };
}

static struct node *add(struct scene *s, struct node node)
{
	if (s->n_nodes >= SCENE_NODES_MAX) {
		s->over = true;
		s->n_nodes--;
	}
	struct node *n = ARENA_PUSH(s->arena, s->nodes, s->n_nodes, s->cap_nodes);
	*n = node;
	return n;
}

struct node *scene_rect(struct scene *s, struct box b, double radius, struct paint fill)
{
	return add(s, (struct node){ .kind = NODE_RECT, .fill = fill,
		.rect = { b, fmin(radius, fmin(b.w, b.h) / 2), CORNER_ALL } });
}

struct node *scene_circle(struct scene *s, double cx, double cy, double r, struct paint fill)
{
	return add(s, (struct node){ .kind = NODE_ARC, .fill = fill, .arc = { cx, cy, r, 0, 2 * M_PI } });
}

struct node *scene_arc(struct scene *s, double cx, double cy, double r, double from, double sweep,
	struct stroke stroke)
{
	return add(s, (struct node){ .kind = NODE_ARC, .stroke = stroke,
		.arc = { cx, cy, r, from, sweep } });
}

struct node *scene_path(struct scene *s, const struct path_step *steps, size_t n, double dx, double dy,
	double scale, struct paint fill)
{
	return add(s, (struct node){ .kind = NODE_PATH, .fill = fill,
		.path = { steps, n, dx, dy, scale, false, false } });
}

struct node *scene_cells(struct scene *s, const struct point *at, size_t n, double side, double radius,
	struct paint fill)
{
	return add(s, (struct node){ .kind = NODE_CELLS, .fill = fill, .cells = { at, n, side, radius } });
}

struct node *scene_line(struct scene *s, double x1, double y1, double x2, double y2,
	struct stroke stroke)
{
	struct path_step *steps = arena_array(s->arena, 2, sizeof(*steps));
	steps[0] = (struct path_step){ .verb = PATH_MOVE, .x = x1, .y = y1 };
	steps[1] = (struct path_step){ .verb = PATH_LINE, .x = x2, .y = y2 };
	struct node *n = scene_path(s, steps, 2, 0, 0, 1, (struct paint){ .kind = PAINT_NONE });
	n->stroke = stroke;
	n->path.is_chart = true;
	return n;
}

struct node *scene_text(struct scene *s, struct box slot, double y, struct text_run run,
	enum align align, int role)
{
	double spare = slot.w - run.width;
	double x = slot.x + (align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? spare : spare / 2);
	return add(s, (struct node){ .kind = NODE_TEXT, .fill = PAINT(role),
		.text = { run, x, y, align, slot } });
}

struct paint scene_gradient(struct scene *s, struct gradient g)
{
	if (s->n_gradients >= SCENE_GRADIENTS_MAX)
		return (struct paint){ .kind = PAINT_NONE };
	*ARENA_PUSH(s->arena, s->gradients, s->n_gradients, s->cap_gradients) = g;
	return (struct paint){ .kind = PAINT_GRADIENT, .gradient = s->n_gradients - 1, .opacity = 1 };
}

struct paint scene_gradient_angle(struct scene *s, double degrees, const rgba *colors, size_t n)
{
	double angle = degrees * M_PI / 180;
	struct gradient g = { .x2 = s->width * cos(angle), .y2 = s->width * sin(angle),
		.n_stops = n < SCENE_STOPS_MAX ? n : SCENE_STOPS_MAX };
	for (size_t i = 0; i < g.n_stops; i++)
		g.stops[i] = (struct stop){ .offset = g.n_stops > 1 ? (double)i / (double)(g.n_stops - 1) : 0, .role = -1,
			.opacity = 1, .color = colors[i] };
	return scene_gradient(s, g);
}

struct box scene_text_ink(const struct node *n)
{
	struct text_ink ink = text_run_ink(&n->text.run);
	return (struct box){ n->text.x + ink.x, n->text.y + ink.y, ink.w, ink.h };
}
