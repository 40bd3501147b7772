/* Marks of one commit: who wrote it, then its message; copies of the evidence; bots. */
#include "config.h"

#include "core/profile/marks.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/profile/marks-table.h"

#include <string.h>
#include "core/base/banned.h"

const char *mark_level_name(enum mark_level level)
{
	static const char *const level_names[MARK_LEVEL__MAX] = { "author", "coauthor", "session", "footer", "weak" };
	return level_names[level];
}

void mark_list_add(struct mark_list *list, enum mark_tool_id tool, enum mark_level level, struct span evidence)
{
	uint64_t bit = UINT64_C(1) << tool;
	size_t n = list->point.n;
	if (n == MARKS_MAX || list->point.seen[level] & bit)
		return;
	list->point.seen[level] |= bit;
	list->marks[n].tool = tool;
	list->marks[n].level = level;
	list->marks[n].evidence = evidence;
	list->point.n++;
}

void mark_list_cut(struct mark_list *list, const struct mark_point *since)
{
	list->point = *since;
}

static void collect_person(const struct person *p, struct mark_list *list)
{
	static const char suffix[] = " (aider)"; /* aider appends it to author and committer names */
	if (!p)
		return;
	if (p->email) {
		struct span address = { p->email, strlen(p->email) };
		const struct mark_identity *who = marks_identity(address);
		if (who && !(who->flags & TRAILER_ONLY))
			mark_list_add(list, who->tool, MARK_AUTHOR, address);
	}
	if (p->name && str_ends(p->name, suffix))
		mark_list_add(list, TOOL_AIDER, MARK_AUTHOR, (struct span){ suffix + 1, sizeof(suffix) - 2 });
}

void marks_collect(const struct person *author, const struct person *committer, const char *message,
	struct mark_list *ret_list)
{
	ret_list->point = (struct mark_point){ .n = 0 };
	collect_person(author, ret_list);
	collect_person(committer, ret_list);
	if (message)
		marks_collect_message(message, ret_list);
}

size_t marks_find(struct arena *a, const struct person *author, const struct person *committer, const char *message,
	struct mark ret_marks[MARKS_MAX])
{
	struct mark_list list;
	marks_collect(author, committer, message, &list);
	for (size_t i = 0; i < list.point.n; i++) {
		struct span e = list.marks[i].evidence;
		ret_marks[i] = (struct mark){ &mark_tools[list.marks[i].tool], list.marks[i].level,
			mark_evidence_text(a, e) };
	}
	return list.point.n;
}

char *mark_evidence_text(struct arena *a, struct span evidence)
{
	size_t len = evidence.len;
	if (len > MARK_EVIDENCE_MAX) {
		len = MARK_EVIDENCE_MAX;
		while (len && ((unsigned char)evidence.at[len] & 0xc0) == 0x80) /* not inside a character */
			len--;
	}
	return arena_strndup(a, evidence.at, len);
}

bool marks_is_bot(const struct person *p)
{
	static const char *const addresses[] = { "action@github.com", "actions@github.com", "bot@pyup.io",
		"bot@renovateapp.com", "github-actions@github.com", "greenkeeper@neighbourhood.ie",
		"noreply@github.com", "opencode@sst.dev", "snyk-bot@snyk.io", "support@dependabot.com", "support@github.com",
		"support@greenkeeper.io" };
	static const char *const bot_logins[] = { "dependabot", "github-actions", "renovate", "renovate-bot", "snyk-bot",
		"web-flow" };
	if (p->email) {
		struct span address = { p->email, strlen(p->email) };
		const struct mark_identity *who = marks_identity(address);
		if (who)
			return who->flags & TRAILER_ONLY;
		for (size_t i = 0; i < ARRAY_LEN(addresses); i++)
			if (span_eq(address, addresses[i]))
				return true;
		if (strstr(p->email, "[bot]@"))
			return true;
	}
	if (!p->login)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(bot_logins); i++)
		if (str_eq_nocase(p->login, bot_logins[i]))
			return true;
	const struct mark_identity *who = marks_login((struct span){ p->login, strlen(p->login) });
	return str_ends(p->login, "[bot]") && (!who || who->flags & TRAILER_ONLY);
}
