#!/bin/bash
# Visitors, a GitHub and an operator's bad luck that mean harm: what must not get through.
. "$(dirname "$0")/lib.sh"
# What ASan holds back after a free would count as memory that grows.
export ASAN_OPTIONS=quarantine_size_mb=8:thread_local_quarantine_size_kb=64:${ASAN_OPTIONS:-}
need_node
node "$top/tests/integration/hostile-github.mjs" >"$tmp/upstream.out" 2>"$tmp/upstream.err" &
upstream_pid=$!
for _ in $(seq 100); do
	UPSTREAM_URL=$(sed -n 's/^UPSTREAM_URL=//p' "$tmp/upstream.out")
	[ -z "$UPSTREAM_URL" ] || break
	sleep 0.1
done
tokens CANARY-token
stack_up scope_processes=2 scope_threads=8 limits=off log_level=debug github_deadline=3s github_timeout=2s \
	"github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
export GPS_URL UPSTREAM_URL STACK=$tmp/stack GPS_STACK=$top/tests/stack
node "$top/tests/integration/hostile.mjs" >"$tmp/tap"
grep -v '^1\.\.' "$tmp/tap"
tests_run=$(grep -cE '^(not )?ok ' "$tmp/tap")
ok "every assertion was reached" grep -q '^1\.\.' "$tmp/tap"

# A parent killed hard takes its processes with it; the next start finds the socket free.
parent=$(cat "$tmp/stack/proc/scope/pid")
children=$(pgrep -P "$parent")
for pid in $parent $children; do
	ok "a crash of it would leave no core" grep -Eq '^Max core file size +[01] ' "/proc/$pid/limits"
done
kill -KILL "$parent"
for _ in $(seq 50); do
	alive=$(ps -o pid= -p "$(echo "$children" | paste -sd,)")
	[ -n "$alive" ] || break
	sleep 0.1
done
is "no process outlives its parent" "" "$alive"
ok "and it starts again" "$top/tests/stack" start "$tmp/stack" scope
for _ in $(seq 50); do
	[ "$(api GET /health | field status 2>/dev/null)" = pass ] && break
	sleep 0.1
done
is "in good health" pass "$(api GET /health | field status)"
run=$(readlink "$tmp/stack/run")
ok "nothing crashed" stack_down
ok "nothing is left on tmpfs" test ! -e "$run"
done_testing
