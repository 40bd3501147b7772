/* scan_profile(): folds the streams of one or several repositories into a struct profile. */
#include "config.h"

#include "core/scan/scan.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/profile/marks.h"
#include "core/profile/profile.h"
#include "core/scan/gitrepo.h"
#include "core/scan/language.h"
#include "core/scan/people.h"
#include "core/scan/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	RECENT_DAYS = 90,
	YEAR_DAYS = 365,
	CALENDAR_DAYS = 371, /* 53 weeks, as GitHub draws them */
	SAMPLE_MIN = 20,     /* of each repository, however many there are */
	SAMPLE_MESSAGE_MAX = 8 * 1024,
	PROGRESS_EVERY = 512,
	SCRATCH_CAP = 16 * 1024 * 1024,
	REPO_CAP = 64 * 1024 * 1024,
	OID_DIGITS = 16, /* of the oid in the set of those seen: 64 bits */
};

struct fold {
	const struct scan_options *options;
	struct arena *a; /* the profile's */
	struct arena scratch; /* one commit's */
	struct arena repo_memory; /* one repository's: what git answered about it */
	struct profile *p;
	struct mark_totals *marks;
	struct id_set oids, own_oids; /* seen so far; only with several paths */
	struct id_set contributors;
	int64_t commits_read; /* for the progress */
	int64_t commits_all;  /* distinct ones */
	bool has_trailers; /* somebody uses Reviewed-by and the like */
	const char *person_name; /* of the newest match */
	size_t path_i;
	size_t cap_commits, cap_repos, cap_marks;

	/* all repositories */
	int64_t lines[LANG__MAX], repos[LANG__MAX];
	struct scan_lines total, categories[SCAN_CATEGORY__MAX];
	int64_t commits, recent, year, merges, coauthored;
	int64_t reviews, reviews_recent, reviews_year;
	int *days; /* commits of so many days ago; NULL = no history is wanted */

	/* the one being read */
	const struct gitrepo *repo;
	struct repo *row;
	int64_t row_lines[LANG__MAX];
	int64_t row_commits, seen, duplicates, edges, row_newest_ms;
	bool row_dated;
	size_t row_sample, sample_max;
};

static int64_t day_of(struct scan_time t)
{
	return clock_day(t.unix_s * 1000);
}

/* Whether t lies in the `days` days up to now. */
static bool within(const struct fold *f, struct scan_time t, int days)
{
	int64_t age = f->options->now_ms - t.unix_s * 1000;
	return t.known && age >= 0 && age < days * CLOCK_DAY_MS;
}

static bool is_tool(struct fold *f, const struct scan_person *p)
{
	struct person person = { .name = p->name, .email = p->email };
	struct mark found[MARKS_MAX];
	return marks_is_bot(&person) || marks_find(&f->scratch, &person, NULL, NULL, found) > 0;
}

/* Trailers: people who shared the work, people who looked at it. */
static void fold_trailers(struct fold *f, const struct scan_commit *c, bool is_own)
{
	const char *author = f->options->author, *message = c->message;
	struct scan_person p;
	enum trailer kind;
	bool shared = false, reviewed = false;
	while ((kind = people_next_trailer(&f->scratch, &message, &p)) != TRAILER_NONE) {
		bool named = people_match(author, &p);
		bool is_author = people_id(&p) == people_id(&c->author);
		if (kind == TRAILER_REVIEW) {
			f->has_trailers = true;
			reviewed |= named && !is_author && !(author && is_own);
		} else if (!is_author && (is_own || named)) {
			shared = shared || !is_tool(f, &p);
		}
	}
	f->coauthored += shared;
	f->reviews += reviewed;
	f->reviews_recent += reviewed && within(f, c->authored, RECENT_DAYS);
	f->reviews_year += reviewed && within(f, c->authored, YEAR_DAYS);
}

static struct person to_person(struct arena *a, const struct scan_person *p)
{
	return (struct person){ .name = arena_strdup(a, p->name), .email = arena_strdup(a, p->email) };
}

