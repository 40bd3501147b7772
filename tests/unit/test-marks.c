/* Marks: each tool both ways round, people with tools' names, quotations, reverts, files, tallies. */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"
#include "core/profile/commit-line.h"
#include "core/profile/marks-table.h"
#include "core/profile/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 1024 * 1024);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* "claude:coauthor claude:session" in the order found. */
static const char *found(const char *name, const char *email, const char *message)
{
	struct person author = { name, email, NULL }, committer = { "GitHub", "noreply@github.com", NULL };
	struct mark marks[MARKS_MAX];
	size_t n = marks_find(&arena, &author, &committer, message, marks);
	struct str s;
	str_init(&s, &arena, 1000);
	for (size_t i = 0; i < n; i++) {
		assert_non_null(marks[i].evidence);
		assert_true(*marks[i].evidence && strlen(marks[i].evidence) <= MARK_EVIDENCE_MAX);
		str_addf(&s, "%s%s:%s", i ? " " : "", marks[i].tool->id, mark_level_name(marks[i].level));
	}
	return s.buf;
}

/* Subject, body, the line. */
static const char *found_in(const char *line)
{
	return found("Ada Example", "ada@example.org", arena_printf(&arena, "Fix the frob\n\nIt was off by one.\n\n%s\n", line));
}

static const struct {
	const char *address;
	uint64_t id;
	enum mark_tool_id tool;
	enum mark_level level;
	unsigned flags;
} identities[] = {
#define ADDRESS(address, tool, level) { address, 0, TOOL_##tool, MARK_##level, 0 },
#define LOGIN(login, id, tool, level, flags) { login, id, TOOL_##tool, MARK_##level, flags },
#include "core/profile/marks-identities.def"
#undef ADDRESS
#undef LOGIN
};

/* One address as author, committer and co-author; mark[] = what it is then, NULL = nothing. */
static void check_address(const char *address, const char *tool, const char *author, const char *trailer)
{
	const char *as_author = author ? arena_printf(&arena, "%s:%s", tool, author) : "";
	const char *as_trailer = trailer ? arena_printf(&arena, "%s:%s", tool, trailer) : "";
	assert_string_equal(found("Somebody", address, "Fix the frob"), as_author);
	struct person p = { "x", address, NULL }, human = { "Ada", "ada@example.org", NULL };
	struct mark marks[MARKS_MAX];
	assert_int_equal(marks_find(&arena, &human, &p, "Fix", marks), author != NULL);
	assert_string_equal(found_in(arena_printf(&arena, "Co-authored-by: Somebody <%s>", address)), as_trailer);
}

static void test_identities(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(identities); i++) {
		const char *address = identities[i].address, *tool = mark_tools[identities[i].tool].id;
		const char *author = identities[i].flags & TRAILER_ONLY ? NULL : "author";
		const char *trailer = mark_level_name(identities[i].level);
		if (strchr(address, '@')) {
			check_address(address, tool, author, trailer);
			check_address(arena_printf(&arena, "x%s", address), tool, NULL, NULL);
			check_address(arena_printf(&arena, "%s.example.org", address), tool, NULL, NULL);
			continue;
		}
		const char *host = "@Users.NoReply.GitHub.com";
		bool free = !(identities[i].flags & NEEDS_ID), any = !identities[i].id;
		check_address(arena_printf(&arena, "%lu+%s%s", (unsigned long)identities[i].id, address, host), tool, author,
			trailer);
		check_address(arena_printf(&arena, "%s%s", address, host), tool, free ? author : NULL, free ? trailer : NULL);
		check_address(arena_printf(&arena, "4242+%s%s", address, host), tool, any ? author : NULL,
			any ? trailer : NULL);
		check_address(arena_printf(&arena, "%s@example.org", address), tool, NULL, NULL);
	}
}

