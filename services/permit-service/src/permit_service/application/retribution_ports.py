"""What the use cases on retributions need: where they are kept, and who takes the money."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.application import Application
from permit_service.domain.retribution import Retribution


class Retributions(Protocol):
    """Assessments, payments and bills of applications. They are read with the whole file."""

    async def save(
        self, application: Application, after: Retribution, *, before: Retribution
    ) -> None:
        """Writes what differs; raises ReceiptAlreadyRecorded for a receipt number that another
        payment of the office bears and that was not voided."""
        ...

    async def waiting(
        self, office_code: str, *, at: datetime, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Bills on which money may still have come in, by id: not those that are paid, nor those
        that ended a week ago."""
        ...

    async def of(self, application_ids: Sequence[UUID]) -> Mapping[UUID, Retribution]:
        """The retribution of each application that has one."""
        ...
