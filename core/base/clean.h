/*
 * Cleanup attributes, for foreign handles only (json_object, sqlite3_stmt, CURL, FILE, fd ...).
 * A cleanup variable is initialised where it is declared, and a function that has one
 * contains no goto.
 */
#ifndef CORE_BASE_CLEAN_H
#define CORE_BASE_CLEAN_H

#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* DEFINE_CLEANUP(struct json_object *, json_object_put) makes json_object_putp(). */
#define DEFINE_CLEANUP(type, fn)               \
	static inline void fn##p(type *handle) \
	{                                      \
		if (*handle)                   \
			(void)fn(*handle);     \
	}

/* Hand a handle over: yields the value and leaves NULL behind. */
#define TAKE(handle)                                            \
	__extension__({                                         \
		__typeof__(handle) *take_from_ = &(handle);     \
		__typeof__(handle) take_value_ = *take_from_;   \
		*take_from_ = NULL;                             \
		take_value_;                                    \
	})

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
