#!/bin/sh
# gps-admin from the outside: configuration, setup, migration, backup, status, manuals.
set -u
top=${top_srcdir:-.}
build=${top_builddir:-build}
admin=$build/gps-admin
tmp=$(mktemp -d) || exit 1
memcached=
# shellcheck disable=SC2317 # called by the trap
finish() {
	[ -z "$memcached" ] || { kill "$memcached" && wait "$memcached"; } 2>/dev/null
	rm -rf "$tmp"
}
trap finish EXIT
n=0
umask 022

# check NAME COMMAND...: ok when it succeeds
check() {
	name=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/out" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$tmp/out"
	fi
}

# fails CODE TEXT COMMAND...: the exit code is CODE and its output holds TEXT
fails() {
	code=$1 text=$2
	shift 2
	"$@" >"$tmp/failed" 2>&1
	[ $? = "$code" ] && grep -qF "$text" "$tmp/failed" && return 0
	cat "$tmp/failed"
	return 1
}

# prints TEXT COMMAND...: it succeeds and its output holds TEXT
prints() {
	text=$1
	shift
	"$@" >"$tmp/printed" 2>&1 && grep -qF "$text" "$tmp/printed" && return 0
	cat "$tmp/printed"
	return 1
}

mode_is() {
	[ "$(stat -c %a "$2")" = "$1" ]
}

conf=$tmp/etc/gps.conf
me=$(id -un)
mine=$(id -gn)
gps() {
	"$admin" -c "$conf" -o "data_dir=$tmp/data" -o "run_dir=$tmp/run" -o "cache_servers=unix:$tmp/mc.sock" "$@"
}

# ---- usage and the option table
check "no command is wrong usage" fails 2 "usage: gps-admin" "$admin"
check "an unknown command is wrong usage" fails 2 "unknown command dance" "$admin" dance
check "an unknown option is wrong usage" fails 2 "unknown option --force" "$admin" migrate --force
check "a missing value is wrong usage" fails 2 "missing after -c" "$admin" status -c
check "too many arguments are wrong usage" fails 2 "number of arguments" "$admin" status now
check "an unknown verb is wrong usage" fails 2 "only verb is prune" "$admin" insight wipe -o "data_dir=$tmp"
check "--version" prints "gps-admin " "$admin" --version
check "a full disk is noticed" fails 1 "cannot write the result" sh -c "'$admin' print-sample >/dev/full"
check "conf/gps.conf.sample is current (gps-admin print-sample >conf/gps.conf.sample)" \
	sh -c "'$admin' print-sample | diff -u '$top/conf/gps.conf.sample' -"
check "core/cards/OPTIONS.md is current (gps-admin print-cards >core/cards/OPTIONS.md)" \
	sh -c "'$admin' print-cards | diff -u '$top/core/cards/OPTIONS.md' -"
"$admin" print-sample | sed -n 's/^#\([a-z_]* = \)/\1/p' >"$tmp/all.conf"
check "the sample without its # is a configuration" prints ": ok" "$admin" check-conf -c "$tmp/all.conf"
check "gps.conf(5) tells every option" sh -c "sed 's/ = .*//' '$tmp/all.conf' | while read -r name; do
	'$admin' print-man | grep -qx \".B \$name\" || { echo \"\$name\"; exit 1; }; done"
if command -v mandoc >/dev/null; then
	"$admin" print-man >"$tmp/gps.conf.5"
	check "mandoc has no warning" sh -c "mandoc -Tlint -Wwarning '$tmp/gps.conf.5' '$top/conf/man/gps.1' '$top/conf/man/gps-admin.8'"
fi

# ---- setup
check "setup needs a known user" fails 1 "no user nobody-of-that-name" gps setup --user nobody-of-that-name
check "setup makes directories and a configuration" gps setup --user "$me" --group "$mine"
check "setup may run again" prints "was there" gps setup --user "$me" --group "$mine"
check "the databases' directory is closed" mode_is 700 "$tmp/data"
check "the sockets' directory is open to nginx's group" mode_is 750 "$tmp/run"
check "the configuration is closed to others" mode_is 640 "$conf"
mkdir "$tmp/elsewhere"
ln -s elsewhere "$tmp/link"
check "setup refuses a symlink" fails 1 "symlink" gps setup --user "$me" --group "$mine" -o "data_dir=$tmp/link"
check "and leaves its target alone" mode_is 755 "$tmp/elsewhere"

