"""A quarter's report: every section of the source, in its order, as tables.

A section of which nothing is known stands in the report and says so; none is left out.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reporting_service.domain.errors import QuarterNotBegun
from reporting_service.domain.licence_tables import LocallyHandled
from reporting_service.domain.office import Office
from reporting_service.domain.table import Table
from shared.calendar.office_time import Period


class ReportState(StrEnum):
    """The quarter runs; it is over; its report is signed off and frozen."""

    OPEN = "open"
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterlyReport:
    """`edition` counts publications: 0 before the first. `due_on` is the office's setting; the
    source names no due date."""

    office: Office
    year: int
    quarter: int
    state: ReportState
    edition: int
    due_on: date | None
    tables: tuple[Table, ...]
    locally_handled: LocallyHandled

    @property
    def missing_sections(self) -> tuple[str, ...]:
        """The ids of tables of which nothing is known."""
        return tuple(table.id for table in self.tables if not table.is_available)


def state_of(period: Period, today: date, *, edition: int) -> ReportState:
    """Refuses a quarter that has not begun at the office."""
    if today < period.first_day:
        raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
    if edition:
        return ReportState.PUBLISHED
    return ReportState.OPEN if today <= period.last_day else ReportState.DRAFT
