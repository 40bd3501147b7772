/*
 * Model v2: the original's numbers, exactly, with all its oddities (MODELS.md lists them).
 * A number the source cannot give counts as 0.
 */
#include "config.h"

#include "core/score/model.h"

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/score/patterns.h"
#include "core/score/style.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	REPOS, COMMITS, FRESHNESS, STARS, KINDS,
	PRS, ISSUES, REVIEWS, FOLLOWERS, FOLLOWER_RATIO, FORKS, ORGANIZATIONS,
	LANGUAGES, EVENNESS, FRAMEWORK_TOPICS, OTHER_TOPICS,
	AI_TOPICS, DATA_LANGUAGES, AI_REPOS, TOOL_CONFIGS, MENTIONS, BOTS, HEURISTIC, BURST, AI_REPO_SHARE,
	SIGNALS
};
_Static_assert((int)SIGNALS <= (int)MODEL_SIGNALS_MAX, "room for the signals");

static const struct term_row activity[] = {
	{ REPOS, TERM_LOG, 50, 25, "repos", "repositories" },
	{ COMMITS, TERM_LOG, 100, 25, "recent_commits", "recent commits" },
	{ FRESHNESS, TERM_SHARE, 5, 25, "freshness", "repositories weighted by freshness (half-life 180 days)" },
	{ STARS, TERM_LOG, 200, 15, "stars", "stars of all repositories" },
	{ KINDS, TERM_SHARE, 4, 10, "kinds", "kinds of recent contribution, of four" },
};
static const struct term_row collaboration[] = {
	{ PRS, TERM_LOG, 15, 20, "recent_prs", "recent pull requests" },
	{ ISSUES, TERM_LOG, 10, 12, "recent_issues", "recent issues" },
	{ REVIEWS, TERM_LOG, 8, 20, "recent_reviews", "recent reviews" },
	{ FOLLOWERS, TERM_LOG, 100, 18, "followers", "followers" },
	{ FOLLOWER_RATIO, TERM_RATE, 3, 10, "follower_ratio", "followers for each person followed" },
	{ FORKS, TERM_LOG, 50, 15, "forks", "forks of all repositories" },
	{ ORGANIZATIONS, TERM_RATE, 2.5, 5, "organizations", "organizations" },
};
static const struct term_row stack_diversity[] = {
	{ LANGUAGES, TERM_LOG, 10, 30, "languages", "languages" },
	{ EVENNESS, TERM_PLAIN, 1, 25, "evenness", "evenness of the languages' shares, 0 to 1" },
	{ FRAMEWORK_TOPICS, TERM_LOG, 8, 25, "frameworks", "topics that name a framework" },
	{ OTHER_TOPICS, TERM_LOG, 15, 20, "topics", "other topics" },
};
static const struct term_row ai_savviness[] = {
	{ AI_TOPICS, TERM_LOG, 6, 18, "ai_topics", "topics about AI" },
	{ DATA_LANGUAGES, TERM_RATE, 6, 12, "data_languages", "languages of data science" },
	{ AI_REPOS, TERM_LOG, 5, 12, "ai_repos", "repositories whose name or description sounds like AI" },
	{ TOOL_CONFIGS, TERM_RATE, 4, 8, "tool_configs", "repositories that speak of an AI tool's configuration" },
	{ MENTIONS, TERM_RATE, 90, 18, "tool_mentions", "tool words for each commit" },
	{ BOTS, TERM_RATE, 50, 10, "bot_trailers", "bot trailers for each commit" },
	{ HEURISTIC, TERM_RATE, 1 / 20.0, 5, "heuristic", "machine-like wording, 0 to 100" },
	{ BURST, TERM_RATE, 2, 2, "burst", "bursts of commits, 0 to 1" },
	{ AI_REPO_SHARE, TERM_PLAIN, 1, 15, "ai_repo_share", "share of repositories that sound like AI, 0 to 1" },
};

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])
static const struct dimension_row dimensions[DIMENSION__MAX] = {
	[DIMENSION_ACTIVITY] = { "activity", "Activity", ROWS(activity) },
	[DIMENSION_COLLABORATION] = { "collaboration", "Collaboration", ROWS(collaboration) },
	[DIMENSION_STACK_DIVERSITY] = { "stack_diversity", "Stack diversity", ROWS(stack_diversity) },
	[DIMENSION_AI_SAVVINESS] = { "ai_savviness", "AI savviness", ROWS(ai_savviness) },
};

