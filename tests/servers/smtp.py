"""A mail server for the time of one command.

    tests/servers/smtp.py COMMAND…   starts it, runs COMMAND with ZHUQI_TEST_SMTP set, stops it
    tests/servers/smtp.py            starts it, prints what it would set, stops at Ctrl-C

It offers three doors, each on a free port of 127.0.0.1:

    starttls  STARTTLS and a login (PLAIN or LOGIN), both required
    smtps     TLS from the first byte, login required
    plain     neither offered

ZHUQI_TEST_SMTP is a JSON object: `starttls_url`, `smtps_url`, `plain_url`, `username`, `password`,
`ca_file` (the certificate authority to trust, made anew each time), `control_url` and `folder`.

Taken messages lie in `folder` as NUMBER.eml, with one JSON line each in `messages.jsonl`:
`{"file", "door", "login", "greeting", "mail_from", "rcpt_to", "message_id", "received_at"}`.

Failures on demand, by the recipient's local part (safe when tests run side by side):

    451-anything@…    answered "451 4.3.0 try again later"
    550-anything@…    answered "550 5.1.1 no such mailbox"
    stall-anything@…  not answered at all
    drop-anything@…   the connection is closed without an answer

or for any other address through `control_url`:

    PUT    /answers/ADDRESS   body: a whole SMTP answer, or `stall`, or `drop`
    DELETE /answers/ADDRESS   takes it back

A sender's address there answers MAIL FROM, a host name EHLO.
"""

import asyncio
import http.server
import json
import logging
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import warnings
from email import message_from_bytes
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USERNAME = "zhuqi@mail.test"
# Characters that must be percent-encoded in a URL, so that the settings are tested with them.
PASSWORD = "p@ss/word:1%"
BUILT_IN = {
    "451": "451 4.3.0 try again later",
    "550": "550 5.1.1 no such mailbox",
    "stall": "stall",
    "drop": "drop",
}


class Box:
    """What was received, and how to answer whom."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.answers: dict[str, str] = {}
        self.count = 0

    def answer_for(self, address: str) -> str | None:
        prefix = address.split("@")[0].split("-")[0]
        return self.answers.get(address.lower()) or BUILT_IN.get(prefix)

    def keep(self, door: str, login: str | None, greeting: str, envelope) -> None:
        self.count += 1
        file = self.folder / f"{self.count:06}.eml"
        file.write_bytes(envelope.content)
        line = {
            "file": str(file),
            "door": door,
            "login": login,
            "greeting": greeting,
            "mail_from": envelope.mail_from,
            "rcpt_to": envelope.rcpt_tos,
            "message_id": message_from_bytes(envelope.content)["Message-ID"],
            "received_at": time.time(),
        }
        with open(self.folder / "messages.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


class Door:
    """aiosmtpd's handler: decides on each recipient, keeps each message."""

    def __init__(self, name: str, box: Box):
        self.name = name
        self.box = box

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        answer = self.box.answers.get(hostname.lower())
        if answer is not None:
            return [answer]
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.box.answers.get(address.lower())
        if answer is not None:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.box.answer_for(address)
        if answer == "stall":
            await asyncio.sleep(3600)
        if answer == "drop":
            server.transport.abort()
            return "421 closing"
        if answer is None:
            answer = "250 2.1.5 ok"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        login = session.auth_data.login.decode() if session.authenticated else None
        self.box.keep(self.name, login, session.host_name, envelope)
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(USERNAME.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right, auth_data=data)


async def open_door(name: str, box: Box, tls: ssl.SSLContext) -> int:
    login = {"auth_required": True, "authenticator": authenticate}
    kind = {
        "starttls": {"tls_context": tls, "require_starttls": True, **login},
        # aiosmtpd sees only STARTTLS as TLS; here the listener itself speaks it.
        "smtps": {"auth_require_tls": False, **login},
        "plain": {},
    }[name]
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Door(name, box), hostname="localhost", loop=asyncio.get_running_loop(), **kind),
        "127.0.0.1",
        0,
        ssl=tls if name == "smtps" else None,
    )
    return server.sockets[0].getsockname()[1]


def open_control(box: Box) -> int:
    class Control(http.server.BaseHTTPRequestHandler):
        def address(self) -> str:
            return urllib.parse.unquote(self.path.removeprefix("/answers/")).lower()

        def done(self):
            self.send_response(204)
            self.end_headers()

        def do_PUT(self):
            length = int(self.headers.get("Content-Length", 0))
            box.answers[self.address()] = self.rfile.read(length).decode()
            self.done()

        def do_DELETE(self):
            box.answers.pop(self.address(), None)
            self.done()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Control)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


async def start(folder: Path) -> dict:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(tls)
    box = Box(folder)
    ports = {name: await open_door(name, box, tls) for name in ("starttls", "smtps", "plain")}
    login = f"{urllib.parse.quote(USERNAME, safe='')}:{urllib.parse.quote(PASSWORD, safe='')}"
    return {
        "starttls_url": f"smtp://{login}@localhost:{ports['starttls']}?tls=required",
        "smtps_url": f"smtps://{login}@localhost:{ports['smtps']}",
        "plain_url": f"smtp://localhost:{ports['plain']}",
        "username": USERNAME,
        "password": PASSWORD,
        "ca_file": str(folder / "ca.pem"),
        "control_url": f"http://127.0.0.1:{open_control(box)}",
        "folder": str(folder),
    }


def main() -> int:
    # An ordinary end, so that the temporary folder goes too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # aiosmtpd warns of the login on the `smtps` door, whose TLS it can't see, and of its own old names.
    warnings.filterwarnings("ignore", module="aiosmtpd")
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory(prefix="zhuqi-smtp.") as folder:
        described = json.dumps(loop.run_until_complete(start(Path(folder))))
        threading.Thread(target=loop.run_forever, daemon=True).start()
        if len(sys.argv) > 1:
            return subprocess.run(sys.argv[1:], env={**os.environ, "ZHUQI_TEST_SMTP": described}).returncode
        print(described, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
