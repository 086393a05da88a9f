"""What clients are answered about recomputations."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from permit_service.domain.recomputation import LineCode
from shared.http import Answer


class RecomputationResult(Answer):
    """How many applications were listed, moved, and left alone."""

    rows: int
    accepted: int
    refused: int


class RecomputationError(Answer):
    """Why it ended without moving anything."""

    row: int | None
    column: str | None
    code: str


class RecomputationAnswer(Answer):
    """A recomputation, as every operation is answered."""

    operation_id: UUID
    id: UUID
    kind: Literal["clock_recomputation"]
    state: Literal["running", "succeeded", "failed"]
    progress: float
    dry_run: bool
    calendar_version: str
    result: RecomputationResult
    errors: list[RecomputationError]
    asked_at: datetime
    finished_at: datetime | None


class RecomputationLineAnswer(Answer):
    """One application before and after; `code` says why it was left alone."""

    application_id: UUID
    calendar_before: str | None
    due_before: date | None
    due_after: date | None
    code: LineCode | None
    carried_out_at: datetime | None


class RecomputationLinesPage(Answer):
    """A page of the list."""

    items: list[RecomputationLineAnswer]
    next_cursor: str | None
