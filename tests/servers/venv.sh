#!/usr/bin/env bash
# Makes the Python environment of the tests in .cache/ and prints the path of its interpreter.
# Rebuilt when tests/requirements.txt changes.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=.cache/venv
wanted=$(sha256sum <tests/requirements.txt)
if [ "$(cat "$venv/made-from" 2>/dev/null)" != "$wanted" ]; then
    tests/servers/packages.sh python3 python3-venv >&2
    rm -rf "$venv"
    # Debian's own interpreter, for which python3-venv was installed.
    /usr/bin/python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt >&2
    echo "$wanted" >"$venv/made-from"
fi
echo "$PWD/$venv/bin/python"
