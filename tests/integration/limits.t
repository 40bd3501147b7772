#!/bin/sh
# Request limits by address, key and login, and GitHub's own, on the real stack.
set -u
# shellcheck source=tests/integration/with-stack.sh
. "${top_srcdir:-.}/tests/integration/with-stack.sh"
n=0
key_of() { # KEY TIER: a line of the file of API keys
	printf '%s %s\n' "$(printf %s "$1" | sha256sum | cut -d ' ' -f 1)" "$2"
}
(umask 077 && { echo '# keys'; key_of key-of-pro pro; key_of key-of-enterprise enterprise; } >"$tmp/keys")

# part NAME: the assertions of one stack, then its end
part() {
	node "$src/tests/integration/limits.mjs" "$1" "$n" >"$tmp/out" || :
	grep -v '^1\.\.' "$tmp/out"
	grep -q '^1\.\.' "$tmp/out" || {
		echo "Bail out! $1 ended half-way"
		exit 1
	}
	n=$((n + $(grep -c '^\(not \)\{0,1\}ok ' "$tmp/out") + 1))
	if end; then echo "ok $n - $1: nothing crashed"; else echo "not ok $n - $1: nothing crashed"; sed 's/^/# /' "$tmp/down"; fi
}

begin day scope_processes=2 scope_threads=8 limit_analyze_free=3 limit_analyze_pro=5 limit_requests=100000 api_keys="$tmp/keys"
part day
begin login scope_processes=2 scope_threads=8 profile_ttl=0 limit_analyze_login=2 limit_cards=4
part login
begin minute scope_processes=2 scope_threads=8 limit_requests=5
part minute
echo "1..$n"
