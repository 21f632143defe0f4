#!/usr/bin/env python3
"""Writes THIRD-PARTY-NOTICES.txt: what the binary is made of, and under which licences.

It reads the sources that Cargo and npm have fetched and compiles nothing: `cargo fetch --locked` and, in web/,
`npm ci` come first. A licence text that many have stands there once; the lines that name the holders of the
copyright stand with each component.
"""

import argparse
import io
import json
import os
import re
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What is built for one of these is what can be served with.
PLATFORMS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]
# Small parts of these are in the page, although it is only built with them; of what they enclose, nothing is.
PAGE_TOOLS = ["vite", "rolldown", "@vitejs/plugin-vue"]
ENCLOSED = re.compile(r"^# Licenses of bundled dependencies$", re.M)

LICENCE_FILE = re.compile(r"(UN)?LICEN[CS]E|COPYING|COPYRIGHT|NOTICE")
# Folders of what isn't compiled: tests, tools, and the parts of a library that are left out.
NOT_COMPILED = {"tests", "test", "benches", "examples", "fuzz", "docs", "scripts", "util", "external", "sqlcipher"}
HOLDER = re.compile(
    r"^[\s/*#]*([Pp]ortions )?([Cc]opyright:? +(\([Cc]\)|©|[12]\d\d\d)|Copyright (by|[Tt]he|[A-Z][a-z]+ [A-Z]))"
)
TITLE = re.compile(r"^\s*(the )?(mit|mit license|isc license|license)( \(mit\)|:)?\.?\s*$", re.I)

# Where a choice is given, the first of these is taken.
PREFERRED = ["MIT", "Apache-2.0", "0BSD", "BSD-3-Clause", "BSD-2-Clause", "ISC", "Zlib", "Unlicense"]
# The file of a crate that stands in for those that name a licence and enclose no text of it.
STANDARD = {
    "MIT": ("cfg-if", "LICENSE-MIT"),
    "Apache-2.0": ("cfg-if", "LICENSE-APACHE"),
    "0BSD": ("adler2", "LICENSE-0BSD"),
}
# Its own libraries (hashbrown, libc, memchr, miniz_oxide, gimli and others) are under the same licence.
RUST = "Copyright (c) The Rust Project Contributors, and the contributors of the libraries in it\n"


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def tidy(text):
    lines = [line.rstrip() for line in text.replace("\f", "").lstrip("\ufeff").splitlines()]
    return "\n".join(lines).strip("\n")


class Notices:
    def __init__(self):
        self.texts = {}  # what makes a text the same -> [text, how many have it]
        self.rooms = []

    def add(self, room, name, licence, texts):
        holders, keys = [], []
        for text in texts:
            kept = []
            for line in tidy(text).splitlines():
                # The form at the end of the Apache licence names nobody.
                if HOLDER.match(line) and "[yyyy]" not in line and "{yyyy}" not in line:
                    line = line.strip(" \t/*#")
                    holders += [] if line in holders else [line]
                else:
                    kept.append(line)
            while kept and (not kept[0].strip() or TITLE.match(kept[0])):
                kept.pop(0)
            kept = "\n".join(kept).strip("\n")
            key = re.sub(r"[^a-z0-9]+", " ", kept.lower()).strip()
            if not key or key in keys:
                continue
            keys.append(key)
            self.texts.setdefault(key, [kept, 0])[1] += 1
        room.append((name, licence, holders, keys))

    def room(self, title):
        self.rooms.append((title, []))
        return self.rooms[-1][1]

    def page(self):
        ranked = sorted(self.texts, key=lambda key: (-self.texts[key][1], key))
        numbers = {key: number for number, key in enumerate(ranked, 1)}
        lines = [
            "THIRD-PARTY NOTICES OF ZHUQI",
            "",
            "zhuqi itself is under the Apache License, Version 2.0. It is made of what is listed here, each with its",
            "version, its licence, the number of the text at the end, and who holds the copyright. Where a choice of",
            "licences is given, the text is that of the one taken. The source of each crate and package is in the public",
            "registries of Cargo and npm under its name and version, and none is changed here.",
        ]
        for title, room in self.rooms:
            lines += ["", "", title.upper(), "=" * len(title), ""]
            for name, licence, holders, keys in sorted(set_of(room)):
                marks = "".join(f" [{number}]" for number in sorted(numbers[key] for key in keys))
                lines.append(f"{name} ({licence}){marks}")
                lines += [f"    {holder}" for holder in holders]
        lines += ["", "", "TEXTS", "====="]
        for key in ranked:
            lines += ["", "", f"[{numbers[key]}] " + "-" * 90, "", self.texts[key][0]]
        return "\n".join(lines) + "\n"


