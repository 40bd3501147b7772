/*
 * Kinds of cards: one row a kind says its name, address, options, what facts it needs, how long it may be kept,
 * and how it is laid out. The query parser, nginx's cache keys, `gps card`, the wizard page, the documentation
 * and the table of tests are made of these rows.
 *
 * The way of a card: query -> card_request (options by the kind's table) -> the facts it needs -> layout into a
 * scene -> image.h. A kind's layout decides nothing about formats; its JSON holds the numbers the picture shows.
 * Pure CPU; safe on any number of threads.
 */
#ifndef CORE_CARDS_CARD_H
#define CORE_CARDS_CARD_H

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/cards/option.h"
#include "core/profile/source.h"
#include "core/render/image.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct facts;
struct gist;
struct history;
struct json_object;
struct locale;
struct render_fonts;
struct repo;
struct scene;
struct text_engine;
struct wakatime;

/* What a card must be told before it can be drawn. */
enum card_need {
	NEED_BASIC = 1,	       /* struct facts: person, counts, languages, the last year's calendar */
	NEED_FULL = 2,	       /* and scores, archetype, AI marks, times of commits */
	NEED_REPOSITORIES = 4, /* and facts.repos[], whole (exclude_repo) */
	NEED_HISTORY = 8,      /* struct history: the calendar back to the account's first day */
	NEED_ALL_COMMITS = 16, /* card_facts.all_commits */
	NEED_YEAR = 32,	       /* card_facts.year_commits of card_common's commits_year */
	NEED_REPOSITORY = 64,  /* struct repo of card_target.login and .repo */
	NEED_GIST = 128,       /* struct gist of card_target.gist */
	NEED_WAKATIME = 256,   /* struct wakatime of card_target.login at .domain */
	NEED_AFFILIATED = 512, /* facts.repos[], stars and languages of card_target.ways instead of one's own */
	NEED_COUNTS = 1024,    /* card_facts.counts of card_target.tallies within .scope */
	NEED_SCOPED = 2048     /* card_facts.scoped_commits within card_target.scope, by .year */
};

/* Whom a request is about. Only what the needs name is set. */
struct card_target {
	const char *forge; /* name of a configured forge; "" = GitHub */
	const char *login; /* "git:NAME" = a repository the operator listed */
	const char *repo;  /* its name; login is the owner then, whoever the query was about */
	const char *gist;
	const char *domain;
	int year;	   /* NEED_YEAR, NEED_SCOPED: 0 = the last twelve months */
	bool all_years;	   /* NEED_SCOPED: commits of all time instead */
	unsigned int ways; /* bits of enum affiliation */
	unsigned int tallies; /* bits of enum tally_kind */
	struct repo_scope scope;
};

/* Whatever was asked for and could be had; the rest is NULL or unknown. */
struct card_facts {
	const struct facts *person;
	const struct history *history;
	const struct repo *repository;
	const struct gist *gist;
	const struct wakatime *wakatime;
	int64_t all_commits, year_commits; /* -1 = unknown */
	struct metric counts[TALLY__MAX], scoped_commits;
	int64_t now_ms;
};

/* How long a picture may be kept outside, seconds. cache_seconds chooses from CARD_LIFE_MIN up to most. */
struct card_life {
	int standard, most;
};
enum { CARD_LIFE_MIN = 1800 };

/* Every kind's options begin with these. */
struct card_common {
	const char *locale_code;
	int cache_seconds; /* 0 = the kind's standard */
	const char *forge;
	bool still;	   /* disable_animations */
	int scale;	   /* per cent; pixels only */
	int format;	   /* of type=; where an address has a suffix, that decides */
};

/* Rows for a struct S that begins with `struct card_common common`; STILL_OPTIONS: of a card that never moves. */
#define STILL_OPTIONS(S) \
	{ .name = "locale", .type = OPTION_TEXT, .offset = offsetof(struct S, common.locale_code), .max = 20, \
		.otherwise = "en", .doc = "language of the words on the card" }, \
	{ .name = "cache_seconds", .type = OPTION_INT, .offset = offsetof(struct S, common.cache_seconds), .min = 1, \
		.max = 2147483647, .doc = "how long the picture may be kept, within the card's limits" }, \
	{ .name = "forge", .type = OPTION_TEXT, .offset = offsetof(struct S, common.forge), .max = 40, \
		.doc = "where the login is at home: a name the operator configured; else GitHub" }, \
	{ .name = "scale", .type = OPTION_INT, .offset = offsetof(struct S, common.scale), .otherwise = "100", \
		.min = IMAGE_SCALE_MIN, .max = IMAGE_SCALE_MAX, .doc = "size of PNG, WebP and JPEG in per cent" }, \
	{ .name = "type", .type = OPTION_WORD, .offset = offsetof(struct S, common.format), .otherwise = "svg", \
		.words = "svg|png|webp|jpeg|json", .doc = "format of the answer" }
