"""What the permit service tells of retention: what was destroyed, and what is held."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class PersonalDataDestroyedV1(Event, subject="application_id", publisher="permit"):
    """What a file said of people was destroyed: the whole, its documents, what lay in quarantine,
    or mail address and telephone. The reason names the retention class or the request."""

    application_id: UUID
    service_code: str
    erased: Literal["whole", "documents", "quarantine", "contact"]
    because_of: UUID
    destroyed_at: datetime


class LegalHoldPutV1(Event, subject="hold_id", publisher="permit"):
    """Nothing that it is on is destroyed from now on, until a day or until it is lifted."""

    hold_id: UUID
    subject_kind: Literal["application", "account", "person"]
    application_id: UUID | None = None
    put_at: datetime
    until: date | None = None


class LegalHoldLiftedV1(Event, subject="hold_id", publisher="permit"):
    """It holds nothing any more."""

    hold_id: UUID
    subject_kind: Literal["application", "account", "person"]
    application_id: UUID | None = None
    lifted_at: datetime
