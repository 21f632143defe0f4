"""Fuzzes the API from its own OpenAPI document, as each role, with schemathesis.

A server error, an undocumented status or content type, and an answer or header that the document doesn't describe
are failures. The seed is printed; `--seed` makes the same cases again.
"""

import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from zhuqi import Client, Program, Wrong, arguments, create_database

ROLES = {
    "coordinator": [],
    "park_staff": ["--park", "MH"],
    "department_staff": ["--department", "模糊局"],
    "leader": [],
    "auditor": [],
    # Last: it may switch off the others' accounts.
    "admin": [],
}
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance"
)
# Each of these ends the session that the run itself uses, after which every case would be a 401.
# Their other side, being refused, is covered by the Rust tests.
EXCLUDED = r"^/api/v1/(auth/logout|me/password|me/sessions/.*)$"
# Examples and boundary values of each field are tried as one of the roles that may call an operation, chosen by the
# seed: the answer to who may not is one 403, and what is wrong in a value is so for everybody. With `--halves` the
# seed also chooses on which of the two databases, so that two runs under one seed try them all between them. Random
# ones are tried as all, on both.
CONFIG = """
hooks = "fuzz_hooks"

[phases.stateful]
enabled = false

[[operations]]
include-operation-id = {others}
phases.examples.enabled = false
phases.coverage.enabled = false
"""


def fill(program: Program) -> None:
    """Gives the fuzzer something to hit: a directory, cases in several states, an account for each role."""
    program.add_user("fuzz-filler", "admin")
    program.add_user("fuzz-filler-coordinator", "coordinator")
    program.start()
    admin, coordinator = program.sign_in("fuzz-filler"), program.sign_in("fuzz-filler-coordinator")
    park = admin.post("/api/v1/parks", {"code": "MH", "name": "模糊园区", "kind": "park"})["id"]
    department = admin.post("/api/v1/departments", {"name": "模糊局", "kind": "government", "notice_emails": []})["id"]
    enterprise = coordinator.post("/api/v1/enterprises", {"name": "模糊测试企业", "park_id": park})["id"]
    for number in range(6):
        body = {"title": f"模糊问题 {number}", "description": "测试", "enterprise_id": enterprise}
        if number >= 2:
            body["dispatch"] = {"lead_department_id": department}
        problem = coordinator.post("/api/v1/problems", body)["id"]
        if number >= 4:
            on_behalf_of = {"department_id": department, "person": "李四"}
            coordinator.post(f"/api/v1/problems/{problem}/accept", {"on_behalf_of": on_behalf_of})
    for role, unit in ROLES.items():
        program.add_user(f"fuzz-{role}", role, *unit)


def fuzz(program: Program, role: str, options, folder: Path) -> None:
    cases, seed = options.cases, options.seed
    # A new session for each: the runs before may have taken longer than a token lasts. It comes from another
    # address, since failed sign-ins of the fuzzing may have locked its own.
    client = program.sign_in(f"fuzz-{role}", address="127.0.0.9")
    paths = client.get("/api/openapi.json")["paths"].values()
    operations = [operation for path in paths for operation in path.values()]
    choice = random.Random(seed)
    others = []
    for one in operations:
        is_its_role = role == choice.choice(one.get("x-roles", list(ROLES)))
        is_its_database = choice.choice([True, False]) == bool(options.postgres) or not options.halves
        if not (is_its_role and is_its_database):
            others.append(one["operationId"])
    config = folder / f"{role}.toml"
    # A list of words is written in TOML as it is in JSON.
    config.write_text(CONFIG.format(others=json.dumps(others)))
    command = [
        sys.executable,
        *("-m", "schemathesis.cli"),
        *("--config-file", config),
        "run",
        f"http://127.0.0.1:{program.port}/api/openapi.json",
        *("--url", f"http://127.0.0.1:{program.port}"),
        *("--header", f"Authorization: Bearer {client.token}"),
        *("--checks", CHECKS),
        *("--max-examples", str(math.ceil(cases / len(operations)))),
        *("--seed", str(seed)),
        # More than one upsets Python 3.11's ast module, which hypothesis calls from each.
        *("--workers", "1"),
        *("--generation-database", "none"),
        *("--continue-on-failure", "--max-failures", "20"),
        *("--suppress-health-check", "all"),
        *("--warnings", "off"),
        *("--exclude-path-regex", EXCLUDED),
        "--no-color",
    ]
    began = time.monotonic()
    log = folder / f"{role}.log"
    with open(log, "wb") as output:
        code = subprocess.run(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), "ZHUQI_FUZZ_SELF": str(own_id(client))},
        ).returncode
    told = log.read_text(errors="replace")
    generated = re.search(r"(\d+) generated", told)
    if code != 0 or generated is None:
        raise Wrong(f"schemathesis as {role} ended with {code}:\n{told}")
    if int(generated[1]) < cases:
        raise Wrong(f"only {generated[1]} cases as {role}, {cases} were asked for")
    if client.ask("GET", "/api/v1/me").status != 200:
        raise Wrong(f"the session of {role} ended within the run, so part of it tried nothing but 401")
    print(f"{role}: {generated[1]} cases, 0 failures in {time.monotonic() - began:.0f} s", flush=True)


def own_id(client: Client) -> int:
    return client.get("/api/v1/me")["id"]


def main() -> int:
    parser = arguments(__doc__)
    parser.add_argument("--cases", type=int, default=500, help="for each role, at least")
    parser.add_argument("--role", choices=ROLES, help="this one alone")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", help="URL of a PostgreSQL server on which a database may be made")
    parser.add_argument("--halves", action="store_true", help="see above: the other database is tried under this seed, too")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    database = create_database(options.postgres, f"fuzz_{time.time_ns()}") if options.postgres else None
    failed = 0
    with tempfile.TemporaryDirectory(prefix="zhuqi-fuzz.") as folder:
        program = Program(options.binary, Path(folder), database)
        try:
            fill(program)
            for role in [options.role] if options.role else ROLES:
                try:
                    fuzz(program, role, options, Path(folder))
                except Wrong as wrong:
                    failed += 1
                    print(f"{role}: FAILED with seed {options.seed}\n{wrong}", flush=True)
            program.stop()
        except Exception:
            traceback.print_exc()
            print(f"server log:\n{program.log_tail()}", file=sys.stderr)
            return 1
        finally:
            program.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
