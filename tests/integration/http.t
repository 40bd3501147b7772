#!/bin/bash
# Every endpoint and every error of the HTTP interface, on the real stack.
. "$(dirname "$0")/lib.sh"
upstream_start
tokens tok-good-1
stack_up scope_processes=2 scope_threads=16 github_deadline=5s limits=off clock=2026-11-20T00:00:00Z \
	"github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
"$top_builddir/gps-scope" --routes >"$tmp/routes"
"$top_builddir/gps-scope" --openapi >"$tmp/openapi.json"
export GPS_URL UPSTREAM_URL STACK=$tmp/stack GPS_STACK=$top/tests/stack
export ROUTES=$tmp/routes OPENAPI=$tmp/openapi.json METRICS=$tmp/metrics
node_tests http http.mjs
if command -v promtool >/dev/null; then
	ok "promtool accepts the metrics" promtool check metrics <"$tmp/metrics"
fi
ok "nothing crashed" stack_down
done_testing
