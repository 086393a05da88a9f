"""Stores of what the office writes and imports: it exists here alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from reporting_service.domain.data_request import DataRequest
from reporting_service.domain.evaluation import Evaluation
from reporting_service.domain.investment import InvestmentRelease, Origin
from reporting_service.domain.licence_count import Cell, LicenceCount
from reporting_service.domain.office_list import Kept
from reporting_service.domain.system_issue import IssueState, SystemIssue
from shared.calendar.office_time import Quarter

EntryT = TypeVar("EntryT")


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
