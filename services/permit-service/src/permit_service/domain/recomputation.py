"""Having the dates of running clocks computed anew by another calendar: an explicit act, in two
phases. First everything is listed and nothing changes; a hole in the calendar ends it there. Then
what was listed is carried out.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict


class Phase(StrEnum):
    """How far a recomputation is."""

    LISTING = "listing"
    CARRYING_OUT = "carrying_out"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class LineCode(StrEnum):
    """Why an application was left as it was."""

    CALENDAR_HOLE = "calendar_hole"
    CLOCK_STOPPED = "clock_stopped"


class RecomputationAtWork(Conflict):
    """The office has one that is not finished."""

    code = "recomputation_at_work"
    message = "A recomputation of this office is still at work."


class CalendarMovedOn(Conflict):
    """The calendar is no longer the one that was looked at."""

    code = "calendar_changed"
    message = "The calendar has changed since; look at the list again."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputationLine:
    """One application before and after. `carried_out_at` is None while it is only listed."""

    application_id: UUID
    calendar_before: str | None
    due_before: date | None
    due_after: date | None
    code: LineCode | None = None
    carried_out_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputation:
    """`after` is the last application that the present phase has done."""

    id: UUID
    office_code: str
    calendar_version: str
    dry_run: bool
    asked_by: str
    asked_at: datetime
    phase: Phase = Phase.LISTING
    after: UUID | None = None
    examined: int = 0
    carried_out: int = 0
    left_alone: int = 0
    code: str | None = None
    finished_at: datetime | None = None

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        if self.finished_at is not None:
            return 1.0
        if self.phase is Phase.LISTING or self.examined == 0:
            return 0.0
        return min((self.carried_out + self.left_alone) / self.examined, 1.0)

    def listed(
        self, lines: tuple[RecomputationLine, ...], *, is_last: bool, at: datetime
    ) -> "Recomputation":
        """After a batch of the first phase."""
        holes = sum(one.code is not None for one in lines)
        done = replace(
            self,
            after=lines[-1].application_id if lines else self.after,
            examined=self.examined + len(lines),
            left_alone=self.left_alone + holes,
        )
        if not is_last:
            return done
        if done.left_alone:
            code = LineCode.CALENDAR_HOLE.value
            return replace(done, phase=Phase.FAILED, code=code, finished_at=at)
        if done.dry_run:
            return replace(done, phase=Phase.SUCCEEDED, finished_at=at)
        return replace(done, phase=Phase.CARRYING_OUT, after=None)

    def carried(
        self, lines: tuple[RecomputationLine, ...], *, is_last: bool, at: datetime
    ) -> "Recomputation":
        """After a batch of the second phase."""
        left_alone = sum(one.code is not None for one in lines)
        done = replace(
            self,
            after=lines[-1].application_id if lines else self.after,
            carried_out=self.carried_out + len(lines) - left_alone,
            left_alone=self.left_alone + left_alone,
        )
        return replace(done, phase=Phase.SUCCEEDED, finished_at=at) if is_last else done