static void test_people(void **state)
{
	(void)state;
	static const struct {
		const char *name, *email;
	} rows[] = {
		{ "Claude Example", "claude@example.org" },
		{ "Claude", "claude@example.org" },
		{ "Devin Example", "devin@example.org" },
		{ "Devin AI", "12345+devin-ai@users.noreply.github.com" },
		{ "Jules Example", "4242+jules@users.noreply.github.com" },
		{ "Copilot", "4242+copilot@users.noreply.github.com" },
		{ "Copilot", "copilot@users.noreply.github.com" },
		{ "claude[bot]", "4242+claude[bot]@users.noreply.github.com" },
		{ "An employee", "ada@anthropic.com" },
		{ "An employee", "ada@openai.com" },
		{ "An employee", "ada@cursor.com" },
		{ "Codex", "codex@example.com" },
		{ "Cursor Agent", "cursoragent@example.com" },
		{ "Aider", "ada@aider.chat" },
		{ "Claude", "noreply@anthropic.com.example.org" },
		{ "Claude", "xnoreply@anthropic.com" },
		{ "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com" },
		{ "github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com" },
		{ "coderabbitai[bot]", "136622811+coderabbitai[bot]@users.noreply.github.com" },
		{ "Copilot Autofix", "62310815+github-advanced-security[bot]@users.noreply.github.com" },
		{ NULL, NULL },
		{ "", "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(found(rows[i].name, rows[i].email, "Fix the frob"), "");
		if (rows[i].email && i + 3 != ARRAY_LEN(rows))
			assert_string_equal(
				found_in(arena_printf(&arena, "Co-authored-by: %s <%s>", rows[i].name, rows[i].email)), "");
	}
	assert_string_equal(found("Ada Example (aider)", "ada@example.org", "Fix"), "aider:author");
	assert_string_equal(found("Ada (aider) Example", "ada@example.org", "Fix"), "");
}

static void test_lines(void **state)
{
	(void)state;
	static const struct {
		const char *line, *marks;
	} rows[] = {
		{ "Co-Authored-By: Claude <noreply@anthropic.com>", "claude:coauthor" },
		{ "co-authored-by: Claude Opus 4.5 (1M context)  <NOREPLY@anthropic.com> ", "claude:coauthor" },
		{ "  Co-Authored-By: Claude Opus4.5<noreply@anthropic.com>", "claude:coauthor" },
		{ "Co-authored-by: Ada <ada@example.org>", "" },
		{ "Co-authored-by: Claude", "" },
		{ "The trailer Co-authored-by: Claude <noreply@anthropic.com> is gone", "" },
		{ "Done. Co-authored-by: openhands <openhands@all-hands.dev>", "openhands:coauthor" },
		{ "Strip Co-authored-by: Claude <noreply@anthropic.com>", "" },
		{ "Co-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>", "copilot:weak" },
		{ "Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", "copilot:coauthor" },
		{ "Co-authored-by: Copilot Autofix powered by AI "
		  "<62310815+github-advanced-security[bot]@users.noreply.github.com>",
			"copilot:weak" },
		{ "Co-authored-by: Cursor <cursoragent@cursor.com>", "cursor:coauthor" },
		{ "Co-authored-by: aider (openai/gpt-5) <aider@aider.chat>", "aider:coauthor" },
		{ "Co-authored-by: aider (gpt-4) <noreply@aider.chat>", "aider:coauthor" },
		{ "Co-authored-by: Codex <noreply@openai.com>", "codex:coauthor" },
		{ "Co-Authored-By: Devin AI <158243242+devin-ai-integration[bot]@users.noreply.github.com>", "devin:coauthor" },
		{ "Co-authored-by: gemini-code-assist[bot] "
		  "<176961590+gemini-code-assist[bot]@users.noreply.github.com>",
			"gemini:weak" },
		{ "Co-authored-by: Windsurf <windsurf@codeium.com>", "windsurf:weak" },
		{ "Co-authored-by: Amp <amp@ampcode.com>", "amp:coauthor" },
		{ "Co-authored-by: Qwen-Coder <qwen-coder@alibabacloud.com>", "qwen:coauthor" },
		{ "Co-developed-by: Claude <noreply@anthropic.com>", "claude:coauthor" },
		{ "Signed-off-by: Qwen Code <noreply@alibaba.com>", "qwen:coauthor" },
		{ "Co-Authored-By: Claude noreply@anthropic.com", "claude:coauthor" },
		{ "Co-Authored-By: Claude <noreply@anthropic.com>\"", "claude:coauthor" },
		{ "*Co-Authored-By: Claude <noreply@anthropic.com>*", "claude:coauthor" },
		{ "* Co-Authored-By: Claude <noreply@anthropic.com>", "" },
		{ "Co-authored-by: Junie <junie@jetbrains.com>", "junie:coauthor" },
		{ "Co-authored-by: goose <271095942+aaif-goose@users.noreply.github.com>", "goose:coauthor" },
		{ "Co-authored-by: Codex <codex@users.noreply.github.com>", "" },
		{ "Co-authored-by: opencode-agent[bot] <opencode-agent[bot]@users.noreply.github.com>", "opencode:coauthor" },
		{ "Reviewed-by: Claude <noreply@anthropic.com>", "" },
		{ "Claude-Session: https://claude.ai/code/session_0123", "claude:session" },
		{ "https://claude.ai/code/session_0123", "claude:session" },
		{ "https://claude.ai/code", "" },
		{ "https://ampcode.com/threads/T-0123", "amp:session" },
		{ "https://ampcode.com/threads/T-0123 and more", "" },
		{ "See https://claude.ai/code/session_0123", "" },
		{ "Agent-Logs-Url: https://github.com/o/r/sessions/1", "copilot:session" },
		{ "Copilot-Session: 0123", "copilot:session" },
		{ "For more details, open the [Copilot Workspace session](https://copilot-workspace.githubnext.com/o/r).",
			"copilot:session" },
		{ "Link to Devin run: https://app.devin.ai/sessions/0123", "devin:session" },
		{ "Amp-Thread-ID: https://ampcode.com/threads/T-0123", "amp:session" },
		{ "Replit-Commit-Session-Id: 0123", "replit:session" },
		{ "Replit-Commit-Author: Agent", "replit:author" },
		{ "Replit-Commit-Author: Assistant", "replit:author" },
		{ "Replit-Commit-Author: Deployment", "" },
		{ "\xf0\x9f\xa4\x96 Generated with [Claude Code](https://claude.ai/code)", "claude:footer" },
		{ "\xf0\x9f\xa4\x96 Generated with [Claude Code](https://claude.com/claude-code)", "claude:footer" },
		{ "Generated with [Claude Code](https://claude.com/claude-code)", "claude:footer" },
		{ "Generated with [Claude Code](https://example.org)", "" },
		{ "Generated with Claude Code", "claude:footer" },
		{ "\xf0\x9f\xa4\x96 Generated with Claude Code (claude.ai/code)", "claude:footer" },
		{ "Generated with Claude Code templates are gone", "" },
		{ "Generated with Crush", "" },
		{ "\xf0\x9f\x92\x98 Generated with Crush", "crush:footer" },
		{ "\xf0\x9f\xa4\x96 Generated with [opencode](https://opencode.ai)", "opencode:footer" },
		{ "Generated with [Devin](https://cli.devin.ai/docs)", "devin:footer" },
		{ "Generated by Mistral Vibe.", "vibe:footer" },
		{ "Made-with: Cursor", "cursor:footer" },
		{ "Made with [Cursor](https://cursor.com)", "cursor:footer" },
		{ "Generated with [Codex](https://github.com/openai/codex)", "codex:footer" },
		{ "Generated with [Codex](https://github.com/openai/codex/tree/main)", "codex:footer" },
		{ "Generated with [Codex](https://github.com/openai/codex#readme)", "codex:footer" },
		{ "Generated with [a fork](https://github.com/openai/codex-x)", "" },
		{ "Generated with [a relative](https://openai.com/codexes)", "" },
		{ "Generated with [another host](https://cursor.com.example)", "" },
		{ "Made with love", "" },
		{ "Ultraworked with [Sisyphus](https://github.com/code-yeongyu/oh-my-opencode)", "sisyphus:footer" },
		{ "Ultraworked with Sisyphus", "sisyphus:footer" },
		{ "\xf0\x9f\xa4\x96 Generated with Claude Code via Happy", "claude:footer" },
		{ "# Aider chat conversation:", "aider:footer" },
		{ "# Context:\nUSER: add a test", "aider:footer" },
		{ "USER: add a test", "" },
		{ "Assisted-by: Claude:claude-opus-4-6 sparse", "claude:weak" },
		{ "Assisted-by: Crush:glm-5.2", "crush:weak" },
		{ "Assisted-by: Crush:[Qwen 3.7 Max]", "crush:weak" },
		{ "Assisted-by: Ada:[x]", "" },
		{ "Assisted-by: Hal:9000", "other:weak" },
		{ "Assisted-by: https://example.org", "" },
		{ "Assisted-by: Kimi K2.5 via Crush <crush@charm.land>", "crush:weak" },
		{ "Assisted-by: GLM 4.6 via Crush", "crush:weak" },
		{ "Assisted-by: Claude Opus 4.6", "claude:weak" },
		{ "Assisted-by: Gemini 3.5 Flash (High)", "gemini:weak" },
		{ "Assisted-by: Claude Example", "" },
		{ "Assisted-by: Claude", "" },
		{ "Assisted-by: Claude Code", "claude:weak" },
		{ "Assisted-by: Cursor", "cursor:weak" },
		{ "AI-Assisted-By: Claude Code (model: x)", "claude:weak" },
		{ "Assisted-by: Ada Example <ada@example.org>", "" },
		{ "Assisted-by: ada on Github", "" },
		{ "AI-Agent: claude-code", "claude:weak" },
		{ "> Co-Authored-By: Claude <noreply@anthropic.com>", "" },
		{ "    Co-Authored-By: Claude <noreply@anthropic.com>", "" },
		{ "\tCo-Authored-By: Claude <noreply@anthropic.com>", "" },
		{ "`Co-Authored-By: Claude <noreply@anthropic.com>`", "" },
		{ "```\nCo-Authored-By: Claude <noreply@anthropic.com>\n```", "" },
		{ "~~~text\nMade-with: Cursor\n```\n~~~", "" },
		{ "```\nMade-with: Cursor\n```\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "claude:coauthor" },
		{ "```\nnever closed\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "claude:coauthor" },
		{ "Made-with: Cursor\nMade-with: Cursor\n\n* next\n\nCo-authored-by: Cursor <cursoragent@cursor.com>",
			"cursor:footer cursor:coauthor" },
		{ "one\\n\\nCo-authored-by: openhands <openhands@all-hands.dev>\\n", "openhands:coauthor" },
		{ "> Done. Co-authored-by: openhands <openhands@all-hands.dev>", "" },
		{ "msg = \"one\\n\\nCo-authored-by: Codex <noreply@openai.com>\"", "" },
		{ "prints \"\\n\\nCo-Authored-By: Claude <noreply@anthropic.com>\" no more", "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(found_in(rows[i].line), rows[i].marks);
	assert_string_equal(found("Ada", "ada@example.org", "aider: Fix the frob"), "aider:footer");
}

static void test_reverts(void **state)
{
	(void)state;
	static const struct {
		const char *message, *marks;
	} rows[] = {
		{ "Revert \"Add x\"\n\nThis reverts commit 0123abc.", "" },
		{ "Revert \"Add x\"\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n\nThis reverts commit 0123abc.", "" },
		{ "Revert \"Add x\"\n\nMade-with: Cursor\n\nThis reverts commit 0123abc.\n\n"
		  "Co-Authored-By: Claude <noreply@anthropic.com>",
			"claude:coauthor" },
		{ "Revert \"Add x\"\n\nIt broke.\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "claude:coauthor" },
		{ "Revert \"Add x\"\n\nThis reverts commit 0123abc.\n\nOriginal change's description:\n"
		  "Co-Authored-By: Claude <noreply@anthropic.com>",
			"" },
		{ "Fix x\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n\nThis reverts commit 0123abc.", "claude:coauthor" },
		{ "Squashed commit of the following:\n\ncommit 0123abc\nAuthor: Ada <ada@example.org>\n\n    Add x\n\n"
		  "    Co-Authored-By: Claude <noreply@anthropic.com>",
			"claude:coauthor" },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(found("Ada", "ada@example.org", rows[i].message), rows[i].marks);
	assert_string_equal(found("Ada", "ada@example.org",
				    "Merge branch 'main' into x Co-authored-by: kiloconnect[bot] "
				    "<240665456+kiloconnect[bot]@users.noreply.github.com>"),
		"kilo:coauthor");
	/* the revert's author stays */
	assert_string_equal(found("C", "noreply@anthropic.com", rows[1].message), "claude:author");
}

static void test_evidence(void **state)
{
	(void)state;
	static const struct {
		const char *line, *evidence;
	} rows[] = {
		{ "Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>",
			"Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>" },
		{ "Co-Authored-By: Ada Example <noreply@anthropic.com>", "noreply@anthropic.com" },
		{ "Agent-Logs-Url: https://github.com/ada/secret/sessions/1", "Agent-Logs-Url: https://github.com/" },
		{ "Assisted-by: GLM 4.6 via Crush", "Assisted-by: GLM 4.6 via Crush" },
	};
	struct person ada = { "Ada", "ada@example.org", NULL };
	struct mark marks[MARKS_MAX];
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(marks_find(&arena, &ada, NULL, rows[i].line, marks), 1);
		assert_string_equal(marks[0].evidence, rows[i].evidence);
	}
	char line[400] = "Assisted-by: Crush:m";
	while (strlen(line) < 380)
		memcpy(line + strlen(line), "\xc3\xa9", 3);
	assert_int_equal(marks_find(&arena, &ada, &ada, line, marks), 1);
	size_t len = strlen(marks[0].evidence);
	assert_in_range(len, MARK_EVIDENCE_MAX - 1, MARK_EVIDENCE_MAX);
	assert_int_equal((unsigned char)marks[0].evidence[len - 1], 0xa9);
	struct arena empty;
	arena_init(&empty, 1);
	assert_int_equal(marks_find(&empty, &ada, &ada, "Fix\n\nMade with care", marks), 0);
	assert_null(empty.chunks);
	assert_int_equal(marks_find(&empty, NULL, NULL, NULL, marks), 0);
}

static void test_config_files(void **state)
{
	(void)state;
	static const struct {
		const char *path, *tool;
	} rows[] = {
		{ "CLAUDE.md", "claude" }, { ".claude", "claude" }, { ".claude/settings.json", "claude" },
		{ "AGENTS.md", "agents" }, { ".agents/skills", "agents" }, { ".agent/rules", "agents" },
		{ ".mcp.json", "agents" }, { ".ruler/ruler.toml", "agents" }, { ".cursorrules", "cursor" },
		{ ".cursor/rules", "cursor" }, { ".cursor/mcp.json", "cursor" },
		{ ".github/copilot-instructions.md", "copilot" }, { ".github/instructions/a.md", "copilot" },
		{ ".github/agents", "copilot" }, { "GEMINI.md", "gemini" }, { ".gemini/settings.json", "gemini" },
		{ ".aider.conf.yml", "aider" }, { ".aiderignore", "aider" }, { ".windsurfrules", "windsurf" },
		{ ".windsurf/rules", "windsurf" }, { ".clinerules", "cline" }, { ".roo/rules", "roo" },
		{ ".roorules", "roo" }, { ".junie/guidelines.md", "junie" }, { ".amazonq/rules", "amazon-q" },
		{ ".kiro/steering", "kiro" }, { ".openhands/microagents/repo.md", "openhands" },
		{ ".continue/config.yaml", "continue" }, { ".goosehints", "goose" }, { "opencode.json", "opencode" },
		{ ".opencode/agent", "opencode" }, { "CRUSH.md", "crush" }, { ".crush.json", "crush" },
		{ "WARP.md", "warp" }, { ".trae/rules/project_rules.md", "trae" }, { ".augment/rules", "augment" },
		{ ".idx/airules.md", "firebase" }, { ".codex/config.toml", "codex" }, { "QWEN.md", "qwen" },
		{ ".qwen/settings.json", "qwen" }, { ".factory/droids", "droid" }, { ".vibe/config.toml", "vibe" },
		{ ".aiassistant/rules", "jetbrains" }, { "firebender.json", "firebender" }, { ".kilocode/rules", "kilo" },
		{ ".rules", "zed" }, { "replit.md", "replit" }, { "./CLAUDE.md", "claude" },
		{ "CONVENTIONS.md", NULL }, { "README.md", NULL }, { "docs/CLAUDE.md", NULL }, { ".idx/dev.nix", NULL },
		{ ".claudeignore", NULL }, { "CLAUDE.md.orig", NULL }, { ".github/workflows/ci.yml", NULL }, { ".github", NULL },
		{ "", NULL }, { ".rules/x", NULL },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct mark_tool *tool = marks_config_file(rows[i].path);
		assert_true(str_eq(tool ? tool->id : NULL, rows[i].tool));
	}
}

static void test_bots(void **state)
{
	(void)state;
	static const struct {
		struct person p;
		bool bot;
	} rows[] = {
		{ { "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", NULL }, true },
		{ { "renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com", NULL }, true },
		{ { "github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com", NULL }, true },
		{ { "GitHub", "noreply@github.com", NULL }, true },
		{ { "Renovate Bot", "bot@renovateapp.com", NULL }, true },
		{ { NULL, NULL, "web-flow" }, true },
		{ { NULL, NULL, "dependabot[bot]" }, true },
		{ { "Copilot Autofix", "62310815+github-advanced-security[bot]@users.noreply.github.com", NULL }, true },
		{ { "claude[bot]", "209825114+claude[bot]@users.noreply.github.com", NULL }, false },
		{ { NULL, NULL, "claude[bot]" }, false },
		{ { "Claude", "noreply@anthropic.com", NULL }, false },
		{ { "Ada Example", "ada@example.org", "ada" }, false },
		{ { "GitHub", "noreply@github.comes", NULL }, false },
		{ { "GitHub", "noreply@github.com.example.org", NULL }, false },
		{ { NULL, NULL, NULL }, false },
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(marks_is_bot(&rows[i].p), rows[i].bot);
}

static void test_totals(void **state)
{
	(void)state;
	struct mark_totals t;
	mark_totals_init(&t, &arena);
	struct commit c = { .repo = "frob", .author = { "Ada", "ada@example.org", NULL },
		.message = "Fix\n\nMade-with: Cursor\nCo-authored-by: Cursor <cursoragent@cursor.com>\n"
			   "Co-Authored-By: Claude <noreply@anthropic.com>" };
	for (int i = 0; i < 100; i++) {
		c.oid = arena_printf(&arena, "%040d", i);
		c.time_ms = i == 50 ? (struct metric){ 0, false } : METRIC(1000 * (i + 1));
		mark_totals_add(&t, &c);
	}
	size_t used = arena.used;
	c.message = "Fix\n\nCo-authored-by: Cursor <cursoragent@cursor.com>";
	mark_totals_add(&t, &c);
	c.message = "Fix";
	mark_totals_add(&t, &c);
	assert_int_equal(arena.used, used); /* evidence is full */
	assert_int_equal(t.seen, 102);
	assert_int_equal(t.marked, 101);
	const struct mark_tally *cursor = &t.tools[TOOL_CURSOR], *claude = &t.tools[TOOL_CLAUDE];
	assert_int_equal(cursor->commits, 101);
	assert_int_equal(cursor->by_level[MARK_COAUTHOR], 101);
	assert_int_equal(cursor->by_level[MARK_FOOTER], 100);
	assert_int_equal(cursor->n_evidence, MARK_EVIDENCE_KEPT);
	assert_string_equal(cursor->evidence[0].text, "Made-with: Cursor");
	assert_string_equal(cursor->evidence[0].repo, "frob");
	assert_string_equal(cursor->evidence[2].oid, "0000000000000000000000000000000000000001");
	assert_int_equal(claude->commits, 100);
	assert_int_equal(claude->first_ms.n, 1000);
	assert_int_equal(claude->last_ms.n, 100000);
	assert_false(t.tools[TOOL_DEVIN].first_ms.known);
}

static void test_commit_line(void **state)
{
	(void)state;
	struct commit_line c;
	static const char good[] = " {\"id\": \"a\", \"x\":[1,-0.5e+3,{\"y\":null},true], \"author\":{\"name\":\"\\u00e9\","
				   "\"email\":\"a@b\",\"n\":\"\"},\"committer\":7,\"message\":\"1\\n\\ud83e\\udd16\\\"\\\\\"}\r\n";
	assert_true(commit_line_read(&arena, good, sizeof(good) - 1, &c));
	assert_string_equal(c.id, "\"a\"");
	assert_string_equal(c.author.name, "\xc3\xa9");
	assert_string_equal(c.author.email, "a@b");
	assert_null(c.author.login);
	assert_null(c.committer.name);
	assert_string_equal(c.message, "1\n\xf0\x9f\xa4\x96\"\\");
	static const char *const refused[] = { "", "{", "[]", "{}}", "{\"id\":1.5}", "{\"id\":01}", "{\"a\":tru}", "{\"a\":1,}",
		"{\"a\":\"\\ud800\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\x01\"}", "{\"a\":\"\xff\"}",
		"{\"a\":\"\\\"}", "{\"a\" 1}", "{a:1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":[1}",
		"{\"a\":[[[[[[[[[[1]]]]]]]]]]}" };
	for (size_t i = 0; i < ARRAY_LEN(refused); i++)
		assert_false(commit_line_read(&arena, refused[i], strlen(refused[i]), &c));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identities),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_reverts),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_config_files),
		cmocka_unit_test(test_bots),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_commit_line),
	};
	return cmocka_run_group_tests_name("marks", tests, setup, teardown);
}
