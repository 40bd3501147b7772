/* What a text must and must not have in it. Include behind cmocka.h. */
#ifndef TESTS_UNIT_TEXT_CHECK_H
#define TESTS_UNIT_TEXT_CHECK_H

#include <string.h>

static inline void holds(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no %s in %s", part, text);
}

static inline void lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("%s in %s", part, text);
}

#endif
