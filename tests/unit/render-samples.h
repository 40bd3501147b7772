/*
 * Invented reports that are hard to draw, shared by the unit test, the benchmark and the
 * gallery: names in many scripts, nothing known, everything at its limit.
 */
#ifndef TESTS_UNIT_RENDER_SAMPLES_H
#define TESTS_UNIT_RENDER_SAMPLES_H

#include "core/base/clean.h"
#include "core/profile/profile.h"
#include "core/score/report.h"

struct sample {
	const char *id, *name, *login;
	int scores[DIMENSION__MAX];
	double coverage; /* of every dimension; below 0.5 the scores are thin */
	size_t n_languages;
	int64_t scanned, marked;
	size_t n_tools;
	bool undecided, team;
};

#define LONG_WORD "Wolfeschlegelsteinhausenbergerdorff"
#define LONG_NAME LONG_WORD LONG_WORD LONG_WORD LONG_WORD LONG_WORD LONG_WORD

static const struct sample samples[] = {
	{ "plain", "Ada Example", "ada-example", { 82, 64, 71, 58 }, 0.95, 7, 500, 34, 2, false, false },
	{ "diacritics", "Žofie Ångström-Nguyễn", "zofie", { 45, 12, 100, 0 }, 0.8, 5, 1234, 56, 3, false, false },
	{ "arabic", "محمد عبد الرحمن", "mohammad-example", { 33, 90, 8, 21 }, 1, 3, 200, 0, 0, false, false },
	{ "hebrew", "דוד בן־ציון (David)", "david-example", { 50, 50, 50, 50 }, 0.7, 2, 1, 1, 1, false, false },
	{ "chinese", "王小明", "xiaoming", { 77, 66, 55, 44 }, 0.9, 6, 12345, 678, 4, false, false },
	{ "japanese", "山田 太郎ひらがなカタカナ", "taro", { 99, 1, 100, 0 }, 0.9, 1, 800, 799, 1, false, false },
	{ "korean", "홍길동", "gildong", { 60, 40, 20, 80 }, 0.9, 4, 90, 9, 1, false, false },
	{ "emoji", "👻 Phantom 👩‍💻 🇯🇵 ❤️", "phantom", { 70, 71, 72, 73 }, 0.9, 6, 100, 50, 12, false, false },
	{ "devanagari", "प्रिया शर्मा", "priya", { 10, 20, 30, 40 }, 0.9, 3, 64, 8, 2, false, false },
	{ "thai", "สมชาย ใจดี น้ำปั่น", "somchai", { 10, 20, 30, 40 }, 0.9, 3, 64, 8, 2, false, false },
	{ "markup", "<b>&amp;\"Bobby\"</b> '; DROP", "b-and-b", { 5, 6, 7, 8 }, 0.9, 2, 10, 0, 0, false, false },
	{ "long", LONG_NAME, "a-login-of-thirty-nine-characters-long-", { 100, 100, 100, 100 }, 1, 20, 999950,
		999949, 12, false, false },
	{ "long-arabic", "عبد العزيز بن محمد بن عبد الرحمن بن فيصل بن تركي بن عبد الله بن محمد بن سعود بن محمد بن مقرن",
		"abdulaziz", { 100, 100, 100, 100 }, 1, 20, 20000, 19999, 12, false, false },
	{ "long-chinese", "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长",
		"long", { 1, 2, 3, 4 }, 0.6, 7, 5, 5, 5, false, false },
	{ "zalgo", "Z\u0335\u0316\u0317\u0318\u0319\u0300\u0301\u0302\u0303\u0304a\u0300\u0301\u0302\u0303"
		"\u0304\u0305\u0306l\u0316\u0317\u0318\u0319go", "zalgo", { 13, 13, 13, 13 }, 0.9, 1, 13, 13, 1, false, false },
	{ "override", "abc\u202e\u202edef\u2066ghi\x01\x02\n\n\t x", "override", { 13, 13, 13, 13 }, 0.9, 1, 13, 13, 1,
		false, false },
	{ "broken", "caf\xe9 \xff\xfe \xed\xa0\x80 \xef\xbf\xbf!", "broken", { 13, 13, 13, 13 }, 0.9, 1, 13, 13, 1, false, false },
	{ "empty", NULL, NULL, { 0, 0, 0, 0 }, 0, 0, 0, 0, 0, true, false },
	{ "thin", "Thin Evidence", "thin", { 12, 30, 0, 5 }, 0.3, 1, 3, 0, 0, true, false },
	{ "team", NULL, NULL, { 61, 72, 83, 94 }, 0.75, 7, 48211, 1290, 3, false, true },
	{ "blank", " \t\n", "", { 1, 2, 3, 4 }, 0.5, 1, 1, 0, 0, false, false },
};

