"""What the import of an office's history needs from the stores."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.licence import Licence
from permit_service.domain.licence_import import LicenceImport


class LicenceImports(Protocol):
    """Imports and their files; a file is sealed, and gone when its import has ended."""

    async def add(self, one: LicenceImport, content: bytes) -> None:
        """Keeps what is to be done."""
        ...

    async def get(self, import_id: UUID) -> LicenceImport:
        """Raises NotFound."""
        ...

    async def content(self, import_id: UUID) -> bytes:
        """The file; raises NotFound when the import has ended."""
        ...

    async def claim(self, worker: UUID, *, now: datetime, until: datetime) -> LicenceImport | None:
        """The oldest that runs and that nobody holds, held until the lease ends, with one more
        attempt; of an office, one at a time."""
        ...

    async def report(
        self, import_id: UUID, worker: UUID, *, progress: float, until: datetime
    ) -> bool:
        """Keeps how far it has come and holds it longer; False when another worker has it."""
        ...

    async def finish(self, one: LicenceImport, worker: UUID) -> bool:
        """Keeps how it ended and lets go of the file; False when another worker has it."""
        ...


class LicenceBook(Protocol):
    """Licences by the hundred, under their numbers."""

    async def under(self, office_code: str, numbers: Sequence[str]) -> Mapping[str, Licence]:
        """Those that an office keeps under these numbers."""
        ...

    async def enter(self, licences: Sequence[Licence]) -> list[Licence]:
        """Keeps those whose number is not taken, with their public tokens; returns them."""
        ...
