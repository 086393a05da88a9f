"""What lists ask for and what they show: few fields, and of people no more than a name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from permit_service.domain.licence import LicenceStatus
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.service import Channel, Mode
from permit_service.domain.steps import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationQuery:
    """`owner`, `agency` and `offices` bind what the caller may see; the rest is what was asked.

    `awaits` narrows to the statuses in which the caller's own step is due.
    """

    limit: int
    before: UUID | None = None
    owner: str | None = None
    offices: tuple[str, ...] = ()
    agency: str | None = None
    agency_state: RecommendationState | None = None
    status: Status | None = None
    awaits: tuple[Status, ...] = ()
    service_code: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """One line of an inbox."""

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
    created_at: datetime
    submitted_at: datetime | None
    version: int


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
