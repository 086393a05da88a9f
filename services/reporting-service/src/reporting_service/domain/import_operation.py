"""One import and how it ended: rows, what was taken, what was refused and why.

Nothing of a file is taken when a row of it is refused; a dry run takes nothing either way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.imports.rows import RowError


class OperationState(StrEnum):
    """How far an operation is."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOperation:
    """`notes` tell what the import did besides: the map used, columns moved, cells derived."""

    id: UUID
    office_code: str
    kind: str
    state: OperationState
    rows: int
    accepted: int
    errors: tuple[RowError, ...] = ()
    dry_run: bool = False
    notes: Mapping[str, object] = field(default_factory=dict)
    finished_at: datetime

    @property
    def refused(self) -> int:
        """Rows with at least one error."""
        return len({error.row for error in self.errors})


def finished(
    *,
    id: UUID,
    office_code: str,
    kind: str,
    rows: int,
    errors: tuple[RowError, ...],
    dry_run: bool,
    at: datetime,
    notes: Mapping[str, object] | None = None,
) -> ImportOperation:
    """An import that ran to its end: all rows or none."""
    refused = len({error.row for error in errors})
    return ImportOperation(
        id=id,
        office_code=office_code,
        kind=kind,
        state=OperationState.FAILED if errors else OperationState.SUCCEEDED,
        rows=rows,
        accepted=rows - refused if dry_run or not errors else 0,
        errors=errors,
        dry_run=dry_run,
        notes=notes or {},
        finished_at=at,
    )
