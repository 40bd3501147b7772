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

/* Sorted by address (marks_identity searches by halves). */
static const struct mark_identity addresses[] = {
	{ "agent@cosine.sh", 0, TOOL_COSINE, MARK_COAUTHOR, false, false },
	{ "agent@replit.com", 0, TOOL_REPLIT, MARK_COAUTHOR, false, false },
	{ "agent@warp.dev", 0, TOOL_WARP, MARK_COAUTHOR, false, false },
	{ "aider@aider.chat", 0, TOOL_AIDER, MARK_COAUTHOR, false, false },
	{ "amp@ampcode.com", 0, TOOL_AMP, MARK_COAUTHOR, false, false },
	{ "assistant@anthropic.com", 0, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "auggie@augmentcode.com", 0, TOOL_AUGMENT, MARK_COAUTHOR, false, false },
	{ "bot@cline.bot", 0, TOOL_CLINE, MARK_COAUTHOR, false, false },
	{ "cascade@windsurf.ai", 0, TOOL_WINDSURF, MARK_WEAK, false, false },
	{ "claude-code@anthropic.com", 0, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "claude@anthropic.com", 0, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "cline@cline.bot", 0, TOOL_CLINE, MARK_COAUTHOR, false, false },
	{ "clio-agent@sisyphuslabs.ai", 0, TOOL_SISYPHUS, MARK_COAUTHOR, false, false },
	{ "codex@openai.com", 0, TOOL_CODEX, MARK_COAUTHOR, false, false },
	{ "copilot@github.com", 0, TOOL_COPILOT, MARK_COAUTHOR, false, false },
	{ "crush@charm.land", 0, TOOL_CRUSH, MARK_COAUTHOR, false, false },
	{ "cursoragent@cursor.com", 0, TOOL_CURSOR, MARK_COAUTHOR, false, false },
	{ "droid@factory.ai", 0, TOOL_DROID, MARK_COAUTHOR, false, false },
	{ "it+v0agent@vercel.com", 0, TOOL_V0, MARK_COAUTHOR, false, false },
	{ "noreply@aider.chat", 0, TOOL_AIDER, MARK_COAUTHOR, false, false },
	{ "noreply@aider.dev", 0, TOOL_AIDER, MARK_COAUTHOR, false, false },
	{ "noreply@alibaba.com", 0, TOOL_QWEN, MARK_COAUTHOR, false, false },
	{ "noreply@ampcode.com", 0, TOOL_AMP, MARK_COAUTHOR, false, false },
	{ "noreply@anthropic.com", 0, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "noreply@augmentcode.com", 0, TOOL_AUGMENT, MARK_COAUTHOR, false, false },
	{ "noreply@cline.bot", 0, TOOL_CLINE, MARK_COAUTHOR, false, false },
	{ "noreply@commandcode.ai", 0, TOOL_COMMANDCODE, MARK_COAUTHOR, false, false },
	{ "noreply@cursor.com", 0, TOOL_CURSOR, MARK_COAUTHOR, false, false },
	{ "noreply@forgecode.dev", 0, TOOL_FORGE, MARK_COAUTHOR, false, false },
	{ "noreply@kimi.com", 0, TOOL_KIMI, MARK_COAUTHOR, false, false },
	{ "noreply@kiro.dev", 0, TOOL_KIRO, MARK_COAUTHOR, false, false },
	{ "noreply@letta.com", 0, TOOL_LETTA, MARK_COAUTHOR, false, false },
	{ "noreply@openai.com", 0, TOOL_CODEX, MARK_COAUTHOR, false, false },
	{ "noreply@opencode.ai", 0, TOOL_OPENCODE, MARK_COAUTHOR, false, false },
	{ "noreply@sourcegraph.com", 0, TOOL_AMP, MARK_COAUTHOR, false, false },
	{ "noreply@zed.dev", 0, TOOL_ZED, MARK_COAUTHOR, false, false },
	{ "openhands@all-hands.dev", 0, TOOL_OPENHANDS, MARK_COAUTHOR, false, false },
	{ "openhands@openhands.dev", 0, TOOL_OPENHANDS, MARK_COAUTHOR, false, false },
	{ "oz-agent@warp.dev", 0, TOOL_WARP, MARK_COAUTHOR, false, false },
	{ "qwen-coder@alibabacloud.com", 0, TOOL_QWEN, MARK_COAUTHOR, false, false },
	{ "qwenlm-intl@service.alibaba.com", 0, TOOL_QWEN, MARK_COAUTHOR, false, false },
	{ "roomote@roocode.com", 0, TOOL_ROO, MARK_COAUTHOR, false, false },
	{ "sisyphus@opencode.ai", 0, TOOL_SISYPHUS, MARK_COAUTHOR, false, false },
	{ "solo-agent@trae.ai", 0, TOOL_TRAE, MARK_COAUTHOR, false, false },
	{ "traecli@bytedance.com", 0, TOOL_TRAE, MARK_COAUTHOR, false, false },
	{ "vibe@mistral.ai", 0, TOOL_VIBE, MARK_COAUTHOR, false, false },
	{ "windsurf@codeium.com", 0, TOOL_WINDSURF, MARK_WEAK, false, false },
	{ "yesreply@happy.engineering", 0, TOOL_HAPPY, MARK_COAUTHOR, false, false },
};

