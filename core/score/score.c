/* Evaluates the tables of a model; knows no signal and no archetype's rule. */
#include "config.h"

#include "core/score/score.h"

#include "core/base/arena.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/score/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

#define SCORE_MAX 100

/* What is a whole number by construction may miss it by an ulp; nothing else comes this close. */
#define WHOLE_SLACK 1e-9

double score_points(enum term_kind kind, double reference, double points, double v)
{
	switch (kind) {
	case TERM_LOG:
		return v <= 0 ? 0 : fmin(log1p(v) / log1p(reference) * points, points);
	case TERM_SHARE:
		return fmin(v / reference, 1) * points;
	case TERM_RATE:
		return fmin(v * reference, points);
	case TERM_PLAIN:
		return v * points;
	}
	return 0;
}

double score_round(double x, int decimals)
{
	char text[64];
	double rounded = x;
	(void)snprintf(text, sizeof(text), "%.*f", decimals, x);
	(void)parse_double(text, &rounded);
	return rounded;
}

void score_dimension(struct scoring *sc, const struct dimension_row *row, bool normalised, struct dimension *ret_dimension)
{
	struct dimension d = { .id = row->id, .name = row->name, .n_terms = row->n_rows };
	d.terms = arena_array(sc->a, d.n_terms, sizeof(*d.terms));
	double sum = 0, measured = 0, all = 0;
	for (size_t i = 0; i < row->n_rows; i++) {
		const struct term_row *t = &row->rows[i];
		const struct signal *s = &sc->signals[t->signal];
		double points = s->known ? score_points(t->kind, t->reference, t->points, s->value) : 0;
		d.terms[i] = (struct term){ .signal = t->id, .label = s->label ? s->label : t->label,
			.value = s->known ? s->value : 0, .points = points, .max = t->points, .measured = s->known };
		sum += points;
		all += t->points;
		measured += s->known ? t->points : 0;
	}
	d.coverage = measured / all;
	d.thin = d.coverage < SCORE_COVERAGE_MIN;
	d.raw = !normalised ? sum : measured > 0 ? sum / measured * SCORE_MAX : 0;
	d.score = (int)fmax(0, fmin(trunc(d.raw + WHOLE_SLACK), SCORE_MAX));
	*ret_dimension = d;
}

/* ---- archetypes */

static const struct archetype_choice archetypes[ARCHETYPE__MAX] = {
	[ARCHETYPE_AI_INDIE_HACKER] = { "ai_indie_hacker", "AI-Driven Indie Hacker",
		"Builds and ships alone, with AI tools as the team", 0 },
	[ARCHETYPE_OPEN_SOURCE_MAINTAINER] = { "open_source_maintainer", "Open Source Maintainer",
		"Keeps projects that others use alive, and reviews what they send", 0 },
	[ARCHETYPE_FULL_STACK_POLYGLOT] = { "full_stack_polyglot", "Full-Stack Polyglot",
		"At home on both sides of the wire and in many languages", 0 },
	[ARCHETYPE_BACKEND_ARCHITECT] = { "backend_architect", "Backend Architect",
		"Builds the services and stores behind the screen", 0 },
	[ARCHETYPE_FRONTEND_CRAFTSMAN] = { "frontend_craftsman", "Frontend Craftsman",
		"Makes what people see and touch", 0 },
	[ARCHETYPE_DEVOPS_SPECIALIST] = { "devops_specialist", "DevOps & Infrastructure Expert",
		"Ships, runs and automates what others write", 0 },
	[ARCHETYPE_DATA_SCIENTIST] = { "data_scientist", "Data Science Specialist",
		"Turns data into models, notebooks and answers", 0 },
	[ARCHETYPE_SECURITY_SENTINEL] = { "security_sentinel", "Security Sentinel",
		"Looks for the hole before somebody else does", 0 },
	[ARCHETYPE_RISING_DEVELOPER] = { "rising_developer", "Rising Developer",
		"Busy and growing, with the known name still to come", 0 },
	[ARCHETYPE_CODE_EXPLORER] = { "code_explorer", "Code Explorer",
		"Tries many things, and has not settled on one", 0 },
};

struct archetype_choice archetype_choice(enum archetype_id id, double score)
{
	struct archetype_choice choice = archetypes[id];
	choice.score = score;
	return choice;
}

void candidates_sort(struct candidate *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct candidate c = list[i];
		size_t at = i;
		for (; at > 0 && list[at - 1].score < c.score; at--)
			list[at] = list[at - 1];
		list[at] = c;
	}
}

void candidates_place(const struct candidate *list, size_t n, struct archetype_result *result)
{
	result->best = archetype_choice(list[0].id, list[0].score);
	for (size_t i = 1; i < n && result->n_alternatives < 3; i++)
		result->alternatives[result->n_alternatives++] = archetype_choice(list[i].id, list[i].score);
}

/* ---- sets of words */

bool words_have(const struct words *set, const char *word)
{
	for (size_t i = 0; i < set->n; i++)
		if (*set->list[i] == *word && str_eq(set->list[i], word))
			return true;
	return false;
}

bool words_within(const struct words *set, const char *text)
{
	for (size_t i = 0; i < set->n; i++)
		if (strstr(text, set->list[i]))
			return true;
	return false;
}

void list_add(struct arena *a, struct list *l, const char *item)
{
	*ARENA_PUSH(a, l->items, l->n, l->cap) = item;
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

void list_sort_unique(struct list *l)
{
	if (l->n > 1)
		qsort(l->items, l->n, sizeof(*l->items), by_text);
	size_t kept = 0;
	for (size_t i = 0; i < l->n; i++)
		if (!kept || !str_eq(l->items[kept - 1], l->items[i]))
			l->items[kept++] = l->items[i];
	l->n = kept;
}
