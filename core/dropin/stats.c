/* The stats card: counts row by row and a ring for the rank. Sizes, order and copy are github-readme-stats'. */
#include "config.h"

#include "core/cards/kinds.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/cards/look.h"
#include "core/cards/say.h"
#include "core/dropin/icons.h"
#include "core/locale/locale.h"
#include "core/render/scene.h"
#include "core/render/text.h"
#include "core/score/rank.h"

#include <math.h>
#include <string.h>
#include "core/base/banned.h"

enum row_id {
	ROW_STARS,
	ROW_COMMITS,
	ROW_PRS,
	ROW_PRS_MERGED,
	ROW_PRS_MERGED_PERCENTAGE,
	ROW_REVIEWS,
	ROW_ISSUES,
	ROW_DISCUSSIONS_STARTED,
	ROW_DISCUSSIONS_ANSWERED,
	ROW_CONTRIBS,
	ROW_PRS_AUTHORED,
	ROW_PRS_COMMENTED,
	ROW_PRS_REVIEWED,
	ROW_ISSUES_AUTHORED,
	ROW_ISSUES_COMMENTED,
	ROW__MAX
};

/* In the order of enum row_id, which is that of the card. */
#define ROW_WORDS "stars|commits|prs|prs_merged|prs_merged_percentage|reviews|issues|discussions_started|" \
	"discussions_answered|contribs|prs_authored|prs_commented|prs_reviewed|issues_authored|issues_commented"

static const struct {
	const char *id;
	enum word label;
	enum icon icon;
	bool standard;
} rows[ROW__MAX] = {
	[ROW_STARS] = { "stars", WORD_STATS_STARS, ICON_STAR, true },
	[ROW_COMMITS] = { "commits", WORD_STATS_COMMITS, ICON_COMMIT, true },
	[ROW_PRS] = { "prs", WORD_STATS_PRS, ICON_PULL_REQUEST, true },
	[ROW_PRS_MERGED] = { "prs_merged", WORD_STATS_PRS_MERGED, ICON_MERGED, false },
	[ROW_PRS_MERGED_PERCENTAGE] = { "prs_merged_percentage", WORD_STATS_PRS_MERGED_PERCENTAGE, ICON_PERCENT, false },
	[ROW_REVIEWS] = { "reviews", WORD_STATS_REVIEWS, ICON_REVIEW, false },
	[ROW_ISSUES] = { "issues", WORD_STATS_ISSUES, ICON_ISSUE, true },
	[ROW_DISCUSSIONS_STARTED] = { "discussions_started", WORD_STATS_DISCUSSIONS_STARTED, ICON_DISCUSSION, false },
	[ROW_DISCUSSIONS_ANSWERED] = { "discussions_answered", WORD_STATS_DISCUSSIONS_ANSWERED, ICON_ANSWERED, false },
	[ROW_CONTRIBS] = { "contribs", WORD_STATS_CONTRIBS, ICON_REPOSITORY, true },
	[ROW_PRS_AUTHORED] = { "prs_authored", WORD_STATS_PRS_AUTHORED, ICON_PULL_REQUEST, false },
	[ROW_PRS_COMMENTED] = { "prs_commented", WORD_STATS_PRS_COMMENTED, ICON_DISCUSSION, false },
	[ROW_PRS_REVIEWED] = { "prs_reviewed", WORD_STATS_REVIEWS, ICON_REVIEW, false },
	[ROW_ISSUES_AUTHORED] = { "issues_authored", WORD_STATS_ISSUES_AUTHORED, ICON_ISSUE, false },
	[ROW_ISSUES_COMMENTED] = { "issues_commented", WORD_STATS_ISSUES_COMMENTED, ICON_DISCUSSION, false },
};

