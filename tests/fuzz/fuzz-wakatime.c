/* Answers of WakaTime servers: whatever came, the shares are shares and the order is the card's. */
#include "config.h"

#include "core/base/arena.h"
#include "core/profile/wakatime.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct wakatime *w)
{
	if (w->n_languages > WAKATIME_LANGUAGES || !w->range || !w->range_id || w->seconds < 0)
		abort();
	for (size_t i = 0; i < w->n_languages; i++) {
		const struct wakatime_language *l = &w->languages[i];
		if (!l->name || !*l->name || !l->text || l->seconds < 0)
			abort();
		if (!(l->percent >= 0 && l->percent <= 100.0001))
			abort();
		if (i && l->seconds > l[-1].seconds)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err_note note;
	struct wakatime w;
	arena_init(&a, 1 << 26);
	if (wakatime_parse(&note, &a, (const char *)data, size, &w) == OK)
		check(&w);
	arena_release(&a);
	return 0;
}
