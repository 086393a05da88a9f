"""A report as JSON: tables with their numbers as decimal strings in the printed units, figures as
drawings, and the sections in which all of it stands."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from reporting_service.adapters.documents import wording
from reporting_service.adapters.documents.as_svg import draw
from reporting_service.adapters.documents.layout import (
    Block,
    Entries,
    Paragraph,
    SignatureBlock,
    sections_of,
)
from reporting_service.adapters.documents.shape import on_paper, printed_totals, title_of
from reporting_service.domain.chart import Chart
from reporting_service.domain.report import QuarterlyReport, lettered
from reporting_service.domain.table import NOT_AVAILABLE, Table


def render_json(report: QuarterlyReport) -> bytes:
    """The report's promise to clients, and what stands beside it."""
    return to_json(report_body(report))


def report_body(report: QuarterlyReport) -> dict[str, Any]:
    """Plain values, the same for the same report."""
    local = report.locally_handled
    return {
        "office_code": report.office.code,
        "office_name": report.letterhead.name,
        "letterhead": list(report.letterhead.lines),
        "addressee": report.addressee,
        "through": report.through,
        "notice": report.notice or None,
        "title": title_of(report),
        "year": report.year,
        "quarter": report.quarter,
        "period": wording.period_of(report),
        "state": report.state,
        "edition": report.edition,
        "due_on": report.due_on,
        "legal_bases": [
            {
                "letter": letter,
                "citation": basis.citation,
                "source": basis.source,
                "verified": basis.verified,
                "effective_from": basis.effective_from,
                "effective_to": basis.effective_to,
            }
            for (letter, _), basis in zip(
                lettered([one.citation for one in report.legal_bases]),
                report.legal_bases,
                strict=True,
            )
        ],
        "tables": [table_body(table) for table in report.tables],
        "annexes": [table_body(table) for table in report.annexes],
        "locally_handled": {
            "count": str(local.count),
            "unit": "izin",
            "channels": {str(channel): str(count) for channel, count in local.by_channel},
            "label": local.label,
        },
        "missing_sections": list(report.missing_sections),
        "actions": _list_body(report.closing[0]),
        "suggestions": _list_body(report.closing[1]),
        "warnings": list(report.warnings),
        "published_at": None if report.publication is None else report.publication.published_at,
        "changes": None if report.publication is None else report.publication.changes,
        "sections": [
            {
                "level": section.level,
                "heading": section.heading,
                "blocks": [_block(block, report) for block in section.blocks],
            }
            for section in sections_of(report)
        ],
    }


def _block(block: Block, report: QuarterlyReport) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "note" if block.small else "paragraph", "text": block.text}
        case Entries():
            items = [{"label": label, "text": text} for label, text in block.entries]
            return {"kind": "list", "items": items}
        case Chart():
            return {
                "kind": "figure",
                "number": block.number,
                "title": block.title,
                "alternative": block.alternative,
                "svg": draw(block),
            }
        case SignatureBlock():
            return {"kind": "signature"}
        case Table():
            notes = on_paper(block, report.office.zone).notes
            sums = [list(one) for one in printed_totals(block)]
            return {"kind": "table", "table": block.id, "sums": sums, "notes": list(notes)}


def _list_body(entries: Sequence[str]) -> list[dict[str, str]]:
    return [{"letter": letter, "text": entry} for letter, entry in lettered(entries)]


def table_body(table: Table) -> dict[str, Any]:
    """A table; one of which nothing is known says so in words."""
    body: dict[str, Any] = {
        "id": table.id,
        "number": table.number,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "totals": dict(table.totals),
        "unit": table.unit,
        "as_of": table.freshness.as_of,
        "lag_seconds": round(table.freshness.lag_seconds, 3),
        "method": table.method,
        "source": table.source,
        "notes": list(table.notes),
        "available": table.is_available,
    }
    if not table.is_available:
        body["message"] = NOT_AVAILABLE
    if table.printed is not None:
        body["printed"] = dict(table.printed)
    return body
