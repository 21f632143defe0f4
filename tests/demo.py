"""Starts the demo as README says and compares it with the newspaper's passage."""

import re
import sys
import tempfile
import traceback
from pathlib import Path

from zhuqi import PASSWORD, Client, Program, Wrong, arguments

ACCOUNTS = ("admin", "coordinator", "park", "department", "leader", "auditor")
PARK = "沙河产业园区"
SENTENCE = "沙河产业园区工作人员共走访项目现场30余次，收集问题16个，解决问题12个。"


def same(what: str, seen, wanted) -> None:
    if seen != wanted:
        raise Wrong(f"{what}: expected {wanted!r}, got {seen!r}")
    print(f"{what}: {seen}")


def check_statistics(client: Client) -> None:
    rows = client.get("/api/v1/statistics", group_by="park")["rows"]
    row = next(row for row in rows if row["key"]["name"] == PARK)
    same("visits", row["visits"], 34)
    same("collected", row["collected"], 16)
    same("solved", row["solved"], 12)
    same("solve rate", row["rates"]["solve"], {"numerator": 12, "denominator": 16, "percent": "75.0"})
    same("sentence", row["sentence"], SENTENCE)


def check_case(client: Client) -> None:
    """The farm's case was settled within three working days, as its own timeline tells."""
    enterprises = client.get("/api/v1/enterprises", limit=200)["items"]
    farm = next(one["id"] for one in enterprises if "聚合庄" in one["name"])
    case = client.get("/api/v1/problems", enterprise_id=farm, limit=200)["items"][0]
    lasted = f"/api/v1/calendar/due?from={case['reported_at'][:10]}&amount=3&unit=working_day"
    limit = client.get(lasted)["due_on"]
    if case["resolved_at"][:10] > limit:
        raise Wrong(f"the farm's case was settled on {case['resolved_at']}, after {limit}")
    same("the farm's case", case["outcome"], "solved")


def check_waiting(client: Client) -> None:
    """The return waits for the very coordinator whom the demo lets sign in."""
    returned = client.get("/api/v1/problems", status="returned")["items"]
    same("returned and waiting for a ruling", [("decide_return" in one["allowed_actions"]) for one in returned], [True])


def check_report(client: Client) -> None:
    report = client.get("/api/v1/reports/weekly", ending="2021-08-15")
    names = [row["key"]["name"] for row in report["parks"]]
    if PARK not in names:
        raise Wrong(f"the weekly report has no row for {PARK}: {names}")
    page = client.ask("GET", "/api/v1/reports/weekly?ending=2021-08-15&format=html").expect(200)
    if "沙河产业园区" not in page:
        raise Wrong("the printed weekly report does not name the park")
    outside = re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", page)
    same("outside hosts in the printed report", outside, [])


def check_revivals(client: Client) -> None:
    """Of five enterprises that are listed two are revived, one of which runs again; a sixth waits to be listed."""
    told = client.get("/api/v1/statistics/revivals")["totals"]
    same("revivals listed", told["listed"], 5)
    same("revived", told["rates"]["revived"], {"numerator": 2, "denominator": 5, "percent": "40.0"})
    same("restarted", told["rates"]["restarted"], {"numerator": 1, "denominator": 5, "percent": "20.0"})
    same("waiting to be listed", told["unlisted"], 1)


def check_welcome(program: Program) -> None:
    """Who starts it is told what they need, and nothing of how the story was told."""
    said = program.log_tail()
    for needed in (f"http://127.0.0.1:{program.port}", PASSWORD, *ACCOUNTS):
        if needed not in said:
            raise Wrong(f"{needed!r} isn't told:\n{said}")
    same("log lines", [line for line in said.splitlines() if line.startswith("{")], [])


def check_second(program: Program) -> None:
    """A second one on the same port is refused and leaves the first one's data alone."""
    try:
        program.run("demo", "--password", PASSWORD)
    except Wrong as refused:
        if "cannot listen" not in str(refused):
            raise
    else:
        raise Wrong("a second demo started on the same port")
    print("a second demo on the same port: refused")


def check_going_on(program: Program) -> None:
    """What was done in the demo is there when it goes on, and without one there is nothing to go on with."""
    client = program.sign_in("coordinator")
    case = client.get("/api/v1/problems", status="returned")["items"][0]["id"]
    client.post(f"/api/v1/problems/{case}/comment", {"text": "明日去现场"})
    print(f"ended after {program.stop():.1f} s")
    program.start_demo("--continue")
    again = program.sign_in("coordinator")
    check_statistics(again)
    events = again.get(f"/api/v1/problems/{case}/events", limit=200)["items"]
    same("the comment of before", [one["text"] for one in events if one["kind"] == "comment"], ["明日去现场"])
    program.stop()
    with tempfile.TemporaryDirectory(prefix="zhuqi-demo.") as empty:
        try:
            Program(program.binary, Path(empty), None).run("demo", "--continue")
        except Wrong as refused:
            if "no demo to go on with" not in str(refused):
                raise
        else:
            raise Wrong("a demo went on where there was none")


def main() -> int:
    options = arguments(__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="zhuqi-demo.") as folder:
        configured = Path(folder) / "configured.db"
        program = Program(options.binary, Path(folder), f"sqlite://{configured}")
        try:
            print(f"ready after {program.start_demo('--password', PASSWORD):.1f} s")
            check_welcome(program)
            check_second(program)
            clients = {name: program.sign_in(name) for name in ACCOUNTS}
            check_statistics(clients["coordinator"])
            check_case(clients["coordinator"])
            check_waiting(clients["coordinator"])
            check_report(clients["coordinator"])
            check_revivals(clients["coordinator"])
            same("the configured database was touched", configured.exists(), False)
            check_going_on(program)
        except Exception:
            traceback.print_exc()
            print(f"server log:\n{program.log_tail()}", file=sys.stderr)
            return 1
        finally:
            program.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
