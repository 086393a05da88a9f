"""The moves of a legal clock, and which may follow which.

OSS codes 41 to 44 are four of them: a pause, its end, a reset to zero that also stops the clock,
and a start from zero after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from shared.errors import Conflict


class ClockMove(StrEnum):
    """What happened to the clock."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESET = "reset"
    RESTARTED = "restarted"
    STOPPED = "stopped"


SETS_RUNNING = frozenset({ClockMove.STARTED, ClockMove.RESUMED, ClockMove.RESTARTED})
_HALTS = frozenset({ClockMove.PAUSED, ClockMove.RESET, ClockMove.STOPPED})

NEXT_MOVES: Mapping[ClockMove | None, frozenset[ClockMove]] = MappingProxyType(
    {
        None: frozenset({ClockMove.STARTED}),
        ClockMove.STARTED: _HALTS,
        ClockMove.RESUMED: _HALTS,
        ClockMove.RESTARTED: _HALTS,
        ClockMove.PAUSED: frozenset({ClockMove.RESUMED, ClockMove.RESET, ClockMove.STOPPED}),
        ClockMove.RESET: frozenset({ClockMove.RESTARTED, ClockMove.STOPPED}),
        ClockMove.STOPPED: frozenset(),
    }
)


class ClockMoveNotAllowed(Conflict):
    """That move cannot follow the one before it, or it lies before it in time."""

    code = "clock_move_not_allowed"
    message = "The clock cannot make that move in its present state."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """A move of the clock. `reason` is a code such as `correction` or `survey`, never free text;
    `notes` are the words of whoever moved it and stay with it."""

    move: ClockMove
    at: datetime
    reason: str | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch during which the clock ran. A void one was thrown away by a later reset."""

    start: datetime
    end: datetime
    is_void: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockHistory:
    """A lawful sequence of moves up to a moment: never empty, in order, in whole seconds."""

    moves: tuple[ClockEvent, ...]
    until: datetime

    @property
    def last(self) -> ClockMove:
        """The move that made the clock's present state."""
        return self.moves[-1].move

    @property
    def ended_in_a_run(self) -> bool:
        """Whether the clock runs, or ran when it was stopped."""
        move = self.moves[-2].move if self.last is ClockMove.STOPPED else self.last
        return move in SETS_RUNNING

    def runs(self) -> tuple[Run, ...]:
        """Every stretch during which the clock ran, in order; the last may end at `until`."""
        ends = [*(event.at for event in self.moves[1:]), self.until]
        last_reset = max(
            (n for n, event in enumerate(self.moves) if event.move is ClockMove.RESET), default=-1
        )
        return tuple(
            Run(start=event.at, end=end, is_void=n < last_reset)
            for n, (event, end) in enumerate(zip(self.moves, ends, strict=True))
            if event.move in SETS_RUNNING
        )


def clock_history(events: Iterable[ClockEvent], *, now: datetime) -> ClockHistory:
    """Check the moves and cut them to whole seconds.

    A stopped clock's history ends at the stop. A machine's clock that went backwards does not
    unmake a move: the history reaches at least to the last one. Raises ClockMoveNotAllowed.
    """
    moves = tuple(replace(event, at=event.at.replace(microsecond=0)) for event in events)
    last: ClockEvent | None = None
    for event in moves:
        if event.move not in NEXT_MOVES[last.move if last else None]:
            raise ClockMoveNotAllowed
        if last is not None and event.at < last.at:
            raise ClockMoveNotAllowed
        last = event
    if last is None:
        raise ClockMoveNotAllowed
    stopped = last.move is ClockMove.STOPPED
    until = last.at if stopped else max(now.replace(microsecond=0), last.at)
    return ClockHistory(moves=moves, until=until)
