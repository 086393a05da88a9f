"""What the use cases need: a transaction with its stores (`stores.py`).

Read models are fed inside the runner's transaction; requests open their own with `begin`, or
`read` for a look at one moment's state.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from reporting_service.application.stores import (
    AgencyStore,
    CountStore,
    DataRequestStore,
    DutyStore,
    EditionStore,
    EvaluationStore,
    InvestmentStore,
    IssuanceStore,
    OfficeListStore,
    OfficeStandardStore,
    OfficeStore,
    PrintStore,
    ProgressStore,
    RebuildStore,
    RegisterStore,
    StageStore,
    StepStore,
    SupervisionStore,
    SurveyStore,
    SystemIssueStore,
)
from reporting_service.domain.complaint_copy import ComplaintEntry
from reporting_service.domain.data_request import DataRequest
from reporting_service.domain.edition import Edition, Letterhead, Signatory
from reporting_service.domain.office import Office
from reporting_service.domain.open_data import DataFormat, Dataset
from reporting_service.domain.performance import Standard
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.respondents import RespondentGroup
from shared.calendar.office_time import Quarter
from shared.clock import Clock
from shared.identity import Caller
from shared.imports.ports import Imports
from shared.messaging.contract import Message
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")


class Work(Protocol):
    """One transaction and its stores."""

    @property
    def offices(self) -> OfficeStore: ...
    @property
    def office_standards(self) -> OfficeStandardStore: ...
    @property
    def office_lists(self) -> OfficeListStore: ...
    @property
    def agencies(self) -> AgencyStore: ...
    @property
    def issuances(self) -> IssuanceStore: ...
    @property
    def counts(self) -> CountStore: ...
    @property
    def stages(self) -> StageStore: ...
    @property
    def steps(self) -> StepStore: ...
    @property
    def supervision(self) -> SupervisionStore: ...
    @property
    def surveys(self) -> SurveyStore: ...
    @property
    def registers(self) -> RegisterStore: ...
    @property
    def progress(self) -> ProgressStore: ...
    @property
    def operations(self) -> Imports: ...
    @property
    def investments(self) -> InvestmentStore: ...
    @property
    def data_requests(self) -> DataRequestStore: ...
    @property
    def evaluations(self) -> EvaluationStore: ...
    @property
    def system_issues(self) -> SystemIssueStore: ...
    @property
    def editions(self) -> EditionStore: ...
    @property
    def rebuilds(self) -> RebuildStore: ...
    @property
    def duties(self) -> DutyStore: ...
    @property
    def prints(self) -> PrintStore: ...
    @property
    def events(self) -> EventRecorder: ...
    @property
    def now(self) -> datetime: ...

    def answer(self, result: ResultT) -> ResultT:
        """Keeps the result for a repetition of the request."""
        ...


class Begin(Protocol):
    """Opens a transaction for the caller."""

    def __call__(
        self, caller: Caller, *, once: Once | None = None
    ) -> AbstractAsyncContextManager[Work]: ...


class Feed(Protocol):
    """The owners' logs, by position."""

    async def read(
        self, publisher: str, office: str, after: int, limit: int
    ) -> Sequence[tuple[int, Message]]:
        """An office's events after a position; raises Unavailable when the owner is away."""
        ...


Apply = Callable[[Sequence[Message], "Work"], Awaitable[None]]


class Directory(Protocol):
    """Who signs and under which letterhead, as the door knows it."""

    async def signatory(self, caller: Caller) -> Signatory:
        """The caller as a signatory; raises Unavailable when the door is away."""
        ...

    async def letterhead(self, office_code: str) -> Letterhead:
        """The office's letterhead; raises Unavailable when the door is away."""
        ...

    async def names(self, actors: Collection[str]) -> Mapping[str, str]:
        """The full names of accounts, by id; without those that cannot be had. They are asked for
        when they are shown, and kept nowhere."""
        ...


class Respondents(Protocol):
    """Who answered the survey, as its service knows it."""

    async def groups(self, office_code: str, quarter: Quarter) -> Sequence[RespondentGroup] | None:
        """Groups by trait, small ones hidden; nothing when the service is away."""
        ...


class SupervisionRules(Protocol):
    """What supervision goes by, as its service tells everybody."""

    async def in_force(self, office_code: str) -> Mapping[str, Any] | None:
        """Rule set, procedure and checklist of today; nothing when they cannot be had."""
        ...


class ComplaintEntries(Protocol):
    """The register of complaints, as its service has it."""

    async def of(
        self, reader: Caller, office_code: str, numbers: Sequence[str]
    ) -> Mapping[str, ComplaintEntry]:
        """The entries of an office by number, which its service notes as read by the reader;
        without those it does not have. Raises Forbidden, and Unavailable when it is away."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmittal:
    """Number and addressee of the letter that goes with a published report."""

    number: str
    addressee: str
    through: str
    place: str


class Renderer(Protocol):
    """Makes documents of reports."""

    async def render(self, report: QuarterlyReport, media_type: str) -> bytes:
        """The report in one of MEDIA_TYPES."""
        ...

    def read_back(self, content: bytes, edition: Edition, office: Office) -> QuarterlyReport:
        """The published report whose JSON this is, its figures as they were frozen."""
        ...

    async def transmittal(self, report: QuarterlyReport, transmittal: Transmittal) -> bytes:
        """The letter that goes with a published report, as PDF."""
        ...

    async def extract(self, request: DataRequest) -> bytes:
        """The licences that a reply carries, as XLSX."""
        ...

    async def extract_on_paper(
        self, request: DataRequest, office: Office, letterhead: Letterhead
    ) -> bytes:
        """The same licences as the annex of the letter, as PDF."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What a host gives to the use cases. `read` is a transaction that writes nothing.

    `allows_unnamed_signatory` is for demonstrations: a report may then be published while the
    signatory's rank and NIP are not known, and says so where they would stand.
    """

    clock: Clock
    begin: Begin
    read: Begin
    new_id: Callable[[], UUID]
    renderer: Renderer
    directory: Directory
    respondents: Respondents
    rules: SupervisionRules
    complaint_entries: ComplaintEntries
    standards: Mapping[str, Standard]
    feed: Feed
    apply: Apply
    write_dataset: Callable[[Dataset, DataFormat], Awaitable[bytes]]
    allows_unnamed_signatory: bool = False
