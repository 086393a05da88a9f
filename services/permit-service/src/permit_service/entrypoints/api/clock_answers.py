"""What clients are answered about legal clocks: the description of `clock_views.py`."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from permit_service.domain.clock_reason import OfficerMove, ReasonCode
from permit_service.domain.office_rule import RuleKey
from shared.calendar.clock_ledger import LedgerEntry
from shared.calendar.clock_moves import ClockMove
from shared.calendar.rulers import Unit
from shared.http import Answer


class StandardAnswer(Answer):
    """A service time."""

    value: int
    unit: Unit


class ClockAnswer(Answer):
    """The legal clock. `deemed_approved_on` is the due date with which silence became approval,
    where the catalogue says so."""

    standard: StandardAnswer
    due_on: date | None
    counted: int
    state: Literal["running", "paused", "stopped", "overdue"]
    is_exceeded: bool
    is_provisional: bool
    deemed_approved_on: date | None


class LedgerDay(Answer):
    """One day of the clock, and why it counted or did not."""

    on: date
    entry: LedgerEntry
    counted: int
    total: int
    note: str | None
    provisional: bool


class ClockMoved(Answer):
    """A move of the clock, with what the officer wrote."""

    move: ClockMove
    at: datetime
    reason: str | None
    notes: str


class ClockRecomputed(Answer):
    """The dates were computed anew by another calendar, with what they were before."""

    recomputation_id: UUID
    calendar_before: str | None
    calendar_version: str
    due_before: date | None
    due_after: date | None
    carried_out_at: datetime | None


class LedgerAnswer(ClockAnswer):
    """The legal clock with its ledger, day by day, by the calendar of that version."""

    calendar_version: str
    ledger: list[LedgerDay]
    moves: list[ClockMoved]
    recomputations: list[ClockRecomputed]


class ClockReasonAnswer(Answer):
    """A reason for which the clock may be moved, with the rule that grants it. One that is in
    force from no day is not granted."""

    code: ReasonCode
    move: OfficerMove
    rule: str
    source: str
    verified: bool
    in_force_from: date | None
    office_rule: RuleKey | None


class ClockReasonsPage(Answer):
    """Every reason that is known."""

    items: list[ClockReasonAnswer]
    next_cursor: str | None


class ClockRuleAnswer(Answer):
    """When the office's people are warned, in working days before the due date."""

    effective_from: date
    warn_before: int
    source: str
    verified: bool


class ClockRulesPage(Answer):
    """The rules of an office; the first is the product's own."""

    items: list[ClockRuleAnswer]
    in_force_from: date
    next_cursor: str | None


class AgencyTimesAnswer(Answer):
    """How an agency kept its time in the period."""

    agency: str
    asked: int
    answered: int
    late: int
    overdue: int
    sop_versions: list[str]


class AgencyTimesPage(Answer):
    """By agency."""

    period: str
    items: list[AgencyTimesAnswer]
    next_cursor: str | None
