/* Independent draws, one generator for each person (splitmix64). */
#include "config.h"

#include "tests/population.h"

#include "core/base/arena.h"
#include "core/base/clock.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

struct dice {
	uint64_t state;
	struct arena *a;
};

static double even(struct dice *d)
{
	uint64_t z = (d->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static int64_t below(struct dice *d, int64_t n)
{
	return (int64_t)(even(d) * (double)n);
}

static int64_t lognormal(struct dice *d, double median, double sigma, int64_t max)
{
	double normal = sqrt(-2 * log(1 - even(d))) * cos(2 * 3.14159265358979 * even(d));
	return (int64_t)fmin(floor(median * exp(sigma * normal)), (double)max);
}

static int64_t geometric(struct dice *d, double mean)
{
	return (int64_t)floor(log(1 - even(d)) / log(mean / (1 + mean)));
}

static int64_t unless(struct dice *d, double none, double median, double sigma)
{
	return even(d) < none ? 0 : lognormal(d, median, sigma, 5000);
}

static const struct {
	const char *name;
	double popularity;
} languages[] = {
	{ "JavaScript", 16 }, { "Python", 17 }, { "TypeScript", 12 }, { "Java", 9 }, { "HTML", 8 }, { "CSS", 6 },
	{ "C++", 6 }, { "Shell", 7 }, { "Go", 6 }, { "C", 5 }, { "C#", 5 }, { "PHP", 4 }, { "Jupyter Notebook", 5 },
	{ "Rust", 4 }, { "Ruby", 3 }, { "Kotlin", 2 }, { "Swift", 2 }, { "Dart", 2 }, { "R", 1.5 }, { "Lua", 1 },
	{ "Vue", 2 }, { "SCSS", 2 }, { "Dockerfile", 2.5 }, { "HCL", 1.5 }, { "Makefile", 1 }, { "PowerShell", 1 },
	{ "Scala", 0.7 }, { "Elixir", 0.5 }, { "Haskell", 0.4 }, { "Julia", 0.4 }, { "Svelte", 0.7 }, { "Nix", 0.5 },
	{ "Assembly", 0.5 }, { "Perl", 0.4 }, { "MATLAB", 0.4 }, { "Zig", 0.3 }, { "TeX", 0.7 },
};
enum { N_LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

static const char *const topics[] = { "react", "nextjs", "vue", "css", "frontend", "tailwindcss", "ui", "html", "api",
	"rest-api", "django", "fastapi", "backend", "postgresql", "database", "spring-boot", "microservices", "nodejs",
	"machine-learning", "deep-learning", "data-science", "pytorch", "nlp", "data-visualization", "statistics",
	"docker", "kubernetes", "terraform", "devops", "aws", "github-actions", "monitoring", "ansible", "security",
	"ctf", "pentesting", "cryptography", "android", "ios", "flutter", "compiler",
	"embedded", "arduino", "emulator", "llm", "chatgpt", "langchain", "rag", "ai-agents", "game", "gamedev", "unity",
	"cli", "terminal", "algorithms", "leetcode", "education", "tutorial", "hacktoberfest", "blog", "bot",
	"discord-bot", "telegram-bot", "dotfiles", "neovim", "automation", "scraper", "music", "maps", "finance",
	"blockchain", "minecraft", "plugin", "library", "template", "awesome-list", "markdown", "pdf" };
enum { N_TOPICS = sizeof(topics) / sizeof(topics[0]) };

static const char *const words[] = { "blue", "paper", "kite", "river", "stone", "clock", "garden", "lamp", "north",
	"tiny", "swift", "maple", "harbor", "tools", "notes", "demo", "sample", "box", "track", "mini" };
enum { N_WORDS = sizeof(words) / sizeof(words[0]) };

static const struct {
	const char *name;
	double chance;
} files[] = {
	{ "README.md", 0.9 }, { "LICENSE", 0.5 }, { "package.json", 0.35 }, { "index.html", 0.15 },
	{ "vite.config.ts", 0.08 }, { "tailwind.config.js", 0.06 }, { "next.config.js", 0.04 }, { "go.mod", 0.08 },
	{ "pom.xml", 0.06 }, { "manage.py", 0.03 }, { "composer.json", 0.03 }, { "migrations", 0.05 },
	{ "Dockerfile", 0.18 }, { "docker-compose.yml", 0.12 }, { "main.tf", 0.03 }, { "Jenkinsfile", 0.02 },
	{ "Makefile", 0.12 }, { ".github", 0.35 }, { "analysis.ipynb", 0.07 }, { "data", 0.08 },
	{ "environment.yml", 0.03 }, { "CONTRIBUTING.md", 0.08 }, { "CHANGELOG.md", 0.1 }, { "CMakeLists.txt", 0.06 },
	{ "pubspec.yaml", 0.03 }, { "writeups", 0.01 }, { "rules", 0.02 },
};
enum { N_FILES = sizeof(files) / sizeof(files[0]) };

static void draw_languages(struct dice *d, struct profile *p)
{
	int64_t want = 1 + geometric(d, 4);
	double shares[N_LANGUAGES] = { 0 }, sum = 0;
	for (int64_t i = 0; i < want && i < N_LANGUAGES; i++) {
		double total = 0;
		for (size_t k = 0; k < N_LANGUAGES; k++)
			total += languages[k].popularity;
		double at = even(d) * total;
		size_t k = 0;
		while (k + 1 < N_LANGUAGES && (at -= languages[k].popularity) > 0)
			k++;
		double share = -log(1 - even(d));
		shares[k] += share;
		sum += share;
	}
	p->languages = arena_array(d->a, N_LANGUAGES, sizeof(*p->languages));
	for (size_t k = 0; k < N_LANGUAGES; k++)
		if (shares[k] > 0)
			p->languages[p->n_languages++] = (struct language){ .name = languages[k].name,
				.percentage = 100 * shares[k] / sum, .bytes = METRIC((int64_t)(1e6 * shares[k])) };
}

static void draw_files(struct dice *d, struct repo *r)
{
	r->root_files = arena_array(d->a, N_FILES, sizeof(*r->root_files));
	for (size_t i = 0; i < N_FILES; i++)
		if (even(d) < files[i].chance)
			r->root_files[r->n_root_files++] = files[i].name;
}

static void draw_repos(struct dice *d, int64_t now_ms, struct profile *p)
{
	int64_t own = lognormal(d, 12, 1, 200), forks = lognormal(d, 4, 1.2, 100);
	const char *pool[N_TOPICS];
	int64_t n_pool = 2 + geometric(d, 6);
	n_pool = n_pool < N_TOPICS ? n_pool : N_TOPICS;
	for (int64_t i = 0; i < n_pool; i++)
		pool[i] = topics[below(d, N_TOPICS)];
	double star_median = 0.5 * exp(2 * (even(d) + even(d) + even(d) + even(d) - 2) * 1.7);
	bool rooted = even(d) < 0.5;
	p->repos = arena_array(d->a, (size_t)(own + forks) + 1, sizeof(*p->repos));
	for (int64_t i = 0; i < own + forks; i++) {
		struct repo *r = &p->repos[p->n_repos_listed++];
		r->is_fork = i >= own;
		r->name = arena_printf(d->a, "%s-%s-%d", words[below(d, N_WORDS)], words[below(d, N_WORDS)], (int)i);
		int64_t stars = lognormal(d, star_median, 1.5, 200000);
		r->stars = METRIC(stars);
		r->forks = METRIC((int64_t)(even(d) * 0.4 * (double)stars));
		r->pushed_ms = METRIC(now_ms - lognormal(d, 200, 1.4, 4000) * CLOCK_DAY_MS);
		r->topics = arena_array(d->a, 5, sizeof(*r->topics));
		int64_t n = below(d, 6);
		for (int64_t k = 0; k < n; k++)
			r->topics[r->n_topics++] = pool[below(d, n_pool)];
		if (p->n_languages)
			r->language = p->languages[below(d, (int64_t)p->n_languages)].name;
		if (rooted && !r->is_fork)
			draw_files(d, r);
	}
	p->n_repos = METRIC(own + forks);
	int64_t configs = rooted && own && even(d) < 0.15 ? 1 + below(d, 4) : 0;
	p->config_marks = arena_array(d->a, 5, sizeof(*p->config_marks));
	for (int64_t i = 0; i < configs; i++)
		p->config_marks[p->n_config_marks++] =
			(struct config_mark){ "claude", "CLAUDE.md", p->repos[below(d, own)].name };
}

static void draw_commits(struct dice *d, int64_t now_ms, struct profile *p)
{
	if (even(d) >= 0.7)
		return;
	int64_t n = 20 + below(d, 81);
	double marked = even(d) < 1 / 3.0 ? 0.6 * even(d) : 0;
	p->commits_known = true;
	p->commits = arena_array(d->a, (size_t)n, sizeof(*p->commits));
	for (int64_t i = 0; i < n; i++) {
		struct commit *c = &p->commits[p->n_commits++];
		c->time_ms = METRIC(now_ms - below(d, 90) * CLOCK_DAY_MS);
		c->author = (struct person){ .name = "Somebody", .email = "somebody@example.org" };
		c->message = even(d) < marked ?
			"Sort the list\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n" : "Sort the list\n";
	}
}

static void draw_person(struct dice *d, int64_t now_ms, struct profile *p)
{
	char date[CLOCK_ISO_LEN];
	p->followers = METRIC(lognormal(d, 12, 1.8, 200000));
	p->following = METRIC(lognormal(d, 15, 1.3, 10000));
	p->recent.commits = METRIC(unless(d, 0.2, 60, 1.2));
	p->recent.prs = METRIC(unless(d, 0.35, 8, 1.1));
	p->recent.issues = METRIC(unless(d, 0.35, 4, 1.1));
	p->recent.reviews = METRIC(unless(d, 0.35, 4, 1.2));
	p->created_at = arena_strdup(d->a, clock_iso(now_ms - (int64_t)(even(d) * 14 * 365) * CLOCK_DAY_MS, date));
	p->organizations_known = true;
	p->n_organizations = even(d) < 0.55 ? 0 : (size_t)(1 + geometric(d, 1));
	p->organizations = arena_array(d->a, p->n_organizations + 1, sizeof(*p->organizations));
}

void population_person(struct arena *a, uint64_t seed, uint64_t i, int64_t now_ms, struct profile *ret_profile)
{
	struct dice d = { .state = seed * UINT64_C(1000003) + i * UINT64_C(0x2545f4914f6cdd1d), .a = a };
	struct profile p = { .source = SOURCE_JSON };
	draw_languages(&d, &p);
	draw_repos(&d, now_ms, &p);
	draw_person(&d, now_ms, &p);
	draw_commits(&d, now_ms, &p);
	*ret_profile = p;
}
