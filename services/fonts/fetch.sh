#!/bin/sh
# Fetch the fonts at their pinned versions through npm, for `make vendor`. What it fetches is committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unpack() { (cd "$work" && tar -xzf "$(npm pack --silent "$1")"); }

unpack source-sans@3.52.0
for weight in Regular Semibold; do
    cp "$work/package/TTF/SourceSans3-$weight.ttf" "$here/"
    cp "$work/package/WOFF2/TTF/SourceSans3-$weight.ttf.woff2" "$here/SourceSans3-$weight.woff2"
done
cp "$work/package/LICENSE.md" "$here/SourceSans3-LICENSE.txt"
rm -rf "$work/package"
unpack dejavu-fonts-ttf@2.37.3
cp "$work/package/ttf/DejaVuSans.ttf" "$here/"
cp "$work/package/LICENSE" "$here/DejaVuSans-LICENSE.txt"