/*
 * Logins of [ID+]LOGIN@users.noreply.github.com, sorted. A login with "[bot]" can only be an
 * app's, so the address without an id counts too; so do users' logins that the tool writes bare.
 */
static const struct mark_identity logins[] = {
	{ "amazon-q-developer[bot]", 208079219, TOOL_AMAZON_Q, MARK_COAUTHOR, false, false },
	{ "anthropic-claude[bot]", 215619710, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "anthropic-code-agent[bot]", 0, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "chatgpt-codex-connector[bot]", 199175422, TOOL_CODEX, MARK_COAUTHOR, false, false },
	{ "claude-code-action[bot]", 208546643, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "claude[bot]", 209825114, TOOL_CLAUDE, MARK_COAUTHOR, false, false },
	{ "cline-agent", 0, TOOL_CLINE, MARK_COAUTHOR, false, false },
	{ "cline-cloud[bot]", 276134852, TOOL_CLINE, MARK_COAUTHOR, false, false },
	{ "cline[bot]", 205137888, TOOL_CLINE, MARK_COAUTHOR, false, false },
	{ "codeflash-ai[bot]", 148906541, TOOL_CODEFLASH, MARK_COAUTHOR, false, false },
	{ "codegen-sh[bot]", 131295404, TOOL_CODEGEN, MARK_COAUTHOR, false, false },
	{ "continue[bot]", 230936708, TOOL_CONTINUE, MARK_COAUTHOR, false, false },
	{ "copilot", 175728472, TOOL_COPILOT, MARK_WEAK, false, true },
	{ "copilot", 198982749, TOOL_COPILOT, MARK_COAUTHOR, false, true },
	{ "copilot", 223556219, TOOL_COPILOT, MARK_COAUTHOR, false, true },
	{ "copilot-swe-agent[bot]", 198982749, TOOL_COPILOT, MARK_COAUTHOR, false, false },
	{ "copilot[bot]", 167198135, TOOL_COPILOT, MARK_COAUTHOR, false, false },
	{ "cursor[bot]", 206951365, TOOL_CURSOR, MARK_COAUTHOR, false, false },
	{ "cursoragent", 199161495, TOOL_CURSOR, MARK_COAUTHOR, false, true },
	{ "cursoragent[bot]", 201670782, TOOL_CURSOR, MARK_COAUTHOR, false, false },
	{ "devin-ai-integration[bot]", 158243242, TOOL_DEVIN, MARK_COAUTHOR, false, false },
	{ "factory-droid-oss", 138933559, TOOL_DROID, MARK_COAUTHOR, false, true },
	{ "factory-droid[bot]", 138933559, TOOL_DROID, MARK_COAUTHOR, false, false },
	{ "gemini-cli", 218195315, TOOL_GEMINI, MARK_COAUTHOR, false, true },
	{ "gemini-code-assist[bot]", 176961590, TOOL_GEMINI, MARK_WEAK, false, false },
	{ "github-advanced-security[bot]", 62310815, TOOL_COPILOT, MARK_WEAK, true, false },
	{ "github-code-quality[bot]", 223894421, TOOL_COPILOT, MARK_WEAK, true, false },
	{ "google-labs-jules[bot]", 161369871, TOOL_JULES, MARK_COAUTHOR, false, false },
	{ "gpt-engineer-app[bot]", 159125892, TOOL_LOVABLE, MARK_COAUTHOR, false, false },
	{ "jetbrains-ai[bot]", 220155983, TOOL_JETBRAINS, MARK_COAUTHOR, false, false },
	{ "jetbrains-junie[bot]", 0, TOOL_JUNIE, MARK_COAUTHOR, false, false },
	{ "kilo-code-bot[bot]", 240665456, TOOL_KILO, MARK_COAUTHOR, false, false },
	{ "kiloconnect[bot]", 240665456, TOOL_KILO, MARK_COAUTHOR, false, false },
	{ "kiro-agent", 244629292, TOOL_KIRO, MARK_COAUTHOR, false, true },
	{ "kiro-agent[bot]", 245459735, TOOL_KIRO, MARK_COAUTHOR, false, false },
	{ "openai-codex[bot]", 215057067, TOOL_CODEX, MARK_COAUTHOR, false, false },
	{ "openhands-agent", 0, TOOL_OPENHANDS, MARK_COAUTHOR, false, false },
	{ "roomote[bot]", 219738659, TOOL_ROO, MARK_COAUTHOR, false, false },
	{ "sourcegraph-cody[bot]", 201248094, TOOL_CODY, MARK_COAUTHOR, false, false },
	{ "sweep-ai[bot]", 127925974, TOOL_SWEEP, MARK_COAUTHOR, false, false },
	{ "terragon-labs[bot]", 0, TOOL_TERRAGON, MARK_COAUTHOR, false, false },
	{ "traeagent", 0, TOOL_TRAE, MARK_COAUTHOR, false, false },
	{ "v0[bot]", 0, TOOL_V0, MARK_COAUTHOR, false, false },
};

