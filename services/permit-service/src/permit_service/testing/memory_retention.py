"""Retention in memory: what is due is computed from what the shelves keep."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from permit_service.application.retention_ports import (
    ClassCount,
    Counted,
    CountedRecord,
    SubjectFile,
)
from permit_service.domain.application import Application
from permit_service.domain.legal_hold import HoldSubject, LegalHold
from permit_service.domain.licence import REVOKES, LicenceStatus
from permit_service.domain.office import Office
from permit_service.domain.retention import RetentionClass
from permit_service.domain.retention_run import RetentionLine, RetentionRun
from permit_service.domain.steps import Status
from permit_service.testing.shelves import Shelves
from shared.calendar.office_time import local_date
from shared.documents.scanning import ScanState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller

_OVER = frozenset({Status.REJECTED, Status.WITHDRAWN})
_ISSUED = frozenset({Status.SIGNED, Status.DELIVERED})


class MemoryRetention:
    """The stores of retention on one set of shelves."""

    def __init__(self, shelves: Shelves, caller: Caller, now: datetime) -> None:
        self.records = MemoryRetainedRecords(shelves, caller)
        self.runs = MemoryRetentionRuns(shelves, caller, now)
        self.holds = MemoryLegalHolds(shelves, caller)


class MemoryRetainedRecords:
    """What counts towards its end."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def page(
        self, counted: Counted, *, after: UUID | None, limit: int
    ) -> list[CountedRecord]:
        """In the order of the applications' ids."""
        found = [one for one in self._all(counted) if after is None or one.application_id > after]
        return found[:limit]

    async def hold(self, counted: Counted) -> list[CountedRecord]:
        """Of those that are named."""
        return [one for one in self._all(counted) if one.application_id in (counted.only or ())]

    async def count(self, counted: Counted, *, due_until: date) -> ClassCount:
        """Which are due by then."""
        found = self._all(counted)
        free = [one for one in found if not one.is_held]
        due = sum(one.counted_from <= due_until for one in free)
        return ClassCount(due=due, upcoming=len(free) - due, held=len(found) - len(free))

    async def of_subject(
        self,
        office_code: str,
        *,
        account: str | None,
        applications: Sequence[UUID],
        today: date,
        after: UUID | None,
        limit: int,
    ) -> list[SubjectFile]:
        """By id."""
        found = [
            SubjectFile(application_id=one.id, is_held=self._is_held(one, today))
            for one in self._of_office(office_code)
            if (account is not None and one.owner == account) or one.id in applications
        ]
        return [one for one in found if after is None or one.application_id > after][:limit]

    async def files_of(self, account: str) -> int:
        """Those that still say who."""
        return sum(
            one.owner == account
            and one.anonymised_at is None
            and self._caller.sees(one.office_code)
            for one in self._shelves.applications.values()
        )

    async def holds(self, account: str) -> bool:
        """Whether one stands on the account."""
        return any(
            hold.account == account
            and hold.lifted_at is None
            and self._caller.sees(hold.office_code)
            for hold, _ in self._shelves.holds.values()
        )

    async def erase_receivers(self, application_id: UUID) -> None:
        """That somebody took it stays."""
        for key, one in self._shelves.deliveries.items():
            if one.application_id == application_id and one.receiver is not None:
                self._shelves.deliveries[key] = replace(one, receiver="")

    def _of_office(self, office_code: str) -> list[Application]:
        if not self._caller.sees(office_code):
            return []
        found = self._shelves.applications.values()
        here = [one for one in found if one.office_code == office_code]
        return sorted(here, key=lambda one: one.id)

    def _all(self, counted: Counted) -> list[CountedRecord]:
        office = counted.office
        dated = (
            (one, self._counted_from(one, counted.retention_class, office))
            for one in self._of_office(office.code)
        )
        return [
            CountedRecord(
                application_id=one.id, counted_from=day, is_held=self._is_held(one, counted.today)
            )
            for one, day in dated
            if day is not None and day <= counted.until
        ]

    def _is_held(self, application: Application, today: date) -> bool:
        return any(
            hold.office_code == application.office_code
            and hold.holds_on(today)
            and (
                hold.application_id == application.id
                or (hold.account is not None and hold.account == application.owner)
                or (nik is not None and nik == application.applicant.nik)
            )
            for hold, nik in self._shelves.holds.values()
        )

    def _counted_from(
        self, one: Application, retention_class: RetentionClass, office: Office
    ) -> date | None:
        stamps, is_whole = one.stamps, one.anonymised_at is None
        ended = self._day(stamps.rejected_at or stamps.withdrawn_at, office)
        match retention_class:
            case RetentionClass.ABANDONED_DRAFT if one.status is Status.DRAFT and is_whole:
                moments = [one.created_at, *(each.uploaded_at for each in one.documents)]
                return self._day(max(moments), office)
            case RetentionClass.ENDED_APPLICATION if one.status in _OVER and is_whole:
                return ended
            case RetentionClass.LICENCE_DOSSIER if one.status in _ISSUED and is_whole:
                return self._licence_end(one, office)
            case RetentionClass.UPLOADED_DOCUMENTS if one.documents:
                if one.status is Status.DELIVERED:
                    return self._day(stamps.delivered_at, office)
                return ended if one.status in _OVER else None
            case RetentionClass.QUARANTINED_DOCUMENTS:
                infected = [
                    each.scanned_at
                    for each in one.documents
                    if each.scan_state is ScanState.INFECTED and each.scanned_at is not None
                ]
                return self._day(min(infected, default=None), office)
            case RetentionClass.CONTACT if one.applicant.email or one.applicant.phone:
                if one.status in _OVER:
                    return ended
                return self._licence_end(one, office) if one.status in _ISSUED else None
        return None

    def _licence_end(self, one: Application, office: Office) -> date | None:
        kept = self._shelves.licences
        licence = next((each for each in kept.values() if each.application_id == one.id), None)
        if licence is None:
            return None
        if licence.told_status is LicenceStatus.REVOKED:
            revoked = [
                each.stepped_at
                for _, each in self._shelves.sanctions.values()
                if each.licence_id == licence.id and each.step in REVOKES and each.is_in_force
            ]
            return self._day(max(filter(None, revoked), default=None), office)
        if licence.replaced_by is not None:
            return kept[licence.replaced_by].issued_on
        is_over = licence.told_status in {LicenceStatus.ACTIVE, LicenceStatus.EXPIRED}
        return licence.valid_until if is_over else None

    def _day(self, moment: datetime | None, office: Office) -> date | None:
        return None if moment is None else local_date(moment, office.zone)


