"""What the counter needs from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.counter import OriginalSeen, WrongCodes


class Originals(Protocol):
    """Originals that were seen at the counter; read with the file of their application."""

    async def record(
        self, application_id: UUID, seen: Sequence[OriginalSeen], *, office_code: str
    ) -> None:
        """Adds what is new; the first time that an original was seen stays."""
        ...


class WrongClaimCodes(Protocol):
    """Wrong claim codes, by account."""

    async def of(self, actor: str, *, now: datetime) -> WrongCodes:
        """What was counted; nothing, since now, for an account that has sent none."""
        ...

    async def save(self, wrong: WrongCodes) -> None:
        """Writes the count."""
        ...
