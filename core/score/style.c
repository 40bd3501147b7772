/* Tool words by pattern; trailers by hand, so that no message takes more than linear time. */
#include "config.h"

#include "core/score/style.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/str.h"
#include "core/score/patterns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

static const char *const tool_names[PATTERN_TOOL__MAX] = {
	[PATTERN_TOOL_ASSISTED] = "AI-Assisted (generic)",
	[PATTERN_TOOL_GENERATED] = "AI-Generated (generic)",
	[PATTERN_TOOL_AIDER] = "Aider",
	[PATTERN_TOOL_CHATGPT] = "ChatGPT/OpenAI",
	[PATTERN_TOOL_CLAUDE] = "Claude/Anthropic",
	[PATTERN_TOOL_CODEIUM] = "Codeium",
	[PATTERN_TOOL_CURSOR] = "Cursor",
	[PATTERN_TOOL_COPILOT] = "GitHub Copilot",
	[PATTERN_TOOL_GEMINI] = "Google Gemini",
	[PATTERN_TOOL_LLM] = "LLM (generic)",
	[PATTERN_TOOL_CODY] = "Sourcegraph Cody",
	[PATTERN_TOOL_SUPERMAVEN] = "Supermaven",
	[PATTERN_TOOL_TABNINE] = "Tabnine",
	[PATTERN_TOOL_WINDSURF] = "Windsurf",
};

/* Sorted by name; text in lower case. */
static const struct bot {
	const char *name, *text;
} bots[] = {
	{ "Bot", "[bot]" },
	{ "DeepSource", "deepsource" },
	{ "Dependabot", "dependabot" },
	{ "GitHub Actions", "github-actions" },
	{ "GitHub Copilot", "copilot" },
	{ "Renovate", "renovate" },
	{ "Snyk", "snyk" },
};
enum { N_BOTS = sizeof(bots) / sizeof(bots[0]) };

static const struct habit {
	enum pattern pattern;
	double weight;
} habits[] = {
	{ PATTERN_GENERIC_ACTION, 0.10 },   { PATTERN_VERBOSE_LINE, 0.15 },   { PATTERN_LONG_SCOPE, 0.05 },
	{ PATTERN_IMPLEMENT_PREFIX, 0.10 }, { PATTERN_ARTICLE_PREFIX, 0.20 },
};

#define BURST_SECONDS	 120 /* neighbours closer than this are rapid */
#define BURST_RAPID_MAX	 0.5
#define BURST_PREFIX	 0.3 /* three first lines that begin alike */
#define BURST_LARGE_MAX	 0.2
enum { BURST_COMMITS_MIN = 3, PREFIX_LEN = 20, PREFIX_TIMES = 3, LARGE_FILES = 20 };
#define HEURISTIC_MEDIUM 30.0
#define BURST_MEDIUM	 0.5

struct counts {
	int64_t tools[PATTERN_TOOL__MAX];
	int64_t bots[N_BOTS];
	int64_t signals;
	double weight;
	const char **pairs; /* "name\nlength of the name<address" of co-authors */
	size_t n_pairs, cap_pairs;
};

bool style_time(const char *text, bool dates, int64_t *ret_seconds)
{
	static const char shape[] = "dddd-dd-dd dd:dd:dd";
	size_t len = text ? strlen(text) : 0;
	size_t end = dates && len == 10 ? 10 : 19;
	if (len < end)
		return false;
	int64_t part[6] = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < end; i++) {
		char c = text[i] == 'T' ? ' ' : text[i];
		if (shape[i] == 'd' ? !ascii_is_digit(c) : c != shape[i])
			return false;
		if (shape[i] == 'd')
			part[n] = part[n] * 10 + (c - '0');
		else
			n++;
	}
	if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
		part[2] > clock_days_in_month(part[0], (int)part[1]) || part[3] > 23 || part[4] > 59 || part[5] > 59)
		return false;
	int64_t day = clock_days_from_civil(part[0], (int)part[1], (int)part[2]);
	*ret_seconds = ((day * 24 + part[3]) * 60 + part[4]) * 60 + part[5];
	return true;
}

/* ---- trailers */

static const char label[] = "co-authored-by:";
enum { LABEL_LEN = sizeof(label) - 1 };

/* needle in lower case, ASCII case folding only; NULL = not there. */
static const char *find_nocase(const char *at, const char *end, const char *needle, size_t len)
{
	for (; (size_t)(end - at) >= len; at++) {
		size_t i = 0;
		while (i < len && ascii_lower(at[i]) == needle[i])
			i++;
		if (i == len)
			return at;
	}
	return NULL;
}

/* White space as the original's patterns see it; 0 = something else stands at p. */
static size_t space_len(const char *p, const char *end)
{
	unsigned int cp = 0;
	size_t len = p < end ? utf8_next(p, (size_t)(end - p), &cp) : 0;
	bool space = (cp >= 0x09 && cp <= 0x0d) || (cp >= 0x1c && cp <= 0x20) || cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
		(cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f || cp == 0x3000;
	return len && space ? len : 0;
}

static const char *line_end(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));
	return nl ? nl : end;
}

