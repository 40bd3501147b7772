#!/bin/bash
# What must hold when many come at once, when processes die and when what is needed goes away.
. "$(dirname "$0")/lib.sh"
upstream_start
tokens tok-good-1
export UPSTREAM_URL STACK=$tmp/stack GPS_STACK=$top/tests/stack

part() { # NAME PROCESSES THREADS [KEY=VALUE...]: the assertions of one stack
	stack_up "scope_processes=$2" "scope_threads=$3" "${@:4}" limits=off clock=2026-11-20T00:00:00Z \
		"github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
	export GPS_URL
	node_tests "$1" robust.mjs "$1" "$tests_run"
	ok "$1: insight.db is whole" "$top_builddir/gps-admin" -c "$tmp/stack/gps.conf" status
	ok "$1: nothing crashed" stack_down
}

part crowd 2 160
part one 1 1
part loss 2 16
part share 2 8 requests_per_process=100
part stop 2 32
done_testing
