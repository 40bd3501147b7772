#!/bin/bash
# Analyses of a canary leave nothing of it behind: no file, no environment, no memcached item.
. "$(dirname "$0")/lib.sh"
upstream_start limits=off
tokens CANARY-token
upstream_set '{"tokens":{"CANARY-token":{"user":"alice"}}}'
stack_up limits=off core_dumps=off log_level=debug session_ttl=3s profile_ttl=2s picture_ttl=2s cache_compress_over=1M \
	"github_api=$UPSTREAM_URL" "github_tokens=$TOKENS"

# Every way a visitor's subject enters: API, cards, pages, mistakes.
session=$(analyze canary-one | field session_id)
is "the canary is analysed" 200 "$(cat "$tmp/status")"
ok "its answer does hold the canary" grep -q CANARY "$tmp/body"
api GET "/api/v1/public/session/$session" >/dev/null
analyze canary-two -H 'X-API-Key: CANARY-key' -A CANARY-agent >/dev/null
for path in /card/canary-one.svg '/card/canary-three.png?theme=dark&CANARY=1' /card/canary-%3Cb%3E.svg \
	'/api/v1/public/insights?metric=CANARY' '/explore?login=canary-five' /CANARY-path /api/v1/public/profile/canary-six; do
	api GET "$path" >/dev/null
done
api POST /api/v1/public/analyze -H 'content-type: application/json' -d '{"github_username":"-CANARY-"}' >/dev/null
api POST /api/v1/public/analyze -H 'content-type: application/json' -d '{"CANARY' >/dev/null

ok "no process has it in its environment" bash -c '
	! grep -lai canary $(for p in $(pgrep -f "$1"); do echo /proc/$p/environ; done) 2>/dev/null' _ "$tmp/stack"

# Databases, WAL, logs, sockets, configuration; run/ is on tmpfs and has its own lifetime below.
search() {
	! grep -rail canary "$1" # does not follow the link run
}
ok "no file on disk has it while the stack runs" search "$tmp/stack"
ok "nor has the database a name, address or second of time" bash -c '
	! sqlite3 "$1/data/insight.db" .dump | grep -iE "canary|@|[0-9]{2}:[0-9]{2}:[0-9]{2}"' _ "$tmp/stack"
ok "no core file" bash -c '! find "$1" -name "core*" -type f | grep .' _ "$tmp/stack"

dump() { # every item that memcached still holds: keys by its crawler, then values
	node -e '
		const s = require("node:net").connect(process.argv[1]);
		let got = "", asked = false;
		s.on("data", (d) => {
			got += d.toString("latin1");
			if (!asked && got.endsWith("END\r\n")) {
				asked = true;
				for (const [, key] of got.matchAll(/key=(\S+)/g)) s.write(`get ${decodeURIComponent(key)}\r\n`);
				s.write("version\r\n");
			} else if (asked && /VERSION .*\r\n$/.test(got)) s.end();
		});
		s.on("end", () => process.stdout.write(got));
		s.write("lru_crawler metadump all\r\n");' "$tmp/stack/run/memcached.sock"
}
analyze canary-seven >/dev/null # the others' time may be over already
dump >"$tmp/memcached.before"
ok "memcached holds items within their time" grep -aq "^VALUE" "$tmp/memcached.before"
# Nothing is compressed in this stack, so clear text would be seen.
ok "but nothing of it in clear" bash -c '! grep -aic canary "$1"' _ "$tmp/memcached.before"
sleep 5
dump >"$tmp/memcached.dump"
ok "after its time memcached was read" grep -q VERSION "$tmp/memcached.dump"
# Values may be compressed, so that a search for words would prove nothing: no item may be left.
ok "and holds no item at all" bash -c '! grep -a "^VALUE" "$1"' _ "$tmp/memcached.dump"
for _ in $(seq 30); do # nginx's cache manager looks every ten seconds
	grep -rail canary "$tmp/stack/run/" >/dev/null 2>&1 || break
	sleep 1
done
ok "after its time the picture cache has nothing of it" bash -c '! grep -rail canary "$1/run/"' _ "$tmp/stack"
ok "the stack stops clean" stack_down
ok "no file has it when the stack is gone" search "$tmp/stack"
done_testing
