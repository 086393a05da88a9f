"""A document that was handed in: its bytes lie elsewhere, here is what vouches for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from permit_service.domain.errors import DocumentInfected, DocumentNotScannedYet


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
    scanned_at: datetime | None = None

    def require_released(self) -> None:
        """Raises DocumentInfected, DocumentNotScannedYet."""
        if self.scan_state is ScanState.INFECTED:
            raise DocumentInfected
        if not self.scan_state.is_released:
            raise DocumentNotScannedYet

    def scanned(self, state: ScanState, *, at: datetime, storage_key: str) -> "Document":
        """The scanner has spoken; its first word stands."""
        if self.scan_state is not ScanState.PENDING:
            return self
        return replace(self, scan_state=state, scanned_at=at, storage_key=storage_key)


def standing(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The document that counts for each requirement: the one that was handed in last."""
    return tuple({one.requirement_no: one for one in documents}.values())
