#!/bin/sh
# gps analyze LOGIN against the strict stand-in of tests/upstream: report, card, and clear failures.
# Needs node and the npm packages of tests/package.json.
set -u
src=${top_srcdir:-.}
gps=${top_builddir:-build}/gps
if ! "$src/tests/have-packages"; then
	echo '1..0 # SKIP npm packages are not installed'
	exit 0
fi
tmp=$(mktemp -d) || exit 1
node "$src/tests/upstream/github.mjs" --quiet >"$tmp/url" 2>"$tmp/server" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server"; rm -rf "$tmp"' EXIT
tries=0
until grep -q '^UPSTREAM_URL=' "$tmp/url"; do
	tries=$((tries + 1))
	if [ "$tries" -gt 300 ] || ! kill -0 "$server"; then
		echo 'Bail out! the stand-in does not start'
		exit 1
	fi
	sleep 0.1
done
url=$(sed -n 's/^UPSTREAM_URL=//p' "$tmp/url")
echo tok-bob >"$tmp/tokens"
chmod 600 "$tmp/tokens"
n=0

check() {
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		head -c 3000 "$tmp/out" | sed 's/^/# /'
		sed 's/^/# /' "$tmp/err"
	fi
}

analyze() {
	"$gps" analyze -c /dev/null -o clock=2026-11-20T00:00:00Z -o github_api="$url" -o github_tokens="$tmp/tokens" \
		--model v2 "$@" >"$tmp/out" 2>"$tmp/err"
	code=$?
}

has() {
	for part; do
		grep -qF -- "$part" "$tmp/out" || { echo "# lacks $part"; return 1; }
	done
}

refused() {
	[ "$code" -eq 1 ] && [ ! -s "$tmp/out" ] && grep -qF -- "$1" "$tmp/err"
}

analyze octo-one
check "a login is told in text" has 'octo-one' 'Activity' 'Archetype: ' 'Languages: ' 'AI tools: '
check "without a word on standard error" test ! -s "$tmp/err"
analyze --json octo-one
check "as JSON, the person of the login" has '"username":"octo-one"'
check "valid JSON" node -e 'JSON.parse(require("fs").readFileSync(process.argv[1]))' "$tmp/out"
analyze --card "$tmp/card.png" octo-one
check "and as a card" test "$(head -c 4 "$tmp/card.png" | tail -c 3)" = PNG
analyze ghost-a
check "an unknown login names the input" refused 'gps analyze: ghost-a: no such GitHub user'
analyze -- -bad-
check "what cannot be a login is not asked" refused '-bad-'
analyze -o github_api=http://127.0.0.1:9 octo-one
check "GitHub out of reach" refused 'octo-one: '
echo "1..$n"