def set_of(room):
    return [(name, licence, holders, keys) for (name, licence), (holders, keys) in
            {(name, licence): (holders, keys) for name, licence, holders, keys in room}.items()]


def options(licence):
    """The licences out of which one may be chosen; none where parts have different ones."""
    licence = licence.replace("/", " OR ")
    return [] if " AND " in licence else [one.strip() for one in licence.split(" OR ")]


def taken(licence):
    offered = options(licence)
    return next((one for one in PREFERRED if one in offered), None)


def licence_files(folder):
    found = []
    for place, folders, names in os.walk(folder):
        # A package within a package is a component of its own.
        folders[:] = sorted(f for f in folders if f.lower() not in NOT_COMPILED | {"node_modules"} and f[0] != ".")
        for name in sorted(names):
            stem, _, ending = name.upper().partition(".")
            if LICENCE_FILE.match(stem) and ending in ("", "TXT", "MD") or LICENCE_FILE.search(stem) and not ending:
                found.append(Path(place) / name)
    return found


def texts_of(folder, licence):
    files = licence_files(folder)
    own = [path for path in files if path.parent == folder]
    word = {"MIT": "MIT", "Apache-2.0": "APACHE", "0BSD": "0BSD", "Unlicense": "UNLICENSE"}.get(taken(licence))
    ours = [path for path in own if word and word in path.name.upper()]
    if ours:
        files = [path for path in files if path in ours or path not in own or path.name.upper().startswith("NOTICE")]
    return [ENCLOSED.split(read(path))[0] for path in files]


def crates():
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1"]
    for platform in PLATFORMS:
        command += ["--filter-platform", platform]
    told = json.loads(subprocess.check_output(command, cwd=ROOT))
    packages = {package["id"]: package for package in told["packages"]}
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    seen, ahead = set(), [told["resolve"]["root"]]
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            for needed in nodes[one]["deps"]:
                # What is needed to build is taken in, too: OpenSSL comes in that way.
                if any(kind["kind"] != "dev" for kind in needed["dep_kinds"]):
                    ahead.append(needed["pkg"])
    seen.discard(told["resolve"]["root"])
    return sorted((packages[one] for one in seen), key=lambda package: (package["name"], package["version"]))


def folder_of(package):
    return Path(package["manifest_path"]).parent


def vendored(by_name):
    """C libraries and others that crates enclose."""
    sqlite = folder_of(by_name["libsqlite3-sys"]) / "sqlite3/sqlite3.h"
    yield "SQLite " + re.search(r'define SQLITE_VERSION +"(.+?)"', read(sqlite))[1], "blessing", [
        read(ROOT / "build/licences/sqlite.txt")]
    openssl = by_name["openssl-src"]
    yield "OpenSSL " + openssl["version"].split("+")[1], "Apache-2.0", [
        read(folder_of(openssl) / "openssl/LICENSE.txt")]
    yield "libpq " + by_name["pq-src"]["version"].split("+libpq-")[1], "PostgreSQL", [
        read(ROOT / "build/licences/postgresql.txt")]
    allocator = folder_of(by_name["libmimalloc-sys"]) / "c_src/mimalloc/v3"
    number = int(re.search(r"MI_MALLOC_VERSION +(\d+)", read(allocator / "include/mimalloc.h"))[1])
    yield f"mimalloc {number // 10000}.{number // 100 % 100}.{number % 100}", "MIT", [read(allocator / "LICENSE")]
    pages = next((folder_of(by_name["utoipa-swagger-ui-vendored"]) / "res").glob("*.zip"))
    with zipfile.ZipFile(io.BytesIO(pages.read_bytes())) as packed:
        names = [name for name in packed.namelist() if re.fullmatch(r"[^/]+/(LICENSE|NOTICE)", name)]
        texts = [packed.read(name).decode() for name in names]
    yield "Swagger UI " + pages.stem.removeprefix("v"), "Apache-2.0", texts
    yield "Rust standard library", "MIT OR Apache-2.0", [RUST, standard(by_name, "MIT")]


