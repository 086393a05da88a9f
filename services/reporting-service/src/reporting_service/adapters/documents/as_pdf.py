"""A report as a typeset PDF/A with cover, contents and charts; a draft bears a watermark."""

from datetime import datetime
from pathlib import Path
from typing import Any

from reporting_service.adapters.documents.shape import (
    is_numeric,
    printed_rows,
    printed_totals,
    sections_of,
    title_of,
)
from reporting_service.domain.labels import long_date, quarter_label
from reporting_service.domain.report import QuarterlyReport, lettered
from reporting_service.domain.table import Table
from shared.documents.typesetting import Sheet

TEMPLATE = Path(__file__).with_name("report.typ")
MAX_PRINTED_ROWS = 1_000
_WIDE_TEXT = 24


def report_sheet(report: QuarterlyReport, *, made_at: datetime, public_base_url: str) -> Sheet:
    """What the typesetter needs. The address of the published edition makes it no draft."""
    publication = report.publication
    return Sheet(
        template=TEMPLATE,
        values=_values(report),
        made_at=made_at if publication is None else publication.published_at,
        verification_url=None if publication is None else address_of(report, public_base_url),
    )


def address_of(report: QuarterlyReport, public_base_url: str) -> str:
    """Where the published report is read."""
    place = f"/v1/reports/quarterly/{report.year}/{report.quarter}"
    return f"{public_base_url.rstrip('/')}{place}?office_code={report.office.code}"


def _values(report: QuarterlyReport) -> dict[str, object]:
    period = report.office.quarter(report.year, report.quarter)
    publication = report.publication
    signatory = None if publication is None else publication.signatory
    return {
        "title": title_of(report),
        # The shipped parts name it in a letter's footer, which a report does not have.
        "certificate_issuer": "",
        "period_label": quarter_label(report.quarter, report.year),
        "period": f"{long_date(period.first_day)} s.d. {long_date(period.last_day)}",
        "letterhead": {"name": report.letterhead.name, "lines": list(report.letterhead.lines)},
        "edition": report.edition,
        "published_on": None
        if publication is None
        else publication.published_at.astimezone(report.office.zone).date().isoformat(),
        "changes": "" if publication is None else publication.changes,
        "signatory": {
            "name": "" if signatory is None else signatory.name,
            "position": "Kepala Dinas" if signatory is None else signatory.position,
            "rank": "" if signatory is None else signatory.rank,
            "nip": "" if signatory is None else signatory.nip,
        },
        "closing": {
            "actions": lettered(report.closing[0]),
            "suggestions": lettered(report.closing[1]),
        },
        "annexes": [_table(table) for table in report.annexes],
        "sections": [
            {
                "level": section.level,
                "heading": section.heading,
                "intro": section.intro,
                "tables": [_table(table) for table in section.tables],
            }
            for section in sections_of(report)
        ],
    }


def _table(table: Table) -> dict[str, Any]:
    hidden = len(table.rows) - MAX_PRINTED_ROWS
    notes = list(table.notes)
    if hidden > 0:
        notes.append(f"{hidden} baris lainnya ada dalam berkas XLSX dan JSON laporan ini.")
    as_of = table.freshness.as_of
    return {
        "title": table.title,
        "columns": list(table.columns),
        "numeric": [is_numeric(table, place) for place in range(len(table.columns))],
        "widths": _widths(table),
        "rows": printed_rows(table)[:MAX_PRINTED_ROWS],
        "total_row": _total_row(table),
        "totals": [
            [name, value]
            for name, value in printed_totals(table).items()
            if name not in table.columns
        ],
        "unit": table.unit,
        "notes": notes,
        "method": table.method,
        "source": table.source,
        "as_of": "" if as_of is None else as_of.isoformat(timespec="minutes"),
        "available": table.is_available,
        "chart": _chart(table),
        "chart_title": table.title,
    }


def _widths(table: Table) -> list[int]:
    """0 lets a column be as wide as its content; texts share what is left."""
    widths = []
    for place, column in enumerate(table.columns):
        longest = max([len(column), *(len(row[place]) for row in table.rows)], default=0)
        widths.append(0 if longest <= _WIDE_TEXT else min(6, 1 + longest // 40))
    return widths if any(widths) else [1] * len(widths)


def _total_row(table: Table) -> list[str]:
    """The sums that have a column, under it; nothing where there are none."""
    if not set(table.totals) & set(table.columns):
        return []
    totals = printed_totals(table)
    row = [totals.get(column, "") for column in table.columns]
    label_at = 1 if not row[1] else 0
    return [*row[:label_at], "Jumlah", *row[label_at + 1 :]]


def _chart(table: Table) -> list[list[object]]:
    """The quarter's sum per kind, for the recaps of one unit or of several."""
    if not (table.id.startswith("licences_") and table.is_available):
        return []
    at = table.columns.index("Jumlah")
    return [[row[1], int(row[at])] for row in table.rows]
