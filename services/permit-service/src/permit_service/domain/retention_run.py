"""Destroying what is due, in two phases: everything is listed, then what was listed is looked at
anew and destroyed.

On command the two are two runs, a dry one and one that names it. By itself a run waits a day
between them: a clock that has gone wrong for less destroys nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from permit_service.domain.retention import RetentionClass
from shared.errors import Conflict

GRACE = timedelta(days=1)
# By how much the clocks of two machines may differ.
SKEW = timedelta(minutes=5)


class RetentionRunAtWork(Conflict):
    """The office has one of this class and kind that is not finished."""

    code = "retention_run_at_work"
    message = "A retention run of this class is still at work."


class DryRunMissing(Conflict):
    """A run destroys what a finished dry run of the same class has listed, and nothing else."""

    code = "dry_run_missing"
    message = "Let a dry run of this class list first what would be destroyed."


class RunKind(StrEnum):
    """Who wants it, and what for."""

    DRY = "dry"
    COMMAND = "command"
    AUTOMATIC = "automatic"


class RunPhase(StrEnum):
    """How far it is."""

    LISTING = "listing"
    WAITING = "waiting"
    CARRYING_OUT = "carrying_out"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class LeftAlone(StrEnum):
    """Why something that was listed is there still."""

    LEGAL_HOLD = "legal_hold"
    NOT_DUE = "not_due"


class RunEnd(StrEnum):
    """Why a run ended before its end."""

    NOT_CONFIRMED = "retention_not_confirmed"
    CLOCK_MOVED_BACK = "clock_moved_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionLine:
    """One application in a run. `destroyed_at` is None while it is only listed."""

    application_id: UUID
    due_on: date
    code: LeftAlone | None = None
    destroyed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRun:
    """`after` is the last application that the present phase has done; `listed_by` the dry run
    whose lines a command carries out."""

    id: UUID
    office_code: str
    retention_class: RetentionClass
    kind: RunKind
    asked_by: str
    asked_at: datetime
    listed_by: UUID | None = None
    phase: RunPhase = RunPhase.LISTING
    not_before: datetime | None = None
    after: UUID | None = None
    examined: int = 0
    destroyed: int = 0
    left_alone: int = 0
    code: RunEnd | None = None
    finished_at: datetime | None = None

    @property
    def is_dry(self) -> bool:
        """Whether it only lists."""
        return self.kind is RunKind.DRY

    def was_asked_ahead(self, now: datetime) -> bool:
        """Whether a clock that was ahead has begun it."""
        return self.asked_at > now + SKEW

    @property
    def list_id(self) -> UUID:
        """The run whose lines are carried out."""
        return self.listed_by or self.id

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        if self.finished_at is not None:
            return 1.0
        if self.phase is not RunPhase.CARRYING_OUT or self.examined == 0:
            return 0.0
        return min((self.destroyed + self.left_alone) / self.examined, 1.0)

    def listed(
        self, lines: tuple[RetentionLine, ...], *, is_last: bool, at: datetime
    ) -> "RetentionRun":
        """After a batch of the first phase."""
        done = replace(
            self,
            after=lines[-1].application_id if lines else self.after,
            examined=self.examined + len(lines),
        )
        if not is_last:
            return done
        if done.is_dry:
            return replace(done, phase=RunPhase.SUCCEEDED, finished_at=at)
        return replace(done, phase=RunPhase.WAITING, after=None, not_before=at + GRACE)

    def begun(self) -> "RetentionRun":
        """The day has passed."""
        return replace(self, phase=RunPhase.CARRYING_OUT)

    def ended(self, code: RunEnd, *, at: datetime) -> "RetentionRun":
        """Nothing more is destroyed by it."""
        return replace(self, phase=RunPhase.FAILED, code=code, finished_at=at)

    def carried(
        self, lines: tuple[RetentionLine, ...], *, is_last: bool, at: datetime
    ) -> "RetentionRun":
        """After a batch of the second phase."""
        left_alone = sum(one.destroyed_at is None for one in lines)
        done = replace(
            self,
            after=lines[-1].application_id if lines else self.after,
            destroyed=self.destroyed + len(lines) - left_alone,
            left_alone=self.left_alone + left_alone,
        )
        return replace(done, phase=RunPhase.SUCCEEDED, finished_at=at) if is_last else done
