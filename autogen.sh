#!/bin/sh
# Make ./configure from configure.ac; needed once after a checkout.
set -eu
cd "$(dirname "$0")"
autoreconf --install --force --warnings=all,no-obsolete
