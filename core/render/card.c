/* From the report to what the scorecard says. */
#include "config.h"

#include "core/render/card.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/profile.h"
#include "core/render/palette.h"
#include "core/render/text.h"
#include "core/score/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

#define DOT " \xc2\xb7 "

enum { LINE_MAX = 4096 };

const char *card_number(int64_t n, char ret_buf[CARD_NUMBER_LEN])
{
	static const char suffixes[] = "kMGTPE";
	if (n < 1000) {
		(void)snprintf(ret_buf, CARD_NUMBER_LEN, "%" PRId64, n < 0 ? 0 : n);
		return ret_buf;
	}
	int64_t unit = 1000;
	size_t i = 0;
	/* 999950 rounds to 1000.0k, which is 1M */
	while (unit < INT64_C(1000000000000000) && n / unit * 10 + (n % unit * 10 + unit / 2) / unit >= 10000) {
		unit *= 1000;
		i++;
	}
	int64_t tenths = n / unit * 10 + (n % unit / (unit / 100) + 5) / 10;
	if (tenths % 10)
		(void)snprintf(ret_buf, CARD_NUMBER_LEN, "%" PRId64 ".%" PRId64 "%c", tenths / 10,
			tenths % 10, suffixes[i]);
	else
		(void)snprintf(ret_buf, CARD_NUMBER_LEN, "%" PRId64 "%c", tenths / 10, suffixes[i]);
	return ret_buf;
}

static void add_part(struct str *line, const char *text)
{
	if (line->len)
		str_addz(line, DOT);
	str_addz(line, text);
}

static void add_count(struct str *line, struct metric m, const char *one, const char *many)
{
	char number[CARD_NUMBER_LEN];
	if (!m.known)
		return;
	add_part(line, card_number(m.n, number));
	str_addc(line, ' ');
	str_addz(line, m.n == 1 ? one : many);
}

static const char *clean(struct arena *a, const char *text)
{
	return text ? text_clean(a, text) : "";
}

/* ---- who */

static void fill_who(struct arena *a, const struct profile *p, struct card_model *m)
{
	const char *name = clean(a, p->name), *login = clean(a, p->login);
	bool github = p->source != SOURCE_GIT && p->source != SOURCE_JSON;
	struct str facts;
	str_init(&facts, a, LINE_MAX);
	m->name = *name ? name : *login ? login : p->is_team ? "The whole team" : "Developer";
	if (*login && *name && github)
		add_part(&facts, arena_printf(a, "@%s", login));
	else if (*login && *name && !str_eq(login, name))
		add_part(&facts, login);
	add_count(&facts, p->n_repos, "repository", "repositories");
	add_count(&facts, p->followers, "follower", "followers");
	if (p->is_team)
		add_count(&facts, p->contributors, "contributor", "contributors");
	if (!github)
		add_count(&facts, p->all_time.commits, "commit", "commits");
	m->facts = facts.buf;
}

/* ---- languages */

