/*
 * Any query makes of any card a picture that is well-formed and reaches for nothing outside, JSON, or an error that says
 * why and is a picture as well. The input is a byte for the kind, one for the name, and a query taken as it stands.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/card.h"
#include "tests/unit/card-samples.h"
#include "tests/unit/svg-check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fine, const char *what)
{
	if (fine)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static void check_picture(const struct str *svg)
{
	const char *why = svg_check(svg->buf, svg->len);
	must(!why, why ? why : "");
}

static void check_json(const struct str *text)
{
	CLEAN_JSON struct json_object *root = NULL;
	must(!json_parse(NULL, text->buf, text->len - 1, JSON_DEPTH, &root), "no JSON");
}

static void draw(struct arena *a, const struct card_kind *kind, const struct sample_args *args, size_t name)
{
	struct card_facts f = sample_card_facts(a, name);
	struct err_note note = { .code = OK };
	struct card_request rq;
	struct str bytes;
	enum err err = card_request_parse(&note, a, kind, args->items, args->n, &rq);
	if (!err && !rq.is_json)
		rq.format = IMAGE_SVG;
	if (!err)
		err = card_draw(&note, a, &rq, &f, NULL, &bytes);
	if (err) {
		must(err == ERR_UNPROCESSABLE && *note.text, "an error without a reason");
		must(!card_error(NULL, a, kind, args->items, args->n, IMAGE_SVG, note.text, note.field, NULL, &bytes),
			"an error without a picture");
		check_picture(&bytes);
	} else if (rq.is_json) {
		check_json(&bytes);
	} else {
		check_picture(&bytes);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > 4096)
		return 0;
	struct arena a;
	arena_init(&a, 64 << 20);
	const struct card_kind *kind = card_kind_at(data[0] % card_kind_count());
	const char *query = arena_strndup(&a, (const char *)data + 2, size - 2);
	struct sample_args args = sample_request(&a, kind, query);
	draw(&a, kind, &args, data[1] % ARRAY_LEN(sample_names));
	arena_release(&a);
	return 0;
}
