"""An inspection as a caller sees it, with what this caller may do next."""

from collections.abc import Callable
from typing import Any

from fastapi.responses import Response

from inspection_service.application.start_inspection import inspector_name
from inspection_service.domain.inspection import Inspection, Status
from shared.http import Representation
from shared.identity import Caller, Role


def inspection_view(inspection: Inspection, caller: Caller) -> dict[str, Any]:
    """Everything but the checklist's keys, which stand in the BAP."""
    letter, bap, missed = inspection.letter, inspection.bap, inspection.non_execution
    return {
        "id": inspection.id,
        "office_code": inspection.office_code,
        "number": inspection.number,
        "nib": inspection.nib,
        "location_id": inspection.location_id,
        "kind": inspection.kind,
        "mode": inspection.mode,
        "mode_reason": inspection.mode_reason,
        "form": inspection.form,
        "form_reason": inspection.form_reason,
        "risk": inspection.risk,
        "status": inspection.status,
        "priority": "urgent" if inspection.is_urgent else "normal",
        "triggers": [
            {"trigger": one.circumstance, "source": one.source} for one in inspection.triggers
        ],
        "plan_item_id": inspection.plan_item_id,
        "ruleset_version": inspection.ruleset_version,
        "created_at": inspection.created_at,
        "started_at": inspection.started_at,
        "assignment": letter
        and {
            "number": letter.number,
            "inspectors": letter.inspectors,
            "experts": [
                {"name": one.name, "certificate_number": one.certificate_number}
                for one in letter.experts
            ],
            "agencies": letter.agencies,
            "valid_from": letter.valid_from,
            "valid_until": letter.valid_until,
            "sha256": letter.sha256,
            "signed_by": letter.signed_by,
            "signed_at": letter.signed_at,
        },
        "bap": bap
        and {
            "number": bap.number,
            "made_at": bap.made_at,
            "findings": [
                {
                    "item": one.item,
                    "compliant": one.compliant,
                    "note": one.note,
                    "section": one.section,
                    "reported": one.reported,
                    "found": one.found,
                    "difference": one.difference,
                }
                for one in bap.findings
            ],
            "checks": bap.checks,
            "checks_reason": bap.checks_reason,
            "violation_ids": bap.violation_ids,
            "signatures": [
                {
                    "party": one.party,
                    "signed": one.signed,
                    "refusal_reason": one.refusal_reason,
                    "at": one.at,
                }
                for one in bap.signatures
            ],
        },
        "non_execution": missed and {"reason": missed.reason, "recorded_at": missed.recorded_at},
        "actions": inspection_actions(inspection, caller),
    }


def letter_view(inspection: Inspection) -> dict[str, Any]:
    """What anybody may know of a letter they hold: no person, no business."""
    letter = inspection.letter
    return {
        "number": letter and letter.number,
        "kind": inspection.kind,
        "mode": inspection.mode,
        "valid_from": letter and letter.valid_from,
        "valid_until": letter and letter.valid_until,
        "status": inspection.status,
        "signature": letter
        and {
            "signed_by": letter.signed_by,
            "signed_at": letter.signed_at,
            "sha256": letter.sha256,
        },
    }


def inspection_actions(inspection: Inspection, caller: Caller) -> list[str]:
    """What this caller may do with it now."""
    letter = inspection.letter
    is_named = letter is not None and inspector_name(caller) in letter.inspectors
    actions = []
    if inspection.status is Status.PLANNED and caller.has(Role.HEAD):
        actions.append("assignment")
    if not caller.has(Role.INSPECTOR):
        return actions
    if inspection.status is Status.ASSIGNED and is_named:
        actions.append("start")
    if inspection.status is Status.IN_PROGRESS and is_named:
        actions.append("bap")
    if inspection.status is Status.BAP_DRAFT:
        actions.append("bap-signatures")
    if inspection.status in {Status.PLANNED, Status.ASSIGNED, Status.IN_PROGRESS}:
        actions.append("non-execution")
    return actions


def inspection_answer(caller: Caller) -> Callable[[Inspection], Representation]:
    """How an inspection is answered to this caller."""

    def shape(inspection: Inspection) -> Representation:
        return Representation(
            body=inspection_view(inspection, caller),
            version=inspection.version,
            location=f"/v1/inspections/{inspection.id}",
        )

    return shape


def pdf(content: bytes, *, name: str) -> Response:
    """A document to keep, never to run."""
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