static struct metric lines_metric(const struct scan_commit *c, int64_t n)
{
	return c->is_edge ? (struct metric){ .known = false } : METRIC(n);
}

/* The commit in the profile's shape; strings borrowed where borrow is set. */
static struct commit to_commit(struct fold *f, struct arena *a, const struct scan_commit *c, bool borrow)
{
	struct commit out = { .repo = f->repo->name,
		.changed_files = lines_metric(c, c->total.files),
		.additions = lines_metric(c, c->total.added),
		.deletions = lines_metric(c, c->total.deleted) };
	if (c->committed.known) {
		char iso[CLOCK_ISO_LEN];
		out.time_ms = METRIC(c->committed.unix_s * 1000);
		out.date = borrow ? NULL : arena_strdup(a, clock_iso(c->committed.unix_s * 1000, iso));
	}
	if (borrow) {
		out.oid = c->oid;
		out.message = c->message;
		out.author = (struct person){ .name = c->author.name, .email = c->author.email };
		out.committer = (struct person){ .name = c->committer.name, .email = c->committer.email };
		return out;
	}
	size_t len = strlen(c->message);
	out.oid = arena_strdup(a, c->oid);
	out.message = utf8_sanitize(a, c->message, len > SAMPLE_MESSAGE_MAX ? SAMPLE_MESSAGE_MAX : len);
	out.author = to_person(a, &c->author);
	out.committer = to_person(a, &c->committer);
	return out;
}

static void fold_time(struct fold *f, const struct scan_commit *c)
{
	f->recent += within(f, c->authored, RECENT_DAYS);
	f->year += within(f, c->authored, YEAR_DAYS);
	if (c->authored.known) {
		int64_t i = day_of(c->authored) - f->p->calendar[0].day;
		if (i >= 0 && i < CALENDAR_DAYS)
			f->p->calendar[i].count++;
		int64_t ago = clock_day(f->options->now_ms) - day_of(c->authored);
		if (f->days && ago >= 0 && ago < SCAN_HISTORY_DAYS)
			f->days[ago]++;
	}
	if (c->committed.known && (!f->row_dated || c->committed.unix_s * 1000 > f->row_newest_ms)) {
		f->row_newest_ms = c->committed.unix_s * 1000;
		f->row_dated = true;
	}
}

static void fold_lines(struct scan_lines *to, const struct scan_lines *from)
{
	to->added += from->added;
	to->deleted += from->deleted;
	to->files += from->files;
}

static void fold_own(struct fold *f, const struct scan_commit *c)
{
	if (!f->person_name)
		f->person_name = arena_strdup(f->a, c->author.name);
	f->commits++;
	f->row_commits++;
	f->merges += c->n_parents > 1;
	fold_time(f, c);
	fold_lines(&f->total, &c->total);
	for (size_t i = 0; i < SCAN_CATEGORY__MAX; i++)
		fold_lines(&f->categories[i], &c->categories[i]);
	for (size_t i = 0; i < c->n_languages; i++)
		f->row_lines[c->languages[i].language] += c->languages[i].lines.added;
	struct commit borrowed = to_commit(f, &f->scratch, c, true);
	mark_totals_add(f->marks, &borrowed);
	if (f->row_sample < f->sample_max) {
		*ARENA_PUSH(f->a, f->p->commits, f->p->n_commits, f->cap_commits) = to_commit(f, f->a, c, false);
		f->row_sample++;
	}
}

static uint64_t oid_prefix(const char *oid)
{
	unsigned char bytes[OID_DIGITS / 2] = { 0 };
	uint64_t id = 0;
	(void)parse_hex(oid, OID_DIGITS, bytes); /* gitlog.c let only hex through */
	for (size_t i = 0; i < sizeof(bytes); i++)
		id = id << 8 | bytes[i];
	return id;
}

