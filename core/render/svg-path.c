/*
 * Each step is written both ways into small buffers; the shorter one wins, of equals the relative one, whose numbers
 * repeat more.
 */
#include "config.h"

#include "core/render/svg-path.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#include "core/base/banned.h"

enum { NUMBER_LEN = 24, STEP_MAX = 7, STEP_LEN = STEP_MAX * (NUMBER_LEN + 1) + 1 };

static long hundredths(double value)
{
	if (!(fabs(value) < 1e6))
		return 0;
	long n = (long)(fabs(value) * 100 + 0.5);
	return value < 0 ? -n : n;
}

/*
 * By integer arithmetic: a card holds some hundred numbers, and printf of a double would be half of its time.
 * Returns the length.
 */
static size_t digits(char *ret_buf, long value)
{
	char buf[NUMBER_LEN];
	size_t at = sizeof(buf);
	unsigned long n = (unsigned long)(value < 0 ? -value : value);
	bool fraction = false;
	for (int i = 0; i < 2; i++, n /= 10) {
		if (!fraction && n % 10 == 0)
			continue;
		fraction = true;
		buf[--at] = (char)('0' + n % 10);
	}
	if (fraction)
		buf[--at] = '.';
	for (; n || at == sizeof(buf); n /= 10)
		buf[--at] = (char)('0' + n % 10);
	if (value < 0)
		buf[--at] = '-';
	memcpy(ret_buf, buf + at, sizeof(buf) - at);
	return sizeof(buf) - at;
}

void svg_number(struct str *out, double value)
{
	char buf[NUMBER_LEN];
	str_add(out, buf, digits(buf, hundredths(value)));
}

struct svg_path svg_path_begin(struct str *out)
{
	str_addz(out, "<path d=\"");
	return (struct svg_path){ .out = out };
}

/* ---- a step as text */

struct step {
	char text[STEP_LEN];
	size_t len;
	char verb;
	bool point; /* the last number had one: ".5.5" are two */
};

static void add(struct step *s, const char *number, size_t len)
{
	bool after_verb = s->len == 1 && s->text[0] == s->verb;
	if (*number != '-' && !after_verb && !(*number == '.' && s->point))
		s->text[s->len++] = ' ';
	memcpy(s->text + s->len, number, len);
	s->len += len;
	s->point = memchr(number, '.', len) != NULL;
}

/* The verb is left out where it repeats; numbers follow, a blank before each that has no sign. */
static struct step step_begin(const struct svg_path *p, char verb)
{
	struct step s = { .verb = verb, .point = p->point };
	if (verb != p->verb || verb == 'M' || verb == 'm')
		s.text[s.len++] = verb;
	return s;
}

static void add_long(struct step *s, long value)
{
	char buf[NUMBER_LEN];
	add(s, buf, digits(buf, value));
}

static void write_shorter(struct svg_path *p, const struct step *abs, const struct step *rel)
{
	const struct step *s = rel->len < abs->len || (rel->len == abs->len && abs->verb != 'M') ? rel : abs;
	str_add(p->out, s->text, s->len);
	p->verb = s->verb;
	p->point = s->point;
}

static char lower(char verb)
{
	return (char)(verb | 0x20);
}

/* n points; the last is where the pen goes */
static void write_points(struct svg_path *p, char verb, const long (*at)[2], size_t n)
{
	struct step abs = step_begin(p, verb), rel = step_begin(p, lower(verb));
	for (size_t i = 0; i < n; i++) {
		add_long(&abs, at[i][0]);
		add_long(&abs, at[i][1]);
		add_long(&rel, at[i][0] - p->x);
		add_long(&rel, at[i][1] - p->y);
	}
	write_shorter(p, &abs, &rel);
	p->x = at[n - 1][0];
	p->y = at[n - 1][1];
}

/* Along one axis: verb 'H' or 'V'. */
static void write_axis(struct svg_path *p, char verb, long *coordinate, long to)
{
	struct step abs = step_begin(p, verb), rel = step_begin(p, lower(verb));
	add_long(&abs, to);
	add_long(&rel, to - *coordinate);
	write_shorter(p, &abs, &rel);
	*coordinate = to;
}

/* ---- commands */

void svg_path_to(struct svg_path *p, char verb, double x, double y)
{
	const long at[1][2] = { { hundredths(x), hundredths(y) } };
	if (verb == 'L' && at[0][1] == p->y) {
		write_axis(p, 'H', &p->x, at[0][0]);
		return;
	}
	if (verb == 'L' && at[0][0] == p->x) {
		write_axis(p, 'V', &p->y, at[0][1]);
		return;
	}
	write_points(p, verb, at, 1);
	if (verb == 'M') {
		p->start_x = p->x;
		p->start_y = p->y;
	}
}

void svg_path_curve(struct svg_path *p, double x1, double y1, double x2, double y2, double x, double y)
{
	const long at[3][2] = { { hundredths(x1), hundredths(y1) }, { hundredths(x2), hundredths(y2) },
		{ hundredths(x), hundredths(y) } };
	write_points(p, 'C', at, 3);
}

void svg_path_arc(struct svg_path *p, double r, bool large, bool clockwise, double x, double y)
{
	struct step steps[2] = { step_begin(p, 'A'), step_begin(p, 'a') };
	const long to_x = hundredths(x), to_y = hundredths(y), radius = hundredths(r);
	for (int i = 0; i < 2; i++) {
		add_long(&steps[i], radius);
		add_long(&steps[i], radius);
		add(&steps[i], "0", 1);
		add(&steps[i], large ? "1" : "0", 1);
		add(&steps[i], clockwise ? "1" : "0", 1);
		add_long(&steps[i], i ? to_x - p->x : to_x);
		add_long(&steps[i], i ? to_y - p->y : to_y);
	}
	write_shorter(p, &steps[0], &steps[1]);
	p->x = to_x;
	p->y = to_y;
}

void svg_path_close(struct svg_path *p)
{
	str_addc(p->out, 'z');
	p->x = p->start_x;
	p->y = p->start_y;
	p->verb = '\0';
}
