/*
 * One logfmt line to stderr with one write(2), led by the journal's <priority>.
 * Never pass a login, name, e-mail, visitor's address, key or request body.
 */
#ifndef CORE_BASE_LOG_H
#define CORE_BASE_LOG_H

enum log_level { LOG_ERROR = 3, LOG_WARNING = 4, LOG_INFO = 6, LOG_DEBUG = 7 };

/* Called once at start. part names the program ("scope"); lines above max are dropped. */
void log_init(const char *part, enum log_level max);
void log_set_level(enum log_level max);

/* Key, value pairs of strings, ended by NULL: log_line(LOG_INFO, "msg", "ready", "procs", "2", NULL). */
void log_line(enum log_level level, ...) __attribute__((sentinel));
/* One message in printf form: msg="...". */
void log_msg(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
