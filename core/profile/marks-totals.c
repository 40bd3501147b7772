/* A running tally of marks over a stream of commits. */
#include "config.h"

#include "core/profile/marks.h"

#include "core/base/arena.h"
#include "core/profile/marks-table.h"

#include "core/base/banned.h"

void mark_totals_init(struct mark_totals *t, struct arena *a)
{
	*t = (struct mark_totals){ .arena = a };
}

static void tally_date(struct mark_tally *tally, struct metric time_ms)
{
	if (!time_ms.known)
		return;
	if (!tally->first_ms.known || time_ms.n < tally->first_ms.n)
		tally->first_ms = time_ms;
	if (!tally->last_ms.known || time_ms.n > tally->last_ms.n)
		tally->last_ms = time_ms;
}

static void tally_evidence(struct arena *a, struct mark_tally *tally, const struct commit *c, enum mark_level level,
	struct span text)
{
	if (tally->n_evidence == MARK_EVIDENCE_KEPT)
		return;
	if (!tally->evidence)
		tally->evidence = arena_array(a, MARK_EVIDENCE_KEPT, sizeof(*tally->evidence));
	tally->evidence[tally->n_evidence++] = (struct mark_evidence){ c->oid ? arena_strdup(a, c->oid) : NULL,
		c->repo ? arena_strdup(a, c->repo) : NULL, level, mark_evidence_text(a, text) };
}

void mark_totals_add(struct mark_totals *t, const struct commit *c)
{
	struct mark_list list;
	marks_collect(&c->author, &c->committer, c->message, &list);
	t->seen++;
	t->marked += list.point.n > 0;
	uint64_t counted = 0;
	for (size_t i = 0; i < list.point.n; i++) {
		enum mark_tool_id tool = list.marks[i].tool;
		struct mark_tally *tally = &t->tools[tool];
		if (!(counted & UINT64_C(1) << tool)) {
			counted |= UINT64_C(1) << tool;
			tally->commits++;
			tally_date(tally, c->time_ms);
		}
		tally->by_level[list.marks[i].level]++;
		tally_evidence(t->arena, tally, c, list.marks[i].level, list.marks[i].evidence);
	}
}
