"""What the handing over of licences needs from the stores."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.delivery import Delivery


class Deliveries(Protocol):
    """Each handing over; the receiver's name is sealed."""

    async def add(self, delivery: Delivery) -> None:
        """Keeps one."""
        ...

    async def of(self, application_id: UUID) -> list[Delivery]:
        """Those of an application, the oldest first."""
        ...

    async def due(
        self, office_code: str, *, signed_from: datetime, signed_until: datetime, limit: int
    ) -> Sequence[UUID]:
        """Applications that were signed within these moments and are not handed over."""
        ...
