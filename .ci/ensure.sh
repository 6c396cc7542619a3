#!/bin/sh
# ensure.sh COMMAND PACKAGE SENTENCE: install a Debian package where its command is missing and may be installed; say so otherwise.
command -v "$1" >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    echo "Installing $2 ..."
    if { $as_root apt-get install -y -qq "$2" || { $as_root apt-get update -qq && $as_root apt-get install -y -qq "$2"; }; } >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "$1 is missing and could not be installed. $3" >&2
exit 0
