/*
 * Marks in a commit's message: one pass over its lines. A line's first letter chooses the
 * few rules that could match it; all others are left at once.
 *
 * What counts must stand in the commit's own text. A fence or a revert throws away what was
 * found inside it: both remember the list as it was and put it back.
 */
#include "config.h"

#include "core/profile/marks-table.h"

#include "core/base/clean.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

struct scan {
	struct mark_list *list;
	struct mark_point outside; /* the list before the open fence */
	struct mark_point before;  /* the list before the message */
	char fence;		  /* '`' or '~' while a fence is open, else 0 */
	size_t fence_len;
	bool is_revert;	    /* the subject is Revert "..." or Reland "..." */
	bool is_quoting;    /* the rest of a revert repeats the original message */
	bool is_squash_log; /* git merge --squash: messages indented by four blanks are this commit's own */
	bool is_context;    /* the line before was "# Context:", aider's old habit */
	bool has_lead;	    /* an emoji stood before the line's text */
	bool is_spelled;    /* the line's ends are spelled out */
	bool is_subject;    /* the message's first line */
};

struct line_rule {
	const char *key; /* lower case, how the line starts; its first letter chose the table */
	void (*found)(struct scan *scan, const struct line_rule *rule, struct span line);
	enum mark_tool_id tool;
	enum mark_level level;
	const char *value; /* what must follow, NULL = anything */
};

/* ---- values ---- */

/* The <address>, or the bare one, that ends the line; false where there is none. */
static bool last_address(struct span line, struct span *ret_address, struct span *ret_before)
{
	bool closed = line.len && line.at[line.len - 1] == '>';
	const char *open = memrchr(line.at, closed ? '<' : ' ', line.len);
	if (!open || (!closed && !memchr(open, '@', (size_t)(line.at + line.len - open))))
		return false;
	size_t before = (size_t)(open - line.at);
	*ret_before = (struct span){ line.at, before };
	*ret_address = span_trim((struct span){ open + 1, line.len - before - 1 - closed });
	return true;
}

/* Heredocs and Markdown leave a quote or a star behind a trailer. */
static struct span without_tail(struct span line)
{
	size_t len = line.len;
	while (len && strchr("\"'*_.,;)", line.at[len - 1]))
		len--;
	return len && line.at[len - 1] == '>' ? (struct span){ line.at, len } : line;
}

/* The trailer as evidence; only its address where the name before it is not the tool's. */
static struct span trailer_evidence(const struct mark_identity *who, struct span line, struct span value,
	struct span address)
{
	size_t used;
	const struct mark_name *name = marks_name(value, &used);
	return name && name->tool == who->tool ? line : address;
}

static void found_coauthor(struct scan *scan, const struct line_rule *rule, struct span line)
{
	struct span address, before;
	if (!scan->is_spelled)
		line = without_tail(line);
	if (!last_address(line, &address, &before))
		return;
	const struct mark_identity *who = marks_identity(address);
	if (who)
		mark_list_add(scan->list, who->tool, who->trailer,
			trailer_evidence(who, line, span_trim(span_skip(before, strlen(rule->key))), address));
}

/* Something that names a model: "Opus 4.6", "3 Pro", "(GPT-5)". */
static bool is_model(struct span s)
{
	static const char *const families[] = { "opus", "sonnet", "haiku", "fable", "flash", "pro" };
	if (!s.len)
		return false;
	if ((*s.at == 'v' || *s.at == 'V') && s.len > 1)
		s = span_skip(s, 1);
	if (*s.at == '(' || ascii_is_digit(*s.at))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		if (span_starts(s, families[i]))
			return true;
	return false;
}

/* "AGENT:MODEL": a word or few, a colon and a model right behind it. */
static bool agent_colon_model(struct span value, struct span *ret_agent, struct span *ret_model)
{
	const char *colon = memchr(value.at, ':', value.len);
	if (!colon)
		return false;
	struct span agent = { value.at, (size_t)(colon - value.at) };
	struct span model = span_skip(value, agent.len + 1);
	if (!agent.len || agent.len > 40 || !model.len || *model.at == '/' || *model.at == ' ')
		return false;
	for (size_t i = 0; i < agent.len; i++)
		if (!ascii_is_alnum(agent.at[i]) && !strchr(" -_.", agent.at[i]))
			return false;
	*ret_agent = agent;
	*ret_model = model;
	return true;
}

