# SQL files -> C tables. Usage (any POSIX awk, LC_ALL=C):
#   awk -v part=insight -v what=h|c -f sql.awk sql/insight.sql sql/insight/0001-*.sql ...
# A statement file holds statements headed by a line "-- name"; a migration's file name
# begins with four digits, in sequence. A line "-- option log_pages 8" sets that member of
# struct store_schema. What is not ASCII is refused.
function die(why)
{
	print FILENAME ":" FNR ": " why | "cat 1>&2"
	failed = 1
	exit 1
}
function base(path)
{
	sub(/.*\//, "", path)
	return path
}
function quoted(s)
{
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	gsub(/\t/, "\\t", s)
	return "\"" s "\\n\""
}
# One statement ends: keep it.
function finish()
{
	if (name != "" && text == "")
		die("statement " name " is empty")
	name = text = ""
}
BEGIN {
	for (i = 1; i < 128; i++)
		code[sprintf("%c", i)] = i
}
FNR == 1 {
	finish()
	file = base(FILENAME)
	migration = file ~ /^[0-9][0-9][0-9][0-9]-/
	if (migration) {
		if (substr(file, 1, 4) + 0 != ++migrations)
			die("migration out of sequence")
		migration_file[migrations] = file
	}
}
/[^\t -~]/ { die("not plain ASCII") }
migration {
	for (i = 1; i <= length($0); i++)
		bytes[migrations] = bytes[migrations] code[substr($0, i, 1)] (i % 24 ? "," : ",\n\t")
	bytes[migrations] = bytes[migrations] "10,\n\t"
	next
}
/^-- option / {
	if ($3 != "log_pages" || $4 !~ /^[0-9]+$/ || NF != 4)
		die("unknown option")
	log_pages = $4
	next
}
/^-- [a-z][a-z0-9_]*$/ {
	finish()
	name = $2
	if (name in seen)
		die("statement " name " is there twice")
	seen[name] = 1
	names[++statements] = name
	next
}
/^--/ || /^[ \t]*$/ { next }
{
	if (name == "")
		die("SQL before the first \"-- name\"")
	text = text "\n\t\t" quoted($0)
	body[statements] = text
}
END {
	if (failed)
		exit 1
	finish()
	if (failed)
		exit 1
	upper = toupper(part)
	print "/* Made from sql/ by conf/build/sql.awk; changes here are lost. */"
	if (what == "h") {
		print "#ifndef CORE_" upper "_" upper "_SQL_H"
		print "#define CORE_" upper "_" upper "_SQL_H"
		print "\nenum " part "_sql {"
		for (i = 1; i <= statements; i++)
			print "\t" upper "_SQL_" toupper(names[i]) ","
		print "\t" upper "_SQL__MAX\n};\n\n#endif"
		exit 0
	}
	print "#include \"config.h\"\n"
	print "#include \"core/" part "/" part ".h\"\n"
	print "#include \"core/" part "/" part "-sql.h\""
	print "#include \"core/base/banned.h\"\n"
	for (i = 1; i <= migrations; i++)
		print "static const char migration_" i "[] = {\n\t" bytes[i] "0\n};\n"
	print "static const struct store_sql migrations[] = {"
	for (i = 1; i <= migrations; i++)
		print "\t{ \"" migration_file[i] "\", migration_" i " },"
	print "};\n\nstatic const struct store_sql statements[] = {"
	for (i = 1; i <= statements; i++)
		print "\t{ \"" names[i] "\"," body[i] " },"
	print "};\n\nconst struct store_schema " part "_schema = {"
	print "\t.name = \"" part "\","
	print "\t.migrations = migrations,\n\t.n_migrations = " migrations + 0 ","
	print "\t.statements = statements,\n\t.n_statements = " upper "_SQL__MAX,"
	print "\t.log_pages = " log_pages + 0 ",\n};"
}
