"""A problem from filing to resolution, through the client that openapi-python-client made of the document."""

import datetime
import re

from zhuqi_client import AuthenticatedClient, Client
from zhuqi_client.api.auth import login
from zhuqi_client.api.directory import list_departments, list_enterprises
from zhuqi_client.api.problems import (
    accept_problem,
    comment_on_problem,
    file_problem,
    get_problem,
    get_problem_slip,
    resolve_problem,
)
from zhuqi_client.api.reports import get_weekly_report
from zhuqi_client.models import (
    Accept,
    Comment,
    Credentials,
    Dispatch,
    Outcome,
    Problem,
    ProblemOut,
    Report,
    Resolve,
    Severity,
    Status,
    TokenOut,
)
from zhuqi_client.models import GetProblemSlipFormat, GetProblemSlipKind, GetWeeklyReportFormat


def given(answer, kind):
    """The body of an answer that is no error."""
    assert isinstance(answer.parsed, kind), f"{answer.status_code}: {answer.content[:500]!r}"
    return answer.parsed


def sign_in(address: str, username: str, password: str) -> AuthenticatedClient:
    credentials = Credentials(username=username, password=password)
    token = given(login.sync_detailed(client=Client(address), body=credentials), TokenOut)
    return AuthenticatedClient(address, token=token.access_token)


def tell(address: str, password: str) -> str:
    """Takes every step and looks at what came of it; gives a line about it."""
    park = sign_in(address, "park", password)
    department = sign_in(address, "department", password)
    enterprises = list_enterprises.sync(client=park, limit=200).items
    farm = next(one for one in enterprises if "聚合庄" in one.name)
    departments = list_departments.sync(client=park, limit=200).items
    lead = next(one for one in departments if one.name == "华辰电力公司")

    report = Report(
        title="接口客户端：冷库用电容量不足",
        description="夏季制冷后变压器容量不足",
        enterprise_id=farm.id,
        severity=Severity.URGENT,
        dispatch=Dispatch(lead_department_id=lead.id, note="请尽快联系企业"),
    )
    key = "client-in-python"
    filed = given(file_problem.sync_detailed(client=park, body=report, idempotency_key=key), ProblemOut)
    repeated = given(file_problem.sync_detailed(client=park, body=report, idempotency_key=key), ProblemOut)
    assert repeated.number == filed.number, "a repeat under the same key files nothing"
    assert re.fullmatch(r"[A-Z]+-2021-\d{3,}", filed.number), filed.number
    assert filed.status == Status.DISPATCHED, filed.status

    accepted = given(accept_problem.sync_detailed(filed.id, client=department, body=Accept()), ProblemOut)
    assert accepted.clocks.accept.met is True, accepted.clocks
    resolution = Resolve(outcome=Outcome.SOLVED, resolution="已更换变压器并恢复供电")
    given(resolve_problem.sync_detailed(filed.id, client=department, body=resolution), ProblemOut)

    read = get_problem.sync_detailed(filed.id, client=park)
    problem = given(read, ProblemOut)
    assert (problem.status, problem.outcome) == (Status.RESOLVED, Outcome.SOLVED), problem
    assert problem.number == filed.number, problem.number
    assert problem.clocks.solve.met is True, problem.clocks
    assert problem.clocks.solve.due_on > datetime.date(2021, 8, 16), problem.clocks
    assert problem.resolved_at >= problem.accepted_at, problem
    assert read.headers["ETag"] == f'"{problem.version}"', read.headers

    unchanged = get_problem.sync_detailed(filed.id, client=park, if_none_match=read.headers["ETag"])
    assert unchanged.status_code == 304, unchanged
    text = Comment(text="已电话了解")
    stale = comment_on_problem.sync_detailed(filed.id, client=park, body=text, if_match='"1"')
    assert given(stale, Problem).code == "request.stale_version", stale

    report.title = ""
    wrong = file_problem.sync_detailed(client=park, body=report)
    assert wrong.status_code == 422, wrong
    errors = given(wrong, Problem).errors
    assert [(one.pointer, one.code) for one in errors] == [("/title", "required")], errors

    slip = get_problem_slip.sync(
        filed.id, client=park, kind=GetProblemSlipKind.RESOLUTION, format_=GetProblemSlipFormat.DOCX
    )
    assert slip.payload.read(2) == b"PK", "Word files are zip files"
    # The generator takes one type of answer for each status, here the JSON: it makes the request, httpx sends it.
    asked = get_weekly_report._get_kwargs(ending=datetime.date(2021, 8, 15), format_=GetWeeklyReportFormat.PDF)
    paper = park.get_httpx_client().request(**asked, timeout=60).raise_for_status().content
    assert paper.startswith(b"%PDF"), paper[:100]
    return f"Python: {problem.number} {problem.status}, a report of {len(paper)} bytes"
