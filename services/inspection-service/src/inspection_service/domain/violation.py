"""A violation: found in a BAP, by an expert, or by a complaint that was proven.

The days an expert has to report it and the office has to stop it are working days (Ps 20(3)-(4)).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from inspection_service.domain.business import Business
from inspection_service.domain.errors import FoundInTheFuture, ViolationSettled
from inspection_service.domain.rules import Level, ViolationClocks
from shared.calendar.working_days import WorkingCalendar
from shared.errors import TransitionNotAllowed


class Origin(StrEnum):
    """Where the violation is known from."""

    BAP = "bap"
    EXPERT = "expert"
    COMPLAINT = "complaint"


class ViolationStatus(StrEnum):
    """Whether it still stands."""

    OPEN = "open"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClock:
    """An expert's report and the days it sets (Ps 20(3)-(4)), with the calendar that was used."""

    report_due_on: date
    is_report_late: bool
    stop_due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOrder:
    """The office has stopped the violation (Ps 20(4)); law enforcement may help (Ps 20(5))."""

    ordered_by: str
    ordered_at: datetime
    is_late: bool
    law_enforcement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A breach of one obligation by one business, with the licences it concerns."""

    id: UUID
    office_code: str
    business_id: UUID
    nib: str
    level: Level
    obligation_code: str
    description: str
    origin: Origin
    found_on: date
    recorded_by: str
    recorded_at: datetime
    ruleset_version: str
    licence_ids: tuple[UUID, ...] = ()
    inspection_id: UUID | None = None
    complaint_id: UUID | None = None
    clock: ReportClock | None = None
    stop_order: StopOrder | None = None
    status: ViolationStatus = ViolationStatus.OPEN
    version: int = 0

    @property
    def is_proven_by_bap(self) -> bool:
        """Whether a BAP holds it."""
        return self.origin is Origin.BAP and self.inspection_id is not None

    def require_open(self) -> None:
        """Raises ViolationSettled when nothing more can follow from it."""
        if self.status is not ViolationStatus.OPEN:
            raise ViolationSettled

    def stop(self, order: StopOrder) -> "Violation":
        """Records the stop order, once."""
        self.require_open()
        if self.stop_order is not None:
            raise TransitionNotAllowed
        return replace(self, stop_order=order)

    def correct(self) -> "Violation":
        """The business repaired it (Ps 10(4))."""
        self.require_open()
        return replace(self, status=ViolationStatus.CORRECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedViolation:
    """A violation as an inspector or expert puts it down."""

    level: Level
    obligation_code: str
    description: str
    licence_ids: tuple[UUID, ...] = ()

    def require_own_licences(self, business: Business) -> None:
        """Raises LicenceNotOfBusiness."""
        business.licences_named(self.licence_ids)


def report_clock(
    rule: ViolationClocks, calendar: WorkingCalendar, *, found_on: date, reported_on: date
) -> ReportClock:
    """The two days of Ps 20: the report counts from the finding, the stop from the report."""
    if found_on > reported_on:
        raise FoundInTheFuture
    report_due_on = calendar.add_working_days(found_on, rule.report_working_days)
    return ReportClock(
        report_due_on=report_due_on,
        is_report_late=reported_on > report_due_on,
        stop_due_on=calendar.add_working_days(reported_on, rule.stop_working_days),
        calendar_version=calendar.version,
    )