/* Past the white space at p; *ret_blank is the last of it that is no newline, or NULL. */
static const char *skip_space(const char *p, const char *end, const char **ret_blank)
{
	*ret_blank = NULL;
	for (size_t len; (len = space_len(p, end)) != 0; p += len)
		if (*p != '\n')
			*ret_blank = p;
	return p;
}

struct trailers {
	const char *end;
	const char *last_gt; /* the last ">" of the message, or NULL */
	const char *dead;    /* end of a line known to hold no usable address */
};

/* A non-empty "<address>" at q: yields its ">", else NULL. */
static const char *address_end(const struct trailers *t, const char *q)
{
	if (!t->last_gt || q + 1 >= t->last_gt || *q != '<' || q[1] == '>')
		return NULL;
	return memchr(q + 1, '>', (size_t)(t->end - q - 1));
}

static void add_pair(struct arena *a, struct counts *c, const char *name, const char *name_end, const char *q, const char *gt)
{
	char *pair = arena_printf(a, "%zu %.*s%.*s", (size_t)(name_end - name), (int)(name_end - name), name,
		(int)(gt - q), q);
	*ARENA_PUSH(a, c->pairs, c->n_pairs, c->cap_pairs) = pair;
}

static const char *trim_end(const char *from, const char *to)
{
	const char *last = from;
	for (const char *p = from; p < to;) {
		size_t space = space_len(p, to);
		unsigned int cp;
		size_t len = space ? space : utf8_next(p, (size_t)(to - p), &cp);
		p += len ? len : 1;
		if (!space)
			last = p;
	}
	return last;
}

/*
 * The name and address after one label, whose text begins at p. Yields where the search for
 * labels goes on: behind the address, or p when there is none. A line without a usable address
 * is remembered, so that many labels on it cost no more than one.
 */
static const char *read_coauthor(struct arena *a, struct counts *c, struct trailers *t, const char *p)
{
	const char *end = t->end;
	const char *blank, *gt;
	const char *name = skip_space(p, end, &blank);
	const char *eol = name < end ? line_end(name, end) : end;
	if (name < end && eol != t->dead) {
		for (const char *q = name + 1; q < eol; q++) {
			q = memchr(q, '<', (size_t)(eol - q));
			if (!q)
				break;
			if ((gt = address_end(t, q)) != NULL) {
				add_pair(a, c, name, trim_end(name, q), q, gt);
				return gt + 1;
			}
		}
		const char *ignored, *next = skip_space(eol, end, &ignored);
		if (eol < end && (gt = address_end(t, next)) != NULL) {
			add_pair(a, c, name, trim_end(name, eol), next, gt);
			return gt + 1;
		}
		t->dead = eol;
	}
	if (blank && (gt = address_end(t, name)) != NULL) {
		add_pair(a, c, blank, name, name, gt);
		return gt + 1;
	}
	return p;
}

static bool read_trailers(struct arena *a, struct counts *c, const char *text, size_t len)
{
	const char *end = text + len, *seen = text;
	struct trailers t = { .end = end, .last_gt = memrchr(text, '>', len) };
	const char *coauthor_from = text;
	bool found[N_BOTS] = { false };
	for (const char *at = text; (at = find_nocase(at, end, label, LABEL_LEN)) != NULL;) {
		const char *blank, *after = at + LABEL_LEN;
		const char *from = skip_space(after, end, &blank);
		const char *to = from < end ? line_end(from, end) : end;
		for (size_t i = 0; to > seen && i < N_BOTS; i++)
			found[i] = found[i] || find_nocase(from, to, bots[i].text, strlen(bots[i].text));
		seen = to > seen ? to : seen;
		if (at >= coauthor_from)
			coauthor_from = read_coauthor(a, c, &t, after);
		at = after;
	}
	bool any = false;
	for (size_t i = 0; i < N_BOTS; i++) {
		c->bots[i] += found[i];
		any = any || found[i];
	}
	return any;
}

/* ---- one message */

static const char *valid_text(struct arena *a, const char *message, size_t *ret_len)
{
	size_t len = strlen(message);
	unsigned int cp;
	for (size_t i = 0, step; i < len; i += step) {
		step = (unsigned char)message[i] < 0x80 ? 1 : utf8_next(message + i, len - i, &cp);
		if (!step) {
			message = utf8_sanitize(a, message, len);
			len = strlen(message);
			break;
		}
	}
	*ret_len = len;
	return message;
}

static void read_message(struct arena *a, struct scorer *s, const char *text, size_t len, struct counts *c)
{
	bool signal = false;
	if (scorer_hit(s, PATTERN_ANY_TOOL, text, len)) {
		for (enum pattern i = 0; i < PATTERN_TOOL__MAX; i++) {
			bool hit = scorer_hit(s, i, text, len);
			c->tools[i] += hit;
			signal = signal || hit;
		}
	}
	if (read_trailers(a, c, text, len))
		signal = true;
	double weight = 0;
	for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++)
		if (scorer_hit(s, habits[i].pattern, text, len))
			weight += habits[i].weight;
	c->weight += fmin(weight, 1);
	c->signals += signal;
}