#define COMMON_OPTIONS(S) \
	STILL_OPTIONS(S), \
	{ .name = "disable_animations", .type = OPTION_BOOL, .offset = offsetof(struct S, common.still), \
		.otherwise = "false", .doc = "everything in place at once" }

struct card_request {
	const struct card_kind *kind;
	const struct locale *locale;
	void *options; /* struct card_common first */
	struct card_target target;
	unsigned int needs; /* enum card_need */
	enum image_format format;
	bool is_json; /* instead of a picture */
};

/* What a layout draws into. */
struct card_draw {
	struct arena *arena;
	struct text_engine *text;
	struct scene *scene; /* the layout calls scene_init() and sets palette, title, desc */
	const struct locale *locale;
};

struct card_kind {
	const char *name; /* "stats": in `gps card`, in the wizard, and in /card/LOGIN/NAME.EXT */
	const char *path; /* drop-in address "/api/top-langs"; NULL: only /card/ */
	const char *doc;  /* one line */
	const char *title; /* for people: "Top languages" */
	const struct card_option *options;
	size_t n_options;
	size_t options_size;
	struct card_life life;
	const char *(*theme_at)(size_t i); /* names its theme= takes, NULL behind the last; the function NULL = look.h's */
	/* After parsing: set target and needs; refuse what does not fit together (note.field names the option). */
	enum err (*prepare)(struct err_note *note, struct arena *a, struct card_request *rq);
	/* Written for left to right; card_draw() mirrors the finished scene for the languages that need it. */
	enum err (*layout)(struct err_note *note, struct card_draw *d, const struct card_request *rq,
		const struct card_facts *f);
	/* The card's numbers into obj: exactly what the picture shows. */
	enum err (*json)(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
		struct json_object *obj);
	bool json_bare; /* a service said what its JSON holds: only what json() writes; else kind and locale come first */
};

/* The table, in the order the wizard shows. */
size_t card_kind_count(void);
const struct card_kind *card_kind_at(size_t i) __attribute__((returns_nonnull));
const struct card_kind *card_kind_find(const char *name);     /* NULL: none */
const struct card_kind *card_kind_at_path(const char *path);  /* with or without a trailing slash; NULL: none */

/*
 * The table for programs: {kinds: [{name, path, title, doc, life {standard, most}, options[], themes[]}],
 * locales: [{code, name, rtl}]}, options as option.h describes them.
 */
struct json_object *card_kinds_describe(void);

struct card_arg {
	const char *name, *value;
};

/*
 * Read arguments into a request. Leniently, as the services we replace do: what is unknown is ignored, what is malformed
 * counts as not given, numbers are clamped, the last of equal names wins.
 * ERR_UNPROCESSABLE with note.field: something required is missing, or a word that must be known is not (locale, layout).
 */
enum err card_request_parse(struct err_note *note, struct arena *a, const struct card_kind *kind,
	const struct card_arg *args, size_t n_args, struct card_request *ret_request);

/*
 * For prepare() of a kind about one repository: target and need from its name, or owner/name, where the owner may be the
 * groups of a forge. ERR_UNPROCESSABLE: no such name can be.
 */
enum err card_target_repository(struct err_note *note, struct arena *a, const char *username, const char *repo,
	struct card_request *rq);

/* Seconds the picture may be kept. */
int card_request_life(const struct card_request *rq);

/* Picture or JSON. ERR_NOT_FOUND, ERR_UNPROCESSABLE: the facts do not hold what was asked for. */
enum err card_draw(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct render_fonts *fonts, struct str *ret_bytes);

/*
 * A picture of an error in the looks and the format the request asked for: 576.5 x 120 with a message and a grey hint. Where
 * parsing failed, as much of the looks as could be read; kind may be NULL.
 */
enum err card_error(struct err_note *note, struct arena *a, const struct card_kind *kind, const struct card_arg *args,
	size_t n_args, enum image_format format, const char *message, const char *hint, struct render_fonts *fonts,
	struct str *ret_bytes);

#endif
