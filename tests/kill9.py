"""Kills the server again and again under write load and looks for what got lost or was half done.

Eight clients file problems and move them on, each request with an Idempotency-Key; their own log is the oracle.
After each kill -9 the server starts again on the same database, and

    everything that was acknowledged is there, and nothing that nobody sent;
    a request without an answer was done wholly or not at all: state, events and assignments agree;
    sent again with its key it gives the one resource, also where it had been done;
    the server is ready within two seconds.

A failing run prints its seed; `--seed` plays the same load again (the moment of a kill is the machine's).
"""

import random
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from zhuqi import Client, Lost, Program, Wrong, arguments, create_database

CLIENTS = 8
READY_WITHIN = 2.0

# What a client may do next with its problem: action, who does it, body, the status after.
MOVES = {
    "reported": [("dispatch", "park", "dispatched"), ("resolve_on_site", "park", "resolved")],
    "dispatched": [("accept", "department", "in_progress")],
    "in_progress": [("progress", "department", "in_progress"), ("resolve", "department", "resolved")],
}
COMMENT = ("comment", "park", None)


@dataclass
class Problem:
    """What one problem must look like, by what was acknowledged."""

    title: str
    id: int | None = None
    status: str = "reported"
    events: list = field(default_factory=list)
    visit: int | None = None


@dataclass
class Request:
    """One write: what to send, and what each problem it touches becomes if it is done."""

    who: str
    path: str
    key: str
    body: dict
    effect: list  # of (problem, status, events)


