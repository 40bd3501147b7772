/*
 * Any names and numbers make of each card an SVG that is well-formed XML of known elements, or an error that says why. The
 * input is the numbers, then texts separated by NUL: name, login, archetype, tools, languages. Its sum chooses the cards.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"
#include "core/profile/profile.h"
#include "core/profile/wakatime.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/xml-check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LANGUAGES_MAX = 12, CARDS_DRAWN = 5 };

struct input {
	struct arena *arena;
	const uint8_t *data;
	size_t size;
};

static uint8_t byte(struct input *in)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++;
}

static const char *text(struct input *in)
{
	if (!in->size)
		return NULL;
	const uint8_t *nul = memchr(in->data, 0, in->size);
	size_t len = nul ? (size_t)(nul - in->data) : in->size;
	const char *copy = arena_strndup(in->arena, (const char *)in->data, len);
	len += nul != NULL;
	in->data += len;
	in->size -= len;
	return copy;
}

static int64_t number(struct input *in)
{
	uint64_t n = 0;
	for (int i = byte(in) & 7; i >= 0; i--)
		n = n << 8 | byte(in);
	return (int64_t)n;
}

static void fail(const char *what)
{
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static void read_facts(struct input *in, struct facts *f)
{
	static const char *const ids[] = { "activity", "collaboration", "stack_diversity", "ai_savviness" };
	*f = (struct facts){ .source = (enum profile_source)(byte(in) % SOURCE__MAX), .forge = "GitHub", .is_full = true,
		.model = "v3", .decided = byte(in) & 1, .is_team = byte(in) & 1, .confidence = byte(in),
		.commits_scanned = number(in), .commits_marked = number(in), .followers = METRIC(number(in)),
		.n_repos = METRIC(number(in)), .first_day = number(in) % 100000, .n_days = byte(in), .n_tools = byte(in) % 5 };
	for (size_t i = 0; i < FACTS_SCORES; i++)
		f->scores[i] = (struct facts_score){ ids[i], byte(in) % 101, byte(in) / 200.0, byte(in) & 1, byte(in) & 1 };
	for (size_t i = 0; i < f->n_days; i++)
		f->days[i] = byte(in) & 1 ? (int)(number(in) & 0xffffff) : 0;
	for (f->n_times = 0; f->n_times < 8; f->n_times++)
		f->times[f->n_times] = (int32_t)number(in);
	f->name = text(in);
	f->login = text(in);
	f->archetype_id = text(in);
	f->archetype = text(in);
	f->archetype_text = text(in);
	for (size_t i = 0; i < f->n_tools; i++)
		f->tools[i] = (struct facts_tool){ .id = "claude", .name = text(in), .commits = byte(in) + 1, .levels = { byte(in), 0, byte(in) } };
	while (in->size && f->n_languages < LANGUAGES_MAX) {
		int64_t bytes = number(in) & 0xffffffffff;
		f->languages[f->n_languages++] = (struct facts_language){ text(in), text(in), bytes, byte(in) };
	}
}

static void draw(struct arena *a, const char *kind_name, const char *query, const struct card_facts *facts)
{
	const struct card_kind *kind = card_kind_find(kind_name);
	if (!kind)
		fail(kind_name);
	struct sample_args args = sample_request(a, kind, query);
	struct err_note note = { .code = OK };
	struct card_request rq;
	struct str svg;
	if (card_request_parse(&note, a, kind, args.items, args.n, &rq))
		fail("no request");
	if (card_draw(&note, a, &rq, facts, NULL, &svg)) {
		if (!*note.text)
			fail("an error without a reason");
		return;
	}
	const char *why = xml_check(svg.buf, svg.len);
	if (why)
		fail(why);
}

/* The languages of f once more, as the files of a gist, and as hours of coding. */
static void share_languages(const struct facts *f, struct gist *g, struct wakatime *w)
{
	for (size_t i = 0; i < f->n_languages; i++) {
		const struct facts_language *l = &f->languages[i];
		g->files[i] = (struct gist_file){ l->name ? l->name : "", l->name, l->color, l->bytes };
		w->languages[i] = (struct wakatime_language){ l->name ? l->name : "", l->color ? l->color : "",
			(double)l->repos * 100 / 255, l->bytes };
	}
	g->n_files = w->n_languages = f->n_languages;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		const char *kind, *query;
	} cards[] = { { "scorecard", "layout=wide" }, { "scorecard", "layout=compact" }, { "archetype", "" }, { "marks", "" },
		{ "languages", "layout=bars" }, { "languages", "layout=treemap" }, { "languages", "layout=stacked" },
		{ "calendar", "layout=flat" }, { "calendar", "layout=isometric" }, { "hours", "layout=both" },
		{ "social", "size=linkedin" }, { "social", "size=og" }, { "repository", "" }, { "stats", "" },
		{ "top-langs", "" }, { "top-langs", "layout=pie" }, { "pin", "show_owner=true" }, { "gist", "" },
		{ "wakatime", "" }, { "wakatime", "layout=compact" }, { "streak", "" }, { "trophy", "" }, { "badge", "" } };
	struct gist_file files[LANGUAGES_MAX];
	struct wakatime_language hours[LANGUAGES_MAX];
	struct arena a;
	arena_init(&a, 1 << 28);
	struct input in = { &a, data, size };
	struct facts *f = arena_alloc(&a, sizeof(*f));
	read_facts(&in, f);
	struct repo r = { .name = f->login, .owner = f->name, .description = f->archetype_text, .language = f->archetype,
		.stars = f->followers, .forks = f->n_repos };
	struct gist g = { .id = "x", .owner = f->login, .description = f->archetype_text, .files = files,
		.stars = f->followers, .forks = f->n_repos };
	struct wakatime w = { .user = "x", .domain = "x", .range_id = "x", .range = f->archetype ? f->archetype : "",
		.languages = hours };
	struct history h = { .first_day = f->first_day, .created_day = f->first_day, .counts = f->days, .n = f->n_days };
	share_languages(f, &g, &w);
	const struct card_facts facts = { .person = f, .repository = &r, .gist = &g, .wakatime = &w, .history = &h,
		.all_commits = f->commits_scanned, .year_commits = f->commits_marked, .now_ms = INT64_C(1795132800000) };
	size_t sum = 0;
	for (size_t i = 0; i < size; i++)
		sum += data[i];
	for (size_t i = 0; i < CARDS_DRAWN; i++)
		draw(&a, cards[(sum + i) % ARRAY_LEN(cards)].kind, cards[(sum + i) % ARRAY_LEN(cards)].query, &facts);
	arena_release(&a);
	return 0;
}
