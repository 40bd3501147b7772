/*
 * The streak card: contributions in all, the streak that is running in a ring under a flame, and the longest one. Sizes,
 * options and words are those of github-readme-streak-stats; what it counts, streak-count.h says.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/kinds.h"
#include "core/cards/look.h"
#include "core/cards/streak-count.h"
#include "core/locale/locale.h"
#include "core/profile/profile.h"
#include "core/render/scene.h"
#include "core/render/text.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum column { COLUMN_TOTAL, COLUMN_CURRENT, COLUMN_LONGEST, COLUMN__MAX };
enum { COLUMN_WIDTH_MIN = 100, CARD_HEIGHT_MIN = 170, CARD_HEIGHT = 195, SIDE_MAX = 2000, WEEKDAYS = 7, ZONE_MAX = 64 };
enum { COLUMN_PADDING = 5, LINE_HEIGHT = 16, LABEL_RISE = 9 };

/* What a theme colours, in the order of themes-streak.def. The background may be a gradient. */
enum part { PART_BACKGROUND, PART_BORDER, PART_STROKE, PART_RING, PART_FIRE, PART_NUMBER, PART_SIDE_NUMBERS, PART_LABEL,
	PART_SIDE_LABELS, PART_DATES, PART_EXCLUDED, PART__MAX };

static const int roles[PART__MAX] = { [PART_BACKGROUND] = ROLE_BACKGROUND, [PART_BORDER] = ROLE_BORDER,
	[PART_STROKE] = ROLE_OWN, [PART_RING] = ROLE_RING, [PART_FIRE] = ROLE_OWN + 1, [PART_NUMBER] = ROLE_OWN + 2,
	[PART_SIDE_NUMBERS] = ROLE_OWN + 3, [PART_LABEL] = ROLE_OWN + 4, [PART_SIDE_LABELS] = ROLE_OWN + 5,
	[PART_DATES] = ROLE_OWN + 6, [PART_EXCLUDED] = ROLE_OWN + 7 };

static const struct {
	const char *name, *colors;
} themes[] = {
#define X(name, colors) { name, colors },
#include "core/dropin/themes-streak.def"
#undef X
};

struct streak_options {
	struct card_common common;
	const char *user, *theme;
	bool hide_border;
	double border_radius;
	struct option_background background;
	struct option_color colors[PART__MAX];
	const char *date_format, *timezone;
	bool short_numbers, hide[COLUMN__MAX];
	int mode, width, height, starting_year;
	struct option_names exclude_days;
	/* set by prepare() */
	int excluded[WEEKDAYS]; /* weekdays in the order they were given */
	size_t n_excluded;
};

#define AT(member) .offset = offsetof(struct streak_options, member)
#define COLOR(name_, part, doc_) { .name = name_, .type = OPTION_COLOR, AT(colors[part]), .css = true, .doc = doc_ }
#define HIDE(name_, column, doc_) \
	{ .name = name_, .type = OPTION_BOOL, AT(hide[column]), .otherwise = "false", .doc = doc_ }