static void show_progress(struct fold *f)
{
	if (f->options->progress && f->commits_read % PROGRESS_EVERY == 0)
		f->options->progress(f->options->ctx, &(struct scan_progress){ f->repo->path, f->path_i,
			f->options->n_paths, f->commits_read });
	f->commits_read++;
}

/* False for a commit of a repository read before. */
static bool is_first(const struct fold *f, struct id_set *seen, const struct scan_commit *c)
{
	return f->options->n_paths == 1 || id_set_add(seen, oid_prefix(c->oid));
}

/* A commit with its lines: everybody's, or those git took for the author's. */
static enum err on_own(void *ctx, struct err_note *note, const struct scan_commit *c)
{
	struct fold *f = ctx;
	(void)note;
	show_progress(f);
	if (!people_match(f->options->author, &c->author) || !is_first(f, &f->own_oids, c))
		return OK;
	arena_reset(&f->scratch);
	fold_own(f, c);
	return OK;
}

/* Any commit, lines or not: who took part. */
static enum err on_any(void *ctx, struct err_note *note, const struct scan_commit *c)
{
	struct fold *f = ctx;
	(void)note;
	show_progress(f);
	f->seen++;
	if (!is_first(f, &f->oids, c)) {
		f->duplicates++;
		return OK;
	}
	arena_reset(&f->scratch);
	f->commits_all++;
	f->edges += c->is_edge;
	(void)id_set_add(&f->contributors, people_id(&c->author));
	fold_trailers(f, c, people_match(f->options->author, &c->author));
	return OK;
}

static enum err on_team(void *ctx, struct err_note *note, const struct scan_commit *c)
{
	struct fold *f = ctx;
	int64_t duplicates = f->duplicates;
	TRY(on_any(ctx, note, c));
	if (f->duplicates == duplicates)
		fold_own(f, c);
	return OK;
}

/*
 * Everybody in one pass. For one author two: counting lines is what takes git's time, so it counts
 * only the author's, and the others' commits are read without, some 20 times faster.
 */
static enum err walk(struct err_note *note, struct fold *f)
{
	if (!f->options->author)
		return walk_repo(note, f->repo, NULL, true, on_team, f);
	TRY(walk_repo(note, f->repo, f->options->author, true, on_own, f));
	return walk_repo(note, f->repo, NULL, false, on_any, f);
}

/*
 * Extensions that several languages claim belong to the claimant that the commits counted have most
 * other lines of; where they have none of any, to the first, or to nobody.
 */
static const struct {
	int shared;
	bool first_else_nobody;
	int claimants[4];
	size_t n;
} shared_extensions[] = {
	{ LANG_C_HEADER, true, { LANG_C, LANG_CPP, LANG_OBJECTIVE_C, LANG_OBJECTIVE_CPP }, 4 },
	{ LANG_M_FILE, true, { LANG_OBJECTIVE_C, LANG_MATLAB }, 2 },
	{ LANG_T_FILE, true, { LANG_PERL, LANG_SHELL, LANG_RAKU }, 3 },
	{ LANG_INC_FILE, false, { LANG_PHP, LANG_ASSEMBLY, LANG_PASCAL }, 3 },
};

static void assign_shared(struct fold *f)
{
	for (size_t i = 0; i < ARRAY_LEN(shared_extensions); i++) {
		const int *claimants = shared_extensions[i].claimants, shared = shared_extensions[i].shared;
		int best = claimants[0];
		for (size_t c = 1; c < shared_extensions[i].n; c++)
			if (f->row_lines[claimants[c]] > f->row_lines[best])
				best = claimants[c];
		if (f->row_lines[best] || shared_extensions[i].first_else_nobody)
			f->row_lines[best] += f->row_lines[shared];
		f->row_lines[shared] = 0;
	}
}

static int by_lines(const void *a, const void *b)
{
	const struct language *x = a, *y = b;
	if (x->lines.n != y->lines.n)
		return x->lines.n < y->lines.n ? 1 : -1;
	return strcmp(x->name, y->name);
}

