/* Reads repositories and languages into figures for each area. */
#include "config.h"

#include "core/score/areas.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/score/areas-table.h"
#include "core/score/patterns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

/* Topics that name a framework: as written, and what it is called. */
static const struct framework {
	const char *topic, *name;
} frameworks[] = {
	{ "actix", "actix" }, { "actix-web", "actix" }, { "angular", "angular" }, { "ansible", "ansible" },
	{ "asp-net-core", "dotnet" }, { "aspnet", "dotnet" }, { "astro", "astro" }, { "aws", "aws" }, { "azure", "azure" },
	{ "bun", "bun" }, { "deno", "deno" }, { "django", "django" }, { "docker", "docker" },
	{ "docker-compose", "docker" }, { "dotnet", "dotnet" }, { "drizzle", "drizzle" }, { "express", "express" },
	{ "expressjs", "express" }, { "fastapi", "fastapi" }, { "firebase", "firebase" }, { "flask", "flask" },
	{ "flutter", "flutter" }, { "gcp", "gcp" }, { "gin", "gin" }, { "graphql", "graphql" }, { "htmx", "htmx" },
	{ "k8s", "kubernetes" }, { "keras", "keras" }, { "kubernetes", "kubernetes" }, { "langchain", "langchain" },
	{ "laravel", "laravel" }, { "mongodb", "mongodb" }, { "nestjs", "nestjs" }, { "nextjs", "nextjs" },
	{ "nuxt", "nuxt" }, { "nuxtjs", "nuxt" }, { "postgres", "postgres" }, { "postgresql", "postgres" },
	{ "prisma", "prisma" }, { "pytorch", "pytorch" }, { "rails", "rails" }, { "react", "react" },
	{ "react-native", "react-native" }, { "reactjs", "react" }, { "remix", "remix" }, { "rocket", "rocket" },
	{ "ruby-on-rails", "rails" }, { "scikit-learn", "scikit-learn" }, { "solidjs", "solidjs" },
	{ "spring", "spring" }, { "spring-boot", "spring" }, { "supabase", "supabase" }, { "svelte", "svelte" },
	{ "sveltekit", "svelte" }, { "tailwind", "tailwindcss" }, { "tailwindcss", "tailwindcss" },
	{ "tensorflow", "tensorflow" }, { "terraform", "terraform" }, { "vercel", "vercel" }, { "vue", "vue" },
	{ "vuejs", "vue" },
};

static const struct words guides = WORDS("contributing.md", "code_of_conduct.md", "codeowners", "security.md",
	"changelog.md", "governance.md", "maintainers", "maintainers.md");

#define HALF_LIFE_DAYS 180.0
enum { RECENT_DAYS = 90, TEXT_WORDS_MAX = 200 };

static int by_word(const void *key, const void *row)
{
	return strcmp(key, ((const struct area_word *)row)->word);
}

static unsigned areas_of(const char *word)
{
	const struct area_word *row = bsearch(word, area_words, n_area_words, sizeof(*area_words), by_word);
	return row ? row->areas : 0;
}

/* ---- own repositories */

static int by_owner_and_name(const void *x, const void *y)
{
	const struct repo *a = *(const struct repo *const *)x, *b = *(const struct repo *const *)y;
	int owner = strcmp(a->owner ? a->owner : "", b->owner ? b->owner : "");
	int name = strcmp(a->name ? a->name : "", b->name ? b->name : "");
	return owner ? owner : name;
}

static void pick_own(struct scoring *sc, struct evidence *e)
{
	const struct profile *p = sc->p;
	e->own = arena_array(sc->a, p->n_repos_listed + 1, sizeof(const struct repo *));
	for (size_t i = 0; i < p->n_repos_listed; i++) {
		if (p->repos[i].is_fork)
			e->n_forks++;
		else
			e->own[e->n_own++] = &p->repos[i];
	}
	if (e->n_own > 1)
		qsort(e->own, e->n_own, sizeof(const struct repo *), by_owner_and_name);
	size_t kept = 0;
	for (size_t i = 0; i < e->n_own; i++)
		if (!kept || !e->own[i]->name || by_owner_and_name(&e->own[kept - 1], &e->own[i]))
			e->own[kept++] = e->own[i];
	e->n_own = kept;
}

