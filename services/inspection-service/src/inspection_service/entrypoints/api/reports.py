"""`/v1/inspections/{id}/bap` and what follows it: the BAP, its signatures, its document."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.read_inspections import ChecklistLine, bap_document, checklist
from inspection_service.application.record_non_execution import (
    RecordNonExecution,
    record_non_execution,
)
from inspection_service.application.report_inspection import (
    Report,
    ReportInspection,
    report_inspection,
)
from inspection_service.application.sign_bap import SignBap, sign_bap
from inspection_service.domain.bap import Check, Finding, Party, Section
from inspection_service.domain.rules import Level
from inspection_service.domain.violation import NamedViolation
from inspection_service.entrypoints.api.fields import Code, Line, Prose
from inspection_service.entrypoints.api.inspection_views import inspection_answer, pdf
from shared.http import Idempotent, IfMatch, Representation, SignedIn, respond

Figure = Annotated[int, Field(ge=0, le=10**18)]


class FindingBody(BaseModel):
    """A line of the checklist."""

    item: Line
    compliant: bool
    note: Prose | None = None
    section: Section | None = None
    reported: Figure | None = None
    found: Figure | None = None


class ViolationBody(BaseModel):
    """A violation as it is put down at the place."""

    level: Level
    obligation_code: Code
    description: Prose
    licence_ids: list[UUID] = Field(default=[], max_length=100)

    def named(self) -> NamedViolation:
        """In the domain's words."""
        return NamedViolation(
            level=self.level,
            obligation_code=self.obligation_code,
            description=self.description,
            licence_ids=tuple(self.licence_ids),
        )


class BapBody(BaseModel):
    """What was found."""

    findings: list[FindingBody] = Field(default=[], max_length=500)
    violations: list[ViolationBody] = Field(default=[], max_length=100)
    checks: list[Check] = Field(default=list(Check), min_length=1, max_length=2)
    checks_reason: Prose | None = None


class SignatureBody(BaseModel):
    """A party's answer to the BAP."""

    party: Party
    signed: bool
    refusal_reason: Prose | None = None


class NonExecutionBody(BaseModel):
    """Why the inspection did not take place; the code is what others are told."""

    reason: Prose
    reason_code: Code = "other"


def report_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.get("/v1/inspections/{inspection_id}/checklist")
    async def lines(inspection_id: UUID, caller: SignedIn) -> Response:
        """The eight sections to fill in at the place, with what the newest investment report said
        (Ps 16(6)). For staff."""
        found = await checklist(inspection_id, caller, ports)
        body = {"items": [_line(one) for one in found], "next_cursor": None}
        return respond(Representation(body=body))

    @router.post("/v1/inspections/{inspection_id}/bap")
    async def report(
        inspection_id: UUID, body: BapBody, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Hands in the report of the inspection (BAP) with its findings and violations. By an
        inspector of the letter."""
        return await request.run(
            lambda once: report_inspection(
                ReportInspection(
                    caller=caller,
                    inspection_id=inspection_id,
                    findings=tuple(Finding(**one.model_dump()) for one in body.findings),
                    violations=tuple(one.named() for one in body.violations),
                    checks=tuple(body.checks),
                    checks_reason=body.checks_reason,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=_report_answer,
        )

    @router.post("/v1/inspections/{inspection_id}/bap-signatures")
    async def sign(
        inspection_id: UUID,
        body: SignatureBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """A party's signature on the BAP, or its refusal with the reason; only the business can
        refuse. By an inspector of the letter."""
        return await request.run(
            lambda once: sign_bap(
                SignBap(
                    caller=caller,
                    inspection_id=inspection_id,
                    party=body.party,
                    signed=body.signed,
                    refusal_reason=body.refusal_reason,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=inspection_answer(caller),
        )

    @router.post("/v1/inspections/{inspection_id}/non-execution")
    async def not_done(
        inspection_id: UUID,
        body: NonExecutionBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Why an inspection could not take place. By an inspector of the letter."""
        return await request.run(
            lambda once: record_non_execution(
                RecordNonExecution(
                    caller=caller,
                    inspection_id=inspection_id,
                    reason=body.reason,
                    reason_code=body.reason_code,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=inspection_answer(caller),
        )

    @router.get("/v1/inspections/{inspection_id}/bap.pdf")
    async def document(inspection_id: UUID, caller: SignedIn) -> Response:
        """The BAP as PDF, once it was made. For who may see the inspection."""
        return pdf(await bap_document(inspection_id, caller, ports), name="bap.pdf")


def _line(line: ChecklistLine) -> dict[str, Any]:
    return {
        "section": line.section,
        "item": line.item,
        "project": line.project,
        "reported": line.reported,
        "source": line.source,
    }


def _report_answer(report: Report) -> Representation:
    inspection, bap = report.inspection, report.inspection.bap
    return Representation(
        body={
            "inspection_id": inspection.id,
            "status": inspection.status,
            "number": bap and bap.number,
            "violations": [{"id": one.id, "level": one.level} for one in report.violations],
        },
        version=inspection.version,
        location=f"/v1/inspections/{inspection.id}",
    )
