#!/bin/bash
# gps card: files, formats, summary and exit codes; from the GitHub stand-in and from disk.
. "$(dirname "$0")/lib.sh"
gps=$top_builddir/gps
tokens tok-bob
upstream_start limits=off
printf 'clock = 2026-11-20T00:00:00Z\ngithub_api = %s\ngithub_tokens = %s\n' "$UPSTREAM_URL" "$TOKENS" >"$tmp/gps.conf"
mkdir "$tmp/out"
cd "$tmp/out" || exit 1

card() {
	"$gps" card -c "$tmp/gps.conf" "$@" >"$tmp/told" 2>"$tmp/why"
}
# code WANT ARG...: the exit code, and nothing else of interest
code() {
	local want=$1 got=0
	shift
	card "$@" || got=$?
	[ "$got" = "$want" ] || {
		echo "exit $got"
		cat "$tmp/why"
		return 1
	}
}
is_a() { # TYPE FILE
	file -b --mime-type "$2" | grep -qx "$1"
}

ok "a card of a login" code 0 stats octocat --out stats.svg
ok "... is SVG" is_a image/svg+xml stats.svg
is "... and says so" "stats stats.svg written" "$(awk '{ print $1, $2, $NF }' "$tmp/told")"
ok "again" code 0 stats octocat --out stats.svg
is "... it is unchanged" unchanged "$(awk '{ print $NF }' "$tmp/told")"
ok "another look" code 0 stats octocat theme=radical --out stats.svg
is "... is written" written "$(awk '{ print $NF }' "$tmp/told")"
for format in png webp jpeg; do
	ok "as $format" code 0 stats octocat --out "stats.$format"
	ok "... it is one" is_a "image/$format" "stats.$format"
done
ok "as JSON" code 0 stats octocat --out stats.json
is "... the card's numbers" stats "$(field kind <stats.json)"
ok "to standard output" code 0 stats octocat
ok "... the picture alone" sh -c "head -c 4 '$tmp/told' | grep -q '<svg'"
ok "to standard output as JSON" code 0 stats octocat type=json
ok "... JSON" sh -c "head -c 1 '$tmp/told' | grep -q '{'"
upstream_reset
ok "several cards at once" code 0 stats,top-langs,streak octocat --out '{kind}.svg' locale=de
is "... three files" 3 "$(grep -c written "$tmp/told")"
is "... of one profile" 1 "$(upstream_stat graphql.operations.Profile)"

cp stats.svg before.svg
ok "nobody" code 1 stats ghost-one --out stats.svg
ok "... the old file stays" cmp before.svg stats.svg
ok "... and the reason is told" grep -q "no such" "$tmp/why"
ok "a failure among others" code 1 stats,pin octocat repo=there-is-none --out '{kind}-2.svg'
ok "... which are drawn" is_a image/svg+xml stats-2.svg
ok "... but not the failed one" test ! -e pin-2.svg
ok "a folder that is not there" code 1 stats octocat --out nowhere/stats.svg

mkfifo pipe.svg
cat pipe.svg >piped &
ok "into a pipe" code 0 stats octocat --out pipe.svg
wait $!
ok "... goes the picture" is_a image/svg+xml piped
(umask 077 && card stats octocat --out mode.svg)
is "a new file is as umask says" 600 "$(stat -c %a mode.svg)"
chmod 644 mode.svg
card stats octocat theme=dark --out mode.svg
is "... and keeps the mode it has" "644 written" "$(stat -c %a mode.svg) $(awk '{ print $NF }' "$tmp/told")"
theirs=$("$gps" analyze -c "$tmp/gps.conf" --profile octocat | field repos.0.name)
ok "a repository of somebody else" code 0 pin octo-one "repo=octocat/$theirs" --out theirs.json
is "... is theirs" octocat "$(field owner <theirs.json)"
ok "a gist of paths" code 1 gist ./nowhere id=abc
ok "... cannot be" grep -q "a gist is GitHub's" "$tmp/why"
ok "a history without a token" code 1 streak octocat -o "github_tokens=" --out without.svg
ok "... says what is wanted" grep -q 'streak: .*token.*option github_tokens' "$tmp/why"

for wrong in "nothing octocat" "stats" "stats octocat --out stats.gif" "stats,streak octocat --out x.svg" "stats,streak octocat" \
	"stats octocat locale=xx" "stats a b" "stats octocat --unknown" "stats octocat --author A" "top-langs octocat layout=round" \
	"stats octocat -o" "stats --author= ./repo"; do
	# shellcheck disable=SC2086
	ok "wrong usage: $wrong" code 2 $wrong
done
ok "--list" code 0 --list
ok "... names cards and options" grep -q border_radius "$tmp/told"
ok "--describe" code 0 --describe
ok "... as JSON" sh -c "node -e 'JSON.parse(require(\"fs\").readFileSync(0))' <'$tmp/told'"

git init -q "$tmp/repo"
printf 'int main(void)\n{\n\treturn 0;\n}\n' >"$tmp/repo/main.c"
git -C "$tmp/repo" add main.c
for day in 17 18 19 20; do
	GIT_AUTHOR_DATE=2026-11-${day}T00:00:00Z GIT_COMMITTER_DATE=2026-11-${day}T00:00:00Z git -C "$tmp/repo" -c user.name='Ada <b>&' \
		-c user.email=a@example.org commit -q --allow-empty -m "Day $day"
done
for kind in scorecard archetype marks languages calendar hours top-langs streak social repository; do
	ok "$kind of a repository on disk" code 0 "$kind" "$tmp/repo" repo=repo --out "disk-$kind.png"
done
ok "the streak of a repository" code 0 streak "$tmp/repo" --out disk.json
is "... counts its days" 4 "$(field currentStreak.length <disk.json)"
is "no temporary file is left" "" "$(ls | grep -Ev '[.](svg|png|webp|jpeg|json)$|^piped$')"
done_testing
