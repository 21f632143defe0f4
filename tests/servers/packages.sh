#!/usr/bin/env bash
# Installs the Debian packages named as arguments, those that are missing alone.
set -euo pipefail

missing=()
for package in "$@"; do
    dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" != 0 ]; then
    sudo --non-interactive true 2>/dev/null || {
        echo "missing packages: ${missing[*]}; as root: apt-get install ${missing[*]}" >&2
        exit 1
    }
    root=(sudo)
fi
command -v apt-get >/dev/null || { echo "missing packages: ${missing[*]}, and no apt-get to install them" >&2; exit 1; }
echo "installing ${missing[*]}"
"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
