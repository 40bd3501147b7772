/* All patterns in one table; PCRE2 compiles them once for each scorer. */
#include "config.h"

#include "core/score/patterns.h"

#include "core/base/arena.h"
#include "core/base/str.h"

#include <stdlib.h>
#include <string.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "core/base/banned.h"

/*
 * Spelled out instead of \b, \s and \w: what those mean differs between versions of PCRE2,
 * and U+001C..U+001F are white space for the original but not for PCRE2.
 */
#define WORD_CHAR "[\\p{L}\\p{N}_]"
#define BEGIN	  "(?<!" WORD_CHAR ")"
#define END	  "(?!" WORD_CHAR ")"
#define SPACE \
	"[\\x09-\\x0d\\x1c-\\x20\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}]"
#define WORD(w) BEGIN w END

static const char *const sources[PATTERN__MAX] = {
	[PATTERN_TOOL_ASSISTED] = WORD("ai[ -](?:generated|assisted|powered)"),
	[PATTERN_TOOL_GENERATED] = WORD("generated" SPACE "+(?:by|with|using)" SPACE "+ai"),
	[PATTERN_TOOL_AIDER] = WORD("aider"),
	[PATTERN_TOOL_CHATGPT] = WORD("(?:chat-?gpt|gpt-4o?|gpt-3\\.?5)"),
	[PATTERN_TOOL_CLAUDE] = BEGIN "(?:claude" END "|anthrop)",
	[PATTERN_TOOL_CODEIUM] = WORD("codeium"),
	[PATTERN_TOOL_CURSOR] = WORD("cursor"),
	[PATTERN_TOOL_COPILOT] = WORD("copilot"),
	[PATTERN_TOOL_GEMINI] = WORD("gemini"),
	[PATTERN_TOOL_LLM] = WORD("(?:llm|large" SPACE "+language" SPACE "+model)"),
	[PATTERN_TOOL_CODY] = WORD("cody"),
	[PATTERN_TOOL_SUPERMAVEN] = WORD("supermaven"),
	[PATTERN_TOOL_TABNINE] = WORD("tabnine"),
	[PATTERN_TOOL_WINDSURF] = WORD("windsurf"),
	[PATTERN_ANY_TOOL] = BEGIN "(?:ai[ -]|generated" SPACE "|aider|chat|gpt-|claude|anthrop|codeium|cursor|copilot|"
				   "gemini|llm|large" SPACE "|cody|supermaven|tabnine|windsurf)",
	[PATTERN_GENERIC_ACTION] = "^(?:update|fix|refactor|improve|add|remove|clean)" SPACE "+" WORD_CHAR "+$",
	[PATTERN_VERBOSE_LINE] = "^.{150,}$",
	[PATTERN_LONG_SCOPE] = "^(?:feat|fix|docs|style|refactor|test|chore)\\(.{30,}\\):",
	[PATTERN_IMPLEMENT_PREFIX] = "^implement(?:s|ed|ing)?" SPACE,
	[PATTERN_ARTICLE_PREFIX] = "^(?:this|the|an?)" SPACE "+(?:commit|change|update|patch|pr|pull request)" SPACE,
	[PATTERN_AI_TEXT] = "ai|ml|gpt|llm|neural|model|predict|classify|detect|nlp|bert|transformer|diffusion|rag|agent",
	[PATTERN_TOOL_CONFIG] = "copilot[ -]?instructions|cursorrules|\\.aider|codeium|tabnine|continue|windsurf",
};

struct scorer {
	struct arena arena; /* holds this struct too */
	pcre2_code *codes[PATTERN__MAX];
	pcre2_code *whole; /* any text, for scorer_lower() */
	pcre2_match_data *match;
};

static pcre2_code *compile(const char *source, pcre2_compile_context *context)
{
	int error;
	PCRE2_SIZE at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS,
		&error, &at, context);
	if (!code)
		abort(); /* the table is ours */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without JIT it is only slower */
	return code;
}

struct scorer *scorer_new(void)
{
	struct arena a;
	arena_init(&a, sizeof(struct scorer) + 1024);
	struct scorer *s = arena_alloc(&a, sizeof(*s));
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	s->match = pcre2_match_data_create(1, NULL);
	if (!context || !s->match || pcre2_set_newline(context, PCRE2_NEWLINE_LF))
		abort();
	for (enum pattern i = 0; i < PATTERN__MAX; i++)
		s->codes[i] = compile(sources[i], context);
	s->whole = compile("(?s).+", context);
	pcre2_compile_context_free(context);
	s->arena = a;
	return s;
}

void scorer_free(struct scorer *s)
{
	if (!s)
		return;
	for (enum pattern i = 0; i < PATTERN__MAX; i++)
		pcre2_code_free(s->codes[i]);
	pcre2_code_free(s->whole);
	pcre2_match_data_free(s->match);
	struct arena a = s->arena;
	arena_release(&a);
}

bool scorer_hit(struct scorer *s, enum pattern pattern, const char *text, size_t len)
{
	return pcre2_match(s->codes[pattern], (PCRE2_SPTR)text, len, 0, PCRE2_NO_UTF_CHECK, s->match, NULL) > 0;
}

static bool is_ascii(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

const char *scorer_lower(struct scorer *s, struct arena *a, const char *text, size_t len)
{
	char *copy = arena_strndup(a, text, len);
	if (is_ascii(text, len)) {
		for (size_t i = 0; i < len; i++)
			copy[i] = ascii_lower(copy[i]);
		return copy;
	}
	/* a code point of two bytes may become one of three */
	PCRE2_SIZE size = 2 * len + 1;
	char *lower = arena_alloc(a, size);
	int n = pcre2_substitute(s->whole, (PCRE2_SPTR)text, len, 0, PCRE2_SUBSTITUTE_EXTENDED | PCRE2_NO_UTF_CHECK, s->match,
		NULL, (PCRE2_SPTR) "\\L$0", PCRE2_ZERO_TERMINATED, (PCRE2_UCHAR *)lower, &size);
	return n > 0 ? lower : copy;
}
