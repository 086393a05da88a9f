"""What callers are shown of a technical agency's part: its answer, its days and their rule."""

from typing import Any

from permit_service.application.dossier import Dossier
from permit_service.domain.recommendation import Recommendation
from permit_service.entrypoints.api.members import members
from shared.calendar.office_time import local_date


def recommendation_body(one: Recommendation, dossier: Dossier) -> dict[str, Any]:
    """One member of `recommendations` of an application."""
    rule = dossier.rule_of(one)
    ended_on = local_date(one.given_at, dossier.office.zone) if one.given_at else dossier.today
    return {
        "agency": one.agency,
        "state": one.state,
        "due_on": one.due_on,
        "is_overdue": one.due_on is not None and one.due_on < ended_on,
        "silent_since": one.due_on if one.agency in dossier.silent_agencies else None,
        "service_time": None if one.service_time is None else members(one.service_time),
        "sop_version": one.sop_version,
        "sop_number": one.sop_number,
        "rule": members(rule) | {"service_time": members(rule.service_time)},
        "conditions": one.conditions,
        "notes": one.notes,
        "asked_at": one.asked_at,
        "given_at": one.given_at,
    }
