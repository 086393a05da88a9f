"""A quarter's report: every section of the source, in its order, as tables.

A section of which nothing is known stands in the report and says so; none is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from reporting_service.domain.edition import Letterhead, Publication
from reporting_service.domain.errors import QuarterNotBegun, QuarterNotOver
from reporting_service.domain.legal_basis import LegalBasis
from reporting_service.domain.licence_tables import LocallyHandled
from reporting_service.domain.office import Office
from reporting_service.domain.table import Table
from shared.calendar.office_time import Period

_LETTERS = 26
# To whom a report goes where its office has set nothing else.
ADDRESSEE, THROUGH = "Gubernur", "Kepala DPMPTSP Provinsi"


class ReportState(StrEnum):
    """The quarter runs; it is over; its report is signed off and frozen."""

    OPEN = "open"
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterlyReport:
    """`publication` is None for a draft. `due_on` is the office's setting; the source names no
    due date. `closing` are the action plan and the suggestions, in that order. `notice` says for
    whom a copy is; an edition has none."""

    office: Office
    letterhead: Letterhead
    year: int
    quarter: int
    state: ReportState
    due_on: date | None
    tables: tuple[Table, ...]
    annexes: tuple[Table, ...] = ()
    locally_handled: LocallyHandled
    addressee: str = ADDRESSEE
    through: str = THROUGH
    legal_bases: tuple[LegalBasis, ...] = ()
    closing: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    publication: Publication | None = None
    notice: str = ""

    @property
    def edition(self) -> int:
        """How often it was published: 0 before the first time."""
        return 0 if self.publication is None else self.publication.edition

    @property
    def missing_sections(self) -> tuple[str, ...]:
        """The ids of tables of which nothing is known."""
        return tuple(table.id for table in self.tables if not table.is_available)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an office may want to see to before it publishes; none of it is in the way."""
        actions, suggestions = self.closing
        found = [f"section_missing:{table_id}" for table_id in self.missing_sections]
        if not actions:
            found.append("actions_empty")
        if not suggestions:
            found.append("suggestions_empty")
        return tuple(found)


def lettered(entries: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """A list as the report prints it: a, b, … z, aa, ab; the system gives the letters."""
    return tuple((_letter(place), entry) for place, entry in enumerate(entries, start=1))


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, _LETTERS)
        letters = chr(ord("a") + rest) + letters
    return letters


def state_of(period: Period, today: date) -> ReportState:
    """Of a report that is not published; refuses a quarter that has not begun at the office."""
    if today < period.first_day:
        raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
    return ReportState.OPEN if today <= period.last_day else ReportState.DRAFT


def published(report: QuarterlyReport, publication: Publication) -> QuarterlyReport:
    """The report as an edition; raises QuarterNotOver while the quarter runs."""
    if report.state is ReportState.OPEN:
        raise QuarterNotOver
    return replace(report, state=ReportState.PUBLISHED, publication=publication)
