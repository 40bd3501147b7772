/* Scores with bars, archetype, languages, marks, and what could not be known. */
#include "config.h"

#include "core/cmd/summary.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/cmd/terminal.h"
#include "core/profile/profile.h"
#include "core/score/report.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum { BAR = 20, TERMS = 3, LANGUAGES = 10, REASONS = 5, REPOS = 8, TOOLS = 12, NUMBER_MAX = 32 };
enum { TERM_INDENT = 18, NAME_COLUMNS = 30 };

/* "1,234,567" */
static const char *number(int64_t n, char ret_buf[NUMBER_MAX])
{
	char digits[NUMBER_MAX];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n < 0 ? -(uint64_t)n : (uint64_t)n);
	char *to = ret_buf;
	if (n < 0)
		*to++ = '-';
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return ret_buf;
}

static const char *metric(struct metric m, char ret_buf[NUMBER_MAX])
{
	return m.known ? number(m.n, ret_buf) : "unknown";
}

static const char *plural(struct metric m)
{
	return m.known && m.n == 1 ? "" : "s";
}

static void print_bar(FILE *out, double share)
{
	int filled = share <= 0 ? 0 : share >= 1 ? BAR : (int)(share * BAR + 0.5);
	(void)fputc('[', out);
	for (int i = 0; i < BAR; i++)
		(void)fputc(i < filled ? '#' : '.', out);
	(void)fputc(']', out);
}

/* "A", "B" with commas between, folded at the right edge under the indent. */
struct list {
	FILE *out;
	int column, indent;
	bool any;
};

static void list_add(struct list *l, const char *text)
{
	int len = terminal_width(text);
	if (l->any) {
		(void)fputc(',', l->out);
		if (l->column + len + 2 > TERMINAL_EDGE) {
			(void)fprintf(l->out, "\n%*s", l->indent, "");
			l->column = l->indent;
		} else {
			(void)fputc(' ', l->out);
			l->column += 2;
		}
	}
	(void)fputs(text, l->out);
	l->column += len;
	l->any = true;
}

static void list_end(struct list *l)
{
	if (l->any)
		(void)fputc('\n', l->out);
}

static void print_head(FILE *out, struct arena *a, const struct profile *p)
{
	char n[4][NUMBER_MAX], day[CLOCK_ISO_LEN];
	const char *who = p->name ? p->name : p->login;
	if (who)
		(void)fprintf(out, "%s", terminal_text(a, who));
	if (who && p->login && !str_eq(p->login, who))
		(void)fprintf(out, " (%s)", terminal_text(a, p->login));
	if (p->is_team)
		(void)fputs(who ? ", everybody's work" : "Everybody's work", out);
	(void)fputc('\n', out);
	if (p->all_time.commits.known)
		(void)fprintf(out, "%s commit%s, %s in", metric(p->all_time.commits, n[0]), plural(p->all_time.commits),
			metric(p->year.commits, n[1]));
	else
		(void)fprintf(out, "%s commit%s in", metric(p->year.commits, n[1]), plural(p->year.commits));
	(void)fprintf(out, " the last 12 months, %s in the last 90 days; %s repositor%s\n", metric(p->recent.commits, n[2]),
		metric(p->n_repos, n[3]), p->n_repos.known && p->n_repos.n == 1 ? "y" : "ies");
	if (p->lines_added.known)
		(void)fprintf(out, "%s lines added, %s deleted, %s file%s touched\n", metric(p->lines_added, n[0]),
			metric(p->lines_deleted, n[1]), metric(p->files_touched, n[2]), plural(p->files_touched));
	if (p->contributors.known)
		(void)fprintf(out, "%s contributor%s in all, %s merge%s, %s commit%s shared with co-authors\n",
			metric(p->contributors, n[0]), plural(p->contributors), metric(p->merges, n[1]), plural(p->merges),
			metric(p->coauthored, n[2]), plural(p->coauthored));
	if (p->reviewed_by.known)
		(void)fprintf(out, "%s review%s, tests or reports by trailers\n", metric(p->reviewed_by, n[0]),
			plural(p->reviewed_by));
	(void)fprintf(out, "As of %s (UTC)\n", clock_date(p->fetched_ms, day));
}

