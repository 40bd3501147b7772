/*
 * The commit analyser of the original: tool words, bot trailers, writing habits and
 * bursts. Model v2 scores by it; v3 shows its numbers but takes evidence of AI only from
 * the mark detector (marks.h). Private to core/score.
 */
#ifndef CORE_PROFILE_STYLE_H
#define CORE_PROFILE_STYLE_H

#include "core/profile/profile.h"
#include "core/score/score.h"

/* Messages need not be valid UTF-8: bad bytes count as U+FFFD. */
void style_analyse(struct arena *a, struct scorer *s, const struct commit *commits, size_t n, struct commit_style *ret_style);

/* Hits of tools and bots summed over commits. */
int64_t style_tool_mentions(const struct commit_style *style);
int64_t style_bot_trailers(const struct commit_style *style);

/*
 * The original's reading of a time: the first 19 characters, "T" as a blank, exactly
 * "YYYY-MM-DD HH:MM:SS", taken as UTC whatever offset follows; with `dates`, a text of just
 * "YYYY-MM-DD" too. Unix seconds.
 */
bool style_time(const char *text, bool dates, int64_t *ret_seconds);

#endif
