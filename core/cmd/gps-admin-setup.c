/*
 * gps-admin setup: the directories of an installation, each owned by the service's user and
 * closed to others. A name that is there already must be a real directory of root or that
 * user; a symlink is refused, so that nobody can have root's chown land elsewhere.
 */
#include "config.h"

#include "core/cmd/admin.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/base/banned.h"

enum { LOOKUP_BYTES = 16384 };

struct owner {
	uid_t uid;
	gid_t gid;	 /* the user's own group */
	gid_t web_group; /* nginx's: reaches the sockets */
};

static enum err find_owner(struct admin *ad, struct owner *ret_owner)
{
	struct passwd pw, *user = NULL;
	struct group gr, *group = NULL;
	char *buf = arena_alloc(ad->arena, LOOKUP_BYTES);
	if (getpwnam_r(ad->user, &pw, buf, LOOKUP_BYTES, &user) || !user)
		return err_set(ad->note, ERR_NOT_FOUND,
			"no user %s; make one: adduser --system --group --no-create-home %s", ad->user, ad->user);
	ret_owner->uid = user->pw_uid;
	ret_owner->gid = user->pw_gid;
	if (getgrnam_r(ad->group, &gr, buf, LOOKUP_BYTES, &group) || !group)
		return err_set(ad->note, ERR_NOT_FOUND, "no group %s; name nginx's with --group", ad->group);
	ret_owner->web_group = group->gr_gid;
	return OK;
}

/* fd: the directory, opened without following a link. */
static enum err own(struct admin *ad, int fd, const char *path, uid_t service, uid_t uid, gid_t gid, mode_t mode)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return err_set(ad->note, ERR_INTERNAL, "%s: cannot be looked at", path);
	if (st.st_uid != 0 && st.st_uid != service)
		return err_set(ad->note, ERR_FORBIDDEN, "%s: belongs to another user", path);
	if (fchown(fd, uid, gid) < 0 || fchmod(fd, mode) < 0)
		return err_set(ad->note, ERR_FORBIDDEN, "%s: owner and mode cannot be set (run as root)", path);
	return OK;
}

static enum err make_folder(struct admin *ad, const char *path, uid_t service, uid_t uid, gid_t gid, mode_t mode)
{
	bool made = mkdir(path, 0700) == 0;
	if (!made && errno != EEXIST)
		return err_set(ad->note, ERR_FORBIDDEN, "%s: cannot be made", path);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return err_set(ad->note, ERR_FORBIDDEN, "%s: a symlink, or no directory: refused", path);
	enum err e = own(ad, fd, path, service, uid, gid, mode);
	(void)close(fd);
	if (!e)
		(void)printf("%s: %s, mode %04o\n", path, made ? "made" : "was there", (unsigned)mode);
	return e;
}

/* The sample, where there is no configuration yet. */
static enum err make_conf(struct admin *ad, gid_t gid)
{
	int fd = open(ad->conf_path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return OK;
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out)
		return err_set(ad->note, ERR_FORBIDDEN, "%s: cannot be made", ad->conf_path);
	conf_print_sample(out);
	bool ok = fchown(fd, (uid_t)-1, gid) == 0 && fchmod(fd, 0640) == 0 && !ferror(out);
	if (fclose(out) || !ok) {
		(void)unlink(ad->conf_path);
		return err_set(ad->note, ERR_INTERNAL, "%s: cannot be written", ad->conf_path);
	}
	(void)printf("%s: made, mode 0640\n", ad->conf_path);
	return OK;
}

enum err admin_setup(struct admin *ad)
{
	struct owner o = { .uid = 0 };
	TRY(find_owner(ad, &o));
	const char *slash = strrchr(ad->conf_path, '/');
	if (!slash || slash == ad->conf_path)
		return err_set(ad->note, ERR_INVALID, "%s: name the configuration by its full path", ad->conf_path);
	const char *conf_dir = arena_strndup(ad->arena, ad->conf_path, (size_t)(slash - ad->conf_path));
	TRY(make_folder(ad, conf_dir, o.uid, geteuid(), o.gid, 0750));
	TRY(make_conf(ad, o.gid));
	TRY(make_folder(ad, ad->conf.data_dir, o.uid, o.uid, o.gid, 0700));
	return make_folder(ad, ad->conf.run_dir, o.uid, o.uid, o.web_group, 0750);
}
