"""What keeps the staff's commitment to standards and procedures."""

from typing import Protocol

from permit_service.domain.standard_acknowledgement import Acknowledgement


class StandardAcknowledgements(Protocol):
    """Who took note of which version; nothing is changed or taken back."""

    async def add(self, one: Acknowledgement, *, office_code: str) -> Acknowledgement | None:
        """Keeps it; returns the one that was kept before, if there is one."""
        ...

    async def of(self, office_code: str) -> list[Acknowledgement]:
        """Every one of the office, oldest first."""
        ...
