"""An import and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from inspection_service.domain.oss_project import RowError


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOperation:
    """How an import ended."""

    id: UUID
    office_code: str
    sha256: str
    rows: int
    accepted: int
    refused: int
    dry_run: bool
    finished_at: datetime
    errors: tuple[RowError, ...] = ()
    version: int = 0
