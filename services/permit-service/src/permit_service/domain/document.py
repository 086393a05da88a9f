"""A document that was handed in: its bytes lie elsewhere, here is what vouches for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.documents.scanning import ScanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Who handed it in, when, and the checksum of what was handed in (Ps 9)."""

    id: UUID
    requirement_no: int
    media_type: str
    size: int
    sha256: str
    storage_key: str
    scan_state: ScanState
    uploaded_by: str
    uploaded_at: datetime
    scanned_at: datetime | None = None

    def scanned(self, state: ScanState, *, at: datetime, storage_key: str) -> "Document":
        """The scanner has spoken; its first word stands."""
        if self.scan_state is not ScanState.PENDING:
            return self
        return replace(self, scan_state=state, scanned_at=at, storage_key=storage_key)


def standing(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The document that counts for each requirement: the one that was handed in last."""
    return tuple({one.requirement_no: one for one in documents}.values())
