/*
 * Private to marks*.c: the tables of marks and how a mark is handed around before it is
 * copied. Facts come from the tools' own documentation and source, and from public commits.
 */
#ifndef CORE_PROFILE_MARKS_TABLE_H
#define CORE_PROFILE_MARKS_TABLE_H

#include "core/profile/marks.h"

/* A piece of somebody else's string. */
struct span {
	const char *at;
	size_t len;
};

/* How far a list had grown. */
struct mark_point {
	size_t n;
	uint64_t seen[MARK_LEVEL__MAX]; /* bit = tool */
};

/* Marks found so far; evidence still points into the commit. */
struct mark_list {
	struct {
		enum mark_tool_id tool;
		enum mark_level level;
		struct span evidence;
	} marks[MARKS_MAX];
	struct mark_point point;
};
_Static_assert(TOOL__MAX <= 64, "mark_point.seen holds a bit per tool");

void mark_list_add(struct mark_list *list, enum mark_tool_id tool, enum mark_level level, struct span evidence);

/* Forget all marks added since. */
void mark_list_cut(struct mark_list *list, const struct mark_point *since);

/* A copy, cut to MARK_EVIDENCE_MAX bytes at a character's edge. */
char *mark_evidence_text(struct arena *a, struct span evidence);

/* Everything of one commit, without allocating; marks.c. */
void marks_collect(const struct person *author, const struct person *committer, const char *message,
	struct mark_list *ret_list);
/* The message's part of it; marks-message.c. */
void marks_collect_message(const char *message, struct mark_list *list);

/* Who an address belongs to: as a trailer it counts at `trailer`, as author at MARK_AUTHOR unless trailer_only. */
struct mark_identity {
	const char *address; /* lower case: "local@domain"; for GitHub's noreply addresses the login alone */
	uint64_t github_id;  /* 0 = any; only for logins */
	enum mark_tool_id tool;
	enum mark_level trailer;
	bool trailer_only;
	bool needs_id; /* a login that anybody could have: the id must stand before it */
};

/* address: as written, without <>; any case. NULL = nobody's. */
const struct mark_identity *marks_identity(struct span address);
/* A GitHub login without its id, as the API gives it: "claude[bot]". */
const struct mark_identity *marks_login(struct span login);

/* A link of a footer, or a product's name as people write it. */
struct mark_name {
	const char *text; /* lower case; in names one blank for any of " -_" */
	enum mark_tool_id tool;
	bool is_word; /* an everyday word or a first name: needs an emoji, a model or a colon beside it */
};

/* url starts behind "https://". */
const struct mark_name *marks_url(struct span url);
/* The longest name that text starts with and that ends at a word's end; *ret_used bytes of text. */
const struct mark_name *marks_name(struct span text, size_t *ret_used);

bool span_starts(struct span s, const char *lower); /* ASCII case of s ignored */
bool span_eq(struct span s, const char *lower);
struct span span_trim(struct span s);
struct span span_skip(struct span s, size_t n);

#endif