/* ---- bursts */

static double rapid_share(const struct commit *commits, size_t n)
{
	int64_t dated = 0, rapid = 0, last = 0;
	bool last_known = false;
	for (size_t i = 0; i < n; i++) {
		if (!commits[i].date || !*commits[i].date)
			continue;
		int64_t t = 0;
		bool known = style_time(commits[i].date, false, &t);
		if (dated++ && known && last_known && llabs(t - last) < BURST_SECONDS)
			rapid++;
		last = t;
		last_known = known;
	}
	return dated < 2 ? 0 : fmin((double)rapid / (double)(dated - 1), BURST_RAPID_MAX);
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Bytes of the first PREFIX_LEN code points of the first line; 0 where it is shorter. */
static size_t prefix_len(const char *text, size_t len)
{
	size_t at = 0;
	unsigned int cp;
	for (int i = 0; i < PREFIX_LEN; i++) {
		if (at >= len || text[at] == '\n')
			return 0;
		size_t step = utf8_next(text + at, len - at, &cp);
		at += step ? step : 1;
	}
	return at;
}

static bool prefixes_repeat(const char **prefixes, size_t n)
{
	qsort(prefixes, n, sizeof(*prefixes), by_text);
	for (size_t i = PREFIX_TIMES - 1; i < n; i++)
		if (str_eq(prefixes[i], prefixes[i - (PREFIX_TIMES - 1)]))
			return true;
	return false;
}

static double burst(const struct commit *commits, size_t n, const char **prefixes, size_t n_prefixes)
{
	if (n < BURST_COMMITS_MIN)
		return 0;
	double score = rapid_share(commits, n);
	if (n_prefixes >= PREFIX_TIMES && prefixes_repeat(prefixes, n_prefixes))
		score += BURST_PREFIX;
	int64_t large = 0;
	for (size_t i = 0; i < n; i++)
		large += commits[i].changed_files.known && commits[i].changed_files.n > LARGE_FILES;
	score += fmin((double)large / (double)n, BURST_LARGE_MAX);
	return fmin(score, 1);
}

/* ---- all commits */

static int64_t distinct(const char **texts, size_t n)
{
	int64_t different = 0;
	if (n > 1)
		qsort(texts, n, sizeof(*texts), by_text);
	for (size_t i = 0; i < n; i++)
		different += !i || !str_eq(texts[i], texts[i - 1]);
	return different;
}

static void keep_counts(struct arena *a, struct counts *c, struct commit_style *style)
{
	size_t cap_tools = 0, cap_bots = 0;
	for (enum pattern i = 0; i < PATTERN_TOOL__MAX; i++)
		if (c->tools[i])
			*ARENA_PUSH(a, style->tools, style->n_tools, cap_tools) = (struct tally){ tool_names[i], c->tools[i] };
	for (size_t i = 0; i < N_BOTS; i++)
		if (c->bots[i])
			*ARENA_PUSH(a, style->bots, style->n_bots, cap_bots) = (struct tally){ bots[i].name, c->bots[i] };
	style->coauthors = distinct(c->pairs, c->n_pairs);
}

static const char *confidence(const struct commit_style *style)
{
	if (style->n_tools || style->n_bots)
		return "high";
	return style->heuristic > HEURISTIC_MEDIUM || style->burst > BURST_MEDIUM ? "medium" : "low";
}

void style_analyse(struct arena *a, struct scorer *s, const struct commit *commits, size_t n, struct commit_style *ret_style)
{
	struct commit_style style = { .known = n > 0, .commits = (int64_t)n, .confidence = "low" };
	struct counts c = { .weight = 0 };
	const char **prefixes = arena_array(a, n + 1, sizeof(*prefixes));
	size_t n_prefixes = 0;
	for (size_t i = 0; i < n; i++) {
		size_t len;
		const char *text = valid_text(a, commits[i].message ? commits[i].message : "", &len);
		read_message(a, s, text, len, &c);
		size_t prefix = prefix_len(text, len);
		if (prefix)
			prefixes[n_prefixes++] = scorer_lower(s, a, text, prefix);
	}
	keep_counts(a, &c, &style);
	if (n) {
		style.commits_with_signals = c.signals;
		style.ai_percentage = (double)c.signals / (double)n * 100;
		style.heuristic = fmin(c.weight / (double)n * 100, 100);
		style.burst = burst(commits, n, prefixes, n_prefixes);
		style.confidence = confidence(&style);
	}
	*ret_style = style;
}

static int64_t tally_sum(const struct tally *list, size_t n)
{
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += list[i].n;
	return sum;
}

int64_t style_tool_mentions(const struct commit_style *style)
{
	return tally_sum(style->tools, style->n_tools);
}

int64_t style_bot_trailers(const struct commit_style *style)
{
	return tally_sum(style->bots, style->n_bots);
}
