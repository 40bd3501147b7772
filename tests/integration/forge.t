#!/bin/bash
# Sources beside GitHub: GitLab, Gitea and repositories on disk, through the command and its options.
. "$(dirname "$0")/lib.sh"
need_node
gps=$top_builddir/gps
node "$top/tests/upstream/forge.mjs" >"$tmp/forge.out" 2>"$tmp/forge.err" &
upstream_pid=$! # stopped at the end
for _ in $(seq 100); do
	FORGE_URL=$(sed -n 's/^FORGE_URL=//p' "$tmp/forge.out")
	[ -z "$FORGE_URL" ] || break
	sleep 0.1
done
(umask 077 && printf 'lab tok-gitlab\ntea tok-gitea\n' >"$tmp/tokens")
forges="forges=lab=gitlab:$FORGE_URL/gitlab, tea=gitea:$FORGE_URL/gitea, bare=gitlab:$FORGE_URL/gitlab"
printf '%s\nclock = 2026-11-20T00:00:00Z\nforge_tokens = %s\n' "${forges/=/ = }" "$tmp/tokens" >"$tmp/gps.conf"

# profile SUBJECT [OPTION...]: what was read, in $tmp/profile; stderr in $tmp/why
profile() {
	local subject=$1
	shift
	"$gps" analyze -c "$tmp/gps.conf" -o github_timeout=2s -o github_deadline=6s "$@" --profile "$subject" \
		>"$tmp/profile" 2>"$tmp/why"
}
# tell PATH: of the profile
tell() {
	field "$1" <"$tmp/profile"
}
# fails SUBJECT WORDS [OPTION...]: exit code 1 and these words
fails() {
	local subject=$1 words=$2 code=0
	shift 2
	profile "$subject" "$@" || code=$?
	[ "$code" = 1 ] && grep -q -- "$words" "$tmp/why" || {
		echo "exit $code"
		cat "$tmp/why"
		return 1
	}
}

