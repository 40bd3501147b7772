/* One letter a script, laid out and counted for missing glyphs. */
#include "config.h"

#include "core/render/fonts.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/render/text.h"

#include <pango/pangocairo.h>
#include "core/base/banned.h"

static const struct {
	const char *script, *letter, *package;
} probes[] = {
	{ "Latin", "g\xc5\x88", "fonts-noto-core" },
	{ "Greek", "\xce\xb1", "fonts-noto-core" },
	{ "Cyrillic", "\xd0\x96", "fonts-noto-core" },
	{ "Arabic", "\xd8\xb3", "fonts-noto-core" },
	{ "Hebrew", "\xd7\x90", "fonts-noto-core" },
	{ "Devanagari", "\xe0\xa4\x95", "fonts-noto-core" },
	{ "Chinese", "\xe4\xb8\xad", "fonts-noto-cjk" },
	{ "Japanese", "\xe3\x81\x82", "fonts-noto-cjk" },
	{ "Korean", "\xed\x95\x9c", "fonts-noto-cjk" },
	{ "emoji", "\xf0\x9f\x91\xbb", "fonts-noto-color-emoji" },
};

enum { PROBE_ARENA = 256 * 1024 };

static const struct text_style style = { 16, 400 };

enum err render_fonts_check(struct err_note *note)
{
	struct arena arena;
	struct str missing;
	arena_init(&arena, PROBE_ARENA);
	str_init(&missing, &arena, 400);
	struct text_engine *engine = text_open(&arena);
	for (size_t i = 0; i < ARRAY_LEN(probes); i++) {
		struct text_run run = text_fit(engine, probes[i].letter, style, 1000);
		if (pango_layout_get_unknown_glyphs_count(text_run_layout(&run)) == 0)
			continue;
		str_addz(&missing, missing.len ? ", " : "");
		str_addz(&missing, probes[i].script);
		str_addz(&missing, " (");
		str_addz(&missing, probes[i].package);
		str_addc(&missing, ')');
	}
	enum err err = missing.len ?
		err_set(note, ERR_UNPROCESSABLE, "no font for %s", missing.buf) :
		OK;
	arena_release(&arena);
	return err;
}

void render_fonts_warm(void)
{
	(void)render_fonts_check(NULL);
}
