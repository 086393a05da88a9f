"""The stores of a transaction, named by what they keep. Two makes pass one suite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from reporting_service.domain.data_request import DataRequest, ExtractLine
from reporting_service.domain.duty import Handover, ReportSettings
from reporting_service.domain.edition import Edition
from reporting_service.domain.evaluation import Evaluation
from reporting_service.domain.import_operation import ImportOperation
from reporting_service.domain.investment import InvestmentRelease, Origin
from reporting_service.domain.issuance import Issuance, StageCount, StageReached
from reporting_service.domain.licence_count import Cell, LicenceCount
from reporting_service.domain.lint import Finding
from reporting_service.domain.office import Office
from reporting_service.domain.office_list import Kept
from reporting_service.domain.performance import AgencyAnswer, OfficeStandard
from reporting_service.domain.planned_investment import PlannedSum
from reporting_service.domain.rebuild import Rebuild
from reporting_service.domain.recap import Recorded
from reporting_service.domain.register import Complaint, Outage, Sanction
from reporting_service.domain.survey import Nine, Response, Tally
from reporting_service.domain.system_issue import IssueState, SystemIssue
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Quarter

EntryT = TypeVar("EntryT")


class OfficeStore(Protocol):
    """Copies of the offices."""

    async def keep(self, offices: Sequence[Office]) -> None:
        """Keeps each unless a newer one stands."""
        ...

    async def find(self, code: str) -> Office | None:
        """The office, if it is known and the caller's."""
        ...


class OfficeStandardStore(Protocol):
    """What the offices' own catalogues promise."""

    async def keep(self, standards: Sequence[OfficeStandard]) -> None:
        """Keeps each unless a newer version stands."""
        ...

    async def of(self, office_code: str) -> list[OfficeStandard]:
        """Those that stand, by service."""
        ...

    async def versions(self, office_code: str) -> list[OfficeStandard]:
        """Every version that was told, by service and version."""
        ...


class AgencyStore(Protocol):
    """How long technical agencies took to answer."""

    async def record(self, answers: Sequence[AgencyAnswer]) -> None:
        """Counts those that were not counted before."""
        ...

    async def times(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[str, str, int, int]]:
        """(agency, service, working days, answers) of whole months, from the counters."""
        ...


class IssuanceStore(Protocol):
    """Licences, projects and NIBs, each once, with counters per month."""

    async def record(self, issuances: Sequence[Issuance]) -> None:
        """Counts those that were not counted before."""
        ...

    async def monthly(self, office: str, year: int, months: Sequence[int]) -> Sequence[Recorded]:
        """The counters of these months."""
        ...

    async def extract(
        self, office: str, kinds: Sequence[str], first: date, last: date, limit: int
    ) -> Sequence[ExtractLine]:
        """Licences issued on these days, of these services or of all."""
        ...

    async def service_times(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[str, int, int, int]]:
        """(service, its version or 0, working days, licences) of whole months, by counters."""
        ...

    async def planned(self, office: str, year: int, months: Sequence[int]) -> Sequence[PlannedSum]:
        """What projects of these months plan to invest, by sector."""
        ...


class CountStore(Protocol):
    """Counts of licences, in versions; the newest stands."""

    async def standing(self, office: str, cells: Sequence[Cell]) -> Mapping[Cell, LicenceCount]:
        """What stands for these cells, locked against other imports."""
        ...

    async def add(self, counts: Sequence[LicenceCount]) -> None:
        """Adds versions; each is newer than what stood."""
        ...

    async def of_months(
        self, office: str, year: int, months: Sequence[int]
    ) -> Sequence[LicenceCount]:
        """The newest version of every cell of these months."""
        ...


class StageStore(Protocol):
    """Stages that applications came to."""

    async def record(self, stages: Sequence[StageReached]) -> None:
        """Counts those that were not counted before."""
        ...

    async def counts(self, office: str, first: date, last: date) -> Sequence[StageCount]:
        """Per service and stage: how many in these whole months, and how many until then."""
        ...

    async def open(self, office: str) -> Mapping[str, int]:
        """How many applications are open now, by the furthest stage each has come to."""
        ...