static const struct words frameworks = WORDS("react", "nextjs", "vue", "angular", "svelte", "fastapi", "django", "flask",
	"express", "nestjs", "pytorch", "tensorflow", "langchain", "docker", "kubernetes", "tailwindcss", "graphql",
	"postgres", "mongodb", "spring", "rails", "laravel", "gin", "actix", "rocket", "deno", "bun", "remix", "nuxt",
	"astro", "solidjs", "htmx", "prisma", "drizzle", "supabase", "firebase", "vercel", "aws", "gcp", "azure");
static const struct words ai_topics = WORDS("machine-learning", "deep-learning", "artificial-intelligence", "ai", "ml",
	"nlp", "llm", "gpt", "transformers", "neural-network", "computer-vision", "data-science", "chatgpt", "copilot",
	"generative-ai", "rag", "langchain", "openai", "huggingface", "stable-diffusion");
static const struct words devops_topics = WORDS("docker", "kubernetes", "terraform", "ansible", "ci-cd", "devops", "aws",
	"gcp", "azure", "helm", "jenkins", "github-actions");
static const struct words security_topics = WORDS("security", "vulnerability", "pentest", "ctf", "exploit",
	"cybersecurity", "infosec", "cryptography", "owasp");
static const struct words backend = WORDS("Python", "Java", "Go", "Rust", "C#", "C++", "Ruby", "PHP", "Kotlin", "Scala",
	"Elixir");
static const struct words frontend = WORDS("TypeScript", "JavaScript", "CSS", "HTML", "Svelte", "Vue", "Dart");
static const struct words data = WORDS("Python", "Jupyter Notebook", "R", "Julia");

#define DECAY_RATE 0.693 /* the original's ln 2 */
#define HALF_LIFE_DAYS 180

/* T: the lower-cased topics of all repositories, sorted, each once. */
static struct list all_topics(struct scoring *sc)
{
	struct list topics = { .n = 0 };
	for (size_t i = 0; i < sc->p->n_repos_listed; i++) {
		const struct repo *r = &sc->p->repos[i];
		for (size_t k = 0; k < r->n_topics; k++)
			list_add(sc->a, &topics, scorer_lower(sc->scorer, sc->a, r->topics[k], strlen(r->topics[k])));
	}
	list_sort_unique(&topics);
	return topics;
}

static struct list within(struct arena *a, const struct list *topics, const struct words *set)
{
	struct list found = { .n = 0 };
	for (size_t i = 0; i < topics->n; i++)
		if (words_have(set, topics->items[i]))
			list_add(a, &found, topics->items[i]);
	return found;
}

static void put(struct scoring *sc, int signal, double value)
{
	sc->signals[signal] = (struct signal){ .value = value, .known = true };
}

static void put_metric(struct scoring *sc, int signal, const struct metric *m)
{
	sc->signals[signal] = (struct signal){ .value = m->known ? (double)m->n : 0, .known = true };
}

static double decay(const char *updated_at, int64_t now_ms)
{
	int64_t t;
	if (!style_time(updated_at, true, &t))
		return 0;
	double days = floor((double)(now_ms - t * 1000) / (86400.0 * 1000));
	return exp(-DECAY_RATE * days / HALF_LIFE_DAYS);
}

