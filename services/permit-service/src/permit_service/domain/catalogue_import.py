"""An import of an office's catalogue, and how it ended: whole, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class ImportState(StrEnum):
    """An import is one transaction, so that none is ever seen running."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFault:
    """What is wrong in a row, counted from 1; `column` is a pointer into its entry."""

    row: int
    column: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueImport:
    """`services` says of each new version what it changes, and how many keep the one before."""

    id: UUID
    office_code: str
    state: ImportState
    dry_run: bool
    rows: int
    changed: int
    unchanged: int
    finished_at: datetime
    services: tuple[Mapping[str, Any], ...] = ()
    faults: tuple[EntryFault, ...] = ()

    @property
    def refused(self) -> int:
        """Rows in which something is wrong."""
        return len({one.row for one in self.faults})

    @property
    def accepted(self) -> int:
        """Rows that were taken: all, or none."""
        return 0 if self.faults else self.rows
