/* A scene turned for languages written from right to left. */
#include "config.h"

#include "core/render/scene.h"

#include "core/base/arena.h"

#include <math.h>
#include "core/base/banned.h"

struct range {
	double low, high;
};

static void widen(struct range *r, double v)
{
	r->low = fmin(r->low, v);
	r->high = fmax(r->high, v);
}

static double cubic(const double v[4], double t)
{
	double u = 1 - t;
	return u * u * u * v[0] + 3 * u * u * t * v[1] + 3 * u * t * t * v[2] + t * t * t * v[3];
}

/* Where the curve turns: the roots of its derivative between 0 and 1. */
static void widen_curve(struct range *r, const double v[4])
{
	double a = v[3] - 3 * v[2] + 3 * v[1] - v[0], b = 2 * (v[2] - 2 * v[1] + v[0]), c = v[1] - v[0];
	double root = sqrt(fmax(b * b - 4 * a * c, 0));
	double turns[2] = { (-b + root) / (2 * a), (-b - root) / (2 * a) };
	if (fabs(a) < 1e-9)
		turns[0] = turns[1] = -c / b;
	for (int i = 0; i < 2; i++)
		if (turns[i] > 0 && turns[i] < 1)
			widen(r, cubic(v, turns[i]));
	widen(r, v[3]);
}

/* How far the drawn shape reaches to the left and to the right, in its own units. */
static struct range reach(const struct path_step *steps, size_t n)
{
	struct range r = { INFINITY, -INFINITY };
	double pen = 0;
	for (size_t i = 0; i < n; i++) {
		const struct path_step *s = &steps[i];
		if (s->verb == PATH_CLOSE)
			continue;
		if (s->verb == PATH_CURVE)
			widen_curve(&r, (const double[4]){ pen, s->x1, s->x2, s->x });
		widen(&r, s->x);
		pen = s->x;
	}
	return r;
}

static void mirror_rect(struct scene *s, struct node *n)
{
	unsigned int corners = n->rect.corners;
	n->rect.box.x = s->width - n->rect.box.x - n->rect.box.w;
	n->rect.corners = (corners & CORNER_LEFT ? CORNER_RIGHT : 0) | (corners & CORNER_RIGHT ? CORNER_LEFT : 0);
}

static void mirror_arc(struct scene *s, struct node *n)
{
	n->arc.cx = s->width - n->arc.cx;
}

static void mirror_path(struct scene *s, struct node *n)
{
	if (!n->path.is_chart) {
		struct range r = reach(n->path.steps, n->path.n);
		if (r.low <= r.high)
			n->path.dx = s->width - n->path.dx - n->path.scale * (r.low + r.high);
		return;
	}
	struct path_step *steps = arena_array(s->arena, n->path.n, sizeof(*steps));
	for (size_t i = 0; i < n->path.n; i++) {
		steps[i] = n->path.steps[i];
		steps[i].x = -steps[i].x;
		steps[i].x1 = -steps[i].x1;
		steps[i].x2 = -steps[i].x2;
	}
	n->path.steps = steps;
	n->path.dx = s->width - n->path.dx;
}

static void mirror_cells(struct scene *s, struct node *n)
{
	struct point *at = arena_array(s->arena, n->cells.n, sizeof(*at));
	for (size_t i = 0; i < n->cells.n; i++)
		at[i] = (struct point){ s->width - n->cells.at[i].x - n->cells.side, n->cells.at[i].y };
	n->cells.at = at;
}

static void mirror_text(struct scene *s, struct node *n)
{
	static const enum align other[] = { [ALIGN_LEFT] = ALIGN_RIGHT, [ALIGN_CENTER] = ALIGN_CENTER,
		[ALIGN_RIGHT] = ALIGN_LEFT };
	n->text.x = s->width - n->text.x - n->text.run.width;
	n->text.slot.x = s->width - n->text.slot.x - n->text.slot.w;
	n->text.align = other[n->text.align];
}

void scene_mirror(struct scene *s)
{
	static void (*const mirrors[])(struct scene *, struct node *) = { [NODE_RECT] = mirror_rect,
		[NODE_ARC] = mirror_arc, [NODE_PATH] = mirror_path, [NODE_CELLS] = mirror_cells,
		[NODE_TEXT] = mirror_text };
	for (size_t i = 0; i < s->n_nodes; i++)
		mirrors[s->nodes[i].kind](s, &s->nodes[i]);
	for (size_t i = 0; i < s->n_gradients; i++) {
		s->gradients[i].x1 = s->width - s->gradients[i].x1;
		s->gradients[i].x2 = s->width - s->gradients[i].x2;
	}
	s->mirrored = !s->mirrored;
}
