/*
 * What our own cards share: words about a person, text in its slot, heads of cards, glyphs and emblems. Every string
 * that comes out of here is clean (text.h) and in the card's language.
 */
#ifndef CORE_OWN_OWN_H
#define CORE_OWN_OWN_H

#include "core/base/err.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"
#include "core/cards/look.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"

/* ---- words */

const char *own_word(const struct card_draw *d, enum word w) __attribute__((returns_nonnull));
/* Name, login, "The whole team" or "Developer"; never empty. */
const char *own_name(const struct card_draw *d, const struct facts *f) __attribute__((returns_nonnull));
/* "@login · 45 repositories · 1,234 followers"; may be "". */
const char *own_who(const struct card_draw *d, const struct facts *f) __attribute__((returns_nonnull));
/* Not cleaned where its id is none of ours. */
const char *own_archetype_name(const struct locale *l, const struct facts *f) __attribute__((returns_nonnull));
const char *own_archetype(const struct card_draw *d, const struct facts *f) __attribute__((returns_nonnull));
const char *own_archetype_text(const struct card_draw *d, const struct facts *f) __attribute__((returns_nonnull));
const char *own_score_name(const struct card_draw *d, const struct facts_score *s) __attribute__((returns_nonnull));
/* "42%"; with decimals "4.2%"; never "0%": "<1%", "<0.1%". */
const char *own_percent(const struct card_draw *d, double percent, int decimals) __attribute__((returns_nonnull));
/* "999", "12.3k" in the language's digits. */
const char *own_short(const struct card_draw *d, int64_t n) __attribute__((returns_nonnull));
const char *own_bytes(const struct card_draw *d, int64_t n) __attribute__((returns_nonnull));
const char *own_clean(const struct card_draw *d, const char *text) __attribute__((returns_nonnull));
/* "AI-tool marks found in 3 of 120 commits", none found, or not measured. */
const char *own_marks_text(const struct card_draw *d, const struct facts *f) __attribute__((returns_nonnull));

/* ---- numbers */

enum { OWN_SHARES_MAX = 10 };

struct own_share {
	const char *name;
	double percent; /* of all */
	uint32_t rgb;
	int64_t bytes, repos; /* repos 0 where several languages are one */
	bool is_other;
};

/* The first languages by size, at most n; with other, the last stands for all that are left out. */
size_t own_shares(const struct card_draw *d, const struct facts *f, size_t n, bool other, struct own_share *ret_shares);
/* "#rrggbb", or a stand-in for language i of a list. */
uint32_t own_color(const char *color, size_t i);
/* "1,234 commits" and the like: "n/a" where it is not known. */
const char *own_metric(const struct card_draw *d, struct metric m, enum word counted);

/* ---- drawing */

/* Size, palette and frame. */
void own_begin(struct card_draw *d, const struct card_look *look, double width, double height);
/* Baseline that centres digits and capitals of this size on y. */
double own_middle(double y, double size);
struct node *own_text(struct card_draw *d, struct box slot, double baseline, const char *text, struct text_style style,
	enum align align, int role);
/* A part bar: rounded at its ends, every share at least a sliver. */
void own_share_bar(struct card_draw *d, struct box b, const struct own_share *shares, size_t n);
/* As many texts as fit in a row of pills of height b.h, the rest as "+3". */
void own_chips(struct card_draw *d, struct box b, const char *const *texts, size_t n, struct text_style style);
/* A hexagon standing on a corner. */
struct node *own_hexagon(struct card_draw *d, double cx, double cy, double r, double corner, struct paint fill);
/* Polygon with rounded corners. */
struct node *own_polygon(struct card_draw *d, const struct point *at, size_t n, double corner, struct paint fill);
struct paint own_fade(struct card_draw *d, struct box b, int from, int to, double opacity_from, double opacity_to);

enum own_glyph {
	GLYPH_SPARK,
	GLYPH_GHOST,
	GLYPH_CODE,
	GLYPH_CALENDAR,
	GLYPH_CLOCK,
	GLYPH_BOOK,
	GLYPH_STAR,
	GLYPH_FORK,
	GLYPH_ROCKET,
	GLYPH_BRANCH_HEART,
	GLYPH_LAYERS,
	GLYPH_CYLINDER,
	GLYPH_WINDOW,
	GLYPH_LOOP,
	GLYPH_CHART,
	GLYPH_SHIELD,
	GLYPH_SPROUT,
	GLYPH_COMPASS,
	GLYPH__MAX
};

/* In a square of the given side. */
void own_glyph(struct card_draw *d, enum own_glyph g, double x, double y, double side, struct paint paint);
/* The badge of an archetype, a hexagon around (cx, cy); the ghost where the archetype is undecided. */
void own_emblem(struct card_draw *d, double cx, double cy, double r, const struct facts *f);
/* Title with its glyph on the left, the name and the ghost on the right; nothing where the look hides it. */
enum { OWN_HEAD = 40 };
double own_head_height(const struct card_look *look);
void own_head(struct card_draw *d, const struct card_look *look, struct box *b, enum own_glyph g, const char *title,
	const char *name);
/* A line in the middle of an otherwise empty card. */
void own_nothing(struct card_draw *d, struct box b, enum own_glyph g, const char *text);

/* ---- kinds */

/* How the options of every card here begin, and their rows. */
#define OWN_FIELDS \
	struct card_common common; \
	struct card_look look; \
	const char *username
#define OWN_OPTIONS(S) OWN_OPTIONS_RADIUS(S, "10")
#define OWN_OPTIONS_RADIUS(S, radius) \
	{ .name = "username", .type = OPTION_TEXT, .offset = offsetof(struct S, username), .max = 80, .required = true, \
		.doc = "whose card" }, \
	COMMON_OPTIONS(S), \
	LOOK_OPTIONS_WITH(S, "auto", radius), \
	LOOK_COLOR(S, icon_color, "colour of the icons")
enum { OWN_LIFE = CARD_LIFE_MIN, OWN_LIFE_MAX = 86400 };

/* For prepare(). */
enum err own_prepare_basic(struct err_note *note, struct arena *a, struct card_request *rq);
enum err own_prepare_full(struct err_note *note, struct arena *a, struct card_request *rq);
/* ERR_UNPROCESSABLE where the person's facts are not there. */
enum err own_person(struct err_note *note, const struct card_facts *f, bool full);

#endif
