"""What exists in this service alone, in memory: counts, releases, letters, editions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from reporting_service.domain.data_request import DataRequest, LetterNumberUsed
from reporting_service.domain.duty import AlreadyHandedOver, Handover, ReportSettings
from reporting_service.domain.edition import AlreadyPublished, Edition
from reporting_service.domain.evaluation import EntryState, Evaluation
from reporting_service.domain.investment import InvestmentRelease, Origin
from reporting_service.domain.licence_count import Cell, LicenceCount
from reporting_service.domain.lint import Finding
from reporting_service.domain.office_list import Kept
from reporting_service.domain.rebuild import Rebuild
from reporting_service.testing.memory_read_models import MemoryStore
from shared.calendar.office_time import Quarter
from shared.errors import NotFound, StaleVersion

EntryT = TypeVar("EntryT")


class MemoryCounts(MemoryStore):
    """Counts of licences, in versions; the newest stands."""

    async def standing(self, office: str, cells: Sequence[Cell]) -> Mapping[Cell, LicenceCount]:
        """What stands for these cells."""
        newest: dict[Cell, LicenceCount] = {}
        for one in sorted(self._rows(LicenceCount, office), key=lambda one: one.version):
            newest[one.cell] = one
        return {cell: newest[cell] for cell in cells if cell in newest}

    async def add(self, counts: Sequence[LicenceCount]) -> None:
        """Adds versions."""
        shelf = self._state.shelf("LicenceCount")
        shelf.update({(one.office_code, one.cell, one.version): one for one in counts})

    async def of_months(
        self, office: str, year: int, months: Sequence[int]
    ) -> Sequence[LicenceCount]:
        """The newest version of every cell of these months."""
        cells = {one.cell for one in self._rows(LicenceCount, office)}
        wanted = [cell for cell in cells if cell[0] == year and cell[1] in months]
        return sorted((await self.standing(office, wanted)).values(), key=lambda one: one.cell[1:])


class MemoryInvestments(MemoryStore):
    """Releases of NSWI, in versions per quarter and origin."""

    async def add(self, releases: Sequence[InvestmentRelease]) -> None:
        """Adds each as the next version of its quarter and origin."""
        shelf = self._state.shelf("InvestmentRelease")
        for one in releases:
            key = (one.office_code, one.quarter, one.origin)
            version = 1 + sum(kept[:3] == key for kept in shelf)
            shelf[*key, version] = replace(one, version=version)

    async def newest(self, office: str, quarter: Quarter) -> Mapping[Origin, InvestmentRelease]:
        """Per origin the newest version of the newest quarter that is not later."""
        found = sorted(
            self._rows(InvestmentRelease, office), key=lambda one: (one.quarter, one.version)
        )
        return {one.origin: one for one in found if one.quarter <= quarter}


class MemoryDataRequests(MemoryStore):
    """The register of letters that ask for data."""

    async def add(self, request: DataRequest) -> None:
        """Enters a letter."""
        self._state.shelf("DataRequest")[request.office_code, request.id] = request

    async def find(self, request_id: UUID) -> DataRequest:
        """The letter; raises NotFound."""
        for office in self._caller.offices:
            for one in self._rows(DataRequest, office):
                if one.id == request_id:
                    return one
        raise NotFound

    async def get(self, request_id: UUID) -> DataRequest:
        """The letter; raises NotFound."""
        return await self.find(request_id)

    async def save(self, request: DataRequest, *, expected_version: int | None) -> None:
        """Keeps a reply; raises StaleVersion, LetterNumberUsed."""
        standing = await self.find(request.id)
        if standing.version != request.version - 1 or expected_version not in (
            None,
            standing.version,
        ):
            raise StaleVersion
        used = [
            one.reply.number for one in self._rows(DataRequest, request.office_code) if one.reply
        ]
        if request.reply is not None and request.reply.number in used:
            raise LetterNumberUsed
        await self.add(request)

    async def next_number(self, office: str, year: int) -> int:
        """The next number of the year's outgoing letters."""
        shelf = self._state.shelf("letter_number")
        last = shelf.get((office, year), 0)
        assert isinstance(last, int)
        shelf[office, year] = last + 1
        return last + 1

    async def count_from(self, office: str, year: int, sequence: int) -> None:
        """The year's next number is later than this one."""
        shelf = self._state.shelf("letter_number")
        last = shelf.get((office, year), 0)
        assert isinstance(last, int)
        shelf[office, year] = max(last, sequence)

    async def standing(
        self, office: str, *, days: Sequence[date], reply_numbers: Sequence[str]
    ) -> Sequence[DataRequest]:
        """The letters of these days or reply numbers."""
        found = [
            one
            for one in self._rows(DataRequest, office)
            if one.received_on in days or (one.reply and one.reply.number in reply_numbers)
        ]
        return sorted(found, key=lambda one: (one.received_on, one.id))

    async def received_between(self, office: str, first: date, last: date) -> Sequence[DataRequest]:
        """The letters received on these days."""
        found = [one for one in self._rows(DataRequest, office) if first <= one.received_on <= last]
        return sorted(found, key=lambda one: (one.received_on, one.id))

    async def page(
        self, office: str, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[DataRequest]:
        """Letters by day of arrival, at most `limit`."""
        found = await self.received_between(office, date.min, date.max)
        later = [one for one in found if after is None or (one.received_on, one.id) > after]
        return later[:limit]


class MemoryEvaluations(MemoryStore):
    """What offices write into their reports."""

    async def add(self, evaluation: Evaluation) -> None:
        """Keeps a new entry."""
        self._state.shelf("Evaluation")[evaluation.office_code, evaluation.id] = evaluation

    async def get(self, evaluation_id: UUID) -> Evaluation:
        """The entry; raises NotFound."""
        for office in self._caller.offices:
            for one in self._rows(Evaluation, office):
                if one.id == evaluation_id:
                    return one
        raise NotFound

    async def save(self, evaluation: Evaluation, *, expected_version: int) -> None:
        """Keeps a change; raises StaleVersion."""
        if (await self.get(evaluation.id)).version != expected_version:
            raise StaleVersion
        await self.add(evaluation)

    async def until(self, office: str, quarter: Quarter) -> Sequence[Evaluation]:
        """The quarter's entries and earlier ones that are still open, oldest first."""
        found = [
            one
            for one in self._rows(Evaluation, office)
            if one.quarter == quarter or (one.quarter < quarter and one.state is EntryState.OPEN)
        ]
        return sorted(found, key=lambda one: (one.quarter, one.id))


class MemoryEditions(MemoryStore):
    """Published editions: seen by everybody."""

    async def latest(self, office: str, quarter: Quarter) -> Edition | None:
        """The newest edition of a quarter."""
        found = [
            one
            for one in self._state.shelf("Edition").values()
            if isinstance(one, Edition) and (one.office_code, one.quarter) == (office, quarter)
        ]
        return max(found, key=lambda one: one.publication.edition, default=None)

    async def of_year(self, office: str, year: int) -> Mapping[Quarter, Edition]:
        """The newest edition of each of the year's quarters."""
        found = [await self.latest(office, Quarter(year=year, number=one)) for one in range(1, 5)]
        return {one.quarter: one for one in found if one is not None}

    async def of_quarter(self, office: str, quarter: Quarter) -> Sequence[Edition]:
        """Every edition of a quarter, the newest first."""
        found = [
            one
            for one in self._state.shelf("Edition").values()
            if isinstance(one, Edition) and (one.office_code, one.quarter) == (office, quarter)
        ]
        return sorted(found, key=lambda one: one.publication.edition, reverse=True)

    async def document(
        self, office: str, quarter: Quarter, edition: int, media_type: str
    ) -> bytes | None:
        """What was published, byte for byte."""
        found = self._state.shelf("documents").get((office, quarter, edition, media_type))
        return found if isinstance(found, bytes) else None

    async def add(self, edition: Edition, documents: Mapping[str, bytes]) -> None:
        """Keeps an edition; raises AlreadyPublished when its number is taken."""
        key = (edition.office_code, edition.quarter, edition.publication.edition)
        if key in self._state.shelf("Edition"):
            raise AlreadyPublished
        self._state.shelf("Edition")[key] = edition
        self._state.shelf("documents").update(
            {(*key, media_type): content for media_type, content in documents.items()}
        )


class MemoryPrints(MemoryStore):
    """What was printed of a quarter."""

    async def keep(
        self,
        office: str,
        quarter: Quarter,
        values: Mapping[str, object],
        findings: Sequence[Finding],
    ) -> None:
        """Keeps the print in the place of an earlier one."""
        self._state.shelf("print")[office, quarter] = (dict(values), tuple(findings))

    async def find(
        self, office: str, quarter: Quarter
    ) -> tuple[Mapping[str, object], tuple[Finding, ...]]:
        """The printed values by table id, and the findings; both empty without a print."""
        if office not in self._caller.offices:
            return {}, ()
        values, findings = self._state.shelf("print").get((office, quarter), ({}, ()))
        return values, findings


class MemoryOfficeLists(MemoryStore):
    """Lists that an office keeps whole."""

    async def find(self, kind: type[EntryT], office: str, quarter: Quarter | None) -> Kept[EntryT]:
        """What stands; version 0 before any was kept."""
        if office not in self._caller.offices:
            return Kept()
        kept: Kept[EntryT] = self._state.shelf("office_list").get((office, kind, quarter), Kept())
        return kept

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
        standing = await self.find(kind, office, quarter)
        if standing.version != expected_version:
            raise StaleVersion
        self._state.shelf("office_list")[office, kind, quarter] = kept


class MemoryDuties(MemoryStore):
    """Settings of an office's reports, and hand-overs."""

    async def settings(self, office: str) -> ReportSettings:
        """The office's settings, or what holds before it set any."""
        if office not in self._caller.offices:
            return ReportSettings(office_code=office)
        kept = self._state.shelf("settings").get((office,))
        return kept if isinstance(kept, ReportSettings) else ReportSettings(office_code=office)

    async def keep_settings(self, settings: ReportSettings, *, expected_version: int) -> None:
        """Raises StaleVersion."""
        if (await self.settings(settings.office_code)).version != expected_version:
            raise StaleVersion
        self._state.shelf("settings")[settings.office_code,] = settings

    async def handovers(self, office: str, year: int) -> Mapping[Quarter, Handover]:
        """The newest hand-over of each of the year's quarters."""
        found = sorted(self._rows(Handover, office), key=lambda one: one.edition)
        return {one.quarter: one for one in found if one.quarter.year == year}

    async def add_handover(self, handover: Handover) -> None:
        """Raises AlreadyHandedOver when somebody else was first."""
        key = (handover.office_code, handover.quarter, handover.edition)
        if key in self._state.shelf("Handover"):
            raise AlreadyHandedOver
        self._state.shelf("Handover")[key] = handover


class MemoryRebuilds(MemoryStore):
    """Rebuilds, and the emptying they begin with."""

    async def wipe(self, office: str) -> None:
        """Takes away every row that events made, of this office."""
        for name in (
            "Issuance",
            "StageReached",
            "Response",
            "Complaint",
            "Outage",
            "Sanction",
            "AgencyAnswer",
            "ToldMoment",
            "SupervisionResult",
        ):
            shelf = self._state.shelf(name)
            for key in [key for key in shelf if key[0] == office]:
                del shelf[key]

    async def add(self, rebuild: Rebuild) -> None:
        """Keeps a new one."""
        self._state.shelf("Rebuild")[rebuild.office_code, rebuild.id] = rebuild

    async def running(self) -> Rebuild | None:
        """The oldest that is not finished."""
        kept = self._state.shelf("Rebuild").values()
        found = [one for one in kept if isinstance(one, Rebuild) and one.finished_at is None]
        return min(found, key=lambda one: (one.requested_at, one.id), default=None)

    async def find(self, rebuild_id: UUID) -> Rebuild | None:
        """The rebuild, if it is the caller's office's."""
        return next(
            (
                one
                for office in self._caller.offices
                for one in self._rows(Rebuild, office)
                if one.id == rebuild_id
            ),
            None,
        )

    async def save(self, rebuild: Rebuild, *, standing: Rebuild) -> None:
        """Keeps its progress; raises StaleVersion when somebody else went on with it."""
        if self._state.shelf("Rebuild").get((rebuild.office_code, rebuild.id)) != standing:
            raise StaleVersion
        await self.add(rebuild)