/* " via Crush" at the end of a value: the tool, not the model before it. */
static struct span behind_via(struct span value)
{
	for (size_t i = value.len; i >= 5; i--)
		if (span_starts((struct span){ value.at + i - 5, 5 }, " via "))
			return span_skip(value, i);
	return value;
}

/* Assisted-by: AGENT:MODEL | MODEL via TOOL | TOOL [MODEL] | ... <a tool's address>; curl's people are none of these. */
static void found_assist(struct scan *scan, const struct line_rule *rule, struct span line)
{
	struct span value = span_trim(span_skip(line, strlen(rule->key)));
	struct span address, before, agent, model;
	if (last_address(value, &address, &before)) {
		const struct mark_identity *who = marks_identity(address);
		if (who)
			mark_list_add(scan->list, who->tool, MARK_WEAK,
				trailer_evidence(who, line, behind_via(span_trim(before)), address));
		return;
	}
	size_t used;
	const struct mark_name *name;
	if (agent_colon_model(value, &agent, &model)) {
		name = marks_name(agent, &used);
		if (name || ascii_is_alnum(*model.at))
			mark_list_add(scan->list, name ? name->tool : TOOL_OTHER, MARK_WEAK, line);
		return;
	}
	struct span tool = behind_via(value);
	name = marks_name(tool, &used);
	if (!name)
		return;
	struct span rest = span_trim(span_skip(tool, used));
	bool alone = !rest.len && (name->kind != NAME_PERSON || tool.at != value.at);
	if (alone || is_model(rest))
		mark_list_add(scan->list, name->tool, MARK_WEAK, line);
}

/* AI-Agent: NAME */
static void found_agent(struct scan *scan, const struct line_rule *rule, struct span line)
{
	size_t used;
	struct span value = span_trim(span_skip(line, strlen(rule->key)));
	if (!value.len)
		return;
	const struct mark_name *name = marks_name(value, &used);
	mark_list_add(scan->list, name ? name->tool : TOOL_OTHER, MARK_WEAK, line);
}

/* A key whose value starts as the rule says. */
static void found_value(struct scan *scan, const struct line_rule *rule, struct span line)
{
	struct span value = span_trim(span_skip(line, strlen(rule->key)));
	if (value.len && (!rule->value || span_starts(value, rule->value)))
		mark_list_add(scan->list, rule->tool, rule->level, line);
}

/* A link that has its line to itself. */
static void found_link(struct scan *scan, const struct line_rule *rule, struct span line)
{
	if (!memchr(line.at, ' ', line.len))
		found_value(scan, rule, line);
}

/* A key and value where the value may name people or private places: the evidence is key and fixed part. */
static void found_private(struct scan *scan, const struct line_rule *rule, struct span line)
{
	struct span value = span_trim(span_skip(line, strlen(rule->key)));
	if (value.len && (!rule->value || span_starts(value, rule->value)))
		mark_list_add(scan->list, rule->tool, rule->level,
			(struct span){ line.at,
				(size_t)(value.at - line.at) + (rule->value ? strlen(rule->value) : 0) });
}

/* The line holds the value somewhere. */
static void found_inside(struct scan *scan, const struct line_rule *rule, struct span line)
{
	if (memmem(line.at, line.len, rule->value, strlen(rule->value)))
		mark_list_add(scan->list, rule->tool, rule->level, line);
}

static void found_subject(struct scan *scan, const struct line_rule *rule, struct span line)
{
	if (line.len > strlen(rule->key) && *line.at == 'a') /* the tool writes it in lower case */
		mark_list_add(scan->list, rule->tool, rule->level, (struct span){ line.at, strlen(rule->key) });
}

static void found_context(struct scan *scan, const struct line_rule *rule, struct span line)
{
	if (span_eq(line, rule->key))
		scan->is_context = true;
}

static void found_user(struct scan *scan, const struct line_rule *rule, struct span line)
{
	if (scan->is_context && *line.at == 'U')
		mark_list_add(scan->list, rule->tool, rule->level, (struct span){ "# Context: USER:", 16 });
}

static void found_exact(struct scan *scan, const struct line_rule *rule, struct span line)
{
	if (span_eq(line, rule->key))
		mark_list_add(scan->list, rule->tool, rule->level, line);
}

/* ---- footers ---- */

/* What may stand behind a footer's name or link: nothing, a full stop, "(...)" or "via ...". */
static bool is_footer_end(struct span rest)
{
	rest = span_trim(rest);
	while (rest.len && strchr(".!*_)", *rest.at))
		rest = span_skip(rest, 1);
	rest = span_trim(rest);
	return !rest.len || *rest.at == '(' || span_starts(rest, "via ");
}

