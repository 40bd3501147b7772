/* Scene to SVG text. */
#include "config.h"

#include "core/render/svg.h"

#include "core/base/arena.h"
#include "core/render/scene.h"
#include "core/render/svg-path.h"

#include <math.h>
#include "core/base/banned.h"

struct svg {
	struct str *out;
	const struct scene *scene;
};

static void attr(struct str *out, const char *name, double value)
{
	str_addc(out, ' ');
	str_addz(out, name);
	str_addz(out, "=\"");
	svg_number(out, value);
	str_addc(out, '"');
}

static void attr_text(struct str *out, const char *name, const char *value)
{
	str_addc(out, ' ');
	str_addz(out, name);
	str_addz(out, "=\"");
	str_add_xml(out, value);
	str_addc(out, '"');
}

/* Two numbers of a list that is no path. */
static void two(struct str *out, double x, double y)
{
	svg_number(out, x);
	str_addc(out, ' ');
	svg_number(out, y);
}

/* ---- style */

static const struct animation {
	const char *timing, *origin, *from, *to;
} animations[MOTION__MAX] = {
	[MOTION_FADE] = { ".3s ease-in-out", "", "opacity:0", "" },
	[MOTION_GROW] = { ".6s ease-in-out", ";transform-box:fill-box", "transform:scaleX(0)", "" },
	[MOTION_SCALE] = { ".3s ease-in-out", ";transform-box:fill-box;transform-origin:center", "transform:scale(0)", "" },
	[MOTION_RING] = { "1s ease-in-out", "", "stroke-dasharray:0 var(--l)",
		"}to{stroke-dasharray:var(--l) var(--l)" },
};

static bool is_opaque(const struct svg *svg, const struct paint *p)
{
	const struct palette *palette = svg->scene->palette;
	if (p->kind == PAINT_ROLE && (palette->colors[0][p->role] & palette->colors[1][p->role] & 0xff) != 0xff)
		return false;
	return p->kind != PAINT_NONE && p->kind != PAINT_GRADIENT && p->opacity >= 1;
}

/* What is drawn by its stroke as well as by its fill: see cells(). */
static bool is_joined(const struct svg *svg, const struct node *n)
{
	return n->kind == NODE_CELLS && n->cells.radius > 0 && n->stroke.paint.kind == PAINT_NONE &&
		is_opaque(svg, &n->fill);
}

/* Only an arc with a solid stroke can be drawn along its length. */
static enum motion motion_of(const struct node *n)
{
	if (n->motion == MOTION_RING && (n->kind != NODE_ARC || n->stroke.dash[0] > 0))
		return MOTION_FADE;
	return n->motion;
}

/* kind: 'f' fill, 's' stroke, 'm' motion; all may stand in one class attribute */
static void class_of(struct str *out, char kind, int which, bool *open)
{
	str_addz(out, *open ? " " : " class=\"");
	str_addf(out, "%c%d", kind, which);
	*open = true;
}

static void paint_attr(struct str *out, const struct paint *p, const char *name, bool is_fill)
{
	if (p->kind == PAINT_NONE) {
		str_addz(out, is_fill ? " fill=\"none\"" : "");
		return;
	}
	if (p->kind != PAINT_ROLE) {
		str_addc(out, ' ');
		str_addz(out, name);
	}
	if (p->kind == PAINT_RGB)
		str_addf(out, "=\"#%06x\"", (unsigned int)p->rgb & 0xffffff);
	if (p->kind == PAINT_GRADIENT)
		str_addf(out, "=\"url(#g%zu)\"", p->gradient);
	if (p->opacity < 1)
		attr(out, is_fill ? "fill-opacity" : "stroke-opacity", p->opacity);
}

/* When it begins, and for a ring how long it is. */
static void motion_style(const struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	enum motion motion = motion_of(n);
	bool ring = motion == MOTION_RING, from_right = motion == MOTION_GROW && svg->scene->mirrored;
	if (n->delay_ms <= 0 && !ring && !from_right)
		return;
	str_addz(out, " style=\"");
	if (n->delay_ms > 0) {
		str_addz(out, "animation-delay:");
		svg_number(out, n->delay_ms / 1000.0);
		str_addz(out, ring || from_right ? "s;" : "s");
	}
	if (ring) {
		str_addz(out, "--l:");
		svg_number(out, fmin(fabs(n->arc.sweep), 2 * M_PI) * n->arc.r + 0.01);
	}
	str_addz(out, from_right ? "transform-origin:100%\"" : "\"");
}

