#!/bin/sh
# gps marks over a slice of labelled commits: precision and recall by label and by commit.
# tests/data/marks-commits.jsonl: {id, author, committer where it differs, message, labels},
# every kind of mark and the unmarked commits most like marked ones; names are invented.
# shellcheck disable=SC2154 # the harness names top_srcdir and top_builddir
data="$top_srcdir/tests/data/marks-commits.jsonl"
gps="$top_builddir/gps"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
echo 1..9
n=0
result() { # result STATUS NAME
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

# sorted "id tool:level" rows and "id" rows of a JSON-lines file whose labels carry no evidence
labels() {
	awk '{
		if (!match($0, /"id": ?"[^"]*"/)) exit 1
		id = substr($0, RSTART, RLENGTH); gsub(/"id": ?|"/, "", id)
		if (!match($0, /"labels": ?\[[^]]*\]\}$/)) exit 1
		n = split(substr($0, RSTART, RLENGTH), part, /"tool": ?"/)
		print id " -"
		for (i = 2; i <= n; i++) {
			tool = part[i]; sub(/".*/, "", tool)
			level = part[i]; sub(/.*"level": ?"/, "", level); sub(/".*/, "", level)
			print id " " tool ":" level
		}
	}' "$1" | sort
}

"$gps" marks <"$data" >"$tmp/out"
result $? "every line of the slice is read"
# evidence may hold brackets: leave it out before the labels are cut
sed 's/,"evidence":"\([^"\\]\|\\.\)*"//g' "$tmp/out" >"$tmp/bare"
labels "$data" >"$tmp/want" && labels "$tmp/bare" >"$tmp/got"
result $? "every line of the result is a commit with labels"

figures=$(awk '
	NR == FNR { want[$0]; commits[$1]; if ($2 != "-") { wanted++; marked[$1] } next }
	{ got[$0] }
	$2 != "-" { found++; said[$1]; if ($0 in want) right++; else { wrong[$1]; print "# extra " $0 >"/dev/stderr" } }
	END {
		for (row in want) if (!(row in got)) { split(row, w, " "); wrong[w[1]]; print "# missing " row >"/dev/stderr" }
		for (id in commits) all++
		for (id in wrong) bad++
		for (id in marked) { n_marked++; if (!(id in wrong)) good++ }
		for (id in said) n_said++
		printf "%d %d %d %d %d %d %d\n", wanted, found, right, all, n_marked, n_said, good
	}' "$tmp/want" "$tmp/got")
echo "# labels wanted, found, right; commits, marked, said to be marked, right among them: $figures"
# shellcheck disable=SC2086 # seven numbers
set -- $figures
[ "$4" -ge 400 ] && [ "$5" -ge 250 ] && [ $(($4 - $5)) -ge 150 ]
result $? "the slice holds marked and unmarked commits"
[ $((1000 * $3)) -ge $((999 * $2)) ]
result $? "precision by label is at least 0.999"
[ $((100 * $3)) -ge $((99 * $1)) ]
result $? "recall by label is at least 0.99"
[ $((1000 * $7)) -ge $((999 * $6)) ] && [ $((100 * $7)) -ge $((99 * $5)) ]
result $? "so are precision and recall by commit"

printf '%s\n' '{"id":1,"message":"Made-with: Cursor"}' 'not json' '{"id":"b"}' >"$tmp/in"
"$gps" marks <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
status=$?
printf '%s\n' '{"id":1,"labels":[{"tool":"cursor","level":"footer","evidence":"Made-with: Cursor"}]}' \
	'{"id":"b","labels":[]}' | cmp -s - "$tmp/out" && [ $status -eq 1 ] && grep -q '^gps marks: line 2: ' "$tmp/err"
result $? "a bad line is named, the others are done, the exit code is 1"
{ printf '{"id":1,"message":"'; head -c 20000000 /dev/zero | tr '\0' x; printf '"}\n{"id":2}'; } >"$tmp/in"
"$gps" marks <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 1 ] && grep -q '^gps marks: line 1: longer' "$tmp/err" && [ "$(cat "$tmp/out")" = '{"id":2,"labels":[]}' ]
result $? "a line over the limit is refused, the next one is read"
"$gps" marks file </dev/null >"$tmp/out" 2>"$tmp/err"
[ $? -eq 2 ] && [ ! -s "$tmp/out" ] && [ -s "$tmp/err" ]
result $? "an argument is wrong usage"
