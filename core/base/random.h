/* Randomness from the kernel. Aborts when it has none. */
#ifndef CORE_BASE_RANDOM_H
#define CORE_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

enum { UUID_LEN = 37 };

void random_bytes(void *ret_buf, size_t len);
uint64_t random_below(uint64_t n); /* uniform in 0..n-1, n > 0 */
/* RFC 4122 version 4, lower case. */
const char *random_uuid(char ret_buf[UUID_LEN]);

#endif
