"""Stores of read models: what events feed, and what a rebuild makes anew."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from reporting_service.domain.data_request import ExtractLine
from reporting_service.domain.issuance import Issuance, StageCount, StageReached
from reporting_service.domain.office import Office, OfficeYear
from reporting_service.domain.performance import AgencyAnswer, OfficeStandard
from reporting_service.domain.planned_investment import PlannedSum
from reporting_service.domain.rebuild import Rebuild
from reporting_service.domain.recap import Recorded
from reporting_service.domain.register import Complaint, Outage, Sanction
from reporting_service.domain.step import Span, ToldMoment
from reporting_service.domain.supervision import ResultCount, SupervisionResult
from reporting_service.domain.survey import Nine, Response, Tally
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Period
from shared.calendar.working_days import WorkingCalendar


class OfficeStore(Protocol):
    """Copies of the offices."""

    async def keep(self, offices: Sequence[Office]) -> None:
        """Keeps each unless a newer one stands."""
        ...

    async def find(self, code: str) -> Office | None:
        """The office, if it is known and the caller's."""
        ...

    async def keep_years(self, years: Sequence[OfficeYear]) -> None:
        """Keeps each office's own days of a year unless newer ones stand."""
        ...

    async def calendar(self, office: Office) -> WorkingCalendar:
        """The nation's days under the office's own."""
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


class StepStore(Protocol):
    """Moments of applications, and the steps that follow from them."""

    async def record(self, moments: Sequence[ToldMoment]) -> None:
        """Keeps each once."""
        ...

    async def spans(self, office: Office, period: Period) -> Sequence[Span]:
        """The steps that ended in the period, those alike counted together."""
        ...


class SupervisionStore(Protocol):
    """What was told of supervision, without a business in it."""

    async def record(self, results: Sequence[SupervisionResult]) -> None:
        """Keeps the last word on each part of a subject."""
        ...

    async def counts(self, office: str) -> Sequence[ResultCount]:
        """How many there were, by year, kind and word."""
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
