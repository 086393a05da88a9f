"""Investment reports (LKPM and its kin, Ps 16, 18-19): due for every project and period, checked
by an official, then evaluated as routine supervision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from inspection_service.domain.errors import PERBUP
from shared.errors import Conflict, RuleBroken, TransitionNotAllowed


class ReportType(StrEnum):
    """What is monitored (Ps 16(4)a-d)."""

    LKPM = "lkpm"
    REPRESENTATIVE_OFFICE = "representative_office"
    FOREIGN_ENTITY = "foreign_entity"
    IMPORT_REALISATION = "import_realisation"


class Stage(StrEnum):
    """How far the project is (Ps 16(3))."""

    CONSTRUCTION = "construction"
    COMMERCIAL = "commercial"


class ReportStatus(StrEnum):
    """Where a report stands (Ps 18(2))."""

    SUBMITTED = "submitted"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    EVALUATED = "evaluated"


NEXT: Mapping[ReportStatus, frozenset[ReportStatus]] = MappingProxyType(
    {
        ReportStatus.SUBMITTED: frozenset(
            {ReportStatus.ACCEPTED, ReportStatus.CORRECTION_REQUESTED}
        ),
        ReportStatus.CORRECTION_REQUESTED: frozenset({ReportStatus.SUBMITTED}),
        ReportStatus.ACCEPTED: frozenset({ReportStatus.EVALUATED}),
        ReportStatus.EVALUATED: frozenset(),
    }
)


class AlreadyReported(Conflict):
    """There is a report of that project and period, and no correction was asked for."""

    code = "already_reported"
    message = "This period was reported already."


class NotDueYet(RuleBroken):
    """A period is reported after it began."""

    message = "That period has not begun yet."


class AnnualSectionMisplaced(RuleBroken):
    """The yearly section belongs to the last quarter of a commercial project (Ps 16(3)b)."""

    message = "The yearly section belongs to the last quarter of the commercial stage."

    def __init__(self) -> None:
        super().__init__(
            rule="annual_section",
            article=f"{PERBUP} Ps 16(3)b",
            pointers=(("/annual", "stage"),),
        )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ReportPeriod:
    """A quarter that is reported."""

    year: int
    quarter: int

    @property
    def first_day(self) -> date:
        """The day the quarter begins."""
        return date(self.year, self.quarter * 3 - 2, 1)

    @property
    def day_after(self) -> date:
        """The first day after the quarter."""
        return date(self.year + self.quarter // 4, self.quarter * 3 % 12 + 1, 1)

    @property
    def before(self) -> "ReportPeriod":
        """The quarter before."""
        if self.quarter == 1:
            return ReportPeriod(year=self.year - 1, quarter=4)
        return replace(self, quarter=self.quarter - 1)

    def due_on(self, due_day: int) -> date:
        """The last day to hand in, in the month after the quarter (Ps 19(2))."""
        return self.day_after.replace(day=due_day)


def period_of(day: date) -> ReportPeriod:
    """The quarter in which a day lies."""
    return ReportPeriod(year=day.year, quarter=(day.month + 2) // 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualSection:
    """What is reported once a year in the commercial stage (Ps 16(3)b)."""

    production: str
    social_responsibility: str
    partnership: str
    training: str
    production_value_rupiah: int = 0
    export_value_rupiah: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What every report holds (Ps 16(3)a): rupiah and people, and the problems met."""

    realised_investment_rupiah: int
    indonesian_workers: int
    foreign_workers: int
    problems: str | None = None
    annual: AnnualSection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an official said of the report."""

    notes: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentReport:
    """One report of one project for one period."""

    id: UUID
    office_code: str
    business_id: UUID
    nib: str
    project: str
    year: int
    quarter: int
    report_type: ReportType
    stage: Stage
    figures: Figures
    due_on: date
    submitted_by: str
    submitted_at: datetime
    is_late: bool
    ruleset_version: str
    status: ReportStatus = ReportStatus.SUBMITTED
    verification: Judgement | None = None
    evaluation: Judgement | None = None
    version: int = 0

    def __post_init__(self) -> None:
        is_yearly = self.stage is Stage.COMMERCIAL and self.quarter == 4
        if self.report_type is ReportType.LKPM and is_yearly != (self.figures.annual is not None):
            raise AnnualSectionMisplaced

    def resubmit(self, other: "InvestmentReport") -> "InvestmentReport":
        """The corrected report; its first day of submission stays what it was judged by."""
        if self.status is not ReportStatus.CORRECTION_REQUESTED:
            raise AlreadyReported
        return replace(
            self, figures=other.figures, stage=other.stage, status=ReportStatus.SUBMITTED
        )

    def verify(self, judgement: Judgement, *, accepted: bool) -> "InvestmentReport":
        """An official accepts it, or asks for a correction (Ps 18(2))."""
        status = ReportStatus.ACCEPTED if accepted else ReportStatus.CORRECTION_REQUESTED
        return replace(self._moved_to(status), verification=judgement)

    def evaluate(self, judgement: Judgement) -> "InvestmentReport":
        """Closes it as routine supervision without a visit (Ps 16(1)a)."""
        return replace(self._moved_to(ReportStatus.EVALUATED), evaluation=judgement)

    def _moved_to(self, status: ReportStatus) -> "InvestmentReport":
        if status not in NEXT[self.status]:
            raise TransitionNotAllowed
        return replace(self, status=status)


def check_begun(period: ReportPeriod, *, today: date) -> None:
    """Raises NotDueYet."""
    if today < period.first_day:
        raise NotDueYet(rule="report_period", article=f"{PERBUP} Ps 16(3)a")
