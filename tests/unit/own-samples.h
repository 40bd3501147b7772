/*
 * Invented people for our own cards: names in many scripts, nothing known, everything at its limit. Shared by the unit
 * test and whoever wants to look at the pictures.
 */
#ifndef TESTS_UNIT_OWN_SAMPLES_H
#define TESTS_UNIT_OWN_SAMPLES_H

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"

#include <string.h>

struct own_sample {
	const char *id, *name, *login, *archetype;
	int scores[FACTS_SCORES];
	double coverage;
	size_t n_languages, n_days, n_tools;
	int64_t first_day, scanned, marked, n_times;
	int most; /* contributions of a day */
};

#define OWN_LONG "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschafers"

static const struct own_sample own_samples[] = {
	{ "plain", "Ada Example", "ada-example", "backend_architect", { 82, 64, 71, 58 }, 0.95, 9, 366, 3, 20412, 500, 61, 480, 24 },
	{ "diacritics", "Žofie Ångström-Nguyễn", "zofie", "ai_indie_hacker", { 45, 12, 100, 0 }, 0.8, 5, 365, 4, 20413, 1234, 56, 900,
		90 },
	{ "arabic", "محمد عبد الرحمن", "mohammad", "open_source_maintainer", { 33, 90, 8, 21 }, 1, 3, 371, 0, 20408, 200, 0, 60, 8 },
	{ "hebrew", "דוד בן־ציון (David)", "david", "full_stack_polyglot", { 50, 50, 50, 50 }, 0.7, 2, 366, 1, 20412, 1, 1, 1, 3 },
	{ "chinese", "王小明", "xiaoming", "data_scientist", { 77, 66, 55, 44 }, 0.9, 6, 366, 5, 20412, 12345, 678, 1000, 40 },
	{ "korean", "홍길동", "gildong", "devops_specialist", { 60, 40, 20, 80 }, 0.9, 10, 366, 2, 20412, 90, 9, 90, 12 },
	{ "emoji", "👻 Phantom 👩‍💻 🇯🇵 ❤️", "phantom", "frontend_craftsman", { 70, 71, 72, 73 }, 0.9, 7, 366, 12, 20412, 100, 50, 100, 30 },
	{ "devanagari", "प्रिया शर्मा", "priya", "security_sentinel", { 10, 20, 30, 40 }, 0.9, 4, 366, 2, 20412, 64, 8, 64, 5 },
	{ "markup", "<b>&amp;\"Bobby\"</b>", "bobby", "rising_developer", { 5, 6, 7, 8 }, 0.9, 1, 366, 1, 20412, 10, 3, 10, 2 },
	{ "long", OWN_LONG OWN_LONG, "a-login-of-thirty-nine-characters-long-", "code_explorer", { 100, 100, 100, 100 }, 1, 60, 372, 16,
		20406, 999950, 999949, 1000, 2000000 },
	{ "thin", "Thin Evidence", "thin", NULL, { 12, 30, 0, 5 }, 0.3, 1, 366, 0, 20412, 3, 0, 3, 0 },
	{ "empty", NULL, NULL, NULL, { 0, 0, 0, 0 }, 0, 0, 0, 0, 0, 0, 0, 0, 0 },
	{ "first-day", "One Day", "one", "rising_developer", { 1, 0, 0, 0 }, 0.6, 1, 1, 0, 20777, 1, 0, 1, 1 },
};

static const struct facts_language own_sample_languages[] = {
	{ "TypeScript", "#3178c6", 1840000, 14 }, { "Go", "#00ADD8", 1210000, 9 }, { "Python", "#3572A5", 630000, 7 },
	{ "Rust", "#dea584", 402000, 3 }, { "C", "#555555", 240100, 2 }, { "Shell", "#89e051", 64000, 11 },
	{ "Jupyter Notebook", "#DA5B0B", 31000, 1 }, { "A Language With A Very Long Name Indeed", NULL, 9000, 1 },
	{ "HTML", "#e34c26", 4000, 5 }, { "CSS", "red; } x", 800, 5 },
};

static const char *const own_sample_tools[FACTS_TOOLS] = { "Claude Code", "Cursor", "GitHub Copilot", "Aider", "Amp",
	"OpenAI Codex", "Devin", "Jules", "Gemini", "OpenCode", "Windsurf", "Replit", "Cline", "Augment Code", "Amazon Q", "Kiro" };

