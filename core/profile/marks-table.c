/* Tables: tools, their addresses, GitHub logins, links, names and configuration files. */
#include "config.h"

#include "core/profile/marks-table.h"

#include "core/base/clean.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

const struct mark_tool mark_tools[TOOL__MAX] = {
#define X(constant, id, name) [TOOL_##constant] = { id, name },
	MARK_TOOL_TABLE(X)
#undef X
};

static const struct mark_identity addresses[] = {
#define ADDRESS(text, tool, level) { text, 0, TOOL_##tool, MARK_##level, 0 },
#define LOGIN(text, id, tool, level, flags)
#include "core/profile/marks-identities.def"
#undef ADDRESS
#undef LOGIN
};

static const struct mark_identity logins[] = {
#define ADDRESS(text, tool, level)
#define LOGIN(text, id, tool, level, flags) { text, id, TOOL_##tool, MARK_##level, flags },
#include "core/profile/marks-identities.def"
#undef ADDRESS
#undef LOGIN
};

/* Where a footer's link leads behind https:// and www.; more of the path, a query or a fragment may follow. */
static const struct mark_name urls[] = {
	{ "aider.chat", TOOL_AIDER, NAME_PLAIN },
	{ "ampcode.com", TOOL_AMP, NAME_PLAIN },
	{ "antigravity.google", TOOL_ANTIGRAVITY, NAME_PLAIN },
	{ "anthropic.com/claude-code", TOOL_CLAUDE, NAME_PLAIN },
	{ "app.devin.ai", TOOL_DEVIN, NAME_PLAIN },
	{ "app.factory.ai", TOOL_DROID, NAME_PLAIN },
	{ "augmentcode.com", TOOL_AUGMENT, NAME_PLAIN },
	{ "block.github.io/goose", TOOL_GOOSE, NAME_PLAIN },
	{ "charm.land/crush", TOOL_CRUSH, NAME_PLAIN },
	{ "claude.ai", TOOL_CLAUDE, NAME_PLAIN },
	{ "claude.com", TOOL_CLAUDE, NAME_PLAIN },
	{ "cli.devin.ai", TOOL_DEVIN, NAME_PLAIN },
	{ "cline.bot", TOOL_CLINE, NAME_PLAIN },
	{ "code.claude.com", TOOL_CLAUDE, NAME_PLAIN },
	{ "codegen.com", TOOL_CODEGEN, NAME_PLAIN },
	{ "commandcode.ai", TOOL_COMMANDCODE, NAME_PLAIN },
	{ "cursor.com", TOOL_CURSOR, NAME_PLAIN },
	{ "cursor.sh", TOOL_CURSOR, NAME_PLAIN },
	{ "developers.openai.com/codex", TOOL_CODEX, NAME_PLAIN },
	{ "devin.ai", TOOL_DEVIN, NAME_PLAIN },
	{ "docs.anthropic.com/en/docs/claude-code", TOOL_CLAUDE, NAME_PLAIN },
	{ "factory.ai", TOOL_DROID, NAME_PLAIN },
	{ "github.com/aider-ai/aider", TOOL_AIDER, NAME_PLAIN },
	{ "github.com/anthropics/claude-code", TOOL_CLAUDE, NAME_PLAIN },
	{ "github.com/block/goose", TOOL_GOOSE, NAME_PLAIN },
	{ "github.com/charmbracelet/crush", TOOL_CRUSH, NAME_PLAIN },
	{ "github.com/code-yeongyu/oh-my-openagent", TOOL_SISYPHUS, NAME_PLAIN },
	{ "github.com/code-yeongyu/oh-my-opencode", TOOL_SISYPHUS, NAME_PLAIN },
	{ "github.com/features/copilot", TOOL_COPILOT, NAME_PLAIN },
	{ "github.com/google-gemini/gemini-cli", TOOL_GEMINI, NAME_PLAIN },
	{ "github.com/openai/codex", TOOL_CODEX, NAME_PLAIN },
	{ "github.com/qwenlm/qwen-code", TOOL_QWEN, NAME_PLAIN },
	{ "github.com/sst/opencode", TOOL_OPENCODE, NAME_PLAIN },
	{ "happy.engineering", TOOL_HAPPY, NAME_PLAIN },
	{ "jules.google", TOOL_JULES, NAME_PLAIN },
	{ "jules.google.com", TOOL_JULES, NAME_PLAIN },
	{ "kilo.ai", TOOL_KILO, NAME_PLAIN },
	{ "kilocode.ai", TOOL_KILO, NAME_PLAIN },
	{ "kiro.dev", TOOL_KIRO, NAME_PLAIN },
	{ "letta.com", TOOL_LETTA, NAME_PLAIN },
	{ "openai.com/codex", TOOL_CODEX, NAME_PLAIN },
	{ "opencode.ai", TOOL_OPENCODE, NAME_PLAIN },
	{ "roocode.com", TOOL_ROO, NAME_PLAIN },
	{ "terragonlabs.com", TOOL_TERRAGON, NAME_PLAIN },
	{ "warp.dev", TOOL_WARP, NAME_PLAIN },
	{ "windsurf.com", TOOL_WINDSURF, NAME_PLAIN },
};

