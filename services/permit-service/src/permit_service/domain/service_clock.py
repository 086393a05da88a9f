"""How the steps of an application move its legal clock.

The clock starts at submission and stands still while the office waits for the applicant: for a
correction, for the survey, for a payment. A step that would not move it leaves it as it is.
"""

from datetime import datetime
from enum import StrEnum

from shared.calendar.clock_moves import NEXT_MOVES, SETS_RUNNING, ClockEvent, ClockMove
from shared.calendar.legal_clock import ClockState

Moves = tuple[ClockEvent, ...]


class Wait(StrEnum):
    """What the office waits for while the clock stands still."""

    CORRECTION = "correction"
    SURVEY = "survey"
    PAYMENT = "payment"


# What the office may wait for between validation and signature.
_BEFORE_ISSUE = frozenset({Wait.SURVEY, Wait.PAYMENT})


def moved(
    moves: Moves, move: ClockMove, *, at: datetime, reason: str | None = None, notes: str = ""
) -> Moves:
    """The moves with one more, if it may follow. A clock of a machine that went backwards does
    not put a move before its predecessor."""
    last = moves[-1] if moves else None
    if move not in NEXT_MOVES[last.move if last else None]:
        return moves
    moment = at if last is None else max(at, last.at)
    return (*moves, ClockEvent(move=move, at=moment, reason=reason, notes=notes))


def gone_on(moves: Moves, *, at: datetime) -> Moves:
    """The clock after a wait: from where it stood, or from zero after a reset."""
    if moves and moves[-1].move is ClockMove.RESET:
        return moved(moves, ClockMove.RESTARTED, at=at)
    return moved(moves, ClockMove.RESUMED, at=at)


def waits_for(moves: Moves, wait: Wait) -> bool:
    """Whether the clock stands still for that reason."""
    return bool(moves) and moves[-1].move is ClockMove.PAUSED and moves[-1].reason == wait


def standing(moves: Moves) -> ClockState:
    """What the clock does, as its moves alone say; before the start it stands."""
    last = moves[-1].move if moves else ClockMove.STOPPED
    if last in SETS_RUNNING:
        return ClockState.RUNNING
    return ClockState.STOPPED if last is ClockMove.STOPPED else ClockState.PAUSED


def is_running(moves: Moves) -> bool:
    """Whether the clock counts now."""
    return bool(moves) and moves[-1].move in SETS_RUNNING


def waiting(moves: Moves, wait: Wait | None, *, at: datetime) -> Moves:
    """The moves after which the clock stands still for `wait`, or goes on if that is None.

    Where it stood still for another of the waits before the signature, one ends as the other
    begins.
    """
    stands = next((one for one in _BEFORE_ISSUE if waits_for(moves, one)), None)
    if stands == wait:
        return moves
    if stands is not None:
        moves = moved(moves, ClockMove.RESUMED, at=at)
    return moves if wait is None else moved(moves, ClockMove.PAUSED, at=at, reason=wait)
