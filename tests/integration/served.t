#!/bin/bash
# A server for chosen names only: served_logins, served_gists, excluded_repositories.
. "$(dirname "$0")/lib.sh"
gps=$top_builddir/gps
upstream_start limits=off
tokens tok-good-1

top_repository() {
	api GET /api/v1/public/profile/octo-one | field tech_profile.top_repos.0.name
}
stars() {
	field rows.0.value
}
# refused NAME PATH: a picture with status 200 that says so
refused() {
	api GET "$2" >/dev/null
	is "$1 is not drawn" "200 NOT_SERVED" "$(cat "$tmp/status") $(tr -d '\r' <"$tmp/headers" | sed -n 's/^x-gps-error: //Ip')"
	ok "... the picture says why" grep -q 'does not show this name' "$tmp/body"
}
drawn() {
	api GET "$2" >/dev/null
	ok "$1 is drawn" sh -c "! grep -qi '^x-gps-error' '$tmp/headers' && grep -q '^<svg' '$tmp/body'"
}

stack_up limits=off clock=2026-11-20T00:00:00Z "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
repository=$(top_repository)
all=$(api GET '/card/octo-one/stats.json' | stars)
without=$(api GET "/card/octo-one/stats.json?exclude_repo=$repository" | stars)
ok "a repository's stars count" [ "$without" -lt "$all" ]
drawn "anybody" '/card/octo-two/stats.svg'
ok "nothing crashed" stack_down
rm -rf "$tmp/stack"

mkdir "$tmp/repo"
git -C "$tmp/repo" init -q
git -C "$tmp/repo" -c user.name=A -c user.email=a@example.org commit -q --allow-empty -m One
GIST=000000000000000000007477656c7665
stack_up limits=off clock=2026-11-20T00:00:00Z "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS" \
	"served_logins=Octo-One, git:engine" "served_gists=$GIST" "excluded_repositories=$repository, no-such" \
	"git_repositories=engine=$tmp/repo,other=$tmp/repo"
drawn "a chosen name" '/card/octo-one/stats.svg'
drawn "the same in other letters" '/api?username=OCTO-ONE'
drawn "a chosen repository on disk" '/card/git:engine/calendar.svg'
drawn "a chosen gist" "/api/gist?id=$GIST"
asked=$(upstream_stat requests)
refused "another name" '/card/octo-two/stats.svg'
refused "another name's streak" '/streak?user=octo-two'
refused "a name at another forge" '/api?username=octo-one&forge=codeberg'
refused "another repository on disk" '/card/git:other/calendar.svg'
refused "another gist" '/api/gist?id=00000000000000000000000000000001'
refused "another's repository" '/api/pin?username=octo-one&repo=octo-two/x'
refused "another name's coding time" '/api/wakatime?username=octo-two'
is "nobody was asked for them" "$asked" "$(upstream_stat requests)"
is "JSON says it by its status" 403 "$(api GET /card/octo-two/stats.json >/dev/null; cat "$tmp/status")"
is "streak-stats' JSON by its code" 403 "$(api GET '/streak?user=octo-two&type=json' | field code)"
is "in German it is told in German" 1 "$(api GET '/card/octo-two/stats.svg?locale=de' | grep -c 'zeigt diesen Namen nicht')"
is "the API refuses, too" 403 "$(api GET /api/v1/public/profile/octo-two >/dev/null; cat "$tmp/status")"
is "... with a code" NOT_SERVED "$(field code <"$tmp/body")"
is "... and analyses" 403 "$(analyze octo-two >/dev/null; cat "$tmp/status")"
is "... chosen names it analyses" 200 "$(analyze octo-one >/dev/null; cat "$tmp/status")"
is "an excluded repository counts for nobody" "$without" "$(api GET /card/octo-one/stats.json | stars)"
is "... nor where the visitor excludes another" "$without" "$(api GET '/card/octo-one/stats.json?exclude_repo=no-such-either' | stars)"
is "gps card asks no such list" "$all" "$("$gps" card stats octo-one type=json -o "github_api=$UPSTREAM_URL" \
	-o "github_tokens=$TOKENS" -o clock=2026-11-20T00:00:00Z -o served_logins=x | stars)"
ok "nothing crashed then" stack_down
done_testing