/* Counts by search, as bits of enum tally_kind: what a row always needs, and what it needs once some repositories count. */
#define TALLY(name) (1U << TALLY_##name)
static const struct {
	unsigned int always, scoped;
} tallies[ROW__MAX] = {
	[ROW_PRS] = { 0, TALLY(PRS_AUTHORED) },
	[ROW_PRS_MERGED] = { 0, TALLY(PRS_MERGED) },
	[ROW_PRS_MERGED_PERCENTAGE] = { 0, TALLY(PRS_AUTHORED) | TALLY(PRS_MERGED) },
	[ROW_REVIEWS] = { 0, TALLY(PRS_REVIEWED) },
	[ROW_ISSUES] = { 0, TALLY(ISSUES_AUTHORED) },
	[ROW_PRS_AUTHORED] = { TALLY(PRS_AUTHORED), 0 },
	[ROW_PRS_COMMENTED] = { TALLY(PRS_COMMENTED), 0 },
	[ROW_PRS_REVIEWED] = { TALLY(PRS_REVIEWED), 0 },
	[ROW_ISSUES_AUTHORED] = { TALLY(ISSUES_AUTHORED), 0 },
	[ROW_ISSUES_COMMENTED] = { TALLY(ISSUES_COMMENTED), 0 },
};
static const unsigned int rank_tallies = TALLY(PRS_AUTHORED) | TALLY(PRS_REVIEWED) | TALLY(ISSUES_AUTHORED);

enum rank_icon { RANK_LEVEL, RANK_CAT, RANK_PERCENTILE };
enum number_format { NUMBERS_SHORT, NUMBERS_LONG };

struct stats_options {
	struct card_common common;
	struct card_look look;
	const char *username;
	unsigned int hide, show; /* bits of enum row_id */
	unsigned int role;	 /* bits of enum affiliation */
	struct option_names owner, repo;
	struct repo_scope scope; /* of both */
	bool hide_rank, show_icons, all_commits, text_bold;
	int rank_icon, commits_year, card_width, line_height, number_format, number_precision;
	struct option_names exclude_repo;
};

#define AT(member) offsetof(struct stats_options, member)
enum { WIDTH_MAX = 2000, FILTER_MAX = 10 };

static const struct card_option options[] = {
	COMMON_OPTIONS(stats_options),
	LOOK_OPTIONS(stats_options),
	RING_OPTION(stats_options),
	TITLE_OPTIONS(stats_options),
	{ .name = "username", .type = OPTION_TEXT, .offset = AT(username), .required = true, .doc = "login" },
	{ .name = "hide", .type = OPTION_WORDS, .offset = AT(hide), .words = ROW_WORDS, .doc = "rows left out" },
	{ .name = "show", .type = OPTION_WORDS, .offset = AT(show), .words = ROW_WORDS, .doc = "further rows" },
	{ .name = "hide_rank", .type = OPTION_BOOL, .offset = AT(hide_rank), .otherwise = "false", .doc = "no rank" },
	{ .name = "rank_icon", .type = OPTION_WORD, .offset = AT(rank_icon), .otherwise = "default",
		.words = "default|github|percentile", .doc = "what stands in the ring" },
	{ .name = "show_icons", .type = OPTION_BOOL, .offset = AT(show_icons), .otherwise = "false", .doc = "an icon each row" },
	{ .name = "include_all_commits", .type = OPTION_BOOL, .offset = AT(all_commits), .otherwise = "false",
		.doc = "commits of all time" },
	{ .name = "commits_year", .type = OPTION_INT, .offset = AT(commits_year), .min = 1990, .max = 2100,
		.doc = "commits of this year; else of the last twelve months" },
	{ .name = "card_width", .type = OPTION_INT, .offset = AT(card_width), .min = 287, .max = WIDTH_MAX,
		.doc = "width; 420 at least beside a rank" },
	{ .name = "line_height", .type = OPTION_INT, .offset = AT(line_height), .otherwise = "25", .min = 18, .max = 100,
		.doc = "distance of the rows" },
	{ .name = "exclude_repo", .type = OPTION_NAMES, .offset = AT(exclude_repo),
		.doc = "repositories whose stars do not count" },
	{ .name = "role", .type = OPTION_WORDS, .offset = AT(role), .words = "OWNER|ORGANIZATION_MEMBER|COLLABORATOR",
		.doc = "whose repositories' stars count; else one's own" },
	{ .name = "owner", .type = OPTION_NAMES, .offset = AT(owner),
		.doc = "only repositories of these people and organisations count, ten at most" },
	{ .name = "repo", .type = OPTION_NAMES, .offset = AT(repo),
		.doc = "only these repositories count, ten at most: owner/name, or one's own by name" },
	{ .name = "text_bold", .type = OPTION_BOOL, .offset = AT(text_bold), .otherwise = "true", .doc = "bold rows" },
	{ .name = "number_format", .type = OPTION_WORD, .offset = AT(number_format), .otherwise = "short",
		.words = "short|long", .doc = "6.6k or 6626" },
	{ .name = "number_precision", .type = OPTION_INT, .offset = AT(number_precision), .otherwise = "-1", .min = 0, .max = 2,
		.doc = "decimals of short numbers" },
};