/* A small generator, so that every run draws the same. */
static inline unsigned int own_sample_next(unsigned int *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static inline void own_sample_year(const struct own_sample *s, struct facts *f)
{
	unsigned int state = 7;
	f->first_day = s->first_day;
	f->n_days = s->n_days;
	for (size_t i = 0; i < s->n_days; i++) {
		unsigned int roll = own_sample_next(&state) % 100, size = own_sample_next(&state) % 1000;
		int weekday = clock_weekday(s->first_day + (int64_t)i);
		bool rests = roll < (weekday == 0 || weekday == 6 ? 72U : 24U) || (i > 150 && i < 172);
		f->days[i] = rests || !s->most ? 0 : 1 + (int)((int64_t)s->most * size * size / 1000000);
	}
}

static inline void own_sample_times(const struct own_sample *s, struct facts *f)
{
	unsigned int state = 11;
	f->n_times = (size_t)s->n_times;
	for (size_t i = 0; i < f->n_times; i++) {
		int day = 20412 + (int)(own_sample_next(&state) % 366), hour = 8 + (int)(own_sample_next(&state) % 7 + own_sample_next(&state) % 8);
		if (clock_weekday(day) % 6 == 0 && own_sample_next(&state) % 3)
			day += 2;
		f->times[i] = day * 1440 + hour * 60 + (int)(own_sample_next(&state) % 60);
	}
}

static inline void own_sample_fill(const struct own_sample *s, struct facts *f)
{
	static const char *const ids[FACTS_SCORES] = { "activity", "collaboration", "stack_diversity", "ai_savviness" };
	*f = (struct facts){ .source = s->login ? SOURCE_GITHUB_GRAPHQL : SOURCE_GIT, .forge = "GitHub", .login = s->login,
		.name = s->name, .is_full = true, .model = "v3", .decided = s->archetype != NULL, .archetype_id = s->archetype,
		.archetype = s->archetype, .archetype_text = "", .confidence = 78, .commits_scanned = s->scanned,
		.commits_marked = s->marked };
	if (s->login) {
		f->n_repos = METRIC(45);
		f->followers = METRIC(12345);
		f->stars = METRIC(2345);
	}
	for (size_t i = 0; i < FACTS_SCORES; i++)
		f->scores[i] = (struct facts_score){ ids[i], s->scores[i], s->coverage, s->coverage > 0, s->coverage < 0.5 };
	for (size_t i = 0; i < s->n_languages; i++) {
		f->languages[i] = own_sample_languages[i % ARRAY_LEN(own_sample_languages)];
		if (i >= ARRAY_LEN(own_sample_languages))
			f->languages[i] = (struct facts_language){ "One of many", NULL, 700 - (int64_t)i, 1 };
	}
	f->n_languages = s->n_languages;
	for (size_t i = 0; i < s->n_tools; i++) {
		int64_t n = s->marked / (int64_t)(i + 1) + 1;
		f->tools[i] = (struct facts_tool){ own_sample_tools[i], own_sample_tools[i], n, { n / 4, n / 2, 0, n / 5, 0 } };
		f->tools[i].levels[4] = n - n / 4 - n / 2 - n / 5;
	}
	f->n_tools = s->n_tools;
	own_sample_year(s, f);
	own_sample_times(s, f);
}

/* The scorecard of a sample, square and without a border. */
static inline enum err own_sample_card(struct arena *a, struct render_fonts *fonts, const struct own_sample *sample,
	const char *type, const char *theme, const char *scale, struct str *ret_picture)
{
	const struct card_kind *kind = card_kind_find("scorecard");
	const struct card_arg args[] = { { "username", "x" }, { "type", type }, { "theme", theme }, { "scale", scale },
		{ "border_radius", "0" }, { "hide_border", "true" } };
	struct facts *f = arena_alloc(a, sizeof(*f));
	const struct card_facts facts = { .person = f, .all_commits = -1, .year_commits = -1,
		.now_ms = INT64_C(1795132800000) };
	struct card_request rq;
	own_sample_fill(sample, f);
	enum err e = card_request_parse(NULL, a, kind, args, ARRAY_LEN(args), &rq);
	return e ? e : card_draw(NULL, a, &rq, &facts, fonts, ret_picture);
}

#endif
