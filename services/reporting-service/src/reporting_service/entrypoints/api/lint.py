"""The report linter: a printed report in, findings out."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from reporting_service.application.lint_report import lint_report
from reporting_service.application.ports import Ports
from reporting_service.entrypoints.api.bodies import json_body
from reporting_service.entrypoints.api.lint_body import PrintedReportBody
from shared.http import Representation, SignedIn, respond

_BODY = TypeAdapter(PrintedReportBody)


def router(_ports: Ports) -> APIRouter:
    """`POST /v1/report-lint`."""
    routes = APIRouter(tags=["reports"])

    @routes.post("/v1/report-lint")
    async def lint(request: Request, caller: SignedIn) -> Response:
        body = await json_body(request, _BODY)
        findings = [asdict(one) for one in lint_report(body.report(), caller)]
        return respond(Representation(body={"findings": findings}))

    return routes
