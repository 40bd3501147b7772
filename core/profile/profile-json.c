/*
 * struct profile: its small verbs, and itself as JSON and back. One table per struct names its members; one writer and
 * one reader walk the tables, so that what is dumped can always be loaded. `gps score`
 * reads the same tables plus the original's "contribution_stats".
 */
#include "config.h"

#include "core/profile/profile.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/marks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

const char *profile_source_name(enum profile_source source)
{
	static const char *const names[SOURCE__MAX] = { "graphql", "rest", "git", "json",
		"gitlab", "gitea" };
	return names[source];
}

void profile_miss(struct profile *p, struct arena *a, const char *field, const char *reason, const char *detail)
{
	*ARENA_PUSH(a, p->missing, p->n_missing, p->missing_cap) = (struct missing){ arena_strdup(a, field),
		arena_strdup(a, reason), detail ? arena_strdup(a, detail) : NULL };
}

/* ---- tables */

enum kind {
	KIND_STR,     /* const char *, at most max bytes */
	KIND_METRIC,  /* struct metric, 0..COUNT_MAX */
	KIND_TIME,    /* struct metric, Unix ms */
	KIND_BOOL,    /* bool */
	KIND_INT,     /* int */
	KIND_I64,     /* int64_t */
	KIND_DOUBLE,  /* double, finite */
	KIND_SOURCE,  /* enum profile_source by its wire name */
	KIND_STRINGS, /* const char ** with a size_t at offset_n, at most max */
	KIND_STRUCT,  /* a struct in place, an object */
	KIND_LIST,    /* pointer to structs with a size_t at offset_n, at most max, an array of objects */
	KIND_REFS,    /* pointer to pointers to structs, else as KIND_LIST */
	KIND_MARKS,   /* struct mark_totals *, an object; NULL = absent */
};

struct field {
	const char *key;
	enum kind kind;
	size_t offset, offset_n;
	size_t max;
	const struct shape *shape;
};

struct shape {
	const struct field *fields;
	size_t n;
	size_t size; /* of the struct */
};

#define COUNT_MAX INT64_C(1000000000000000)
#define TIME_MAX  INT64_C(8640000000000000) /* the year 275760, as in other languages */
#define NUMBER_MAX 1e15

enum {
	TEXT_MAX = 64 * 1024,	    /* names, descriptions, paths */
	MESSAGE_MAX = 1024 * 1024,  /* a commit message */
	LIST_MAX = 100 * 1000,	    /* repositories, languages, topics, files, organizations */
	COMMITS_MAX = 1000 * 1000,
};

#define FIELD(type, key, member, kind) { (key), (kind), offsetof(struct type, member), 0, TEXT_MAX, NULL }
#define LIST(type, key, member, count, kind, max, shape) \
	{ (key), (kind), offsetof(struct type, member), offsetof(struct type, count), (max), (shape) }
#define INNER(type, key, member, shape) { (key), KIND_STRUCT, offsetof(struct type, member), 0, 0, (shape) }
#define SHAPE(type, table) { (table), sizeof(table) / sizeof((table)[0]), sizeof(struct type) }

static const struct field language_fields[] = {
	FIELD(language, "name", name, KIND_STR),
	FIELD(language, "percentage", percentage, KIND_DOUBLE),
	FIELD(language, "bytes", bytes, KIND_METRIC),
	FIELD(language, "lines", lines, KIND_METRIC),
	FIELD(language, "repos", repos, KIND_METRIC),
	FIELD(language, "color", color, KIND_STR),
};
static const struct shape language_shape = SHAPE(language, language_fields);

static const struct field config_fields[] = {
	FIELD(config_mark, "tool", tool, KIND_STR),
	FIELD(config_mark, "path", path, KIND_STR),
	FIELD(config_mark, "repo", repo, KIND_STR),
};
static const struct shape config_shape = SHAPE(config_mark, config_fields);