static struct language *to_languages(struct arena *a, const int64_t lines[LANG__MAX], const int64_t *repos, size_t *ret_n)
{
	size_t n = 0;
	int64_t sum = 0;
	for (int i = 0; i < LANG__MAX; i++) {
		n += lines[i] > 0;
		sum += lines[i];
	}
	struct language *list = n ? arena_array(a, n, sizeof(*list)) : NULL;
	size_t at = 0;
	for (int i = 0; i < LANG__MAX; i++) {
		if (lines[i] <= 0)
			continue;
		list[at++] = (struct language){ .name = language_row(i)->name,
			.percentage = round((double)lines[i] * 1000 / (double)sum) / 10,
			.lines = METRIC(lines[i]),
			.repos = METRIC(repos ? repos[i] : 1),
			.color = language_row(i)->color };
	}
	if (n)
		qsort(list, n, sizeof(*list), by_lines);
	*ret_n = n;
	return list;
}

static bool has_mark(const struct profile *p, const char *tool, const char *path, const char *repo)
{
	size_t len = strcspn(path, "/");
	for (size_t i = 0; i < p->n_config_marks; i++) {
		const struct config_mark *m = &p->config_marks[i];
		if (str_eq(m->tool, tool) && str_eq(m->repo, repo) && strcspn(m->path, "/") == len &&
			(path[len] == '\0' || str_starts(path, m->path)))
			return true;
	}
	return false;
}

/* Root files, and the configuration of AI tools: a folder is named once, not each file in it. */
static enum err fold_files(struct err_note *note, struct fold *f, struct repo *row)
{
	const char **paths;
	size_t n_root, n, cap = 0;
	TRY(gitrepo_files(note, &f->repo_memory, f->repo, &paths, &n_root, &n));
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(paths[i]);
		const char *path = arena_strndup(&f->repo_memory, paths[i], len - str_ends(paths[i], "/"));
		if (i < n_root || (str_starts(path, ".github/") && !strchr(path + strlen(".github/"), '/')))
			*ARENA_PUSH(f->a, row->root_files, row->n_root_files, cap) = arena_strdup(f->a, path);
		const struct mark_tool *tool = marks_config_file(path);
		if (tool && !has_mark(f->p, tool->id, path, row->name))
			*ARENA_PUSH(f->a, f->p->config_marks, f->p->n_config_marks, f->cap_marks) =
				(struct config_mark){ tool->id, arena_strdup(f->a, path), row->name };
	}
	return OK;
}

static void miss_repo(struct fold *f, const char *reason, const char *detail)
{
	profile_miss(f->p, f->a, arena_printf(f->a, "repo:%s.commits", f->repo->name), reason, detail);
}

static void say_what_is_missing(struct fold *f)
{
	if (f->repo->is_unborn)
		miss_repo(f, "EMPTY", "the current branch has no commits yet");
	else if (f->seen && f->duplicates == f->seen)
		miss_repo(f, "DUPLICATE", "all its commits were counted in a repository before it");
	else if (!f->row_commits)
		miss_repo(f, "NOT_FOUND", "no commit of the author asked for");
	if (f->repo->is_shallow)
		miss_repo(f, "SHALLOW", arena_printf(f->a, "a shallow clone: what came before its cut is not counted, "
			"and %lld commits at the cut have no line counts", (long long)f->edges));
}