static void stroke_attrs(struct str *out, const struct stroke *s, bool joins)
{
	paint_attr(out, &s->paint, "stroke", false);
	attr(out, "stroke-width", s->width);
	if (s->round)
		str_addz(out, joins ? " stroke-linecap=\"round\" stroke-linejoin=\"round\"" : " stroke-linecap=\"round\"");
	if (s->dash[0] > 0) {
		str_addz(out, " stroke-dasharray=\"");
		two(out, s->dash[0], s->dash[1]);
		str_addc(out, '"');
	}
}

static void paint(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	bool open = false, joined = is_joined(svg, n), moves = !svg->scene->still && n->motion != MOTION_NONE;
	const struct paint *line = joined ? &n->fill : &n->stroke.paint;
	if (n->fill.kind == PAINT_ROLE)
		class_of(out, 'f', n->fill.role, &open);
	if (line->kind == PAINT_ROLE)
		class_of(out, 's', line->role, &open);
	if (moves)
		class_of(out, 'm', (int)motion_of(n), &open);
	if (open)
		str_addc(out, '"');
	if (moves)
		motion_style(svg, n);
	paint_attr(out, &n->fill, "fill", true);
	if (joined) {
		paint_attr(out, line, "stroke", false);
		attr(out, "stroke-width", 2 * fmin(n->cells.radius, n->cells.side / 2));
		str_addz(out, " stroke-linejoin=\"round\"");
	} else if (n->stroke.paint.kind != PAINT_NONE) {
		stroke_attrs(out, &n->stroke, n->kind == NODE_PATH);
	}
}

struct used {
	bool fill[PALETTE_MAX], stroke[PALETTE_MAX], stop[PALETTE_MAX], motion[MOTION__MAX];
};

static struct used what_is_used(const struct svg *svg)
{
	const struct scene *s = svg->scene;
	struct used used = { 0 };
	for (size_t i = 0; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];
		if (n->fill.kind == PAINT_ROLE)
			used.fill[n->fill.role] = true;
		if (n->fill.kind == PAINT_ROLE && is_joined(svg, n))
			used.stroke[n->fill.role] = true;
		if (n->stroke.paint.kind == PAINT_ROLE)
			used.stroke[n->stroke.paint.role] = true;
		used.motion[motion_of(n)] = !s->still;
	}
	for (size_t i = 0; i < s->n_gradients; i++)
		for (size_t k = 0; k < s->gradients[i].n_stops; k++)
			if (s->gradients[i].stops[k].role >= 0)
				used.stop[s->gradients[i].stops[k].role] = true;
	return used;
}

/* Older renderers know no #rrggbbaa: it is written where a colour needs it only. */
static void color(struct str *out, rgba c)
{
	if ((c & 0xff) == 0xff)
		str_addf(out, "#%06x", (unsigned int)(c >> 8));
	else
		str_addf(out, "#%08x", (unsigned int)c);
}

static void rule(struct str *out, char kind, int role, const char *property, rgba c)
{
	str_addf(out, ".%c%d{", kind, role);
	str_addz(out, property);
	str_addc(out, ':');
	color(out, c);
	str_addc(out, '}');
}

static void rules(struct str *out, const struct used *used, const rgba *colors)
{
	for (int r = 0; r < PALETTE_MAX; r++) {
		if (used->fill[r])
			rule(out, 'f', r, "fill", colors[r]);
		if (used->stroke[r])
			rule(out, 's', r, "stroke", colors[r]);
		if (used->stop[r])
			rule(out, 'g', r, "stop-color", colors[r]);
	}
}

/*
 * Everything is in its place without these rules, so a viewer that does not animate or whose user wants rest shows
 * the whole picture at once.
 */
static void animation_rules(struct str *out, const struct used *used)
{
	bool any = false;
	for (int m = MOTION_NONE + 1; m < MOTION__MAX; m++) {
		const struct animation *a = &animations[m];
		if (!used->motion[m])
			continue;
		str_addz(out, any ? "" : "@media(prefers-reduced-motion:no-preference){");
		any = true;
		str_addf(out, ".m%d{animation:m%d ", m, m);
		str_addz(out, a->timing);
		str_addz(out, " backwards");
		str_addz(out, a->origin);
		str_addf(out, "}@keyframes m%d{from{", m);
		str_addz(out, a->from);
		str_addz(out, a->to);
		str_addz(out, "}}");
	}
	str_addz(out, any ? "}" : "");
}

static void style(struct svg *svg)
{
	struct str *out = svg->out;
	const struct palette *palette = svg->scene->palette;
	struct used used = what_is_used(svg);
	str_addz(out, "<style>");
	rules(out, &used, palette->colors[0]);
	if (palette->follows) {
		str_addz(out, "@media(prefers-color-scheme:dark){");
		rules(out, &used, palette->colors[1]);
		str_addc(out, '}');
	}
	animation_rules(out, &used);
	str_addz(out, "</style>");
}

