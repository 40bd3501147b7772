/* Is a layout sound: nothing leaves the card, no text leaves its slot, no two texts lie on each other? */
#ifndef TESTS_UNIT_SCENE_CHECK_H
#define TESTS_UNIT_SCENE_CHECK_H

#include "core/base/arena.h"
#include "core/render/scene.h"

#include <stdbool.h>
#include <stddef.h>

static inline struct box scene_extent(const struct node *n)
{
	double r = n->stroke.paint.kind == PAINT_NONE ? 0 : n->stroke.width / 2;
	if (n->kind == NODE_RECT)
		return box_inset(n->rect.box, -r, -r);
	if (n->kind == NODE_ARC)
		return (struct box){ n->arc.cx - n->arc.r - r, n->arc.cy - n->arc.r - r, 2 * (n->arc.r + r), 2 * (n->arc.r + r) };
	return scene_text_ink(n);
}

/* Ornaments may run over the edge of a card; its texts never do. */
enum scene_scope { SCENE_TEXT, SCENE_ALL };

/* Lines of one paragraph: boxes of their ink may touch where a tall letter stands under a deep one. */
static inline bool scene_stacked(const struct node *a, const struct node *b)
{
	double size = a->text.run.style.size > b->text.run.style.size ? a->text.run.style.size : b->text.run.style.size;
	double apart = a->text.y > b->text.y ? a->text.y - b->text.y : b->text.y - a->text.y;
	return apart >= 1.15 * size;
}

/* NULL: sound. */
static inline const char *scene_check(struct arena *a, const struct scene *s, enum scene_scope scope)
{
	const struct box card = { 0, 0, s->width, s->height };
	if (s->over)
		return "too many nodes";
	for (size_t i = 0; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];
		if (n->kind == NODE_PATH || n->kind == NODE_CELLS || (scope == SCENE_TEXT && n->kind != NODE_TEXT))
			continue;
		struct box box = scene_extent(n);
		const char *text = n->kind == NODE_TEXT ? n->text.run.text : "";
		if (!box_inside(box, card, 0.01))
			return arena_printf(a, "node %zu \"%s\" leaves the card: %g %g %g %g", i, text, box.x, box.y, box.w, box.h);
		if (n->kind != NODE_TEXT)
			continue;
		const struct box *slot = &n->text.slot;
		if (n->text.x < slot->x - 0.01 || n->text.x + n->text.run.width > slot->x + slot->w + 0.01)
			return arena_printf(a, "\"%s\" leaves its slot", text);
		for (size_t k = 0; k < i; k++)
			if (s->nodes[k].kind == NODE_TEXT && !scene_stacked(n, &s->nodes[k]) &&
				box_overlap(box, scene_text_ink(&s->nodes[k]), 0.5))
				return arena_printf(a, "\"%s\" covers \"%s\"", text, s->nodes[k].text.run.text);
	}
	return NULL;
}

#endif