static enum err close_repo(struct err_note *note, struct fold *f)
{
	say_what_is_missing(f);
	if (!f->row_commits)
		return OK;
	struct repo row = { .name = f->repo->name, .commits = METRIC(f->row_commits) };
	if (f->row_dated) {
		char iso[CLOCK_ISO_LEN];
		row.pushed_ms = METRIC(f->row_newest_ms);
		row.updated_at = arena_strdup(f->a, clock_iso(f->row_newest_ms, iso));
	}
	assign_shared(f);
	for (int i = 0; i < LANG__MAX; i++) {
		f->lines[i] += f->row_lines[i];
		f->repos[i] += f->row_lines[i] > 0;
	}
	row.languages = to_languages(f->a, f->row_lines, NULL, &row.n_languages);
	row.language = row.n_languages ? row.languages[0].name : NULL;
	TRY(fold_files(note, f, &row));
	*ARENA_PUSH(f->a, f->p->repos, f->p->n_repos_listed, f->cap_repos) = row;
	return OK;
}

static enum err fold_repo(struct err_note *note, struct fold *f, const char *path)
{
	struct gitrepo repo;
	arena_reset(&f->repo_memory);
	TRY(gitrepo_open(note, &f->repo_memory, path, &repo));
	repo.name = arena_strdup(f->a, repo.name); /* the sample and the marks point to it */
	f->repo = &repo;
	memset(f->row_lines, 0, sizeof(f->row_lines));
	f->row_commits = f->seen = f->duplicates = f->edges = f->row_newest_ms = 0;
	f->row_dated = false;
	f->row_sample = 0;
	TRY(walk(note, f));
	TRY(close_repo(note, f));
	if (arena_over(f->a))
		return err_set(note, ERR_TOO_BIG, "too much for the memory allowed (arena_max)");
	return OK;
}

