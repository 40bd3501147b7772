#!/bin/sh
# gps analyze over real repositories made by git: exact numbers, clear refusals, nothing hostile runs.
set -u
top_builddir=${top_builddir:-$PWD/build}
gps=$top_builddir/gps
tmp=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
n=0
now=2026-11-20T00:00:00Z

HOME=$tmp GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C TZ=UTC
export HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL LC_ALL TZ
unset GIT_DIR GIT_WORK_TREE XDG_CONFIG_HOME GPS_CONF

if ! command -v git >/dev/null; then
	echo "1..0 # SKIP git is not installed"
	exit 0
fi

# check NAME COMMAND...: the test holds when the command does
check() {
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$tmp/err"
		head -c 3000 "$tmp/out" | sed 's/^/# /'
		echo # out has no line end, and would swallow the next result
	fi
}

# analyze ARG...: the profile without white space in $tmp/out, messages in $tmp/err, status in $code
analyze() {
	"$gps" analyze -c /dev/null -o clock=$now --profile "$@" >"$tmp/raw" 2>"$tmp/err"
	code=$?
	tr -d ' \n' <"$tmp/raw" >"$tmp/out"
}

has() {
	for part; do
		grep -qF -- "$part" "$tmp/out" || { echo "# lacks $part"; return 1; }
	done
}

hasnt() {
	! grep -qF -- "$1" "$tmp/out"
}

# refused CODE TEXT: that exit code, nothing on stdout, TEXT on stderr
refused() {
	[ "$code" -eq "$1" ] && [ ! -s "$tmp/out" ] && grep -qF -- "$2" "$tmp/err"
}

# commit REPO WHO DATE MESSAGE [OPTION...]: everything in the work tree
commit() {
	repo=$1 who=$2 when=$3 message=$4
	shift 4
	git -C "$repo" add -A
	GIT_AUTHOR_NAME=$who GIT_AUTHOR_EMAIL=$who@example.org GIT_AUTHOR_DATE="$when +0000" \
		GIT_COMMITTER_NAME=$who GIT_COMMITTER_EMAIL=$who@example.org GIT_COMMITTER_DATE="$when +0000" \
		git -C "$repo" commit -q --allow-empty -m "$message" "$@"
}

lines() {
	i=0
	while [ "$i" -lt "$1" ]; do
		echo "line $i $2"
		i=$((i + 1))
	done
}

### one repository with everything: ann, bob (two addresses, one person by .mailmap), eve

make_main() {
	git init -q -b main "$1"
	mkdir -p "$1/src" "$1/tests" "$1/vendor/lib" "$1/po" "$1/.claude" "$1/.github"
	lines 10 a >"$1/src/main.c"
	lines 3 h >"$1/src/main.h"
	lines 4 doc >"$1/README.md"
	commit "$1" ann 2024-01-10T12:00:00 'Begin'
	lines 20 py >"$1/src/tool.py"
	lines 6 t >"$1/tests/test_tool.py"
	commit "$1" bob 2025-12-24T12:00:00 'Add a tool

Reviewed-by: Ann Example <ann@example.org>
Co-authored-by: Eve <eve@example.org>'
	printf 'Bob Example <bob@example.org> <robert@example.org>\n' >"$1/.mailmap"
	lines 7 v >"$1/vendor/lib/x.c"
	lines 8 l >"$1/package-lock.json"
	lines 9 p >"$1/po/de.po"
	lines 5 g >"$1/api.pb.go"
	printf 'a\0b\n' >"$1/logo.bin"
	commit "$1" robert 2026-10-01T12:00:00 'Vendor things

Acked-by: ann <ann@example.org>
Tested-by: Ann <ann@example.org>
Reviewed-by: Bob Example <bob@example.org>'
	git -C "$1" checkout -q -b side HEAD~1
	echo more >>"$1/src/main.c"
	commit "$1" ann 2026-10-02T12:00:00 'Work on the side

Co-Authored-By: Claude <noreply@anthropic.com>'
	git -C "$1" checkout -q main
	GIT_AUTHOR_DATE='2026-10-03T12:00:00 +0000' GIT_COMMITTER_DATE='2026-10-03T12:00:00 +0000' \
		git -C "$1" -c user.name=ann -c user.email=ann@example.org merge -q --no-ff -m 'Merge side' side
	git -C "$1" mv src/tool.py src/instrument.py
	echo "one line more" >>"$1/src/instrument.py"
	echo '{}' >"$1/.claude/settings.json"
	echo 'rules' >"$1/CLAUDE.md"
	echo 'x: y' >"$1/.github/ci.yml"
	commit "$1" eve 2026-11-19T23:30:00 'Move the tool'
}

