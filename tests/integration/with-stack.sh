# Sourced by the tests that need the whole stack: the stand-in for GitHub, and stacks around it.
# Leaves $UPSTREAM_URL, $tmp; begin NAME [KEY=VALUE...] starts a stack in $tmp/NAME and sets $GPS_URL and $STACK.
# shellcheck shell=sh
src=${top_srcdir:-.}
build=${top_builddir:-build} # gps-scope and gps are there
: "$build"
if ! command -v node >/dev/null || ! test -d "$src/tests/node_modules/graphql"; then
	echo '1..0 # SKIP npm packages are not installed'
	exit 0
fi
tmp=$(mktemp -d) || exit 1
stacks=
upstream=
# shellcheck disable=SC2317 # called by the trap
finish() {
	for s in $stacks; do
		[ ! -e "$tmp/$s/state" ] || "$src/tests/stack" down "$tmp/$s" >/dev/null 2>&1
	done
	[ -z "$upstream" ] || { kill "$upstream" && wait "$upstream"; } 2>/dev/null
	rm -rf "$tmp"
}
trap finish EXIT
trap 'exit 1' INT TERM

node "$src/tests/upstream/github.mjs" quiet=on >"$tmp/url" 2>"$tmp/server" &
upstream=$!
tries=0
until grep -q '^UPSTREAM_URL=' "$tmp/url"; do
	tries=$((tries + 1))
	if [ "$tries" -gt 300 ] || ! kill -0 "$upstream"; then
		echo 'Bail out! the stand-in does not start'
		sed 's/^/# /' "$tmp/server"
		exit 1
	fi
	sleep 0.1
done
UPSTREAM_URL=$(sed -n 's/^UPSTREAM_URL=//p' "$tmp/url")
(umask 077 && echo tok-good-1 >"$tmp/tokens")

begin() {
	STACK=$tmp/$1
	stacks="$stacks $1"
	shift
	if ! "$src/tests/stack" up "$STACK" github_api="$UPSTREAM_URL" github_tokens="$tmp/tokens" \
		clock=2026-11-20T00:00:00Z "$@" >"$tmp/up" 2>&1; then
		echo 'Bail out! the stack does not start'
		sed 's/^/# /' "$tmp/up"
		exit 1
	fi
	GPS_URL=$(sed -n 's/^GPS_URL=//p' "$tmp/up")
	export GPS_URL UPSTREAM_URL STACK
	GPS_STACK=$src/tests/stack
	export GPS_STACK
}

# end: stop the last stack; its own complaints are a test point of the caller
end() {
	"$src/tests/stack" down "$STACK" >"$tmp/down" 2>&1
}
