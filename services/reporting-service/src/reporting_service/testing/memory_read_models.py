"""Read models in memory: the same promises as on PostgreSQL, by scanning what was told."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from reporting_service.domain.data_request import ExtractLine
from reporting_service.domain.issuance import ENDS, OPEN_STAGES, Issuance, StageCount, StageReached
from reporting_service.domain.kinds import Measure
from reporting_service.domain.office import Office, OfficeYear
from reporting_service.domain.performance import AgencyAnswer, OfficeStandard
from reporting_service.domain.planned_investment import PlannedSum
from reporting_service.domain.recap import Recorded
from reporting_service.domain.register import Complaint, Outage, Sanction
from reporting_service.domain.step import Span, ToldMoment, spans_of
from reporting_service.domain.survey import Nine, Response, Tally
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Period
from shared.calendar.own_days import calendar_of
from shared.calendar.working_days import WorkingCalendar
from shared.identity import Caller
from shared.testing.imports import KeptImport

RowT = TypeVar("RowT")
Shelf = dict[tuple[Any, ...], Any]


class MemoryState:
    """What every transaction of a test shares."""

    def __init__(self) -> None:
        self.rows: dict[str, Shelf] = {}
        self.imports: dict[UUID, KeptImport] = {}

    def shelf(self, name: str) -> Shelf:
        """The rows of one kind."""
        return self.rows.setdefault(name, {})


class MemoryStore:
    """Sees the caller's offices only, as row-level security does."""

    def __init__(self, state: MemoryState, caller: Caller, now: datetime) -> None:
        self._state = state
        self._caller = caller
        self._now = now

    def _rows(self, kind: type[RowT], office: str) -> list[RowT]:
        if office not in self._caller.offices:
            return []
        kept = self._state.shelf(kind.__name__)
        return [
            one
            for (of_office, *_), one in kept.items()
            if of_office == office and isinstance(one, kind)
        ]


class MemoryOffices(MemoryStore):
    """Copies of the offices."""

    async def keep(self, offices: Sequence[Office]) -> None:
        """Keeps each unless a newer one stands."""
        shelf = self._state.shelf("Office")
        for one in offices:
            standing = shelf.get((one.code,))
            newer = isinstance(standing, Office) and (
                standing.settings_version > one.settings_version
            )
            if not newer:
                shelf[one.code,] = one

    async def find(self, code: str) -> Office | None:
        """The office, if it is known and the caller's."""
        return next(iter(self._rows(Office, code)), None)

    async def keep_years(self, years: Sequence[OfficeYear]) -> None:
        """Keeps each office's own days of a year unless newer ones stand."""
        shelf = self._state.shelf("OfficeYear")
        for one in years:
            standing = shelf.get((one.office_code, one.year))
            if not isinstance(standing, OfficeYear) or standing.version < one.version:
                shelf[one.office_code, one.year] = one

    async def calendar(self, office: Office) -> WorkingCalendar:
        """The nation's days under the office's own."""
        years = sorted(self._rows(OfficeYear, office.code), key=lambda one: one.year)
        own = tuple(day for one in years for day in one.days)
        return calendar_of(own, worked=office.counts_cuti_bersama_as_working)


class MemoryOfficeStandards(MemoryStore):
    """What the offices' own catalogues promise."""

    async def keep(self, standards: Sequence[OfficeStandard]) -> None:
        """Keeps each unless a newer version stands."""
        shelf = self._state.shelf("OfficeStandard")
        told = self._state.shelf("standard_version")
        for one in standards:
            told.setdefault((one.office_code, one.service_code, one.version), one)
            standing = shelf.get((one.office_code, one.service_code))
            if not isinstance(standing, OfficeStandard) or standing.version < one.version:
                shelf[one.office_code, one.service_code] = one

    async def of(self, office_code: str) -> list[OfficeStandard]:
        """Those that stand, by service."""
        found = self._rows(OfficeStandard, office_code)
        return sorted(found, key=lambda one: one.service_code)

    async def versions(self, office_code: str) -> list[OfficeStandard]:
        """Every version that was told, by service and version."""
        if office_code not in self._caller.offices:
            return []
        told = self._state.shelf("standard_version")
        return [one for key, one in sorted(told.items()) if key[0] == office_code]


class MemoryAgencies(MemoryStore):
    """How long technical agencies took to answer."""

    async def record(self, answers: Sequence[AgencyAnswer]) -> None:
        """Counts those that were not counted before."""
        shelf = self._state.shelf("AgencyAnswer")
        for one in answers:
            key = (one.office_code, one.application_id, one.agency, one.given_at)
            shelf.setdefault(key, one)

    async def times(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[str, str, int, int]]:
        """(agency, service, working days, answers) of whole months."""
        counts = Counter(
            (one.agency, one.service_code, one.working_days)
            for one in self._rows(AgencyAnswer, office)
            if first <= one.given_on <= last
        )
        return [(*key, count) for key, count in sorted(counts.items())]


