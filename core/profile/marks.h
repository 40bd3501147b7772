/*
 * AI-tool marks: what coding agents leave in a commit - themselves as author, a co-author
 * trailer, a session link, a footer, a weaker hint - and the files that configure them.
 *
 * A mark is found by address (local part and domain), by GitHub's numeric id and login, or
 * by a line of its own in the message; never by display name, for Claude, Devin and Jules
 * are people too. (One exception, for the tool writes it itself: a name ending in
 * " (aider)".) What the message quotes does not count: "> " lines, code fences, indented
 * blocks, and what a revert repeats of the reverted message. No mark proves nothing: many
 * tools leave none. Tables: marks-table.c.
 */
#ifndef CORE_PROFILE_MARKS_H
#define CORE_PROFILE_MARKS_H

#include "core/profile/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mark_level {
	MARK_AUTHOR,   /* the tool is author or committer */
	MARK_COAUTHOR, /* a trailer names the tool's address */
	MARK_SESSION,  /* a link to the session that made the commit */
	MARK_FOOTER,   /* "Generated with ..." */
	MARK_WEAK,     /* a suggestion taken, Assisted-by: */
	MARK_LEVEL__MAX
};

/* "author", "coauthor", "session", "footer", "weak". */
const char *mark_level_name(enum mark_level level);

/* constant, id on the wire, name for people; sorted by id. "agents": files several tools read. */
#define MARK_TOOL_TABLE(X)                          \
	X(AGENTS, "agents", "Several agents")       \
	X(AIDER, "aider", "Aider")                  \
	X(AMAZON_Q, "amazon-q", "Amazon Q")         \
	X(AMP, "amp", "Amp")                        \
	X(ANTIGRAVITY, "antigravity", "Antigravity")       \
	X(AUGMENT, "augment", "Augment Code")       \
	X(CLAUDE, "claude", "Claude Code")          \
	X(CLINE, "cline", "Cline")                  \
	X(CODEFLASH, "codeflash", "Codeflash")      \
	X(CODEGEN, "codegen", "Codegen")            \
	X(CODEX, "codex", "OpenAI Codex")           \
	X(CODY, "cody", "Cody")                     \
	X(COMMANDCODE, "commandcode", "Command Code") \
	X(CONTINUE, "continue", "Continue")         \
	X(COPILOT, "copilot", "GitHub Copilot")     \
	X(COSINE, "cosine", "Cosine")               \
	X(CRUSH, "crush", "Crush")                  \
	X(CURSOR, "cursor", "Cursor")               \
	X(DEVIN, "devin", "Devin")                  \
	X(DROID, "droid", "Factory Droid")          \
	X(FIREBASE, "firebase", "Firebase Studio")  \
	X(FIREBENDER, "firebender", "Firebender")   \
	X(FORGE, "forge", "ForgeCode")              \
	X(GEMINI, "gemini", "Gemini")               \
	X(GOOSE, "goose", "Goose")                  \
	X(GROK, "grok", "Grok")                            \
	X(HAPPY, "happy", "Happy")                  \
	X(JETBRAINS, "jetbrains", "JetBrains AI")   \
	X(JULES, "jules", "Jules")                  \
	X(JUNIE, "junie", "Junie")                  \
	X(KILO, "kilo", "Kilo Code")                \
	X(KIMI, "kimi", "Kimi")                     \
	X(KIRO, "kiro", "Kiro")                     \
	X(LETTA, "letta", "Letta Code")             \
	X(LOVABLE, "lovable", "Lovable")            \
	X(OPENCODE, "opencode", "OpenCode")         \
	X(OPENHANDS, "openhands", "OpenHands")      \
	X(OTHER, "other", "Another agent")          \
	X(QODER, "qoder", "Qoder")                         \
	X(QWEN, "qwen", "Qwen Code")                \
	X(REPLIT, "replit", "Replit Agent")         \
	X(ROO, "roo", "Roo Code")                   \
	X(SISYPHUS, "sisyphus", "Sisyphus")         \
	X(SWEEP, "sweep", "Sweep")                  \
	X(TERRAGON, "terragon", "Terragon")         \
	X(TRAE, "trae", "Trae")                     \
	X(V0, "v0", "v0")                           \
	X(VIBE, "vibe", "Mistral Vibe")             \
	X(WARP, "warp", "Warp")                     \
	X(WINDSURF, "windsurf", "Windsurf")         \
	X(ZED, "zed", "Zed")

enum mark_tool_id {
#define X(constant, id, name) TOOL_##constant,
	MARK_TOOL_TABLE(X)
#undef X
	TOOL__MAX
};

struct mark_tool {
	const char *id;	  /* "claude" */
	const char *name; /* "Claude Code" */
};

extern const struct mark_tool mark_tools[TOOL__MAX];

struct mark {
	const struct mark_tool *tool;
	enum mark_level level;
	const char *evidence; /* the mark as found, at most 160 bytes: a tool's address or line, never a human's */
};

enum { MARKS_MAX = 16, MARK_EVIDENCE_MAX = 160 };

/*
 * Marks of one commit in the order identity, then lines of the message; each (tool, level)
 * at most once. Returns how many. Strings may be NULL; they need not be valid UTF-8. Evidence
 * is copied into a; nothing is allocated for a commit without marks.
 */
size_t marks_find(struct arena *a, const struct person *author, const struct person *committer, const char *message,
	struct mark ret_marks[MARKS_MAX]);

/*
 * The tool that a file or directory configures; NULL = none. path is relative to the
 * repository's root, "CLAUDE.md", ".cursor/rules", ".github/copilot-instructions.md".
 */
const struct mark_tool *marks_config_file(const char *path);

/* Automation that is no AI: dependabot, renovate, github-actions, web-flow and the like. */
bool marks_is_bot(const struct person *p);

/* A running tally over a stream of commits. Memory is bounded: strings only for evidence kept. */
enum { MARK_EVIDENCE_KEPT = 20 };

struct mark_evidence {
	const char *oid;  /* NULL = the commit had none */
	const char *repo; /* NULL = not given */
	enum mark_level level;
	const char *text;
};

struct mark_tally {
	uint64_t commits; /* with any mark of this tool */
	uint64_t by_level[MARK_LEVEL__MAX];
	struct metric first_ms, last_ms; /* commit dates, unknown until a dated commit came */
	struct mark_evidence *evidence;	 /* the first MARK_EVIDENCE_KEPT seen */
	size_t n_evidence;
};

struct mark_totals {
	uint64_t seen;	 /* commits */
	uint64_t marked; /* commits with any mark */
	struct mark_tally tools[TOOL__MAX];
	struct arena *arena;
};

void mark_totals_init(struct mark_totals *t, struct arena *a);
void mark_totals_add(struct mark_totals *t, const struct commit *c);

#endif
