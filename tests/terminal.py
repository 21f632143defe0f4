"""A log and a terminal that can't be written lose lines, and nothing else."""

import os
import sys
import tempfile
import traceback
from pathlib import Path

from zhuqi import Program, Wrong, arguments

REQUESTS = 60


def serves(program: Program, what: str) -> None:
    """Each write is answered, and what was answered is there."""
    admin = program.sign_in("office")
    for number in range(REQUESTS):
        admin.post("/api/v1/parks", {"code": f"T{number}", "name": f"{what}{number}", "kind": "park"})
    found = admin.get("/api/v1/parks", limit=200, count="true")["total"]
    if found != REQUESTS:
        raise Wrong(f"{what}: {found} parks of {REQUESTS}")
    program.stop()
    print(f"{what}: {REQUESTS} writes answered and kept")


def check(binary: Path, what: str, **output: int) -> None:
    with tempfile.TemporaryDirectory(prefix="zhuqi-terminal.") as folder:
        program = Program(binary, Path(folder), None)
        program.add_user("office", "admin")
        try:
            program.start(**output)
            serves(program, what)
        finally:
            program.end()


def closed_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def full_pipe() -> tuple[int, int]:
    """One that nobody reads; its reading end must stay open."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x")
    except BlockingIOError:
        os.set_blocking(writer, True)
    return reader, writer


def main() -> int:
    options = arguments(__doc__).parse_args()
    try:
        full_disk = os.open("/dev/full", os.O_WRONLY)
        check(options.binary, "a full disk", stdout=full_disk, stderr=full_disk)
        closed = closed_pipe()
        check(options.binary, "a closed pipe", stdout=closed, stderr=closed)
        _reader, full = full_pipe()
        check(options.binary, "a log that nobody reads", stderr=full)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
