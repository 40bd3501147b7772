# GPS_TRY_FLAGS(VARIABLE, FLAGS): add each compiler flag that this compiler knows.
# The loop is the shell's: an m4 loop would rewrite names inside the flags.
AC_DEFUN([GPS_TRY_FLAGS], [
gps_save=$CFLAGS
for gps_flag in m4_normalize([$2]); do
	CFLAGS="$gps_save -Werror $gps_flag"
	AC_MSG_CHECKING([whether $CC knows $gps_flag])
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
		[AC_MSG_RESULT([yes]); $1="$$1 $gps_flag"], [AC_MSG_RESULT([no])])
done
CFLAGS=$gps_save
AC_SUBST([$1])])

# GPS_TRY_LDFLAGS(VARIABLE, FLAGS): the same for the linker.
AC_DEFUN([GPS_TRY_LDFLAGS], [
gps_save=$LDFLAGS
gps_save_c=$CFLAGS
CFLAGS="$CFLAGS -fPIE"
for gps_flag in m4_normalize([$2]); do
	LDFLAGS="$gps_save $gps_flag"
	AC_MSG_CHECKING([whether the linker knows $gps_flag])
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
		[AC_MSG_RESULT([yes]); $1="$$1 $gps_flag"], [AC_MSG_RESULT([no])])
done
LDFLAGS=$gps_save
CFLAGS=$gps_save_c
AC_SUBST([$1])])
