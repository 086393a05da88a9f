"""What an inbox shows: the description of `inbox.py`."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from permit_service.domain.service import Channel, Mode
from permit_service.domain.steps import Status
from permit_service.entrypoints.api.answers import AssignmentAnswer
from shared.http import Answer

ClockState = Literal["none", "running", "paused", "stopped", "overdue"]


class ApplicationLine(Answer):
    """One line of an inbox. `age_days` are calendar days since the submission, while it is open;
    `next_steps` is what is waited for, `correction` and `survey` being the applicant's."""

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
    clock_state: ClockState
    age_days: int | None
    next_steps: list[str]
    assignments: list[AssignmentAnswer]
    answer_by: date | None
    is_answer_overdue: bool
    created_at: datetime
    submitted_at: datetime | None
    version: int


class ApplicationsPage(Answer):
    """A page of an inbox."""

    items: list[ApplicationLine]
    next_cursor: str | None


class StepWork(Answer):
    """What waits for one step. A count that has reached `bound` is `capped`."""

    status: Status
    step: str
    waiting: int
    overdue: int
    unassigned: int
    capped: bool


class OfficeWorkAnswer(Answer):
    """What waits in one office."""

    office_code: str
    as_of: datetime
    bound: int
    steps: list[StepWork]


class InboxSummary(Answer):
    """One entry for each office of the caller."""

    items: list[OfficeWorkAnswer]
    next_cursor: str | None
