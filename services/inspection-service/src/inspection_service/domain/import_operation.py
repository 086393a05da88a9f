"""An import and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.imports.rows import RowError


class ImportKind(StrEnum):
    """What a file holds."""

    BUSINESSES = "businesses"
    COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOperation:
    """How an import ended. `unchanged` rows were there before; `findings` were taken as they
    are and look wrong."""

    id: UUID
    office_code: str
    sha256: str
    rows: int
    accepted: int
    refused: int
    dry_run: bool
    finished_at: datetime
    errors: tuple[RowError, ...] = ()
    kind: ImportKind = ImportKind.BUSINESSES
    unchanged: int = 0
    findings: tuple[RowError, ...] = ()
    version: int = 0