static bool is_shown(const struct stats_options *o, unsigned int row)
{
	return (rows[row].standard || o->show >> row & 1) && !(o->hide >> row & 1);
}

static enum err read_filter(struct err_note *note, struct arena *a, struct stats_options *o, const char *field,
	const struct option_names *names)
{
	const char *colon = strchr(o->username, ':'); /* "git:NAME" */
	if (names->n > FILTER_MAX)
		return err_field(note, ERR_UNPROCESSABLE, field, "more than %d names", FILTER_MAX);
	for (size_t i = 0; i < names->n; i++) {
		const char *item = names->items[i];
		bool whole = names == &o->owner || strchr(item, '/');
		if (!whole)
			item = arena_printf(a, "%s/%s", colon ? colon + 1 : o->username, item);
		if ((names == &o->owner && strchr(item, '/')) || repo_scope_add(NULL, &o->scope, a, item))
			return err_field(note, ERR_UNPROCESSABLE, field, "not names, or too many of them");
	}
	return OK;
}

/* Only some repositories count: what is otherwise told with the person is counted by searches. */
static void need_scope(const struct stats_options *o, struct card_request *rq)
{
	rq->target.scope = o->scope;
	rq->target.all_years = o->all_commits;
	rq->target.year = o->commits_year;
	if (!o->hide_rank || is_shown(o, ROW_COMMITS))
		rq->needs |= NEED_SCOPED;
	if (!o->hide_rank)
		rq->target.tallies |= rank_tallies;
	for (unsigned int i = 0; i < ROW__MAX; i++)
		rq->target.tallies |= is_shown(o, i) ? tallies[i].scoped : 0;
}

static void need_commits(const struct stats_options *o, struct card_request *rq)
{
	if (o->all_commits) {
		rq->needs |= NEED_ALL_COMMITS;
	} else if (o->commits_year) {
		rq->needs |= NEED_YEAR;
		rq->target.year = o->commits_year;
	}
}

static enum err prepare(struct err_note *note, struct arena *a, struct card_request *rq)
{
	struct stats_options *o = rq->options;
	rq->target.login = o->username;
	rq->needs = NEED_BASIC;
	TRY(read_filter(note, a, o, "owner", &o->owner));
	TRY(read_filter(note, a, o, "repo", &o->repo));
	for (unsigned int i = 0; i < ROW__MAX; i++)
		rq->target.tallies |= is_shown(o, i) ? tallies[i].always : 0;
	if (o->scope.n)
		need_scope(o, rq);
	else
		need_commits(o, rq);
	rq->target.ways = o->role;
	if (o->role && o->role != AFFILIATION_OWNER)
		rq->needs |= NEED_AFFILIATED;
	else if (o->exclude_repo.n || o->scope.n)
		rq->needs |= NEED_REPOSITORIES;
	if (rq->target.tallies)
		rq->needs |= NEED_COUNTS;
	for (unsigned int i = 0; i < ROW__MAX; i++)
		if (is_shown(o, i))
			return OK;
	if (o->hide_rank)
		return err_field(note, ERR_UNPROCESSABLE, "hide", "every row and the rank are hidden");
	return OK;
}

/* ---- what the card says */

struct row {
	enum row_id id;
	const char *label, *shown;
	double value;
	bool known;
};

struct model {
	const char *title;
	struct row rows[ROW__MAX];
	size_t n_rows;
	bool has_rank, rank_known;
	struct rank rank;
};

