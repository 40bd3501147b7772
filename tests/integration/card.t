#!/bin/sh
# gps analyze --card over repositories whose authors have hard names: an independent XML parser
# accepts each SVG, reads the name back from it, and finds nothing in it that could load or run.
set -u
top_builddir=${top_builddir:-$PWD/build}
gps=$top_builddir/gps
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

HOME=$tmp GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C TZ=UTC
export HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL LC_ALL TZ
unset GIT_DIR GIT_WORK_TREE XDG_CONFIG_HOME GPS_CONF

for tool in git xmllint; do
	command -v $tool >/dev/null || {
		echo "1..0 # SKIP $tool is not installed"
		exit 0
	}
done

check() {
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$tmp/err"
	fi
}

# card NAME: one commit by that name; its cards are $tmp/card.svg and $tmp/card.png
card() {
	rm -rf "$tmp/repo" "$tmp"/card.*
	git init -q -b main "$tmp/repo"
	echo 'int main(void) { return 0; }' >"$tmp/repo/main.c"
	git -C "$tmp/repo" add -A
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=dev@example.org GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=dev@example.org \
		git -C "$tmp/repo" commit -q -m 'Begin

Co-Authored-By: Claude <noreply@anthropic.com>'
	for kind in svg png; do
		"$gps" analyze -c /dev/null -o clock=2026-11-20T00:00:00Z --model v2 --author dev@example.org \
			--card "$tmp/card.$kind" "$tmp/repo" >"$tmp/out" 2>"$tmp/err" || return 1
	done
}

# all text of the picture, one element a line
texts() {
	xmllint --noent --xpath '//*[local-name()="text"]/text()' "$tmp/card.svg" 2>>"$tmp/err"
}

# the check of inert() sees what it looks for
sees() {
	printf '<svg xmlns="http://www.w3.org/2000/svg"><text>a</text><a href="x"/></svg>' >"$tmp/card.svg"
	! inert
}

says() {
	texts | grep -qF -- "$1"
}

inert() {
	xmllint --noout "$tmp/card.svg" 2>"$tmp/err" &&
		! xmllint --xpath '//*[local-name()="script" or local-name()="foreignObject" or local-name()="image" or local-name()="a"]
			| //@*[starts-with(local-name(), "on") or local-name()="href"]' "$tmp/card.svg" >/dev/null 2>&1
}

for name in 'Ada Example' 'Žofie Ångström' 'محمد عبد الرحمن' 'דוד בן' '王小明' '山田 太郎' 'प्रिया शर्मा' '👻 Phantom'; do
	card "$name"
	check "$name: well-formed and inert" inert
	check "$name: is in the picture" says "$name"
done

card 'Bobby & Söhne "Q" &x; script'
check "markup in a name: well-formed and inert" inert
check "markup in a name: is text" says 'Bobby &amp; Söhne "Q" &amp;x; script'
check "the marks are named" says 'AI-tool marks found in 1 of 1 commit'
check "the PNG is 800 x 418" test "$(od -An -tx1 -j16 -N8 "$tmp/card.png" | tr -d ' ')" = 00000320000001a2
check "the PNG is under 35 kB" test "$(wc -c <"$tmp/card.png")" -lt 35000

check "a link would be seen" sees

echo "1..$n"
