#!/bin/bash
# The systemd units: systemd understands every line, and nothing is left to fill in.
. "$(dirname "$0")/lib.sh"
: "${tmp:?}"
build=${top_builddir:?}
command -v systemd-analyze >/dev/null || skip_all "systemd-analyze is missing"

grep -n '@[a-z_]*@' "$build"/conf/units/*.service "$build"/conf/units/*.socket "$build"/conf/units/*.target >"$tmp/out"
none "no placeholder is left" "$tmp/out"

# The programs are not installed here: any that exists will do for their lines to be read.
mkdir "$tmp/units"
for u in "$build"/conf/units/gps*.service "$build"/conf/units/gps*.socket "$build"/conf/units/gps*.timer "$build"/conf/units/gps.target; do
	sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$u" >"$tmp/units/$(basename "$u")"
done
# What the machine's own units have to say is not ours.
systemd-analyze verify --man=no "$tmp"/units/* >"$tmp/verify" 2>&1
grep -E "$tmp|^gps" "$tmp/verify" >"$tmp/out"
none "systemd-analyze verify" "$tmp/out"

for u in gps-scope gps-migrate gps-prune gps-memcached; do
	systemd-analyze security --offline=yes --threshold=25 "$tmp/units/$u.service" >"$tmp/security" 2>&1 || tail -n 1 "$tmp/security"
done >"$tmp/out"
none "exposure is 2.5 of 10 at most" "$tmp/out"
done_testing