static void gradients(struct str *out, const struct scene *s)
{
	if (!s->n_gradients)
		return;
	str_addz(out, "<defs>");
	for (size_t i = 0; i < s->n_gradients; i++) {
		const struct gradient *g = &s->gradients[i];
		str_addf(out, "<linearGradient id=\"g%zu\" gradientUnits=\"userSpaceOnUse\"", i);
		attr(out, "x1", g->x1);
		attr(out, "y1", g->y1);
		attr(out, "x2", g->x2);
		attr(out, "y2", g->y2);
		str_addc(out, '>');
		for (size_t k = 0; k < g->n_stops; k++) {
			const struct stop *stop = &g->stops[k];
			if (stop->role >= 0) {
				str_addf(out, "<stop class=\"g%d\"", stop->role);
			} else {
				str_addz(out, "<stop stop-color=\"");
				color(out, stop->color);
				str_addc(out, '"');
			}
			attr(out, "offset", stop->offset);
			if (stop->opacity < 1)
				attr(out, "stop-opacity", stop->opacity);
			str_addz(out, "/>");
		}
		str_addz(out, "</linearGradient>");
	}
	str_addz(out, "</defs>");
}

/* ---- shapes */

/* A box with only its left or only its right corners rounded. */
static void half_round(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	const struct box *b = &n->rect.box;
	bool left = n->rect.corners == CORNER_LEFT;
	double r = n->rect.radius, flat = left ? b->x + b->w : b->x;
	double round = left ? b->x : b->x + b->w, start = left ? b->x + r : b->x + b->w - r;
	struct svg_path p = svg_path_begin(out);
	svg_path_to(&p, 'M', flat, b->y);
	svg_path_to(&p, 'L', start, b->y);
	svg_path_arc(&p, r, false, !left, round, b->y + r);
	svg_path_to(&p, 'L', round, b->y + b->h - r);
	svg_path_arc(&p, r, false, !left, start, b->y + b->h);
	svg_path_to(&p, 'L', flat, b->y + b->h);
	svg_path_close(&p);
	str_addc(out, '"');
	paint(svg, n);
	str_addz(out, "/>");
}

static void rect(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	const struct box *b = &n->rect.box;
	bool round = n->rect.corners && n->rect.radius > 0;
	if (round && n->rect.corners != CORNER_ALL) {
		half_round(svg, n);
		return;
	}
	str_addz(out, "<rect");
	attr(out, "x", b->x);
	attr(out, "y", b->y);
	attr(out, "width", b->w);
	attr(out, "height", b->h);
	if (round)
		attr(out, "rx", n->rect.radius);
	paint(svg, n);
	str_addz(out, "/>");
}

static void arc(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	double cx = n->arc.cx, cy = n->arc.cy, r = n->arc.r, from = n->arc.from, sweep = n->arc.sweep;
	bool whole = fabs(sweep) >= 2 * M_PI - 1e-6, clockwise = sweep > 0;
	if (whole && n->motion != MOTION_RING) {
		str_addz(out, "<circle");
		attr(out, "cx", cx);
		attr(out, "cy", cy);
		attr(out, "r", r);
	} else {
		struct svg_path p = svg_path_begin(out);
		svg_path_to(&p, 'M', cx + r * cos(from), cy + r * sin(from));
		if (whole)
			svg_path_arc(&p, r, false, clockwise, cx - r * cos(from), cy - r * sin(from));
		svg_path_arc(&p, r, !whole && fabs(sweep) > M_PI, clockwise, cx + r * cos(from + sweep),
			cy + r * sin(from + sweep));
		str_addc(out, '"');
	}
	paint(svg, n);
	str_addz(out, "/>");
}

static void path(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	double dx = n->path.dx, dy = n->path.dy, k = n->path.scale;
	struct svg_path p = svg_path_begin(out);
	for (size_t i = 0; i < n->path.n; i++) {
		const struct path_step *step = &n->path.steps[i];
		double x = dx + k * step->x, y = dy + k * step->y;
		switch (step->verb) {
		case PATH_MOVE:
		case PATH_LINE:
			svg_path_to(&p, step->verb == PATH_MOVE ? 'M' : 'L', x, y);
			break;
		case PATH_CURVE:
			svg_path_curve(&p, dx + k * step->x1, dy + k * step->y1, dx + k * step->x2,
				dy + k * step->y2, x, y);
			break;
		case PATH_CLOSE:
			svg_path_close(&p);
			break;
		}
	}
	str_addz(out, n->path.even_odd ? "\" fill-rule=\"evenodd\"" : "\"");
	paint(svg, n);
	str_addz(out, "/>");
}

