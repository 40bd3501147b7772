/*
 * Functions nobody may call: unbounded, locale dependent, or unsafe with threads.
 * Included last in every .c file of the tree (tests/style.t checks it).
 * parse.h, str.h, clock.h and random.h hold what to use instead.
 */
#ifndef CORE_BASE_BANNED_H
#define CORE_BASE_BANNED_H

/* some headers make macros of these; a macro cannot be poisoned */
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets
#pragma GCC poison atoi atol atoll atof strtol strtoul strtoll strtoull strtod sscanf
#pragma GCC poison gmtime localtime ctime asctime mktime strftime
#pragma GCC poison system popen setlocale setenv putenv
#pragma GCC poison rand srand random drand48 strerror inet_ntoa getpwnam getgrnam

#endif