/* "[Name](https://...)" or "Name"; lead = an emoji stood before the line. */
static const struct mark_name *footer_tool(struct span s, bool lead)
{
	size_t used;
	if (s.len && *s.at == '[') {
		const char *mid = memmem(s.at, s.len, "](", 2);
		if (!mid)
			return NULL;
		struct span url = span_skip(s, (size_t)(mid - s.at) + 2);
		const char *close = memchr(url.at, ')', url.len);
		if (!close)
			return NULL;
		struct span rest = span_skip(url, (size_t)(close - url.at) + 1);
		url.len = (size_t)(close - url.at);
		if (!span_starts(url, "https://") || !is_footer_end(rest))
			return NULL;
		return marks_url(span_skip(url, 8));
	}
	const struct mark_name *name = marks_name(s, &used);
	return name && (lead || name->kind == NAME_PLAIN) && is_footer_end(span_skip(s, used)) ? name : NULL;
}

/* "Generated with ...", rule->value != NULL: only with a link. */
static void found_footer(struct scan *scan, const struct line_rule *rule, struct span line)
{
	static const char *const ways[] = { "with ", "by ", "using " };
	struct span s = span_skip(line, strlen(rule->key));
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (!span_starts(s, ways[i]))
			continue;
		s = span_trim(span_skip(s, strlen(ways[i])));
		if (rule->value && !(s.len && *s.at == '['))
			return;
		const struct mark_name *tool = footer_tool(s, scan->has_lead);
		if (tool)
			mark_list_add(scan->list, tool->tool, MARK_FOOTER, line);
		return;
	}
}

/* ---- what the message says of itself ---- */

static void found_reverts(struct scan *scan, const struct line_rule *rule, struct span line)
{
	(void)rule;
	(void)line;
	if (!scan->is_revert)
		return;
	mark_list_cut(scan->list, &scan->before); /* above stood the reverted message; below, the revert's own trailers */
	scan->is_quoting = false;
}

static void found_original(struct scan *scan, const struct line_rule *rule, struct span line)
{
	(void)rule;
	if (scan->is_revert && line.at[line.len - 1] == ':')
		scan->is_quoting = true;
}

static void found_revert_subject(struct scan *scan, const struct line_rule *rule, struct span line)
{
	(void)rule;
	(void)line;
	scan->is_revert |= scan->is_subject;
}

static void found_squash(struct scan *scan, const struct line_rule *rule, struct span line)
{
	(void)rule;
	(void)line;
	scan->is_squash_log = true;
}

/* ---- rules by first letter ---- */

