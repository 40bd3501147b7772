#!/bin/sh
# The systemd units: systemd understands every line, and nothing is left to fill in.
set -u
build=${top_builddir:-build}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
if ! command -v systemd-analyze >/dev/null; then
	echo "1..0 # SKIP systemd-analyze is missing"
	exit 0
fi
n=0
result() {
	n=$((n + 1))
	if [ -s "$2" ]; then
		echo "not ok $n - $1"
		sed 's/^/# /' "$2"
	else
		echo "ok $n - $1"
	fi
}
grep -n '@[a-z_]*@' "$build"/conf/units/*.service "$build"/conf/units/*.socket "$build"/conf/units/*.target >"$tmp/out"
result "no placeholder is left" "$tmp/out"

# The programs are not installed here: any that exists will do for their lines to be read.
mkdir "$tmp/units"
for u in "$build"/conf/units/gps*.service "$build"/conf/units/gps*.socket "$build"/conf/units/gps*.timer "$build"/conf/units/gps.target; do
	sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$u" >"$tmp/units/$(basename "$u")"
done
# What the machine's own units have to say is not ours.
systemd-analyze verify --man=no "$tmp"/units/* >"$tmp/verify" 2>&1
grep -E "$tmp|^gps" "$tmp/verify" >"$tmp/out"
result "systemd-analyze verify" "$tmp/out"

for u in gps-scope gps-migrate gps-prune gps-memcached; do
	systemd-analyze security --offline=yes --threshold=25 "$tmp/units/$u.service" >"$tmp/security" 2>&1 || tail -n 1 "$tmp/security"
done >"$tmp/out"
result "exposure is 2.5 of 10 at most" "$tmp/out"
echo "1..$n"
