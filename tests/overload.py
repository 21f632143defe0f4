"""Asks far more of the server than it can do, and looks at what that takes of its memory.

    600 readers at once: those that can't be served are told so, and soon; memory and threads stay within bounds;
    1,000 connections that hold out most of a body and no token;
    uploads that never end, of one user: another one still uploads, and no memory is taken for what hasn't come;
    afterwards the server does what it did before.

Times are bounded generously: the machine is busy with the clients, too.
"""

import resource
import socket
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

from zhuqi import Client, Lost, Program, Wrong, arguments, create_database

MIB = 1024
READERS = 600
STRANGERS = 1000
UPLOADS = 32
# What may come on top of the work in hand. Readers in hand, ten at once, have caches and pages of their own.
READERS_MAY_TAKE = 192 * MIB
MAY_TAKE = 32 * MIB
REFUSED_WITHIN = 5.0
THREADS = 120


def status(pid: int) -> dict:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


class Watched:
    """The server's memory in KiB, and its threads, at their highest while something goes on."""

    def __init__(self, pid: int, name: str, may_take: int):
        self.pid, self.name, self.may_take = pid, name, may_take
        self.ended = threading.Event()
        self.memory = self.threads = 0

    def look(self) -> None:
        now = status(self.pid)
        self.memory = max(self.memory, int(now["VmRSS"].split()[0]))
        self.threads = max(self.threads, int(now["Threads"]))

    def watch(self) -> None:
        while not self.ended.wait(0.05):
            self.look()

    def __enter__(self):
        self.before = int(status(self.pid)["VmRSS"].split()[0])
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, kind, *_):
        self.look()
        self.ended.set()
        self.thread.join()
        grown = self.memory - self.before
        print(f"{self.name}: {grown / MIB:.1f} MiB more, {self.threads} threads", flush=True)
        if kind is None and (grown > self.may_take or self.threads > THREADS):
            raise Wrong(f"{self.name}: grew by {grown / MIB:.1f} MiB to {self.threads} threads")


def fill(program: Program) -> None:
    program.add_user("load-admin", "admin")
    program.start()
    admin = program.sign_in("load-admin")
    admin.post("/api/v1/parks", {"code": "FZ", "name": "负载园区", "kind": "park"})
    for number in range(4):
        program.add_user(f"load-park-{number}", "park_staff", "--park", "FZ")
    park = program.sign_in("load-park-0")
    parks = park.get("/api/v1/parks")["items"]
    enterprise = park.post("/api/v1/enterprises", {"name": "负载企业", "park_id": parks[0]["id"]})["id"]
    for number in range(220):
        body = {"title": f"问题 {number}", "description": "负载" * 200, "enterprise_id": enterprise}
        park.post("/api/v1/problems", body, f"fill-{number}")


