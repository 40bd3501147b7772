#!/bin/bash
# Cards of coding time: the real client against a strict stand-in for WakaTime, by command and by request.
. "$(dirname "$0")/lib.sh"
command -v node >/dev/null || skip_all "node is not installed"
node "$top/tests/upstream/wakatime.mjs" >"$tmp/wakatime.out" 2>"$tmp/wakatime.err" &
upstream_pid=$!
for _ in $(seq 100); do
	url=$(sed -n 's/^WAKATIME_URL=//p' "$tmp/wakatime.out")
	[ -z "$url" ] || break
	sleep 0.1
done

card() { # USER [NAME=VALUE...]: the card as JSON
	local user=$1
	shift
	"$top_builddir/gps" card -o "wakatime_domains=wakapi.dev,$url" -o wakatime_timeout=2s wakatime "username=$user" \
		"api_domain=${url#http://}" type=json "$@" 2>&1
}
shows() { # NAME USER TEXT: the picture holds it
	"$top_builddir/gps" card -o "wakatime_domains=$url" wakatime "username=$2" >"$tmp/card.svg" 2>&1
	ok "$1" grep -qF "$3" "$tmp/card.svg"
}
says() { # NAME USER TEXT: the command fails and says so
	is "$1" "gps card: wakatime: $3" "$(card "$2")"
}

card ada >"$tmp/ada"
is "nine languages; the tenth has less than a minute" 9 "$(field languages.length <"$tmp/ada")"
is "the first" '{"name":"TypeScript","value":"6 hrs 50 mins","percent":40.25,"seconds":24600,"color":"#3178c6"}' \
	"$(field languages.0 <"$tmp/ada")"
is "a WakaTime name with a colour of another" '#89e051' "$(field languages.6.color <"$tmp/ada")"
is "in German" "6 Std. 50 Min." "$(card ada locale=de | field languages.0.value)"
is "Wakapi's shape" last_year "$(card wakapi-ada | field range)"
is "names in other scripts" "لغة البرمجة" "$(card lang-ar | field languages.0.name)"
shows "a picture" ada "WakaTime Stats (last 7 days)"
shows "nothing public" hidden-ada "WakaTime user profile not public"
shows "refused, as Wakapi does it" closed-ada "WakaTime user profile not public"
shows "no details" nodetails-ada "publicly share detailed code statistics"
shows "nothing coded" empty-ada "No coding activity this week"
shows "still counting" pending-ada "WakaTime is still counting"
says "nobody" ghost-ada "the WakaTime server knows no such user"
says "asked too often" limited-ada "the WakaTime server asks us to wait"
says "an ill server" broken-ada "the WakaTime server answered with status 502"
says "a redirect is not followed" private-ada "the WakaTime server answered with status 302"
says "an endless answer" huge-ada "the WakaTime server cannot be asked: the answer is too large"
says "a silent server" silent-ada "the WakaTime server did not answer in time"
is "a server nobody listed" "gps card: wakatime: this server asks no such WakaTime server" \
	"$(card ada api_domain=169.254.169.254)"
is "a listed name that leads to a private address" "" \
	"$("$top_builddir/gps" card -o "wakatime_domains=localhost:${url##*:}" wakatime username=ada 2>/dev/null)"
curl -s "$url/_control/asked" >"$tmp/asked"
is "no request but those the API knows" '[]' "$(field refused <"$tmp/asked")"
done_testing
