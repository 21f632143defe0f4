#!/usr/bin/env python3
"""A ledger of many problems, in and out: seconds, peak memory, and how long others wait meanwhile.

    tests/ledger_size.py [--rows 100000] [--postgres URL]

A made ledger is imported into a fresh database beside a running server, at which somebody files one
problem after another; then it is exported as csv and xlsx, and checked against itself. The longest that
somebody waited is the longest hold of the writer. With --postgres (tests/servers/postgres.sh gives one),
the same on a database of that server.
"""

import csv
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from zhuqi import Client, Program, arguments, create_database

PARKS, DEPARTMENTS, FIRMS = 20, 40, 2_000
HEADINGS = (
    "编号,园区,企业名称,问题标题,类别,来源,严重程度,提出日期,主办单位,协办单位,承办人,交办日期,签收日期,"
    "办结时限,延期次数,办结日期,办理结果,办理情况,回访日期,满意度,销号日期"
).split(",")


def ledger(path: Path, rows: int) -> None:
    """Nine of ten cases went all the way, the others are open; numbers are those of the parks. Short texts:
    a file has at most 20 MiB."""
    with path.open("w", encoding="gb18030", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for n in range(rows):
            park = n % PARKS
            month, day = n // PARKS % 6 + 1, n // 7 % 20 + 1
            on = lambda later: f"2021-{month:02}-{day + later:02}"
            lead, other = n % DEPARTMENTS, (n * 7 + 1) % DEPARTMENTS
            is_open = n % 10 == 9
            out.writerow([
                f"K{chr(65 + park)}-2021-{n // PARKS + 1:03}", f"第{park}园区", f"第{n % FIRMS}号机械厂", f"线路负荷不足{n}", "用电", "走访", "一般",
                on(0), f"第{lead}局", f"第{other}局" if n % 3 == 0 and other != lead else "", "王建国", on(0), on(1), on(7), 0,
                "" if is_open else on(5), "办理中" if is_open else "已解决", "施工完成并送电",
                "" if is_open else on(6), "" if is_open else "满意", "" if is_open else on(7),
            ])


class Filing(threading.Thread):
    """Somebody who files one problem after another, and how long each took."""

    def __init__(self, client: Client, enterprise: int):
        super().__init__(daemon=True)
        self.client, self.enterprise = client, enterprise
        self.is_over = threading.Event()
        self.longest, self.filed, self.refused = 0.0, 0, []

    def run(self) -> None:
        while not self.is_over.wait(0.05):
            began = time.monotonic()
            body = {"title": f"路灯不亮{self.filed}", "enterprise_id": self.enterprise}
            try:
                answer = self.client.ask("POST", "/api/v1/problems", body)
                if answer.status != 201:
                    self.refused.append(answer.status)
            except Exception as error:  # noqa: BLE001
                self.refused.append(repr(error))
            self.filed += 1
            self.longest = max(self.longest, time.monotonic() - began)


def measured(program: Program, *arguments: str) -> tuple[float, float, str]:
    """Seconds, peak MiB and what it printed."""
    began = time.monotonic()
    with subprocess.Popen([program.binary, *arguments], env=program.environment, stdout=subprocess.PIPE, text=True) as process:
        told = process.stdout.read().strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (arguments, process.returncode, told)
    return time.monotonic() - began, usage.ru_maxrss / 1024, told


def main() -> None:
    options = arguments(__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--postgres")
    options.add_argument("--alone", action="store_true", help="no server beside it")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = create_database(chosen.postgres, "ledger_size") if chosen.postgres else None
        program = Program(chosen.binary.resolve(), folder, url)
        file = folder / "ledger.csv"
        ledger(file, chosen.rows)
        program.add_user("office", "coordinator")
        filing = None
        if not chosen.alone:
            program.start()
            office = program.sign_in("office")
            park = office.post("/api/v1/parks", {"code": "KA", "name": "第0园区", "kind": "park"})
            firm = office.post("/api/v1/enterprises", {"name": "第0号机械厂", "park_id": park["id"]})
            filing = Filing(office, firm["id"])
            filing.start()
            time.sleep(3)
            usual, filing.longest = filing.longest, 0.0
        taken = ["import", "--kind", "problems", "--user", "office", "--commit", "--create-missing", "parks,departments,categories", str(file)]
        seconds, peak, told = measured(program, *taken)
        print(f"in   {chosen.rows:>9} problems {seconds:7.1f} s {peak:7.0f} MiB peak  {told.splitlines()[0]}", flush=True)
        if filing:
            filing.is_over.set()
            filing.join()
            print(f"     others waited {filing.longest:.2f} s at most (usually {usual:.2f} s), {filing.filed} filed, refused: {filing.refused}", flush=True)
            program.stop()
        seconds, peak, told = measured(program, *taken)
        print(f"same {chosen.rows:>9} problems {seconds:7.1f} s {peak:7.0f} MiB peak  {told.splitlines()[0]}", flush=True)
        for kind in ("csv", "xlsx"):
            out = folder / f"out.{kind}"
            seconds, peak, told = measured(program, "export", "problems", "--format", kind, "--out", str(out))
            size = out.stat().st_size / 2**20
            print(f"{kind:4} {told.split()[0]:>9} problems {seconds:7.1f} s {peak:7.0f} MiB peak {size:7.1f} MiB file", flush=True)


if __name__ == "__main__":
    main()
