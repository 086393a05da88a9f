"""The report linter: a printed report in, findings out; and the print beside the report."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from reporting_service.application.keep_printed_report import (
    KeepPrintedReport,
    keep_printed_report,
)
from reporting_service.application.lint_report import lint_report
from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import READERS
from reporting_service.domain.lint import Finding
from reporting_service.entrypoints.api.bodies import json_body, own_office
from reporting_service.entrypoints.api.described import request_body
from reporting_service.entrypoints.api.lint_body import PrintedReportBody
from reporting_service.entrypoints.api.reports import QuarterNumber, Year
from shared.calendar.office_time import Quarter
from shared.http import Idempotent, Representation, SignedIn, by
from shared.identity import Role

_BODY = TypeAdapter(PrintedReportBody)


def router(ports: Ports) -> APIRouter:
    """`POST /v1/report-lint`."""
    routes = APIRouter(tags=["reports"])

    @routes.post("/v1/report-lint", openapi_extra=request_body(_BODY), dependencies=by(*READERS))
    async def lint(request: Request, caller: SignedIn, idempotent: Idempotent) -> Response:
        """Recomputes a printed report and says what is wrong in it, where and why. Keeps nothing.
        For staff and the province."""
        body = await json_body(request, _BODY)

        async def linted() -> tuple[Finding, ...]:
            return tuple(lint_report(body.report(), caller))

        return await idempotent.run_outside(
            linted, body=hashlib.sha256(await request.body()).hexdigest(), shape=findings_view
        )

    @routes.post(
        "/v1/reports/quarterly/{year}/{quarter}/printed",
        status_code=201,
        openapi_extra=request_body(_BODY),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def keep(
        request: Request,
        year: Year,
        quarter: QuarterNumber,
        caller: SignedIn,
        idempotent: Idempotent,
    ) -> Response:
        """Keeps the printed figures of a quarter beside the recomputed ones, with what is wrong in
        them. By the administrator."""
        body = await json_body(request, _BODY)
        return await idempotent.run(
            lambda once: keep_printed_report(
                KeepPrintedReport(
                    caller=caller,
                    office_code=own_office(caller),
                    quarter=Quarter(year=year, number=quarter),
                    report=body.report(),
                    values=body.values(),
                    once=once,
                ),
                ports,
            ),
            body=hashlib.sha256(await request.body()).hexdigest(),
            shape=findings_view,
            status=201,
        )

    return routes


def findings_view(findings: Sequence[Finding]) -> Representation:
    """What is wrong, in the order of the report."""
    return Representation(body={"findings": [asdict(one) for one in findings]})