/* The longest that fits counts. */
static const struct mark_name names[] = {
	{ "aider", TOOL_AIDER, NAME_WORD },
	{ "amazon q developer", TOOL_AMAZON_Q, NAME_PLAIN },
	{ "amazon q", TOOL_AMAZON_Q, NAME_PLAIN },
	{ "amp code", TOOL_AMP, NAME_PLAIN },
	{ "amp", TOOL_AMP, NAME_WORD },
	{ "antigravity", TOOL_ANTIGRAVITY, NAME_WORD },
	{ "anthropic claude", TOOL_CLAUDE, NAME_PLAIN },
	{ "augment code", TOOL_AUGMENT, NAME_PLAIN },
	{ "claude code", TOOL_CLAUDE, NAME_PLAIN },
	{ "claude cli", TOOL_CLAUDE, NAME_PLAIN },
	{ "claude", TOOL_CLAUDE, NAME_PERSON },
	{ "cline", TOOL_CLINE, NAME_WORD },
	{ "codex cli", TOOL_CODEX, NAME_PLAIN },
	{ "codex", TOOL_CODEX, NAME_WORD },
	{ "command code", TOOL_COMMANDCODE, NAME_PLAIN },
	{ "copilot", TOOL_COPILOT, NAME_WORD },
	{ "crush", TOOL_CRUSH, NAME_WORD },
	{ "cursor ai", TOOL_CURSOR, NAME_PLAIN },
	{ "cursor agent", TOOL_CURSOR, NAME_PLAIN },
	{ "cursor", TOOL_CURSOR, NAME_WORD },
	{ "devin ai", TOOL_DEVIN, NAME_PLAIN },
	{ "devin", TOOL_DEVIN, NAME_PERSON },
	{ "droid", TOOL_DROID, NAME_WORD },
	{ "factory droid", TOOL_DROID, NAME_PLAIN },
	{ "gemini cli", TOOL_GEMINI, NAME_PLAIN },
	{ "gemini code assist", TOOL_GEMINI, NAME_PLAIN },
	{ "gemini", TOOL_GEMINI, NAME_WORD },
	{ "github copilot", TOOL_COPILOT, NAME_PLAIN },
	{ "goose", TOOL_GOOSE, NAME_WORD },
	{ "google antigravity", TOOL_ANTIGRAVITY, NAME_PLAIN },
	{ "google gemini", TOOL_GEMINI, NAME_PLAIN },
	{ "grok", TOOL_GROK, NAME_WORD },
	{ "jules", TOOL_JULES, NAME_PERSON },
	{ "junie", TOOL_JUNIE, NAME_PERSON },
	{ "kilo code", TOOL_KILO, NAME_PLAIN },
	{ "kimi cli", TOOL_KIMI, NAME_PLAIN },
	{ "kimi code", TOOL_KIMI, NAME_PLAIN },
	{ "kiro", TOOL_KIRO, NAME_WORD },
	{ "letta code", TOOL_LETTA, NAME_PLAIN },
	{ "mistral vibe", TOOL_VIBE, NAME_PLAIN },
	{ "openai codex", TOOL_CODEX, NAME_PLAIN },
	{ "opencode", TOOL_OPENCODE, NAME_PLAIN },
	{ "openhands", TOOL_OPENHANDS, NAME_PLAIN },
	{ "qoder", TOOL_QODER, NAME_WORD },
	{ "qwen code", TOOL_QWEN, NAME_PLAIN },
	{ "qwen coder", TOOL_QWEN, NAME_PLAIN },
	{ "replit agent", TOOL_REPLIT, NAME_PLAIN },
	{ "roo code", TOOL_ROO, NAME_PLAIN },
	{ "sisyphus", TOOL_SISYPHUS, NAME_WORD },
	{ "warp", TOOL_WARP, NAME_WORD },
	{ "windsurf", TOOL_WINDSURF, NAME_WORD },
	{ "zed ai", TOOL_ZED, NAME_PLAIN },
	{ "zed", TOOL_ZED, NAME_WORD },
};