static bool sounds_like_ai(struct scoring *sc, const struct repo *r)
{
	return (r->name && scorer_hit(sc->scorer, PATTERN_AI_TEXT, r->name, strlen(r->name))) ||
		(r->description && scorer_hit(sc->scorer, PATTERN_AI_TEXT, r->description, strlen(r->description)));
}

static bool speaks_of_config(struct scoring *sc, const struct repo *r)
{
	struct str text;
	str_init(&text, sc->a, SIZE_MAX / 2);
	str_addz(&text, r->name ? r->name : "");
	str_addc(&text, ' ');
	str_addz(&text, r->description ? r->description : "");
	for (size_t i = 0; i < r->n_topics; i++) {
		str_addc(&text, ' ');
		str_addz(&text, r->topics[i]);
	}
	return scorer_hit(sc->scorer, PATTERN_TOOL_CONFIG, text.buf, text.len);
}

static void read_repos(struct scoring *sc)
{
	double fresh = 0, stars = 0, forks = 0, ai = 0, configs = 0, n = (double)sc->p->n_repos_listed;
	for (size_t i = 0; i < sc->p->n_repos_listed; i++) {
		const struct repo *r = &sc->p->repos[i];
		fresh += decay(r->updated_at, sc->now_ms);
		stars += r->stars.known ? (double)r->stars.n : 0;
		forks += r->forks.known ? (double)r->forks.n : 0;
		ai += sounds_like_ai(sc, r);
		configs += speaks_of_config(sc, r);
	}
	put(sc, REPOS, n);
	put(sc, FRESHNESS, fresh);
	put(sc, STARS, stars);
	put(sc, FORKS, forks);
	put(sc, AI_REPOS, ai);
	put(sc, TOOL_CONFIGS, configs);
	put(sc, AI_REPO_SHARE, n > 0 ? ai / n : 0);
}

static void read_person(struct scoring *sc)
{
	const struct profile *p = sc->p;
	const struct contribution_totals *c = &p->recent;
	put_metric(sc, COMMITS, &c->commits);
	put_metric(sc, PRS, &c->prs);
	put_metric(sc, ISSUES, &c->issues);
	put_metric(sc, REVIEWS, &c->reviews);
	put(sc, KINDS, (c->commits.known && c->commits.n > 0) + (c->prs.known && c->prs.n > 0) +
		(c->issues.known && c->issues.n > 0) + (c->reviews.known && c->reviews.n > 0));
	put_metric(sc, FOLLOWERS, &p->followers);
	double following = p->following.known ? (double)p->following.n : 0;
	put(sc, FOLLOWER_RATIO, sc->signals[FOLLOWERS].value / fmax(following, 1));
	put(sc, ORGANIZATIONS, (double)p->n_organizations);
}

static void read_languages(struct scoring *sc)
{
	double entropy = 0, n = (double)sc->p->n_languages;
	struct list used = { .n = 0 };
	for (size_t i = 0; i < sc->p->n_languages; i++) {
		const struct language *l = &sc->p->languages[i];
		double f = l->percentage / 100;
		if (f > 0)
			entropy -= f * log2(f);
		if (l->name && words_have(&data, l->name))
			list_add(sc->a, &used, l->name);
	}
	list_sort_unique(&used);
	put(sc, LANGUAGES, n);
	put(sc, EVENNESS, entropy / log2(fmax(n, 2)));
	put(sc, DATA_LANGUAGES, (double)used.n);
}

static void read_commits(struct scoring *sc)
{
	const struct commit_style *style = &sc->report->style;
	if (!style->known)
		return;
	double n = (double)style->commits;
	put(sc, MENTIONS, (double)style_tool_mentions(style) / n);
	put(sc, BOTS, (double)style_bot_trailers(style) / n);
	put(sc, HEURISTIC, style->heuristic);
	put(sc, BURST, style->burst);
}