/* Where a footer's link leads; a prefix of the address behind https:// and www. */
static const struct mark_name urls[] = {
	{ "aider.chat", TOOL_AIDER, false },
	{ "ampcode.com", TOOL_AMP, false },
	{ "anthropic.com/claude-code", TOOL_CLAUDE, false },
	{ "app.devin.ai", TOOL_DEVIN, false },
	{ "app.factory.ai", TOOL_DROID, false },
	{ "augmentcode.com", TOOL_AUGMENT, false },
	{ "block.github.io/goose", TOOL_GOOSE, false },
	{ "charm.land/crush", TOOL_CRUSH, false },
	{ "claude.ai", TOOL_CLAUDE, false },
	{ "claude.com", TOOL_CLAUDE, false },
	{ "cli.devin.ai", TOOL_DEVIN, false },
	{ "cline.bot", TOOL_CLINE, false },
	{ "code.claude.com", TOOL_CLAUDE, false },
	{ "codegen.com", TOOL_CODEGEN, false },
	{ "commandcode.ai", TOOL_COMMANDCODE, false },
	{ "cursor.com", TOOL_CURSOR, false },
	{ "cursor.sh", TOOL_CURSOR, false },
	{ "developers.openai.com/codex", TOOL_CODEX, false },
	{ "devin.ai", TOOL_DEVIN, false },
	{ "docs.anthropic.com/en/docs/claude-code", TOOL_CLAUDE, false },
	{ "factory.ai", TOOL_DROID, false },
	{ "github.com/aider-ai/aider", TOOL_AIDER, false },
	{ "github.com/anthropics/claude-code", TOOL_CLAUDE, false },
	{ "github.com/block/goose", TOOL_GOOSE, false },
	{ "github.com/charmbracelet/crush", TOOL_CRUSH, false },
	{ "github.com/code-yeongyu/oh-my-open", TOOL_SISYPHUS, false },
	{ "github.com/features/copilot", TOOL_COPILOT, false },
	{ "github.com/google-gemini/gemini-cli", TOOL_GEMINI, false },
	{ "github.com/openai/codex", TOOL_CODEX, false },
	{ "github.com/qwenlm/qwen-code", TOOL_QWEN, false },
	{ "github.com/sst/opencode", TOOL_OPENCODE, false },
	{ "happy.engineering", TOOL_HAPPY, false },
	{ "jules.google", TOOL_JULES, false },
	{ "jules.google.com", TOOL_JULES, false },
	{ "kilo.ai", TOOL_KILO, false },
	{ "kilocode.ai", TOOL_KILO, false },
	{ "kiro.dev", TOOL_KIRO, false },
	{ "letta.com", TOOL_LETTA, false },
	{ "openai.com/codex", TOOL_CODEX, false },
	{ "opencode.ai", TOOL_OPENCODE, false },
	{ "roocode.com", TOOL_ROO, false },
	{ "terragonlabs.com", TOOL_TERRAGON, false },
	{ "warp.dev", TOOL_WARP, false },
	{ "windsurf.com", TOOL_WINDSURF, false },
};

