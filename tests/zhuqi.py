"""Starts and asks the built program, for the checks that run beside the Rust tests."""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "correct-horse-battery-2021"


class Lost(Exception):
    """No whole answer came back: the request may or may not have been done."""


class Wrong(Exception):
    """The server did what it must not do."""


@dataclass
class Answer:
    status: int
    headers: dict
    body: object

    def expect(self, *statuses: int) -> object:
        if self.status not in statuses:
            raise Wrong(f"expected {statuses}, got {self.status}: {self.body}")
        return self.body


class Client:
    """One signed-in user on one kept-alive connection; not to be shared between threads."""

    def __init__(self, port: int, token: str | None = None, address: str = "127.0.0.1"):
        """`address` is where it calls from, one of this machine's own."""
        self.address = address
        self.port = port
        self.token = token
        self.connection = None

    def ask(self, method: str, path: str, body=None, key: str | None = None) -> Answer:
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        content = json.dumps(body).encode() if body is not None else None
        # The server closes connections that idle; reading may be repeated on a new one.
        if method == "GET" and self.connection is not None:
            try:
                return self.send(method, path, content, headers)
            except Lost:
                pass
        return self.send(method, path, content, headers)

    def send(self, method: str, path: str, content: bytes | None, headers: dict) -> Answer:
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=30, source_address=(self.address, 0)
                )
            self.connection.request(method, path, content, headers)
            response = self.connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection = None
            raise Lost(repr(error)) from error
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(response.status, dict(response.headers), json.loads(raw) if is_json else raw.decode())

    def get(self, path: str, **query) -> object:
        if query:
            path += "?" + urllib.parse.urlencode(query)
        return self.ask("GET", path).expect(200)

    def post(self, path: str, body: dict, key: str | None = None) -> object:
        return self.ask("POST", path, body, key).expect(200, 201)


class Program:
    """The program with a folder, a port and a database of its own."""

    def __init__(self, binary: Path, folder: Path, database_url: str | None):
        self.binary = binary
        self.folder = folder
        self.port = free_port()
        self.process = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ZHUQI_", "DATABASE_"))},
            "DATABASE_URL": database_url or f"sqlite://{folder}/zhuqi.db",
            "ZHUQI_DATA_DIR": str(folder / "data"),
            "ZHUQI_LISTEN": f"127.0.0.1:{self.port}",
        }

    def run(self, *arguments: str, stdin: str = "") -> str:
        done = subprocess.run(
            [self.binary, *arguments], input=stdin, env=self.environment, capture_output=True, text=True, timeout=60
        )
        if done.returncode != 0:
            raise Wrong(f"zhuqi {' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def add_user(self, username: str, role: str, *more: str) -> None:
        self.run(
            "user", "add", "--username", username, "--role", role, "--password-stdin", *more, stdin=PASSWORD + "\n"
        )

    def start_demo(self, *arguments: str) -> float:
        """Starts the demo, which tells its story first: a slow machine takes its time."""
        return self.start("demo", *arguments, wait=240)

    def start(self, *arguments: str, wait: float = 30, stdout: int | None = None, stderr: int | None = None) -> float:
        """Starts it and tells after how many seconds it was ready; what it prints goes to server.log unless told."""
        began = time.monotonic()
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, *(arguments or ("serve",))],
                env=self.environment,
                stdout=stdout or log,
                stderr=stderr or log,
            )
        while time.monotonic() - began < wait:
            try:
                if Client(self.port).ask("GET", "/readyz").status == 200:
                    return time.monotonic() - began
            except Lost:
                pass
            if self.process.poll() is not None:
                raise Wrong(f"the server ended with {self.process.returncode}:\n{self.log_tail()}")
            time.sleep(0.01)
        raise Wrong(f"not ready after {wait} s:\n{self.log_tail()}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> float:
        """Asks it to end and tells how many seconds it took; the contract gives it ten."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Wrong("still running 10 s after SIGTERM") from None
        if code != 0:
            raise Wrong(f"ended with {code} after SIGTERM")
        return time.monotonic() - began

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def log_tail(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")[-3000:]

    def sign_in(self, username: str, password: str = PASSWORD, address: str = "127.0.0.1") -> Client:
        client = Client(self.port, address=address)
        signed_in = client.post("/api/v1/auth/login", {"username": username, "password": password})
        client.token = signed_in["access_token"]
        return client


def free_port() -> int:
    """A port on which nobody listens; Linux gives those from 32768 on to whoever connects meanwhile."""
    while True:
        port = random.randrange(20_000, 32_768)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def create_database(server_url: str, name: str) -> str:
    """Makes an empty database on a PostgreSQL server and gives its URL."""
    subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", server_url, "--command", f'CREATE DATABASE "{name}"'], check=True
    )
    return urllib.parse.urlsplit(server_url)._replace(path=f"/{name}").geturl()


def arguments(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--binary", type=Path, default=Path(os.environ.get("ZHUQI_BINARY", target / "release" / "zhuqi")))
    return parser