static void round_box(struct svg_path *p, struct box b, double r)
{
	double right = b.x + b.w, bottom = b.y + b.h;
	svg_path_to(p, 'M', b.x + r, b.y);
	svg_path_to(p, 'L', right - r, b.y);
	svg_path_arc(p, r, false, true, right, b.y + r);
	svg_path_to(p, 'L', right, bottom - r);
	svg_path_arc(p, r, false, true, right - r, bottom);
	svg_path_to(p, 'L', b.x + r, bottom);
	svg_path_arc(p, r, false, true, b.x, bottom - r);
	svg_path_to(p, 'L', b.x, b.y + r);
	svg_path_arc(p, r, false, true, b.x + r, b.y);
	svg_path_close(p);
}

/* A fill closes itself, a stroke does not. */
static void square(struct svg_path *p, struct box b, bool closed)
{
	svg_path_to(p, 'M', b.x, b.y);
	svg_path_to(p, 'L', b.x + b.w, b.y);
	svg_path_to(p, 'L', b.x + b.w, b.y + b.h);
	svg_path_to(p, 'L', b.x, b.y + b.h);
	if (closed)
		svg_path_close(p);
}

/*
 * Rounded cells of one opaque colour are smaller squares with a round-jointed stroke of the same colour, which costs no byte
 * a cell; others have real arcs.
 */
static void cells(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	double r = fmin(n->cells.radius, n->cells.side / 2);
	bool joined = is_joined(svg, n), arcs = r > 0 && !joined;
	double inset = joined ? r : 0, side = n->cells.side - 2 * inset;
	struct svg_path p = svg_path_begin(out);
	for (size_t i = 0; i < n->cells.n; i++) {
		struct box b = { n->cells.at[i].x + inset, n->cells.at[i].y + inset, side, side };
		if (arcs)
			round_box(&p, b, r);
		else
			square(&p, b, joined);
	}
	str_addc(out, '"');
	paint(svg, n);
	str_addz(out, "/>");
}

/*
 * The pinned end stays where the layout put it whatever font the viewer has. "start" means
 * the right end of a right-to-left text, so the anchor is swapped there.
 */
static void text(struct svg *svg, const struct node *n)
{
	struct str *out = svg->out;
	static const char *const anchors[] = { NULL, "middle", "end" };
	const struct text_run *run = &n->text.run;
	enum align align = n->text.align;
	double pin = align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? run->width : run->width / 2;
	str_addz(out, "<text");
	attr(out, "x", n->text.x + pin);
	attr(out, "y", n->text.y);
	paint(svg, n);
	attr(out, "font-size", run->style.size);
	if (run->style.weight != 400)
		str_addf(out, " font-weight=\"%d\"", run->style.weight);
	if (run->rtl && align != ALIGN_CENTER)
		align = align == ALIGN_LEFT ? ALIGN_RIGHT : ALIGN_LEFT;
	if (anchors[align])
		attr_text(out, "text-anchor", anchors[align]);
	if (run->rtl)
		attr_text(out, "direction", "rtl");
	if (run->lang && !str_eq(run->lang, svg->scene->lang))
		attr_text(out, "xml:lang", run->lang);
	if (run->tight) {
		attr(out, "textLength", run->width);
		str_addz(out, " lengthAdjust=\"spacingAndGlyphs\"");
	}
	str_addc(out, '>');
	str_add_xml(out, run->text);
	str_addz(out, "</text>");
}

static void node(struct svg *svg, const struct node *n)
{
	static void (*const writers[])(struct svg *, const struct node *) = { [NODE_RECT] = rect,
		[NODE_ARC] = arc, [NODE_PATH] = path, [NODE_CELLS] = cells, [NODE_TEXT] = text };
	writers[n->kind](svg, n);
}

enum err svg_write(struct err_note *note, struct arena *a, const struct scene *s, struct str *ret_svg)
{
	struct str out;
	struct svg svg = { &out, s };
	str_init(&out, a, SVG_BYTES_MAX);
	str_addz(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	attr(&out, "width", s->width);
	attr(&out, "height", s->height);
	str_addz(&out, " viewBox=\"0 0 ");
	two(&out, s->width, s->height);
	str_addc(&out, '"');
	if (s->lang)
		attr_text(&out, "xml:lang", s->lang);
	str_addz(&out, " role=\"img\" aria-labelledby=\"t d\""
		       " font-family=\"'Segoe UI',Ubuntu,'Noto Sans',sans-serif\"><title id=\"t\">");
	str_add_xml(&out, s->title);
	str_addz(&out, "</title><desc id=\"d\">");
	str_add_xml(&out, s->desc);
	str_addz(&out, "</desc>");
	style(&svg);
	gradients(&out, s);
	for (size_t i = 0; i < s->n_nodes; i++)
		node(&svg, &s->nodes[i]);
	str_addz(&out, "</svg>\n");
	if (out.over || s->over)
		return err_set(note, ERR_TOO_BIG, "the picture has too many parts");
	*ret_svg = out;
	return OK;
}
