/*
 * The scorer: compiled patterns of the commit analyser and of model v2's text tests.
 * Patterns are case-blind and Unicode-aware: a word character is a letter, a digit or "_".
 * Private to core/score.
 */
#ifndef CORE_PROFILE_PATTERNS_H
#define CORE_PROFILE_PATTERNS_H

#include "core/score/score.h"

/* The order of the tools is the order of their names. */
enum pattern {
	PATTERN_TOOL_ASSISTED,
	PATTERN_TOOL_GENERATED,
	PATTERN_TOOL_AIDER,
	PATTERN_TOOL_CHATGPT,
	PATTERN_TOOL_CLAUDE,
	PATTERN_TOOL_CODEIUM,
	PATTERN_TOOL_CURSOR,
	PATTERN_TOOL_COPILOT,
	PATTERN_TOOL_GEMINI,
	PATTERN_TOOL_LLM,
	PATTERN_TOOL_CODY,
	PATTERN_TOOL_SUPERMAVEN,
	PATTERN_TOOL_TABNINE,
	PATTERN_TOOL_WINDSURF,
	PATTERN_TOOL__MAX,
	PATTERN_ANY_TOOL = PATTERN_TOOL__MAX, /* hits whenever one of the tools does */
	PATTERN_GENERIC_ACTION,
	PATTERN_VERBOSE_LINE,
	PATTERN_LONG_SCOPE,
	PATTERN_IMPLEMENT_PREFIX,
	PATTERN_ARTICLE_PREFIX,
	PATTERN_AI_TEXT,     /* v2: a repository that is about AI */
	PATTERN_TOOL_CONFIG, /* v2: a repository that configures a tool */
	PATTERN__MAX
};

/* s must be valid UTF-8. */
bool scorer_hit(struct scorer *s, enum pattern pattern, const char *text, size_t len);
/* Lower-cased copy in every script (simple case mapping); ASCII text takes the short way. */
const char *scorer_lower(struct scorer *s, struct arena *a, const char *text, size_t len);

#endif
