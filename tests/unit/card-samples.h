/*
 * Facts for tests of cards: rich, the same every time, and with a name of one's choice. Of every number a card can show
 * there is one here, and no two are equal by accident.
 */
#ifndef TESTS_UNIT_CARD_SAMPLES_H
#define TESTS_UNIT_CARD_SAMPLES_H

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/cards/card.h"
#include "core/cards/facts.h"
#include "core/profile/profile.h"
#include "core/profile/wakatime.h"

#include <string.h>

/* Section by section what breaks layouts: marks on letters, right to left, wide, stacked, pictures, markup, length. */
static const struct sample_name {
	const char *id, *name;
} sample_names[] = {
	{ "latin", "Žofie Ångström-Nguyễn" },
	{ "arabic", "محمد عبد الرحمن" },
	{ "hebrew", "דוד בן־ציון" },
	{ "persian", "پریسا گل‌محمدی" },
	{ "cjk", "王小明 山田太郎 홍길동" },
	{ "devanagari", "प्रिया शर्मा" },
	{ "emoji", "👻 Phantom 👩‍💻 🇯🇵 ❤️" },
	{ "markup", "<b>&amp;\"Bobby\"</b> '; DROP" },
	{ "long", "Wolfeschlegelsteinhausenbergerdorff Wolfeschlegelsteinhausenbergerdorff" },
	{ "plain", "Ada Example" },
};

enum { SAMPLE_GOLDEN = 8, SAMPLE_TODAY = 20777 /* 2026-11-20 */ };

/* "{name}" where a text is to be as hard as the person's name. */
static const char *const sample_texts[] = {
	[0] = "Příliš žluťoučký kůň úpěl ďábelské ódy, and a good deal more than fits on three lines of a card, which wraps it",
	[1] = "مكتبة صغيرة لكتابة برامج سريعة وآمنة على كل نظام تشغيل معروف اليوم وغدا مع أمثلة كثيرة",
	[2] = "ספרייה קטנה לכתיבת תוכנות מהירות ובטוחות בכל מערכת הפעלה, היום ומחר, עם דוגמאות רבות",
	[3] = "کتابخانه‌ای کوچک برای نوشتن برنامه‌های سریع و امن روی هر سیستم‌عامل با مثال‌های فراوان",
	[4] = "一个用来编写快速而安全的程序的小型库，今天和明天都能在任何操作系统上运行，还带有许多例子。",
	[5] = "हर ऑपरेटिंग सिस्टम पर तेज़ और सुरक्षित प्रोग्राम लिखने के लिए एक छोटा पुस्तकालय, ढेर सारे उदाहरणों के साथ",
	[6] = ":rocket: A 🚀 library 👩‍👩‍👧‍👦 with ❤️ and 🇺🇳 flags :tada:",
	[7] = "<script>alert(1)</script> &amp; ]]> \" ' <b>bold</b> %s %n ${x}",
	[8] = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstand and then some words",
	[9] = "A small library",
};

static const struct facts_language sample_card_languages[] = {
	{ "TypeScript", "#3178c6", 412000, 14 },
	{ "Python", "#3572A5", 239000, 9 },
	{ "C", "#555555", 144000, 5 },
	{ "Jupyter Notebook", "#DA5B0B", 91000, 3 },
	{ "Rust", "#dea584", 60000, 6 },
	{ "Shell", "#89e051", 31000, 12 },
	{ "A Language With A Very Long Name Indeed", NULL, 13000, 1 },
	{ "HTML", "#e34c26", 9000, 7 },
	{ "CSS", "#663399", 8000, 4 },
	{ "Makefile", "#427819", 7000, 8 },
	{ "Go", "#00ADD8", 6000, 2 },
	{ "Lua", "#000080", 5000, 2 },
	{ "C++", "#f34b7d", 4000, 1 },
	{ "Perl", "#0298c3", 3500, 1 },
	{ "Dockerfile", "#384d54", 3000, 10 },
	{ "Zig", "#ec915c", 2500, 1 },
	{ "Nix", "#7e7eff", 2000, 1 },
	{ "Haskell", "#5e5086", 1500, 1 },
	{ "OCaml", "#ef7a08", 1000, 1 },
	{ "Elixir", "#6e4a7e", 900, 1 },
	{ "Vim Script", "#199f4b", 800, 1 },
	{ "Emacs Lisp", "#c065db", 700, 1 },
};

static const struct language sample_repo_languages[] = {
	{ .name = "C", .percentage = 80, .bytes = { 20000, true }, .color = "#555555" },
	{ .name = "Shell", .percentage = 20, .bytes = { 5000, true }, .color = "#89e051" },
};

