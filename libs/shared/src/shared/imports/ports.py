"""What imports need from a store."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.imports.operation import ImportOperation


class Imports(Protocol):
    """The caller's office's imports, and how they ended."""

    async def add(self, one: ImportOperation) -> None:
        """Keeps it, in the transaction of its effects."""
        ...

    async def get(self, import_id: UUID) -> ImportOperation:
        """Raises NotFound."""
        ...


class LeasedImports(Protocol):
    """Imports that wait for a worker with their files; a file is sealed, and gone when its import
    has ended."""

    async def hand_in(self, one: ImportOperation, content: bytes) -> None:
        """Keeps what is to be done."""
        ...

    async def get(self, import_id: UUID) -> ImportOperation:
        """Raises NotFound."""
        ...

    async def content(self, import_id: UUID) -> bytes:
        """The file; raises NotFound when the import has ended."""
        ...

    async def claim(
        self, worker: UUID, *, now: datetime, until: datetime
    ) -> ImportOperation | None:
        """The oldest that runs and that nobody holds, held until the lease ends, with one more
        attempt; of an office, one at a time."""
        ...

    async def report(
        self, import_id: UUID, worker: UUID, *, progress: float, until: datetime
    ) -> bool:
        """Keeps how far it has come and holds it longer; False when another worker has it."""
        ...

    async def finish(self, one: ImportOperation, worker: UUID) -> bool:
        """Keeps how it ended and lets go of the file; False when another worker has it."""
        ...
