"""What the use cases on documents need from outside, beside the application's own store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFile:
    """A document that waits for its scan, or a picture of a visit."""

    application_id: UUID
    id: UUID
    storage_key: str
    sha256: str
    visit_id: UUID | None = None


class Documents(Protocol):
    """What waits for the scanner, and which stored files no document vouches for.

    A key is noted before anything is stored under it, and claimed in the transaction that makes a
    document of it: what is noted and never claimed was left behind, whatever died when.
    """

    async def take_pending(
        self, office_code: str, *, until: datetime, limit: int
    ) -> list[PendingFile]:
        """Those that wait longest, lent to the caller until then: nobody else gets them."""
        ...

    async def take_pending_photos(
        self, office_code: str, *, until: datetime, limit: int
    ) -> list[PendingFile]:
        """Pictures of visits that wait, the same way; a visit is lent with all its pictures."""
        ...

    async def note(self, keys: Sequence[str], *, office_code: str) -> None:
        """Nothing vouches for these keys from now on."""
        ...

    async def claim(self, key: str) -> None:
        """A document vouches for it; raises Unavailable when it was given up meanwhile."""
        ...

    async def condemn(self, keys: Sequence[str], *, office_code: str) -> None:
        """What lies under these keys is to be removed, and nothing can claim them any more."""
        ...

    async def give_up(self, office_code: str, *, noted_before: datetime, limit: int) -> list[str]:
        """Keys that nobody can claim any more, the oldest first, to be removed and forgotten:
        what was noted before, and what was condemned."""
        ...

    async def forget(self, keys: Sequence[str]) -> None:
        """Nothing lies under these keys."""
        ...