static struct language sample_languages[20] = {
	{ .name = "TypeScript", .percentage = 41.2, .color = "#3178c6" },
	{ .name = "Python", .percentage = 23.9, .color = "#3572A5" },
	{ .name = "C", .percentage = 14.4, .color = "#555555" },
	{ .name = "Rust", .percentage = 9.1, .color = "#dea584" },
	{ .name = "Shell", .percentage = 6.0, .color = "#89e051" },
	{ .name = "Jupyter Notebook", .percentage = 3.1, .color = "#DA5B0B" },
	{ .name = "A Language With A Very Long Name Indeed", .percentage = 1.3, .color = NULL },
	{ .name = "HTML", .percentage = 0.4, .color = "#e34c26" },
	{ .name = "CSS", .percentage = 0.1, .color = "red; } x" },
};

static struct ai_tool sample_tools[] = {
	{ .id = "claude", .name = "Claude Code" },
	{ .id = "cursor", .name = "Cursor" },
	{ .id = "copilot", .name = "GitHub Copilot" },
	{ .id = "aider", .name = "Aider" },
	{ .id = "amp", .name = "Amp" },
	{ .id = "codex", .name = "OpenAI Codex" },
	{ .id = "devin", .name = "Devin" },
	{ .id = "jules", .name = "Jules" },
	{ .id = "gemini", .name = "Gemini" },
	{ .id = "opencode", .name = "OpenCode" },
	{ .id = "windsurf", .name = "Windsurf" },
	{ .id = "replit", .name = "Replit" },
};

/* The report points at p, tools and the tables above. */
static inline struct report sample_report(const struct sample *s, struct profile *p, struct ai_tool *tools)
{
	static const char *const names[] = { "Activity", "Collaboration", "Stack Diversity", "AI Savviness" };
	*p = (struct profile){ .source = s->login ? SOURCE_GITHUB_GRAPHQL : SOURCE_GIT,
		.name = s->name, .login = s->login, .languages = sample_languages,
		.n_languages = s->n_languages, .is_team = s->team };
	if (s->login) {
		p->n_repos = METRIC(45);
		p->followers = METRIC(12345);
	} else if (s->team) {
		p->n_repos = METRIC(3);
		p->contributors = METRIC(42);
		p->all_time.commits = METRIC(s->scanned);
	}
	struct report r = { .profile = p, .model = "v3", .now_ms = INT64_C(1795132800000),
		.archetype = { .confidence = 0.78, .undecided = s->undecided,
			.best = { "open_source_maintainer", "Open Source Maintainer",
				"Keeps shared projects alive: reviews, triage and steady releases over years.", 71 } },
		.ai = { .commits_scanned = s->scanned, .commits_marked = s->marked, .tools = tools,
			.n_tools = s->n_tools } };
	for (int i = 0; i < DIMENSION__MAX; i++)
		r.dimensions[i] = (struct dimension){ .id = names[i], .name = names[i], .score = s->scores[i],
			.coverage = s->coverage, .thin = s->coverage < SCORE_COVERAGE_MIN };
	for (size_t i = 0; i < s->n_tools; i++) {
		tools[i] = sample_tools[i];
		tools[i].commits = s->marked / (int64_t)(i + 1) + 1;
	}
	return r;
}

#endif
