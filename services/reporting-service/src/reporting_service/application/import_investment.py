"""Imports a quarter's investment realisation as NSWI releases it: all rows or none, as a new
version of that quarter. Sums that do not agree are told, not corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from reporting_service.application.ports import Ports
from reporting_service.domain.errors import OfficeUnknown, QuarterNotBegun
from reporting_service.domain.investment import (
    InvestmentRelease,
    Origin,
    measures_of,
    reconcile,
    table_rate,
)
from reporting_service.domain.investment_reading import RawRow, Reading, read_lines
from reporting_service.domain.numbers import NumberStyle, style_of
from shared.calendar.office_time import Quarter
from shared.identity import Caller, Role
from shared.imports.columns import Columns, Header, find_header, given_columns, named, rows_under
from shared.imports.operation import ImportOperation
from shared.imports.sheets import Sheet
from shared.messaging.once import Once

KIND = "investment"
MAX_ROWS = 10_000
_NAMES = named(
    {
        "label": ("Kabupaten / Kota", "Kabupaten Kota", "Sektor", "Uraian", "Lokasi"),
        "rupiah_million": (
            "Tambahan Investasi (Dalam Rp. Juta)",
            "Tambahan Investasi (Rp Juta)",
            "Investasi (Rp Juta)",
            "Tambahan Investasi",
        ),
        "usd_thousand": (
            "Tambahan Investasi (Dalam US$. Ribu)",
            "Tambahan Investasi (US$ Ribu)",
            "Investasi (US$ Ribu)",
        ),
        "projects": ("Proyek", "Jumlah Proyek"),
        "tki": ("Tenaga Kerja Indonesia",),
        "tka": ("Tenaga Kerja Asing",),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportInvestment:
    """A table and what is known of it. Without an origin, dollars tell PMA from PMDN."""

    caller: Caller
    office_code: str
    quarter: Quarter
    origin: Origin | None
    sheet: Sheet
    source: str = "NSWI"
    released_on: date | None = None
    dry_run: bool = False
    column_map: Mapping[str, str]
    once: Once | None = None


async def import_investment(command: ImportInvestment, ports: Ports) -> ImportOperation:
    """The import's outcome; raises QuarterNotBegun, and TableRefused for a foreign file."""
    command.caller.require(Role.ADMINISTRATOR)
    origin, header = _header(command)
    rows = _rows(command.sheet, header, origin)
    reading = read_lines(rows, origin, style=_style(rows), headings=header.titles)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        if office.today(work.now) < command.quarter.period(office.zone).first_day:
            raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
        release = InvestmentRelease(
            office_code=office.code,
            quarter=command.quarter,
            origin=origin,
            lines=reading.lines,
            source=command.source,
            released_on=command.released_on,
            imported_at=work.now,
            moved_rows=reading.moved_rows,
            findings=reconcile(reading.lines, origin),
        )
        asked = ImportOperation(
            id=ports.new_id(), office_code=office.code, kind=KIND, dry_run=command.dry_run
        )
        operation = asked.ended(
            rows=len(rows),
            errors=reading.errors,
            at=work.now,
            notes=_notes(release, reading, header),
        )
        if operation.has_taken:
            await work.investments.add([release])
            await work.progress.heard(office.code, KIND, work.now)
        await work.operations.add(operation)
        return work.answer(operation)


def _header(command: ImportInvestment) -> tuple[Origin, Header]:
    given = given_columns(command.column_map, tuple(_NAMES))
    origin = command.origin
    if origin is None:
        found = find_header(command.sheet, Columns(names=_NAMES, required=("label",)).given(given))
        origin = Origin.PMA if "usd_thousand" in found.places else Origin.PMDN
    columns = Columns(names=_NAMES, required=("label", *measures_of(origin)))
    return origin, find_header(command.sheet, columns.given(given))


def _rows(sheet: Sheet, header: Header, origin: Origin) -> tuple[RawRow, ...]:
    return tuple(
        RawRow(
            number=number,
            label=header.text(row, "label"),
            cells=tuple(header.cell(row, name) for name in measures_of(origin)),
        )
        for number, row in rows_under(header, sheet, most=MAX_ROWS)
        if header.text(row, "label")
    )


def _style(rows: Sequence[RawRow]) -> NumberStyle:
    return style_of(cell for row in rows for cell in row.cells if isinstance(cell, str))


def _notes(release: InvestmentRelease, reading: Reading, header: Header) -> dict[str, object]:
    rate = table_rate(release.lines)
    return {
        "origin": release.origin.value,
        "quarter": release.quarter.label,
        "column_map": dict(header.titles),
        "moved_rows": list(reading.moved_rows),
        "derived": [
            {"where": line.label, "measure": name, "value": str(getattr(line, name))}
            for line in release.lines
            for name in line.derived
        ],
        "derived_rate": None if rate is None else str(rate),
        "findings": [
            {name: str(value) for name, value in asdict(one).items()} for one in release.findings
        ],
    }