make_main "$tmp/main"
main=$tmp/main

analyze "$main"
check "a repository is read" test "$code" -eq 0
check "totals of everybody" has '"all_time":{"commits":6,"reviews":2}' '"year":{"commits":5,"reviews":2}' \
	'"recent":{"commits":4,"reviews":1}' '"merges":1' '"contributors":3' '"is_team":true' '"name":"main"'
check "lines and touches, a rename counts what it changed" has '"lines_added":78' '"lines_deleted":0' '"files_touched":16'
check "lines by category" has '"categories":{"source":35,"test":6,"docs":5,"config":3,"generated":5,"vendored":7,"lock":8,"translation":9,"binary":1}'
check "languages by lines, .h goes to C" has '{"name":"Python","percentage":65.9,"lines":27,"repos":1,"color":"#3572a5"},{"name":"C","percentage":34.1,"lines":14,"repos":1,"color":"#555555"}'
check "people share work, tools do not" has '"coauthored":1'
check "the calendar ends today and holds the last day" has '{"day":20776,"count":1},{"day":20777}]'
check "AI configuration is named once a folder" has '"config_marks":[' '"path":"CLAUDE.md"' '.claude' '"tool":"claude"'
check "marks are counted over all commits" has '"mark_commits":6'
check "the root and .github are listed" has '"CLAUDE.md"' '"README.md"' '".github/ci.yml"'
check "what a disk cannot know is missing" has '{"field":"followers","reason":"UNSUPPORTED"' '{"field":"topics","reason":"UNSUPPORTED"'

analyze --author ann@example.org "$main"
check "one person by address" has '"all_time":{"commits":3,"reviews":2}' '"lines_added":18' \
	'"login":"ann@example.org"' '"name":"ann"' '"merges":1' '"contributors":3'
check "which is no team" hasnt '"is_team"'
analyze --author 'bob ex' "$main"
check "a part of a name, after .mailmap" has '"all_time":{"commits":1,' '"lines_added":30'
analyze --author EVE@EXAMPLE.ORG "$main"
check "another's co-author shares too; case is no matter" has '"all_time":{"commits":1,"reviews":0}' '"coauthored":1'
analyze --author nn@example.org "$main"
check "an address is compared whole" refused 1 'none of 6 commits is by "nn@example.org"'
analyze "$main/src"
check "a folder inside a work tree" has '"all_time":{"commits":6,'

### shapes of repositories

git clone -q --bare "$main" "$tmp/bare.git" 2>/dev/null
analyze "$tmp/bare.git"
check "a bare repository gives the same, .mailmap included" has '"all_time":{"commits":6,"reviews":2}' '"lines_added":78' \
	'"contributors":3' '"name":"bare"'
git -C "$main" worktree add -q "$tmp/tree" side
analyze "$tmp/tree"
check "a work tree has its own HEAD and name" has '"all_time":{"commits":3,' '"name":"tree"'
analyze "$main" "$tmp/tree" "$tmp/bare.git"
check "a commit counts once over clones and work trees" has '"all_time":{"commits":6,' '"n_repos":1' \
	'"field":"repo:tree.commits","reason":"DUPLICATE"' '"field":"repo:bare.commits","reason":"DUPLICATE"'
git clone -q "$main" "$tmp/fork" 2>/dev/null
echo extra >>"$tmp/fork/src/main.c"
commit "$tmp/fork" eve 2026-11-19T23:40:00 'One more in the fork'
analyze "$main" "$tmp/fork"
check "a fork adds its own commits" has '"all_time":{"commits":7,' '"n_repos":2'