static struct metric stars_of(const struct facts *p, const struct stats_options *o)
{
	struct metric stars = p->stars;
	for (size_t i = 0; (o->exclude_repo.n || o->scope.n) && i < p->n_repos_listed; i++) {
		const struct facts_repo *r = &p->repos[i];
		if (r->stars.known && (option_names_hold(&o->exclude_repo, r->name) || !repo_scope_holds(&o->scope, r->owner, r->name)))
			stars.n -= r->stars.n;
	}
	return stars;
}

static struct metric commits_of(const struct stats_options *o, const struct card_facts *f)
{
	if (o->scope.n)
		return f->scoped_commits;
	if (o->all_commits)
		return f->all_commits >= 0 ? METRIC(f->all_commits) : f->person->commits_all;
	if (o->commits_year)
		return (struct metric){ .n = f->year_commits, .known = f->year_commits >= 0 };
	return f->person->commits_year;
}

static struct metric count_of(enum row_id id, const struct stats_options *o, const struct card_facts *f)
{
	const struct facts *p = f->person;
	const struct metric *found = f->counts;
	const bool scoped = o->scope.n;
	const struct metric counts[ROW__MAX] = {
		[ROW_STARS] = stars_of(p, o),
		[ROW_COMMITS] = commits_of(o, f),
		[ROW_PRS] = scoped ? found[TALLY_PRS_AUTHORED] : p->prs,
		[ROW_PRS_MERGED] = scoped ? found[TALLY_PRS_MERGED] : p->prs_merged,
		[ROW_REVIEWS] = scoped ? found[TALLY_PRS_REVIEWED] : p->reviews_year,
		[ROW_ISSUES] = scoped ? found[TALLY_ISSUES_AUTHORED] : p->issues,
		[ROW_PRS_AUTHORED] = found[TALLY_PRS_AUTHORED],
		[ROW_PRS_COMMENTED] = found[TALLY_PRS_COMMENTED],
		[ROW_PRS_REVIEWED] = found[TALLY_PRS_REVIEWED],
		[ROW_ISSUES_AUTHORED] = found[TALLY_ISSUES_AUTHORED],
		[ROW_ISSUES_COMMENTED] = found[TALLY_ISSUES_COMMENTED],
		[ROW_DISCUSSIONS_STARTED] = p->discussions_started,
		[ROW_DISCUSSIONS_ANSWERED] = p->discussions_answered,
		[ROW_CONTRIBS] = p->contributed_to,
	};
	return counts[id];
}

static const char *label_of(struct arena *a, const struct locale *l, enum row_id id, const struct stats_options *o)
{
	const char *word = locale_word(l, rows[id].label);
	if (id != ROW_COMMITS || o->all_commits)
		return word;
	const char *when = o->commits_year ? number_long(a, o->commits_year) : locale_word(l, WORD_STATS_LAST_YEAR);
	return arena_printf(a, "%s (%s)", word, when);
}

static const char *count_shown(struct arena *a, int64_t n, const struct stats_options *o)
{
	return o->number_format == NUMBERS_LONG ? number_long(a, n) : number_short(a, n, o->number_precision);
}

static void fill_percentage(struct arena *a, const struct stats_options *o, const struct card_facts *f, struct row *row)
{
	struct metric prs = count_of(ROW_PRS, o, f), merged = count_of(ROW_PRS_MERGED, o, f);
	row->known = prs.known && merged.known;
	row->value = prs.n > 0 ? (double)merged.n / (double)prs.n * 100 : 0;
	row->shown = arena_printf(a, "%s %%", number_fixed(a, row->value, o->number_precision < 0 ? 2 : o->number_precision));
}

static void fill_row(struct arena *a, const struct card_request *rq, const struct card_facts *f, enum row_id id,
	struct row *row)
{
	const struct stats_options *o = rq->options;
	*row = (struct row){ .id = id, .label = label_of(a, rq->locale, id, o) };
	if (id == ROW_PRS_MERGED_PERCENTAGE) {
		fill_percentage(a, o, f, row);
	} else {
		struct metric m = count_of(id, o, f);
		row->known = m.known;
		row->value = (double)m.n;
		row->shown = count_shown(a, m.n, o);
	}
	if (!row->known)
		row->shown = locale_word(rq->locale, WORD_NOT_AVAILABLE);
}

