#!/usr/bin/env bash
# A PostgreSQL server for the time of one command.
#
#   tests/servers/postgres.sh COMMAND…   starts it, runs COMMAND with ZHUQI_TEST_POSTGRES set, stops it
#   tests/servers/postgres.sh            starts it, prints the URL, stops at Ctrl-C
#
# It listens on a free port of 127.0.0.1 with its data in a temporary folder, and never runs as root.
# fsync is off: these tests kill our own process, not the database's machine. For measurements
# ZHUQI_POSTGRES_DURABLE names a folder on a disk, to which it commits as it does in earnest.
set -euo pipefail

die() { echo "postgres.sh: $*" >&2; exit 1; }

find_bin() {
    local newest
    newest=$(find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -z "$newest" ] || dirname "$newest"
}

bin=$(find_bin)
if [ -z "$bin" ]; then
    "$(dirname "$0")/packages.sh" postgresql-15
    bin=$(find_bin)
fi
[ -n "$bin" ] || die "no PostgreSQL under /usr/lib/postgresql; install Debian's postgresql-15"
version=$(basename "$(dirname "$bin")")
[ "${version%%.*}" -ge 15 ] || die "PostgreSQL 15 or newer is needed, found $version"

# In memory where there is room: a thousand databases of a thousand files each are made and dropped, and most
# of the time of a run would go into a disk's list of free files.
place=${TMPDIR:-/tmp}
free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || free=0
[ ! -w /dev/shm ] || [ "${free:-0}" -lt 4000000 ] || place=/dev/shm
commits="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=256MB"
if [ -n "${ZHUQI_POSTGRES_DURABLE:-}" ]; then
    place=$ZHUQI_POSTGRES_DURABLE
    commits=
fi
folder=$(mktemp -d "$place/zhuqi-postgres.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
    # The server refuses to run as root. Debian's package brings the user along.
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
    as=(runuser -u postgres --)
    chown postgres "$folder"
fi
# initdb and pg_ctl want to enter the working directory, which may be root's own.
on_server() { (cd "$folder" && "${as[@]}" "$@"); }

stop() {
    on_server "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

on_server "$bin/initdb" --pgdata "$folder/data" --username zhuqi --auth trust --encoding UTF8 \
    --locale C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; die "initdb failed"; }

# Somebody may take the free port before the server does: try again with another.
for _ in 1 2 3 4 5; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    if on_server "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/server.log" --silent --wait start \
        -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=300 \
            -c shared_buffers=128MB $commits" >/dev/null 2>&1; then
        url="postgres://zhuqi@127.0.0.1:$port/postgres"
        break
    fi
done
[ -n "${url:-}" ] || { cat "$folder/server.log" >&2; die "the server did not start"; }

if [ $# -gt 0 ]; then
    pid=$(on_server head -n 1 "$folder/data/postmaster.pid")
    ZHUQI_TEST_POSTGRES=$url ZHUQI_TEST_POSTGRES_PID=$pid PATH="$bin:$PATH" "$@"
else
    echo "$url"
    sleep infinity
fi
