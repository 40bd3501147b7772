# Common ground of the integration tests, sourced by each: a private directory, TAP, the GitHub
# stand-in and the stack. Whatever was started is stopped at the end, however the test ends.
# shellcheck shell=bash
set -u
top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
export top_builddir=${top_builddir:-$top/build}
tmp=$(mktemp -d)
tests_run=0
upstream_pid=

finish() {
	[ -z "$upstream_pid" ] || kill "$upstream_pid" 2>/dev/null
	[ ! -e "$tmp/stack/state" ] || "$top/tests/stack" down "$tmp/stack" >/dev/null 2>&1
	rm -rf "$tmp"
}
trap finish EXIT

# ok NAME COMMAND...: passes when the command succeeds
ok() {
	local name=$1
	shift
	tests_run=$((tests_run + 1))
	if "$@" >"$tmp/said" 2>&1; then
		echo "ok $tests_run - $name"
	else
		echo "not ok $tests_run - $name"
		sed 's/^/# /' "$tmp/said" | head -n 40
	fi
}

# none NAME FILE: passes when the file, a list of what is wrong, is empty
none() {
	cp "$2" "$tmp/wrong"
	ok "$1" nothing "$tmp/wrong"
}

nothing() {
	cat "$1"
	[ ! -s "$1" ]
}

# is NAME WANT GOT
is() {
	tests_run=$((tests_run + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $tests_run - $1"
	else
		echo "not ok $tests_run - $1"
		printf 'want: %s\ngot:  %s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

# node_tests NAME SCRIPT [ARG...]: the assertions of a program of this folder, numbered on from here
node_tests() {
	local name=$1 script=$2
	shift 2
	node "$top/tests/integration/$script" "$@" >"$tmp/tap"
	grep -v '^1\.\.' "$tmp/tap"
	tests_run=$((tests_run + $(grep -cE '^(not )?ok ' "$tmp/tap")))
	ok "$name: every assertion was reached" grep -q '^1\.\.' "$tmp/tap"
}

done_testing() {
	echo "1..$tests_run"
}

skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

# The strict GitHub stand-in needs the packages of tests/package.json.
need_node() {
	"$top/tests/have-packages" || skip_all "npm packages are not installed: npm ci --prefix tests"
}

# upstream_start [KEY=VALUE...]: sets UPSTREAM_URL
upstream_start() {
	need_node
	: >"$tmp/upstream.out" # there, however late the process begins
	NODE_ENV=production node "$top/tests/upstream/github.mjs" quiet "$@" >"$tmp/upstream.out" 2>"$tmp/upstream.err" &
	upstream_pid=$!
	for _ in $(seq 100); do
		UPSTREAM_URL=$(sed -n 's/^UPSTREAM_URL=//p' "$tmp/upstream.out")
		[ -z "$UPSTREAM_URL" ] || return 0
		sleep 0.1
	done
	echo "Bail out! the GitHub stand-in did not start: $(cat "$tmp/upstream.err")"
	exit 1
}

# upstream_stat PATH: a number of the stand-in's statistics, as a path of node: graphql.operations.Profile
upstream_stat() {
	curl -s "$UPSTREAM_URL/_control/stats" | node -e '
		let text = ""; process.stdin.on("data", (d) => (text += d)).on("end", () =>
			console.log(process.argv[1].split(".").reduce((o, k) => o?.[k], JSON.parse(text)) ?? 0));' "$1"
}

upstream_set() {
	curl -sf -X POST -H 'content-type: application/json' -d "$1" "$UPSTREAM_URL/_control/set" >/dev/null
}

upstream_reset() {
	curl -sf -X POST "$UPSTREAM_URL/_control/reset" >/dev/null
}

# tokens TOKEN...: sets TOKENS to a file of them
tokens() {
	TOKENS=$tmp/tokens
	(umask 077 && printf '%s\n' "$@" >"$TOKENS")
}

# stack_up [KEY=VALUE...]: sets GPS_URL
stack_up() {
	local said
	if ! said=$("$top/tests/stack" up "$tmp/stack" "$@" 2>"$tmp/stack.err"); then
		echo "Bail out! the stack did not start: $(tr '\n' ' ' <"$tmp/stack.err")"
		exit 1
	fi
	GPS_URL=${said#GPS_URL=}
}

stack_down() {
	"$top/tests/stack" down "$tmp/stack"
}

# api METHOD PATH [CURL OPTION...]: the answer's body; its status in $tmp/status, its headers in $tmp/headers
api() {
	local method=$1 path=$2
	shift 2
	curl -sk -X "$method" -D "$tmp/headers" -o "$tmp/body" -w '%{http_code}' "$GPS_URL$path" "$@" >"$tmp/status"
	cat "$tmp/body"
}

# analyze LOGIN [CURL OPTION...]
analyze() {
	local login=$1
	shift
	api POST /api/v1/public/analyze -H 'content-type: application/json' -d "{\"github_username\":\"$login\"}" "$@"
}

# field PATH: a member of the JSON on stdin
field() {
	node -e '
		let text = ""; process.stdin.on("data", (d) => (text += d)).on("end", () => {
			const v = process.argv[1].split(".").reduce((o, k) => o?.[k], JSON.parse(text));
			console.log(typeof v === "object" ? JSON.stringify(v) : v);
		});' "$1"
}