/* Letters and digits of ASCII and every byte above: a word's inside. */
static bool inside_word(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static unsigned areas_in_text(const char *text)
{
	unsigned areas = 0;
	char word[32];
	size_t len = 0;
	int words = 0;
	for (const char *c = text ? text : ""; words < TEXT_WORDS_MAX; c++) {
		if (inside_word(*c)) {
			if (len < sizeof(word))
				word[len++] = ascii_lower(*c);
			continue;
		}
		if (len && len < sizeof(word)) {
			word[len] = '\0';
			areas |= areas_of(word);
			words++;
		}
		len = 0;
		if (!*c)
			break;
	}
	return areas;
}

static void add_framework(struct scoring *sc, struct evidence *e, const char *topic)
{
	for (size_t i = 0; i < sizeof(frameworks) / sizeof(frameworks[0]); i++)
		if (str_eq(frameworks[i].topic, topic))
			list_add(sc->a, &e->frameworks, frameworks[i].name);
}

static void read_words(struct scoring *sc, const struct repo *r, struct evidence *e)
{
	unsigned areas = areas_in_text(r->name) | areas_in_text(r->description);
	for (size_t i = 0; i < r->n_topics; i++) {
		const char *topic = scorer_lower(sc->scorer, sc->a, r->topics[i], strlen(r->topics[i]));
		areas |= areas_of(topic);
		list_add(sc->a, &e->topics, topic);
		add_framework(sc, e, topic);
	}
	for (size_t i = 0; i < AREA__MAX; i++)
		e->areas[i].repos += (areas >> i) & 1;
}

static bool matches(const char *pattern, const char *name)
{
	size_t len = strlen(pattern);
	if (*pattern == '*')
		return str_ends(name, pattern + 1);
	return pattern[len - 1] == '*' ? strncmp(pattern, name, len - 1) == 0 : str_eq(pattern, name);
}

static void read_files(struct scoring *sc, const struct repo *r, struct evidence *e)
{
	unsigned areas = 0;
	bool guided = false;
	for (size_t i = 0; i < r->n_root_files; i++) {
		guided = guided || words_have(&guides, str_lower(sc->a, r->root_files[i]));
		for (size_t k = 0; k < n_area_files; k++) {
			if (!matches(area_files[k].pattern, r->root_files[i]))
				continue;
			areas |= 1U << area_files[k].area;
			if (area_files[k].framework)
				list_add(sc->a, &e->frameworks, area_files[k].framework);
		}
	}
	for (size_t i = 0; i < AREA__MAX; i++)
		e->areas[i].files += (areas >> i) & 1;
	e->rooted += r->n_root_files > 0;
	e->guides += guided;
}

static void read_age(struct scoring *sc, const struct repo *r, struct evidence *e)
{
	int64_t t = r->pushed_ms.n;
	if (!r->pushed_ms.known && !(r->updated_at && parse_time(r->updated_at, &t)))
		return;
	double days = floor((double)(sc->now_ms - t) / (double)CLOCK_DAY_MS);
	if (days < -1) /* the future; a day's slack for clocks */
		return;
	days = fmax(days, 0);
	e->fresh += exp2(-days / HALF_LIFE_DAYS);
	e->touched += days < RECENT_DAYS;
}

static void read_repos(struct scoring *sc, struct evidence *e)
{
	for (size_t i = 0; i < e->n_own; i++) {
		const struct repo *r = e->own[i];
		read_words(sc, r, e);
		read_files(sc, r, e);
		read_age(sc, r, e);
		e->stars += r->stars.known ? (double)r->stars.n : 0;
		e->forks += r->forks.known ? (double)r->forks.n : 0;
	}
	for (size_t i = 0; i < AREA__MAX; i++) {
		e->areas[i].repo_share = e->n_own ? e->areas[i].repos / (double)e->n_own : 0;
		e->areas[i].files /= fmax((double)e->rooted, 1);
	}
	e->touched /= fmax((double)e->n_own, 1);
	e->guides /= fmax((double)e->rooted, 1);
	list_sort_unique(&e->topics);
	list_sort_unique(&e->frameworks);
}

/* ---- languages */

/* The best measure that any language has: 2 bytes, 1 lines, 0 the percentage. */
static int measure_of(const struct profile *p)
{
	int best = 0;
	for (size_t i = 0; i < p->n_languages && best < 2; i++)
		best = p->languages[i].bytes.known ? 2 : p->languages[i].lines.known ? 1 : best;
	return best;
}

static double weight_of(const struct language *l, int measure)
{
	if (!measure)
		return fmax(l->percentage, 0);
	const struct metric *m = measure == 2 ? &l->bytes : &l->lines;
	return m->known ? (double)m->n : 0;
}

static int by_language(const void *key, const void *row)
{
	return strcmp(key, ((const struct area_language *)row)->name);
}

static void read_languages(struct scoring *sc, struct evidence *e)
{
	const struct profile *p = sc->p;
	double sum = 0, entropy = 0;
	int measure = measure_of(p);
	for (size_t i = 0; i < p->n_languages; i++)
		sum += weight_of(&p->languages[i], measure);
	if (sum <= 0)
		return;
	for (size_t i = 0; i < p->n_languages; i++) {
		const struct language *l = &p->languages[i];
		double share = weight_of(l, measure) / sum;
		if (share <= 0 || !l->name)
			continue;
		entropy -= share * log2(share);
		e->languages += share >= EVIDENCE_LANGUAGE_MIN;
		const struct area_language *row = bsearch(l->name, area_languages, n_area_languages,
			sizeof(*area_languages), by_language);
		for (size_t k = 0; row && k < AREA__MAX; k++)
			e->areas[k].code += share * row->weights[k];
	}
	e->effective = exp2(entropy);
}

void evidence_read(struct scoring *sc, struct evidence *ret_evidence)
{
	struct evidence e = { .n_own = 0 };
	pick_own(sc, &e);
	read_repos(sc, &e);
	read_languages(sc, &e);
	*ret_evidence = e;
}