static const struct line_rule rules_hash[] = {
	{ "# aider chat conversation:", found_exact, TOOL_AIDER, MARK_FOOTER, NULL },
	{ "# context:", found_context, TOOL_AIDER, MARK_FOOTER, NULL },
};
static const struct line_rule rules_a[] = {
	{ "assisted-by:", found_assist, TOOL_OTHER, MARK_WEAK, NULL },
	{ "ai-assisted-by:", found_assist, TOOL_OTHER, MARK_WEAK, NULL },
	{ "ai-agent:", found_agent, TOOL_OTHER, MARK_WEAK, NULL },
	{ "aider: ", found_subject, TOOL_AIDER, MARK_FOOTER, NULL },
	{ "agent-logs-url:", found_private, TOOL_COPILOT, MARK_SESSION, "https://github.com/" },
	{ "amp-thread-id:", found_value, TOOL_AMP, MARK_SESSION, NULL },
	{ "amp-thread:", found_value, TOOL_AMP, MARK_SESSION, NULL },
};
static const struct line_rule rules_b[] = {
	{ "built ", found_footer, TOOL_OTHER, MARK_FOOTER, "[" },
};
static const struct line_rule rules_c[] = {
	{ "co-authored-by:", found_coauthor, TOOL_OTHER, MARK_COAUTHOR, NULL },
	{ "co-developed-by:", found_coauthor, TOOL_OTHER, MARK_COAUTHOR, NULL },
	{ "claude-session:", found_value, TOOL_CLAUDE, MARK_SESSION, NULL },
	{ "copilot-session:", found_value, TOOL_COPILOT, MARK_SESSION, NULL },
	{ "created ", found_footer, TOOL_OTHER, MARK_FOOTER, "[" },
};
static const struct line_rule rules_f[] = {
	{ "for more details, open the [copilot workspace session](", found_private, TOOL_COPILOT, MARK_SESSION,
		"https://copilot-workspace.githubnext.com/" },
};
static const struct line_rule rules_g[] = {
	{ "generated-by:", found_assist, TOOL_OTHER, MARK_WEAK, NULL },
	{ "generated ", found_footer, TOOL_OTHER, MARK_FOOTER, NULL },
};
static const struct line_rule rules_h[] = {
	{ "https:", found_link, TOOL_CLAUDE, MARK_SESSION, "//claude.ai/code/session_" },
	{ "https:", found_link, TOOL_CODEX, MARK_SESSION, "//chatgpt.com/codex/tasks/task_" },
	{ "https:", found_link, TOOL_AMP, MARK_SESSION, "//ampcode.com/threads/t-" },
};
static const struct line_rule rules_l[] = {
	{ "link to devin", found_inside, TOOL_DEVIN, MARK_SESSION, "https://app.devin.ai/sessions/" },
};
static const struct line_rule rules_m[] = {
	{ "made-with:", found_value, TOOL_CURSOR, MARK_FOOTER, "cursor" },
	{ "made ", found_footer, TOOL_OTHER, MARK_FOOTER, "[" },
};
static const struct line_rule rules_o[] = {
	{ "original ", found_original, TOOL_OTHER, MARK_WEAK, NULL },
};
static const struct line_rule rules_p[] = {
	{ "pr created automatically by jules for task ", found_private, TOOL_JULES, MARK_SESSION, "[" },
};
static const struct line_rule rules_r[] = {
	{ "replit-commit-author:", found_value, TOOL_REPLIT, MARK_AUTHOR, "agent" },
	{ "replit-commit-author:", found_value, TOOL_REPLIT, MARK_AUTHOR, "assistant" },
	{ "replit-commit-session-id:", found_value, TOOL_REPLIT, MARK_SESSION, NULL },
	{ "revert \"", found_revert_subject, TOOL_OTHER, MARK_WEAK, NULL },
	{ "reland \"", found_revert_subject, TOOL_OTHER, MARK_WEAK, NULL },
	{ "reapply \"", found_revert_subject, TOOL_OTHER, MARK_WEAK, NULL },
};
static const struct line_rule rules_s[] = {
	{ "signed-off-by:", found_coauthor, TOOL_OTHER, MARK_COAUTHOR, NULL },
	{ "squashed commit of the following:", found_squash, TOOL_OTHER, MARK_WEAK, NULL },
};
static const struct line_rule rules_t[] = {
	{ "this reverts commit ", found_reverts, TOOL_OTHER, MARK_WEAK, NULL },
};
static const struct line_rule rules_u[] = {
	{ "user: ", found_user, TOOL_AIDER, MARK_FOOTER, NULL },
	{ "ultraworked with ", found_value, TOOL_SISYPHUS, MARK_FOOTER, "sisyphus" },
	{ "ultraworked with ", found_value, TOOL_SISYPHUS, MARK_FOOTER, "[sisyphus]" },
};

#define RULES(table) { table, ARRAY_LEN(table) }
static const struct {
	const struct line_rule *rules;
	size_t n;
} by_letter[26] = {
	['a' - 'a'] = RULES(rules_a), ['b' - 'a'] = RULES(rules_b), ['c' - 'a'] = RULES(rules_c),
	['f' - 'a'] = RULES(rules_f), ['g' - 'a'] = RULES(rules_g), ['h' - 'a'] = RULES(rules_h),
	['l' - 'a'] = RULES(rules_l), ['m' - 'a'] = RULES(rules_m), ['o' - 'a'] = RULES(rules_o),
	['p' - 'a'] = RULES(rules_p), ['r' - 'a'] = RULES(rules_r), ['s' - 'a'] = RULES(rules_s),
	['t' - 'a'] = RULES(rules_t), ['u' - 'a'] = RULES(rules_u),
};

static void match(struct scan *scan, const struct line_rule *rules, size_t n, struct span line)
{
	for (size_t i = 0; i < n; i++)
		if (line.len > 1 && ascii_lower(line.at[1]) == rules[i].key[1] && span_starts(line, rules[i].key))
			rules[i].found(scan, &rules[i], line);
}

/* ---- lines ---- */

