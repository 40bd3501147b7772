/* Scene to SVG text. */
#include "config.h"

#include "core/render/svg.h"

#include "core/base/arena.h"
#include "core/render/scene.h"

#include <math.h>
#include "core/base/banned.h"

/*
 * The number in hundredths by integer arithmetic: a card holds some hundred of them, and
 * printf of a double would be half of its time. What is no picture's size is 0.
 */
static void number(struct str *out, double value)
{
	char buf[24];
	size_t at = sizeof(buf);
	if (!(fabs(value) < 1e6))
		value = 0;
	unsigned long n = (unsigned long)(fabs(value) * 100 + 0.5);
	bool negative = value < 0 && n, fraction = false;
	for (int i = 0; i < 2; i++, n /= 10) {
		if (!fraction && n % 10 == 0)
			continue;
		fraction = true;
		buf[--at] = (char)('0' + n % 10);
	}
	if (fraction)
		buf[--at] = '.';
	do {
		buf[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	if (negative)
		buf[--at] = '-';
	str_add(out, buf + at, sizeof(buf) - at);
}

static void attr(struct str *out, const char *name, double value)
{
	str_addc(out, ' ');
	str_addz(out, name);
	str_addz(out, "=\"");
	number(out, value);
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

static void point(struct str *out, char verb, double x, double y)
{
	if (verb)
		str_addc(out, verb);
	number(out, x);
	str_addc(out, ' ');
	number(out, y);
}

/* ---- style */

/* kind: 'f' fill, 's' stroke; both may stand in one class attribute */
static void class_of(struct str *out, const struct paint *p, char kind, bool *open)
{
	if (p->kind != PAINT_ROLE)
		return;
	str_addz(out, *open ? " " : " class=\"");
	str_addf(out, "%c%d", kind, p->role);
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
		str_addf(out, "=\"#%06x\"", (unsigned int)p->rgb);
	if (p->kind == PAINT_GRADIENT)
		str_addf(out, "=\"url(#g%zu)\"", p->gradient);
	if (p->opacity < 1)
		attr(out, is_fill ? "fill-opacity" : "stroke-opacity", p->opacity);
}

static void paint(struct str *out, const struct node *n)
{
	bool open = false;
	class_of(out, &n->fill, 'f', &open);
	class_of(out, &n->stroke.paint, 's', &open);
	if (open)
		str_addc(out, '"');
	paint_attr(out, &n->fill, "fill", true);
	if (n->stroke.paint.kind == PAINT_NONE)
		return;
	paint_attr(out, &n->stroke.paint, "stroke", false);
	attr(out, "stroke-width", n->stroke.width);
	if (n->stroke.round)
		str_addz(out, " stroke-linecap=\"round\"");
	if (n->stroke.dash[0] > 0) {
		str_addz(out, " stroke-dasharray=\"");
		point(out, '\0', n->stroke.dash[0], n->stroke.dash[1]);
		str_addc(out, '"');
	}
}

struct used {
	bool fill[PALETTE_MAX], stroke[PALETTE_MAX], stop[PALETTE_MAX];
};

static struct used roles_used(const struct scene *s)
{
	struct used used = { 0 };
	for (size_t i = 0; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];
		if (n->fill.kind == PAINT_ROLE)
			used.fill[n->fill.role] = true;
		if (n->stroke.paint.kind == PAINT_ROLE)
			used.stroke[n->stroke.paint.role] = true;
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

static void style(struct str *out, const struct scene *s)
{
	struct used used = roles_used(s);
	str_addz(out, "<style>");
	rules(out, &used, s->palette->colors[0]);
	if (s->palette->follows) {
		str_addz(out, "@media(prefers-color-scheme:dark){");
		rules(out, &used, s->palette->colors[1]);
		str_addc(out, '}');
	}
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

static void arc_to(struct str *out, double r, bool large, bool clockwise, double x, double y)
{
	point(out, 'A', r, r);
	str_addf(out, " 0 %d %d ", large, clockwise);
	point(out, '\0', x, y);
}

/* A box with only its left or only its right corners rounded. */
static void half_round(struct str *out, const struct node *n)
{
	const struct box *b = &n->rect.box;
	bool left = n->rect.corners == CORNER_LEFT;
	double r = n->rect.radius, flat = left ? b->x + b->w : b->x;
	double round = left ? b->x : b->x + b->w, start = left ? b->x + r : b->x + b->w - r;
	str_addz(out, "<path d=\"");
	point(out, 'M', flat, b->y);
	point(out, 'L', start, b->y);
	arc_to(out, r, false, !left, round, b->y + r);
	point(out, 'L', round, b->y + b->h - r);
	arc_to(out, r, false, !left, start, b->y + b->h);
	point(out, 'L', flat, b->y + b->h);
	str_addz(out, "Z\"");
	paint(out, n);
	str_addz(out, "/>");
}

static void rect(struct str *out, const struct node *n)
{
	const struct box *b = &n->rect.box;
	bool round = n->rect.corners && n->rect.radius > 0;
	if (round && n->rect.corners != CORNER_ALL) {
		half_round(out, n);
		return;
	}
	str_addz(out, "<rect");
	attr(out, "x", b->x);
	attr(out, "y", b->y);
	attr(out, "width", b->w);
	attr(out, "height", b->h);
	if (round)
		attr(out, "rx", n->rect.radius);
	paint(out, n);
	str_addz(out, "/>");
}

static void arc(struct str *out, const struct node *n)
{
	double cx = n->arc.cx, cy = n->arc.cy, r = n->arc.r, to = n->arc.from + n->arc.sweep;
	if (fabs(n->arc.sweep) >= 2 * M_PI - 1e-6) {
		str_addz(out, "<circle");
		attr(out, "cx", cx);
		attr(out, "cy", cy);
		attr(out, "r", r);
	} else {
		str_addz(out, "<path d=\"");
		point(out, 'M', cx + r * cos(n->arc.from), cy + r * sin(n->arc.from));
		arc_to(out, r, fabs(n->arc.sweep) > M_PI, n->arc.sweep > 0, cx + r * cos(to),
			cy + r * sin(to));
		str_addc(out, '"');
	}
	paint(out, n);
	str_addz(out, "/>");
}

static void path(struct str *out, const struct node *n)
{
	double dx = n->path.dx, dy = n->path.dy, k = n->path.scale;
	str_addz(out, "<path d=\"");
	for (size_t i = 0; i < n->path.n; i++) {
		const struct path_step *p = &n->path.steps[i];
		switch (p->verb) {
		case PATH_MOVE:
		case PATH_LINE:
			point(out, p->verb == PATH_MOVE ? 'M' : 'L', dx + k * p->x, dy + k * p->y);
			break;
		case PATH_CURVE:
			point(out, 'C', dx + k * p->x1, dy + k * p->y1);
			point(out, ' ', dx + k * p->x2, dy + k * p->y2);
			point(out, ' ', dx + k * p->x, dy + k * p->y);
			break;
		case PATH_CLOSE:
			str_addc(out, 'Z');
			break;
		}
	}
	str_addc(out, '"');
	paint(out, n);
	str_addz(out, "/>");
}

static void cells(struct str *out, const struct node *n)
{
	double side = n->cells.side;
	str_addz(out, "<path d=\"");
	for (size_t i = 0; i < n->cells.n; i++) {
		point(out, 'M', n->cells.at[i].x, n->cells.at[i].y);
		str_addc(out, 'h');
		number(out, side);
		str_addc(out, 'v');
		number(out, side);
		str_addc(out, 'h');
		number(out, -side);
		str_addc(out, 'z');
	}
	str_addc(out, '"');
	paint(out, n);
	str_addz(out, "/>");
}

/*
 * The pinned end stays where the layout put it whatever font the viewer has. "start" means
 * the right end of a right-to-left text, so the anchor is swapped there.
 */
static void text(struct str *out, const struct node *n)
{
	static const char *const anchors[] = { NULL, "middle", "end" };
	const struct text_run *run = &n->text.run;
	enum align align = n->text.align;
	double pin = align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? run->width : run->width / 2;
	str_addz(out, "<text");
	attr(out, "x", n->text.x + pin);
	attr(out, "y", n->text.y);
	paint(out, n);
	attr(out, "font-size", run->style.size);
	if (run->style.weight != 400)
		str_addf(out, " font-weight=\"%d\"", run->style.weight);
	if (run->rtl && align != ALIGN_CENTER)
		align = align == ALIGN_LEFT ? ALIGN_RIGHT : ALIGN_LEFT;
	if (anchors[align])
		attr_text(out, "text-anchor", anchors[align]);
	if (run->rtl)
		attr_text(out, "direction", "rtl");
	if (run->lang)
		attr_text(out, "xml:lang", run->lang);
	if (run->tight) {
		attr(out, "textLength", run->width);
		str_addz(out, " lengthAdjust=\"spacingAndGlyphs\"");
	}
	str_addc(out, '>');
	str_add_xml(out, run->text);
	str_addz(out, "</text>");
}

static void node(struct str *out, const struct node *n)
{
	static void (*const writers[])(struct str *, const struct node *) = { [NODE_RECT] = rect,
		[NODE_ARC] = arc, [NODE_PATH] = path, [NODE_CELLS] = cells, [NODE_TEXT] = text };
	writers[n->kind](out, n);
}

enum err svg_write(struct err_note *note, struct arena *a, const struct scene *s, struct str *ret_svg)
{
	struct str out;
	str_init(&out, a, SVG_BYTES_MAX);
	str_addz(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	attr(&out, "width", s->width);
	attr(&out, "height", s->height);
	str_addz(&out, " viewBox=\"0 0 ");
	point(&out, '\0', s->width, s->height);
	str_addz(&out, "\" role=\"img\" aria-labelledby=\"t d\""
		       " font-family=\"'Segoe UI',Ubuntu,'Noto Sans',sans-serif\"><title id=\"t\">");
	str_add_xml(&out, s->title);
	str_addz(&out, "</title><desc id=\"d\">");
	str_add_xml(&out, s->desc);
	str_addz(&out, "</desc>");
	style(&out, s);
	gradients(&out, s);
	for (size_t i = 0; i < s->n_nodes; i++)
		node(&out, &s->nodes[i]);
	str_addz(&out, "</svg>\n");
	if (out.over || s->over)
		return err_set(note, ERR_TOO_BIG, "the picture has too many parts");
	*ret_svg = out;
	return OK;
}
