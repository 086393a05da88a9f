"""What belongs to applications beside their documents, in memory: retributions and visits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from permit_service.domain.application import Application
from permit_service.domain.errors import ReceiptAlreadyRecorded
from permit_service.domain.retribution import Retribution
from permit_service.domain.site_visit import Visits
from permit_service.testing.memory_applications import MemoryApplications
from permit_service.testing.shelves import Shelves
from shared.identity import Caller


class MemoryRetributions:
    """Retributions in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._applications = MemoryApplications(shelves, caller)

    def find(self, application_id: UUID) -> Retribution:
        """What is known of one application."""
        return self._shelves.retributions.get(application_id, Retribution())

    async def save(
        self, application: Application, after: Retribution, *, before: Retribution
    ) -> None:
        """Raises ReceiptAlreadyRecorded."""
        new = {one.receipt_number for one in after.payments if one not in before.payments}
        taken = {
            payment.receipt_number
            for one, known in self._shelves.retributions.items()
            for payment in known.payments
            if not payment.is_void
            and payment.id not in {mine.id for mine in after.payments}
            and self._shelves.applications[one].office_code == application.office_code
        }
        mine = [one.receipt_number for one in after.payments if not one.is_void]
        if new & taken or len(mine) != len(set(mine)):
            raise ReceiptAlreadyRecorded
        self._shelves.retributions[application.id] = after

    async def waiting(
        self, office_code: str, *, at: datetime, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Bills on which money may still have come in, by id."""
        found = [
            bill.id
            for one, known in self._shelves.retributions.items()
            for bill in known.bills
            if bill.is_waited_for(at=at)
            and (after is None or bill.id > after)
            and self._shelves.applications[one].office_code == office_code
        ]
        return sorted(found)[:limit]

    async def of(self, application_ids: Sequence[UUID]) -> Mapping[UUID, Retribution]:
        """The retribution of each application that has one and that the caller sees."""
        return {
            one: self._shelves.retributions[one]
            for one in application_ids
            if one in self._shelves.retributions and self._applications.find(one)
        }


class MemorySiteVisits:
    """Visits in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def find(self, application_id: UUID) -> Visits:
        """What is known of one application."""
        return self._shelves.visits.get(application_id, ())

    async def save(self, application: Application, after: Visits, *, before: Visits) -> None:
        """Keeps them as they are now."""
        del before
        self._shelves.visits[application.id] = after
