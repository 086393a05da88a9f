"""What the permit service tells of applications that were handed in at outside systems."""

from datetime import datetime
from uuid import UUID

from shared.contracts.event import Event


class IntakeTakenV1(Event, subject="intake_id", publisher="permit"):
    """An application that was handed in at an outside system is one here."""

    intake_id: UUID
    application_id: UUID


class IntakeRefusedV1(Event, subject="intake_id", publisher="permit"):
    """It could not be taken over, for the reason that the code names."""

    intake_id: UUID
    code: str
    refused_at: datetime
