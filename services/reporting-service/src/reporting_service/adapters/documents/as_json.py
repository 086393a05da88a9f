"""A report as JSON: tables with their numbers as decimal strings in the printed units."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from reporting_service.domain.labels import quarter_label
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
        "title": f"Laporan Kinerja PTSP {quarter_label(report.quarter, report.year)}",
        "year": report.year,
        "quarter": report.quarter,
        "state": report.state,
        "edition": report.edition,
        "due_on": report.due_on,
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
    }


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
