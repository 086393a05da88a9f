"""A time in which an outside system did not answer: an interruption, or maintenance that was
announced. The two are logged apart, each with its start and end (Laporan Kinerja PTSP, III)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from gateway.domain.errors import OutageBegun, OutageTimesNotValid
from gateway.domain.integrations.outside_system import OutsideSystem

ADAPTER = "adapter"
MAX_LENGTH = timedelta(days=366)


class OutageKind(StrEnum):
    """Whether it was announced."""

    INTERRUPTION = "interruption"
    MAINTENANCE = "maintenance"


class OutageState(StrEnum):
    """As of a moment."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """An entry of the log. `noted_by` is an account's id, or ADAPTER for what was noticed by
    ourselves; `told_start` and `told_end` are the moments that the others have been told."""

    id: UUID
    office_code: str
    system: OutsideSystem
    kind: OutageKind
    started_at: datetime
    ended_at: datetime | None
    noted_by: str
    noted_at: datetime
    called_off: bool = False
    told_start: datetime | None = None
    told_end: datetime | None = None
    version: int = 0

    def state(self, now: datetime) -> OutageState:
        """Where it stands."""
        if self.called_off:
            return OutageState.CALLED_OFF
        if self.started_at > now:
            return OutageState.PLANNED
        is_over = self.ended_at is not None and self.ended_at <= now
        return OutageState.ENDED if is_over else OutageState.RUNNING

    def is_noted_by_adapter(self) -> bool:
        """Whether it ends by itself when the system answers again."""
        return self.noted_by == ADAPTER

    def checked(self, *, now: datetime) -> "Outage":
        """Itself; raises OutageTimesNotValid. An interruption is told of once it is there;
        maintenance is announced with its end."""
        problems = [
            *self._problems_of_kind(now),
            *(("/ended_at", "before_start") for _ in (1,) if self._ends_before_start()),
            *(("/ended_at", "too_long") for _ in (1,) if self._is_too_long(now)),
        ]
        if problems:
            raise OutageTimesNotValid(pointers=tuple(problems))
        return self

    def corrected(
        self, *, started_at: datetime | None, ended_at: datetime | None, now: datetime
    ) -> "Outage":
        """With other times; raises OutageTimesNotValid, OutageBegun for another start of what
        has begun, or for one that was called off."""
        moves_start = started_at is not None and started_at != self.started_at
        state = self.state(now)
        if state is OutageState.CALLED_OFF or (moves_start and state is not OutageState.PLANNED):
            raise OutageBegun
        return replace(
            self, started_at=started_at or self.started_at, ended_at=ended_at or self.ended_at
        ).checked(now=now)

    def called_off_at(self, now: datetime) -> "Outage":
        """It will not take place; raises OutageBegun."""
        if self.state(now) not in (OutageState.PLANNED, OutageState.CALLED_OFF):
            raise OutageBegun
        return replace(self, called_off=True)

    def ended(self, *, at: datetime) -> "Outage":
        """The system answers again; a clock that was set back ends nothing before its start."""
        return replace(self, ended_at=max(at, self.started_at))

    def _problems_of_kind(self, now: datetime) -> list[tuple[str, str]]:
        if self.kind is OutageKind.MAINTENANCE:
            return [] if self.ended_at is not None else [("/ended_at", "missing")]
        moments = {"/started_at": self.started_at, "/ended_at": self.ended_at}
        return [(name, "future") for name, at in moments.items() if at is not None and at > now]

    def _ends_before_start(self) -> bool:
        return self.ended_at is not None and self.ended_at < self.started_at

    def _is_too_long(self, now: datetime) -> bool:
        return (self.ended_at or now) - self.started_at > MAX_LENGTH
