#!/bin/bash
# /api/status: whether GitHub can be asked, and what is known of each token, on the real stack.
. "$(dirname "$0")/lib.sh"
upstream_start

up() { # TYPE: the body, and in $tmp/headers the headers
	api GET "/api/status/up?type=$1"
}
cache_control() {
	sed -n 's/^cache-control: *//Ip' "$tmp/headers" | tr -d '\r'
}
stack() { # TOKENS OPTION...
	stack_up scope_processes=1 scope_threads=8 "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS" "$@"
}
shield='{"schemaVersion":1,"label":"Git Phantom Scope","message":"up","color":"brightgreen","isError":true}'

tokens tok-good-1 tok-dead tok-suspended tok-exhausted
stack
is "up is true" true "$(up boolean)"
is "and may be kept by shared caches" "max-age=0, s-maxage=300" "$(cache_control)"
is "an unknown type is boolean" true "$(up 'x%26type=json')"
is "no type is boolean" true "$(api GET /api/status/up)"
is "a slash at the end is fine" true "$(api GET /api/status/up/)"
is "as JSON" '{"up":true}' "$(up json)"
is "for shields.io" "$shield" "$(up shields)"
api GET /api/status/pat-info >"$tmp/info"
is "tokens have the status 200" 200 "$(cat "$tmp/status")"
is "and are not kept" no-store "$(cache_control)"
is "the good token" '["token 1"]' "$(field validPATs <"$tmp/info")"
is "the one nobody knows" '["token 2"]' "$(field expiredPATs <"$tmp/info")"
is "the one of a suspended account" '["token 3"]' "$(field suspendedPATs <"$tmp/info")"
is "the one that is used up" '["token 4"]' "$(field exhaustedPATs <"$tmp/info")"
is "none without an answer" '[]' "$(field errorPATs <"$tmp/info")"
is "what is left" 5000 "$(field 'details.token 1.remaining' <"$tmp/info")"
ok "when it is back" grep -qE '"token 4":\{"status":"exhausted","remaining":0,"resetIn":"(29|30) minutes"\}' "$tmp/info"
ok "no part of a token is told" sh -c "! grep -q tok- '$tmp/info'"
is "a slash at the end is fine here, too" "$(cat "$tmp/info")" "$(api GET /api/status/pat-info/)"
ok "deny all stands there" sh -c "grep -A4 'location = /api/status/pat-info {' '$top_builddir/nginx/locations.inc' | grep -q 'deny all;'"
ok "nothing crashed" stack_down

tokens tok-dead tok-exhausted
stack
is "down is false" false "$(up boolean)"
is "with the status 200" 200 "$(cat "$tmp/status")"
is "and is not kept" no-store "$(cache_control)"
is "down as JSON" '{"up":false}' "$(up json)"
is "down for shields.io" "$(echo "$shield" | sed 's/"up"/"down"/; s/brightgreen/red/')" "$(up shields)"
ok "nothing crashed without tokens to use" stack_down

TOKENS=
stack
is "without tokens REST is asked: up" true "$(up boolean)"
is "no tokens, none told" '{}' "$(api GET /api/status/pat-info | field details)"
ok "nothing crashed without tokens" stack_down
done_testing