static const struct card_option table[] = {
	COMMON_OPTIONS(streak_options),
	{ .name = "user", .type = OPTION_TEXT, AT(user), .required = true, .doc = "whose streak" },
	{ .name = "theme", .type = OPTION_TEXT, AT(theme), .otherwise = "default", .max = 80,
		.doc = "a theme, auto (as the viewer likes), or two themes A,B for light and dark viewers" },
	{ .name = "hide_border", .type = OPTION_BOOL, AT(hide_border), .otherwise = "false", .doc = "no border" },
	{ .name = "border_radius", .type = OPTION_NUMBER, AT(border_radius), .otherwise = "4.5", .min = 0, .max = 248,
		.doc = "radius of the corners" },
	{ .name = "background", .type = OPTION_BACKGROUND, AT(background), .css = true,
		.doc = "background: a colour, or an angle and two to ten colours" },
	COLOR("border", PART_BORDER, "colour of the border"),
	COLOR("stroke", PART_STROKE, "colour of the lines between the columns"),
	COLOR("ring", PART_RING, "colour of the ring"),
	COLOR("fire", PART_FIRE, "colour of the flame"),
	COLOR("currStreakNum", PART_NUMBER, "colour of the running streak's number"),
	COLOR("sideNums", PART_SIDE_NUMBERS, "colour of the other numbers"),
	COLOR("currStreakLabel", PART_LABEL, "colour of the running streak's label"),
	COLOR("sideLabels", PART_SIDE_LABELS, "colour of the other labels"),
	COLOR("dates", PART_DATES, "colour of the dates"),
	COLOR("excludeDaysLabel", PART_EXCLUDED, "colour of the note on excluded days"),
	{ .name = "date_format", .type = OPTION_TEXT, AT(date_format), .max = 40,
		.doc = "PHP date letters, what stands in [] only for other years: M j[, Y]" },
	{ .name = "timezone", .type = OPTION_TEXT, AT(timezone), .max = ZONE_MAX,
		.doc = "whose today: an IANA time zone; else UTC" },
	{ .name = "short_numbers", .type = OPTION_BOOL, AT(short_numbers), .otherwise = "false", .doc = "1.5K for 1,500" },
	{ .name = "mode", .type = OPTION_WORD, AT(mode), .otherwise = "daily", .words = "daily|weekly",
		.doc = "streaks of days, or of weeks from Sunday" },
	{ .name = "exclude_days", .type = OPTION_NAMES, AT(exclude_days), .doc = "weekdays that break no streak: Sun,Sat" },
	{ .name = "card_width", .type = OPTION_INT, AT(width), .otherwise = "495", .min = COLUMN_WIDTH_MIN, .max = SIDE_MAX,
		.doc = "at least 100 a column" },
	{ .name = "card_height", .type = OPTION_INT, AT(height), .otherwise = "195", .min = CARD_HEIGHT_MIN,
		.max = SIDE_MAX, .doc = "height of the card" },
	HIDE("hide_total_contributions", COLUMN_TOTAL, "without all contributions"),
	HIDE("hide_current_streak", COLUMN_CURRENT, "without the running streak"),
	HIDE("hide_longest_streak", COLUMN_LONGEST, "without the longest streak"),
	{ .name = "starting_year", .type = OPTION_INT, AT(starting_year), .min = STREAK_YEAR_MIN, .max = 9999,
		.doc = "count from 1 January of this year; else from the account's first" },
};

/* ---- from a query */

/* The service we replace keeps letters, digits and hyphens, whatever else stands there. */
static const char *login_of(struct arena *a, const char *user)
{
	struct str login;
	str_init(&login, a, OPTION_TEXT_MAX);
	for (; *user; user++)
		if (ascii_is_alnum(*user) || *user == '-')
			str_addc(&login, *user);
	return login.buf;
}

/* "sunday", "Sun", " SUN": three letters in any case. -1: none. */
static int weekday_of(const char *name)
{
	static const char days[] = "sunmontuewedthufrisat";
	if (strlen(name) < 3)
		return -1;
	for (int d = 0; d < WEEKDAYS; d++)
		if (ascii_lower(name[0]) == days[3 * d] && ascii_lower(name[1]) == days[3 * d + 1] &&
			ascii_lower(name[2]) == days[3 * d + 2])
			return d;
	return -1;
}

/* Weeks know no excluded days. */
static void take_excluded(struct streak_options *o)
{
	unsigned int seen = 0;
	for (size_t i = 0; !o->mode && i < o->exclude_days.n; i++) {
		int d = weekday_of(o->exclude_days.items[i]);
		if (d < 0 || seen >> d & 1)
			continue;
		seen |= 1u << d;
		o->excluded[o->n_excluded++] = d;
	}
}