static void fill_rank(const struct stats_options *o, const struct card_facts *f, struct model *m)
{
	const struct metric parts[] = { count_of(ROW_COMMITS, o, f), count_of(ROW_PRS, o, f), count_of(ROW_ISSUES, o, f),
		count_of(ROW_REVIEWS, o, f), count_of(ROW_STARS, o, f), f->person->followers };
	struct rank_counts counts = { parts[0].n, parts[1].n, parts[2].n, parts[3].n, parts[4].n, parts[5].n };
	m->has_rank = !o->hide_rank;
	m->rank_known = true;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		m->rank_known = m->rank_known && parts[i].known;
	m->rank = rank_of(&counts, o->all_commits);
}

static struct model model_of(struct arena *a, const struct card_request *rq, const struct card_facts *f)
{
	const struct stats_options *o = rq->options;
	struct model m = { 0 };
	for (unsigned int i = 0; i < ROW__MAX; i++)
		if (is_shown(o, i))
			fill_row(a, rq, f, (enum row_id)i, &m.rows[m.n_rows++]);
	fill_rank(o, f, &m);
	m.title = m.n_rows ? say_title(a, rq->locale, WORD_STATS_TITLE, WORD_STATS_TITLE_S, f->person) :
			     say_title(a, rq->locale, WORD_STATS_RANK_TITLE, WORD_STATS_RANK_TITLE_S, f->person);
	return m;
}

/* ---- where it stands */

enum { RING_RADIUS = 40, RING_STROKE = 6, ICON_SIDE = 16, ROW_GAP = 8, STAGGER_MS = 150 };

static double width_of(struct card_draw *d, const struct stats_options *o, const struct model *m)
{
	static const double with_rank = 450, with_rank_min = 420, alone = 290, rows_only = 287;
	double icons = o->show_icons && m->n_rows ? ICON_SIDE + 1 : 0, least, standard;
	if (m->has_rank) {
		standard = m->n_rows ? with_rank : alone;
		least = m->n_rows ? with_rank_min : alone;
	} else {
		/* as wide as the title needs, but a long name is cut and does not widen the card beyond the others */
		double title = look_title_width(d, &o->look, m->title, with_rank - 2 * LOOK_PADDING);
		least = standard = fmax(rows_only, ceil(2 * LOOK_PADDING + title));
	}
	return fmax(o->card_width ? o->card_width : standard + icons, least + icons);
}

static double height_of(const struct stats_options *o, const struct model *m)
{
	double height = 45 + (double)(m->n_rows + 1) * o->line_height;
	return fmax(height, !m->has_rank ? 0 : m->n_rows ? 150 : 180);
}

/* The ring keeps its distance from the right edge until the card is wider than usual; then both halves grow. */
static double ring_x(const struct stats_options *o, const struct model *m, double width)
{
	double icons = o->show_icons ? ICON_SIDE + 1 : 0, at = 340 + icons;
	if (!m->n_rows)
		return width / 2;
	return width > 450 ? at + 15 - icons / 2 + width - 450 : at + (width - 420 - icons) / 2;
}

static void draw_level(struct card_draw *d, const struct stats_options *o, const struct model *m, double cx, double cy)
{
	static const struct text_style level = { 24, 800 }, unknown = { 16, 600 }, head = { 14, 800 }, share = { 16, 800 };
	const double room = 2 * (RING_RADIUS - RING_STROKE), x = cx - room / 2;
	struct box slot = { x, cy - 16, room, 32 };
	struct node *n;
	if (m->rank_known && o->rank_icon == RANK_CAT) {
		n = icon_cat(d->scene, cx - 25, cy - 25.5, 50, ROLE_TEXT);
		n->motion = MOTION_SCALE;
		return;
	}
	if (m->rank_known && o->rank_icon == RANK_PERCENTILE) {
		slot = (struct box){ x, cy - 20, room, 18 };
		n = scene_text(d->scene, slot, cy - 6,
			text_fit(d->text, look_words(d, locale_word(d->locale, WORD_STATS_RANK_TOP)), head, room), ALIGN_CENTER, ROLE_TEXT);
		n->motion = MOTION_SCALE;
		slot.y = cy - 2;
		n = scene_text(d->scene, slot, cy + 14,
			text_fit(d->text, arena_printf(d->arena, "%s%%", number_fixed(d->arena, m->rank.percentile, 1)), share,
				room),
			ALIGN_CENTER, ROLE_TEXT);
		n->motion = MOTION_SCALE;
		return;
	}
	const char *text = m->rank_known ? m->rank.level : locale_word(d->locale, WORD_NOT_AVAILABLE);
	struct text_style style = m->rank_known ? level : unknown;
	n = scene_text(d->scene, slot, cy + 0.36 * style.size, text_fit(d->text, text, style, room), ALIGN_CENTER, ROLE_TEXT);
	n->motion = MOTION_SCALE;
}

