#!/usr/bin/env python3
"""A ledger of many problems as files: seconds and peak memory of `zhuqi export problems`.

    tests/ledger_size.py target/release/zhuqi [rows]

The demo's story is told once and its cases copied, with assignments, clocks and events, until there
are so many; the first lines are the story alone, to tell what a row costs.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# A case and what belongs to it: table, its columns that name others.
TABLES = {
    "problems": [],
    "assignments": ["problem_id"],
    "clocks": ["problem_id", "assignment_id"],
    "problem_events": ["problem_id"],
}


def demo(program: str, folder: Path) -> Path:
    """Tells the story and ends the server that follows it."""
    command = [program, "--data-dir", str(folder), "--listen", "127.0.0.1:0", "demo", "--password", "correct horse 1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        for line in server.stdout:
            if "已启动" in line:
                break
        server.terminate()
    return next(folder.rglob("demo.db"))


def multiply(path: Path, rows: int) -> None:
    base = sqlite3.connect(path)
    base.execute("PRAGMA foreign_keys = OFF")
    there = base.execute("SELECT count(*) FROM problems").fetchone()[0]
    step = 10_000
    for copy in range(1, -(-rows // there)):
        for table, names in TABLES.items():
            columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
            moved = {"id", *names}
            values = [f"{name} + {copy * step}" if name in moved else name for name in columns]
            if table == "problems":
                values[columns.index("number")] = f"number || '-{copy}'"
            base.execute(f"INSERT INTO {table} ({','.join(columns)}) SELECT {','.join(values)} FROM {table} WHERE id < {step}")
    base.commit()


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Seconds, peak MiB and what it printed."""
    began = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        told = process.stdout.read().strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return time.monotonic() - began, usage.ru_maxrss / 1024, told


def main() -> None:
    program = str(Path(sys.argv[1]).resolve())
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = demo(program, folder)
        for count in (0, rows):
            multiply(path, count)
            environment = {**os.environ, "DATABASE_URL": f"sqlite://{path}", "ZHUQI_DATA_DIR": name}
            for kind in ("csv", "xlsx"):
                out = folder / f"{count}.{kind}"
                command = [program, "export", "problems", "--format", kind, "--out", str(out)]
                seconds, peak, told = measured(command, environment)
                size = out.stat().st_size / 2**20
                print(f"{kind:4} {told.split()[0]:>9} problems {seconds:7.1f} s {peak:7.0f} MiB peak {size:7.1f} MiB file", flush=True)


if __name__ == "__main__":
    main()
