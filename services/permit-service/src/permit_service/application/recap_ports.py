"""What the recap of a register needs: somebody who counts it."""

from datetime import datetime
from typing import Protocol

from permit_service.domain.register_recap import RecapLine


class RegisterRecaps(Protocol):
    """Counts what was handed in."""

    async def of(self, office_code: str, *, start: datetime, end: datetime) -> list[RecapLine]:
        """A line for each combination of facts that occurs, in a fixed order; `end` is outside."""
        ...
