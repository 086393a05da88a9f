"""A problem with a licensing system of somebody else, and whom the office asked about it (Laporan
Kinerja PTSP 4.2 c). Every change is a version; none is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from reporting_service.domain.errors import IssueAnswerMissing, IssueDatesNotValid
from shared.calendar.written import long_date
from shared.errors import TransitionNotAllowed


class IssueState(StrEnum):
    """Nobody has answered yet; somebody has; the problem is over."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


# An answer may turn out not to help, and a problem may come back.
NEXT: Mapping[IssueState, frozenset[IssueState]] = {
    IssueState.OPEN: frozenset({IssueState.ANSWERED, IssueState.CLOSED}),
    IssueState.ANSWERED: frozenset({IssueState.OPEN, IssueState.CLOSED}),
    IssueState.CLOSED: frozenset({IssueState.OPEN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemIssue:
    """`system` is a code such as OSS or SICANTIK; `consulted` the body that was asked, such as
    Pusdatin, on `consulted_on`. Dates are the office's own days."""

    id: UUID
    office_code: str
    system: str
    problem: str
    raised_on: date
    consulted: str = ""
    consulted_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    state: IssueState = IssueState.OPEN
    closed_on: date | None = None
    version: int = 1
    changed_at: datetime
    changed_by: str

    def stood_at_the_end_of(self, last_day: date) -> bool:
        """Whether the problem had come up and was not over when that day ended."""
        is_over = self.closed_on is not None and self.closed_on <= last_day
        return self.raised_on <= last_day and not is_over

    def as_obstacle(self, first_day: date) -> tuple[str, str]:
        """The problem and its solution as the report's table of obstacles prints them; one that was
        raised before `first_day` says so. Nobody asked and nothing answered: no solution."""
        text = f"Masalah sistem {self.system}: {self.problem}"
        if self.raised_on < first_day:
            text += f" (sejak {long_date(self.raised_on)}, dibawa dari periode sebelumnya)"
        return text, self._solution()

    def _solution(self) -> str:
        if not self.consulted:
            return self.answer
        asked = f"Dikonsultasikan dengan {self.consulted}"
        if self.consulted_on is not None:
            asked += f" pada {long_date(self.consulted_on)}"
        return f"{asked}: {self.answer}" if self.answer else f"{asked}; menunggu jawaban."


def checked(issue: SystemIssue, *, today: date) -> SystemIssue:
    """The issue with the days that follow from its state filled in; raises IssueAnswerMissing for
    one that is answered without an answer, IssueDatesNotValid."""
    if issue.state is IssueState.ANSWERED and not issue.answer:
        raise IssueAnswerMissing(pointers=(("/answer", "missing"),))
    whole = replace(
        issue,
        consulted_on=(issue.consulted_on or today) if issue.consulted else None,
        answered_on=(issue.answered_on or today) if issue.answer else None,
        closed_on=(issue.closed_on or today) if issue.state is IssueState.CLOSED else None,
    )
    wrong = tuple(
        (f"/{name}", "in_future" if day > today else "before_raised_on")
        for name in ("raised_on", "consulted_on", "answered_on", "closed_on")
        for day in (getattr(whole, name),)
        if day is not None and not whole.raised_on <= day <= today
    )
    if wrong:
        raise IssueDatesNotValid(pointers=wrong)
    return whole


def changed(standing: SystemIssue, wanted: SystemIssue, *, today: date) -> SystemIssue:
    """The next version; an answer to an open issue makes it answered. Raises
    TransitionNotAllowed, IssueAnswerMissing, IssueDatesNotValid."""
    state = wanted.state
    if standing.state is state is IssueState.OPEN and wanted.answer and not standing.answer:
        state = IssueState.ANSWERED
    if state is not standing.state and state not in NEXT[standing.state]:
        raise TransitionNotAllowed
    return checked(replace(wanted, state=state, version=standing.version + 1), today=today)
