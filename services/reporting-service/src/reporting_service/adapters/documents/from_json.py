"""Reads a published report back from its own JSON, so that a copy of an edition shows the figures
that were frozen with it and none of later."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from reporting_service.domain.edition import Edition, Letterhead
from reporting_service.domain.kinds import Channel
from reporting_service.domain.legal_basis import LegalBasis
from reporting_service.domain.licence_tables import LocallyHandled
from reporting_service.domain.office import Office
from reporting_service.domain.report import ADDRESSEE, THROUGH, QuarterlyReport, ReportState
from reporting_service.domain.table import Freshness, Table


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _Table(_Part):
    id: str
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: dict[str, str]
    unit: str
    as_of: datetime | None
    lag_seconds: float
    method: str
    source: str
    notes: tuple[str, ...]
    printed: Mapping[str, object] | None = None

    def table(self) -> Table:
        return Table(
            id=self.id,
            number=self.number,
            title=self.title,
            columns=self.columns,
            rows=self.rows,
            totals=self.totals,
            unit=self.unit,
            method=self.method,
            source=self.source,
            freshness=Freshness(as_of=self.as_of, lag_seconds=self.lag_seconds),
            notes=self.notes,
            printed=self.printed,
        )


class _Entry(_Part):
    text: str


class _Local(_Part):
    channels: dict[Channel, int]


class _Report(_Part):
    """Addressee and address came later than the first editions, which have what is usual."""

    office_name: str
    letterhead: tuple[str, ...] | None = None
    addressee: str = ADDRESSEE
    through: str = THROUGH
    year: int
    quarter: int
    due_on: date | None
    legal_bases: tuple[LegalBasis, ...]
    tables: tuple[_Table, ...]
    annexes: tuple[_Table, ...] = ()
    locally_handled: _Local
    actions: tuple[_Entry, ...]
    suggestions: tuple[_Entry, ...]


def read_back(content: bytes, edition: Edition, office: Office) -> QuarterlyReport:
    """The report whose JSON this is; `render_json` of it makes the same bytes."""
    told = _Report.model_validate_json(content)
    lines = (office.regency,) if told.letterhead is None else told.letterhead
    return QuarterlyReport(
        office=office,
        letterhead=Letterhead(name=told.office_name, lines=lines),
        year=told.year,
        quarter=told.quarter,
        state=ReportState.PUBLISHED,
        due_on=told.due_on,
        tables=tuple(one.table() for one in told.tables),
        annexes=tuple(one.table() for one in told.annexes),
        locally_handled=LocallyHandled(by_channel=tuple(told.locally_handled.channels.items())),
        addressee=told.addressee,
        through=told.through,
        legal_bases=told.legal_bases,
        closing=(
            tuple(one.text for one in told.actions),
            tuple(one.text for one in told.suggestions),
        ),
        publication=edition.publication,
    )