static inline struct facts_repo *sample_repos(struct arena *a, const char *text)
{
	static const struct facts_repo repos[] = {
		{ .name = "hello", .language = "C", .color = "#555555", .stars = { 4000, true }, .forks = { 320, true } },
		{ .name = "dotfiles", .language = "Shell", .color = "#89e051", .stars = { 1500, true }, .forks = { 41, true } },
		{ .name = "phantom", .language = "Rust", .color = "#dea584", .stars = { 700, true }, .forks = { 12, true } },
		{ .name = "notebooks", .language = "Jupyter Notebook", .color = "#DA5B0B", .stars = { 300, true },
			.forks = { 5, true } },
		{ .name = "empty", .stars = { 126, true }, .forks = { 0, true } },
	};
	struct facts_repo *copy = arena_memdup(a, repos, sizeof(repos));
	for (size_t i = 0; i < ARRAY_LEN(repos); i++) {
		copy[i].owner = "octo";
		copy[i].description = text;
		copy[i].languages = sample_repo_languages;
		copy[i].n_languages = ARRAY_LEN(sample_repo_languages);
	}
	return copy;
}

static inline void sample_full(struct facts *f)
{
	static const struct facts_score scores[FACTS_SCORES] = {
		{ "activity", 82, 0.95, true, false },
		{ "collaboration", 64, 0.9, true, false },
		{ "stack_diversity", 71, 0.8, true, false },
		{ "ai_savviness", 58, 0.4, true, true },
	};
	static const struct facts_tool tools[] = {
		{ .id = "claude", .name = "Claude Code", .commits = 21 },
		{ .id = "copilot", .name = "GitHub Copilot", .commits = 9 },
		{ .id = "aider", .name = "Aider", .commits = 4 },
	};
	f->is_full = true;
	f->model = "v3";
	memcpy(f->scores, scores, sizeof(scores));
	f->decided = true;
	f->archetype_id = "full_stack_polyglot";
	f->archetype = "Full-Stack Polyglot";
	f->archetype_text = "At home on both sides of the wire and in many languages";
	f->confidence = 77;
	f->ai_score = 58;
	f->commits_scanned = 500;
	f->commits_marked = 34;
	memcpy(f->tools, tools, sizeof(tools));
	f->n_tools = ARRAY_LEN(tools);
	f->n_times = 400;
	for (size_t i = 0; i < f->n_times; i++)
		f->times[i] = (int32_t)((SAMPLE_TODAY - (int64_t)i) * 1440 + (int64_t)(i * 97 % 1440));
}

/* i: index in sample_names. */
static inline struct facts *sample_facts(struct arena *a, size_t i)
{
	struct facts *f = arena_alloc(a, sizeof(*f));
	*f = (struct facts){ .source = SOURCE_GITHUB_GRAPHQL, .forge = "GitHub", .login = "octo", .name = sample_names[i].name,
		.created_day = { 14610, true }, .first_repo_day = { 14700, true }, .followers = { 1234, true },
		.following = { 56, true }, .n_repos = { 78, true }, .stars = { 6626, true }, .forks = { 378, true },
		.n_organizations = { 4, true }, .contributors = { 17, true }, .commits_year = { 1250, true },
		.commits_restricted = { 33, true }, .prs = { 432, true }, .prs_merged = { 318, true }, .issues = { 211, true },
		.reviews_year = { 67, true }, .commits_all = { 0, false }, .discussions_started = { 13, true },
		.discussions_answered = { 8, true }, .contributed_to = { 29, true }, .contributions_year = { 1811, true },
		.first_day = SAMPLE_TODAY - 364, .n_days = 365, .fetched_ms = SAMPLE_TODAY * INT64_C(86400000) };
	f->n_languages = ARRAY_LEN(sample_card_languages);
	memcpy(f->languages, sample_card_languages, sizeof(sample_card_languages));
	for (size_t k = 0; k < f->n_days; k++)
		f->days[k] = k * 7 % 5 ? (int)(k * 31 % 12) : 0;
	f->repos = sample_repos(a, sample_texts[i]);
	f->n_repos_listed = 5;
	f->n_top_repos = 5;
	memcpy(f->top_repos, f->repos, 5 * sizeof(*f->repos));
	sample_full(f);
	return f;
}

/* Five years with gaps; the last day is today. */
static inline struct history *sample_history(struct arena *a)
{
	struct history *h = arena_alloc(a, sizeof(*h));
	h->n = 5 * 365;
	h->first_day = SAMPLE_TODAY - (int64_t)h->n + 1;
	h->created_day = h->first_day;
	h->login = "octo";
	h->counts = arena_array(a, h->n, sizeof(*h->counts));
	for (size_t i = 0; i < h->n; i++)
		h->counts[i] = i % 53 == 52 || i % 7 == 3 ? 0 : (int)(i * 31 % 17);
	for (size_t i = h->n - 9; i < h->n; i++)
		h->counts[i] = (int)(i % 5) + 1;
	for (size_t i = 700; i < 730; i++)
		h->counts[i] = 3;
	h->fetched_ms = SAMPLE_TODAY * INT64_C(86400000);
	return h;
}