class Worker:
    """One client: its problems, the log of what was acknowledged, the request it got no answer to."""

    def __init__(self, number: int, world: "World"):
        self.number = number
        self.world = world
        self.random = random.Random(f"{world.seed}/{number}")
        self.problems: list[Problem] = []
        self.touched: list[Problem] = []
        self.acknowledged: list[tuple[Request, int]] = []
        self.pending: Request | None = None
        self.error: Exception | None = None
        self.made = 0

    def new_key(self) -> str:
        self.made += 1
        return f"{self.world.seed}-{self.number}-{self.made}"

    def next_request(self) -> Request:
        # Of what the server acknowledged just before it was gone the id may not be known yet.
        movable = [p for p in self.problems if p.id is not None and p.status in MOVES]
        draw = self.random.random()
        if movable and draw < 0.6:
            return self.move(self.random.choice(movable))
        if draw < 0.7:
            return self.visit()
        return self.file()

    def body_of_problem(self, title: str) -> dict:
        return {"title": title, "description": "断电测试", "enterprise_id": self.world.enterprise}

    def file(self) -> Request:
        key = self.new_key()
        body = self.body_of_problem(f"问题 {key}")
        status, events = "reported", ["report"]
        if self.random.random() < 0.5:
            body["dispatch"] = {"lead_department_id": self.world.department}
            status, events = "dispatched", ["report", "dispatch"]
        return Request("park", "/api/v1/problems", key, body, [(Problem(body["title"]), status, events)])

    def visit(self) -> Request:
        key = self.new_key()
        titles = [f"走访 {key} {part}" for part in ("甲", "乙")]
        body = {
            "park_id": self.world.park,
            "enterprise_id": self.world.enterprise,
            "visited_on": self.world.today,
            "participants": ["张三", "李四"],
            "problems": [self.body_of_problem(title) for title in titles],
        }
        return Request(
            "park", "/api/v1/visits", key, body, [(Problem(title), "reported", ["report"]) for title in titles]
        )

    def move(self, problem: Problem) -> Request:
        action, who, status = self.random.choice([*MOVES[problem.status], COMMENT])
        body = {
            "dispatch": {"lead_department_id": self.world.department},
            "resolve_on_site": {"resolution": "当场解决"},
            "accept": {},
            "progress": {"text": "正在办理"},
            "resolve": {"outcome": "solved", "resolution": "已解决"},
            "comment": {"text": "备注"},
        }[action]
        effect = [(problem, status or problem.status, [*problem.events, action])]
        return Request(who, f"/api/v1/problems/{problem.id}/{action}", self.new_key(), body, effect)

    def load(self) -> None:
        """Sends until the server is gone."""
        clients = self.world.clients()
        try:
            while True:
                request = self.next_request()
                self.pending = request
                try:
                    answer = clients[request.who].ask("POST", request.path, request.body, request.key)
                except Lost:
                    return
                if answer.status == 503:
                    self.pending = None
                    time.sleep(0.05)
                    continue
                self.done(request, answer.expect(200, 201), clients["park"])
        except Exception as error:
            error.add_note(f"client {self.number}: {self.pending}")
            self.error = error

    def done(self, request: Request, resource: dict, reader: Client) -> None:
        """Takes an acknowledged request into the oracle."""
        for problem, status, events in request.effect:
            problem.status, problem.events = status, events
            if problem not in self.touched:
                self.touched.append(problem)
            if problem.id is None:
                self.problems.append(problem)
                if request.path.endswith("/problems"):
                    problem.id = resource["id"]
                else:
                    problem.visit = resource["id"]
        self.acknowledged.append((request, resource["id"]))
        self.pending = None
        for problem, _, _ in request.effect:
            if problem.id is None:
                try:
                    problem.id = self.acknowledged_id(reader, problem)
                except Lost:
                    pass  # check() looks it up after the restart

    def acknowledged_id(self, client: Client, problem: Problem) -> int:
        found = self.find(client, problem.title)
        if found is None:
            raise Wrong(f"lost: {problem.title} was acknowledged")
        return found["id"]

    def find(self, client: Client, title: str) -> dict | None:
        # The filter finds a part of a title, as `…-1` is one of `…-12`.
        like = client.get("/api/v1/problems", title=title, limit=200)["items"]
        items = [item for item in like if item["title"] == title]
        if len(items) > 1:
            raise Wrong(f"{title} exists {len(items)} times")
        return items[0] if items else None

    def check(self, clients: dict[str, Client]) -> None:
        """After a restart: settles the unanswered request, then compares what was touched with the oracle."""
        park = clients["park"]
        for problem in self.touched:
            if problem.id is None:
                problem.id = self.acknowledged_id(park, problem)
        if self.pending is not None:
            self.settle(self.pending, clients)
        for problem in self.touched:
            self.compare(park, problem)
        self.touched.clear()
        for request, resource in self.random.sample(self.acknowledged, min(5, len(self.acknowledged))):
            again = clients[request.who].post(request.path, request.body, request.key)
            if again["id"] != resource:
                raise Wrong(f"{request.key} gave {resource}, sent again it gave {again['id']}")

    def settle(self, request: Request, clients: dict[str, Client]) -> None:
        park = clients["park"]
        done = [self.is_done(park, *effect) for effect in request.effect]
        if len(set(done)) != 1:
            raise Wrong(f"half applied: {request}")
        ids = [self.find(park, problem.title) for problem, _, _ in request.effect]
        self.done(request, clients[request.who].post(request.path, request.body, request.key), park)
        for before, (problem, _, _) in zip(ids, request.effect):
            if before is not None and before["id"] != problem.id:
                raise Wrong(f"{request.key} was done as {before['id']} and again as {problem.id}")

    def is_done(self, client: Client, problem: Problem, status: str, events: list) -> bool:
        """Whether an unanswered effect took place; anything between yes and no is wrong."""
        found = self.find(client, problem.title)
        if found is None:
            return False
        kinds = self.kinds(client, found["id"])
        if (found["status"], kinds) == (status, events):
            return True
        if problem.id is not None and (found["status"], kinds) == (problem.status, problem.events):
            return False
        raise Wrong(f"half applied: problem {found['id']} is {found['status']} with {kinds}")

    def kinds(self, client: Client, problem_id: int) -> list:
        answer = client.get(f"/api/v1/problems/{problem_id}/events", limit=200)
        return [event["kind"] for event in answer["items"]]

    def compare(self, client: Client, problem: Problem) -> None:
        found = client.get(f"/api/v1/problems/{problem.id}")
        seen = (found["title"], found["status"], self.kinds(client, problem.id), found["visit_id"])
        wanted = (problem.title, problem.status, problem.events, problem.visit)
        if seen != wanted:
            raise Wrong(f"problem {problem.id}: acknowledged {wanted}, found {seen}")
        leads = [a for a in found["assignments"] if a["role"] == "lead"]
        if len(leads) != ("dispatch" in problem.events):
            raise Wrong(f"problem {problem.id} is {problem.status} with {len(leads)} lead assignments")


