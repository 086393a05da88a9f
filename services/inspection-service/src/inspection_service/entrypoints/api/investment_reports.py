"""`/v1/investment-reports` and the obligations behind them (Ps 16, 18, 19)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.ports import Ports
from inspection_service.application.read_obligations import (
    OwedReport,
    list_obligations,
    show_investment_report,
)
from inspection_service.application.submit_investment_report import (
    JudgeInvestmentReport,
    SubmitInvestmentReport,
    evaluate_investment_report,
    submit_investment_report,
    verify_investment_report,
)
from inspection_service.domain.investment_report import (
    AnnualSection,
    Figures,
    InvestmentReport,
    ReportPeriod,
    ReportType,
    Stage,
)
from inspection_service.entrypoints.api.fields import Line, Nib, Prose
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    decode_cursor,
    encode_cursor,
    respond,
)

Year = Annotated[int, Field(ge=2000, le=2999)]
Quarter = Annotated[int, Field(ge=1, le=4)]
Rupiah = Annotated[int, Field(ge=0, le=10**18)]
People = Annotated[int, Field(ge=0, le=10**7)]


class AnnualBody(BaseModel):
    """What a commercial project reports once a year."""

    production: Prose
    social_responsibility: Prose
    partnership: Prose
    training: Prose
    production_value_rupiah: Rupiah = 0
    export_value_rupiah: Rupiah = 0


class ReportBody(BaseModel):
    """Rupiah and people of the quarter, and the problems met."""

    nib: Nib
    year: Year
    quarter: Quarter
    project: Line | None = None
    report_type: ReportType = ReportType.LKPM
    stage: Stage
    realised_investment_rupiah: Rupiah
    indonesian_workers: People
    foreign_workers: People = 0
    problems: Prose | None = None
    annual: AnnualBody | None = None

    def figures(self) -> Figures:
        """In the domain's words."""
        return Figures(
            realised_investment_rupiah=self.realised_investment_rupiah,
            indonesian_workers=self.indonesian_workers,
            foreign_workers=self.foreign_workers,
            problems=self.problems,
            annual=AnnualSection(**self.annual.model_dump()) if self.annual else None,
        )


class VerificationBody(BaseModel):
    """Accepted, or what is to be corrected."""

    accepted: bool
    notes: Prose


class EvaluationBody(BaseModel):
    """What the evaluation found."""

    notes: Prose


def investment_report_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""
    _judging_routes(router, ports)

    @router.post("/v1/investment-reports", status_code=201)
    async def submit(body: ReportBody, caller: SignedIn, request: Idempotent) -> Response:
        """Hands in the investment report (LKPM) of a project for a quarter. By the business, or the
        front office for it."""
        return await request.run(
            lambda once: submit_investment_report(
                SubmitInvestmentReport(
                    caller=caller,
                    nib=body.nib,
                    period=ReportPeriod(year=body.year, quarter=body.quarter),
                    stage=body.stage,
                    figures=body.figures(),
                    report_type=body.report_type,
                    project=body.project,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=report_answer,
            status=201,
        )

    @router.get("/v1/investment-reports/{report_id}")
    async def show(report_id: UUID, caller: SignedIn) -> Response:
        """One investment report, for its office and its business."""
        return respond(report_answer(await show_investment_report(report_id, caller, ports)))

    @router.get("/v1/investment-report-obligations")
    async def obligations(
        caller: SignedIn,
        year: Annotated[int, Query(ge=2000, le=2999)],
        quarter: Annotated[int, Query(ge=1, le=4)],
        nib: Nib | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Which investment reports are owed for a quarter and what became of each; names who has
        missed so many in a row. For staff, and for a business with its own NIB."""
        after = decode_cursor(cursor, str)
        owed, more = await list_obligations(
            caller,
            ports,
            period=ReportPeriod(year=year, quarter=quarter),
            nib=nib,
            after=None if after is None else after[0],
            limit=limit,
        )
        body = {
            "items": [owed_view(one) for one in owed],
            "next_cursor": None if more is None else encode_cursor(more),
        }
        return respond(Representation(body=body))


def _judging_routes(router: APIRouter, ports: Ports) -> None:
    @router.post("/v1/investment-reports/{report_id}/verification")
    async def verify(
        report_id: UUID,
        body: VerificationBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Accepts a report or sends it back with what is wrong. By the licensing official."""
        return await request.run(
            lambda once: verify_investment_report(
                JudgeInvestmentReport(
                    caller=caller,
                    report_id=report_id,
                    accepted=body.accepted,
                    notes=body.notes,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=report_answer,
        )

    @router.post("/v1/investment-reports/{report_id}/evaluation")
    async def evaluate(
        report_id: UUID,
        body: EvaluationBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Closes an accepted report as routine supervision (Ps 16(1)a); by the licensing
        official."""
        return await request.run(
            lambda once: evaluate_investment_report(
                JudgeInvestmentReport(
                    caller=caller,
                    report_id=report_id,
                    notes=body.notes,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=report_answer,
        )


def owed_view(owed: OwedReport) -> dict[str, Any]:
    """An obligation with its day, its rule, and what became of it."""
    one = owed.obligation
    return {
        "nib": one.nib,
        "project": one.project,
        "kbli": one.kbli,
        "year": one.period.year,
        "quarter": one.period.quarter,
        "due_on": one.due_on,
        "state": owed.state,
        "report_id": owed.report_id,
        "months_per_report": one.months,
        "violation_candidate": owed.is_violation_candidate,
        "rule": {"source": one.basis.source, "verified": one.basis.verified},
    }


def report_answer(report: InvestmentReport) -> Representation:
    """A report as its business and its office see it."""
    figures = report.figures
    annual = figures.annual
    body = {
        "id": report.id,
        "office_code": report.office_code,
        "nib": report.nib,
        "project": report.project,
        "year": report.year,
        "quarter": report.quarter,
        "report_type": report.report_type,
        "stage": report.stage,
        "realised_investment_rupiah": figures.realised_investment_rupiah,
        "indonesian_workers": figures.indonesian_workers,
        "foreign_workers": figures.foreign_workers,
        "problems": figures.problems,
        "annual": annual
        and {
            "production": annual.production,
            "social_responsibility": annual.social_responsibility,
            "partnership": annual.partnership,
            "training": annual.training,
            "production_value_rupiah": annual.production_value_rupiah,
            "export_value_rupiah": annual.export_value_rupiah,
        },
        "due_on": report.due_on,
        "submitted_at": report.submitted_at,
        "late": report.is_late,
        "status": report.status,
        "verification_notes": report.verification and report.verification.notes,
        "evaluation_notes": report.evaluation and report.evaluation.notes,
        "ruleset_version": report.ruleset_version,
    }
    return Representation(
        body=body, version=report.version, location=f"/v1/investment-reports/{report.id}"
    )