static void draw_rank(struct card_draw *d, const struct stats_options *o, const struct model *m, double height)
{
	double cx = ring_x(o, m, d->scene->width), cy = height / 2 - 42 + look_body_y(&o->look);
	double share = m->rank_known ? (100 - m->rank.percentile) / 100 : 0;
	struct stroke rim = { .paint = PAINT_TINT(ROLE_RING, 0.2), .width = RING_STROKE };
	struct stroke value = { .paint = PAINT_TINT(ROLE_RING, 0.8), .width = RING_STROKE, .round = true };
	scene_arc(d->scene, cx, cy, RING_RADIUS, 0, 2 * M_PI, rim);
	if (share > 0)
		scene_arc(d->scene, cx, cy, RING_RADIUS, -M_PI / 2, 2 * M_PI * fmin(share, 1), value)->motion = MOTION_RING;
	draw_level(d, o, m, cx, cy);
}

struct row_runs {
	struct text_run label, value;
};

struct row_places {
	double left, column, right; /* of labels, of values, and where values end */
};

/* Widths of the widest label and the widest value. */
static struct point measure_rows(struct card_draw *d, const struct model *m, struct text_style style, double room,
	struct row_runs *ret_runs)
{
	struct point widest = { 0, 0 };
	for (size_t i = 0; i < m->n_rows; i++) {
		const char *label = look_words(d, arena_printf(d->arena, "%s:", m->rows[i].label));
		ret_runs[i].label = text_fit(d->text, label, style, room);
		ret_runs[i].value = text_fit(d->text, m->rows[i].shown, style, room / 2);
		widest.x = fmax(widest.x, ret_runs[i].label.width);
		widest.y = fmax(widest.y, ret_runs[i].value.width);
	}
	return widest;
}

/*
 * Labels, then values in a column of their own: at least where the originals have it, further right for long words. What
 * does not fit beside each other takes some of the right margin, then all rows are a little smaller, and only then cut.
 */
static struct row_places place_rows(struct card_draw *d, const struct stats_options *o, const struct model *m,
	struct row_runs *ret_runs)
{
	static const double margin = 10, sizes[] = { 14, 13, 12 };
	const double width = d->scene->width, beside = m->has_rank ? ring_x(o, m, width) - RING_RADIUS - RING_STROKE - ROW_GAP : 0;
	const double usual = m->has_rank ? beside : width - LOOK_PADDING, most = m->has_rank ? beside : width - margin;
	struct row_places p = { .left = LOOK_PADDING + (o->show_icons ? 25 : 0) };
	struct text_style style;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		style = (struct text_style){ sizes[i], o->text_bold ? 700 : 400 };
		struct point widest = measure_rows(d, m, style, most - p.left, ret_runs);
		double least = ceil(p.left + widest.x + ROW_GAP);
		p.right = fmin(fmax(usual, least + widest.y), most);
		p.column = fmin(fmax(o->show_icons ? 244 : 224, least), floor(p.right - widest.y));
		if (p.column >= least)
			break;
	}
	/* in its slot, so that a label that just fits is pinned for viewers with wider fonts */
	for (size_t i = 0; i < m->n_rows; i++)
		ret_runs[i].label = text_fit(d->text, ret_runs[i].label.text, style, p.column - ROW_GAP - p.left);
	return p;
}

