#!/bin/sh
# The rules of the house that a machine can check; HACKING.md says why they are so.
# shellcheck disable=SC2086 # lists of our own file names are meant to split
set -u
cd "${top_srcdir:-.}" || exit 1
build=${top_builddir:-build}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0

# report NAME FILE: passes when FILE (the list of offences) is empty
report() {
	n=$((n + 1))
	if [ -s "$2" ]; then
		echo "not ok $n - $1"
		sed 's/^/# /' "$2"
	else
		echo "ok $n - $1"
	fi
}

sources=$(find core fcgi tests/unit tests/fuzz -name '*.c' | sort)
product=$(find core fcgi -name '*.c' | sort)
headers=$(find core fcgi -name '*.h' | sort)

for f in $product; do
	[ "$(grep '^#include' "$f" | head -n 1)" = '#include "config.h"' ] || echo "$f: config.h is not first"
	[ "$(grep '^#include .*\.h[">]' "$f" | tail -n 1)" = '#include "core/base/banned.h"' ] || echo "$f: banned.h is not last"
	own=${f%.c}.h
	[ ! -f "$own" ] || [ "$(grep '^#include' "$f" | sed -n 2p)" = "#include \"$own\"" ] || echo "$f: own header is not second"
done >"$tmp/order"
report "config.h first, own header second, banned.h last" "$tmp/order"

# A part may include base, itself, and what tests/deps grants.
grep -H '^#include "' $product $headers | sed -n 's|^core/\([a-z]*\)/\([^:]*\):#include "core/\([a-z]*\)/.*|\1 \3 core/\1/\2|p' |
	while read -r from to file; do
		[ "$to" = base ] || [ "$from" = "$to" ] || [ "$from" = cmd ] || grep -qx "$from $to" tests/deps ||
			echo "$file: core/$from may not include core/$to"
	done >"$tmp/direction"
report "includes go downward (tests/deps)" "$tmp/direction"

grep -n '#include "' $product $headers | grep -v '"config.h"' | grep -v '#include "\(core\|fcgi\|sql\)/' >"$tmp/quoted"
report "own headers are named from the top" "$tmp/quoted"

{
	grep -ln 'fcgiapp.h' $product $headers | grep -v '^core/web/'
	grep -ln 'sqlite3.h' $product $headers | grep -v '^core/base/store'
	grep -ln 'curl/curl.h' $product $headers | grep -v '^core/base/http'
	grep -ln 'memcached.h' $product $headers | grep -v '^core/base/cache'
	grep -ln 'fcgi_stdio.h' $product $headers
} >"$tmp/walls"
report "foreign libraries stay behind their one module" "$tmp/walls"

grep -nE '"(SELECT|INSERT|UPDATE|DELETE FROM|CREATE|DROP|ALTER) ' $product >"$tmp/sql"
report "SQL stands in sql/ alone" "$tmp/sql"

for f in $headers; do
	echo "#include \"$f\"" | ${CC:-cc} -fsyntax-only -x c -I. -I"$build" $(pkg-config --cflags json-c pangocairo libcurl gnutls 2>/dev/null) - 2>"$tmp/out" ||
		echo "$f: does not compile alone: $(head -n 1 "$tmp/out")"
done >"$tmp/alone"
report "each header compiles alone" "$tmp/alone"

# Mutable file-scope state: objects of .data and .bss, but for those whose line says why.
grep -hoE '\b[a-z_0-9]+( = [^;]*)?;[[:space:]]*/\* style: set once' $product | sed 's/[ ;].*//' | sort -u >"$tmp/granted"
find "$build/core" "$build/fcgi" -name '*.o' ! -path '*/unit/*' 2>/dev/null | sort | while read -r o; do
	objdump -t "$o" 2>/dev/null | awk -v o="${o#"$build"/}" 'NF > 3 && ($(NF-2) == ".data" || $(NF-2) == ".bss" || $(NF-2) ~ /^\.(data|bss)\.[a-z]/) && $(NF-2) !~ /^\.data\.rel\.ro/ && $(NF) !~ /^(\.|__|completed|_)/ { sub(/\..*/, "", $NF); print o, $NF }'
done | sort -u | while read -r o symbol; do
	grep -qx "$symbol" "$tmp/granted" || echo "$o: $symbol is mutable and at file scope"
done >"$tmp/mutable"
if grep -q 'fsanitize\|coverage' "$build/Makefile" 2>/dev/null && grep -qE '^GPS_CFLAGS = .*(-fsanitize|--coverage)' "$build/Makefile"; then
	: >"$tmp/mutable" # those builds add objects of their own
fi
report "no mutable state at file scope" "$tmp/mutable"

find core fcgi -name '*.c' -exec basename {} \; | sort | uniq -d >"$tmp/basename"
report "no two files of one name" "$tmp/basename"

wc -l $product $headers | awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines" }' >"$tmp/long"
report "no file over 800 lines" "$tmp/long"

grep -nE '.{133}' $product $headers | sed 's/^\([^:]*:[0-9]*\):.*/\1/' >"$tmp/wide"
report "no line over 132 characters" "$tmp/wide"

for f in $product; do
	awk -v f="$f" '/^{/ { start = NR } /^}/ { if (start && NR - start > 101) print f ":" start ": function of " NR - start - 1 " lines"; start = 0 }' "$f"
done >"$tmp/function"
report "no function over 100 lines" "$tmp/function"

for d in $(find core fcgi -type d); do
	many=$(find "$d" -maxdepth 1 -name '*.c' | wc -l)
	[ "$many" -le 20 ] || echo "$d: $many .c files"
done >"$tmp/folder"
report "no folder over 20 files" "$tmp/folder"

grep -nP '[^\x00-\x7f]' $sources $headers | grep -vP '^[^:]*:\d+:.*("|/\*|^\s*\*)' >"$tmp/ascii"
report "identifiers are ASCII" "$tmp/ascii"

grep -nE 'str_addf\([^;]*%s' core/render/*.c 2>/dev/null >"$tmp/percent"
report "writers of pictures take no %s" "$tmp/percent"

grep -nwE 'TO''DO|FIX''ME|X''XX|HA''CK' $sources $headers >"$tmp/undone"
report "nothing is left for another day" "$tmp/undone"

grep -nE '[[:space:]]+$' $sources $headers >"$tmp/blank"
report "no trailing blanks" "$tmp/blank"

echo "1..$n"
