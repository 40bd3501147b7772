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
#include "core/locale/ar.def"
	},
	{
#include "core/locale/bg.def"
	},
	{
#include "core/locale/bn.def"
	},
	{
#include "core/locale/ca.def"
	},
	{
#include "core/locale/cs.def"
	},
	{
#include "core/locale/da.def"
	},
	{
#include "core/locale/de.def"
	},
	{
#include "core/locale/el.def"
	},
	{
#include "core/locale/en.def"
	},
	{
#include "core/locale/es.def"
	},
	{
#include "core/locale/fa.def"
	},
	{
#include "core/locale/fi.def"
	},
	{
#include "core/locale/fr.def"
	},
	{
#include "core/locale/he.def"
	},
	{
#include "core/locale/hi.def"
	},
	{
#include "core/locale/hu.def"
	},
	{
#include "core/locale/id.def"
	},
	{
#include "core/locale/it.def"
	},
	{
#include "core/locale/ja.def"
	},
	{
#include "core/locale/ko.def"
	},
	{
#include "core/locale/nb.def"
	},
	{
#include "core/locale/nl.def"
	},
	{
#include "core/locale/pl.def"
	},
	{
#include "core/locale/pt.def"
	},
	{
#include "core/locale/pt-BR.def"
	},
	{
#include "core/locale/ro.def"
	},
	{
#include "core/locale/ru.def"
	},
	{
#include "core/locale/sk.def"
	},
	{
#include "core/locale/sr.def"
	},
	{
#include "core/locale/sr-Latn.def"
	},
	{
#include "core/locale/sv.def"
	},
	{
#include "core/locale/th.def"
	},
	{
#include "core/locale/tr.def"
	},
	{
#include "core/locale/uk.def"
	},
	{
#include "core/locale/ur.def"
	},
	{
#include "core/locale/vi.def"
	},
	{
#include "core/locale/zh-CN.def"
	},
	{
#include "core/locale/zh-TW.def"
	},
};
#undef X
const size_t locale_table_len = ARRAY_LEN(locale_table);