def readers(program: Program, tokens: list[str]) -> None:
    """A first round warms the caches up; then all at once."""
    for token in tokens:
        for _ in range(10):
            Client(program.port, token).get("/api/v1/problems", limit=200)
    warm = [threading.Thread(target=read, args=(program, tokens[n % len(tokens)], [])) for n in range(30)]
    for thread in warm:
        thread.start()
    for thread in warm:
        thread.join()
    told: list[tuple[int, float]] = []
    with Watched(program.process.pid, f"{READERS} readers", READERS_MAY_TAKE):
        threads = [
            threading.Thread(target=read, args=(program, tokens[number % len(tokens)], told))
            for number in range(READERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    served = [took for status, took in told if status == 200]
    refused = [took for status, took in told if status == 503]
    print(f"  {len(served)} served, {len(refused)} refused, the last after {max(refused, default=0):.2f} s")
    if len(told) != READERS or len(served) + len(refused) != READERS:
        raise Wrong(f"{READERS} asked, {len(served)} were served and {len(refused)} refused")
    if not served:
        raise Wrong("none is served")
    # On a quick machine all are.
    if max(refused, default=0) > REFUSED_WITHIN:
        raise Wrong(f"refused only after {max(refused):.1f} s")


def read(program: Program, token: str, told: list) -> None:
    began = time.monotonic()
    try:
        answer = Client(program.port, token).ask("GET", "/api/v1/problems?limit=200")
        if answer.status == 503 and "Retry-After" not in {name.title() for name in answer.headers}:
            raise Wrong("503 without Retry-After")
        told.append((answer.status, time.monotonic() - began))
    except Lost:
        told.append((0, time.monotonic() - began))


def half_sent(port: int, path: str, head: dict, body: bytes) -> socket.socket:
    """A request whose last byte never comes."""
    lines = [f"POST {path} HTTP/1.1", "Host: zhuqi", *(f"{name}: {value}" for name, value in head.items())]
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
    try:
        connection.settimeout(1)
        connection.sendall(body)
    except (TimeoutError, OSError):
        pass  # It takes no more, or answered already.
    return connection


def strangers(program: Program) -> None:
    size = 256 * 1024
    body = b'{"title": "' + b"x" * (size - 100)
    head = {"Content-Type": "application/json", "Content-Length": size}
    with Watched(program.process.pid, f"{STRANGERS} bodies without a token", MAY_TAKE):
        connections = [half_sent(program.port, "/api/v1/problems", head, body) for _ in range(STRANGERS)]
        answer = connections[-1].recv(100)
        for connection in connections:
            connection.close()
    if not answer.startswith(b"HTTP/1.1 401"):
        raise Wrong(f"a stranger's large body was answered with {answer!r}")
    small = {"Content-Type": "application/json", "Content-Length": 16 * 1024}
    with Watched(program.process.pid, f"{STRANGERS} small ones that never end", MAY_TAKE):
        connections = [
            half_sent(program.port, "/api/v1/auth/login", small, b'{"username": "' + b"x" * 16_000)
            for _ in range(STRANGERS)
        ]
        time.sleep(1)
        for connection in connections:
            connection.close()


def uploads(program: Program, tokens: list[str]) -> None:
    boundary = "----overload"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'.encode()
    body = part + b"x" * (17 * 1024 * 1024)

    def head(token: str, size: int) -> dict:
        return {
            "Authorization": f"Bearer {token}",
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": size,
        }

    with Watched(program.process.pid, f"{UPLOADS} half-sent imports of one user", MAY_TAKE):
        connections: list[socket.socket] = []
        threads = [
            threading.Thread(
                target=lambda: connections.append(
                    half_sent(program.port, "/api/v1/imports", head(tokens[1], len(body) + 1000), body)
                )
            )
            for _ in range(UPLOADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        refused = sum(1 for connection in connections if said(connection).startswith(b"HTTP/1.1 503"))
        print(f"  {refused} of them refused")
        if refused == 0:
            raise Wrong("one user may have all the places")
        whole = part + "企业名称,问题标题\r\n负载企业,用电\r\n".encode() + (
            f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nproblems\r\n--{boundary}--\r\n'.encode()
        )
        other = half_sent(program.port, "/api/v1/imports", head(tokens[2], len(whole)), whole)
        other.settimeout(20)
        answer = other.recv(100)
        other.close()
        if not answer.startswith(b"HTTP/1.1 201"):
            raise Wrong(f"another user's import was answered with {answer!r}")
        for connection in connections:
            connection.close()


def said(connection: socket.socket) -> bytes:
    connection.settimeout(0.05)
    try:
        return connection.recv(100)
    except OSError:
        return b""


def afterwards(program: Program, token: str) -> None:
    began = time.monotonic()
    while True:
        answer = Client(program.port, token).ask("GET", "/api/v1/problems?limit=200")
        if answer.status == 200:
            break
        if time.monotonic() - began > 5:
            raise Wrong(f"still {answer.status} after 5 s")
        time.sleep(0.1)
    print(f"serves again after {time.monotonic() - began:.2f} s")


def main() -> int:
    parser = arguments(__doc__)
    parser.add_argument("--postgres", help="URL of a PostgreSQL server on which a database may be made")
    options = parser.parse_args()
    # A thousand connections at once.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    database = None
    if options.postgres:
        database = create_database(options.postgres, f"overload_{time.time_ns()}")
    with tempfile.TemporaryDirectory(prefix="zhuqi-overload.") as folder:
        program = Program(options.binary, Path(folder), database)
        try:
            fill(program)
            tokens = [program.sign_in(f"load-park-{number}").token for number in range(4)]
            for step in (
                lambda: readers(program, tokens),
                lambda: strangers(program),
                lambda: uploads(program, tokens),
            ):
                step()
                afterwards(program, tokens[3])
            print(f"ended after {program.stop():.1f} s")
        except Exception:
            traceback.print_exc()
            print(f"server log:\n{program.log_tail()}\nFAILED", file=sys.stderr)
            return 1
        finally:
            program.end()
    print("what can't be done is refused, and takes nothing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
