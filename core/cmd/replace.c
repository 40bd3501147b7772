/* A new file beside the old one, then its name. */
#include "config.h"

#include "core/cmd/replace.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/base/banned.h"

DEFINE_CLEANUP(FILE *, fclose)

static bool holds(struct arena *a, const char *path, const struct str *bytes)
{
	CLEANUP(fclosep) FILE *in = fopen(path, "re");
	if (!in)
		return false;
	char *old = arena_alloc(a, bytes->len + 1);
	return fread(old, 1, bytes->len + 1, in) == bytes->len && memcmp(old, bytes->buf, bytes->len) == 0;
}

static bool write_all(int fd, const struct str *bytes)
{
	for (size_t at = 0; at < bytes->len;) {
		ssize_t n = write(fd, bytes->buf + at, bytes->len - at);
		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* Closes fd; what it says counts, too. */
static bool finish(int fd, const struct str *bytes)
{
	bool written = write_all(fd, bytes);
	int why = errno;
	bool closed = close(fd) == 0;
	if (!written)
		errno = why;
	return written && closed;
}

/* A name nobody else writes to at the moment, with the mode of the old file, or what umask leaves of 0666. */
static bool write_beside(struct arena *a, const char *path, const struct stat *old, const struct str *bytes)
{
	uint64_t unique;
	random_bytes(&unique, sizeof(unique));
	const char *beside = arena_printf(a, "%s.%016" PRIx64, path, unique);
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return false;
	bool kept = !old || fchmod(fd, old->st_mode & 07777) == 0;
	if (finish(fd, bytes) && kept && !rename(beside, path))
		return true;
	int why = errno;
	(void)unlink(beside);
	errno = why;
	return false;
}

static bool write_through(const char *path, const struct str *bytes)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	return fd >= 0 && finish(fd, bytes);
}

enum err replace_file(struct err_note *note, struct arena *a, const char *path, const struct str *bytes, bool *ret_changed)
{
	struct stat st;
	bool there = !lstat(path, &st), regular = there && S_ISREG(st.st_mode);
	bool same = regular && holds(a, path, bytes);
	bool done = same || (there && !regular ? write_through(path, bytes) : write_beside(a, path, there ? &st : NULL, bytes));
	if (!done)
		return err_set(note, ERR_INTERNAL, "cannot be written: %s", strerrordesc_np(errno));
	*ret_changed = !same;
	return OK;
}
