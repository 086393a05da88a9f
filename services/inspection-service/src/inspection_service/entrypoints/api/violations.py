"""`/v1/violations`: what was found, and the order that stops it."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.read_sanctions import list_violations, show_violation
from inspection_service.application.record_violation import RecordViolation, record_violation
from inspection_service.application.stop_violation import StopViolation, stop_violation
from inspection_service.domain.violation import Violation
from inspection_service.entrypoints.api.fields import Line, Nib
from inspection_service.entrypoints.api.reports import ViolationBody
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    decode_id,
    respond,
)
from shared.http import page as page_of


class ReportedViolationBody(ViolationBody):
    """A violation that an expert reports; `found_on` is the day it was found at the place."""

    nib: Nib
    found_on: date | None = None


class StopOrderBody(BaseModel):
    """`law_enforcement` names the body that helps (Ps 20(5))."""

    law_enforcement: Line | None = None


def violation_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.get("/v1/inspection-obligations")
    async def obligations() -> Response:
        """The duties that a violation can name, with their articles and labels in both languages.
        For everybody."""
        catalogue = ports.obligations
        items = [
            {
                "code": one.code,
                "article": one.article,
                "label": {"id": one.indonesian, "en": one.english},
            }
            for one in catalogue.codes
        ]
        basis = catalogue.basis
        body = {"items": items, "source": basis.source, "verified": basis.verified}
        return respond(Representation(body=body))

    @router.post("/v1/violations", status_code=201)
    async def record(
        body: ReportedViolationBody, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Reports a violation outside of a BAP and starts both clocks (Ps 20(3)). By an inspector
        or an accredited expert."""
        return await request.run(
            lambda once: record_violation(
                RecordViolation(
                    caller=caller,
                    nib=body.nib,
                    named=body.named(),
                    found_on=body.found_on,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=violation_answer,
            status=201,
        )

    @router.get("/v1/violations")
    async def violations(
        caller: SignedIn, nib: Nib | None = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """Violations, the oldest first: for staff all of the office, for a business those of its
        own NIB."""
        found = await list_violations(caller, ports, nib=nib, after=decode_id(cursor), limit=limit)
        body = page_of(found, limit, shape=violation_view)
        return respond(Representation(body=body))

    @router.get("/v1/violations/{violation_id}")
    async def violation(violation_id: UUID, caller: SignedIn) -> Response:
        """One violation with its clocks. A business reads every finding about itself (Ps 4(1)a)."""
        return respond(violation_answer(await show_violation(violation_id, caller, ports)))

    @router.post("/v1/violations/{violation_id}/stop-order")
    async def stop(
        violation_id: UUID,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
        body: StopOrderBody | None = None,
    ) -> Response:
        """Orders an activity that endangers to stop, with the body that helps (Ps 20(5)). By the
        licensing official, the Head or an inspector."""
        return await request.run(
            lambda once: stop_violation(
                StopViolation(
                    caller=caller,
                    violation_id=violation_id,
                    law_enforcement=body.law_enforcement if body else None,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=violation_answer,
        )


def violation_view(violation: Violation) -> dict[str, Any]:
    """A violation with its two clocks."""
    clock, order = violation.clock, violation.stop_order
    return {
        "id": violation.id,
        "office_code": violation.office_code,
        "nib": violation.nib,
        "level": violation.level,
        "obligation_code": violation.obligation_code,
        "description": violation.description,
        "origin": violation.origin,
        "inspection_id": violation.inspection_id,
        "licence_ids": violation.licence_ids,
        "found_on": violation.found_on,
        "recorded_at": violation.recorded_at,
        "status": violation.status,
        "ruleset_version": violation.ruleset_version,
        "report": clock and {"due_on": clock.report_due_on, "late": clock.is_report_late},
        "stop_due_on": clock and clock.stop_due_on,
        "stop_order": order
        and {
            "ordered_at": order.ordered_at,
            "late": order.is_late,
            "law_enforcement": order.law_enforcement,
        },
    }


def violation_answer(violation: Violation) -> Representation:
    """The violation with its version and place."""
    return Representation(
        body=violation_view(violation),
        version=violation.version,
        location=f"/v1/violations/{violation.id}",
    )
