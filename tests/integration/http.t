#!/bin/sh
# Every endpoint and every error of the HTTP interface, on the real stack.
set -u
# shellcheck source=tests/integration/with-stack.sh
. "${top_srcdir:-.}/tests/integration/with-stack.sh"
begin http scope_processes=2 scope_threads=16 github_deadline=5s limits=off
"$build/gps-scope" --routes >"$tmp/routes"
"$build/gps-scope" --openapi >"$tmp/openapi.json"
ROUTES=$tmp/routes OPENAPI=$tmp/openapi.json REDOCLY=$src/tests/node_modules/.bin/redocly \
	node "$src/tests/integration/http.mjs" >"$tmp/out" || :
grep -v '^1\.\.' "$tmp/out"
n=$(grep -c '^\(not \)\{0,1\}ok ' "$tmp/out")
n=$((n + 1))
if end; then echo "ok $n - nothing crashed"; else echo "not ok $n - nothing crashed"; sed 's/^/# /' "$tmp/down"; fi
# A program that died half-way has printed no plan.
grep -q '^1\.\.' "$tmp/out" && echo "1..$n"
