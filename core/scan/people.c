/* Matching people, reading trailers, counting distinct ones. */
#include "config.h"

#include "core/scan/people.h"

#include "core/base/clean.h"
#include "core/base/hash.h"
#include "core/base/str.h"

#include <string.h>
#include "core/base/banned.h"

enum { SET_MIN = 1024 };

static bool contains_nocase(const char *text, const char *part)
{
	size_t len = strlen(part);
	for (; *text; text++) {
		size_t i = 0;
		while (i < len && text[i] && ascii_lower(text[i]) == ascii_lower(part[i]))
			i++;
		if (i == len)
			return true;
	}
	return !len;
}

static bool is_address(const char *author)
{
	const char *at = strchr(author, '@');
	return at && at != author && at[1] && !strpbrk(author, " \t");
}

bool people_match(const char *author, const struct scan_person *p)
{
	if (!author)
		return true;
	if (is_address(author))
		return str_eq_nocase(author, p->email);
	return contains_nocase(p->name, author) || contains_nocase(p->email, author);
}

const char *people_pattern(struct arena *a, const char *author)
{
	return is_address(author) ? arena_printf(a, "<%s>", author) : arena_strdup(a, author);
}

uint64_t people_id(const struct scan_person *p)
{
	const char *key = *p->email ? p->email : p->name;
	char lower[256];
	size_t len = 0;
	for (; key[len] && len < sizeof(lower); len++)
		lower[len] = ascii_lower(key[len]);
	return hash_fnv(lower, len);
}

static size_t key_length(const char *line, const char *key)
{
	size_t n = 0;
	for (; key[n]; n++)
		if (ascii_lower(line[n]) != key[n])
			return 0;
	return n;
}

static enum trailer line_key(const char *line, size_t *ret_used)
{
	static const struct {
		const char *key;
		enum trailer kind;
	} keys[] = { { "co-authored-by:", TRAILER_COAUTHOR }, { "reviewed-by:", TRAILER_REVIEW },
		{ "acked-by:", TRAILER_REVIEW }, { "tested-by:", TRAILER_REVIEW }, { "reported-by:", TRAILER_REVIEW } };
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		*ret_used = key_length(line, keys[i].key);
		if (*ret_used)
			return keys[i].kind;
	}
	return TRAILER_NONE;
}

/* "Name <address>" without the blanks around; either may be missing. */
static struct scan_person read_person(struct arena *a, const char *p, size_t len)
{
	const char *open = memchr(p, '<', len);
	size_t name_len = open ? (size_t)(open - p) : len;
	const char *name = p, *email = "";
	while (name_len && ascii_is_space(*name)) {
		name++;
		name_len--;
	}
	while (name_len && ascii_is_space(name[name_len - 1]))
		name_len--;
	if (open) {
		const char *start = open + 1;
		size_t rest = (size_t)(p + len - start);
		const char *close = memchr(start, '>', rest);
		email = arena_strndup(a, start, close ? (size_t)(close - start) : rest);
	}
	return (struct scan_person){ arena_strndup(a, name, name_len), email };
}

enum trailer people_next_trailer(struct arena *a, const char **message, struct scan_person *ret_person)
{
	for (const char *line = *message; *line;) {
		size_t len = strcspn(line, "\n"), used;
		enum trailer kind = line_key(line, &used);
		const char *next = line + len + (line[len] == '\n');
		if (kind != TRAILER_NONE) {
			*ret_person = read_person(a, line + used, len - used);
			*message = next;
			return kind;
		}
		line = next;
	}
	*message = "";
	return TRAILER_NONE;
}

static bool insert(uint64_t *slots, size_t cap, uint64_t id)
{
	for (size_t i = (size_t)(id ^ id >> 32) & (cap - 1);; i = (i + 1) & (cap - 1)) {
		if (slots[i] == id)
			return false;
		if (!slots[i]) {
			slots[i] = id;
			return true;
		}
	}
}

static void grow(struct id_set *set)
{
	struct arena memory;
	size_t cap = set->cap ? set->cap * 2 : SET_MIN;
	arena_init(&memory, cap * sizeof(*set->slots) * 2);
	uint64_t *slots = arena_array(&memory, cap, sizeof(*slots));
	for (size_t i = 0; i < set->cap; i++)
		if (set->slots[i])
			(void)insert(slots, cap, set->slots[i]);
	arena_release(&set->memory);
	set->memory = memory;
	set->slots = slots;
	set->cap = cap;
}

bool id_set_add(struct id_set *set, uint64_t id)
{
	if (set->n >= set->cap / 4 * 3)
		grow(set);
	bool is_new = insert(set->slots, set->cap, id ? id : 1);
	set->n += is_new;
	return is_new;
}

void id_set_release(struct id_set *set)
{
	arena_release(&set->memory);
	*set = (struct id_set){ .n = 0 };
}
