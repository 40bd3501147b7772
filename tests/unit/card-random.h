/* Random queries, the same every time: for each option of a kind values that fit, that nearly fit and that do not. */
#ifndef TESTS_UNIT_CARD_RANDOM_H
#define TESTS_UNIT_CARD_RANDOM_H

#include "tests/unit/card-samples.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

struct card_random {
	uint64_t state;
};

/* xorshift64* */
static inline uint64_t random_next(struct card_random *r, uint64_t below)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (r->state * UINT64_C(2685821657736338717) >> 11) % below;
}

static const char *const random_odd[] = { "", "0", "-1", "1e9", "99999999999999999999", "NaN", "true", "FALSE", "yes", ",", ",,a,",
	"#fff", "fff", "12345g", "45,fff,000", "45,f", "x,fff,000", "</svg><script>alert(1)</script>", "\"onload=\"x", "&quot;",
	"url(http://x)", "%00%ff", "\xff\xfe", "\u202e\u2066", "../../etc/passwd", "{name}", "%s%n", "auto", "light,dark", "default",
	"radical", "ambient_gradient", "\u0627\u0644", "\u738b\u5c0f\u660e", "\U0001f468\u200d\U0001f469", "javascript:alert(1)" };

static inline const char *random_word(struct card_random *r, struct arena *a, const char *words)
{
	size_t n = 1;
	for (const char *p = words; *p; p++)
		n += *p == '|';
	for (size_t skip = random_next(r, n); skip; skip--)
		words = strchr(words, '|') + 1;
	return arena_strndup(a, words, strcspn(words, "|"));
}

static inline const char *random_color(struct card_random *r, struct arena *a)
{
	return arena_printf(a, "%06x", (unsigned int)random_next(r, 1 << 24));
}

static inline const char *random_value(struct card_random *r, struct arena *a, const struct card_option *o)
{
	uint64_t span = (uint64_t)(o->max - o->min) + 3, low = (uint64_t)(o->min < 0 ? 0 : o->min);
	const char *number = arena_printf(a, "%" PRIu64, low + random_next(r, o->max > 1e6 ? 100000 : span));
	if (!random_next(r, 5))
		return random_odd[random_next(r, ARRAY_LEN(random_odd))];
	switch (o->type) {
	case OPTION_BOOL:
		return random_next(r, 2) ? "true" : "false";
	case OPTION_INT:
		return o->min < o->max ? number : arena_printf(a, "%" PRIu64, random_next(r, 4000));
	case OPTION_NUMBER:
		return arena_printf(a, "%s.%u", number, (unsigned int)random_next(r, 100));
	case OPTION_WORD:
		return random_word(r, a, o->words);
	case OPTION_WORDS:
	case OPTION_NAMES: {
		const char *words = o->words ? o->words : "hello|C|TypeScript|octo|empty";
		return arena_printf(a, "%s,%s,%s", random_word(r, a, words), random_word(r, a, words), random_word(r, a, words));
	}
	case OPTION_COLOR:
		return random_color(r, a);
	case OPTION_BACKGROUND:
		return random_next(r, 2) ? random_color(r, a) :
					   arena_printf(a, "%u,%s,%s", (unsigned int)random_next(r, 400), random_color(r, a),
						   random_color(r, a));
	case OPTION_TEXT:
	default:
		return random_next(r, 2) ? sample_texts[random_next(r, ARRAY_LEN(sample_texts))] :
					   sample_names[random_next(r, ARRAY_LEN(sample_names))].name;
	}
}

/* What is required, and up to eight options more; a language now and then. */
static inline struct sample_args random_args(struct card_random *r, struct arena *a, const struct card_kind *kind)
{
	static const char *const locales[] = { "ar", "he", "fa", "ja", "hi", "de", "th", "en" };
	struct sample_args args = sample_request(a, kind, "");
	for (uint64_t n = random_next(r, 9); n; n--) {
		const struct card_option *o = &kind->options[random_next(r, kind->n_options)];
		if (!o->required || !random_next(r, 10))
			sample_arg(&args, o->name, random_value(r, a, o));
	}
	if (!random_next(r, 3))
		sample_arg(&args, "locale", locales[random_next(r, ARRAY_LEN(locales))]);
	return args;
}

#endif