git clone -q --depth 2 "file://$main" "$tmp/shallow" 2>/dev/null
analyze "$tmp/shallow"
check "a shallow clone says what is lacking and invents no lines" has '"field":"repo:shallow.commits","reason":"SHALLOW"' \
	'"lines_added":4,' '"all_time":{"commits":2}' '1commitsatthecut'

git clone -q --depth 2 "file://$main" "$tmp/line"$'\n'"end" 2>/dev/null
analyze "$tmp/line"$'\n'"end"
check "a path may hold the end of a line" has 'end.commits","reason":"SHALLOW"' '"all_time":{"commits":2}'

git init -q "$tmp/empty"
analyze "$tmp/empty"
check "an empty repository gives an empty profile and says so" has '"field":"repo:empty.commits","reason":"EMPTY"' \
	'"all_time":{"commits":0}' '"n_repos":0'
git -C "$tmp/fork" checkout -q --orphan fresh
analyze "$tmp/fork"
check "an unborn branch in a repository with others" has '"reason":"EMPTY"' '"all_time":{"commits":0}'

if git init -q --object-format=sha256 "$tmp/sha256" 2>/dev/null; then
	echo x >"$tmp/sha256/a.rs"
	commit "$tmp/sha256" ann 2026-11-01T00:00:00 'In SHA-256'
	analyze "$tmp/sha256"
	check "a SHA-256 repository" has '"all_time":{"commits":1}' '"name":"Rust"'
	check "its oids have 64 digits" grep -qE '"oid":"[0-9a-f]{64}"' "$tmp/out"
else
	check "a SHA-256 repository # SKIP this git has none" true
	check "its oids have 64 digits # SKIP this git has none" true
fi

### odd content