static void read(struct scoring *sc)
{
	struct list topics = all_topics(sc);
	size_t known = within(sc->a, &topics, &frameworks).n;
	put(sc, FRAMEWORK_TOPICS, (double)known);
	put(sc, OTHER_TOPICS, (double)(topics.n - known));
	put(sc, AI_TOPICS, (double)within(sc->a, &topics, &ai_topics).n);
	read_repos(sc);
	read_person(sc);
	read_languages(sc);
	read_commits(sc);
}

/* ---- archetypes */

/* Weights in hundredths; positive ones are divided by their sum, the negative one by 100. */
static const struct archetype_row {
	int weights[DIMENSION__MAX];
	int min;
	const struct words *needs_language, *needs_topic;
} archetypes[ARCHETYPE__MAX] = {
	[ARCHETYPE_AI_INDIE_HACKER] = { { 35, -20, 5, 40 }, 55, NULL, NULL },
	[ARCHETYPE_OPEN_SOURCE_MAINTAINER] = { { 35, 40, 15, 10 }, 50, NULL, NULL },
	[ARCHETYPE_FULL_STACK_POLYGLOT] = { { 25, 15, 45, 15 }, 45, NULL, NULL },
	[ARCHETYPE_BACKEND_ARCHITECT] = { { 30, 25, 25, 20 }, 40, &backend, NULL },
	[ARCHETYPE_FRONTEND_CRAFTSMAN] = { { 30, 20, 30, 20 }, 40, &frontend, NULL },
	[ARCHETYPE_DEVOPS_SPECIALIST] = { { 30, 20, 30, 20 }, 40, NULL, &devops_topics },
	[ARCHETYPE_DATA_SCIENTIST] = { { 25, 15, 25, 35 }, 40, &data, NULL },
	[ARCHETYPE_SECURITY_SENTINEL] = { { 30, 25, 25, 20 }, 35, NULL, &security_topics },
	[ARCHETYPE_RISING_DEVELOPER] = { { 40, 15, 25, 20 }, 20, NULL, NULL },
	[ARCHETYPE_CODE_EXPLORER] = { { 30, 20, 30, 20 }, 0, NULL, NULL },
};

/* Integer sums and one division each: equal totals stay equal on every machine. */
static double total(const struct report *r, const struct archetype_row *row)
{
	int positive = 0, weights = 0, negative = 0;
	for (size_t i = 0; i < DIMENSION__MAX; i++) {
		int w = row->weights[i];
		if (w > 0) {
			positive += w * r->dimensions[i].score;
			weights += w;
		} else {
			negative += w * r->dimensions[i].score;
		}
	}
	return negative ? (double)positive / weights + negative / 100.0 : (double)positive / weights;
}

static bool uses_language(const struct profile *p, const struct words *set, size_t first)
{
	for (size_t i = 0; i < p->n_languages && i < first; i++)
		if (p->languages[i].name && words_have(set, p->languages[i].name))
			return true;
	return false;
}

static bool qualifies(struct scoring *sc, const struct archetype_row *row, const struct list *topics)
{
	if (row->needs_language && !uses_language(sc->p, row->needs_language, SIZE_MAX))
		return false;
	return !row->needs_topic || within(sc->a, topics, row->needs_topic).n;
}

static void archetype(struct scoring *sc, struct archetype_result *ret_result)
{
	struct candidate list[ARCHETYPE__MAX];
	size_t n = 0;
	struct list topics = all_topics(sc);
	for (enum archetype_id id = 0; id < ARCHETYPE__MAX; id++) {
		double score = total(sc->report, &archetypes[id]);
		if (score >= archetypes[id].min && qualifies(sc, &archetypes[id], &topics))
			list[n++] = (struct candidate){ id, score };
	}
	candidates_sort(list, n);
	struct archetype_result result = { .confidence = 0.9 }; /* a single survivor's */
	candidates_place(list, n, &result);
	if (n > 1)
		result.confidence = score_round(fmin(0.5 + (list[0].score - list[1].score) / 40, 1), 2);
	*ret_result = result;
}

