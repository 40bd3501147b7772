/* Parameters against their declarations. */
#include "config.h"

#include "core/web/param.h"

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/parse.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

const char *param_in_name(enum param_in in)
{
	static const char *const names[] = { [IN_PATH] = "path", [IN_QUERY] = "query", [IN_BODY] = "body" };
	return names[in];
}

/* Code points; -1 where it is not UTF-8 or holds control characters other than blanks of text. */
static int64_t text_length(const char *s, size_t len)
{
	int64_t n = 0;
	for (size_t i = 0, step; i < len; i += step, n++) {
		unsigned int cp;
		step = utf8_next(s + i, len - i, &cp);
		if (!step || (cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7f)
			return -1;
	}
	return n;
}

static bool is_word(const char *words, const char *s)
{
	size_t len = strlen(s);
	for (const char *w = words; *w; w += strcspn(w, "|"), w += *w == '|')
		if (strcspn(w, "|") == len && memcmp(w, s, len) == 0)
			return true;
	return false;
}

/* NULL: fine. Else what is wrong, after "must". */
static const char *check_text(struct arena *a, const struct param *p, const char *s, size_t len,
	struct param_value *v)
{
	int64_t n, most = p->max ? p->max : PARAM_TEXT_MAX;
	switch (p->type) {
	case PARAM_TEXT:
		n = text_length(s, len);
		if (n < 0 || strlen(s) != len)
			return "be plain text";
		if (n < p->min || n > most)
			return arena_printf(a, "have %lld to %lld characters", (long long)p->min, (long long)most);
		if (p->check && !p->check(s))
			return arena_printf(a, "be %s", p->doc);
		break;
	case PARAM_WORD:
		if (strlen(s) != len || !is_word(p->words, s))
			return arena_printf(a, "be one of %s", p->words);
		break;
	case PARAM_INT:
		if (strlen(s) != len || !parse_i64(s, p->min, p->max, &v->n))
			return arena_printf(a, "be a whole number from %lld to %lld", (long long)p->min, (long long)p->max);
		break;
	case PARAM_UUID:
		if (strlen(s) != len || !parse_uuid(s))
			return "be a UUID";
		break;
	case PARAM_TEXTS:
	case PARAM_REFUSED:
	default:
		return "not be text";
	}
	v->text = s;
	return NULL;
}

static const char *check_list(struct arena *a, const struct param *p, struct json_object *list,
	struct param_value *v)
{
	size_t n = json_len(list);
	if (!json_object_is_type(list, json_type_array) || (int64_t)n > p->max)
		return arena_printf(a, "be a list of at most %lld texts", (long long)p->max);
	v->items = arena_array(a, n + 1, sizeof(*v->items));
	for (size_t i = 0; i < n; i++) {
		struct json_object *item = json_at(list, i);
		if (!json_object_is_type(item, json_type_string))
			return "hold texts only";
		const char *s = json_object_get_string(item);
		size_t len = (size_t)json_object_get_string_len(item);
		int64_t points = text_length(s, len);
		if (points < 0 || points > PARAM_ITEM_MAX || strlen(s) != len)
			return arena_printf(a, "hold texts of at most %d characters", PARAM_ITEM_MAX);
		v->items[v->n_items++] = arena_strndup(a, s, len);
	}
	v->text = "";
	return NULL;
}

static const char *check_body(struct arena *a, const struct param *p, struct json_object *found,
	struct param_value *v)
{
	if (p->type == PARAM_TEXTS)
		return check_list(a, p, found, v);
	if (p->type == PARAM_INT && json_object_is_type(found, json_type_int)) {
		v->text = arena_strdup(a, json_object_get_string(found));
		return check_text(a, p, v->text, strlen(v->text), v);
	}
	if (p->type == PARAM_INT || !json_object_is_type(found, json_type_string))
		return p->type == PARAM_INT ? "be a whole number" : "be a text";
	size_t len = (size_t)json_object_get_string_len(found);
	return check_text(a, p, arena_strndup(a, json_object_get_string(found), len), len, v);
}

/* A dotted path of which an inner step is there and is no object, "preferences": 5. */
static bool bad_parent(struct json_object *body, const char *name)
{
	char head[64];
	size_t len = strcspn(name, ".");
	if (!name[len] || len >= sizeof(head))
		return false;
	memcpy(head, name, len);
	head[len] = '\0';
	struct json_object *parent = json_get(body, head);
	return parent && !json_object_is_type(parent, json_type_object);
}

static const char *check_one(struct arena *a, const struct param *p, const struct pairs *path,
	const struct pairs *query, struct json_object *body, struct param_value *v)
{
	const char *wrong = NULL;
	if (p->in == IN_BODY) {
		struct json_object *found = json_path(body, p->name); /* null counts as absent */
		if (bad_parent(body, p->name))
			return "stand in an object";
		if (found && p->type == PARAM_REFUSED)
			return p->doc;
		if (found) {
			v->given = true;
			return check_body(a, p, found, v);
		}
	} else {
		const char *s = pairs_get(p->in == IN_PATH ? path : query, p->name);
		if (s && p->type == PARAM_REFUSED)
			return p->doc;
		if (s) {
			v->given = true;
			return check_text(a, p, s, strlen(s), v);
		}
	}
	if (p->required)
		return "be given";
	if (p->otherwise)
		wrong = check_text(a, p, p->otherwise, strlen(p->otherwise), v);
	return wrong;
}

enum err param_check(struct err_note *note, struct arena *a, const struct route *r, const struct pairs *path,
	const struct pairs *query, struct json_object *body, struct param_value **ret_values,
	struct param_faults *ret_faults)
{
	struct param_faults faults = { .n = 0 };
	struct param_value *values = arena_array(a, r->n_params + 1, sizeof(*values));
	for (size_t i = 0; i < r->n_params; i++) {
		const struct param *p = &r->params[i];
		const char *wrong = check_one(a, p, path, query, body, &values[i]);
		if (!wrong || faults.n == PARAM_FAULTS_MAX)
			continue;
		faults.items[faults.n++] = (struct param_fault){ .field = p->name, .in = param_in_name(p->in),
			.text = arena_printf(a, "%s must %s", p->name, wrong) };
	}
	*ret_values = values;
	*ret_faults = faults;
	if (!faults.n)
		return OK;
	return err_field(note, ERR_UNPROCESSABLE, faults.items[0].field, "%s", faults.items[0].text);
}