static const struct field repo_fields[] = {
	FIELD(repo, "name", name, KIND_STR),
	FIELD(repo, "owner", owner, KIND_STR),
	FIELD(repo, "description", description, KIND_STR),
	FIELD(repo, "language", language, KIND_STR),
	FIELD(repo, "color", color, KIND_STR),
	FIELD(repo, "stars", stars, KIND_METRIC),
	FIELD(repo, "forks", forks, KIND_METRIC),
	FIELD(repo, "is_fork", is_fork, KIND_BOOL),
	FIELD(repo, "is_archived", is_archived, KIND_BOOL),
	FIELD(repo, "is_template", is_template, KIND_BOOL),
	FIELD(repo, "is_private", is_private, KIND_BOOL),
	FIELD(repo, "updated_at", updated_at, KIND_STR),
	FIELD(repo, "pushed_ms", pushed_ms, KIND_TIME),
	FIELD(repo, "created_ms", created_ms, KIND_TIME),
	LIST(repo, "topics", topics, n_topics, KIND_STRINGS, LIST_MAX, NULL),
	LIST(repo, "languages", languages, n_languages, KIND_LIST, LIST_MAX, &language_shape),
	FIELD(repo, "commits", commits, KIND_METRIC),
	LIST(repo, "root_files", root_files, n_root_files, KIND_STRINGS, LIST_MAX, NULL),
};
static const struct shape repo_shape = SHAPE(repo, repo_fields);

static const struct field person_fields[] = {
	FIELD(person, "name", name, KIND_STR),
	FIELD(person, "email", email, KIND_STR),
	FIELD(person, "login", login, KIND_STR),
};
static const struct shape person_shape = SHAPE(person, person_fields);

static const struct field commit_fields[] = {
	FIELD(commit, "oid", oid, KIND_STR),
	FIELD(commit, "repo", repo, KIND_STR),
	INNER(commit, "author", author, &person_shape),
	INNER(commit, "committer", committer, &person_shape),
	LIST(commit, "coauthors", coauthors, n_coauthors, KIND_LIST, LIST_MAX, &person_shape),
	FIELD(commit, "committed_date", date, KIND_STR),
	FIELD(commit, "time_ms", time_ms, KIND_TIME),
	{ "message", KIND_STR, offsetof(struct commit, message), 0, MESSAGE_MAX, NULL },
	FIELD(commit, "changed_files", changed_files, KIND_METRIC),
	FIELD(commit, "additions", additions, KIND_METRIC),
	FIELD(commit, "deletions", deletions, KIND_METRIC),
};
static const struct shape commit_shape = SHAPE(commit, commit_fields);

static const struct field day_fields[] = {
	FIELD(calendar_day, "day", day, KIND_I64),
	FIELD(calendar_day, "count", count, KIND_INT),
};
static const struct shape day_shape = SHAPE(calendar_day, day_fields);

static const struct field totals_fields[] = {
	FIELD(contribution_totals, "commits", commits, KIND_METRIC),
	FIELD(contribution_totals, "prs", prs, KIND_METRIC),
	FIELD(contribution_totals, "issues", issues, KIND_METRIC),
	FIELD(contribution_totals, "reviews", reviews, KIND_METRIC),
	FIELD(contribution_totals, "discussions", discussions, KIND_METRIC),
};
static const struct shape totals_shape = SHAPE(contribution_totals, totals_fields);

static const struct field missing_fields[] = {
	FIELD(missing, "field", field, KIND_STR),
	FIELD(missing, "reason", reason, KIND_STR),
	FIELD(missing, "detail", detail, KIND_STR),
};
static const struct shape missing_shape = SHAPE(missing, missing_fields);

