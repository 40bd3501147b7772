// What AI coding tools leave in commits and repositories, in the exact wording seen in public history,
// and human lines that look alike.

const actor = (name, email, login = null) => ({ name, email, login });
const BOT = '@users.noreply.github.com';

// tool, weight, and any of: footer (before the trailers), trailer, author, committer suffix, prefix.
export const MARKS = [
	{ tool: 'claude', weight: 20, footer: '🤖 Generated with [Claude Code](https://claude.com/claude-code)', trailer: 'Co-Authored-By: Claude <noreply@anthropic.com>' },
	{ tool: 'claude', weight: 20, trailer: 'Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>' },
	{ tool: 'claude', weight: 6, footer: '🤖 Generated with [Claude Code](https://claude.ai/code)', trailer: 'Co-Authored-By: Claude <noreply@anthropic.com>' },
	{ tool: 'claude', weight: 3, trailer: 'Claude-Session: https://claude.ai/code/session_01AbCdEf' },
	{ tool: 'claude', weight: 3, author: actor('Claude', 'noreply@anthropic.com', 'claude') },
	{ tool: 'cursor', weight: 10, trailer: 'Co-authored-by: Cursor <cursoragent@cursor.com>' },
	{ tool: 'cursor', weight: 3, trailer: 'Made-with: Cursor' },
	{ tool: 'cursor', weight: 3, author: actor('Cursor Agent', 'cursoragent@cursor.com', 'cursoragent') },
	{ tool: 'copilot', weight: 5, trailer: `Co-authored-by: Copilot <223556219+Copilot${BOT}>` },
	{ tool: 'copilot', weight: 3, author: actor('Copilot', `198982749+Copilot${BOT}`) },
	{ tool: 'copilot', weight: 2, trailer: `Co-authored-by: Copilot Autofix powered by AI <175728472+Copilot${BOT}>` },
	{ tool: 'aider', weight: 3, trailer: 'Co-authored-by: aider (gpt-4o) <aider@aider.chat>' },
	{ tool: 'aider', weight: 2, suffix: ' (aider)' },
	{ tool: 'aider', weight: 1, prefix: 'aider: ' },
	{ tool: 'codex', weight: 2, trailer: 'Co-authored-by: Codex <noreply@openai.com>' },
	{ tool: 'devin', weight: 2, trailer: `Co-Authored-By: devin-ai-integration[bot] <158243242+devin-ai-integration[bot]${BOT}>` },
	{ tool: 'jules', weight: 2, author: actor('google-labs-jules[bot]', `161369871+google-labs-jules[bot]${BOT}`) },
	{ tool: 'openhands', weight: 1, trailer: 'Co-authored-by: openhands <openhands@all-hands.dev>' },
	{ tool: 'opencode', weight: 1, footer: '🤖 Generated with [opencode](https://opencode.ai)', trailer: 'Co-Authored-By: opencode <noreply@opencode.ai>' },
	{ tool: 'amp', weight: 1, trailer: 'Amp-Thread-ID: https://ampcode.com/threads/T-0f1e2d3c\nCo-authored-by: Amp <amp@ampcode.com>' },
	{ tool: 'generic', weight: 1, trailer: 'Assisted-by: Claude:claude-opus-4-5' },
];

export const TOOLS = [...new Set(MARKS.map(({ tool }) => tool))];

// People and texts that must not count as a tool.
export const LOOKALIKES = [
	'Co-authored-by: Claude Example <claude@example.org>',
	'Co-authored-by: Devin Example <devin@example.org>',
	'Assisted-by: Jules Example <jules@example.org>',
	'Signed-off-by: Cursor Example <cursor@example.org>',
];
export const QUOTED = 'The bot wrote:\n\n```\nCo-Authored-By: Claude <noreply@anthropic.com>\n```\n\nand we took it out.';

export const ROBOTS = [
	actor('dependabot[bot]', `49699333+dependabot[bot]${BOT}`),
	actor('renovate[bot]', `29139614+renovate[bot]${BOT}`),
	actor('github-actions[bot]', `41898282+github-actions[bot]${BOT}`),
];
export const WEB_FLOW = actor('GitHub', 'noreply@github.com', 'web-flow');

const LOGINS = { 'noreply@anthropic.com': 'claude', 'cursoragent@cursor.com': 'cursoragent' };

// The account GitHub would find behind an address; bots are no users.
export function loginOf(email) {
	if (email in LOGINS)
		return LOGINS[email];
	const private_ = /^\d+\+([a-z\d-]+)@users\.noreply\.github\.com$/i.exec(email);
	if (private_)
		return private_[1] === 'Copilot' ? null : private_[1];
	return /^([a-z\d-]+)@users\.example\.org$/.exec(email)?.[1] ?? null;
}

export const CONFIG_FILES = {
	claude: ['CLAUDE.md', '.claude/settings.json'],
	cursor: ['.cursorrules', '.cursor/rules/main.mdc'],
	copilot: ['.github/copilot-instructions.md'],
	aider: ['.aider.conf.yml'],
	codex: ['AGENTS.md', '.codex/config.toml'],
	devin: ['AGENTS.md'], jules: ['AGENTS.md'], amp: ['AGENTS.md'], generic: ['AGENTS.md'],
	openhands: ['.openhands/microagents/repo.md'],
	opencode: ['opencode.json'],
};
