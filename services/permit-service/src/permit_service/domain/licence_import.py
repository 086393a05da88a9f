"""An import of an office's licences: asked for, worked on, ended. All of it is taken, or nothing.

While it runs, one worker at a time may work on it: the one whose name is on it, until its lease
ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.imports.rows import RowError

KIND = "licences"
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
MOST_FAULTS = 1_000
MOST_ROWS = 200_000


class ImportState(StrEnum):
    """How far it has come."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceImport:
    """`accepted` counts rows that are taken or were there already, `unchanged` the latter alone.
    `progress` runs from 0 to 1."""

    id: UUID
    office_code: str
    requested_by: str
    requested_at: datetime
    columns: Mapping[str, str]
    dry_run: bool
    state: ImportState = ImportState.RUNNING
    progress: float = 0.0
    rows: int = 0
    accepted: int = 0
    refused: int = 0
    unchanged: int = 0
    faults: tuple[RowError, ...] = field(default=())
    attempts: int = 0
    finished_at: datetime | None = None

    def succeeded(self, *, rows: int, unchanged: int, at: datetime) -> "LicenceImport":
        """Every row is right, and taken unless it was only tried."""
        return replace(
            self,
            state=ImportState.SUCCEEDED,
            progress=1.0,
            rows=rows,
            accepted=rows,
            unchanged=unchanged,
            finished_at=at,
        )

    def failed(
        self, faults: tuple[RowError, ...], *, rows: int, refused: int, at: datetime
    ) -> "LicenceImport":
        """Nothing was taken, and these are the reasons, at most MOST_FAULTS of them."""
        return replace(
            self,
            state=ImportState.FAILED,
            progress=1.0,
            rows=rows,
            refused=refused,
            faults=faults[:MOST_FAULTS],
            finished_at=at,
        )
