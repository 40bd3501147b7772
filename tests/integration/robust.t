#!/bin/sh
# What must hold when many come at once, when processes die and when what is needed goes away.
set -u
# shellcheck source=tests/integration/with-stack.sh
. "${top_srcdir:-.}/tests/integration/with-stack.sh"
n=0
part() {
	node "$src/tests/integration/robust.mjs" "$1" "$n" >"$tmp/out" || :
	grep -v '^1\.\.' "$tmp/out"
	grep -q '^1\.\.' "$tmp/out" || {
		echo "Bail out! $1 ended half-way"
		exit 1
	}
	n=$((n + $(grep -c '^\(not \)\{0,1\}ok ' "$tmp/out") + 1))
	if end; then echo "ok $n - $1: nothing crashed"; else echo "not ok $n - $1: nothing crashed"; sed 's/^/# /' "$tmp/down"; fi
}

begin crowd scope_processes=2 scope_threads=160 limits=off
part crowd
begin one scope_processes=1 scope_threads=1 limits=off
part one
begin loss scope_processes=2 scope_threads=16 limits=off
part loss
begin stop scope_processes=2 scope_threads=32 limits=off
part stop
echo "1..$n"