static uint32_t color_of(const char *color, size_t i)
{
	unsigned char rgb[3];
	if (color && strlen(color) == 7 && color[0] == '#' && parse_hex(color + 1, 6, rgb))
		return (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
	return palette_spare((unsigned int)i);
}

static double share_of(const struct language *l)
{
	return isfinite(l->percentage) && l->percentage > 0 ? fmin(l->percentage, 100) : 0;
}

static void fill_languages(struct arena *a, const struct profile *p, struct card_model *m)
{
	double all = 0, other = 0;
	size_t n = 0;
	for (size_t i = 0; i < p->n_languages; i++)
		all += share_of(&p->languages[i]);
	if (!(all > 0))
		return;
	for (size_t i = 0; i < p->n_languages; i++) {
		const struct language *l = &p->languages[i];
		double percent = share_of(l) * 100 / all;
		const char *name = clean(a, l->name);
		bool last = n == CARD_LANGUAGES - 1;
		if (!(percent > 0))
			continue;
		if (!*name || n == CARD_LANGUAGES || (last && i + 1 < p->n_languages)) {
			other += percent;
			continue;
		}
		m->languages[n++] = (struct card_share){ name, percent, color_of(l->color, i) };
	}
	if (other > 0 && n == CARD_LANGUAGES)
		other += m->languages[--n].percent;
	if (other > 0)
		m->languages[n++] = (struct card_share){ "Other", other, palette_spare(6) };
	m->n_languages = n;
}

/* ---- scores, archetype, marks, footer */

static void fill_scores(const struct report *r, struct card_model *m)
{
	_Static_assert((int)CARD_SCORES == (int)DIMENSION__MAX, "one ring for each dimension");
	for (size_t i = 0; i < CARD_SCORES; i++) {
		const struct dimension *d = &r->dimensions[i];
		double coverage = isfinite(d->coverage) ? fmin(fmax(d->coverage, 0), 1) : 0;
		int value = d->score < 0 ? 0 : d->score > 100 ? 100 : d->score;
		m->scores[i] = (struct card_score){ d->name, value, coverage, coverage > 0, d->thin };
	}
}

static void fill_archetype(struct arena *a, const struct archetype_result *t, struct card_model *m)
{
	if (t->undecided) {
		m->archetype = "Undecided";
		m->description = t->best.name ?
			arena_printf(a, "Too little evidence to tell; nearest so far: %s",
				clean(a, t->best.name)) :
			"Too little evidence to tell.";
		m->confidence = -1;
		return;
	}
	double percent = isfinite(t->confidence) ? t->confidence * 100 : 0;
	m->archetype = clean(a, t->best.name);
	m->description = clean(a, t->best.description);
	m->confidence = (int)fmin(fmax(floor(percent + 0.5), 0), 100);
}

static void fill_marks(struct arena *a, const struct report *r, struct card_model *m)
{
	const struct ai_summary *ai = &r->ai;
	m->commits_scanned = ai->commits_scanned;
	m->commits_marked = ai->commits_marked;
	m->marks_known = ai->commits_scanned > 0;
	for (size_t i = 0; i < ai->n_tools && m->n_tools < CARD_TOOLS; i++)
		if (ai->tools[i].commits > 0)
			m->tools[m->n_tools++] = (struct card_tool){ clean(a, ai->tools[i].name),
				ai->tools[i].commits };
}

static const char *date_for_people(struct arena *a, int64_t ms)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	struct civil c = clock_civil(clock_day(ms));
	return arena_printf(a, "%d %s %" PRId64, c.day, months[c.month - 1], c.year);
}

static void fill_footer(struct arena *a, const struct report *r, struct card_model *m)
{
	static const char *const sources[SOURCE__MAX] = { [SOURCE_GITHUB_GRAPHQL] = "GitHub",
		[SOURCE_GITHUB_REST] = "GitHub (public)", [SOURCE_GIT] = "git on disk",
		[SOURCE_JSON] = "given data", [SOURCE_GITLAB] = "GitLab", [SOURCE_GITEA] = "Gitea" };
	struct str line;
	double coverage = 0;
	str_init(&line, a, LINE_MAX);
	for (size_t i = 0; i < CARD_SCORES; i++)
		coverage += m->scores[i].coverage / CARD_SCORES;
	add_part(&line, sources[r->profile->source]);
	if (!str_eq(r->model, "v2")) /* which takes what it cannot see for 0 and calls it measured */
		add_part(&line, arena_printf(a, "%d %% of signals measured",
			(int)floor(coverage * 100 + 0.5)));
	add_part(&line, arena_printf(a, "model %s", clean(a, r->model)));
	add_part(&line, date_for_people(a, r->now_ms));
	m->footer = line.buf;
}

struct card_model card_from_report(struct arena *a, const struct report *r)
{
	struct card_model m = { .confidence = -1 };
	fill_who(a, r->profile, &m);
	fill_languages(a, r->profile, &m);
	fill_scores(r, &m);
	fill_archetype(a, &r->archetype, &m);
	fill_marks(a, r, &m);
	fill_footer(a, r, &m);
	return m;
}
