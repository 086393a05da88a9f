"""A report as a typeset PDF/A with cover, lists and figures; a draft bears a watermark."""

import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reporting_service.adapters.documents import wording
from reporting_service.adapters.documents.as_svg import draw
from reporting_service.adapters.documents.layout import (
    Block,
    Entries,
    Paragraph,
    SignatureBlock,
    sections_of,
)
from reporting_service.adapters.documents.shape import on_paper, shares, title_of
from reporting_service.domain.chart import Chart
from reporting_service.domain.complaint_copy import COLUMNS as OF_THE_COPY
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import Table
from shared.calendar.written import long_date
from shared.documents.typesetting import Sheet

TEMPLATE = Path(__file__).with_name("report.typ")
MAX_PRINTED_ROWS = 1_000
_WIDE_TEXT = 24
_LINE_LETTERS = 84
# Of a page that lies across, where texts stand side by side.
_ACROSS_LETTERS = 150
_MOST_SHARE = 20
# More lines than these may go over the end of a page; fewer stay together.
_LINES_TOGETHER = 30
_NOTE_LETTERS = 125
# Answer sheets are short lines: two of them stand side by side.
_FOLDED = "survey_responses"


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
    """The page on which the published report is read, with its files."""
    place = f"/reports/{report.office.code}/{report.year}/{report.quarter}"
    return f"{public_base_url.rstrip('/')}{place}"


def _values(report: QuarterlyReport) -> dict[str, object]:
    period = report.office.quarter(report.year, report.quarter)
    publication = report.publication
    signatory = None if publication is None else publication.signatory
    return {
        "title": title_of(report),
        # The shipped parts name it in a letter's footer, which a report does not have.
        "certificate_issuer": "",
        "period_label": wording.quarter_of(report),
        "period": f"{long_date(period.first_day)} s.d. {long_date(period.last_day)}",
        "government": f"Pemerintah {report.office.regency}",
        "letterhead": {"name": report.letterhead.name, "lines": list(report.letterhead.lines)},
        "foreword": list(wording.foreword(report)),
        "notice": report.notice,
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
        "sections": [
            {
                "level": section.level,
                "heading": section.heading,
                "blocks": [_block(block, report.office.zone) for block in section.blocks],
            }
            for section in sections_of(report)
        ],
    }


def _block(block: Block, zone: ZoneInfo) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "note" if block.small else "paragraph", "text": block.text}
        case Entries():
            return {"kind": "entries", "entries": block.entries}
        case Chart():
            return {
                "kind": "chart",
                "number": block.number,
                "title": block.title,
                "drawing": draw(block),
                "alternative": block.alternative,
            }
        case SignatureBlock():
            return {"kind": "signature"}
        case Table():
            return {"kind": "table", **_table(block, zone)}


def _table(table: Table, zone: ZoneInfo) -> dict[str, Any]:
    printed = on_paper(table, zone)
    hidden = len(table.rows) - MAX_PRINTED_ROWS
    notes = list(printed.notes)
    if hidden > 0:
        notes.insert(0, f"{hidden} baris lainnya ada dalam berkas XLSX dan JSON laporan ini.")
    rows: Sequence[tuple[str, ...]] = printed.rows[:MAX_PRINTED_ROWS]
    folded = table.id == _FOLDED and len(rows) > 1
    columns, numeric = printed.columns, printed.numeric
    across = columns == OF_THE_COPY
    widths = _side_by_side(columns, rows) if across else _widths(columns, rows)
    total_row = printed.total_row
    if folded:
        half = -(-len(rows) // 2)
        empty = ("",) * len(columns)
        rows = [
            (*row, *(rows[half + place] if half + place < len(rows) else empty))
            for place, row in enumerate(rows[:half])
        ]
        columns, numeric, widths = columns * 2, numeric * 2, [1] * (2 * len(columns))
        total_row = (*total_row, *empty)
    return {
        "number": table.number,
        "title": table.title,
        "columns": columns,
        "numeric": numeric,
        "widths": widths,
        "rows": rows,
        "strong": sorted(printed.strong),
        "total_row": total_row,
        "totals": printed.beside,
        "notes": notes,
        "available": table.is_available,
        "across": across and table.is_available,
        "tall": _lines(rows, widths, notes) > _LINES_TOGETHER,
    }


def _widths(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[int]:
    """0 lets a column be as wide as its content; texts share what is left. Where the contents
    would not fit a line, every column gets its share."""
    longest = [
        max([len(column), *(len(row[place]) for row in rows)])
        for place, column in enumerate(columns)
    ]
    short = [length for length in longest if length <= _WIDE_TEXT]
    if sum(short) > _LINE_LETTERS - _WIDE_TEXT * (len(short) < len(longest)):
        return shares(columns, rows, most=_MOST_SHARE, margin=2)
    widths = [0 if length <= _WIDE_TEXT else min(6, 1 + length // 40) for length in longest]
    return widths if any(widths) else [1] * len(widths)


def _side_by_side(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[int]:
    """In letters of a page across: room for each column's longest word, and what is left by the
    roots of how much longer its texts are, since the longest would take it all."""
    texts = [[name, *(row[place] for row in rows)] for place, name in enumerate(columns)]
    words = [max(len(word) for text in of for word in text.split() or [""]) + 2 for of in texts]
    more = [
        math.isqrt(max(0, max(map(len, of)) - word)) for of, word in zip(texts, words, strict=True)
    ]
    left = max(0, _ACROSS_LETTERS - sum(words))
    return [word + left * one // max(1, sum(more)) for word, one in zip(words, more, strict=True)]


def _lines(rows: Sequence[tuple[str, ...]], widths: Sequence[int], notes: Sequence[str]) -> int:
    """About how many lines a table takes, its notes with it."""
    shared = sum(widths)
    room = [_LINE_LETTERS * width / shared if width and shared else 0 for width in widths]
    in_rows = sum(
        max(
            (math.ceil(len(cell) / letters) if letters else 1)
            for cell, letters in zip(row, room, strict=True)
        )
        for row in rows
    )
    return in_rows + sum(math.ceil(len(note) / _NOTE_LETTERS) for note in notes) // 2