/* A path, or a directory with all that is in it. */
static const struct {
	const char *path;
	enum mark_tool_id tool;
	bool is_dir;
} files[] = {
	{ ".agent/rules", TOOL_AGENTS, true },
	{ ".agents", TOOL_AGENTS, true },
	{ ".aider.conf.yml", TOOL_AIDER, false },
	{ ".aiderignore", TOOL_AIDER, false },
	{ ".aiassistant", TOOL_JETBRAINS, true },
	{ ".amazonq", TOOL_AMAZON_Q, true },
	{ ".augment", TOOL_AUGMENT, true },
	{ ".augment-guidelines", TOOL_AUGMENT, false },
	{ ".claude", TOOL_CLAUDE, true },
	{ ".clinerules", TOOL_CLINE, true },
	{ ".codex", TOOL_CODEX, true },
	{ ".continue", TOOL_CONTINUE, true },
	{ ".continuerules", TOOL_CONTINUE, false },
	{ ".crush.json", TOOL_CRUSH, false },
	{ ".cursor", TOOL_CURSOR, true },
	{ ".cursorignore", TOOL_CURSOR, false },
	{ ".cursorrules", TOOL_CURSOR, false },
	{ ".factory", TOOL_DROID, true },
	{ ".gemini", TOOL_GEMINI, true },
	{ ".github/agents", TOOL_COPILOT, true },
	{ ".github/copilot-instructions.md", TOOL_COPILOT, false },
	{ ".github/instructions", TOOL_COPILOT, true },
	{ ".goosehints", TOOL_GOOSE, false },
	{ ".idx/airules.md", TOOL_FIREBASE, false },
	{ ".junie", TOOL_JUNIE, true },
	{ ".kilocode", TOOL_KILO, true },
	{ ".kilocodemodes", TOOL_KILO, false },
	{ ".kiro", TOOL_KIRO, true },
	{ ".mcp.json", TOOL_AGENTS, false },
	{ ".opencode", TOOL_OPENCODE, true },
	{ ".openhands", TOOL_OPENHANDS, true },
	{ ".qwen", TOOL_QWEN, true },
	{ ".roo", TOOL_ROO, true },
	{ ".roomodes", TOOL_ROO, false },
	{ ".roorules", TOOL_ROO, false },
	{ ".ruler", TOOL_AGENTS, true },
	{ ".rules", TOOL_ZED, false },
	{ ".trae", TOOL_TRAE, true },
	{ ".vibe", TOOL_VIBE, true },
	{ ".windsurf", TOOL_WINDSURF, true },
	{ ".windsurfrules", TOOL_WINDSURF, false },
	{ "AGENTS.md", TOOL_AGENTS, false },
	{ "CLAUDE.local.md", TOOL_CLAUDE, false },
	{ "CLAUDE.md", TOOL_CLAUDE, false },
	{ "CRUSH.md", TOOL_CRUSH, false },
	{ "GEMINI.md", TOOL_GEMINI, false },
	{ "QWEN.md", TOOL_QWEN, false },
	{ "WARP.md", TOOL_WARP, false },
	{ "crush.json", TOOL_CRUSH, false },
	{ "firebender.json", TOOL_FIREBENDER, false },
	{ "opencode.json", TOOL_OPENCODE, false },
	{ "opencode.jsonc", TOOL_OPENCODE, false },
	{ "replit.md", TOOL_REPLIT, false },
};