static int by_pushed(const void *a, const void *b)
{
	const struct repo *x = a, *y = b;
	if (x->pushed_ms.known != y->pushed_ms.known)
		return x->pushed_ms.known ? -1 : 1;
	if (x->pushed_ms.n != y->pushed_ms.n)
		return x->pushed_ms.n < y->pushed_ms.n ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void fill_unknown(struct fold *f)
{
	static const char *const fields[] = { "followers", "following", "stars", "forks", "topics", "organizations",
		"contributions.prs", "contributions.issues", "contributions.discussions" };
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		profile_miss(f->p, f->a, fields[i], "UNSUPPORTED", "git on disk does not know it");
	if (!f->has_trailers)
		profile_miss(f->p, f->a, "contributions.reviews", "UNSUPPORTED",
			"no Reviewed-by or like trailer anywhere: reviews are not recorded in these repositories");
}

static void fill_totals(struct fold *f)
{
	struct profile *p = f->p;
	const struct scan_lines *k = f->categories;
	p->recent.commits = METRIC(f->recent);
	p->year.commits = METRIC(f->year);
	p->all_time.commits = METRIC(f->commits);
	p->contributions_last_year = METRIC(f->year);
	if (f->has_trailers) {
		p->recent.reviews = METRIC(f->reviews_recent);
		p->year.reviews = METRIC(f->reviews_year);
		p->all_time.reviews = p->reviewed_by = METRIC(f->reviews);
	}
	p->coauthored = METRIC(f->coauthored);
	p->merges = METRIC(f->merges);
	p->contributors = METRIC((int64_t)f->contributors.n);
	p->lines_added = METRIC(f->total.added);
	p->lines_deleted = METRIC(f->total.deleted);
	p->files_touched = METRIC(f->total.files);
	p->mark_commits = METRIC(f->commits);
	p->mark_totals = f->marks;
	p->categories = (struct file_categories){ .source = METRIC(k[SCAN_SOURCE].added), .test = METRIC(k[SCAN_TEST].added),
		.docs = METRIC(k[SCAN_DOCS].added), .config = METRIC(k[SCAN_CONFIG].added),
		.generated = METRIC(k[SCAN_GENERATED].added), .vendored = METRIC(k[SCAN_VENDORED].added),
		.lock = METRIC(k[SCAN_LOCK].added), .translation = METRIC(k[SCAN_TRANSLATION].added),
		.binary = METRIC(k[SCAN_BINARY].files) };
}

static void fill(struct fold *f)
{
	struct profile *p = f->p;
	p->n_repos = METRIC((int64_t)p->n_repos_listed);
	if (p->n_repos_listed)
		qsort(p->repos, p->n_repos_listed, sizeof(*p->repos), by_pushed);
	p->languages = to_languages(f->a, f->lines, f->repos, &p->n_languages);
	p->commits_known = p->n_commits > 0;
	p->name = f->options->author ? f->person_name : p->n_repos_listed == 1 ? p->repos[0].name : NULL;
	fill_totals(f);
	fill_unknown(f);
}

static void begin(struct fold *f, struct arena *a, const struct scan_options *options, struct profile *p)
{
	f->options = options;
	f->a = a;
	f->p = p;
	f->sample_max = SCAN_SAMPLE / options->n_paths;
	if (f->sample_max < SAMPLE_MIN)
		f->sample_max = SAMPLE_MIN;
	f->marks = arena_alloc(a, sizeof(*f->marks));
	mark_totals_init(f->marks, a);
	arena_init(&f->scratch, SCRATCH_CAP);
	arena_init(&f->repo_memory, REPO_CAP);
	p->source = SOURCE_GIT;
	p->fetched_ms = options->now_ms;
	p->is_team = !options->author;
	p->login = options->author ? utf8_sanitize(a, options->author, strlen(options->author)) : NULL;
	p->calendar = arena_array(a, CALENDAR_DAYS, sizeof(*p->calendar));
	p->n_calendar = CALENDAR_DAYS;
	for (int i = 0; i < CALENDAR_DAYS; i++)
		p->calendar[i].day = clock_day(options->now_ms) - CALENDAR_DAYS + 1 + i;
	f->days = options->history ? arena_array(a, SCAN_HISTORY_DAYS, sizeof(*f->days)) : NULL;
}

static void fill_history(const struct fold *f, struct history *ret_history)
{
	size_t n = SCAN_HISTORY_DAYS;
	while (n > 1 && !f->days[n - 1])
		n--;
	struct history h = { .n = n, .login = f->p->login, .fetched_ms = f->options->now_ms };
	h.first_day = h.created_day = clock_day(f->options->now_ms) - (int64_t)n + 1;
	h.counts = arena_array(f->a, n, sizeof(*h.counts));
	for (size_t i = 0; i < n; i++)
		h.counts[i] = f->days[n - 1 - i];
	*ret_history = h;
}

/* "PATH: what is wrong". */
static enum err name_path(struct err_note *note, struct arena *a, const char *path, enum err e)
{
	if (!note)
		return e;
	const char *text = arena_strdup(a, *note->text ? note->text : err_title(e));
	return err_field(note, e, "path", "%s: %s", utf8_sanitize(a, path, strlen(path)), text);
}

enum err scan_profile(struct err_note *note, struct arena *a, const struct scan_options *options,
	struct profile *ret_profile)
{
	struct profile p = { .source = SOURCE_GIT };
	if (!options->n_paths)
		return err_set(note, ERR_INVALID, "no path given");
	if (options->author && !*options->author)
		return err_set(note, ERR_INVALID, "an empty author");
	struct fold *f = arena_alloc(a, sizeof(*f));
	begin(f, a, options, &p);
	enum err e = OK;
	for (f->path_i = 0; !e && f->path_i < options->n_paths; f->path_i++) {
		e = fold_repo(note, f, options->paths[f->path_i]);
		if (e)
			e = name_path(note, a, options->paths[f->path_i], e);
	}
	if (!e && options->author && !f->commits && f->commits_all)
		e = err_field(note, ERR_NOT_FOUND, "author", "none of %lld commits is by \"%s\"",
			(long long)f->commits_all, p.login);
	if (!e) {
		fill(f);
		if (options->history)
			fill_history(f, options->history);
		*ret_profile = p;
	}
	arena_release(&f->scratch);
	arena_release(&f->repo_memory);
	id_set_release(&f->oids);
	id_set_release(&f->own_oids);
	id_set_release(&f->contributors);
	return e;
}
