#!/bin/sh
# gps score as people use it: streams, names what is wrong with a line, and goes on.
set -u
gps=${top_builddir:-build}/gps
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

# check NAME COMMAND...: passes when the command does
check() {
	name=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$tmp/out" "$tmp/err"
	fi
}

score() {
	"$gps" score "$@" >"$tmp/out" 2>"$tmp/err"
	code=$?
}

echo '{"id":"a","now":"2026-11-20T00:00:00Z","profile":{"repos":[{"name":"x","updated_at":"2026-11-19T00:00:00Z"}]},"commits":null}' >"$tmp/good"
score <"$tmp/good"
check "a good line: exit 0, nothing on standard error" test "$code" = 0 -a ! -s "$tmp/err"
check "v3 is the default" grep -q '"model":"v3"' "$tmp/out"
check "every point is explained" grep -q '"signal":"own_repos","label":"own repositories, forks apart","value":1,' "$tmp/out"
check "coverage is stated" grep -q '"coverage":{"activity":0.3,' "$tmp/out"
check "an undecided archetype says so" grep -q '"undecided":true' "$tmp/out"

score --model v2 <"$tmp/good"
cp "$tmp/out" "$tmp/then"
score --model v2 --now 2036-11-20T00:00:00Z <"$tmp/good"
check "--now overrides the line's time" sh -c "grep -q '\"activity\":9' '$tmp/then' && grep -q '\"activity\":4' '$tmp/out'"

{
	echo '{"id":1,"profile":{"repos":[{"name":5}]}}'
	echo 'nonsense'
	echo '{"id":2,"now":7,"profile":{}}'
	echo '{"id":3,"profile":{"followers":-1}}'
	echo '{"id":4}'
	echo '[]'
	cat "$tmp/good"
} >"$tmp/lines"
score <"$tmp/lines"
check "bad lines: exit 1" test "$code" = 1
check "the good line after them is scored" test "$(grep -c '^{"id":"a"' "$tmp/out")" = 1 -a "$(wc -l <"$tmp/out")" = 1
check "line and member at fault are named" grep -qx 'gps score: line 1: profile.repos\[0\].name: must be a string' "$tmp/err"
check "bad JSON is named" grep -q '^gps score: line 2: not valid JSON' "$tmp/err"
check "a bad time is named" grep -q '^gps score: line 3: now' "$tmp/err"
check "a bad count is named" grep -q '^gps score: line 4: profile.followers: is out of range' "$tmp/err"
check "a missing profile is named" grep -q '^gps score: line 5: profile: must be an object' "$tmp/err"

score --model v9 </dev/null
check "an unknown model is wrong usage" test "$code" = 2
score --now yesterday </dev/null
check "a bad --now is wrong usage" test "$code" = 2
score </dev/null
check "no input, no output, exit 0" test "$code" = 0 -a ! -s "$tmp/out"
echo "1..$n"