static void draw_rows(struct card_draw *d, const struct stats_options *o, const struct model *m)
{
	struct row_runs runs[ROW__MAX];
	const struct row_places p = place_rows(d, o, m, runs);
	double y = look_body_y(&o->look);
	for (size_t i = 0; i < m->n_rows; i++, y += o->line_height) {
		const int delay = (int)(i + 3) * STAGGER_MS;
		struct box slot = { p.left, y - 1, p.column - ROW_GAP - p.left, 18 };
		struct node *n;
		if (o->show_icons) {
			n = icon_draw(d->scene, rows[m->rows[i].id].icon, LOOK_PADDING, y, ICON_SIDE, ROLE_ICON);
			n->motion = MOTION_FADE;
			n->delay_ms = delay;
		}
		n = scene_text(d->scene, slot, y + 12.5, runs[i].label, ALIGN_LEFT, ROLE_TEXT);
		n->motion = MOTION_FADE;
		n->delay_ms = delay;
		slot = (struct box){ p.column, y - 1, p.right - p.column, 18 };
		n = scene_text(d->scene, slot, y + 12.5, runs[i].value, ALIGN_LEFT, ROLE_TEXT);
		n->motion = MOTION_FADE;
		n->delay_ms = delay;
	}
}

static void describe(struct card_draw *d, const char *title, const struct model *m)
{
	struct str desc;
	str_init(&desc, d->arena, 4096);
	for (size_t i = 0; i < m->n_rows; i++) {
		str_addz(&desc, i ? ", " : "");
		str_addz(&desc, m->rows[i].label);
		str_addz(&desc, ": ");
		str_addz(&desc, m->rows[i].shown);
	}
	d->scene->title = title;
	if (m->has_rank)
		d->scene->title = arena_printf(d->arena, "%s, %s: %s", title, locale_word(d->locale, WORD_STATS_RANK),
			m->rank_known ? m->rank.level : locale_word(d->locale, WORD_NOT_AVAILABLE));
	d->scene->desc = desc.buf;
}

static enum err layout(struct err_note *note, struct card_draw *d, const struct card_request *rq, const struct card_facts *f)
{
	const struct stats_options *o = rq->options;
	const struct model m = model_of(d->arena, rq, f);
	const double height = height_of(o, &m);
	(void)note;
	scene_init(d->scene, d->arena, width_of(d, o, &m), height - (o->look.hide_title ? LOOK_TITLE_HEIGHT : 0));
	d->scene->palette = look_palette(d, &o->look, "default");
	look_frame(d->scene, &o->look);
	describe(d, look_title(d, &o->look, m.title), &m);
	draw_rows(d, o, &m);
	if (m.has_rank)
		draw_rank(d, o, &m, height);
	return OK;
}

static enum err json(struct err_note *note, struct arena *a, const struct card_request *rq, const struct card_facts *f,
	struct json_object *obj)
{
	const struct stats_options *o = rq->options;
	const struct model m = model_of(a, rq, f);
	(void)note;
	say_person(f->person, obj);
	json_put_str(obj, "title", o->look.custom_title ? o->look.custom_title : say_plain(a, m.title));
	struct json_object *array = json_put_array(obj, "rows");
	for (size_t i = 0; i < m.n_rows; i++) {
		struct json_object *row = json_push_object(array);
		json_put_str(row, "id", rows[m.rows[i].id].id);
		json_put_str(row, "label", m.rows[i].label);
		if (m.rows[i].known)
			json_put_num(row, "value", m.rows[i].value, 4);
		else
			json_put_str(row, "value", NULL);
		json_put_str(row, "shown", m.rows[i].shown);
	}
	if (m.has_rank && m.rank_known) {
		struct json_object *rank = json_put_object(obj, "rank");
		json_put_str(rank, "level", m.rank.level);
		json_put_num(rank, "percentile", m.rank.percentile, 5);
	} else if (m.has_rank) {
		json_put_str(obj, "rank", NULL);
	}
	say_missing(f->person, obj);
	return OK;
}

const struct card_kind card_kind_stats = {
	.name = "stats",
	.path = "/api",
	.doc = "stars, commits, pull requests, issues and contributions, and the rank they make",
	.title = "Stats",
	.options = options,
	.n_options = ARRAY_LEN(options),
	.options_size = sizeof(struct stats_options),
	.life = { CARD_LIFE_MIN, 172800 },
	.prepare = prepare,
	.layout = layout,
	.json = json,
};