static const struct field category_fields[] = {
	FIELD(file_categories, "source", source, KIND_METRIC),
	FIELD(file_categories, "test", test, KIND_METRIC),
	FIELD(file_categories, "docs", docs, KIND_METRIC),
	FIELD(file_categories, "config", config, KIND_METRIC),
	FIELD(file_categories, "generated", generated, KIND_METRIC),
	FIELD(file_categories, "vendored", vendored, KIND_METRIC),
	FIELD(file_categories, "lock", lock, KIND_METRIC),
	FIELD(file_categories, "translation", translation, KIND_METRIC),
	FIELD(file_categories, "binary", binary, KIND_METRIC),
};
static const struct shape category_shape = SHAPE(file_categories, category_fields);

static const struct field organization_fields[] = {
	FIELD(organization, "login", login, KIND_STR),
	FIELD(organization, "name", name, KIND_STR),
	FIELD(organization, "avatar_url", avatar_url, KIND_STR),
};
static const struct shape organization_shape = SHAPE(organization, organization_fields);

static const struct field profile_fields[] = {
	FIELD(profile, "source", source, KIND_SOURCE),
	FIELD(profile, "login", login, KIND_STR),
	FIELD(profile, "name", name, KIND_STR),
	FIELD(profile, "bio", bio, KIND_STR),
	FIELD(profile, "company", company, KIND_STR),
	FIELD(profile, "location", location, KIND_STR),
	FIELD(profile, "blog", blog, KIND_STR),
	FIELD(profile, "avatar_url", avatar_url, KIND_STR),
	FIELD(profile, "created_at", created_at, KIND_STR),
	FIELD(profile, "is_hireable", is_hireable, KIND_BOOL),
	FIELD(profile, "is_team", is_team, KIND_BOOL),
	FIELD(profile, "followers", followers, KIND_METRIC),
	FIELD(profile, "following", following, KIND_METRIC),
	FIELD(profile, "n_repos", n_repos, KIND_METRIC),
	LIST(profile, "repos", repos, n_repos_listed, KIND_LIST, LIST_MAX, &repo_shape),
	LIST(profile, "languages", languages, n_languages, KIND_LIST, LIST_MAX, &language_shape),
	LIST(profile, "organizations", organizations, n_organizations, KIND_LIST, LIST_MAX, &organization_shape),
	FIELD(profile, "organizations_known", organizations_known, KIND_BOOL),
	LIST(profile, "pinned", pinned, n_pinned, KIND_REFS, LIST_MAX, &repo_shape),
	INNER(profile, "recent", recent, &totals_shape),
	INNER(profile, "year", year, &totals_shape),
	INNER(profile, "all_time", all_time, &totals_shape),
	FIELD(profile, "prs_merged", prs_merged, KIND_METRIC),
	FIELD(profile, "discussions_started", discussions_started, KIND_METRIC),
	FIELD(profile, "discussions_answered", discussions_answered, KIND_METRIC),
	FIELD(profile, "contributed_to", contributed_to, KIND_METRIC),
	FIELD(profile, "commits_restricted", commits_restricted, KIND_METRIC),
	FIELD(profile, "contributions_last_year", contributions_last_year, KIND_METRIC),
	LIST(profile, "calendar", calendar, n_calendar, KIND_LIST, LIST_MAX, &day_shape),
	LIST(profile, "commits", commits, n_commits, KIND_LIST, COMMITS_MAX, &commit_shape),
	FIELD(profile, "commits_known", commits_known, KIND_BOOL),
	LIST(profile, "config_marks", config_marks, n_config_marks, KIND_LIST, LIST_MAX, &config_shape),
	FIELD(profile, "lines_added", lines_added, KIND_METRIC),
	FIELD(profile, "lines_deleted", lines_deleted, KIND_METRIC),
	FIELD(profile, "files_touched", files_touched, KIND_METRIC),
	FIELD(profile, "reviewed_by", reviewed_by, KIND_METRIC),
	FIELD(profile, "merges", merges, KIND_METRIC),
	FIELD(profile, "coauthored", coauthored, KIND_METRIC),
	FIELD(profile, "contributors", contributors, KIND_METRIC),
	INNER(profile, "categories", categories, &category_shape),
	FIELD(profile, "mark_commits", mark_commits, KIND_METRIC),
	FIELD(profile, "mark_totals", mark_totals, KIND_MARKS),
	LIST(profile, "missing", missing, n_missing, KIND_LIST, LIST_MAX, &missing_shape),
	FIELD(profile, "fetched_ms", fetched_ms, KIND_I64),
	FIELD(profile, "points", points, KIND_INT),
};
static const struct shape profile_shape = SHAPE(profile, profile_fields);