class MemoryIssuances(MemoryStore):
    """Licences, projects and NIBs, each once."""

    async def record(self, issuances: Sequence[Issuance]) -> None:
        """Counts those that were not counted before."""
        shelf = self._state.shelf("Issuance")
        for one in issuances:
            shelf.setdefault((one.office_code, one.measure, one.reference), one)

    async def monthly(self, office: str, year: int, months: Sequence[int]) -> Sequence[Recorded]:
        """The counters of these months."""
        counts = Counter(
            (one.channel, one.kind, one.measure, one.issued_on.month)
            for one in self._rows(Issuance, office)
            if one.issued_on.year == year and one.issued_on.month in months
        )
        return [
            Recorded(channel=channel, kind=kind, measure=measure, month=month, count=count)
            for (channel, kind, measure, month), count in sorted(counts.items())
        ]

    async def extract(
        self, office: str, kinds: Sequence[str], first: date, last: date, limit: int
    ) -> Sequence[ExtractLine]:
        """Licences issued on these days, of these services or of all."""
        found = [
            one
            for one in self._rows(Issuance, office)
            if one.measure is Measure.LICENCES
            and first <= one.issued_on <= last
            and (not kinds or one.kind in kinds)
        ]
        found.sort(key=lambda one: (one.issued_on, one.number or ""))
        return [
            ExtractLine(
                number=one.number or "",
                service_code=one.kind,
                channel=one.channel.value,
                issued_on=one.issued_on,
                nib=one.nib,
            )
            for one in found[:limit]
        ]

    async def service_times(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[str, int, int, int]]:
        """(service, its version or 0, working days, licences) of whole months."""
        counts = Counter(
            (one.kind, one.service_version or 0, one.working_days)
            for one in self._rows(Issuance, office)
            if one.working_days is not None and first <= one.issued_on <= last
        )
        return [(*key, count) for key, count in sorted(counts.items())]

    async def planned(self, office: str, year: int, months: Sequence[int]) -> Sequence[PlannedSum]:
        """What projects of these months plan to invest, by sector."""
        sums: dict[str, list[int]] = {}
        for one in self._rows(Issuance, office):
            is_here = one.issued_on.year == year and one.issued_on.month in months
            if one.sector is not None and is_here:
                of_sector = sums.setdefault(one.sector, [0, 0])
                of_sector[0] += 1
                of_sector[1] += one.planned_rupiah or 0
        return [
            PlannedSum(sector=sector, projects=projects, rupiah=rupiah)
            for sector, (projects, rupiah) in sorted(sums.items())
        ]


class MemoryStages(MemoryStore):
    """Stages that applications came to."""

    async def record(self, stages: Sequence[StageReached]) -> None:
        """Counts those that were not counted before."""
        shelf = self._state.shelf("StageReached")
        for one in stages:
            shelf.setdefault((one.office_code, one.application_id, one.stage), one)

    async def counts(self, office: str, first: date, last: date) -> Sequence[StageCount]:
        """Per service and stage: how many in these whole months, and how many until then."""
        until: Counter[tuple[str, str, str]] = Counter()
        within: Counter[tuple[str, str, str]] = Counter()
        for one in self._rows(StageReached, office):
            if one.reached_on <= last:
                name = (one.channel, one.service_code, one.stage)
                until[name] += 1
                within[name] += first <= one.reached_on
        return [
            StageCount(
                channel=channel,
                service_code=service,
                stage=stage,
                in_period=within[channel, service, stage],
                until_end=count,
            )
            for (channel, service, stage), count in sorted(until.items())
        ]

    async def open(self, office: str) -> Mapping[str, int]:
        """How many applications are open now, by the furthest stage each has come to."""
        reached: dict[UUID, set[str]] = {}
        for one in self._rows(StageReached, office):
            reached.setdefault(one.application_id, set()).add(one.stage)
        return Counter(
            max(stages & set(OPEN_STAGES), key=OPEN_STAGES.index)
            for stages in reached.values()
            if not stages & set(ENDS) and stages & set(OPEN_STAGES)
        )


class MemorySteps(MemoryStore):
    """Moments of applications."""

    async def record(self, moments: Sequence[ToldMoment]) -> None:
        """Keeps each once."""
        shelf = self._state.shelf("ToldMoment")
        for one in moments:
            key = (one.office_code, one.application_id, one.moment, one.agency, one.at)
            shelf.setdefault(key, one)

    async def spans(self, office: Office, period: Period) -> Sequence[Span]:
        """The steps that ended in the period, those alike counted together."""
        return spans_of(self._rows(ToldMoment, office.code), period, office.zone)


