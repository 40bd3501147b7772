/* All languages, one file each. A word's name that words.def does not hold fails to compile, so does one given twice. */
#include "config.h"

#include "core/locale/table.h"

#include "core/base/clean.h"
#include "core/base/banned.h"

const char *const locale_english_words[WORD__MAX] = {
#define X(name, english) [WORD_##name] = english,
#include "core/locale/words.def"
#undef X
};

const char *const locale_word_names[WORD__MAX] = {
#define X(name, english) [WORD_##name] = #name,
#include "core/locale/words.def"
#undef X
};

#define X(name, text) .words[WORD_##name] = text,
const struct locale locale_table[] = {
	{
#include "core/locale/en.def"
	},
};
#undef X
const size_t locale_table_len = ARRAY_LEN(locale_table);
