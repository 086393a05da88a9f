"""An import and how it ended, as its caller asks for it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from shared.imports.rows import RowError


class OperationState(StrEnum):
    """An import is one transaction, so that none is ever seen running."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`fingerprint` recognises the same file with the same settings, without keeping it."""

    id: UUID
    office_code: str
    kind: str
    state: OperationState
    rows: int
    accepted: int
    refused: int
    column_map: Mapping[str, str]
    dry_run: bool
    fingerprint: bytes
    imported_before: bool = False
    ignored_columns: int = 0
    faults: tuple[RowError, ...] = field(default=())
