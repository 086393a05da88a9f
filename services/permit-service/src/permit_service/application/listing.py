"""What lists ask for and what they show: few fields, and of people no more than a name."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from permit_service.domain.licence import LicenceStatus
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.service import Channel, Mode
from permit_service.domain.step_claim import StepClaim
from permit_service.domain.steps import Status
from shared.calendar.clock_moves import ClockMove

# Where somebody has something to do; what is over has its archive order only.
OPEN = (Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.VALIDATED, Status.SIGNED)


class Order(StrEnum):
    """NEWEST and LATEST count from the draft and from the submission; DUE has no date last."""

    NEWEST = "newest"
    LATEST = "latest"
    OLDEST = "oldest"
    DUE = "due"

    def value_of(self, row: "ApplicationRow") -> date | datetime | None:
        """What a row is put in order by, before its id."""
        match self:
            case Order.NEWEST:
                return None
            case Order.DUE:
                return row.due_on
            case Order.LATEST | Order.OLDEST:
                return row.submitted_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The last row of the page before: the value of its order, and its id."""

    id: UUID
    value: date | datetime | None = None


class Turn(StrEnum):
    """Whose turn it is: an officer's with nothing missing, an agency's, or the applicant's."""

    OFFICER = "officer"
    AGENCY = "agency"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Whose claim a row must have. `name` None: nobody's; `agency` whose step is meant."""

    name: str | None
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationQuery:
    """`owner`, `agency` and `offices` bind what the caller may see; the rest is what was asked.

    `statuses` are those that the caller asked for or in which their own step is due; every order
    but NEWEST needs them, except for an owner.
    """

    limit: int
    order: Order = Order.NEWEST
    after: Position | None = None
    owner: str | None = None
    offices: tuple[str, ...] = ()
    agency: str | None = None
    agency_state: RecommendationState | None = None
    statuses: tuple[Status, ...] = ()
    service_code: str | None = None
    channel: Channel | None = None
    text: str | None = None
    turn: Turn | None = None
    holding: Holding | None = None
    due_before: date | None = None
    submitted_before: datetime | None = None
    is_overdue: bool = False
    now: datetime
    is_answer_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """One line of an inbox. `recommendation_due_on` is the last day of the agency that is waited
    for; of the first of several, or of the caller's own."""

    id: UUID
    office_code: str
    service_code: str
    channel: Channel
    mode: Mode
    status: Status
    receipt_number: str | None
    reference: str | None
    applicant_name: str
    due_on: date | None
    recommendation_due_on: date | None
    created_at: datetime
    submitted_at: datetime | None
    version: int
    time_zone: str
    last_move: ClockMove | None
    asked: tuple[str, ...]
    awaits_survey: bool
    claims: tuple[StepClaim, ...]
    answer_by: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Where the office counts its days."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """How much waits in one status of one office, counted up to a bound."""

    status: Status
    waiting: int
    overdue: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceQuery:
    """`owner` or `offices` binds what the caller may see; `number` is how the number begins, and
    `status` is as of the moment `now`, in each office's own day."""

    limit: int
    now: datetime
    before: UUID | None = None
    owner: str | None = None
    offices: tuple[str, ...] = ()
    nib: str | None = None
    status: LicenceStatus | None = None
    service_code: str | None = None
    number: str | None = None
    ends_from: date | None = None
    ends_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """A line of the event log, as the history of an application shows it."""

    id: UUID
    type: str
    version: int
    sequence: int
    occurred_at: datetime
    actor: str
    reason: str | None
    data: dict[str, Any]
