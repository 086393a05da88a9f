"""A document that was handed in: its bytes lie elsewhere, here is what vouches for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ScanState(StrEnum):
    """What the virus scanner said; `not_scanned` where the office runs none."""

    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"

    @property
    def is_released(self) -> bool:
        """Whether something may depend on the document."""
        return self in {ScanState.CLEAN, ScanState.NOT_SCANNED}


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
