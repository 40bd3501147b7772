/*
 * GitLab's and Gitea's answers, through everything that is asked of them. The input is {"login": ..., "answers": {...}}:
 * a member answers each question whose path holds its name; a number is an HTTP status that failed. forge_ask() is
 * this file's own, so nothing is asked of a network.
 */
#include "config.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/conf.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/cards/facts.h"
#include "core/forge/forge-call.h"
#include "core/profile/source.h"
#include "core/profile/value.h"
#include "core/score/report.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1795132800000)

/* What forge_ask() answers from, of the one input under way. */
static struct json_object *answers;

static void must(bool fine, const char *what)
{
	if (fine)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static struct json_object *answer_to(const char *path)
{
	struct json_object_iterator at = json_object_iter_begin(answers), end = json_object_iter_end(answers);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
		if (strstr(path, json_object_iter_peek_name(&at)))
			return json_object_iter_peek_value(&at);
	return NULL;
}

static enum err error_of(struct json_object *body)
{
	static const enum err errors[] = { ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_LIMIT, ERR_TIMEOUT, ERR_UPSTREAM };
	if (!json_object_is_type(body, json_type_int))
		return OK;
	return errors[(uint64_t)json_object_get_int64(body) % ARRAY_LEN(errors)];
}

void forge_ask(const struct forge *f, struct arena *a, struct forge_call *calls, size_t n, int64_t deadline)
{
	(void)f, (void)a, (void)deadline;
	must(n <= FORGE_CALLS_MAX, "too many questions at once");
	for (size_t i = 0; i < n; i++) {
		must(*calls[i].path == '/' && !strpbrk(calls[i].path, " \r\n#\"<>\\"), "a path that is none");
		struct json_object *body = answer_to(calls[i].path);
		calls[i].err = error_of(body);
		calls[i].root = calls[i].err ? NULL : json_object_get(body);
		if (json_len(body))
			calls[i].total = METRIC((int64_t)json_len(body));
	}
}

static void check_repo(const struct repo *r)
{
	must(r->name && !r->is_private, "a repository without a name, or a private one");
	must(strlen(r->name) <= VALUE_NAME_MAX && r->n_topics <= 20 && r->n_languages <= 20, "a repository too large");
	for (size_t i = 0; i < r->n_topics; i++)
		must(strlen(r->topics[i]) <= VALUE_NAME_MAX, "a topic too long");
	for (size_t i = 0; i < r->n_languages; i++) {
		const struct language *l = &r->languages[i];
		must(l->name && strlen(l->name) <= VALUE_NAME_MAX, "a language's name");
		must(l->percentage >= 0 && l->percentage <= 100, "a repository's share");
	}
}

static void check_profile(struct arena *a, const struct profile *p)
{
	struct err_note note;
	struct profile back;
	struct report report;
	must(p->login != NULL, "a profile of nobody");
	for (size_t i = 0; i < p->n_repos_listed; i++)
		check_repo(&p->repos[i]);
	for (size_t i = 0; i < p->n_languages; i++)
		must(p->languages[i].percentage >= 0 && p->languages[i].percentage <= 100, "a share");
	for (size_t i = 1; i < p->n_calendar; i++)
		must(p->calendar[i].day == p->calendar[i - 1].day + 1, "a gap in the calendar");
	CLEAN_JSON struct json_object *dump = profile_dump(p);
	must(!profile_load(&note, a, dump, &back), "a dump that cannot be loaded");
	must(!report_make(&note, a, NULL, p, "v3", NOW, &report), "no report");
	must(facts_from_profile(a, p, &report) != NULL, "no facts");
}

static void ask(const struct source *s, const char *login)
{
	struct arena a;
	struct profile p;
	struct repo r;
	for (int depth = PROFILE_BASIC; depth <= PROFILE_FULL; depth++) {
		arena_init(&a, 1 << 26);
		struct err_note note = { .code = OK };
		enum err e = source_profile(&note, s, &a, login, (enum profile_depth)depth, &p);
		if (e)
			must(note.code == e && *note.text, "a failure without a reason");
		else
			check_profile(&a, &p);
		arena_release(&a);
	}
	arena_init(&a, 1 << 26);
	if (!source_repository(NULL, s, &a, login, "name", &r))
		check_repo(&r);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err_note note;
	struct conf conf;
	CLEAN_JSON struct json_object *root = NULL;
	if (json_parse(&note, (const char *)data, size, JSON_DEPTH_DEEP, &root))
		return 0;
	answers = json_get(root, "answers");
	if (!json_object_is_type(answers, json_type_object))
		return 0;
	conf_init(&conf);
	clock_freeze(NOW);
	struct forge forge = { .name = "f", .title = "forge.example", .url = "https://forge.example", .conf = &conf };
	const struct source_ops *const ops[] = { &gitlab_ops, &gitea_ops };
	for (size_t i = 0; i < ARRAY_LEN(ops); i++)
		ask(&(struct source){ .name = "f", .title = forge.title, .ops = ops[i], .impl = &forge },
			json_str(root, "login", "octocat"));
	return 0;
}
