/*
 * Any names and numbers make an SVG that is well-formed XML of known elements. The input is
 * the numbers, then texts separated by NUL: name, login, archetype, description,
 * languages (in turn a name and a colour).
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/profile/profile.h"
#include "core/render/scorecard.h"
#include "core/score/report.h"
#include "tests/unit/xml-check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static struct report read_report(struct input *in, struct profile *p)
{
	struct report r = { .profile = p, .model = "v3", .now_ms = number(in) % INT64_C(100000000000000) };
	struct language *languages = arena_array(in->arena, 12, sizeof(*languages));
	struct ai_tool *tools = arena_array(in->arena, 4, sizeof(*tools));
	for (int i = 0; i < DIMENSION__MAX; i++)
		r.dimensions[i] = (struct dimension){ .name = "Dimension", .score = (int)number(in),
			.coverage = byte(in) / 200.0, .thin = byte(in) & 1 };
	r.ai = (struct ai_summary){ .commits_scanned = number(in), .commits_marked = number(in), .tools = tools,
		.n_tools = byte(in) % 5 };
	r.archetype.confidence = (double)number(in) / 100;
	r.archetype.undecided = byte(in) & 1;
	*p = (struct profile){ .source = (enum profile_source)(byte(in) % SOURCE__MAX), .languages = languages,
		.followers = METRIC(number(in)), .n_repos = METRIC(number(in)), .name = text(in),
		.login = text(in) };
	r.archetype.best = (struct archetype_choice){ .name = text(in), .description = text(in) };
	for (size_t i = 0; i < r.ai.n_tools; i++)
		tools[i] = (struct ai_tool){ .name = text(in), .commits = byte(in) };
	while (in->size && p->n_languages < 12) {
		double percentage = (double)number(in) / 100;
		languages[p->n_languages++] =
			(struct language){ .name = text(in), .color = text(in), .percentage = percentage };
	}
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct profile p;
	struct str svg;
	struct render_options o = { .theme = size ? (enum render_theme)(data[0] % THEME__MAX) : THEME_AUTO };
	arena_init(&a, 1 << 26);
	struct input in = { &a, data, size };
	struct report r = read_report(&in, &p);
	if (render_scorecard_svg(NULL, &a, &r, &o, &svg))
		fail("no card");
	const char *why = xml_check(svg.buf, svg.len);
	if (why)
		fail(why);
	const char *words = arena_strndup(&a, (const char *)data, size);
	if (render_notice_svg(NULL, &a, words, words, &o, &svg))
		fail("no notice");
	if ((why = xml_check(svg.buf, svg.len)))
		fail(why);
	arena_release(&a);
	return 0;
}
