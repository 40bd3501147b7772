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

enum { TRAILER_ONLY = 1, NEEDS_ID = 2 };

/* Whose address; rows and meaning in marks-identities.def. */
struct mark_identity {
	const char *text; /* lower case: "local@domain", or a GitHub login */
	uint64_t github_id;
	enum mark_tool_id tool;
	enum mark_level trailer;
	unsigned flags;
};

/* address: as written, without <>; any case. NULL = nobody's. */
const struct mark_identity *marks_identity(struct span address);
/* A GitHub login without its id, as the API gives it: "claude[bot]". */
const struct mark_identity *marks_login(struct span login);

enum mark_name_kind {
	NAME_PLAIN,  /* means the tool wherever it stands */
	NAME_WORD,   /* an everyday word as well: no footer without an emoji or a link */
	NAME_PERSON, /* a first name as well: nor an assistant without a model */
};

/* A link of a footer, or a product's name as people write it. */
struct mark_name {
	const char *text; /* lower case; in names one blank for any of " -_" */
	enum mark_tool_id tool;
	enum mark_name_kind kind;
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