/* ---- AI and technology */

static const struct topic_tool {
	struct words texts;
	const char *name;
} topic_tools[] = {
	{ WORDS("copilot"), "GitHub Copilot" },
	{ WORDS("chatgpt", "openai"), "ChatGPT/OpenAI" },
	{ WORDS("gemini", "bard"), "Google Gemini" },
	{ WORDS("claude"), "Claude" },
	{ WORDS("cursor"), "Cursor" },
	{ WORDS("windsurf"), "Windsurf" },
	{ WORDS("aider"), "Aider" },
};

static void summary(struct scoring *sc, struct ai_summary *ai)
{
	const struct commit_style *style = &sc->report->style;
	struct list topics = all_topics(sc), names = { .n = 0 };
	for (size_t i = 0; i < style->n_tools; i++)
		list_add(sc->a, &names, style->tools[i].name);
	for (size_t i = 0; i < topics.n; i++)
		for (size_t k = 0; k < sizeof(topic_tools) / sizeof(topic_tools[0]); k++)
			if (words_within(&topic_tools[k].texts, topics.items[i]))
				list_add(sc->a, &names, topic_tools[k].name);
	list_sort_unique(&names);
	ai->confidence = style->known ? style->confidence : "estimated";
	ai->detected_tools = names.items;
	ai->n_detected_tools = names.n;
}

/* primary_ecosystem: the first row that fits. NULL = not asked; both sets of topics must hit. */
static const struct words learning = WORDS("pytorch", "tensorflow", "langchain");
static const struct words notebooks = WORDS("Jupyter Notebook", "R", "Julia");
static const struct words web = WORDS("react", "nextjs", "vue", "angular", "svelte", "remix", "nuxt", "astro");
static const struct words server = WORDS("fastapi", "django", "flask", "express", "nestjs", "spring", "rails", "laravel",
	"gin");
static const struct words infrastructure = WORDS("docker", "kubernetes");
static const struct words server_languages = WORDS("Python", "Java", "Go", "Rust", "C++");
static const struct words web_languages = WORDS("TypeScript", "JavaScript");

static const struct ecosystem_row {
	const struct words *topic, *also_topic, *language;
	const char *name;
} ecosystems[] = {
	{ &learning, NULL, NULL, "data-science" },
	{ NULL, NULL, &notebooks, "data-science" },
	{ &web, &server, NULL, "full-stack" },
	{ &web, NULL, NULL, "frontend" },
	{ &server, NULL, NULL, "backend" },
	{ &infrastructure, NULL, NULL, "devops" },
	{ NULL, NULL, &server_languages, "backend" },
	{ NULL, NULL, &web_languages, "frontend" },
	{ NULL, NULL, NULL, "general" },
};

enum { ECOSYSTEM_LANGUAGES = 10, FRAMEWORKS_SHOWN = 15 };

static bool fits(struct scoring *sc, const struct list *topics, const struct ecosystem_row *row)
{
	return (!row->topic || within(sc->a, topics, row->topic).n) &&
		(!row->also_topic || within(sc->a, topics, row->also_topic).n) &&
		(!row->language || uses_language(sc->p, row->language, ECOSYSTEM_LANGUAGES));
}

static void tech(struct scoring *sc, struct tech_profile *tech)
{
	struct list topics = all_topics(sc);
	struct list known = within(sc->a, &topics, &frameworks);
	tech->frameworks = known.items;
	tech->n_frameworks = known.n < FRAMEWORKS_SHOWN ? known.n : FRAMEWORKS_SHOWN;
	const struct ecosystem_row *row = ecosystems;
	while (!fits(sc, &known, row))
		row++;
	tech->primary_ecosystem = row->name;
}

const struct model model_v2 = { .name = "v2", .read = read, .dimensions = dimensions, .archetype = archetype,
	.summary = summary, .tech = tech, .with_forks = true };
