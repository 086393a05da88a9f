"""What callers are shown of a legal clock: where it stands, and its ledger day by day."""

from collections.abc import Sequence
from typing import Any

from permit_service.application.dossier import Dossier
from permit_service.application.recomputation_ports import CarriedOut
from permit_service.domain.service_clock import standing
from permit_service.entrypoints.api.members import members


def short_clock(dossier: Dossier) -> dict[str, Any]:
    """The member `clock` of an application. Where the calendar has a hole, what was computed last
    and what the moves alone say."""
    application, standard, reading = dossier.application, dossier.service.standard, dossier.clock
    return {
        "standard": {"value": standard.value, "unit": standard.unit},
        "due_on": reading.due_on if reading else application.due_on,
        "counted": reading.counted if reading else 0,
        "state": reading.state if reading else standing(application.clock),
        "is_exceeded": reading.is_exceeded if reading else False,
        "is_provisional": reading.is_provisional if reading else False,
        "deemed_approved_on": application.service_time.deemed_approved_on,
    }


def whole_clock(dossier: Dossier, recomputations: Sequence[CarriedOut]) -> dict[str, Any]:
    """The clock with its ledger, day by day; raises CalendarHole where a day cannot be judged."""
    return short_clock(dossier) | {
        "calendar_version": dossier.calendar.version,
        "ledger": [members(row) for row in dossier.ledger()],
        "moves": [members(move) for move in dossier.application.clock],
        "recomputations": [
            {
                "recomputation_id": one.recomputation_id,
                "calendar_before": one.line.calendar_before,
                "calendar_version": one.calendar_version,
                "due_before": one.line.due_before,
                "due_after": one.line.due_after,
                "carried_out_at": one.line.carried_out_at,
            }
            for one in recomputations
        ],
    }