class MemoryRetentionRuns:
    """Runs and their lines in dicts."""

    def __init__(self, shelves: Shelves, caller: Caller, now: datetime) -> None:
        self._shelves = shelves
        self._caller = caller
        self._now = now

    async def add(self, run: RetentionRun) -> bool:
        """False while one is unfinished."""
        kept = self._shelves.retention_runs
        mark = (run.office_code, run.retention_class, run.kind)
        if any(
            (one.office_code, one.retention_class, one.kind) == mark and one.finished_at is None
            for one in kept.values()
        ):
            return False
        kept[run.id] = run
        return True

    async def get(self, run_id: UUID) -> RetentionRun:
        """Raises NotFound."""
        found = self._shelves.retention_runs.get(run_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def take(self, office_code: str) -> RetentionRun | None:
        """The oldest whose moment has come, or was set by a clock that was ahead."""
        for one in sorted(self._shelves.retention_runs.values(), key=lambda each: each.id):
            has_come = one.not_before is None or one.not_before <= self._now
            if (
                one.office_code == office_code
                and one.finished_at is None
                and (has_come or one.was_asked_ahead(self._now))
            ):
                return one
        return None

    async def save(self, run: RetentionRun) -> None:
        """Writes how far it is."""
        self._shelves.retention_runs[run.id] = run

    async def page(self, *, before: UUID | None, limit: int) -> list[RetentionRun]:
        """Newest first."""
        found = [
            one
            for one in self._shelves.retention_runs.values()
            if self._caller.sees(one.office_code) and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    async def save_lines(self, run: RetentionRun, lines: Sequence[RetentionLine]) -> None:
        """Keeps or overwrites them."""
        for one in lines:
            self._shelves.retention_lines[run.id, one.application_id] = one

    async def lines(self, run_id: UUID, *, after: UUID | None, limit: int) -> list[RetentionLine]:
        """In the order of the applications' ids."""
        found = [
            line
            for (of, application_id), line in sorted(
                self._shelves.retention_lines.items(), key=lambda item: item[0]
            )
            if of == run_id
            and self._caller.sees(self._shelves.retention_runs[of].office_code)
            and (after is None or application_id > after)
        ]
        return found[:limit]


class MemoryLegalHolds:
    """Holds in a dict, with the NIK that one is on."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def add(self, hold: LegalHold, *, nik: str | None) -> None:
        """Raises NotFound for an unknown application."""
        if hold.subject is HoldSubject.APPLICATION:
            found = self._shelves.applications.get(hold.application_id or hold.id)
            if found is None or found.office_code != hold.office_code:
                raise NotFound
        self._shelves.holds[hold.id] = (hold, nik)

    async def get(self, hold_id: UUID) -> LegalHold:
        """Raises NotFound."""
        found = self._shelves.holds.get(hold_id)
        if found is None or not self._caller.sees(found[0].office_code):
            raise NotFound
        return found[0]

    async def save(self, hold: LegalHold) -> LegalHold:
        """Under the version that was read."""
        if (await self.get(hold.id)).version != hold.version:
            raise StaleVersion
        saved = replace(hold, version=hold.version + 1)
        self._shelves.holds[hold.id] = (saved, self._shelves.holds[hold.id][1])
        return saved

    async def page(
        self, *, is_standing: bool, today: date, before: UUID | None, limit: int
    ) -> list[LegalHold]:
        """Newest first."""
        found = [
            hold
            for hold, _ in self._shelves.holds.values()
            if self._caller.sees(hold.office_code)
            and (not is_standing or hold.holds_on(today))
            and (before is None or hold.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]