/* struct mark_totals with names for its enums, and without the tools that left nothing. */
struct flat_evidence {
	const char *oid, *repo, *level, *text;
};
struct flat_tool {
	const char *id;
	struct metric commits, by_level[MARK_LEVEL__MAX], first_ms, last_ms;
	struct flat_evidence *evidence;
	size_t n_evidence;
};
struct flat_totals {
	struct metric seen, marked;
	struct flat_tool *tools;
	size_t n_tools;
};

static const struct field flat_evidence_fields[] = {
	FIELD(flat_evidence, "oid", oid, KIND_STR),
	FIELD(flat_evidence, "repo", repo, KIND_STR),
	FIELD(flat_evidence, "level", level, KIND_STR),
	FIELD(flat_evidence, "text", text, KIND_STR),
};
static const struct shape flat_evidence_shape = SHAPE(flat_evidence, flat_evidence_fields);

static const struct field flat_tool_fields[] = {
	FIELD(flat_tool, "id", id, KIND_STR),
	FIELD(flat_tool, "commits", commits, KIND_METRIC),
	FIELD(flat_tool, "author", by_level[MARK_AUTHOR], KIND_METRIC),
	FIELD(flat_tool, "coauthor", by_level[MARK_COAUTHOR], KIND_METRIC),
	FIELD(flat_tool, "session", by_level[MARK_SESSION], KIND_METRIC),
	FIELD(flat_tool, "footer", by_level[MARK_FOOTER], KIND_METRIC),
	FIELD(flat_tool, "weak", by_level[MARK_WEAK], KIND_METRIC),
	FIELD(flat_tool, "first_ms", first_ms, KIND_TIME),
	FIELD(flat_tool, "last_ms", last_ms, KIND_TIME),
	LIST(flat_tool, "evidence", evidence, n_evidence, KIND_LIST, MARK_EVIDENCE_KEPT, &flat_evidence_shape),
};
static const struct shape flat_tool_shape = SHAPE(flat_tool, flat_tool_fields);

static const struct field flat_totals_fields[] = {
	FIELD(flat_totals, "seen", seen, KIND_METRIC),
	FIELD(flat_totals, "marked", marked, KIND_METRIC),
	LIST(flat_totals, "tools", tools, n_tools, KIND_LIST, TOOL__MAX, &flat_tool_shape),
};
static const struct shape flat_totals_shape = SHAPE(flat_totals, flat_totals_fields);

/* The original's names: recent_* are 90 days, total_* are one year's totals. */
static const struct field stats_fields[] = {
	FIELD(profile, "recent_commits", recent.commits, KIND_METRIC),
	FIELD(profile, "recent_prs", recent.prs, KIND_METRIC),
	FIELD(profile, "recent_issues", recent.issues, KIND_METRIC),
	FIELD(profile, "recent_reviews", recent.reviews, KIND_METRIC),
	FIELD(profile, "total_commits", year.commits, KIND_METRIC),
	FIELD(profile, "total_prs", year.prs, KIND_METRIC),
	FIELD(profile, "total_issues", year.issues, KIND_METRIC),
	FIELD(profile, "total_reviews", year.reviews, KIND_METRIC),
	FIELD(profile, "total_contributions_last_year", contributions_last_year, KIND_METRIC),
};
static const struct shape stats_shape = SHAPE(profile, stats_fields);

/* ---- writing */

static struct json_object *dump_struct(const struct shape *shape, const char *base);