class SurveyStore(Protocol):
    """Answer sheets and their running sums."""

    async def record(self, office: str, responses: Sequence[Response]) -> None:
        """Adds those that were not added before, to the sums too."""
        ...

    async def tally(self, office: str, first: date, last: date) -> Tally:
        """The sums of whole months, read from the counters."""
        ...

    async def monthly(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[int, int, Tally]]:
        """(year, month, sums) of each of these months in which anybody answered."""
        ...

    async def sheets(self, office: str, first: date, last: date, limit: int) -> Sequence[Nine]:
        """The first answer sheets by day, in an order that tells nothing of who came first."""
        ...


class RegisterStore(Protocol):
    """Complaints, outages and sanctions, each patched by the facts told of it, in any order."""

    async def patch_complaints(self, office: str, complaints: Sequence[Complaint]) -> None:
        """Fills in what the facts say; what is there already stays."""
        ...

    async def patch_outages(self, office: str, outages: Sequence[Outage]) -> None:
        """As `patch_complaints`."""
        ...

    async def patch_sanctions(self, office: str, sanctions: Sequence[Sanction]) -> None:
        """The latest rung stands."""
        ...

    async def lift_sanctions(self, office: str, lifted: Mapping[UUID, datetime]) -> None:
        """Marks sanctions lifted, also those not heard of yet."""
        ...

    async def complaints_until(
        self, office: str, start: datetime, end: datetime
    ) -> Sequence[Complaint]:
        """Filed before `end` and not resolved before `start`."""
        ...

    async def outages_until(self, office: str, start: datetime, end: datetime) -> Sequence[Outage]:
        """Started before `end` and not ended before `start`."""
        ...


class ProgressStore(Protocol):
    """How new each read model is."""

    async def heard(self, office: str, model: str, occurred_at: datetime) -> None:
        """A fact that was told at that moment is in the model now."""
        ...

    async def all(self, office: str) -> Mapping[str, Freshness]:
        """The freshness of every model that heard anything."""
        ...


class OperationStore(Protocol):
    """Imports and how they ended."""

    async def add(self, operation: ImportOperation) -> None:
        """Keeps it."""
        ...

    async def find(self, operation_id: UUID) -> ImportOperation | None:
        """The operation, if it is the caller's office's."""
        ...


class InvestmentStore(Protocol):
    """Releases of NSWI, in versions per quarter and origin."""

    async def add(self, releases: Sequence[InvestmentRelease]) -> None:
        """Adds each as the next version of its quarter and origin."""
        ...

    async def newest(self, office: str, quarter: Quarter) -> Mapping[Origin, InvestmentRelease]:
        """Per origin the newest version of the newest quarter that is not later."""
        ...