# ---- configuration
check "check-conf passes" prints "ok" gps check-conf
check "a missing file that was named is an error" fails 1 "cannot be read" "$admin" check-conf -c "$tmp/none"
echo 'surprise = 1' >"$tmp/bad.conf"
check "an unknown option names file and line" fails 1 "bad.conf:1: unknown option surprise" "$admin" check-conf -c "$tmp/bad.conf"
check "an unknown model is refused" fails 1 "neither v2 nor v3" gps check-conf -o model=v9
check "a wrong cache server is refused" fails 1 "neither unix:/path nor host:port" gps check-conf -o cache_servers=unix:here
echo token >"$tmp/tokens"
check "a secret that others can read is refused" fails 1 "others may read it" gps check-conf -o "github_tokens=$tmp/tokens"
chmod 600 "$tmp/tokens"
check "a closed one is fine" gps check-conf -o "github_tokens=$tmp/tokens"
printf '%064d pro\n' 0 >"$tmp/keys"
chmod 640 "$tmp/keys"
check "the service refuses API keys that others can read" fails 1 "api_keys: $tmp/keys: others may read it (mode 0640): chmod 600 it" \
	"$top_builddir/gps-scope" -c /dev/null -o "api_keys=$tmp/keys" --check
printf 'free\n' >>"$tmp/keys"
chmod 600 "$tmp/keys"
check "and names the line that is none" fails 1 "line 2 is not" "$top_builddir/gps-scope" -c /dev/null -o "api_keys=$tmp/keys" --check
check "print-conf tells what is in force" prints "data_dir = $tmp/data" gps print-conf

# ---- databases
check "status without databases is a failure" fails 1 "not everything is well" gps status
check "--dry-run tells" prints "would go from version 0 -> 1" gps migrate --dry-run
check "and does nothing" test ! -e "$tmp/data/insight.db"
check "migrate makes the databases" prints "went from version 0 -> 1" gps migrate
check "migrate may run again" prints "up to date" gps migrate
check "a database is closed to others" mode_is 600 "$tmp/data/insight.db"
sqlite3 "$tmp/data/insight.db" "INSERT INTO total VALUES (1, 'analysis', 7), (20777, 'analysis', 8)"
check "prune deletes old counters" prints "1 old counters deleted" gps insight prune -o clock=2026-11-20
check "and only those" test "$(sqlite3 "$tmp/data/insight.db" 'SELECT SUM(n) FROM total')" = 8

(
	i=0
	while [ ! -e "$tmp/stop" ] && [ $i -lt 500 ]; do
		i=$((i + 1))
		sqlite3 -cmd '.timeout 5000' "$tmp/data/insight.db" \
			"INSERT INTO total VALUES (20777, 'card', 1) ON CONFLICT DO UPDATE SET n = total.n + 1"
	done
) &
writer=$!
check "backup while others write" prints "insight.db" gps backup "$tmp/backup"
check "backup over an older one" gps backup "$tmp/backup"
: >"$tmp/stop"
check "the writer was not disturbed" wait "$writer"
check "the copy is whole" test "$(sqlite3 "$tmp/backup/insight.db" 'PRAGMA integrity_check')" = ok
check "the copy has the rows" test "$(sqlite3 "$tmp/backup/insight.db" "SELECT n FROM total WHERE kind = 'analysis'")" = 8
check "the copy is closed to others" mode_is 600 "$tmp/backup/insight.db"
check "nothing else is left beside it" test "$(ls "$tmp/backup")" = insight.db
check "backup to a file is refused" fails 1 "no directory" gps backup "$tmp/tokens"

set -- -s "$tmp/mc.sock" -m 16
[ "$(id -u)" != 0 ] || set -- "$@" -u root
memcached "$@" &
memcached=$!
i=0
while [ ! -S "$tmp/mc.sock" ] && [ $i -lt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
check "status with everything up" prints "1 of 1 servers answer" gps status
sqlite3 "$tmp/data/insight.db" 'PRAGMA user_version = 99'
check "status tells a newer database" fails 1 "made by a newer gps" gps status
check "migrate refuses a newer database" fails 1 "made by a newer gps" gps migrate
check "and so does --dry-run" fails 1 "made by a newer gps" gps migrate --dry-run
rm -f "$tmp/data/insight.db"*
head -c 8192 /dev/zero | tr '\0' x >"$tmp/data/insight.db"
check "a damaged database is named" fails 1 "insight.db" gps migrate
check "and not written over" test "$(head -c 4 "$tmp/data/insight.db")" = xxxx
echo "1..$n"
