#!/bin/bash
# gps analyze LOGIN against the strict stand-in of tests/upstream: report, card, and clear failures.
. "$(dirname "$0")/lib.sh"
upstream_start
tokens tok-bob
gps=${top_builddir:?}/gps

analyze() {
	"$gps" analyze -c /dev/null -o clock=2026-11-20T00:00:00Z -o github_api="$UPSTREAM_URL" -o github_tokens="$TOKENS" \
		--model v2 "$@" >"$tmp/out" 2>"$tmp/err"
	code=$?
}

has() {
	for part; do
		grep -qF -- "$part" "$tmp/out" || { echo "lacks $part"; cat "$tmp/out" "$tmp/err"; return 1; }
	done
}

refused() {
	cat "$tmp/err"
	[ "$code" -eq 1 ] && [ ! -s "$tmp/out" ] && grep -qF -- "$1" "$tmp/err"
}

analyze octo-one
ok "a login is told in text" has 'octo-one' 'Activity' 'Archetype: ' 'Languages: ' 'AI tools: '
ok "without a word on standard error" test ! -s "$tmp/err"
analyze --json octo-one
ok "as JSON, the person of the login" has '"username":"octo-one"'
ok "valid JSON" node -e 'JSON.parse(require("fs").readFileSync(process.argv[1]))' "$tmp/out"
analyze --card "$tmp/card.png" octo-one
ok "and as a card" test "$(head -c 4 "$tmp/card.png" | tail -c 3)" = PNG
analyze ghost-a
ok "an unknown login names the input" refused 'gps analyze: ghost-a: no such GitHub user'
analyze -- -bad-
ok "what cannot be a login is not asked" refused '-bad-'
analyze -o github_api=http://127.0.0.1:9 octo-one
ok "GitHub out of reach" refused 'octo-one: '
done_testing
