"""Tables as they are written on paper: Indonesian numbers, the columns that a reader needs, and
notes in whole sentences."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from reporting_service.domain.labels import quarter_label
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import Table
from shared.calendar.written import long_date

# What the files keep and paper shows by other means, or has no use for.
_HIDDEN = frozenset({"Tingkat", "Kode"})
_STRONG = frozenset({"Total", "Sektor"})
_DECIMAL = re.compile(r"(?<![\d./])(\d+)\.(\d+)(?![\d./])")
UNIT_NAMES = {"licences": "Jumlah izin", "projects": "Jumlah proyek", "nib": "Jumlah NIB"}
_MOST_FINDINGS = 8
_LETTERS_FOR_ONE_MORE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """A table for paper. `strong` are the places of rows that sum others up; `total_row` is empty
    where no sum has a column; `beside` are the sums that have none."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int]
    total_row: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def title_of(report: QuarterlyReport) -> str:
    """`Laporan Kinerja PTSP Triwulan II (Dua) Tahun 2024`."""
    return f"Laporan Kinerja PTSP {quarter_label(report.quarter, report.year)}"


def on_paper(table: Table, zone: ZoneInfo) -> PrintedTable:
    """The table as it is printed; `zone` is the office's, for the moment of its figures."""
    shown = [place for place, name in enumerate(table.columns) if name not in _HIDDEN]
    numeric = [is_numeric(table, place) for place in range(len(table.columns))]
    return PrintedTable(
        columns=tuple(table.columns[place] for place in shown),
        numeric=tuple(numeric[place] for place in shown),
        rows=tuple(
            tuple(printed_number(row[place]) if numeric[place] else row[place] for place in shown)
            for row in table.rows
        ),
        strong=_strong(table),
        total_row=_total_row(table, shown),
        beside=printed_totals(table, beside_columns=True),
        notes=(*map(_written, table.notes), *_printed_notes(table), _method(table, zone)),
    )


def printed_totals(table: Table, *, beside_columns: bool = False) -> tuple[tuple[str, str], ...]:
    """The sums under the names that readers know; on wish only those that have no column."""
    return tuple(
        (UNIT_NAMES.get(name, name), printed_number(value))
        for name, value in table.totals.items()
        if not (beside_columns and name in table.columns)
    )


def _strong(table: Table) -> frozenset[int]:
    if "Tingkat" not in table.columns:
        return frozenset()
    at = table.columns.index("Tingkat")
    return frozenset(place for place, row in enumerate(table.rows) if row[at] in _STRONG)


def _total_row(table: Table, shown: Sequence[int]) -> tuple[str, ...]:
    """The sums that have a column, under it. Tables of several levels hold them in a row."""
    has_sums = set(table.totals) & set(table.columns)
    if not has_sums or _strong(table):
        return ()
    row = [printed_number(table.totals.get(table.columns[place], "")) for place in shown]
    label_at = 1 if not row[1] else 0
    return (*row[:label_at], "Jumlah", *row[label_at + 1 :])


def _method(table: Table, zone: ZoneInfo) -> str:
    parts = [f"Satuan: {table.unit}."]
    if table.source:
        parts.append(f"Sumber: {table.source}.")
    parts.append(_written(table.method))
    as_of = table.freshness.as_of
    if as_of is not None:
        local = as_of.astimezone(zone)
        parts.append(f"Keadaan per {long_date(local.date())} pukul {local:%H.%M}.")
    return " ".join(parts)


def _printed_notes(table: Table) -> tuple[str, ...]:
    """What an earlier print had in the table's place, and why it differs; one line per reason."""
    findings: list[Mapping[str, Any]] = list((table.printed or {}).get("findings", ()))  # type: ignore[call-overload]
    times = Counter(one["explanation"] for one in findings)
    first = {one["explanation"]: one for one in reversed(findings)}
    lines = []
    for reason in list(dict.fromkeys(one["explanation"] for one in findings))[:_MOST_FINDINGS]:
        one = first[reason]
        values = [
            f"{name} {_written(str(one[key]))}"
            for name, key in (("tercetak", "printed"), ("seharusnya", "expected"))
            if one[key]
        ]
        if times[reason] > 1 and len({str(each["printed"]) for each in findings}) > 1:
            same = {
                (str(each["printed"]), str(each["expected"]))
                for each in findings
                if each["explanation"] == reason
            }
            values = values if len(same) == 1 else []
        count = f"{times[reason]} tempat" if times[reason] > 1 else ""
        told = "; ".join(part for part in (*values, count) if part)
        lines.append(f"Cetakan sebelumnya: {_written(reason)}" + (f" ({told})" if told else ""))
    return tuple(lines)


def _written(text: str) -> str:
    """Decimal points in a sentence as Indonesian commas; numbers of letters stay as they are."""
    return _DECIMAL.sub(r"\1,\2", text)


def shares(
    columns: Sequence[str], rows: Sequence[tuple[str, ...]], *, most: int, margin: int
) -> list[int]:
    """How wide each column is beside the others, in letters: its longest text up to `most`, more
    of the room where it runs over many lines, and never less than its longest word, since no line
    breaks inside of one; `margin` comes on top."""
    widths = []
    for place, name in enumerate(columns):
        texts = [name, *(row[place] for row in rows)]
        longest_word = max(len(word) for text in texts for word in text.split() or [""])
        longest = max(map(len, texts))
        lines_over = max(0, longest - most) // _LETTERS_FOR_ONE_MORE
        wished = min(most, longest) + min(2 * most, lines_over)
        widths.append(margin + max(longest_word, wished))
    return widths


def is_numeric(table: Table, place: int) -> bool:
    """Whether every cell of a column is a number: such columns are aligned to the right."""
    cells = [row[place] for row in table.rows if row[place]]
    return bool(cells) and all(cell.replace(".", "", 1).isdecimal() for cell in cells)


def printed_number(text: str) -> str:
    """A decimal string as it is written in Indonesian: `576145.90` becomes `576.145,90`."""
    whole, sign, decimals = text.partition(".")
    if not whole.isdecimal() or (sign and not decimals.isdecimal()):
        return text
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if sign else grouped
