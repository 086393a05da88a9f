"""An officer stops, resets or starts the legal clock (OSS 41 to 44), for a reason with a rule."""

from dataclasses import dataclass

from permit_service.application.access import require_clock_keeper
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.clock_decision import move_clock
from permit_service.domain.clock_reason import OfficerMove, ReasonCode, reason_for


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveClock(Step):
    """`notes` are shown to the applicant with the move."""

    move: OfficerMove
    reason: ReasonCode
    notes: str = ""


async def move_clock_by_officer(command: MoveClock, ports: Ports) -> Dossier:
    """Raises Forbidden for who does not work on it now, ClockReasonNotInForce,
    ClockMoveNotAllowed, ClockCannotHideExcess."""
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work, right=require_clock_keeper)
        rules = await work.rules.of(dossier.office.code)
        application = move_clock(
            dossier.application,
            reason_for(command.move, command.reason, today=dossier.today, rules=rules),
            notes=command.notes,
            at=work.now,
            is_exceeded=dossier.is_exceeded,
        )
        return await kept(dossier, application, work)
