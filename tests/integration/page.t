#!/bin/bash
# The pages in Chromium, driven by page.mjs. SHOTS=DIR keeps screenshots of the states.
. "$(dirname "$0")/lib.sh"
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || skip_all "chromium is not installed"
upstream_start limits=off
tokens tok-good-1 tok-bob
stack_up limits=off clock=2026-11-20T00:00:00Z "github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"
node_tests page page.mjs "$GPS_URL" "$UPSTREAM_URL" ${SHOTS:+"$SHOTS"}
ok "the stack stops clean" stack_down
done_testing
