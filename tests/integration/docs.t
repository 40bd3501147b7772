#!/bin/bash
# The pages speak of what is there: links, commands, routes, options.
. "$(dirname "$0")/lib.sh"
: "${tmp:?}" "${top:?}"
build=$(cd "${top_builddir:?}" && pwd)

cd "$top" || exit 1
pages=$(find . -name node_modules -prune -o -name 'build*' -prune -o -name '*.md' -print | sort)

for page in $pages; do
	grep -o '](\([^)]*\))' "$page" | sed 's/^](//; s/)$//; s/#.*//' | while read -r target; do
		case $target in
		'' | http://* | https://*) continue ;;
		esac
		[ -e "$(dirname "$page")/$target" ] || echo "$page: $target"
	done
done >"$tmp/links"
none "every relative link leads somewhere" "$tmp/links"

for want in README.md ARCHITECTURE.md HACKING.md core/profile/README.md core/scan/README.md core/score/MODELS.md \
	core/cards/OPTIONS.md core/cards/README.md core/dropin/README.md core/own/README.md core/locale/README.md core/render/README.md \
	fcgi/README.md nginx/README.md; do
	echo "$pages" | grep -qx "./$want" || echo "$want"
done >"$tmp/missing"
none "every page is there" "$tmp/missing"

# A command is what stands behind gps at the beginning of a line of code, after a pipe or $, or in backquotes.
"$build/gps" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' >"$tmp/commands"
"$build/gps-admin" --help | sed -n 's/^  \([a-z-]*\) .*/\1/p' >"$tmp/admin"
for page in $pages conf/man/gps.1 conf/man/gps-admin.8; do
	sed -n 's/.*\(^ *\|[`$|] *\|build\/\|^\.Dl \)gps \([a-z][a-z-]*\).*/\2/p' "$page" | while read -r word; do
		grep -qx -- "$word" "$tmp/commands" || echo "$page: gps $word"
	done
	sed -n 's/.*\(^ *\|[`$|] *\|-- \|build\/\)gps-admin \([a-z][a-z-]*\).*/\2/p' "$page" | while read -r word; do
		grep -qx -- "$word" "$tmp/admin" || echo "$page: gps-admin $word"
	done
done >"$tmp/unknown"
none "every command that is named exists" "$tmp/unknown"

while read -r word; do
	grep -q "^\.Cm $word\$" conf/man/gps.1 || echo "gps.1: $word"
	"$build/gps" "$word" --help | grep -o -- '--[a-z]*' | sort -u | while read -r option; do
		grep -q -- "^\.It Fl -${option#--}\>" conf/man/gps.1 || echo "gps.1: $word $option"
	done
done <"$tmp/commands" >"$tmp/manual"
while read -r word; do
	grep -q "^\.It Cm $word\>" conf/man/gps-admin.8 || echo "gps-admin.8: $word"
done <"$tmp/admin" >>"$tmp/manual"
none "the manuals know every command and option" "$tmp/manual"

# :login, :kind and :id are the table's way to write LOGIN.
"$build/gps-scope" --routes | while read -r method path _; do
	case $path in
	*'*'*) continue ;; # what is no card
	esac
	shown=$(echo "$path" | sed 's/:login/LOGIN/; s/:kind/KIND/; s/:id/ID/')
	grep '^|' fcgi/README.md | grep -F "$method" | grep -qF "$shown" || echo "$method $path"
done >"$tmp/routes"
none "fcgi/README.md names every route with its method" "$tmp/routes"

"$build/gps-admin" print-conf | sed 's/ =.*//' | while read -r option; do
	grep -q "^#$option = " conf/gps.conf.sample || echo "$option"
done >"$tmp/options"
none "the sample has every option" "$tmp/options"

# In the pages for operators `name = value` sets an option; `location = /x` is nginx's.
"$build/gps-admin" print-conf | sed 's/ =.*//' | sort >"$tmp/known"
# shellcheck disable=SC2016 # backquotes are meant
grep -ho '`[a-z][a-z_]* =[^`]*`' README.md HACKING.md fcgi/README.md nginx/README.md | sed 's/^`//; s/ =.*//' | sort -u |
	grep -vx location | comm -23 - "$tmp/known" >"$tmp/invented"
none "no page sets an option that is not there" "$tmp/invented"

if command -v mandoc >/dev/null; then
	for page in conf/man/*.[1-8] "$build"/conf/man/gps.conf.5; do
		mandoc -T lint -W warning "$page"
	done >"$tmp/lint" 2>&1
	none "mandoc has no warning" "$tmp/lint"
fi

done_testing