ok "Gitea: a profile" profile tea:octocat
is "Gitea: source" gitea "$(tell source)"
is "Gitea: name" "Priya Okafor" "$(tell name)"
gitea_days=$(tell calendar.days.length 2>/dev/null)
gitea_total=$(tell contributions_last_year)
gitea_stars=$(node -e 'const p=JSON.parse(require("fs").readFileSync(process.argv[1]));
	console.log(p.repos.reduce((n, r) => n + r.stars, 0), p.repos.length, p.languages[0].name, p.languages[0].color)' "$tmp/profile")
ok "Gitea: commits of the person alone" node -e 'const p=JSON.parse(require("fs").readFileSync(process.argv[1]));
	process.exit(p.commits.length > 20 && p.commits.every(c => !/\[bot\]/.test(c.author.name)) ? 0 : 1)' "$tmp/profile"
ok "Gitea: languages are of bytes" node -e 'const p=JSON.parse(require("fs").readFileSync(process.argv[1]));
	process.exit(p.languages[0].bytes > 1000 && p.languages[0].percentage > 5 ? 0 : 1)' "$tmp/profile"
ok "Gitea: what it cannot tell is named" grep -q '"pull_requests"' "$tmp/profile"

ok "GitLab: a profile" profile lab:octocat
is "GitLab: source" gitlab "$(tell source)"
is "GitLab: contributions as Gitea's" "$gitea_total" "$(tell contributions_last_year)"
is "GitLab: stars, repositories, first language and its colour as Gitea's" "$(cut -d' ' -f1,2 <<<"$gitea_stars")" \
	"$(node -e 'const p=JSON.parse(require("fs").readFileSync(process.argv[1]));
	console.log(p.repos.reduce((n, r) => n + r.stars, 0), p.repos.length)' "$tmp/profile")"
ok "GitLab: merge requests and issues by the token" node -e 'const p=JSON.parse(require("fs").readFileSync(process.argv[1]));
	process.exit(p.all_time.prs > 0 && p.prs_merged > 0 && p.prs_merged <= p.all_time.prs && p.all_time.issues >= 0 ? 0 : 1)' "$tmp/profile"
ok "GitLab: commits are found by name" node -e 'const p=JSON.parse(require("fs").readFileSync(process.argv[1]));
	process.exit(p.commits.length > 20 ? 0 : 1)' "$tmp/profile"
ok "GitLab without a token: the rest is there" profile bare:octocat
ok "GitLab without a token: says what it may not read" grep -q '"FORBIDDEN"' "$tmp/profile"
ok "260 repositories are read whole" profile tea:big-260
is "... all of them" 260 "$(tell repos.length)"
ok "260 projects are read whole" profile lab:big-260
is "... all of these, too" 260 "$(tell repos.length)"
for script in arabic hebrew cjk emoji devanagari markup; do
	profile "tea:name-$script" && a=$(tell name)
	profile "lab:name-$script" && b=$(tell name)
	is "a name in $script is the same everywhere" "$a" "$b"
done
ok "an account without repositories" profile tea:empty-one

for forge in lab tea; do
	ok "$forge: nobody" fails "$forge:ghost-one" "knows no such user"
	ok "$forge: no name at all" fails "$forge:-dash" "not a Git"
	ok "$forge: broken" fails "$forge:broken-one" "failed"
	ok "$forge: broken once" profile "$forge:flaky-one"
	ok "$forge: cut short" fails "$forge:truncated-one" "127.0.0.1"
	ok "$forge: a wrong length" fails "$forge:liar-one" "127.0.0.1"
	ok "$forge: silent" fails "$forge:silent-one" "127.0.0.1"
	ok "$forge: asks for a pause" fails "$forge:limited-one" "asks for a pause"
	ok "$forge: late" profile "$forge:slow-one"
done
(umask 077 && echo 'tea tok-wrong' >"$tmp/wrong-token")
ok "a refused token says so" fails tea:octocat "refused the token" -o "forge_tokens=$tmp/wrong-token"

usage() { # WORDS ARG...
	local words=$1 code=0
	shift
	"$gps" analyze -c "$tmp/gps.conf" "$@" >/dev/null 2>"$tmp/why" || code=$?
	[ "$code" != 0 ] && grep -q -- "$words" "$tmp/why" || {
		echo "exit $code"
		cat "$tmp/why"
		return 1
	}
}
ok "a forge that is not listed" usage "no forge \"nowhere\"" nowhere:octocat
ok "an unknown kind" usage 'no kind "svn"' -o "forges=x=svn:https://example.org" x:a
ok "no URL" usage "must begin with https" -o "forges=x=gitea:example.org" x:a
ok "a name twice" usage "is taken" -o "forges=x=gitea:https://a.example,x=gitea:https://b.example" x:a
ok "GitHub's name" usage "is taken" -o "forges=github=gitea:https://a.example" x:a
ok "a token for nobody" usage "names no forge" -o forges= -o forge_tokens="$tmp/tokens" tea:a
chmod 644 "$tmp/wrong-token"
ok "a token file that others may read" usage "forge_tokens" -o "forge_tokens=$tmp/wrong-token" tea:octocat

git init -q "$tmp/repo"
printf 'int main(void)\n{\n\treturn 0;\n}\n' >"$tmp/repo/main.c"
git -C "$tmp/repo" add main.c
GIT_AUTHOR_DATE=2026-11-19T10:00:00Z GIT_COMMITTER_DATE=2026-11-19T10:00:00Z git -C "$tmp/repo" -c user.name=A \
	-c user.email=a@example.org commit -qm "Add main"
ok "a listed repository" profile git:mine -o "git_repositories=mine=$tmp/repo"
is "... by its name, not its path" mine "$(tell name)"
ok "a repository that is not listed" fails git:other "no repository of this name" -o "git_repositories=mine=$tmp/repo"
ok "a listed repository that is gone tells no path" fails git:gone "could not be read" -o "git_repositories=gone=$tmp/nowhere"
ok "... indeed" sh -c "! grep -q '$tmp/nowhere' '$tmp/why'"
ok "a path that is not absolute" usage "NAME=/ABSOLUTE/PATH" -o git_repositories=a=b git:a
done_testing
