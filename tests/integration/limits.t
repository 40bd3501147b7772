#!/bin/bash
# Request limits by address, key and login, and GitHub's own, on the real stack.
. "$(dirname "$0")/lib.sh"
upstream_start
tokens tok-good-1
key_of() { # KEY TIER: a line of the file of API keys
	printf '%s %s\n' "$(printf %s "$1" | sha256sum | cut -d ' ' -f 1)" "$2"
}
(
	umask 077
	{
		echo '# keys'
		key_of key-of-pro pro
		key_of key-of-enterprise enterprise
	} >"$tmp/keys"
)
export UPSTREAM_URL STACK=$tmp/stack GPS_STACK=$top/tests/stack

part() { # NAME [KEY=VALUE...]: the assertions of one stack
	local name=$1
	shift
	stack_up scope_processes=2 scope_threads=8 clock=2026-11-20T00:00:00Z "github_api=$UPSTREAM_URL" \
		"github_tokens=$TOKENS" "$@"
	export GPS_URL
	node_tests "$name" limits.mjs "$name" "$tests_run"
	ok "$name: nothing crashed" stack_down
}

part day limit_analyze_free=3 limit_analyze_pro=5 limit_requests=100000 "api_keys=$tmp/keys"
part login profile_ttl=0 limit_analyze_login=2 limit_cards=4
part minute limit_requests=5
part burst limit_requests=5
done_testing
