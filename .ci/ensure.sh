#!/bin/sh
# ensure.sh COMMAND PACKAGE SENTENCE: install a Debian package where its command is missing and may be installed; say so otherwise.
command -v "$1" >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    export DEBIAN_FRONTEND=noninteractive
    apt="$as_root apt-get -qq -o DPkg::Lock::Timeout=60 -o Acquire::Retries=1 -o Acquire::http::Timeout=30"
    echo "Installing $2 ..."
    if { $apt install -y "$2" || { $apt update && $apt install -y "$2"; }; } </dev/null >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "$1 is missing and could not be installed. $3" >&2
exit 0
