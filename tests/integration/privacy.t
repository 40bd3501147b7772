#!/bin/bash
# Analyses of a canary leave nothing of it behind: no file, no environment, no memcached item.
. "$(dirname "$0")/lib.sh"
upstream_start limits=off
tokens CANARY-token
upstream_set '{"tokens":{"CANARY-token":{"user":"alice"}}}'
pids=
trap 'kill $pids 2>/dev/null; finish' EXIT
for name in wakatime forge; do
	node "$top/tests/upstream/$name.mjs" >"$tmp/$name.out" 2>&1 &
	pids="$pids $!"
	for _ in $(seq 100); do
		grep -q URL= "$tmp/$name.out" && break
		sleep 0.1
	done
	# shellcheck source=/dev/null
	. "$tmp/$name.out"
done
git init -q "$tmp/repository"
echo 'int main;' >"$tmp/repository/main.c"
git -C "$tmp/repository" add main.c
git -C "$tmp/repository" -c user.name=CANARY-author -c user.email=CANARY@example.org commit -qm "CANARY-subject"
stack_up limits=off core_dumps=off log_level=debug session_ttl=3s profile_ttl=2s picture_ttl=2s cache_compress_over=1M \
	"github_api=$UPSTREAM_URL" "github_tokens=$TOKENS" "wakatime_domains=$WAKATIME_URL" picture_cache_ttl=2s github_timeout=1s github_deadline=2s \
	"forges=lab=gitlab:$FORGE_URL/gitlab, tea=gitea:$FORGE_URL/gitea" "git_repositories=mine=$tmp/repository"

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
# Cards of every kind, source and form, what is wrong with them, and what nobody asked for.
words='custom_title=CANARY&hide=CANARY&exclude_repo=CANARY&theme=CANARY&locale=&label=CANARY&date_format=%5CCANARY&CANARY=CANARY'
for kind in $("$top_builddir/gps-admin" print-nginx http | sed -n 's|^\t~^/card/\[^/\]+/\([a-z-]*\)\[.\].*|\1|p'); do
	for form in svg png json; do
		api GET "/card/canary-$kind/$kind.$form?$words&repo=CANARY-repo" >/dev/null
	done
	api GET "/card/canary-lab/$kind.svg?forge=lab&$words&repo=canary-repo" >/dev/null
	api GET "/card/git:mine/$kind.svg?$words&repo=mine" >/dev/null
done
for path in /card/canary-tea/stats.svg?forge=tea '/api?username=canary-stats' '/api/?username=-canary-' '/api?username=CANARY%20CANARY' \
	'/api/top-langs?username=canary-langs&type=webp' '/api/pin?username=canary-pin&repo=canary-repo' '/api/pin?username=a&repo=%2e%2e/CANARY' \
	'/api/gist?id=CANARY' '/api/gist?id=-CANARY-' '/api/wakatime?username=canary-waka' '/api/wakatime?username=ghost-canary' \
	'/api/wakatime?username=broken-canary' '/api/wakatime?username=huge-canary&layout=compact' '/api/wakatime?username=a&api_domain=CANARY' \
	'/streak?user=canary-streak' '/streak?user=ghost-canary&type=json' '/trophy?username=canary-trophy' '/api?username=a&forge=CANARY' \
	'/api?username=a&locale=CANARY' '/api?username=%ffCANARY' '/api?username=broken-canary' '/card/ghost-canary/stats.svg?forge=lab' \
	'/card/broken-canary/stats.svg?forge=tea' '/card/truncated-canary/stats.svg?forge=lab' '/api?username=silent-canary' '/card/canary/CANARY.svg' \
	'/card/canary.CANARY' '/card/git:CANARY.svg' '/card/canary-cards/CANARY/CANARY'; do
	api GET "$path" >/dev/null
done
api GET "/card/canary-head/stats.svg?$words" -I >/dev/null
api POST "/card/canary-post/stats.svg?$words" -d CANARY >/dev/null
api GET '/api?username=canary-shown' >/dev/null
ok "a card does hold the canary" grep -qi canary "$tmp/body"
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
