"""What the survey service tells."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class InvitationOpenedV1(Event, subject="application_id"):
    """The applicant may answer. The link's secret is derived from the id and travels nowhere."""

    invitation_id: UUID
    application_id: UUID
    opened_at: datetime
    expires_at: datetime


class SurveyCompletedV1(Event, subject="application_id"):
    """The survey of an application is in: signing may go on (Perbup Malra 23/2021 Ps 7(3))."""

    application_id: UUID
    completed_at: datetime
    collection_mode: Literal["gate", "kiosk", "web"]


class ResponseRecordedV1(Event, subject="response_id"):
    """An answer was counted. No time of day and no application: it leads back to nobody."""

    response_id: UUID
    answered_on: date
    service_code: str | None = None
    collection_mode: Literal["gate", "kiosk", "web", "import"]
    answers: dict[str, int]


class IndexPublishedV1(Event, subject="index_id"):
    """The office published its index of a period."""

    index_id: UUID
    period: str
    policy: str
    ikm: str
    respondents: int
