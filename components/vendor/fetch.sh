#!/bin/sh
# Fetch the third-party files of packages.txt at their pinned versions through npm, for `make vendor`. What it fetches is committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -v '^#' "$here/packages.txt" | while read -r package files; do
    [ -n "$package" ] || continue
    archive=$(cd "$work" && npm pack --silent "$package")
    tar -xzf "$work/$archive" -C "$work"
    target="$here/${package%@*}"
    mkdir -p "$target"
    for file in $files; do
        cp "$work/package/$file" "$target/"
    done
    rm -rf "$work/package"
    echo "$package"
done
