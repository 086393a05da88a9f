"""An import: asked for, perhaps worked on by a worker, ended. Its table is taken whole or not at
all, unless its kind takes the rows that are right; a dry run takes nothing and says what would be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.imports.rows import RowError, refused_rows

MOST_ERRORS = 1_000


class ImportState(StrEnum):
    """How far it has come. One that is done in its request is never seen running."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOperation:
    """`accepted` counts rows that are right, and taken unless it is a dry run; of errors at most
    MOST_ERRORS are kept. `notes` are what its kind tells besides. `progress` runs from 0 to 1.

    The rest is of an import that a worker does: who asked for it, when, with which `columns`
    (title by field), and how often it was taken up."""

    id: UUID
    office_code: str
    kind: str
    dry_run: bool = False
    state: ImportState = ImportState.RUNNING
    progress: float = 0.0
    rows: int = 0
    accepted: int = 0
    refused: int = 0
    errors: tuple[RowError, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    finished_at: datetime | None = None
    requested_by: str = ""
    requested_at: datetime | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0

    @property
    def has_taken(self) -> bool:
        """Whether it changed what is kept."""
        return self.state is ImportState.SUCCEEDED and not self.dry_run

    def ended(
        self,
        *,
        rows: int,
        errors: Sequence[RowError],
        at: datetime,
        refused: int | None = None,
        takes_good_rows: bool = False,
        notes: Mapping[str, Any] | None = None,
    ) -> "ImportOperation":
        """How it ended; `refused` says how many rows are wrong where not every error is named."""
        refused = refused_rows(errors) if refused is None else refused
        is_failed = bool(errors) and not takes_good_rows
        return replace(
            self,
            state=ImportState.FAILED if is_failed else ImportState.SUCCEEDED,
            progress=1.0,
            rows=rows,
            accepted=0 if is_failed else rows - refused,
            refused=refused,
            errors=tuple(errors[:MOST_ERRORS]),
            notes={**self.notes, **(notes or {})},
            finished_at=at,
        )
