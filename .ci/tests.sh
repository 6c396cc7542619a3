#!/bin/sh
# tests.sh PYTHON: the tests in the browser beside all others, for a machine of two cores; the output of each comes whole.
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
"$1" -m pytest tests/e2e >"$log" 2>&1 &
"$1" -m pytest tests --ignore tests/e2e
others=$?
wait $!
browser=$?
cat "$log"
[ "$others" = 0 ] && [ "$browser" = 0 ]