static struct json_object *dump_list(const struct field *f, const char *base)
{
	size_t n = *(const size_t *)(const void *)(base + f->offset_n);
	const void *items = *(const void *const *)(const void *)(base + f->offset);
	struct json_object *list = json_new_array();
	for (size_t i = 0; i < n; i++) {
		if (f->kind == KIND_STRINGS)
			json_push_str(list, ((const char *const *)items)[i]);
		else if (f->kind == KIND_REFS)
			json_push(list, dump_struct(f->shape, ((const char *const *)items)[i]));
		else
			json_push(list, dump_struct(f->shape, (const char *)items + i * f->shape->size));
	}
	return list;
}

static struct json_object *dump_double(double value)
{
	char text[32];
	double back = 0;
	for (int digits = 15; digits <= 17; digits += 2) { /* 17 digits always read back exactly */
		(void)snprintf(text, sizeof(text), "%.*g", digits, value);
		if (parse_double(text, &back) && memcmp(&back, &value, sizeof(back)) == 0)
			break;
	}
	struct json_object *number = json_object_new_double_s(value, text);
	if (!number)
		abort();
	return number;
}

static struct flat_tool flat_tool(struct arena *a, const struct mark_tool *tool, const struct mark_tally *tally)
{
	struct flat_tool flat = { .id = tool->id, .commits = METRIC((int64_t)tally->commits), .first_ms = tally->first_ms,
		.last_ms = tally->last_ms, .n_evidence = tally->n_evidence };
	for (size_t i = 0; i < MARK_LEVEL__MAX; i++)
		flat.by_level[i] = METRIC((int64_t)tally->by_level[i]);
	flat.evidence = arena_array(a, MARK_EVIDENCE_KEPT, sizeof(*flat.evidence));
	for (size_t i = 0; i < tally->n_evidence; i++) {
		const struct mark_evidence *e = &tally->evidence[i];
		flat.evidence[i] = (struct flat_evidence){ e->oid, e->repo, mark_level_name(e->level), e->text };
	}
	return flat;
}

static struct json_object *dump_marks(const struct mark_totals *t)
{
	struct arena a;
	arena_init(&a, 1024 * 1024);
	struct flat_totals flat = { .seen = METRIC((int64_t)t->seen), .marked = METRIC((int64_t)t->marked) };
	flat.tools = arena_array(&a, TOOL__MAX, sizeof(*flat.tools));
	for (size_t i = 0; i < TOOL__MAX; i++)
		if (t->tools[i].commits)
			flat.tools[flat.n_tools++] = flat_tool(&a, &mark_tools[i], &t->tools[i]);
	struct json_object *obj = dump_struct(&flat_totals_shape, (const char *)&flat);
	arena_release(&a);
	return obj;
}

/* NULL: nothing to tell. */
static struct json_object *dump_field(const struct field *f, const char *base)
{
	const void *at = base + f->offset;
	switch (f->kind) {
	case KIND_STR:
		return json_new_str(*(const char *const *)at);
	case KIND_METRIC:
	case KIND_TIME:
		return ((const struct metric *)at)->known ? json_new_int(((const struct metric *)at)->n) : NULL;
	case KIND_BOOL:
		return *(const bool *)at ? json_new_bool(true) : NULL;
	case KIND_INT:
		return *(const int *)at ? json_new_int(*(const int *)at) : NULL;
	case KIND_I64:
		return *(const int64_t *)at ? json_new_int(*(const int64_t *)at) : NULL;
	case KIND_DOUBLE:
		return fabs(*(const double *)at) > 0 ? dump_double(*(const double *)at) : NULL;
	case KIND_SOURCE:
		return json_new_str(profile_source_name(*(const enum profile_source *)at));
	case KIND_STRUCT: {
		struct json_object *inner = dump_struct(f->shape, at);
		if (json_object_object_length(inner))
			return inner;
		json_object_put(inner);
		return NULL;
	}
	case KIND_MARKS:
		return *(const struct mark_totals *const *)at ? dump_marks(*(const struct mark_totals *const *)at) : NULL;
	case KIND_STRINGS:
	case KIND_LIST:
	case KIND_REFS:
		return *(const size_t *)(const void *)(base + f->offset_n) ? dump_list(f, base) : NULL;
	}
	return NULL;
}

