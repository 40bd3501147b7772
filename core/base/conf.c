/* The option table at work: parse, print, document. */
#include "config.h"

#include "core/base/conf.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/banned.h"

enum conf_type { STR, INT, SIZE, DURATION, BOOL };

struct option {
	enum conf_type type;
	const char *section; /* non-NULL: a heading, nothing else set */
	const char *name;
	const char *otherwise;
	int64_t min, max; /* of STR: the length */
	const char *help;
	size_t offset;
};

static const struct option options[] = {
#define SECTION(title) { .section = (title) },
#define X(t, n, d, lo, hi, h)                                                              \
	{ .type = t, .name = #n, .otherwise = d, .min = lo, .max = hi, .help = h, .offset = offsetof(struct conf, n) },
#include "core/base/conf.def"
#undef X
#undef SECTION
};

static const char *const type_words[] = { "text", "number", "size (K, M, G)", "duration (ms, s, m, h, d)", "on or off" };

enum { LINE_BYTES = 8192 };

DEFINE_CLEANUP(FILE *, fclose)

static bool parse_value(const struct option *o, const char *text, struct arena *a, void *field)
{
	int64_t n;
	uint64_t u;
	switch (o->type) {
	case STR: {
		size_t len = strlen(text);
		if (len < (size_t)o->min || len > (size_t)o->max)
			return false;
		*(const char **)field = a ? arena_strdup(a, text) : text;
		return true;
	}
	case BOOL:
		return parse_bool(text, field);
	case INT:
		return parse_i64(text, o->min, o->max, field);
	case SIZE:
		if (!parse_size(text, (uint64_t)o->max, &u) || u < (uint64_t)o->min)
			return false;
		*(int64_t *)field = (int64_t)u;
		return true;
	case DURATION:
		if (!parse_duration(text, o->max, &n) || n < o->min)
			return false;
		*(int64_t *)field = n;
		return true;
	default:
		abort();
	}
}

static void *field_of(struct conf *c, const struct option *o)
{
	return (char *)c + o->offset;
}

void conf_init(struct conf *c)
{
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (options[i].name && !parse_value(&options[i], options[i].otherwise, NULL, field_of(c, &options[i])))
			abort();
}

static const struct option *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (str_eq(options[i].name, name))
			return &options[i];
	return NULL;
}

static char *trim(char *s)
{
	while (ascii_is_space(*s))
		s++;
	size_t len = strlen(s);
	while (len && ascii_is_space(s[len - 1]))
		s[--len] = '\0';
	return s;
}

/* text is cut up in place */
static enum err assign(struct err_note *note, struct arena *a, char *text, struct conf *c, bool *seen)
{
	char *eq = strchr(text, '=');
	if (!eq)
		return err_set(note, ERR_INVALID, "\"%s\" is not of the form name = value", text);
	*eq = '\0';
	const char *name = trim(text), *value = trim(eq + 1);
	const struct option *o = find(name);
	if (!o)
		return err_field(note, ERR_INVALID, name, "unknown option %s", name);
	if (seen && seen[o - options])
		return err_field(note, ERR_INVALID, name, "%s is given twice", name);
	if (seen)
		seen[o - options] = true;
	if (!parse_value(o, value, a, field_of(c, o)))
		return err_field(note, ERR_INVALID, name, "%s: \"%s\" is not a %s within %lld..%lld", name, value,
			type_words[o->type], (long long)o->min, (long long)o->max);
	return OK;
}

enum err conf_set(struct err_note *note, struct arena *a, const char *assignment, struct conf *c)
{
	return assign(note, a, arena_strdup(a, assignment), c, NULL);
}

enum err conf_load(struct err_note *note, struct arena *a, const char *path, struct conf *c)
{
	CLEANUP(fclosep) FILE *in = fopen(path, "re");
	if (!in)
		return err_set(note, errno == ENOENT ? ERR_NOT_FOUND : ERR_INVALID, "%s: cannot be read", path);
	bool seen[ARRAY_LEN(options)] = { false };
	char *line = arena_alloc(a, LINE_BYTES);
	for (int number = 1; fgets(line, LINE_BYTES, in); number++) {
		if (!strchr(line, '\n') && !feof(in))
			return err_set(note, ERR_INVALID, "%s:%d: line over %d bytes", path, number, LINE_BYTES - 2);
		char *text = trim(line);
		if (!*text || *text == '#')
			continue;
		struct err_note inner = { .code = OK };
		if (assign(&inner, a, text, c, seen))
			return err_field(note, inner.code, inner.field, "%s:%d: %s", path, number, inner.text);
	}
	if (ferror(in))
		return err_set(note, ERR_INVALID, "%s: read failed", path);
	return OK;
}

enum err conf_apply(struct err_note *note, const struct conf *c)
{
	static const struct {
		const char *word;
		enum log_level level;
	} levels[] = { { "error", LOG_ERROR }, { "warning", LOG_WARNING }, { "info", LOG_INFO }, { "debug", LOG_DEBUG } };

	int64_t at;
	if (*c->clock) {
		if (!parse_time(c->clock, &at))
			return err_field(note, ERR_INVALID, "clock", "clock: \"%s\" is not an ISO time", c->clock);
		clock_freeze(at);
	}
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		if (!str_eq(c->log_level, levels[i].word))
			continue;
		log_set_level(levels[i].level);
		return OK;
	}
	return err_field(note, ERR_INVALID, "log_level", "log_level: \"%s\" is not a level", c->log_level);
}

static void print_value(const struct option *o, const struct conf *c, FILE *out)
{
	const void *field = (const char *)c + o->offset;
	switch (o->type) {
	case STR:
		(void)fputs(*(const char *const *)field, out);
		break;
	case BOOL:
		(void)fputs(*(const bool *)field ? "on" : "off", out);
		break;
	case DURATION:
		(void)fprintf(out, "%lldms", (long long)*(const int64_t *)field);
		break;
	case INT:
	case SIZE:
	default:
		(void)fprintf(out, "%lld", (long long)*(const int64_t *)field);
		break;
	}
}

void conf_print(const struct conf *c, FILE *out)
{
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		if (!options[i].name)
			continue;
		(void)fprintf(out, "%s = ", options[i].name);
		print_value(&options[i], c, out);
		(void)fputc('\n', out);
	}
}

void conf_print_sample(FILE *out)
{
	(void)fputs("# gps.conf: every option with its default. Remove the # of what you change.\n"
		    "# Made from core/base/conf.def; gps.conf(5) says the same.\n",
		out);
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		const struct option *o = &options[i];
		if (o->section)
			(void)fprintf(out, "\n## %s\n", o->section);
		else
			(void)fprintf(out, "\n# %s\n#%s = %s\n", o->help, o->name, o->otherwise);
	}
}

void conf_print_man(FILE *out)
{
	(void)fputs(".TH GPS.CONF 5 2026-11-20\n.SH NAME\ngps.conf \\- options of Git Phantom Scope\n.SH DESCRIPTION\n"
		    "Lines of the form\n.IR name \" = \" value ;\nlines that begin with # are comments.\n",
		out);
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		const struct option *o = &options[i];
		if (o->section)
			(void)fprintf(out, ".SH \"%s\"\n", o->section);
		else
			(void)fprintf(out, ".TP\n.B %s\n%s: %s. Default: %s\n", o->name, type_words[o->type], o->help,
				*o->otherwise ? o->otherwise : "(empty)");
	}
}

const char *conf_default_path(void)
{
	const char *path = getenv("GPS_CONF");
	return path && *path ? path : GPS_SYSCONFDIR "/gps/gps.conf";
}