const struct mark_tool *marks_config_file(const char *path)
{
	if (str_starts(path, "./"))
		path += 2;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		size_t len = strlen(files[i].path);
		if (strncmp(path, files[i].path, len) != 0)
			continue;
		if (!path[len] || (files[i].is_dir && path[len] == '/'))
			return &mark_tools[files[i].tool];
	}
	return NULL;
}

bool span_starts(struct span s, const char *lower)
{
	size_t i = 0;
	for (; lower[i]; i++)
		if (i == s.len || ascii_lower(s.at[i]) != lower[i])
			return false;
	return true;
}

bool span_eq(struct span s, const char *lower)
{
	return strlen(lower) == s.len && span_starts(s, lower);
}

struct span span_skip(struct span s, size_t n)
{
	return n < s.len ? (struct span){ s.at + n, s.len - n } : (struct span){ s.at + s.len, 0 };
}

struct span span_trim(struct span s)
{
	while (s.len && ascii_is_space(*s.at))
		s = span_skip(s, 1);
	while (s.len && ascii_is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

/* memcmp order of s in lower case against z, as strcmp */
static int span_order(struct span s, const char *z)
{
	for (size_t i = 0; i < s.len; i++) {
		int diff = (unsigned char)ascii_lower(s.at[i]) - (unsigned char)z[i];
		if (diff)
			return diff; /* z's NUL differs too */
	}
	return z[s.len] ? -1 : 0;
}

/* First row whose address is s; n where there is none. */
static size_t lookup(const struct mark_identity *rows, size_t n, struct span s)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (span_order(s, rows[mid].text) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && span_order(s, rows[low].text) == 0 ? low : n;
}

static const struct mark_identity *github_identity(struct span local)
{
	uint64_t id = 0;
	size_t digits = 0;
	while (digits < local.len && digits < 18 && ascii_is_digit(local.at[digits]))
		id = id * 10 + (uint64_t)(local.at[digits++] - '0');
	bool has_id = digits && digits < local.len && local.at[digits] == '+';
	struct span login = has_id ? span_skip(local, digits + 1) : local;
	size_t i = lookup(logins, ARRAY_LEN(logins), login);
	for (; i < ARRAY_LEN(logins) && span_eq(login, logins[i].text); i++) {
		if (has_id ? !logins[i].github_id || logins[i].github_id == id : !(logins[i].flags & NEEDS_ID))
			return &logins[i];
	}
	return NULL;
}

const struct mark_identity *marks_login(struct span login)
{
	size_t i = lookup(logins, ARRAY_LEN(logins), login);
	return i < ARRAY_LEN(logins) ? &logins[i] : NULL;
}

const struct mark_identity *marks_identity(struct span address)
{
	static const char noreply[] = "@users.noreply.github.com";
	if (address.len < 8 || address.len > 100)
		return NULL;
	size_t tail = sizeof(noreply) - 1;
	if (address.len > tail && span_eq(span_skip(address, address.len - tail), noreply))
		return github_identity((struct span){ address.at, address.len - tail });
	size_t i = lookup(addresses, ARRAY_LEN(addresses), address);
	return i < ARRAY_LEN(addresses) ? &addresses[i] : NULL;
}

const struct mark_name *marks_url(struct span url)
{
	if (span_starts(url, "www."))
		url = span_skip(url, 4);
	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		if (!span_starts(url, urls[i].text))
			continue;
		struct span rest = span_skip(url, strlen(urls[i].text));
		if (!rest.len || memchr("/?#", *rest.at, 3))
			return &urls[i];
	}
	return NULL;
}

/* Bytes of the name that text starts with as whole words, 0 = another one; a blank may be "-" or "_" there. */
static size_t name_length(struct span text, const char *name)
{
	size_t n = 0;
	for (; name[n]; n++) {
		char c = n < text.len ? ascii_lower(text.at[n]) : '\0';
		if (c != name[n] && !(name[n] == ' ' && (c == '-' || c == '_')))
			return 0;
	}
	return n == text.len || !ascii_is_alnum(text.at[n]) ? n : 0;
}

const struct mark_name *marks_name(struct span text, size_t *ret_used)
{
	const struct mark_name *best = NULL;
	size_t used = 0;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t n = name_length(text, names[i].text);
		if (n > used) {
			best = &names[i];
			used = n;
		}
	}
	if (best)
		*ret_used = used;
	return best;
}
