/*
 * Our own pictograms and the archetypes' emblems, as strokes and fills on a square of 240 units: M and L take a
 * point, C three, Z closes, O is a circle by its middle and radius.
 */
#include "config.h"

#include "core/own/own.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <math.h>
#include "core/base/banned.h"

#define GRID 240.0

static const struct glyph {
	const char *strokes, *fills;
} glyphs[GLYPH__MAX] = {
	[GLYPH_SPARK] = { NULL,
		"M104 12C114 86 146 118 220 128C146 138 114 170 104 240C94 170 62 138 0 128C62 118 94 86 104 12Z"
		"M196 0C200 28 212 40 240 44C212 48 200 60 196 88C192 60 180 48 152 44C180 40 192 28 196 0Z" },
	[GLYPH_GHOST] = { "M44 212L44 116C44 66 78 30 120 30C162 30 196 66 196 116L196 212L168 186L144 212L120 186L96 212"
			  "L72 186Z", "O94 114 14O146 114 14" },
	[GLYPH_CODE] = { "M84 64L28 120L84 176M156 64L212 120L156 176M138 40L102 200", NULL },
	[GLYPH_CALENDAR] = { "M56 52L184 52C196 52 204 60 204 72L204 188C204 200 196 208 184 208L56 208C44 208 36 200 36 188"
			     "L36 72C36 60 44 52 56 52ZM36 100L204 100M82 28L82 70M158 28L158 70",
		"O84 138 13O120 138 13O156 138 13O84 174 13O120 174 13" },
	[GLYPH_CLOCK] = { "O120 120 92M120 64L120 122L158 146", NULL },
	[GLYPH_BOOK] = { "M48 186L48 58C48 42 58 32 74 32L194 32L194 164L72 164C56 164 48 172 48 186C48 200 56 208 72 208"
			 "L194 208L194 164M92 72L152 72", NULL },
	[GLYPH_STAR] = { "M120 26L149 86L215 95L167 141L179 207L120 175L61 207L73 141L25 95L91 86Z", NULL },
	[GLYPH_FORK] = { "O64 56 22O176 56 22O120 186 22M64 78L64 92C64 110 74 120 92 120L148 120C166 120 176 110 176 92"
			 "L176 78M120 120L120 164", NULL },
	[GLYPH_ROCKET] = { "M112 22C152 54 166 100 154 156L70 156C58 100 72 54 112 22ZM66 112L36 146L40 184L72 160"
			   "M158 112L188 146L184 184L152 160M94 178L112 222L130 178O112 100 20",
		"M194 18C198 42 208 52 232 56C208 60 198 70 194 94C190 70 180 60 156 56C180 52 190 42 194 18Z" },
	[GLYPH_BRANCH_HEART] = { "O66 58 24O66 190 24M66 82L66 166M166 130C164 166 120 150 78 168",
		"M166 118C124 92 116 66 132 50C146 38 160 46 166 60C172 46 186 38 200 50C216 66 208 92 166 118Z" },
	[GLYPH_LAYERS] = { "M120 28L216 80L120 132L24 80ZM24 122L120 174L216 122M24 164L120 216L216 164", NULL },
	[GLYPH_CYLINDER] = { "M44 64C44 30 196 30 196 64C196 98 44 98 44 64ZM44 64L44 178C44 212 196 212 196 178L196 64"
			     "M44 121C44 155 196 155 196 121",
		"O76 128 9O76 184 9" },
	[GLYPH_WINDOW] = { "M216 108L216 66C216 54 208 46 196 46L44 46C32 46 24 54 24 66L24 174C24 186 32 194 44 194L98 194"
			   "M24 92L216 92",
		"O52 69 9O80 69 9M118 116L214 152L172 168L156 212Z" },
	[GLYPH_LOOP] = { "M120 120C98 84 78 68 60 68C32 68 14 92 14 120C14 148 32 172 60 172C78 172 98 156 120 120"
			 "C142 84 162 68 180 68C208 68 226 92 226 120C226 148 208 172 180 172C162 172 142 156 120 120"
			 "M162 42L188 68L162 94", NULL },
	[GLYPH_CHART] = { "M30 30L30 210L214 210M66 160L104 108L146 136L204 60", "O66 160 15O104 108 15O146 136 15O204 60 15" },
	[GLYPH_SHIELD] = { "M120 22L200 52L200 116C200 168 166 202 120 220C74 202 40 168 40 116L40 52Z",
		"O120 104 22M109 112L131 112L141 160L99 160Z" },
	[GLYPH_SPROUT] = { "M120 214L120 118M120 152C120 106 88 86 34 86C34 132 66 152 120 152Z"
			   "M120 118C120 66 154 34 210 34C210 86 176 118 120 118ZM66 214L174 214", NULL },
	[GLYPH_COMPASS] = { "O120 120 96M168 72L140 140L72 168L100 100Z", "O120 120 12" },
};

struct pen {
	struct card_draw *d;
	const char *p;
	struct path_step *steps;
	size_t n, cap;
};

/* The tables above hold nothing but well-formed whole numbers. */
static double number(struct pen *pen)
{
	double n = 0;
	while (*pen->p == ' ')
		pen->p++;
	for (; *pen->p >= '0' && *pen->p <= '9'; pen->p++)
		n = n * 10 + (*pen->p - '0');
	return n;
}

static void push(struct pen *pen, struct path_step step)
{
	*ARENA_PUSH(pen->d->arena, pen->steps, pen->n, pen->cap) = step;
}

