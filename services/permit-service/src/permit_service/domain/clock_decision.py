"""What an officer decides about the legal clock of an application (OSS 41 to 44).

An excess is never hidden: once the service time has passed, no pause and no reset is granted.
"""

from dataclasses import replace
from datetime import datetime

from permit_service.domain.application import Application
from permit_service.domain.clock_reason import ClockReason, OfficerMove
from permit_service.domain.errors import ClockCannotHideExcess
from permit_service.domain.service_clock import moved
from permit_service.domain.steps import Status
from shared.calendar.clock_moves import NEXT_MOVES, ClockMove, ClockMoveNotAllowed
from shared.errors import TransitionNotAllowed

# Where the office works on it; a returned one is moved by the applicant's answer, but for a reset.
_IN_HAND = frozenset({Status.SUBMITTED, Status.VERIFIED})
_HALTING = frozenset({ClockMove.PAUSED, ClockMove.RESET})


def move_clock(
    application: Application,
    reason: ClockReason,
    *,
    notes: str,
    at: datetime,
    is_exceeded: bool,
) -> Application:
    """The application with its clock moved; `notes` stay with the move, never in an event.

    Raises TransitionNotAllowed where nobody holds it, ClockMoveNotAllowed, ClockCannotHideExcess.
    """
    move = reason.move.move
    if not _is_in_hand(application, move):
        raise TransitionNotAllowed
    if move not in NEXT_MOVES[_last(application)]:
        raise ClockMoveNotAllowed
    if is_exceeded and move in _HALTING:
        raise ClockCannotHideExcess(rule="service_time_exceeded")
    clock = moved(application.clock, move, at=at, reason=reason.code, notes=notes)
    return replace(application, clock=clock)


def clock_moves_of(application: Application, *, is_exceeded: bool) -> tuple[OfficerMove, ...]:
    """What an officer may do to its clock now."""
    return tuple(
        one
        for one in OfficerMove
        if _is_in_hand(application, one.move)
        and one.move in NEXT_MOVES[_last(application)]
        and not (is_exceeded and one.move in _HALTING)
    )


def _is_in_hand(application: Application, move: ClockMove) -> bool:
    resets_a_return = application.status is Status.RETURNED and move is ClockMove.RESET
    return application.status in _IN_HAND or resets_a_return


def _last(application: Application) -> ClockMove | None:
    return application.clock[-1].move if application.clock else None
