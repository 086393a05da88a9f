"""Deliveries in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permit_service.domain.delivery import Delivery
from permit_service.domain.steps import Status
from permit_service.testing.shelves import Shelves, sees
from shared.identity import Caller


@dataclass(frozen=True, slots=True)
class MemoryDeliveries:
    """In a dict, seen where their application is."""

    shelves: Shelves
    caller: Caller

    async def add(self, delivery: Delivery) -> None:
        """Keeps one."""
        self.shelves.deliveries[delivery.id] = delivery

    async def of(self, application_id: UUID) -> list[Delivery]:
        """Those of an application, the oldest first."""
        application = self.shelves.applications.get(application_id)
        owner = application.owner if application else None
        found = [
            one
            for one in self.shelves.deliveries.values()
            if one.application_id == application_id and sees(self.caller, one.office_code, owner)
        ]
        return sorted(found, key=lambda one: one.id)

    async def due(
        self, office_code: str, *, signed_from: datetime, signed_until: datetime, limit: int
    ) -> Sequence[UUID]:
        """Applications that were signed within these moments and are not handed over."""
        found = [
            one.id
            for one in self.shelves.applications.values()
            if one.office_code == office_code
            and sees(self.caller, one.office_code, one.owner)
            and one.status is Status.SIGNED
            and one.stamps.signed_at is not None
            and signed_from <= one.stamps.signed_at <= signed_until
        ]
        return sorted(found)[:limit]