class DataRequestStore(Protocol):
    """The register of letters that ask for data, and the log of what was disclosed."""

    async def add(self, request: DataRequest) -> None:
        """Enters a letter."""
        ...

    async def find(self, request_id: UUID) -> DataRequest:
        """The letter; raises NotFound."""
        ...

    async def get(self, request_id: UUID) -> DataRequest:
        """The letter, locked; raises NotFound."""
        ...

    async def save(self, request: DataRequest, *, expected_version: int | None) -> None:
        """Keeps a reply; raises StaleVersion."""
        ...

    async def next_number(self, office: str, year: int) -> int:
        """The next number of the year's outgoing letters, never given twice."""
        ...

    async def count_from(self, office: str, year: int, sequence: int) -> None:
        """The year's next number is later than this one."""
        ...

    async def standing(
        self, office: str, *, days: Sequence[date], reply_numbers: Sequence[str]
    ) -> Sequence[DataRequest]:
        """The letters received on these days or replied to under these numbers, locked against
        other imports."""
        ...

    async def received_between(self, office: str, first: date, last: date) -> Sequence[DataRequest]:
        """The letters received on these days."""
        ...

    async def page(
        self, office: str, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[DataRequest]:
        """Letters by day of arrival, at most `limit`."""
        ...


class EvaluationStore(Protocol):
    """What offices write into their reports."""

    async def add(self, evaluation: Evaluation) -> None:
        """Keeps a new entry."""
        ...

    async def get(self, evaluation_id: UUID) -> Evaluation:
        """The entry, locked; raises NotFound."""
        ...

    async def save(self, evaluation: Evaluation, *, expected_version: int) -> None:
        """Keeps a change; raises StaleVersion."""
        ...

    async def until(self, office: str, quarter: Quarter) -> Sequence[Evaluation]:
        """The quarter's entries and earlier ones that are still open, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFilter:
    """Which of an office's issues; nothing leaves them all in."""

    office_code: str
    system: str | None = None
    state: IssueState | None = None


class SystemIssueStore(Protocol):
    """Problems with systems of others, in versions; the newest stands, none is lost."""

    async def add(self, issue: SystemIssue) -> None:
        """Keeps a version; raises StaleVersion when it is taken."""
        ...

    async def get(self, issue_id: UUID) -> SystemIssue:
        """What stands; raises NotFound."""
        ...

    async def history(self, issue_id: UUID) -> Sequence[SystemIssue]:
        """Every version, the oldest first; raises NotFound."""
        ...

    async def page(
        self, wanted: IssueFilter, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[SystemIssue]:
        """What stands, by the day it was raised, the newest first, at most `limit`."""
        ...

    async def standing_on(self, office: str, day: date) -> Sequence[SystemIssue]:
        """What had been raised and was not closed when that day ended, the oldest first."""
        ...


class EditionStore(Protocol):
    """Published editions: public, insert-only, the same bytes ever after."""

    async def latest(self, office: str, quarter: Quarter) -> Edition | None:
        """The newest edition of a quarter."""
        ...

    async def of_year(self, office: str, year: int) -> Mapping[Quarter, Edition]:
        """The newest edition of each of the year's quarters."""
        ...

    async def of_quarter(self, office: str, quarter: Quarter) -> Sequence[Edition]:
        """Every edition of a quarter, the newest first."""
        ...

    async def document(
        self, office: str, quarter: Quarter, edition: int, media_type: str
    ) -> bytes | None:
        """What was published, byte for byte."""
        ...

    async def add(self, edition: Edition, documents: Mapping[str, bytes]) -> None:
        """Keeps an edition; raises AlreadyPublished when its number is taken."""
        ...


class PrintStore(Protocol):
    """What was printed of a quarter, and what is wrong in it."""

    async def keep(
        self,
        office: str,
        quarter: Quarter,
        values: Mapping[str, object],
        findings: Sequence[Finding],
    ) -> None:
        """Keeps the print in the place of an earlier one."""
        ...

    async def find(
        self, office: str, quarter: Quarter
    ) -> tuple[Mapping[str, object], tuple[Finding, ...]]:
        """The printed values by table id, and the findings; both empty without a print."""
        ...


class DutyStore(Protocol):
    """Settings of an office's reports, and when which edition was handed over."""

    async def settings(self, office: str) -> ReportSettings:
        """The office's settings, or what holds before it set any."""
        ...

    async def keep_settings(self, settings: ReportSettings, *, expected_version: int) -> None:
        """Raises StaleVersion."""
        ...

    async def handovers(self, office: str, year: int) -> Mapping[Quarter, Handover]:
        """The newest hand-over of each of the year's quarters."""
        ...

    async def add_handover(self, handover: Handover) -> None:
        """Raises AlreadyHandedOver when somebody else was first."""
        ...


class OfficeListStore(Protocol):
    """Lists that an office keeps whole: legal bases, a quarter's targets and trainings."""

    async def find(self, kind: type[EntryT], office: str, quarter: Quarter | None) -> Kept[EntryT]:
        """What stands; version 0 before any was kept."""
        ...

    async def keep(
        self,
        kind: type[EntryT],
        office: str,
        quarter: Quarter | None,
        kept: Kept[EntryT],
        *,
        expected_version: int,
    ) -> None:
        """Puts it in the place of what stood; raises StaleVersion."""
        ...


class RebuildStore(Protocol):
    """Rebuilds of an office's read models, and what they begin with: nothing."""

    async def wipe(self, office: str) -> None:
        """Takes away every row that events made, of this office."""
        ...

    async def add(self, rebuild: Rebuild) -> None:
        """Keeps a new one."""
        ...

    async def running(self) -> Rebuild | None:
        """The oldest that is not finished."""
        ...

    async def find(self, rebuild_id: UUID) -> Rebuild | None:
        """The rebuild, if it is the caller's office's."""
        ...

    async def save(self, rebuild: Rebuild, *, standing: Rebuild) -> None:
        """Keeps its progress; raises StaleVersion when somebody else went on with it."""
        ...