static enum err streak_prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	struct streak_options *o = rq->options;
	int minutes;
	bool is_github = !*rq->target.forge && !str_starts(o->user, "git:");
	rq->target.login = is_github ? login_of(a, o->user) : o->user;
	if (!*rq->target.login)
		return err_field(note, ERR_UNPROCESSABLE, "user", "user is not a login");
	if (o->timezone && !locale_zone_offset(o->timezone, 0, &minutes))
		return err_field(note, ERR_UNPROCESSABLE, "timezone", "timezone is not a time zone such as Europe/Berlin");
	take_excluded(o);
	rq->needs = NEED_HISTORY;
	return OK;
}

/* ---- what is said */

struct column_words {
	const char *number, *label, *range; /* range "": none */
};

struct streak_words {
	struct column_words columns[COLUMN__MAX];
	const char *note; /* in the corner; "" = none */
};

struct streak_facts {
	struct streak_count count;
	int64_t today;
};

static struct streak_facts streak_facts(const struct streak_options *o, const struct card_facts *f)
{
	struct streak_facts out;
	int minutes = 0;
	if (o->timezone)
		(void)locale_zone_offset(o->timezone, f->now_ms, &minutes);
	out.today = clock_day(f->now_ms + (int64_t)minutes * 60 * 1000);
	struct streak_rules rules = { .today = out.today, .weekly = o->mode, .starting_year = o->starting_year };
	for (size_t i = 0; i < o->n_excluded; i++)
		rules.excluded |= 1u << o->excluded[i];
	out.count = streak_count(f->history, &rules);
	return out;
}

/* "999", "1.5K", "2M": one decimal, none where it is 0, half up. */
static const char *short_number(struct arena *a, const struct locale *l, int64_t n)
{
	static const char units[] = " KMBT";
	int64_t size = 1;
	int unit = 0;
	/* 999,950 rounds to 1M, not to 1000K */
	for (; unit < 4 && n >= 1000 * size - (unit ? size / 20 : 0); unit++)
		size *= 1000;
	if (!unit)
		return locale_number(a, l, n);
	struct str out;
	str_init(&out, a, 32);
	str_add_num(&out, (double)((n * 10 + size / 2) / size) / 10, 1);
	str_addc(&out, units[unit]);
	return locale_digits(a, l, out.buf);
}

static const char *number_of(struct arena *a, const struct locale *l, const struct streak_options *o, int64_t n)
{
	return o->short_numbers ? short_number(a, l, n) : locale_number(a, l, n);
}

static const char *date_of(struct arena *a, const struct locale *l, const struct streak_options *o, int64_t day, int64_t today)
{
	return locale_date(a, l, o->date_format, day, clock_civil(today).year);
}

static const char *range_of(struct arena *a, const struct locale *l, const struct streak_options *o, struct streak s,
	int64_t today)
{
	const char *start = date_of(a, l, o, s.start, today);
	return s.start == s.end ? start : arena_printf(a, "%s - %s", start, date_of(a, l, o, s.end, today));
}

static const char *note_of(struct arena *a, const struct locale *l, const struct streak_options *o, const struct history *h)
{
	struct str note, days;
	str_init(&note, a, 1024);
	str_init(&days, a, 512);
	for (size_t i = 0; i < o->n_excluded; i++) {
		str_addz(&days, i ? locale_word(l, WORD_LIST_SEPARATOR) : "");
		str_addz(&days, locale_weekday(l, o->excluded[i]));
	}
	if (days.len) {
		str_addz(&note, "* ");
		str_addz(&note, locale_fill(a, l, WORD_STREAK_EXCLUDING, (const char *const[]){ "days", days.buf, NULL }));
	}
	for (size_t i = 0; i < h->n_missing; i++) {
		str_addz(&note, i ? ", " : note.len ? "; " : "* ");
		str_addz(&note, h->missing[i].field);
		str_addz(&note, ": ");
		str_addz(&note, locale_word(l, WORD_NOT_AVAILABLE));
	}
	return text_clean(a, note.buf);
}

