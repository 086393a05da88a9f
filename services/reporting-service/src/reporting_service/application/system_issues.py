"""Keeps the office's problems with systems of others: who was asked, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from reporting_service.application.ports import Ports, Work
from reporting_service.application.quarterly_report import READERS
from reporting_service.application.stores import IssueFilter
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.office import Office
from reporting_service.domain.system_issue import IssueState, SystemIssue, changed, checked
from shared.errors import StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once

MODEL = "system_issues"
WRITERS = (Role.ADMINISTRATOR, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseSystemIssue:
    """A problem as it was written down; without `raised_on` it came up today."""

    caller: Caller
    office_code: str
    system: str
    problem: str
    raised_on: date | None = None
    consulted: str = ""
    consulted_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    state: IssueState | None = None
    closed_on: date | None = None
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSystemIssue:
    """What is to stand from now on, by field; the rest stays."""

    caller: Caller
    issue_id: UUID
    changes: Mapping[str, Any]
    expected_version: int


async def raise_system_issue(command: RaiseSystemIssue, ports: Ports) -> SystemIssue:
    """The first version; raises IssueAnswerMissing, IssueDatesNotValid, OfficeUnknown."""
    command.caller.require(*WRITERS)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await _office(command.office_code, work)
        today = office.today(work.now)
        told = IssueState.ANSWERED if command.answer else IssueState.OPEN
        issue = SystemIssue(
            id=ports.new_id(),
            office_code=office.code,
            system=command.system,
            problem=command.problem,
            raised_on=command.raised_on or today,
            consulted=command.consulted,
            consulted_on=command.consulted_on,
            answer=command.answer,
            answered_on=command.answered_on,
            state=command.state or told,
            closed_on=command.closed_on,
            changed_at=work.now,
            changed_by=command.caller.actor,
        )
        return work.answer(await _kept(checked(issue, today=today), work))


async def change_system_issue(command: ChangeSystemIssue, ports: Ports) -> SystemIssue:
    """The next version; raises NotFound, StaleVersion, TransitionNotAllowed and what
    `raise_system_issue` raises."""
    command.caller.require(*WRITERS)
    async with ports.begin(command.caller) as work:
        standing = await work.system_issues.get(command.issue_id)
        if standing.version != command.expected_version:
            raise StaleVersion
        office = await _office(standing.office_code, work)
        wanted = replace(
            standing, **command.changes, changed_at=work.now, changed_by=command.caller.actor
        )
        return await _kept(changed(standing, wanted, today=office.today(work.now)), work)


async def read_system_issue(
    issue_id: UUID, caller: Caller, ports: Ports
) -> tuple[SystemIssue, Sequence[SystemIssue]]:
    """What stands, and every version of it, the oldest first; raises NotFound."""
    caller.require(*READERS)
    async with ports.read(caller) as work:
        versions = await work.system_issues.history(issue_id)
    return versions[-1], versions


async def list_system_issues(
    caller: Caller, wanted: IssueFilter, after: tuple[date, UUID] | None, limit: int, ports: Ports
) -> Sequence[SystemIssue]:
    """What stands, the newest first, one more than `limit`."""
    caller.require(*READERS)
    async with ports.read(caller) as work:
        return await work.system_issues.page(wanted, after, limit + 1)


async def _office(code: str, work: Work) -> Office:
    office = await work.offices.find(code)
    if office is None:
        raise OfficeUnknown
    return office


async def _kept(issue: SystemIssue, work: Work) -> SystemIssue:
    await work.system_issues.add(issue)
    await work.progress.heard(issue.office_code, MODEL, work.now)
    return issue