odd=$tmp/odd
git init -q -b main "$odd"
printf 'x\n' >"$odd/$(printf 'caf\351 \033[2J\nname.c')"
printf 'x\n' >"$odd/=> {a => b}.py"
GIT_AUTHOR_NAME=$(printf 'J\351r\364me \033[31m') commit "$odd" plain 2026-11-01T00:00:00 x
git -C "$odd" add -A
tree=$(git -C "$odd" rev-parse 'HEAD^{tree}')
raw_commit() {
	printf 'tree %s\n%sauthor %s\ncommitter Far <far@example.org> %s\n\n%b' "$tree" "$1" "$2" "$3" "$4" |
		git -C "$odd" hash-object -t commit -w --stdin --literally
}
c1=$(raw_commit '' "$(printf 'J\351r\364me \033[31m <j\377@example.org> 1793500000 +0000')" '1793500000 +0000' 'latin \0351 text\n')
c2=$(raw_commit "parent $c1
" 'Far <far@example.org> 99999999999999999 +0000' '4102444800 -1200' 'far out\n')
c3=$(raw_commit "parent $c2
" 'Far <far@example.org> 1 +9999' '1 +0000' "$(lines 30000 'of a huge message')")
git -C "$odd" update-ref refs/heads/main "$c3"
analyze "$odd"
check "odd bytes, far times and huge messages are read" has '"all_time":{"commits":3}' '"contributors":2' "J$(printf '\357\277\275')r" \
	'"lines_added":2' '"name":"C"' '"name":"Python"'
check "what comes out is valid UTF-8" iconv -f UTF-8 -t UTF-8 -o /dev/null "$tmp/raw"
check "and within its limits" test "$(wc -c <"$tmp/raw")" -lt 60000

### the report: text, JSON, cards

report() {
	"$gps" analyze -c /dev/null -o clock=$now "$@" >"$tmp/raw" 2>"$tmp/err"
	code=$?
	tr -d '\n' <"$tmp/raw" >"$tmp/out"
}

report --author ann@example.org "$main"
check "the text names person, scores, languages, marks" has 'ann (ann@example.org)' '3 commits, 2 in the last 12 months' \
	'18 lines added, 0 deleted, 4 files touched' 'Activity' 'AI savviness' 'Archetype: ' 'Languages: C 100.0 %' \
	'source 14, docs 4' 'marks found in 1 of 3 commits' 'Claude Code' 'configured: CLAUDE.md in main' 'git alone: followers'
check "no line is wider than a terminal" sh -c "! grep -nE '.{80}' '$tmp/raw'"
report "$main" "$odd"
check "several repositories are named" has "Everybody's work" '9 commits' 'Repositories' '3 commits  C'
report --json --model v2 "$main"
check "the JSON holds scores and evidence" has '"model":"v2"' '"scores":{' '"commits_scanned":6' '"statement":"marks found in 1 of 6 commits"'
report --card "$tmp/card.svg" "$main"
check "an SVG card is written" grep -q '^<svg ' "$tmp/card.svg"
report --card "$tmp/card.png" "$main"
check "a PNG card is written" test "$(head -c 4 "$tmp/card.png" | tail -c 3)" = PNG
report --card "$tmp/nowhere/card.svg" "$main"
check "a card that cannot be written is an error" grep -q "$tmp/nowhere/card.svg: cannot be written: No such file or directory" "$tmp/err"
report --card "$tmp/card.gif" "$main"
check "a card of another kind is a usage error" refused 2 'card.gif'
report --model v9 "$main"
check "an unknown model is a usage error" refused 2 'v9'
report octo-one other
check "two logins are a usage error" refused 2 'one login'
report --author x octo-one
check "an author of a login is a usage error" refused 2 '--author'
report -o nonsense=1 "$main"
check "an unknown setting is a usage error" refused 2 'nonsense'
report --author me "$odd"
esc=$(printf '\033')
check "a name with control characters is shown" has 'me ?[31m'
check "no control character of a repository reaches the terminal" hasnt "$esc"

### refusals

mkdir "$tmp/plain"
GIT_CEILING_DIRECTORIES=$tmp
export GIT_CEILING_DIRECTORIES
if git -C / rev-parse --git-dir >/dev/null 2>&1; then
	check "a folder that is no repository # SKIP / is one" true
else
	analyze "$tmp/plain"
	check "a folder that is no repository" refused 1 "$tmp/plain: not a git repository"
fi
unset GIT_CEILING_DIRECTORIES
analyze "$tmp/nowhere/"
check "a path that is not there" refused 1 "$tmp/nowhere/: no such folder"
analyze "$tmp/raw"
check "a file" refused 1 "$tmp/raw: not a folder"
analyze "$main" "$tmp/nowhere/"
check "one bad path spoils the whole, nothing is half reported" refused 1 'nowhere'
analyze
check "no path is a usage error" refused 2 'usage: gps analyze'
analyze --nonsense "$main"
check "an unknown option is a usage error" refused 2 '--nonsense'
analyze --author
check "a missing value is a usage error" refused 2 '--author'

cp -r "$main" "$tmp/corrupt"
rm -f "$tmp/corrupt/.git/objects/pack/"*.idx
oid=$(git -C "$main" rev-parse main~1:src/tool.py 2>/dev/null || git -C "$main" rev-parse side:src/tool.py)
rm -f "$tmp/corrupt/.git/objects/$(echo "$oid" | cut -c1-2)/$(echo "$oid" | cut -c3-)"
analyze "$tmp/corrupt"
check "a corrupt repository is an error with git's words" refused 1 'git failed: '
printf 'ref: refs/heads/main\n' >"$tmp/corrupt/.git/HEAD"
echo 'nonsense' >"$tmp/corrupt/.git/refs/heads/main"
analyze "$tmp/corrupt"
check "a broken branch is not an empty repository" refused 1 'git failed: '

if [ "$(id -u)" -eq 0 ]; then
	cp -r "$main" "$tmp/foreign"
	chown -R 12345:12345 "$tmp/foreign"
	unset GIT_CONFIG_GLOBAL
	analyze "$tmp/foreign"
	check "another user's repository is refused" refused 1 'belongs to another user'
	git config --global --add safe.directory "$tmp/foreign"
	analyze "$tmp/foreign"
	check "unless the user trusts it" has '"all_time":{"commits":6,'
	rm -f "$tmp/.gitconfig"
	GIT_CONFIG_GLOBAL=/dev/null
	export GIT_CONFIG_GLOBAL
	check "a forbidden folder # SKIP root may look" true
else
	check "another user's repository is refused # SKIP needs root" true
	check "unless the user trusts it # SKIP needs root" true
	mkdir -p "$tmp/locked/inside"
	chmod 0 "$tmp/locked"
	analyze "$tmp/locked/inside"
	check "a forbidden folder" refused 1 'no permission'
fi

### hostile configuration: each of these names a program that leaves a trace

hostile=$tmp/hostile
cp -r "$main" "$hostile"
cat >"$tmp/trap.sh" <<TRAP
#!/bin/sh
echo "\$0 \$*" >>"$tmp/trace"
TRAP
chmod +x "$tmp/trap.sh"
for setting in diff.external diff.c.textconv diff.c.command core.fsmonitor core.pager pager.log gpg.program \
	gpg.ssh.program core.sshCommand core.askPass core.editor core.gitProxy credential.helper \
	filter.x.smudge filter.x.clean filter.x.process uploadpack.packObjectsHook remote.origin.uploadpack; do
	git -C "$hostile" config "$setting" "$tmp/trap.sh"
done
git -C "$hostile" config alias.log "!$tmp/trap.sh"
git -C "$hostile" config alias.rev-parse "!$tmp/trap.sh"
git -C "$hostile" config log.showSignature true
git -C "$hostile" config log.diffMerges first-parent
git -C "$hostile" config diff.renames false
git -C "$hostile" config diff.orderFile "$tmp/order"
git -C "$hostile" config core.hooksPath "$tmp/hooks"
git -C "$hostile" config color.ui always
git -C "$hostile" config log.decorate full
git -C "$hostile" config log.date relative
git -C "$hostile" config format.pretty 'format:%s'
mkdir "$tmp/hooks"
echo "*.py" >"$tmp/order"
for hook in post-checkout fsmonitor-watchman query-watchman post-index-change reference-transaction; do
	cp "$tmp/trap.sh" "$tmp/hooks/$hook"
done
printf '*.c diff=c filter=x\n*.py diff=c\n' >"$hostile/.git/info/attributes"
rm -f "$tmp/trace"
git -C "$hostile" log -p --ext-diff --textconv >/dev/null 2>&1
check "the traps are set: plain git runs them" test -s "$tmp/trace"
rm -f "$tmp/trace"
analyze "$hostile"
check "we run none of them" test ! -e "$tmp/trace"
check "and the numbers are the same" has '"all_time":{"commits":6,"reviews":2}' '"lines_added":78' '"files_touched":16' \
	'"merges":1'

# a partial clone whose missing objects would be fetched by a program of the repository's choice
git -C "$main" config uploadpack.allowFilter true
git clone -q --bare --filter=blob:none "file://$main" "$tmp/partial.git" 2>/dev/null
git -C "$tmp/partial.git" config remote.origin.url "ext::$tmp/trap.sh"
git -C "$tmp/partial.git" config protocol.ext.allow always
rm -f "$tmp/trace"
git -C "$tmp/partial.git" log --numstat >/dev/null 2>&1
check "the trap is set: plain git fetches" test -s "$tmp/trace"
rm -f "$tmp/trace"
analyze "$tmp/partial.git"
check "a partial clone is refused" refused 1 "$tmp/partial.git: "
check "and nothing is fetched" test ! -e "$tmp/trace"

### an extension that several languages claim follows what else is there

git init -q -b main "$tmp/shared"
lines 5 s >"$tmp/shared/run.sh"
lines 7 t >"$tmp/shared/all.t"
lines 9 i >"$tmp/shared/server.inc"
commit "$tmp/shared" ann 2026-10-01T12:00:00 'Shell, its tests and a file of nobody'
analyze "$tmp/shared"
check ".t goes to Shell, .inc to nobody" has '"languages":[{"name":"Shell","percentage":100,"lines":12,'

echo "1..$n"
