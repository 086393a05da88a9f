"""What the import of an office's history needs from the stores."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from permit_service.domain.licence import Licence


class LicenceBook(Protocol):
    """Licences by the hundred, under their numbers."""

    async def under(self, office_code: str, numbers: Sequence[str]) -> Mapping[str, Licence]:
        """Those that an office keeps under these numbers."""
        ...

    async def enter(self, licences: Sequence[Licence]) -> list[Licence]:
        """Keeps those whose number is not taken, with their public tokens; returns them."""
        ...
