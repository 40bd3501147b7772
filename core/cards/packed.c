/* Tables of the structs that are kept packed. */
#include "config.h"

#include "core/cards/packed.h"

#include "core/profile/profile.h"
#include "core/profile/wakatime.h"

#include "core/base/banned.h"

enum { ITEMS_MAX = 1000, DAYS_MAX = 366 * 100 };

#define METRIC_ROW(type, member) \
	{ PACK_MAYBE, offsetof(struct type, member.n), offsetof(struct type, member.known), 0, NULL }

static const struct pack_field missing_fields[] = {
	PACK(struct missing, field, PACK_TEXT),
	PACK(struct missing, reason, PACK_TEXT),
	PACK(struct missing, detail, PACK_TEXT),
};
const struct pack_shape packed_missing = PACK_SHAPE(struct missing, missing_fields);

static const struct pack_field history_fields[] = {
	PACK(struct history, first_day, PACK_I64),
	PACK_LIST(struct history, counts, n, PACK_COUNTS, DAYS_MAX, NULL),
	PACK(struct history, login, PACK_TEXT),
	PACK(struct history, created_day, PACK_I64),
	PACK_LIST(struct history, missing, n_missing, PACK_RECORDS, ITEMS_MAX, &packed_missing),
	PACK(struct history, fetched_ms, PACK_I64),
};
const struct pack_shape packed_history = PACK_SHAPE(struct history, history_fields);

static const struct pack_field language_fields[] = {
	PACK(struct language, name, PACK_TEXT),
	PACK(struct language, percentage, PACK_DOUBLE),
	METRIC_ROW(language, bytes),
	METRIC_ROW(language, lines),
	METRIC_ROW(language, repos),
	PACK(struct language, color, PACK_TEXT),
};
static const struct pack_shape language_shape = PACK_SHAPE(struct language, language_fields);

/* Not topics and root files, which no card shows. */
static const struct pack_field repo_fields[] = {
	PACK(struct repo, name, PACK_TEXT),
	PACK(struct repo, owner, PACK_TEXT),
	PACK(struct repo, description, PACK_TEXT),
	PACK(struct repo, language, PACK_TEXT),
	PACK(struct repo, color, PACK_TEXT),
	METRIC_ROW(repo, stars),
	METRIC_ROW(repo, forks),
	PACK(struct repo, is_fork, PACK_BOOL),
	PACK(struct repo, is_archived, PACK_BOOL),
	PACK(struct repo, is_private, PACK_BOOL),
	PACK(struct repo, is_template, PACK_BOOL),
	PACK(struct repo, updated_at, PACK_TEXT),
	METRIC_ROW(repo, pushed_ms),
	METRIC_ROW(repo, created_ms),
	PACK_LIST(struct repo, languages, n_languages, PACK_RECORDS, ITEMS_MAX, &language_shape),
	METRIC_ROW(repo, commits),
};
const struct pack_shape packed_repo = PACK_SHAPE(struct repo, repo_fields);

static const struct pack_field gist_file_fields[] = {
	PACK(struct gist_file, name, PACK_TEXT),
	PACK(struct gist_file, language, PACK_TEXT),
	PACK(struct gist_file, color, PACK_TEXT),
	PACK(struct gist_file, size, PACK_I64),
};
static const struct pack_shape gist_file_shape = PACK_SHAPE(struct gist_file, gist_file_fields);

static const struct pack_field gist_fields[] = {
	PACK(struct gist, id, PACK_TEXT),
	PACK(struct gist, owner, PACK_TEXT),
	PACK(struct gist, description, PACK_TEXT),
	PACK_LIST(struct gist, files, n_files, PACK_RECORDS, ITEMS_MAX, &gist_file_shape),
	METRIC_ROW(gist, stars),
	METRIC_ROW(gist, forks),
	PACK(struct gist, fetched_ms, PACK_I64),
};
const struct pack_shape packed_gist = PACK_SHAPE(struct gist, gist_fields);

static const struct pack_field time_fields[] = {
	PACK(struct wakatime_language, name, PACK_TEXT),
	PACK(struct wakatime_language, text, PACK_TEXT),
	PACK(struct wakatime_language, percent, PACK_DOUBLE),
	PACK(struct wakatime_language, seconds, PACK_I64),
};
static const struct pack_shape time_shape = PACK_SHAPE(struct wakatime_language, time_fields);

static const struct pack_field wakatime_fields[] = {
	PACK(struct wakatime, user, PACK_TEXT),
	PACK(struct wakatime, domain, PACK_TEXT),
	PACK(struct wakatime, range_id, PACK_TEXT),
	PACK(struct wakatime, range, PACK_TEXT),
	PACK(struct wakatime, seconds, PACK_I64),
	PACK_LIST(struct wakatime, languages, n_languages, PACK_RECORDS, ITEMS_MAX, &time_shape),
	PACK(struct wakatime, hidden, PACK_BOOL),
	PACK(struct wakatime, details_hidden, PACK_BOOL),
	PACK(struct wakatime, not_enabled, PACK_BOOL),
	PACK(struct wakatime, fetched_ms, PACK_I64),
};
const struct pack_shape packed_wakatime = PACK_SHAPE(struct wakatime, wakatime_fields);

static const struct pack_field number_fields[] = {
	PACK(struct packed_number, n, PACK_I64),
	PACK(struct packed_number, fetched_ms, PACK_I64),
};
const struct pack_shape packed_number_shape = PACK_SHAPE(struct packed_number, number_fields);

static const struct pack_field counts_fields[] = {
	METRIC_ROW(packed_counts, counts[TALLY_PRS_AUTHORED]),
	METRIC_ROW(packed_counts, counts[TALLY_PRS_MERGED]),
	METRIC_ROW(packed_counts, counts[TALLY_PRS_COMMENTED]),
	METRIC_ROW(packed_counts, counts[TALLY_PRS_REVIEWED]),
	METRIC_ROW(packed_counts, counts[TALLY_ISSUES_AUTHORED]),
	METRIC_ROW(packed_counts, counts[TALLY_ISSUES_COMMENTED]),
	PACK(struct packed_counts, fetched_ms, PACK_I64),
};
_Static_assert(TALLY__MAX == 6, "every count is packed");
const struct pack_shape packed_counts_shape = PACK_SHAPE(struct packed_counts, counts_fields);
