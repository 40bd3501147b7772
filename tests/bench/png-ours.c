/* Our engine in tests/bench/png: the scene, its measured texts and the file, everything anew for each picture. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/render/fonts.h"
#include "core/render/image.h"
#include "core/render/scene.h"
#include "tests/bench/png-picture.h"
#include "tests/bench/png-worker.h"

#include <stdlib.h>
#include "core/base/banned.h"

struct ours {
	struct arena arena;
	enum image_format format;
};

static void layout(struct scene *s, struct text_engine *e, struct palette *palette)
{
	struct point *at[PICTURE_LEVELS];
	size_t n[PICTURE_LEVELS] = { 0 };
	palette->colors[0][ROLE_BACKGROUND] = RGBA(picture_ground);
	s->palette = palette;
	scene_rect(s, (struct box){ 0, 0, s->width, s->height }, 0, PAINT(ROLE_BACKGROUND));
	for (size_t i = 0; i < PICTURE_BARS; i++) {
		struct box bar = { BAR_X, picture_bars[i].y, BAR_WIDTH, BAR_HEIGHT };
		scene_rect(s, bar, BAR_HEIGHT / 2.0, PAINT_COLOR(picture_track));
		bar.w *= picture_bars[i].share;
		scene_rect(s, bar, BAR_HEIGHT / 2.0, PAINT_COLOR(picture_bars[i].rgb));
	}
	for (size_t i = 0; i < PICTURE_LEVELS; i++)
		at[i] = arena_array(s->arena, PICTURE_DAYS, sizeof(*at[i]));
	for (size_t i = 0; i < PICTURE_DAYS; i++) {
		size_t level = picture_level(i);
		at[level][n[level]++] = (struct point){ DAYS_X + (double)(i / 7) * DAY_STEP, DAYS_Y + (double)(i % 7) * DAY_STEP };
	}
	for (size_t i = 0; i < PICTURE_LEVELS; i++)
		scene_cells(s, at[i], n[i], DAY_SIDE, DAY_RADIUS, PAINT_COLOR(picture_levels[i]));
	for (size_t i = 0; i < PICTURE_TEXTS; i++) {
		struct text_style style = { picture_texts[i].size, picture_texts[i].weight };
		struct box slot = { picture_texts[i].x, 0, s->width - picture_texts[i].x, 0 };
		struct node *node = scene_text(s, slot, picture_texts[i].y,
			text_fit(e, text_clean(s->arena, picture_texts[i].text), style, slot.w), ALIGN_LEFT, ROLE_TEXT);
		node->fill = PAINT_COLOR(picture_texts[i].rgb);
	}
}

static struct drawn draw(void *ctx)
{
	struct ours *o = ctx;
	struct scene s;
	struct str out;
	arena_reset(&o->arena);
	struct text_engine *e = text_open(&o->arena, NULL);
	scene_init(&s, &o->arena, PICTURE_WIDTH, PICTURE_HEIGHT);
	layout(&s, e, arena_alloc(&o->arena, sizeof(struct palette)));
	if (image_write(NULL, &o->arena, &s, o->format, 100, &out))
		exit(1);
	text_close(e);
	return (struct drawn){ out.buf, out.len };
}

/* png-ours svg|png|webp|jpeg [FILE] */
int main(int argc, char **argv)
{
	struct ours o = { .format = IMAGE_PNG };
	if (argc < 2 || !image_format_parse(argv[1], &o.format))
		return 2;
	arena_init(&o.arena, 64 * 1024 * 1024);
	return argc > 2 ? worker_write(draw, &o, argv[2]) : worker_loop(draw, &o);
}
