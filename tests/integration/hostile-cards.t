#!/bin/bash
# Hostile words in every text that a card may show, from upstreams and from its own address.
. "$(dirname "$0")/lib.sh"
upstream_start limits=off
pids=
trap 'kill $pids 2>/dev/null; finish' EXIT
# start SCRIPT NAME [ARG...]: sets NAME to what it prints as NAME=...; several names of one program are one by one
start() {
	local script=$1 out=$tmp/$2.out name
	node "$top/tests/$script" "${@:3}" >"$out" 2>"$out.err" &
	pids="$pids $!"
	for name in $2; do
		for _ in $(seq 100); do
			grep -q "^$name=" "$out" && break
			sleep 0.1
		done
	done
	# shellcheck source=/dev/null
	. "$out"
}
start upstream/wakatime.mjs WAKATIME_URL
start upstream/forge.mjs FORGE_URL
start integration/hostile-proxy.mjs "GITHUB_PROXY FORGE_PROXY WAKATIME_PROXY" "GITHUB=$UPSTREAM_URL" "FORGE=$FORGE_URL" "WAKATIME=$WAKATIME_URL"
export GITHUB_PROXY HOSTILE_DIR=$tmp
tokens tok-good-1
stack_up scope_processes=2 scope_threads=8 limits=off clock=2026-11-20T00:00:00Z log_level=debug core_dumps=off \
	"github_api=$GITHUB_PROXY" "github_tokens=$TOKENS" "wakatime_domains=$WAKATIME_PROXY" \
	"forges=lab=gitlab:$FORGE_PROXY/gitlab, tea=gitea:$FORGE_PROXY/gitea"
export GPS_URL UPSTREAM_URL STACK=$tmp/stack GPS_STACK=$top/tests/stack
node_tests "cards" hostile-cards.mjs
ok "no word of theirs is in a log" bash -c '! grep -raiE "elsewhere|CANARY|foreignObject" "$1"/log' _ "$tmp/stack"
ok "nothing crashed" stack_down
done_testing