def definitions(by_name):
    """The definitions of languages in `two-face`, whose licences it encloses packed."""
    packed = (folder_of(by_name["two-face"]) / "generated/acknowledgements_full.bin").read_bytes()
    data, at = zlib.decompress(packed), 0
    kinds = ["Sublime", "MIT", "BSD-2-Clause", "BSD-2-Clause-FreeBSD", "Unlicense", "BSD-3-Clause", "Apache-2.0", "WTFPL"]

    def number(form):
        nonlocal at
        (value,) = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        return value

    def text():
        nonlocal at
        size = number("<Q")
        at += size
        return data[at - size:at].decode()

    for _ in range(2):  # languages, then colours
        for _ in range(number("<Q")):
            kind, said, path = kinds[number("<I")], text(), text()
            yield str(Path(path).parent), kind, [said]


def standard(by_name, licence):
    name, file = STANDARD[licence]
    text = read(folder_of(by_name[name]) / file).splitlines()
    return "\n".join(line for line in text if not HOLDER.match(line))


def page_packages(modules):
    lock = json.loads(read(ROOT / "web/package-lock.json"))["packages"]
    for place, said in sorted(lock.items()):
        name = place.rpartition("node_modules/")[2]
        in_the_page = not (said.get("dev") or said.get("devOptional") or said.get("optional"))
        if place and (in_the_page or place.removeprefix("node_modules/") in PAGE_TOOLS):
            yield f"{name} {said['version']}", said["license"], texts_of(
                modules / place.removeprefix("node_modules/"), said["license"])


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--node-modules", type=Path, default=ROOT / "web/node_modules")
    modules = asked.parse_args().node_modules
    notices = Notices()
    packages = crates()
    by_name = {package["name"]: package for package in packages}

    room = notices.room("Libraries that crates enclose")
    for part in vendored(by_name):
        notices.add(room, *part)
    room = notices.room("Rust crates")
    for package in packages:
        name, licence = f"{package['name']} {package['version']}", package["license"]
        texts = texts_of(folder_of(package), licence)
        if not texts and licence != "PostgreSQL":
            by = ", ".join(author.split(" <")[0] for author in package["authors"]) or "the contributors"
            texts = [f"Copyright (c) {by} of {package['name']}" if by == "the contributors" else f"Copyright (c) {by}",
                     standard(by_name, taken(licence))]
        elif not texts:
            texts = [read(ROOT / "build/licences/postgresql.txt")]
        notices.add(room, name, licence, texts)
    room = notices.room("Definitions of languages that the crate two-face encloses")
    for part in definitions(by_name):
        notices.add(room, *part)
    room = notices.room("npm packages of the page")
    for name, licence, texts in page_packages(modules):
        if not texts:
            texts = [f"Copyright (c) the contributors of {name.split(' ')[0]}", standard(by_name, taken(licence))]
        notices.add(room, name, licence, texts)
    target = ROOT / "THIRD-PARTY-NOTICES.txt"
    target.write_text(notices.page(), encoding="utf-8")
    print(f"{target.name}: {sum(len(room) for _, room in notices.rooms)} components, {len(notices.texts)} texts")


if __name__ == "__main__":
    main()