static inline struct repo *sample_repository(struct arena *a, size_t i)
{
	static const char *const topics[] = { "cards", "git", "developer-tools" };
	struct repo *r = arena_alloc(a, sizeof(*r));
	*r = (struct repo){ .name = "hello", .owner = "octo", .description = sample_texts[i], .language = "C",
		.stars = { 38123, true }, .forks = { 4321, true }, .is_archived = true, .updated_at = "2026-11-18T12:00:00Z",
		.pushed_ms = { SAMPLE_TODAY * INT64_C(86400000), true } };
	r->languages = arena_memdup(a, sample_repo_languages, sizeof(sample_repo_languages));
	r->n_languages = ARRAY_LEN(sample_repo_languages);
	r->topics = arena_memdup(a, topics, sizeof(topics));
	r->n_topics = ARRAY_LEN(topics);
	return r;
}

static inline struct gist *sample_gist(struct arena *a, size_t i)
{
	static const struct gist_file files[] = {
		{ "countries.json", "JSON", "#292929", 85858 },
		{ "read me first.md", "Markdown", "#083fa1", 1200 },
	};
	struct gist *g = arena_alloc(a, sizeof(*g));
	*g = (struct gist){ .id = "bbfce31e0217a3689c8d961a356cb10d", .owner = "octo", .description = sample_texts[i],
		.stars = { 33, true }, .forks = { 11, true }, .fetched_ms = SAMPLE_TODAY * INT64_C(86400000) };
	g->files = arena_memdup(a, files, sizeof(files));
	g->n_files = ARRAY_LEN(files);
	return g;
}

static inline struct wakatime *sample_wakatime(struct arena *a)
{
	static const struct wakatime_language languages[] = {
		{ "TypeScript", "10 hrs 21 mins", 41.4, 37260 },
		{ "Python", "6 hrs 2 mins", 24.13, 21720 },
		{ "C", "3 hrs 36 mins", 14.4, 12960 },
		{ "Markdown", "2 hrs 30 mins", 10, 9000 },
		{ "YAML", "1 hr 31 mins", 6.07, 5460 },
		{ "Other", "1 hr", 4, 3600 },
	};
	struct wakatime *w = arena_alloc(a, sizeof(*w));
	*w = (struct wakatime){ .user = "octo", .domain = "wakatime.com", .range_id = "last_7_days", .range = "last 7 days",
		.seconds = 90000, .fetched_ms = SAMPLE_TODAY * INT64_C(86400000) };
	w->languages = arena_memdup(a, languages, sizeof(languages));
	w->n_languages = ARRAY_LEN(languages);
	return w;
}

/* Everything any card may need. */
static inline struct card_facts sample_card_facts(struct arena *a, size_t i)
{
	return (struct card_facts){ .person = sample_facts(a, i), .history = sample_history(a),
		.repository = sample_repository(a, i), .gist = sample_gist(a, i), .wakatime = sample_wakatime(a),
		.all_commits = 24680, .year_commits = 975,
		.counts = { { 41, true }, { 30, true }, { 52, true }, { 63, true }, { 74, true }, { 85, true } },
		.scoped_commits = { 96, true },
		.now_ms = SAMPLE_TODAY * INT64_C(86400000) + INT64_C(43200000) };
}

/* A value that serves for a required option. */
static inline const char *sample_value(const char *option)
{
	static const char *const values[][2] = { { "username", "octo" }, { "user", "octo" }, { "login", "octo" },
		{ "repo", "hello" }, { "id", "bbfce31e0217a3689c8d961a356cb10d" } };
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (!strcmp(values[i][0], option))
			return values[i][1];
	return "x";
}

enum { SAMPLE_ARGS_MAX = 64 };

struct sample_args {
	struct card_arg items[SAMPLE_ARGS_MAX];
	size_t n;
};

static inline void sample_arg(struct sample_args *args, const char *name, const char *value)
{
	if (args->n < SAMPLE_ARGS_MAX)
		args->items[args->n++] = (struct card_arg){ name, value };
}

/* "a=b&c=d", taken as it stands. */
static inline void sample_query(struct arena *a, struct sample_args *args, const char *query)
{
	char *copy = arena_strdup(a, query);
	while (copy && *copy) {
		char *next = strchr(copy, '&'), *value;
		if (next)
			*next++ = '\0';
		value = strchr(copy, '=');
		if (value)
			*value++ = '\0';
		sample_arg(args, copy, value ? value : "");
		copy = next;
	}
}

/* The least a kind asks for, and a query. */
static inline struct sample_args sample_request(struct arena *a, const struct card_kind *kind, const char *query)
{
	struct sample_args args = { .n = 0 };
	for (size_t i = 0; i < kind->n_options; i++)
		if (kind->options[i].required)
			sample_arg(&args, kind->options[i].name, sample_value(kind->options[i].name));
	sample_query(a, &args, query);
	return args;
}

/* NULL where the request or the card fails. */
static inline const char *sample_draw(struct arena *a, const struct card_kind *kind, const char *query,
	const struct card_facts *f, struct card_request *ret_request, size_t *ret_len)
{
	struct sample_args args = sample_request(a, kind, query);
	struct err_note note = { .code = OK };
	struct str bytes;
	if (card_request_parse(&note, a, kind, args.items, args.n, ret_request))
		return NULL;
	if (card_draw(&note, a, ret_request, f, NULL, &bytes))
		return NULL;
	*ret_len = bytes.len;
	return bytes.buf;
}

#endif
