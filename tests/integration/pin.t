#!/bin/bash
# Repositories, gists, badges and coding time as readers of READMEs get them, on the real stack.
. "$(dirname "$0")/lib.sh"
upstream_start
tokens tok-good-1
node "$top/tests/upstream/wakatime.mjs" >"$tmp/wakatime.out" 2>"$tmp/wakatime.err" &
wakatime_pid=$!
stop_wakatime() {
	kill "$wakatime_pid" 2>/dev/null
	finish
}
trap stop_wakatime EXIT
for _ in $(seq 100); do
	url=$(sed -n 's/^WAKATIME_URL=//p' "$tmp/wakatime.out")
	[ -z "$url" ] || break
	sleep 0.1
done
stack_up scope_processes=1 scope_threads=8 "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS" "wakatime_domains=wakapi.dev,$url"

get() { # PATH: the body
	api GET "$1"
}
has() { # NAME TEXT: it stands in the last answer
	ok "$1" grep -qF -- "$2" "$tmp/body"
}
lacks() {
	grep -F -- "$2" "$tmp/body" >"$tmp/held"
	none "$1" "$tmp/held"
}
header() { # NAME: of the last answer
	sed -n "s/^$1: *//Ip" "$tmp/headers" | tr -d '\r'
}
pin="/api/pin?username=pin-a"
gist() { # WORD: the stand-in's gist of that name
	printf '/api/gist?id=%s' "$(printf %s "$1" | od -An -tx1 | tr -d ' \n' | sed -e :a -e 's/^.\{1,31\}$/0&/;ta')"
}

get "$pin&repo=plain" >/dev/null
has "a repository: 400 wide, one line" 'width="400" height="120"'
has "its description" 'Just a repository'
is "a picture that may be kept for half an hour" "public, max-age=1800, s-maxage=1800, stale-while-revalidate=1800" "$(header cache-control)"
is "numbers as JSON" '{"kind":"pin","locale":"en","owner":"pin-a","name":"plain","description":"Just a repository","language":"PHP","language_color":"#4F5D95","stars":7,"forks":2,"is_template":false,"is_archived":false}' \
	"$(get "$pin&repo=plain&type=json")"
get "$pin&repo=archived" >/dev/null
has "one that is archived says so" '>Archived<'
get "$pin&repo=template&locale=de" >/dev/null
has "a template says so in German" '>Vorlage<'
get "$pin&repo=zero" >/dev/null
lacks "no zero stands on a card" '>0<'
get "$pin&repo=bare" >/dev/null
has "no description" 'No description provided'
get "/api/pin/?username=somebody&repo=pin-a/arabic&show_owner=true" >/dev/null
has "owner and name in one, of another owner" '>pin-a/arabic<'
get "$pin&repo=secret" >/dev/null
is "a private one does not exist" REPOSITORY_NOT_FOUND "$(header x-gps-error)"
has "and the answer is a picture" '<svg'
get "$pin&repo=../etc" >/dev/null
is "a name that cannot be one" VALIDATION_ERROR "$(header x-gps-error)"

get "$(gist twelve)&show_owner=true" >/dev/null
has "a gist: its first file" '>octo/notes.md<'
has "short names are emoji" '🚀'
is "the language with most bytes" C "$(get "$(gist twelve)&type=json" | field language)"
get "$(gist plain)" >/dev/null
has "a gist without a language" '>Unspecified<'
get "$(gist nobody)&show_owner=true" >/dev/null
has "a gist without an owner" '>a.js<'
get "/api/gist?id=0" >/dev/null
is "no such gist" GIST_NOT_FOUND "$(header x-gps-error)"

get '/card/pin-a/badge.json?metric=stars' >"$tmp/badge"
ok "a badge's JSON is what shields.io reads" grep -qxE \
	'\{"schemaVersion":1,"label":"Stars","message":"[0-9.k]+","color":"[0-9a-f]{6}","cacheSeconds":1800\}' "$tmp/badge"
get '/card/pin-a/badge.svg?metric=followers&style=for-the-badge&label=fans' >/dev/null
has "a badge with a label of one's own" '>FANS<'
has "28 high" 'height="28"'
get '/card/pin-a/badge.png' >/dev/null
is "as PNG" image/png "$(header content-type)"
get '/card/pin-a/badge.svg?metric=nonsense' >/dev/null
is "a metric nobody knows" VALIDATION_ERROR "$(header x-gps-error)"

waka="/api/wakatime?api_domain=${url#http://}&username"
get "$waka=ada&layout=compact&langs_count=3" >/dev/null
has "coding time" 'TypeScript - 6 hrs 50 mins'
lacks "three languages" 'Markdown'
before=$(curl -s "$url/_control/asked" | field n)
get "$waka=ada&theme=dark" >/dev/null
is "another look asks nobody again" "$before" "$(curl -s "$url/_control/asked" | field n)"
get "$waka=nodetails-ada" >/dev/null
has "details that are hidden" 'publicly share detailed code statistics'
get "$waka=ghost-ada" >/dev/null
is "nobody" WAKATIME_USER_NOT_FOUND "$(header x-gps-error)"
get "/api/wakatime?username=ada&api_domain=169.254.169.254" >/dev/null
is "a server nobody listed" VALIDATION_ERROR "$(header x-gps-error)"
is "no request but those the API knows" '[]' "$(curl -s "$url/_control/asked" | field refused)"
ok "nothing crashed" stack_down
done_testing
