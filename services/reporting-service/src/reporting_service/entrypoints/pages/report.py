"""A published report as a page, with its files and its editions; public once it is published."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from reporting_service.application.media_types import DOCX, JSON, PDF, XLSX
from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import QuarterQuery
from reporting_service.application.read_report import published_editions, read_report
from reporting_service.domain.edition import Edition
from reporting_service.entrypoints.pages.texts import REPORT_TEXTS
from shared.calendar.office_time import Quarter
from shared.calendar.written import long_date
from shared.errors import NotFound
from shared.http.language import Language, Reads
from shared.http.pages import Pages
from shared.identity import ANYBODY

Office = Annotated[str, Path(max_length=13, pattern=r"^[0-9.]+$")]
Year = Annotated[int, Path(ge=1990, le=2100)]
QuarterNumber = Annotated[int, Path(ge=1, le=4)]
EditionNumber = Annotated[int | None, Query(ge=1, le=1_000)]
FORMS: Mapping[str, str] = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX, "json": JSON}
# Longer tables are opened by whoever wants to read them.
MOST_OPEN_ROWS = 40
_PAGES = Pages(__package__ or "", REPORT_TEXTS)


def report_router(ports: Ports) -> APIRouter:
    """`/reports/{office}/{year}/{quarter}` and its files."""
    router = APIRouter(include_in_schema=False, prefix="/reports/{office}/{year}/{quarter}")

    @router.get("", response_class=HTMLResponse)
    async def show(
        office: Office,
        year: Year,
        quarter: QuarterNumber,
        language: Reads,
        edition: EditionNumber = None,
    ) -> HTMLResponse:
        query = _query(office, year, quarter)
        try:
            found = await read_report(query, JSON, edition, ports)
        except NotFound:
            return _PAGES.message("no_report", language, status=404)
        editions = await published_editions(office, query.quarter, ports)
        return _page(json.loads(found.content), editions, language, asked=edition)

    @router.get("/laporan.{form}")
    async def download(
        office: Office,
        year: Year,
        quarter: QuarterNumber,
        form: Annotated[str, Path(pattern="^(pdf|docx|xlsx|json)$")],
        edition: EditionNumber = None,
    ) -> Response:
        found = await read_report(_query(office, year, quarter), FORMS[form], edition, ports)
        name = f"laporan-kinerja-{office}-{year}-tw{quarter}-edisi{found.edition}.{form}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{found.edition}"',
        }
        return Response(found.content, headers=headers, media_type=found.media_type)

    return router


def _query(office: str, year: int, quarter: int) -> QuarterQuery:
    return QuarterQuery(
        caller=ANYBODY, office_code=office, quarter=Quarter(year=year, number=quarter)
    )


def _page(
    report: dict[str, Any],
    editions: Sequence[tuple[Edition, date]],
    language: Language,
    *,
    asked: int | None,
) -> HTMLResponse:
    tables = {one["id"]: one for one in (*report["tables"], *report.get("annexes", ()))}
    return _PAGES.page(
        "report.html",
        language,
        title=report["title"],
        office_name=report["office_name"],
        keep="" if asked is None else f"&edition={asked}",
        report=report,
        sections=report.get("sections") or _plain_sections(report),
        tables=tables,
        editions=[_edition_row(one, day) for one, day in editions],
        place=f"/reports/{report['office_code']}/{report['year']}/{report['quarter']}",
        published_on=next(
            long_date(day) for one, day in editions if one.publication.edition == report["edition"]
        ),
        forms=tuple(FORMS),
        most_open_rows=MOST_OPEN_ROWS,
        written=_written,
        is_number=_is_number,
        drawing=Markup,  # our own frozen drawing: its texts were escaped when it was made
    )


def _plain_sections(report: dict[str, Any]) -> list[dict[str, Any]]:
    """An edition that was published without a layout: its tables, one after the other."""
    blocks = [
        {"kind": "table", "table": one["id"], "sums": [], "notes": one["notes"]}
        for one in report["tables"]
    ]
    return [{"level": 1, "heading": report["title"], "blocks": blocks}]


def _edition_row(edition: Edition, day: date) -> dict[str, Any]:
    publication = edition.publication
    return {
        "number": publication.edition,
        "published_on": long_date(day),
        "changes": publication.changes,
    }


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


def _written(cell: str) -> str:
    """A decimal string as it is written in Indonesian; other texts as they are."""
    whole, point, decimals = cell.partition(".")
    if not whole.isdecimal() or (point and not decimals.isdecimal()):
        return cell
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if point else grouped