static struct json_object *dump_struct(const struct shape *shape, const char *base)
{
	struct json_object *obj = json_new();
	for (size_t i = 0; i < shape->n; i++) {
		struct json_object *value = dump_field(&shape->fields[i], base);
		if (value)
			json_add(obj, shape->fields[i].key, value);
	}
	return obj;
}

struct json_object *profile_dump(const struct profile *p)
{
	return dump_struct(&profile_shape, (const char *)p);
}

/* ---- reading */

/* Where the reader is, for the note: "repos[3].topics[0]". */
struct place {
	const struct place *parent;
	const char *key;
	size_t index;
	bool indexed;
};

struct reader {
	struct err_note *note;
	struct arena *a;
};

static enum err load_struct(struct reader *r, const struct place *at, const struct shape *shape,
	struct json_object *obj, char *base);

static size_t place_text(const struct place *at, char *buf, size_t size)
{
	size_t len = at->parent ? place_text(at->parent, buf, size) : 0;
	if (len + 1 >= size)
		return len;
	int n = at->indexed ? snprintf(buf + len, size - len, "[%zu]", at->index) :
			      snprintf(buf + len, size - len, "%s%s", len ? "." : "", at->key);
	return n > 0 && (size_t)n < size - len ? len + (size_t)n : size - 1;
}

static enum err refuse(struct reader *r, const struct place *at, const char *why)
{
	char path[sizeof(r->note->field)] = "";
	(void)place_text(at, path, sizeof(path));
	return err_field(r->note, ERR_INVALID, path, "%s: %s", path, why);
}

/* A string without NUL inside: such a byte becomes U+FFFD, which is no letter, digit or blank either. */
static enum err load_str(struct reader *r, const struct place *at, struct json_object *v, size_t max,
	const char **ret_s)
{
	if (!json_object_is_type(v, json_type_string))
		return refuse(r, at, "must be a string");
	size_t len = (size_t)json_object_get_string_len(v);
	if (len > max)
		return refuse(r, at, "is too long");
	const char *s = json_object_get_string(v);
	if (!memchr(s, '\0', len)) {
		*ret_s = arena_strndup(r->a, s, len);
		return OK;
	}
	struct str out;
	str_init(&out, r->a, 3 * len);
	for (size_t i = 0; i < len; i++)
		s[i] ? str_addc(&out, s[i]) : str_addz(&out, "\xef\xbf\xbd");
	*ret_s = out.buf;
	return OK;
}

static enum err load_int(struct reader *r, const struct place *at, struct json_object *v, int64_t min, int64_t max,
	int64_t *ret_n)
{
	if (!json_object_is_type(v, json_type_int))
		return refuse(r, at, "must be a whole number");
	int64_t n = json_object_get_int64(v);
	if (n < min || n > max)
		return refuse(r, at, "is out of range");
	*ret_n = n;
	return OK;
}

static enum err load_double(struct reader *r, const struct place *at, struct json_object *v, double *ret_x)
{
	if (!json_object_is_type(v, json_type_double) && !json_object_is_type(v, json_type_int))
		return refuse(r, at, "must be a number");
	double x = json_object_get_double(v);
	if (!isfinite(x) || fabs(x) > NUMBER_MAX)
		return refuse(r, at, "is out of range");
	*ret_x = x;
	return OK;
}

static enum err load_source(struct reader *r, const struct place *at, struct json_object *v,
	enum profile_source *ret_source)
{
	const char *name;
	TRY(load_str(r, at, v, TEXT_MAX, &name));
	for (enum profile_source s = 0; s < SOURCE__MAX; s++) {
		if (str_eq(name, profile_source_name(s))) {
			*ret_source = s;
			return OK;
		}
	}
	return refuse(r, at, "is no source");
}

