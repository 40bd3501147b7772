#!/bin/bash
# Cards as image proxies get them: every kind and form, nginx's cache, errors, privacy.
. "$(dirname "$0")/lib.sh"
upstream_start
node "$top/tests/upstream/wakatime.mjs" >"$tmp/wakatime.out" 2>&1 &
wakatime_pid=$!
for _ in $(seq 50); do
	WAKATIME_URL=$(sed -n 's/^WAKATIME_URL=//p' "$tmp/wakatime.out")
	[ -z "$WAKATIME_URL" ] || break
	sleep 0.1
done
trap 'kill $wakatime_pid 2>/dev/null; finish' EXIT
KINDS=$("$top_builddir/gps-admin" print-nginx http | sed -n 's|^\t~^/card/\[^/\]+/\([a-z-]*\)\[.\].*|\1|p' | tr '\n' ' ')
export GPS_URL UPSTREAM_URL KINDS STACK=$tmp/stack GPS_STACK=$top/tests/stack

tokens tok-good-1
stack_up scope_processes=2 scope_threads=16 limits=off clock=2026-11-20T00:00:00Z core_dumps=off log_level=debug \
	"wakatime_domains=$WAKATIME_URL" "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
node_tests "cards" cards.mjs
ok "nothing crashed" stack_down
ok "no login, name or title is in any file" bash -c '! grep -rail -e canary -e octo-one -e nobody-knows "$1"' _ "$tmp/stack"

tokens tok-unknown
stack_up scope_processes=1 scope_threads=8 limits=off "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
api GET '/api?username=octo-one' >/dev/null
ok "with refused tokens a card is drawn from what needs none, or an error is" grep -q '^<svg' "$tmp/body"
is "as an image proxy wants it" 200 "$(cat "$tmp/status")"
api GET '/streak?user=octo-one' >/dev/null
ok "what needs a token says so" grep -qi '^x-gps-error: GITHUB_' "$tmp/headers"
ok "nothing crashed then" stack_down
done_testing
