/*
 * What lines of JSON cost by themselves: each is parsed by plain json-c and written out again. No program that
 * reads and writes JSON by that library can be faster; tests/bench/score puts gps score beside it.
 * Usage: json < LINES; the exit code is 1 where a line is not JSON.
 */
#include "config.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *line = NULL;
	size_t cap = 0;
	int code = EXIT_SUCCESS;
	while (code == EXIT_SUCCESS && getline(&line, &cap, stdin) > 0) {
		struct json_object *root = json_tokener_parse(line);
		if (root)
			(void)puts(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN));
		else
			code = EXIT_FAILURE;
		json_object_put(root);
	}
	free(line);
	return fflush(stdout) || ferror(stdin) ? EXIT_FAILURE : code;
}