class World:
    """The server, its directory and its users."""

    def __init__(self, program: Program, seed: int):
        self.program = program
        self.seed = seed
        program.add_user("kill-admin", "admin")
        program.start()
        admin = program.sign_in("kill-admin")
        self.park = admin.post("/api/v1/parks", {"code": "DD", "name": "断电园区", "kind": "park"})["id"]
        department = {"name": "断电局", "kind": "government", "notice_emails": ["duty@example.com"]}
        self.department = admin.post("/api/v1/departments", department)["id"]
        enterprise = {"name": "断电测试企业", "park_id": self.park}
        program.add_user("kill-park", "park_staff", "--park", "DD")
        program.add_user("kill-department", "department_staff", "--department", "断电局")
        self.tokens = {who: program.sign_in(f"kill-{who}").token for who in ("park", "department")}
        self.enterprise = self.clients()["park"].post("/api/v1/enterprises", enterprise)["id"]
        self.today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))

    def clients(self) -> dict[str, Client]:
        return {who: Client(self.program.port, token) for who, token in self.tokens.items()}


def cycle(world: World, workers: list[Worker], moments: random.Random) -> str:
    threads = [threading.Thread(target=worker.load) for worker in workers]
    before = sum(len(worker.acknowledged) for worker in workers)
    for thread in threads:
        thread.start()
    time.sleep(moments.uniform(0.2, 2.0))
    world.program.kill()
    for thread in threads:
        thread.join()
    failed = [worker.error for worker in workers if worker.error]
    if failed:
        raise failed[0]
    acknowledged = sum(len(worker.acknowledged) for worker in workers) - before
    unanswered = sum(worker.pending is not None for worker in workers)
    ready = world.program.start()
    for worker in workers:
        worker.check(world.clients())
    if ready > READY_WITHIN:
        raise Wrong(f"ready only after {ready:.2f} s")
    return f"{acknowledged} acknowledged, {unanswered} unanswered, ready again after {ready:.2f} s"


def check_all(world: World, workers: list[Worker]) -> int:
    """Once more everything, and nothing besides."""
    park = world.clients()["park"]
    known = [problem for worker in workers for problem in worker.problems]
    for worker in workers:
        for problem in worker.problems:
            worker.compare(park, problem)
    total = park.get("/api/v1/problems", count="true", limit=1)["total"]
    if total != len(known):
        raise Wrong(f"{len(known)} problems were acknowledged, the server has {total}")
    return total


def main() -> int:
    parser = arguments(__doc__)
    parser.add_argument("--cycles", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", help="URL of a PostgreSQL server on which a database may be made")
    options = parser.parse_args()
    print(f"seed {options.seed}, {CLIENTS} clients, {options.cycles} kills")
    database = None
    if options.postgres:
        database = create_database(options.postgres, f"kill9_{options.seed}_{time.time_ns()}")
    with tempfile.TemporaryDirectory(prefix="zhuqi-kill9.") as folder:
        program = Program(options.binary, Path(folder), database)
        try:
            world = World(program, options.seed)
            workers = [Worker(number, world) for number in range(CLIENTS)]
            moments = random.Random(options.seed)
            for number in range(1, options.cycles + 1):
                print(f"kill {number}: {cycle(world, workers, moments)}", flush=True)
            total = check_all(world, workers)
            print(f"{total} problems, all as acknowledged; ended after {program.stop():.1f} s")
            print(program.run("audit", "verify").strip())
        except Exception:
            traceback.print_exc()
            print(f"server log:\n{program.log_tail()}\nFAILED with seed {options.seed}", file=sys.stderr)
            return 1
        finally:
            program.end()
    print("0 lost, 0 half applied")
    return 0


if __name__ == "__main__":
    sys.exit(main())