class MemorySurveys(MemoryStore):
    """Answer sheets."""

    async def record(self, office: str, responses: Sequence[Response]) -> None:
        """Adds those that were not added before."""
        shelf = self._state.shelf("Response")
        for one in responses:
            shelf.setdefault((office, one.id), one)

    async def tally(self, office: str, first: date, last: date) -> Tally:
        """The sums of whole months."""
        return Tally.of(await self.sheets(office, first, last, sys.maxsize))

    async def monthly(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[int, int, Tally]]:
        """(year, month, sums) of each of these months in which anybody answered."""
        months: dict[tuple[int, int], list[Nine]] = {}
        for one in self._rows(Response, office):
            if first <= one.answered_on <= last:
                key = (one.answered_on.year, one.answered_on.month)
                months.setdefault(key, []).append(one.answers)
        return [(*key, Tally.of(rows)) for key, rows in sorted(months.items())]

    async def sheets(self, office: str, first: date, last: date, limit: int) -> Sequence[Nine]:
        """The first answer sheets by day, in an order that tells nothing of who came first."""
        found = [one for one in self._rows(Response, office) if first <= one.answered_on <= last]
        found.sort(key=lambda one: (one.answered_on, one.id))
        return [one.answers for one in found[:limit]]


class MemoryRegisters(MemoryStore):
    """Complaints, outages and sanctions, filled in by facts in any order."""

    async def patch_complaints(self, office: str, complaints: Sequence[Complaint]) -> None:
        """Fills in what the facts say; what is there already stays."""
        shelf = self._state.shelf("Complaint")
        for one in complaints:
            standing = shelf.get((office, one.id), one)
            assert isinstance(standing, Complaint)
            fields = {
                name: getattr(standing, name)
                if getattr(standing, name) not in (None, "")
                else getattr(one, name)
                for name in Complaint.__slots__
            }
            shelf[office, one.id] = Complaint(**fields)

    async def patch_outages(self, office: str, outages: Sequence[Outage]) -> None:
        """As `patch_complaints`."""
        shelf = self._state.shelf("Outage")
        for one in outages:
            standing = shelf.get((office, one.id), one)
            assert isinstance(standing, Outage)
            shelf[office, one.id] = replace(standing, ended_at=one.ended_at or standing.ended_at)

    async def patch_sanctions(self, office: str, sanctions: Sequence[Sanction]) -> None:
        """The latest rung stands."""
        shelf = self._state.shelf("Sanction")
        for one in sanctions:
            standing = shelf.get((office, one.id))
            if not isinstance(standing, Sanction) or standing.imposed_at <= one.imposed_at:
                shelf[office, one.id] = one

    async def lift_sanctions(self, office: str, lifted: Mapping[UUID, datetime]) -> None:
        """Marks sanctions lifted."""
        self._state.shelf("lifted").update({(office, id): at for id, at in lifted.items()})

    async def complaints_until(
        self, office: str, start: datetime, end: datetime
    ) -> Sequence[Complaint]:
        """Filed before `end` and not resolved before `start`."""
        found = [
            one
            for one in self._rows(Complaint, office)
            if one.filed_at is not None
            and one.filed_at < end
            and (one.resolved_at is None or one.resolved_at >= start)
        ]
        return sorted(found, key=lambda one: (one.filed_at or end, one.id))

    async def outages_until(self, office: str, start: datetime, end: datetime) -> Sequence[Outage]:
        """Started before `end` and not ended before `start`."""
        found = [
            one
            for one in self._rows(Outage, office)
            if one.started_at < end and (one.ended_at is None or one.ended_at >= start)
        ]
        return sorted(found, key=lambda one: (one.started_at, one.id))


class MemoryProgress(MemoryStore):
    """How new each read model is."""

    async def heard(self, office: str, model: str, occurred_at: datetime) -> None:
        """A fact that was told at that moment is in the model now."""
        shelf = self._state.shelf("progress")
        standing = shelf.get((office, model))
        lag = max(0.0, (self._now - occurred_at).total_seconds())
        if not isinstance(standing, Freshness) or (standing.as_of or occurred_at) < occurred_at:
            shelf[office, model] = Freshness(as_of=occurred_at, lag_seconds=lag)

    async def all(self, office: str) -> Mapping[str, Freshness]:
        """The freshness of every model that heard anything."""
        if office not in self._caller.offices:
            return {}
        kept = self._state.shelf("progress").items()
        return {
            model: one
            for (of_office, model), one in kept
            if of_office == office and isinstance(one, Freshness)
        }
