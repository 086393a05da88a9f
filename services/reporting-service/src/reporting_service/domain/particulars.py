"""Takes people's particulars out of a report: it is read by everybody once it is published.

Complainants' names are no part of it. What an officer wrote into a text by hand may hold an
identity number, a telephone number or a mail address: those are masked in every form alike.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import Table

MASK = "[disamarkan]"
_GAP = r"[ .\-]?"
_PARTICULARS = re.compile(
    r"(?<!\d)(?:\d{16}"
    rf"|\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}"
    rf"|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{4}}"
    rf"|(?:\+?62{_GAP}|0)8\d(?:{_GAP}\d){{7,10}})(?!\d)"
    r"|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
)
# Of a printed register of complaints only what names nobody is kept beside the table.
_OF_COMPLAINTS = frozenset({"no", "tgl_waktu", "status"})


def masked(text: str) -> str:
    """The text without identity numbers, mobile numbers and mail addresses."""
    return _PARTICULARS.sub(MASK, text)


def initials_of(name: str) -> str:
    """A name by the first letter of each of its words, as short as every other."""
    return " ".join(f"{word[0]}***" for word in name.split())


def without_particulars(report: QuarterlyReport) -> QuarterlyReport:
    """The report as it may be shown to everybody."""
    actions, suggestions = report.closing
    return replace(
        report,
        tables=tuple(map(_table, report.tables)),
        annexes=tuple(map(_table, report.annexes)),
        closing=(tuple(map(masked, actions)), tuple(map(masked, suggestions))),
    )


def _table(table: Table) -> Table:
    printed = table.printed
    if printed is not None and table.id == "complaints":
        printed = {**printed, "values": _register(printed.get("values"))}
    return replace(
        table,
        rows=tuple(tuple(map(masked, row)) for row in table.rows),
        notes=tuple(map(masked, table.notes)),
        printed=None if printed is None else {key: _any(value) for key, value in printed.items()},
    )


def _register(values: object) -> object:
    if not isinstance(values, list):
        return []
    return [
        {key: value for key, value in one.items() if key in _OF_COMPLAINTS}
        for one in values
        if isinstance(one, Mapping)
    ]


def _any(value: object) -> object:
    """Masks texts wherever they stand in plain values."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {key: _any(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_any(one) for one in value]
    return value