/* Opens, or closes what is open; true where the line is a fence or lies inside one that closes here. */
static bool fence_line(struct scan *scan, struct span text)
{
	char c = *text.at;
	size_t run = 0;
	while (run < text.len && text.at[run] == c)
		run++;
	if (run < 3)
		return false;
	struct span rest = span_trim(span_skip(text, run));
	if (!scan->fence) {
		if (c == '`' && memchr(rest.at, '`', rest.len))
			return false; /* inline code */
		scan->fence = c;
		scan->fence_len = run;
		scan->outside = scan->list->point;
	} else if (scan->fence == c && run >= scan->fence_len && !rest.len) {
		scan->fence = 0;
		mark_list_cut(scan->list, &scan->outside);
	}
	return true;
}

/* "Sentence. Co-authored-by: tool <address>": agents that write their message as one line; merges too. */
static void inline_trailer(struct scan *scan, struct span line)
{
	static const struct line_rule rule = { "co-authored-by:", found_coauthor, TOOL_OTHER, MARK_COAUTHOR, NULL };
	enum { REACH = 120 };
	size_t key_len = strlen(rule.key);
	size_t stop = line.len > REACH ? line.len - REACH : 0;
	for (size_t i = line.len; i-- > stop + 2;) {
		if ((line.at[i] != 'C' && line.at[i] != 'c') || line.len - i < key_len)
			continue;
		if (!span_starts(span_skip(line, i), rule.key))
			continue;
		if (line.at[i - 1] == ' ' && (strchr(".!?;", line.at[i - 2]) || span_starts(line, "merge ")))
			found_coauthor(scan, &rule, span_skip(line, i));
		return;
	}
}

/* A line without its indentation. */
static void scan_text(struct scan *scan, struct span text)
{
	unsigned char c = (unsigned char)*text.at;
	if (c == '`' || c == '~')
		if (fence_line(scan, text))
			return;
	scan->has_lead = false;
	for (int i = 0; i < 24 && (c & 0x80 || c == '*' || c == '_' || (scan->has_lead && c == ' ')); i++) {
		scan->has_lead |= (c & 0x80) != 0;
		text = span_skip(text, 1);
		if (!text.len)
			return;
		c = (unsigned char)*text.at;
	}
	char lower = ascii_lower((char)c);
	bool was_context = scan->is_context;
	if (lower >= 'a' && lower <= 'z')
		match(scan, by_letter[lower - 'a'].rules, by_letter[lower - 'a'].n, text);
	else if (c == '#')
		match(scan, rules_hash, ARRAY_LEN(rules_hash), text);
	if (was_context)
		scan->is_context = false;
}

/* Messages given with their line ends spelled out: "subject\n\nbody\n\nCo-authored-by: ...". */
static void scan_spelled(struct scan *scan, struct span line)
{
	scan->is_spelled = true;
	while (line.len) {
		const char *end = memmem(line.at, line.len, "\\n", 2);
		struct span part = { line.at, end ? (size_t)(end - line.at) : line.len };
		line = span_skip(line, part.len + 2);
		part = span_trim(part);
		if (part.len)
			scan_text(scan, part);
	}
	scan->is_spelled = false;
}

static void scan_line(struct scan *scan, struct span line, bool may_be_spelled)
{
	while (line.len && ascii_is_space(line.at[line.len - 1]))
		line.len--;
	size_t skip = 0, indent = 0;
	for (; skip < line.len && (line.at[skip] == ' ' || line.at[skip] == '\t'); skip++)
		indent += line.at[skip] == '\t' ? 4 : 1;
	if (skip == line.len || indent > 4 || (indent == 4 && !scan->is_squash_log))
		return;
	line = span_skip(line, skip);
	if (*line.at == '>')
		return;
	if (may_be_spelled && memmem(line.at, line.len, "\\n\\n", 4))
		scan_spelled(scan, line);
	else
		scan_text(scan, line);
	if (line.at[line.len - 1] == '>')
		inline_trailer(scan, line);
}

void marks_collect_message(const char *message, struct mark_list *list)
{
	struct scan scan = { .list = list, .before = list->point, .is_subject = true };
	size_t len = strlen(message);
	bool may_be_spelled = memchr(message, '\\', len) != NULL;
	for (const char *p = message, *end = message + len; p < end;) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((eol ? eol : end) - p);
		if (n && !(scan.is_quoting && ascii_lower(*p) != 't'))
			scan_line(&scan, (struct span){ p, n }, may_be_spelled);
		scan.is_subject = false;
		p += n + 1;
	}
}