static void circle(struct pen *pen, double x, double y, double r)
{
	const double k = r * 0.5522847498; /* of a quarter circle by one cubic */
	push(pen, (struct path_step){ PATH_MOVE, 0, 0, 0, 0, x + r, y });
	push(pen, (struct path_step){ PATH_CURVE, x + r, y + k, x + k, y + r, x, y + r });
	push(pen, (struct path_step){ PATH_CURVE, x - k, y + r, x - r, y + k, x - r, y });
	push(pen, (struct path_step){ PATH_CURVE, x - r, y - k, x - k, y - r, x, y - r });
	push(pen, (struct path_step){ PATH_CURVE, x + k, y - r, x + r, y - k, x + r, y });
	push(pen, (struct path_step){ .verb = PATH_CLOSE });
}

static void step(struct pen *pen)
{
	double v[6];
	char verb = *pen->p++;
	size_t n = verb == 'C' ? 6 : verb == 'O' ? 3 : verb == 'Z' ? 0 : 2;
	for (size_t i = 0; i < n; i++)
		v[i] = number(pen);
	if (verb == 'O')
		circle(pen, v[0], v[1], v[2]);
	else if (verb == 'C')
		push(pen, (struct path_step){ PATH_CURVE, v[0], v[1], v[2], v[3], v[4], v[5] });
	else if (verb == 'Z')
		push(pen, (struct path_step){ .verb = PATH_CLOSE });
	else
		push(pen, (struct path_step){ verb == 'M' ? PATH_MOVE : PATH_LINE, 0, 0, 0, 0, v[0], v[1] });
}

static struct node *trace(struct card_draw *d, const char *path, double x, double y, double side, struct paint fill)
{
	struct pen pen = { .d = d, .p = path };
	while (*pen.p)
		step(&pen);
	return scene_path(d->scene, pen.steps, pen.n, x, y, side / GRID, fill);
}

void own_glyph(struct card_draw *d, enum own_glyph g, double x, double y, double side, struct paint paint)
{
	const struct glyph *glyph = &glyphs[g];
	if (glyph->strokes) {
		struct node *n = trace(d, glyph->strokes, x, y, side, (struct paint){ .kind = PAINT_NONE });
		n->stroke = (struct stroke){ .paint = paint, .width = side * 18 / GRID, .round = true };
	}
	if (glyph->fills)
		(void)trace(d, glyph->fills, x, y, side, paint);
}

/* ---- emblems */

static const struct emblem {
	const char *id;
	enum own_glyph glyph;
	int from, to; /* roles of the fade */
} emblems[] = {
	{ "ai_indie_hacker", GLYPH_ROCKET, ROLE_SERIES_4, ROLE_SERIES_2 },
	{ "open_source_maintainer", GLYPH_BRANCH_HEART, ROLE_SERIES_3, ROLE_SERIES_1 },
	{ "full_stack_polyglot", GLYPH_LAYERS, ROLE_SERIES_2, ROLE_SERIES_1 },
	{ "backend_architect", GLYPH_CYLINDER, ROLE_SERIES_1, ROLE_SERIES_3 },
	{ "frontend_craftsman", GLYPH_WINDOW, ROLE_SERIES_2, ROLE_SERIES_4 },
	{ "devops_specialist", GLYPH_LOOP, ROLE_SERIES_1, ROLE_SERIES_2 },
	{ "data_scientist", GLYPH_CHART, ROLE_SERIES_4, ROLE_SERIES_1 },
	{ "security_sentinel", GLYPH_SHIELD, ROLE_SERIES_1, ROLE_SERIES_4 },
	{ "rising_developer", GLYPH_SPROUT, ROLE_SERIES_3, ROLE_SERIES_4 },
	{ "code_explorer", GLYPH_COMPASS, ROLE_SERIES_4, ROLE_SERIES_3 },
};

static struct emblem emblem_of(const struct facts *f)
{
	for (size_t i = 0; i < ARRAY_LEN(emblems); i++)
		if (f->decided && f->archetype_id && str_eq(emblems[i].id, f->archetype_id))
			return emblems[i];
	return (struct emblem){ NULL, GLYPH_GHOST, ROLE_MUTED, ROLE_MUTED };
}

struct node *own_hexagon(struct card_draw *d, double cx, double cy, double r, double corner, struct paint fill)
{
	struct point at[6];
	for (int i = 0; i < 6; i++) {
		double angle = M_PI / 3 * i - M_PI / 2;
		at[i] = (struct point){ cx + r * cos(angle), cy + r * sin(angle) };
	}
	return own_polygon(d, at, ARRAY_LEN(at), corner, fill);
}

void own_emblem(struct card_draw *d, double cx, double cy, double r, const struct facts *f)
{
	struct emblem e = emblem_of(f);
	struct box b = { cx - r, cy - r, 2 * r, 2 * r };
	/* a small one is flat: so few shades more would keep a PNG from being indexed */
	struct paint ground = r > 50 ? own_fade(d, b, e.from, e.to, 0.24, 0.08) : PAINT_TINT(e.from, 0.13);
	struct node *tile = own_hexagon(d, cx, cy, r, r * 0.22, ground);
	tile->stroke = (struct stroke){ .paint = own_fade(d, b, e.from, e.to, 1, 1), .width = fmax(r / 22, 1), .round = true };
	tile->motion = MOTION_FADE;
	struct node *inner = own_hexagon(d, cx, cy, r * 0.87, r * 0.18, (struct paint){ .kind = PAINT_NONE });
	inner->stroke = (struct stroke){ .paint = own_fade(d, b, e.from, e.to, 0.45, 0.2), .width = fmax(r / 60, 0.6) };
	own_glyph(d, e.glyph, cx - r * 0.54, cy - r * 0.54, r * 1.08, own_fade(d, b, e.from, e.to, 1, 1));
}
