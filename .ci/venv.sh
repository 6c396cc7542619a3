#!/bin/sh
# venv.sh PYTHON FOLDER: make the virtual environment, with Debian's package for it where that is missing and may be installed.
"$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Account Planning needs Python 3.11 or newer; name one with: make PYTHON=python3.11" >&2; exit 1; }
"$1" -c 'import ensurepip, venv' 2>/dev/null || sh .ci/ensure.sh pip-for-venv python3-venv "Install python3-venv." 2>/dev/null
"$1" -m venv "$2" && exit 0
rm -rf "$2"
echo "The virtual environment could not be made. Install the Debian package python3-venv and try again." >&2
exit 1
