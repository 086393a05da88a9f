"""The report linter as a page: a file in, findings out, nothing kept."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from reporting_service.domain.lint import lint
from reporting_service.entrypoints.api.lint_body import PrintedReportBody
from reporting_service.entrypoints.pages.texts import TEXTS
from shared.documents.scanning import FileInfected
from shared.errors import InvalidRequest
from shared.http.language import Language, Reads
from shared.http.pages import Pages
from shared.http.uploads import receive_upload

MOST_PLACES = 20
_PAGES = Pages(__package__ or "", TEXTS)


def lint_router() -> APIRouter:
    """`/report-lint`, for whoever has a printed report in hand."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/report-lint")
    async def ask(language: Reads) -> HTMLResponse:
        return _page(language)

    @router.post("/report-lint")
    async def show(request: Request, language: Reads) -> HTMLResponse:
        try:
            upload = await receive_upload(request)
            body = PrintedReportBody.model_validate_json(await upload.read())
        except (InvalidRequest, FileInfected):
            return _page(language, faults=["file"])
        except ValidationError as error:
            places = [".".join(map(str, one["loc"])) or "file" for one in error.errors()]
            return _page(language, faults=places[:MOST_PLACES])
        return _page(language, findings=lint(body.report()))

    return router


def _page(
    language: Language, *, findings: object = None, faults: list[str] | None = None
) -> HTMLResponse:
    return _PAGES.page(
        "lint.html",
        language,
        title=TEXTS[language]["lint_title"],
        status=422 if faults else 200,
        findings=findings,
        faults=faults or [],
    )
