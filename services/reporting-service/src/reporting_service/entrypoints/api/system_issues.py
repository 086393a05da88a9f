"""Problems with systems of others, whom the office asked, and what came of it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from reporting_service.application.ports import Ports
from reporting_service.application.stores import IssueFilter
from reporting_service.application.system_issues import (
    WRITERS,
    ChangeSystemIssue,
    RaiseSystemIssue,
    change_system_issue,
    list_system_issues,
    raise_system_issue,
    read_system_issue,
)
from reporting_service.domain.system_issue import NEXT, IssueState, SystemIssue
from reporting_service.entrypoints.api.bodies import Name, Paragraph, Remark, own_office
from reporting_service.entrypoints.api.reports import OfficeCode, asked_office
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    RequiredIfMatch,
    SignedIn,
    by,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)
from shared.identity import Caller

PREFIX = "/v1/system-issues"
_CODE = r"^[A-Z][A-Z0-9-]{1,29}$"
SystemCode = Annotated[str, Field(pattern=_CODE, examples=["OSS", "SICANTIK"])]
AskedSystem = Annotated[str | None, Query(pattern=_CODE)]


class IssueBody(BaseModel):
    """A problem as the office writes it down."""

    model_config = ConfigDict(extra="forbid")

    system: SystemCode
    problem: Paragraph
    raised_on: date | None = None
    consulted: Annotated[Name, Field(examples=["Pusdatin BKPM"])] = ""
    consulted_on: date | None = None
    answer: Remark = ""
    answered_on: date | None = None
    state: IssueState | None = None
    closed_on: date | None = None


class IssueChangeBody(BaseModel):
    """What is to change; what is not named stays. Days that follow from the state are set by
    themselves."""

    model_config = ConfigDict(extra="forbid")

    system: SystemCode | None = None
    problem: Paragraph | None = None
    raised_on: date | None = None
    consulted: Name | None = None
    consulted_on: date | None = None
    answer: Remark | None = None
    answered_on: date | None = None
    state: IssueState | None = None
    closed_on: date | None = None


def router(ports: Ports) -> APIRouter:
    """`/v1/system-issues`."""
    routes = APIRouter(prefix=PREFIX, tags=["reports"])

    @routes.post("", status_code=201, dependencies=by(*WRITERS))
    async def enter(body: IssueBody, caller: SignedIn, idempotent: Idempotent) -> Response:
        """Writes down a problem with a system of others. By the administrator or the Head."""
        return await idempotent.run(
            lambda once: raise_system_issue(
                RaiseSystemIssue(
                    caller=caller, office_code=own_office(caller), once=once, **body.model_dump()
                ),
                ports,
            ),
            body=body,
            shape=lambda issue: _view(issue, caller),
            status=201,
        )

    @routes.get("")
    async def list_all(
        caller: SignedIn,
        office_code: OfficeCode = None,
        system: AskedSystem = None,
        state: IssueState | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Problems with systems of others, open and answered. For staff and the province."""
        decoded = decode_cursor(cursor, date.fromisoformat, UUID)
        after = None if decoded is None else (decoded[0], decoded[1])
        wanted = IssueFilter(
            office_code=asked_office(office_code, caller), system=system, state=state
        )
        found = await list_system_issues(caller, wanted, after, limit, ports)
        body = page(
            found,
            limit,
            shape=lambda one: _body(one, caller),
            cursor=lambda one: encode_cursor(one.raised_on.isoformat(), str(one.id)),
        )
        return respond(Representation(body=body))

    @routes.get("/{issue_id}")
    async def show(issue_id: UUID, caller: SignedIn) -> Response:
        """One problem with its answer. For staff and the province."""
        standing, versions = await read_system_issue(issue_id, caller, ports)
        history = [_version(one) for one in versions]
        return respond(_view(standing, caller, history=history))

    @routes.patch("/{issue_id}", dependencies=by(*WRITERS))
    async def change(
        issue_id: UUID,
        body: IssueChangeBody,
        caller: SignedIn,
        expected_version: RequiredIfMatch,
    ) -> Response:
        """Changes what is known of a problem, or records its answer. By the administrator or the
        Head."""
        command = ChangeSystemIssue(
            caller=caller,
            issue_id=issue_id,
            changes=body.model_dump(exclude_none=True),
            expected_version=expected_version,
        )
        return respond(_view(await change_system_issue(command, ports), caller))

    return routes


def _view(issue: SystemIssue, caller: Caller, **more: Any) -> Representation:
    return Representation(
        body=_body(issue, caller) | more,
        version=issue.version,
        location=f"{PREFIX}/{issue.id}",
    )


def _body(issue: SystemIssue, caller: Caller) -> dict[str, Any]:
    """`actions` are the states that this caller may bring the issue to."""
    states = NEXT[issue.state] if caller.has(*WRITERS) else frozenset()
    return {
        "id": issue.id,
        "office_code": issue.office_code,
        **_facts(issue),
        "version": issue.version,
        "actions": sorted(states),
    }


def _version(issue: SystemIssue) -> dict[str, Any]:
    """A version with who made it: an account, by its id."""
    return {
        "version": issue.version,
        "changed_at": issue.changed_at,
        "changed_by": issue.changed_by,
        **_facts(issue),
    }


def _facts(issue: SystemIssue) -> dict[str, Any]:
    return {
        "system": issue.system,
        "problem": issue.problem,
        "raised_on": issue.raised_on,
        "consulted": issue.consulted,
        "consulted_on": issue.consulted_on,
        "answer": issue.answer,
        "answered_on": issue.answered_on,
        "state": issue.state,
        "closed_on": issue.closed_on,
    }
