#!/bin/bash
# Host names of their own, where the streak and the trophy services live at "/": a README changes its host name only.
. "$(dirname "$0")/lib.sh"
upstream_start
tokens tok-good-1
stack_up scope_processes=1 scope_threads=8 limits=off clock=2026-11-20T12:00:00Z "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
port=${GPS_URL##*:}

# at HOST PATH: the body of GET https://HOST.localhost/PATH; headers and status as api() leaves them
at() {
	local url=$GPS_URL
	GPS_URL=https://$1.localhost:$port
	api GET "$2" --resolve "$1.localhost:$port:127.0.0.1"
	GPS_URL=$url
}
header() {
	sed -n "s/^$1: *//Ip" "$tmp/headers" | tr -d '\r'
}
patiently() { # COMMAND...: until the first picture is more than a placeholder
	for _ in $(seq 50); do
		"$@" >"$tmp/first"
		grep -qi '^x-gps-' "$tmp/headers" || break
		sleep 0.2
	done
	cat "$tmp/first"
}

patiently at streak '/?user=octocat' >"$tmp/streak.svg"
is "the streak host answers at its root" 200 "$(cat "$tmp/status")"
is "with a picture" image/svg+xml "$(header content-type | cut -d ';' -f 1)"
ok "of a streak" grep -q '>Current Streak<' "$tmp/streak.svg"
is "the same as /streak gives" "$(cat "$tmp/streak.svg")" "$(api GET '/streak?user=octocat')"
at streak '/?theme=radical&user=octocat&unknown=1' >"$tmp/themed.svg"
ok "its options act" grep -q '#141321' "$tmp/themed.svg"
is "in any order, among any others" "$(cat "$tmp/themed.svg")" "$(at streak '/?user=octocat&another=2&theme=radical')"
ok "out of nginx's cache" sh -c "tail -n 1 '$tmp/stack/log/gps-access.log' | grep -q ' /streak 200 .* HIT '"
at streak '/?user=octocat&type=json' >"$tmp/streak.json"
is "JSON has its six members" 'mode totalContributions firstContribution longestStreak currentStreak excludedDays' \
	"$(node -e 'console.log(Object.keys(JSON.parse(require("fs").readFileSync(0))).join(" "))' <"$tmp/streak.json")"
at streak '/?user=octocat&type=png' >"$tmp/streak.png"
is "PNG is PNG" image/png "$(header content-type)"

patiently at trophy '/?username=octocat' >"$tmp/trophy.svg"
ok "the trophy host answers at its root" grep -q '>Followers<' "$tmp/trophy.svg"
is "the same as /trophy gives" "$(cat "$tmp/trophy.svg")" "$(api GET '/trophy?username=octocat')"
ok "title filters" sh -c "! grep -q '>Stars<' '$tmp/body'" "$(at trophy '/?username=octocat&title=Followers')"

at streak / >/dev/null
is "without a name the root is the page" text/html "$(header content-type | cut -d ';' -f 1)"
at trophy / >/dev/null
is "of the trophy host, too" text/html "$(header content-type | cut -d ';' -f 1)"
at streak '/?user=0' >/dev/null
is "a login may be 0" image/svg+xml "$(header content-type | cut -d ';' -f 1)"
at streak '/?username=octocat' >/dev/null
is "the other service's word is none here" text/html "$(header content-type | cut -d ';' -f 1)"
api GET '/?user=octocat' >/dev/null
is "nor on the host of the rest" text/html "$(header content-type | cut -d ';' -f 1)"
ok "the access log knows the card, not the login" sh -c "grep -q ' /streak ' '$tmp/stack/log/gps-access.log' &&
	! grep -q octocat '$tmp/stack/log/gps-access.log'"
ok "nothing crashed" stack_down
done_testing