/* "2,505", "0.71" */
static const char *figure(struct arena *a, double value)
{
	struct str text;
	char n[NUMBER_MAX];
	if (value >= 1000)
		return arena_strdup(a, number(llround(value), n));
	str_init(&text, a, NUMBER_MAX);
	str_add_num(&text, value, 2);
	return text.buf;
}

/* The terms with most points; index of the best not yet printed, or -1. */
static int best_term(const struct dimension *d, const bool *done)
{
	int best = -1;
	for (size_t i = 0; i < d->n_terms; i++)
		if (!done[i] && d->terms[i].measured && d->terms[i].points > 0 &&
			(best < 0 || d->terms[i].points > d->terms[best].points))
			best = (int)i;
	return best;
}

static void print_dimension(FILE *out, struct arena *a, const struct dimension *d)
{
	bool *done = arena_array(a, d->n_terms + 1, sizeof(*done));
	if (d->coverage <= 0) {
		(void)fprintf(out, "\n%-16s n/a  nothing of it can be measured here\n", d->name);
		return;
	}
	(void)fprintf(out, "\n%-16s %3d  ", d->name, d->score);
	print_bar(out, d->score / 100.0);
	if (d->coverage < 1)
		(void)fprintf(out, "  %s%.0f %% measured%s", d->thin ? "only " : "", d->coverage * 100,
			d->thin ? ": says little" : "");
	(void)fputc('\n', out);
	for (int k = 0; k < TERMS; k++) {
		int i = best_term(d, done);
		if (i < 0)
			return;
		done[i] = true;
		const struct term *t = &d->terms[i];
		(void)fprintf(out, "    %4.1f of %4.1f  ", t->points, t->max);
		terminal_fold(out, TERM_INDENT, TERM_INDENT,
			arena_printf(a, "%s: %s", t->label, figure(a, t->value)));
	}
}

static void print_archetype(FILE *out, struct arena *a, const struct archetype_result *t)
{
	if (t->undecided)
		(void)fprintf(out, "\nArchetype: undecided, the evidence is too thin; nearest: %s\n", t->best.name);
	else
		(void)fprintf(out, "\nArchetype: %s (confidence %.0f %%)\n    %s\n", t->best.name, t->confidence * 100,
			t->best.description ? t->best.description : "");
	for (size_t i = 0; i < t->n_reasons && i < REASONS; i++) {
		(void)fputs("    - ", out);
		terminal_fold(out, 6, 6, terminal_text(a, t->reasons[i]));
	}
	if (!t->n_alternatives)
		return;
	struct list l = { .out = out, .column = 10, .indent = 10 };
	(void)fputs("    next: ", out);
	for (size_t i = 0; i < t->n_alternatives; i++)
		list_add(&l, t->alternatives[i].name);
	list_end(&l);
}

static void print_languages(FILE *out, struct arena *a, const struct profile *p)
{
	struct list l = { .out = out, .column = 11, .indent = 11 };
	if (!p->n_languages)
		return;
	(void)fputs("\nLanguages: ", out);
	size_t n = 0;
	for (; n < p->n_languages && n < LANGUAGES && p->languages[n].percentage >= 0.05; n++)
		list_add(&l, arena_printf(a, "%s %.1f %%", terminal_text(a, p->languages[n].name),
			p->languages[n].percentage));
	if (p->n_languages > n)
		list_add(&l, arena_printf(a, "%zu %s", p->n_languages - n, n ? "more" : "named without a share"));
	list_end(&l);
}

static void print_categories(FILE *out, struct arena *a, const struct file_categories *c)
{
	const struct {
		const char *name;
		struct metric lines;
	} rows[] = { { "source", c->source }, { "test", c->test }, { "docs", c->docs }, { "config", c->config },
		{ "translation", c->translation }, { "generated", c->generated }, { "vendored", c->vendored },
		{ "lock", c->lock } };
	struct list l = { .out = out, .column = 13, .indent = 13 };
	char n[NUMBER_MAX];
	if (!c->source.known)
		return;
	(void)fputs("Lines added: ", out);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].lines.n)
			list_add(&l, arena_printf(a, "%s %s", rows[i].name, metric(rows[i].lines, n)));
	if (c->binary.n)
		list_add(&l, arena_printf(a, "and %s binary file%s", metric(c->binary, n), plural(c->binary)));
	if (!l.any)
		list_add(&l, "none");
	list_end(&l);
}