static struct streak_words say(struct arena *a, const struct locale *l, const struct streak_options *o,
	const struct streak_facts *s, const struct history *h)
{
	const struct streak_count *c = &s->count;
	struct streak_words w = { .note = note_of(a, l, o, h) };
	w.columns[COLUMN_TOTAL] = (struct column_words){ number_of(a, l, o, c->total), locale_word(l, WORD_STREAK_TOTAL), "" };
	if (c->any)
		w.columns[COLUMN_TOTAL].range = arena_printf(a, "%s - %s", date_of(a, l, o, c->first, s->today),
			locale_word(l, WORD_STREAK_PRESENT));
	w.columns[COLUMN_CURRENT] = (struct column_words){ number_of(a, l, o, c->current.length),
		locale_word(l, o->mode ? WORD_STREAK_WEEK_CURRENT : WORD_STREAK_CURRENT),
		range_of(a, l, o, c->current, s->today) };
	w.columns[COLUMN_LONGEST] = (struct column_words){ number_of(a, l, o, c->longest.length),
		locale_word(l, o->mode ? WORD_STREAK_WEEK_LONGEST : WORD_STREAK_LONGEST),
		c->any ? range_of(a, l, o, c->longest, s->today) : "" };
	for (int i = 0; i < COLUMN__MAX; i++)
		w.columns[i].range = text_clean(a, w.columns[i].range);
	return w;
}

static const char *describe(struct arena *a, const struct streak_options *o, const struct streak_words *w)
{
	struct str out;
	str_init(&out, a, 4096);
	for (int i = 0; i < COLUMN__MAX; i++) {
		if (o->hide[i])
			continue;
		str_addz(&out, out.len ? "; " : "");
		str_addz(&out, w->columns[i].label);
		str_addz(&out, ": ");
		str_addz(&out, w->columns[i].number);
		if (!*w->columns[i].range)
			continue;
		str_addz(&out, " (");
		str_addz(&out, w->columns[i].range);
		str_addc(&out, ')');
	}
	str_addz(&out, *w->note && out.len ? "; " : "");
	str_addz(&out, w->note);
	return out.buf;
}

/* ---- colours */

/* The theme's colours as text; "Merko_Dark" is "merko-dark". The default where there is no such theme. */
static const char *theme_colors(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(themes); i++) {
		const char *known = themes[i].name;
		bool same = strlen(known) == len;
		for (size_t k = 0; same && k < len; k++)
			same = known[k] == (name[k] == '_' ? '-' : ascii_lower(name[k]));
		if (same)
			return themes[i].colors;
	}
	return themes[0].colors;
}

/* Fills one half of the palette; ret_background: the theme's or the one asked for. */
static void fill_colors(struct arena *a, const struct streak_options *o, const char *colors, rgba ret_colors[PALETTE_MAX],
	struct option_background *ret_background)
{
	for (int part = 0; part < PART__MAX; part++) {
		size_t len = strcspn(colors, " ");
		const char *text = arena_strndup(a, colors, len);
		if (part == PART_BACKGROUND) {
			*ret_background = o->background;
			if (!o->background.given)
				(void)option_background_parse(a, text, false, ret_background);
			ret_colors[ROLE_BACKGROUND] = ret_background->colors[0];
		} else if (o->colors[part].given) {
			ret_colors[roles[part]] = o->colors[part].color;
		} else {
			(void)option_color_parse(text, false, &ret_colors[roles[part]]);
		}
		colors += len + (colors[len] == ' ');
	}
}

static const struct palette *palette_of(struct arena *a, const struct streak_options *o, struct option_background *ret_background)
{
	struct palette *p = arena_alloc(a, sizeof(*p));
	struct option_background dark;
	const char *names = str_eq_nocase(o->theme, "auto") ? "default,dark" : o->theme ? o->theme : "";
	const char *comma = strchr(names, ',');
	fill_colors(a, o, theme_colors(names, strcspn(names, ",")), p->colors[0], ret_background);
	p->follows = comma;
	if (!comma)
		return p;
	fill_colors(a, o, theme_colors(comma + 1, strlen(comma + 1)), p->colors[1], &dark);
	if (!o->background.given)
		ret_background->n = 1; /* a gradient cannot follow the viewer */
	return p;
}