static enum err load_list(struct reader *r, const struct place *at, const struct field *f, struct json_object *v,
	char *base)
{
	if (!json_object_is_type(v, json_type_array))
		return refuse(r, at, "must be an array");
	size_t n = json_len(v);
	if (n > f->max)
		return refuse(r, at, "has too many elements");
	size_t step = f->kind == KIND_LIST ? f->shape->size : sizeof(void *);
	char *items = n ? arena_array(r->a, n, step) : NULL;
	for (size_t i = 0; i < n; i++) {
		if (arena_over(r->a))
			return err_set(r->note, ERR_TOO_BIG, "the profile is too large");
		struct place here = { .parent = at, .index = i, .indexed = true };
		char *element = items + i * step;
		if (f->kind == KIND_STRINGS) {
			TRY(load_str(r, &here, json_at(v, i), TEXT_MAX, (const char **)(void *)element));
			continue;
		}
		if (f->kind == KIND_REFS) {
			*(void **)(void *)element = arena_alloc(r->a, f->shape->size);
			element = *(char **)(void *)element;
		}
		TRY(load_struct(r, &here, f->shape, json_at(v, i), element));
	}
	*(void **)(void *)(base + f->offset) = items;
	*(size_t *)(void *)(base + f->offset_n) = n;
	return OK;
}

static enum err load_metric(struct reader *r, const struct place *at, struct json_object *v, int64_t min,
	int64_t max, struct metric *ret_metric)
{
	int64_t n;
	TRY(load_int(r, at, v, min, max, &n));
	*ret_metric = METRIC(n);
	return OK;
}

static enum err load_tally(struct reader *r, const struct place *at, const struct flat_tool *flat, struct mark_totals *t)
{
	size_t tool = 0;
	while (tool < TOOL__MAX && !str_eq(mark_tools[tool].id, flat->id))
		tool++;
	if (tool == TOOL__MAX)
		return refuse(r, at, "holds a tool that is not known");
	struct mark_tally *tally = &t->tools[tool];
	*tally = (struct mark_tally){ .commits = (uint64_t)flat->commits.n, .first_ms = flat->first_ms,
		.last_ms = flat->last_ms, .n_evidence = flat->n_evidence };
	for (size_t i = 0; i < MARK_LEVEL__MAX; i++)
		tally->by_level[i] = (uint64_t)flat->by_level[i].n;
	if (flat->n_evidence)
		tally->evidence = arena_array(r->a, MARK_EVIDENCE_KEPT, sizeof(*tally->evidence));
	for (size_t i = 0; i < flat->n_evidence; i++) {
		const struct flat_evidence *e = &flat->evidence[i];
		size_t level = 0;
		while (level < MARK_LEVEL__MAX && !str_eq(mark_level_name((enum mark_level)level), e->level))
			level++;
		if (level == MARK_LEVEL__MAX)
			return refuse(r, at, "holds a level that is not known");
		tally->evidence[i] = (struct mark_evidence){ e->oid, e->repo, (enum mark_level)level, e->text };
	}
	return OK;
}

static enum err load_marks(struct reader *r, const struct place *at, struct json_object *v, struct mark_totals **ret_t)
{
	struct flat_totals flat = { .n_tools = 0 };
	TRY(load_struct(r, at, &flat_totals_shape, v, (char *)&flat));
	struct mark_totals *t = arena_alloc(r->a, sizeof(*t));
	mark_totals_init(t, r->a);
	t->seen = (uint64_t)flat.seen.n;
	t->marked = (uint64_t)flat.marked.n;
	for (size_t i = 0; i < flat.n_tools; i++)
		TRY(load_tally(r, at, &flat.tools[i], t));
	*ret_t = t;
	return OK;
}