/* Longer names before their beginnings. */
static const struct mark_name names[] = {
	{ "aider", TOOL_AIDER, true },
	{ "amazon q developer", TOOL_AMAZON_Q, false },
	{ "amazon q", TOOL_AMAZON_Q, false },
	{ "amp code", TOOL_AMP, false },
	{ "amp", TOOL_AMP, true },
	{ "anthropic claude", TOOL_CLAUDE, false },
	{ "augment code", TOOL_AUGMENT, false },
	{ "claude code", TOOL_CLAUDE, false },
	{ "claude cli", TOOL_CLAUDE, false },
	{ "claude", TOOL_CLAUDE, true },
	{ "cline", TOOL_CLINE, true },
	{ "codex cli", TOOL_CODEX, false },
	{ "codex", TOOL_CODEX, true },
	{ "command code", TOOL_COMMANDCODE, false },
	{ "copilot", TOOL_COPILOT, true },
	{ "crush", TOOL_CRUSH, true },
	{ "cursor ai", TOOL_CURSOR, false },
	{ "cursor agent", TOOL_CURSOR, false },
	{ "cursor", TOOL_CURSOR, true },
	{ "devin ai", TOOL_DEVIN, false },
	{ "devin", TOOL_DEVIN, true },
	{ "droid", TOOL_DROID, true },
	{ "factory droid", TOOL_DROID, false },
	{ "gemini cli", TOOL_GEMINI, false },
	{ "gemini code assist", TOOL_GEMINI, false },
	{ "gemini", TOOL_GEMINI, true },
	{ "github copilot", TOOL_COPILOT, false },
	{ "goose", TOOL_GOOSE, true },
	{ "google gemini", TOOL_GEMINI, false },
	{ "jules", TOOL_JULES, true },
	{ "junie", TOOL_JUNIE, true },
	{ "kilo code", TOOL_KILO, false },
	{ "kimi cli", TOOL_KIMI, false },
	{ "kimi code", TOOL_KIMI, false },
	{ "kiro", TOOL_KIRO, true },
	{ "letta code", TOOL_LETTA, false },
	{ "mistral vibe", TOOL_VIBE, false },
	{ "openai codex", TOOL_CODEX, false },
	{ "opencode", TOOL_OPENCODE, false },
	{ "openhands", TOOL_OPENHANDS, false },
	{ "qwen code", TOOL_QWEN, false },
	{ "qwen coder", TOOL_QWEN, false },
	{ "replit agent", TOOL_REPLIT, false },
	{ "roo code", TOOL_ROO, false },
	{ "warp", TOOL_WARP, true },
	{ "windsurf", TOOL_WINDSURF, true },
	{ "zed ai", TOOL_ZED, false },
	{ "zed", TOOL_ZED, true },
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
	return span_starts(s, lower) && !lower[s.len];
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
		if (span_order(s, rows[mid].address) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && span_order(s, rows[low].address) == 0 ? low : n;
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
	for (; i < ARRAY_LEN(logins) && span_eq(login, logins[i].address); i++) {
		if (has_id ? !logins[i].github_id || logins[i].github_id == id : !logins[i].needs_id)
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
		bool host_only = !strchr(urls[i].text, '/');
		if (!host_only || !rest.len || *rest.at == '/' || *rest.at == '?')
			return &urls[i];
	}
	return NULL;
}

const struct mark_name *marks_name(struct span text, size_t *ret_used)
{
	const struct mark_name *best = NULL;
	size_t used = 0;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t n = 0;
		for (const char *z = names[i].text; *z; z++, n++) {
			char c = n < text.len ? ascii_lower(text.at[n]) : '\0';
			if (c != *z && !(*z == ' ' && (c == '-' || c == '_')))
				goto next;
		}
		if (n > used && (n == text.len || !ascii_is_alnum(text.at[n]))) {
			best = &names[i];
			used = n;
		}
next:;
	}
	if (best)
		*ret_used = used;
	return best;
}
