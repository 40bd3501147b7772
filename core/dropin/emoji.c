/* Emoji by their short names: one pass over the text, one search in a sorted table a name. */
#include "config.h"

#include "core/dropin/emoji.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum { NAME_MAX_BYTES = 48, EMOJI_BYTES_MAX = 32 };

struct emoji {
	const char *name, *text;
};

static const struct emoji emojis[] = {
#define EMOJI(name, text) { name, text },
#include "core/dropin/emoji.def"
#undef EMOJI
};

static int by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct emoji *)row)->name);
}

/* Length of the name between colons that begins at s[0] == ':', 0 where there is none. */
static size_t name_length(const char *s)
{
	size_t n = 0;
	while (n <= NAME_MAX_BYTES && (ascii_is_alnum(s[1 + n]) || s[1 + n] == '_' || s[1 + n] == '+' || s[1 + n] == '-'))
		n++;
	return n <= NAME_MAX_BYTES && s[1 + n] == ':' ? n : 0;
}

char *emoji_expand(struct arena *a, const char *text)
{
	struct str out;
	str_init(&out, a, strlen(text) * (EMOJI_BYTES_MAX / 4) + 1);
	while (*text) {
		size_t run = strcspn(text, ":"), n = text[run] ? name_length(text + run) : 0;
		str_add(&out, text, run);
		text += run;
		if (!*text)
			break;
		const char *name = arena_strndup(a, text + 1, n);
		const struct emoji *found = n ? bsearch(name, emojis, ARRAY_LEN(emojis), sizeof(*emojis), by_name) : NULL;
		if (found)
			str_addz(&out, found->text);
		else
			str_addc(&out, ':');
		text += found ? n + 2 : 1;
	}
	return out.buf;
}