static enum err load_field(struct reader *r, const struct place *at, const struct field *f, struct json_object *v,
	char *base)
{
	void *to = base + f->offset;
	int64_t n;
	switch (f->kind) {
	case KIND_STR:
		return load_str(r, at, v, f->max, to);
	case KIND_METRIC:
		return load_metric(r, at, v, 0, COUNT_MAX, to);
	case KIND_TIME:
		return load_metric(r, at, v, -TIME_MAX, TIME_MAX, to);
	case KIND_BOOL:
		if (!json_object_is_type(v, json_type_boolean))
			return refuse(r, at, "must be true or false");
		*(bool *)to = json_object_get_boolean(v);
		return OK;
	case KIND_INT:
		TRY(load_int(r, at, v, INT32_MIN, INT32_MAX, &n));
		*(int *)to = (int)n;
		return OK;
	case KIND_I64:
		return load_int(r, at, v, -TIME_MAX, TIME_MAX, to);
	case KIND_DOUBLE:
		return load_double(r, at, v, to);
	case KIND_SOURCE:
		return load_source(r, at, v, to);
	case KIND_STRUCT:
		return load_struct(r, at, f->shape, v, to);
	case KIND_MARKS:
		return load_marks(r, at, v, to);
	case KIND_STRINGS:
	case KIND_LIST:
	case KIND_REFS:
		return load_list(r, at, f, v, base);
	}
	return OK;
}

static enum err load_struct(struct reader *r, const struct place *at, const struct shape *shape,
	struct json_object *obj, char *base)
{
	if (!json_object_is_type(obj, json_type_object))
		return at ? refuse(r, at, "must be an object") :
			    err_set(r->note, ERR_INVALID, "the profile must be an object");
	for (size_t i = 0; i < shape->n; i++) {
		const struct field *f = &shape->fields[i];
		struct json_object *v = json_get(obj, f->key);
		struct place here = { .parent = at, .key = f->key };
		if (v)
			TRY(load_field(r, &here, f, v, base));
	}
	return OK;
}

enum err profile_load(struct err_note *note, struct arena *a, struct json_object *root, struct profile *ret_profile)
{
	struct reader r = { note, a };
	struct profile p = { .source = SOURCE_JSON };
	TRY(load_struct(&r, NULL, &profile_shape, root, (char *)&p));
	*ret_profile = p;
	return OK;
}

/* ---- gps score */

static void read_times(struct profile *p)
{
	for (size_t i = 0; i < p->n_commits; i++) {
		struct commit *c = &p->commits[i];
		if (!c->time_ms.known && c->date)
			c->time_ms.known = parse_time(c->date, &c->time_ms.n);
	}
	for (size_t i = 0; i < p->n_repos_listed; i++) {
		struct repo *repo = &p->repos[i];
		if (!repo->pushed_ms.known && repo->updated_at)
			repo->pushed_ms.known = parse_time(repo->updated_at, &repo->pushed_ms.n);
	}
}

enum err profile_from_json(struct err_note *note, struct arena *a, struct json_object *profile,
	struct json_object *commits, struct profile *ret_profile)
{
	struct reader r = { note, a };
	struct profile p = { .source = SOURCE_JSON };
	struct place root = { .key = "profile" };
	TRY(load_struct(&r, &root, &profile_shape, profile, (char *)&p));
	struct place stats = { .parent = &root, .key = "contribution_stats" };
	struct json_object *v = json_get(profile, stats.key);
	if (v)
		TRY(load_struct(&r, &stats, &stats_shape, v, (char *)&p));
	if (json_get(profile, "organizations"))
		p.organizations_known = true;
	if (!p.n_repos.known && json_get(profile, "repos"))
		p.n_repos = METRIC((int64_t)p.n_repos_listed);
	if (commits) {
		static const struct field list = LIST(profile, "commits", commits, n_commits, KIND_LIST,
			COMMITS_MAX, &commit_shape);
		struct place here = { .key = list.key };
		TRY(load_list(&r, &here, &list, commits, (char *)&p));
		p.commits_known = true;
	}
	read_times(&p);
	*ret_profile = p;
	return OK;
}