/* ---- the picture */

/* The flame in a box of 24 x 24. */
static const struct path_step flame[] = {
	{ PATH_MOVE, 0, 0, 0, 0, 13.2, 0.2 },
	{ PATH_CURVE, 13.4, 4.4, 16.4, 6.4, 18.5, 9.2 },
	{ PATH_CURVE, 19.9, 11.1, 20.8, 13.1, 20.8, 15.3 },
	{ PATH_CURVE, 20.8, 20.2, 16.9, 23.8, 12, 23.8 },
	{ PATH_CURVE, 7.1, 23.8, 3.2, 20.2, 3.2, 15.3 },
	{ PATH_CURVE, 3.2, 12, 4.6, 9.2, 6.5, 6.9 },
	{ PATH_CURVE, 6.6, 8.7, 7.3, 10.1, 8.7, 10.9 },
	{ PATH_CURVE, 8.2, 6.6, 9.7, 2.7, 13.2, 0.2 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
	{ PATH_MOVE, 0, 0, 0, 0, 12.4, 12.4 },
	{ PATH_CURVE, 12.9, 14.4, 15.7, 15.5, 15.7, 18.2 },
	{ PATH_CURVE, 15.7, 20.3, 14.1, 21.7, 12.1, 21.7 },
	{ PATH_CURVE, 10, 21.7, 8.4, 20.3, 8.4, 18.2 },
	{ PATH_CURVE, 8.4, 15.9, 11.2, 15, 12.4, 12.4 },
	{ PATH_CLOSE, 0, 0, 0, 0, 0, 0 },
};

struct place {
	double cx, width; /* of the column */
	double lift;	  /* what a card higher than usual moves everything down */
};

static void fade(struct node *n, int delay_ms)
{
	n->motion = MOTION_FADE;
	n->delay_ms = delay_ms;
}

static void draw_line(struct card_draw *d, struct place p, double y, struct text_run run, int role, int delay_ms)
{
	struct box slot = { p.cx - p.width / 2 + COLUMN_PADDING, y - 12, p.width - 2 * COLUMN_PADDING, LINE_HEIGHT };
	fade(scene_text(d->scene, slot, y, run, ALIGN_CENTER, role), delay_ms);
}

/* One line on its baseline, or two around it; a little smaller where a word is wider than a narrow column. */
static void draw_label(struct card_draw *d, struct place p, double y, const char *text, int weight, int role, int delay_ms)
{
	static const double sizes[] = { 14, 13, 12, 11 };
	struct text_run lines[2];
	size_t n = 0;
	bool cut = true;
	for (size_t k = 0; cut && k < ARRAY_LEN(sizes); k++) {
		n = text_wrap(d->text, text_clean(d->arena, text), (struct text_style){ sizes[k], weight },
			p.width - 2 * COLUMN_PADDING, ARRAY_LEN(lines), lines);
		cut = n && (lines[0].cut || lines[n - 1].cut);
	}
	y -= n > 1 ? LABEL_RISE : 0;
	for (size_t i = 0; i < n; i++)
		draw_line(d, p, y + LINE_HEIGHT * (double)i, lines[i], role, delay_ms);
}

/* A range too long for its column goes on below, from its dash; where that is not enough, smaller. */
static void draw_range(struct card_draw *d, struct place p, double y, const char *text, int delay_ms)
{
	static const struct text_style styles[] = { { 12, 400 }, { 11, 400 }, { 10, 400 } };
	const double room = p.width - 2 * COLUMN_PADDING;
	struct text_run first = text_fit(d->text, text, styles[0], room), rest = first;
	const char *dash = first.cut ? strstr(text, " - ") : NULL;
	if (!*text)
		return;
	for (size_t k = 0; (first.cut || rest.cut) && k < ARRAY_LEN(styles); k++) {
		size_t len = dash ? (size_t)(dash - text) : strlen(text);
		first = text_fit(d->text, arena_strndup(d->arena, text, len), styles[k], room);
		rest = text_fit(d->text, dash ? dash + 1 : "", styles[k], room);
	}
	if (dash)
		draw_line(d, p, y + LINE_HEIGHT, rest, roles[PART_DATES], delay_ms);
	draw_line(d, p, y, first, roles[PART_DATES], delay_ms);
}

static struct node *draw_number(struct card_draw *d, struct place p, double room, const char *text, int role)
{
	static const struct text_style sizes[] = { { 28, 700 }, { 24, 700 }, { 21, 700 }, { 18, 700 }, { 15, 700 } };
	struct text_run run = text_fit_sizes(d->text, text, sizes, ARRAY_LEN(sizes), room);
	/* smaller digits stay in the middle of where the large ones stand */
	double y = 80 + p.lift - (sizes[0].size - run.style.size) * 0.36;
	return scene_text(d->scene, (struct box){ p.cx - room / 2, y - 26, room, 32 }, y, run, ALIGN_CENTER, role);
}

static void draw_side(struct card_draw *d, struct place p, const struct column_words *w, int delay_ms)
{
	fade(draw_number(d, p, p.width - 2 * COLUMN_PADDING, w->number, roles[PART_SIDE_NUMBERS]), delay_ms);
	draw_label(d, p, 116 + p.lift, w->label, 400, roles[PART_SIDE_LABELS], delay_ms + 100);
	draw_range(d, p, 146 + p.lift, w->range, delay_ms + 200);
}

/* A ring that opens at the top, and the flame in the opening. */
static void draw_ring(struct card_draw *d, struct place p)
{
	static const double r = 40, gap = 13;
	double half = asin(gap / r), y = 71 + p.lift;
	struct stroke stroke = { .paint = PAINT(roles[PART_RING]), .width = 5 };
	fade(scene_arc(d->scene, p.cx, y, r, half - M_PI / 2, 2 * (M_PI - half), stroke), 400);
	struct node *n = scene_path(d->scene, flame, ARRAY_LEN(flame), p.cx - 12, 19.5 + p.lift, 1, PAINT(roles[PART_FIRE]));
	n->path.even_odd = true;
	fade(n, 600);
}

static void draw_current(struct card_draw *d, struct place p, const struct column_words *w)
{
	draw_ring(d, p);
	draw_number(d, p, 69, w->number, roles[PART_NUMBER])->motion = MOTION_SCALE;
	draw_label(d, p, 140 + p.lift, w->label, 700, roles[PART_LABEL], 900);
	draw_range(d, p, 166 + p.lift, w->range, 900);
}

static void draw_columns(struct card_draw *d, const struct streak_options *o, const struct streak_words *w, size_t n)
{
	struct scene *s = d->scene;
	struct place p = { .width = s->width / (double)n, .lift = (s->height - CARD_HEIGHT) / 2 };
	const struct stroke line = { .paint = PAINT(roles[PART_STROKE]), .width = 1 };
	for (size_t i = 1; i < n; i++)
		scene_line(s, p.width * (double)i, 28 + p.lift, p.width * (double)i, 170 + p.lift, line);
	p.cx = p.width / 2;
	for (int i = 0; i < COLUMN__MAX; i++) {
		if (o->hide[i])
			continue;
		if (i == COLUMN_CURRENT)
			draw_current(d, p, &w->columns[i]);
		else
			draw_side(d, p, &w->columns[i], i == COLUMN_TOTAL ? 600 : 1200);
		p.cx += p.width;
	}
}

static void draw_note(struct card_draw *d, const char *note)
{
	struct scene *s = d->scene;
	struct box slot = { 5, s->height - 18, s->width - 10, 14 };
	if (*note)
		fade(scene_text(s, slot, s->height - 8, text_fit(d->text, note, (struct text_style){ 10, 400 }, slot.w),
			ALIGN_LEFT, roles[PART_EXCLUDED]), 900);
}

static enum err streak_layout(struct err_note *note, struct card_draw *d, const struct card_request *rq,
	const struct card_facts *f)
{
	const struct streak_options *o = rq->options;
	if (!f->history)
		return err_set(note, ERR_NOT_FOUND, "no contributions are known");
	struct streak_facts facts = streak_facts(o, f);
	struct streak_words words = say(d->arena, d->locale, o, &facts, f->history);
	struct card_look look = { .hide_border = o->hide_border, .border_radius = o->border_radius };
	size_t n = 0;
	for (int i = 0; i < COLUMN__MAX; i++)
		n += !o->hide[i];
	scene_init(d->scene, d->arena, fmax(o->width, COLUMN_WIDTH_MIN * (double)n), o->height);
	d->scene->palette = palette_of(d->arena, o, &look.bg_color);
	d->scene->title = locale_fill(d->arena, d->locale, WORD_STREAK_TITLE,
		(const char *const[]){ "name", text_clean(d->arena, rq->target.login), NULL });
	d->scene->desc = describe(d->arena, o, &words);
	look.bg_color.given = true;
	look_frame(d->scene, &look);
	d->scene->nodes[0].rect.box.h = d->scene->height - 1;
	if (n)
		draw_columns(d, o, &words, n);
	draw_note(d, words.note);
	return OK;
}

/* ---- JSON */

static const char *day_text(int64_t day, char ret_buf[CLOCK_ISO_LEN])
{
	return clock_date(day * CLOCK_DAY_MS, ret_buf);
}

static void put_streak(struct json_object *obj, const char *key, struct streak s)
{
	struct json_object *out = json_put_object(obj, key);
	char buf[CLOCK_ISO_LEN];
	json_put_str(out, "start", day_text(s.start, buf));
	json_put_str(out, "end", day_text(s.end, buf));
	json_put_int(out, "length", s.length);
}

static enum err streak_json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	static const char *const days[WEEKDAYS] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	(void)a;
	const struct streak_options *o = rq->options;
	char buf[CLOCK_ISO_LEN];
	if (!f->history)
		return err_set(note, ERR_NOT_FOUND, "no contributions are known");
	struct streak_facts facts = streak_facts(o, f);
	json_put_str(obj, "mode", o->mode ? "weekly" : "daily");
	json_put_int(obj, "totalContributions", facts.count.total);
	json_put_str(obj, "firstContribution", facts.count.any ? day_text(facts.count.first, buf) : "");
	put_streak(obj, "longestStreak", facts.count.longest);
	put_streak(obj, "currentStreak", facts.count.current);
	struct json_object *excluded = json_put_array(obj, "excludedDays");
	for (size_t i = 0; i < o->n_excluded; i++)
		json_push_str(excluded, days[o->excluded[i]]);
	struct json_object *missing = f->history->n_missing ? json_put_array(obj, "missing") : NULL;
	for (size_t i = 0; i < f->history->n_missing; i++) {
		struct json_object *one = json_push_object(missing);
		json_put_str(one, "field", f->history->missing[i].field);
		json_put_str(one, "reason", f->history->missing[i].reason);
	}
	return OK;
}

static const char *streak_theme_at(size_t i)
{
	return i < ARRAY_LEN(themes) ? themes[i].name : NULL;
}

const struct card_kind card_kind_streak = {
	.name = "streak",
	.path = "/streak",
	.title = "Streak",
	.doc = "contributions in all, the streak that is running, and the longest one",
	.options = table,
	.n_options = ARRAY_LEN(table),
	.options_size = sizeof(struct streak_options),
	.life = { .standard = CARD_LIFE_MIN, .most = 24 * 60 * 60 },
	.theme_at = streak_theme_at,
	.prepare = streak_prepare,
	.layout = streak_layout,
	.json = streak_json,
	.json_bare = true,
};
