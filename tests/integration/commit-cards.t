#!/bin/bash
# conf/cards.yml: the steps of the job that keeps cards in a repository, run as they stand there, against the stand-in.
. "$(dirname "$0")/lib.sh"
upstream_start limits=off
printf 'clock = 2026-11-20T00:00:00Z\ngithub_api = %s\n' "$UPSTREAM_URL" >"$tmp/gps.conf"
mkdir "$tmp/tmp"
export GPS_CONF=$tmp/gps.conf GPS HOME=$tmp TMPDIR=$tmp/tmp GITHUB_REPOSITORY_OWNER=octocat GITHUB_WORKSPACE=$tmp/profile
GPS=$(cd "$top_builddir" && pwd)/gps
top=$(cd "$top" && pwd)

git init -q --bare -b main "$tmp/origin.git"
git clone -q "$tmp/origin.git" "$tmp/profile" 2>/dev/null
cd "$tmp/profile" || exit 1
git checkout -q -b main
echo '# octocat' >README.md
git add README.md
git -c user.name=A -c user.email=a@example.org commit -q -m "A profile"
git push -q -u origin main

# step WORD: the job's step that holds it; /gps is this tree
step() {
	sed -n "s|^      - run: \(.*$1.*\)|\1|p" "$top/conf/cards.yml" | sed "s|/gps/|$top/|g"
}
job() {
	local status=0
	bash -ec "$(step safe.directory)" && bash -ec "$(step commit-cards)" || status=$?
	bash -ec "$(step 'git push')" || status=1
	return "$status"
}
commits() {
	git -C "$tmp/origin.git" rev-list --count main
}

ok "the job has its steps" [ "$(step safe.directory | wc -l)-$(step commit-cards | wc -l)-$(step 'git push' | wc -l)" = 1-1-1 ]
export GITHUB_TOKEN=tok-good-1
ok "it draws" job
is "... and pushes one commit" 2 "$(commits)"
is "... of its cards alone" "cards/stats.svg cards/streak.svg cards/top-langs.svg" \
	"$(git -C "$tmp/origin.git" show --name-only --format= main | tr '\n' ' ' | sed 's/ $//')"
ok "... which are SVG" sh -c 'for f in cards/*.svg; do head -c 4 "$f" | grep -q "<svg" || exit 1; done'
ok "... in the looks the job names" grep -q prefers-color-scheme cards/stats.svg
is "the token is in no file" "" "$(grep -rl tok-good-1 "$tmp/profile" "$tmp/origin.git" "$tmp/tmp")"
is "and nothing is left beside" "" "$(ls "$tmp/tmp")"
ok "the next day nothing changed" job
is "... and nothing is committed" 2 "$(commits)"

echo draft >notes
git add notes
ok "other looks" "$top/conf/commit-cards" cards stats octocat theme=radical
is "... are a commit of the card alone" cards/stats.svg "$(git show --name-only --format= HEAD)"
is "... and what else was staged stays so" "A  notes" "$(git status --short)"
git reset -q notes

cp cards/stats.svg "$tmp/before.svg"
code=0
"$top/conf/commit-cards" cards stats,pin,trophy octocat theme=dark repo=there-is-none >"$tmp/told" 2>"$tmp/why" || code=$?
is "a card that cannot be drawn makes the job fail" 1 "$code"
ok "... with the reason" grep -q 'pin' "$tmp/why"
is "... the others are committed" "cards/stats.svg cards/trophy.svg" "$(git show --name-only --format= HEAD | tr '\n' ' ' | sed 's/ $//')"
code=0
"$top/conf/commit-cards" cards no-such-card octocat >"$tmp/told" 2>&1 || code=$?
is "wrong usage is told as such" 2 "$code"
code=0
"$top/conf/commit-cards" cards >"$tmp/told" 2>&1 || code=$?
is "too few words, too" 2 "$code"
ok "... with the usage" grep -q 'FOLDER KIND' "$tmp/told"
FORMAT=png "$top/conf/commit-cards" pictures stats octocat >/dev/null 2>&1
is "as PNG" image/png "$(file -b --mime-type pictures/stats.png)"
done_testing