static void print_repos(FILE *out, struct arena *a, const struct profile *p)
{
	char n[NUMBER_MAX];
	if (p->source != SOURCE_GIT || p->n_repos_listed < 2)
		return;
	(void)fputs("\nRepositories\n", out);
	for (size_t i = 0; i < p->n_repos_listed && i < REPOS; i++) {
		const struct repo *r = &p->repos[i];
		const char *name = terminal_text(a, r->name);
		int pad = NAME_COLUMNS - terminal_width(name);
		(void)fprintf(out, "    %s%*s %10s commit%s", name, pad > 0 ? pad : 0, "", metric(r->commits, n),
			plural(r->commits));
		if (r->language)
			(void)fprintf(out, "%s  %s", *plural(r->commits) ? "" : " ", r->language);
		(void)fputc('\n', out);
	}
	if (p->n_repos_listed > REPOS)
		(void)fprintf(out, "    and %zu more\n", p->n_repos_listed - REPOS);
}

static void print_ai(FILE *out, struct arena *a, const struct ai_summary *ai)
{
	char n[NUMBER_MAX];
	(void)fprintf(out, "\nAI tools: %s\n", ai->statement ? ai->statement : "no commit was read");
	for (size_t i = 0; i < ai->n_tools && i < TOOLS; i++) {
		const struct ai_tool *t = &ai->tools[i];
		(void)fprintf(out, "    %-20s %10s commit%s\n", t->name, number(t->commits, n), t->commits == 1 ? "" : "s");
	}
	for (size_t i = 0; i < ai->n_config_files && i < TOOLS; i++)
		(void)fprintf(out, "    configured: %s in %s\n", terminal_text(a, ai->config_files[i].path),
			terminal_text(a, ai->config_files[i].repo));
	if (ai->n_config_files > TOOLS)
		(void)fprintf(out, "    and %zu more configuration files\n", ai->n_config_files - TOOLS);
	if (!ai->commits_marked)
		(void)fputs("    absence proves nothing: many tools leave no mark\n", out);
}

static bool is_beyond_git(const struct profile *p, const struct missing *m)
{
	return p->source == SOURCE_GIT && str_eq(m->reason, "UNSUPPORTED");
}

static void print_missing(FILE *out, struct arena *a, const struct report *r)
{
	static const char alone[] = "    git alone: ";
	const struct profile *p = r->profile;
	struct list l = { .out = out, .column = sizeof(alone) - 1, .indent = sizeof(alone) - 1 };
	if (!p->n_missing)
		return;
	(void)fputs("\nNot known here\n", out);
	for (size_t i = 0; i < p->n_missing; i++) {
		if (is_beyond_git(p, &p->missing[i]))
			continue;
		(void)fputs("    ", out);
		terminal_fold(out, 4, 6, arena_printf(a, "%s: %s", terminal_text(a, r->missing[i].label),
			terminal_text(a, r->missing[i].why)));
	}
	for (size_t i = 0; i < p->n_missing; i++)
		if (is_beyond_git(p, &p->missing[i])) {
			if (!l.any)
				(void)fputs(alone, out);
			list_add(&l, r->missing[i].label);
		}
	list_end(&l);
}

void summary_print(FILE *out, struct arena *a, const struct report *r)
{
	const struct profile *p = r->profile;
	print_head(out, a, p);
	for (size_t i = 0; i < DIMENSION__MAX; i++)
		print_dimension(out, a, &r->dimensions[i]);
	print_archetype(out, a, &r->archetype);
	print_languages(out, a, p);
	print_categories(out, a, &p->categories);
	print_repos(out, a, p);
	print_ai(out, a, &r->ai);
	print_missing(out, a, r);
}
