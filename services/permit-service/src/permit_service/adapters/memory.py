"""The stores in memory: the same promises, for tests of what stands above them.

A caller sees what row-level security would show: rows of their offices, rows they own, and what
belongs to an application they see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from permit_service.adapters.store.offices import build_calendar
from permit_service.application.listing import ApplicationQuery, ApplicationRow, LicenceQuery
from permit_service.application.ports import OfficeDay, TokenTarget
from permit_service.domain.application import Application
from permit_service.domain.licence import Licence, Sanction
from permit_service.domain.numbering import Reservation, Series
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact
from shared.calendar.working_days import WorkingCalendar
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


@dataclass(slots=False)
class Shelves:
    """What is kept, by key. Plain dicts, so that a refused transaction can be undone."""

    applications: dict[UUID, Application] = field(default_factory=dict)
    surveys: dict[UUID, tuple[str, SurveyFact]] = field(default_factory=dict)
    licences: dict[UUID, Licence] = field(default_factory=dict)
    sanctions: dict[tuple[UUID, UUID], tuple[str, Sanction]] = field(default_factory=dict)
    services: dict[tuple[str, str, int], Service] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    days: dict[tuple[str, int], tuple[int, tuple[OfficeDay, ...]]] = field(default_factory=dict)
    series: dict[tuple[str, str, int], Series] = field(default_factory=dict)
    reservations: dict[UUID, Reservation] = field(default_factory=dict)
    tokens: dict[tuple[str, str], TokenTarget] = field(default_factory=dict)


def sees(caller: Caller, office: str, owner: str | None) -> bool:
    """What row-level security shows."""
    return caller.sees(office) or (owner is not None and owner == caller.actor)


class MemoryApplications:
    """Applications in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    def find(self, application_id: UUID) -> Application | None:
        """The application, if the caller sees it."""
        found = self._shelves.applications.get(application_id)
        if found is None or not sees(self._caller, found.office_code, found.owner):
            return None
        return found

    async def add(self, application: Application) -> None:
        """Keeps a new draft."""
        self._shelves.applications[application.id] = application

    async def hold(self, application_ids: Sequence[UUID]) -> list[Application]:
        """Those that exist, in the order of their ids."""
        found = [self.find(one) for one in sorted(set(application_ids))]
        return [one for one in found if one is not None]

    async def save(self, application: Application, *, before: Application) -> Application:
        """Under the version that was read."""
        kept = self.find(application.id)
        if kept is None or kept.version != before.version:
            raise StaleVersion
        saved = replace(application, version=before.version + 1)
        self._shelves.applications[application.id] = saved
        return saved

    async def save_clocks(self, applications: Sequence[Application]) -> None:
        """Writes several clocks."""
        for one in applications:
            kept = self._shelves.applications[one.id]
            self._shelves.applications[one.id] = replace(
                kept, clock=one.clock, due_on=one.due_on, version=kept.version + 1
            )

    async def page(self, query: ApplicationQuery) -> list[ApplicationRow]:
        """Newest first, one more than the limit."""
        ordered = sorted(self._shelves.applications.values(), key=lambda one: one.id, reverse=True)
        found = [one for one in ordered if self.find(one.id) and _is_asked_for(one, query)]
        return [_listed(one) for one in found[: query.limit + 1]]


def _is_asked_for(one: Application, query: ApplicationQuery) -> bool:
    return _is_bound(one, query) and (
        (query.before is None or one.id < query.before)
        and (query.status is None or one.status is query.status)
        and (not query.awaits or one.status in query.awaits)
        and (query.service_code is None or one.service_code == query.service_code)
        and (not query.text or _matches(one, query.text))
    )


def _is_bound(one: Application, query: ApplicationQuery) -> bool:
    if query.owner is not None:
        return one.owner == query.owner
    is_private = one.status is Status.DRAFT and one.mode.value != "assisted"
    if one.office_code not in query.offices or is_private:
        return False
    return query.agency is None or any(
        advice.agency == query.agency and query.agency_state in (None, advice.state)
        for advice in one.recommendations
    )


def _matches(one: Application, text: str) -> bool:
    return (
        one.receipt_number == text.upper()
        or one.reference == text
        or one.applicant.name.lower().startswith(text.lower())
    )


def _listed(one: Application) -> ApplicationRow:
    return ApplicationRow(
        id=one.id,
        office_code=one.office_code,
        service_code=one.service_code,
        channel=one.channel,
        mode=one.mode,
        status=one.status,
        receipt_number=one.receipt_number,
        reference=one.reference,
        applicant_name=one.applicant.name,
        due_on=one.due_on,
        created_at=one.created_at,
        submitted_at=one.stamps.submitted_at,
        version=one.version,
    )


class MemorySurveyFacts:
    """Facts of surveys in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._applications = MemoryApplications(shelves, caller)
        self._caller = caller

    async def get(self, application_id: UUID) -> SurveyFact:
        """The fact, or an empty one."""
        office, fact = self._shelves.surveys.get(application_id, ("", None))
        if fact is None or not (
            self._caller.sees(office) or self._applications.find(application_id)
        ):
            return SurveyFact(application_id=application_id)
        return fact

    async def record(self, facts: Sequence[SurveyFact], *, office_code: str) -> None:
        """Adds what is new to what is known."""
        for new in facts:
            _, known = self._shelves.surveys.get(new.application_id, ("", new))
            self._shelves.surveys[new.application_id] = (
                office_code,
                SurveyFact(
                    application_id=new.application_id,
                    invitation_id=new.invitation_id or known.invitation_id,
                    opened_at=new.opened_at or known.opened_at,
                    expires_at=new.expires_at or known.expires_at,
                    completed_at=known.completed_at or new.completed_at,
                ),
            )


class MemoryLicences:
    """Licences in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    def _find(self, licence_id: UUID) -> Licence | None:
        found = self._shelves.licences.get(licence_id)
        return found if found and sees(self._caller, found.office_code, found.owner) else None

    def of_application(self, application_id: UUID) -> Licence | None:
        """The licence that an application led to."""
        found = self._shelves.licences.values()
        return next((one for one in found if one.application_id == application_id), None)

    async def add(self, licence: Licence) -> None:
        """Keeps a new licence."""
        self._shelves.licences[licence.id] = licence

    async def get(self, licence_id: UUID) -> Licence:
        """Raises NotFound."""
        found = self._find(licence_id)
        if found is None:
            raise NotFound
        return found

    async def hold(self, licence_ids: Sequence[UUID]) -> list[Licence]:
        """Those that exist, in the order of their ids."""
        found = [self._find(one) for one in sorted(set(licence_ids))]
        return [one for one in found if one is not None]

    async def save(self, licence: Licence) -> Licence:
        """Writes owner and told status."""
        kept = self._find(licence.id)
        if kept is None or kept.version != licence.version:
            raise StaleVersion
        saved = replace(
            kept,
            owner=licence.owner,
            told_status=licence.told_status,
            version=licence.version + 1,
        )
        self._shelves.licences[licence.id] = saved
        return saved

    async def page(self, query: LicenceQuery) -> list[Licence]:
        """Newest first, one more than the limit."""
        ordered = sorted(self._shelves.licences.values(), key=lambda one: one.id, reverse=True)
        found = [
            one
            for one in ordered
            if self._find(one.id)
            and (one.owner == query.owner if query.owner else one.office_code in query.offices)
            and (query.before is None or one.id < query.before)
            and (query.nib is None or one.nib == query.nib)
        ]
        return found[: query.limit + 1]


class MemorySanctions:
    """Facts of sanctions in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def record(self, sanctions: Sequence[Sanction], *, office_code: str) -> None:
        """The latest step wins; a lifting stays."""
        for new in sanctions:
            key = (new.licence_id, new.sanction_id)
            _, known = self._shelves.sanctions.get(key, ("", new))
            newer = _later(known.stepped_at, new.stepped_at) == new.stepped_at
            merged = replace(
                known,
                step=(new.step if newer and new.step else known.step),
                stepped_at=_later(known.stepped_at, new.stepped_at),
                lifted_at=_later(known.lifted_at, new.lifted_at),
            )
            self._shelves.sanctions[key] = (office_code, merged)

    async def of(self, licence_ids: Sequence[UUID]) -> dict[UUID, tuple[Sanction, ...]]:
        """The sanctions of each licence."""
        found: dict[UUID, tuple[Sanction, ...]] = {}
        for (licence_id, _), (office, one) in sorted(self._shelves.sanctions.items()):
            licence = self._shelves.licences.get(licence_id)
            owner = licence.owner if licence else None
            if licence_id in licence_ids and sees(self._caller, office, owner):
                found[licence_id] = (*found.get(licence_id, ()), one)
        return found


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


class MemoryCatalogue:
    """Services in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def services(self, office_code: str) -> list[Service]:
        """The newest version of each, by code."""
        newest: dict[str, Service] = {}
        for (office, code, _), service in sorted(self._shelves.services.items()):
            if office == office_code:
                newest[code] = service
        return list(newest.values())

    async def service(
        self, office_code: str, code: str, *, version: int | None = None
    ) -> Service | None:
        """One version, or the newest."""
        if version is not None:
            return self._shelves.services.get((office_code, code, version))
        found = [one for one in await self.services(office_code) if one.code == code]
        return found[0] if found else None

    async def load(
        self, office_code: str, entries: Sequence[Mapping[str, Any]], *, at: datetime
    ) -> None:
        """Version 1 of each entry that the office does not have; the moment is not kept."""
        del at
        for entry in entries:
            key = (office_code, entry["code"], 1)
            if key not in self._shelves.services:
                self._shelves.services[key] = Service.of(entry, office_code=office_code, version=1)


class MemoryOffices:
    """Offices in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def get(self, code: str) -> Office | None:
        """One office."""
        return self._shelves.offices.get(code)

    async def all(self) -> list[Office]:
        """Every office, by code."""
        return [office for _, office in sorted(self._shelves.offices.items())]

    async def save(self, office: Office) -> None:
        """Keeps the settings, unless newer ones are known."""
        known = self._shelves.offices.get(office.code)
        if known is None:
            self._shelves.offices[office.code] = replace(office, calendar_version=0)
        elif known.settings_version < office.settings_version:
            self._shelves.offices[office.code] = replace(
                office, calendar_version=known.calendar_version
            )

    async def save_days(
        self, office_code: str, *, year: int, version: int, days: Sequence[OfficeDay]
    ) -> None:
        """Keeps the days of a year, unless newer ones are known."""
        known = self._shelves.days.get((office_code, year))
        if known is not None and known[0] >= version:
            return
        self._shelves.days[office_code, year] = (version, tuple(days))
        office = self._shelves.offices.get(office_code)
        if office is not None:
            self._shelves.offices[office_code] = replace(
                office, calendar_version=office.calendar_version + 1
            )

    async def calendar(self, office: Office) -> WorkingCalendar:
        """The nation's days with the office's own laid over them."""
        days = [
            day
            for (code, _), (_, of_year) in self._shelves.days.items()
            if code == office.code
            for day in of_year
        ]
        return build_calendar(office, days)


class MemoryNumbers:
    """Number series in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def series(self, office_code: str, *, service_code: str, year: int) -> Series:
        """Where the series stands."""
        return self._shelves.series.get((office_code, service_code, year), Series())

    async def save_series(
        self, office_code: str, *, service_code: str, year: int, series: Series
    ) -> None:
        """Writes where it stands."""
        self._shelves.series[office_code, service_code, year] = series

    async def reservation(self, application_id: UUID) -> Reservation | None:
        """What is reserved for an application."""
        return self._shelves.reservations.get(application_id)

    async def save_reservation(self, reservation: Reservation) -> None:
        """Writes the reservation."""
        self._shelves.reservations[reservation.application_id] = reservation

    async def drop_reservation(self, application_id: UUID) -> None:
        """Nothing is reserved any more."""
        self._shelves.reservations.pop(application_id, None)


class MemoryTokens:
    """Public tokens in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def add(self, kind: str, token: str, target: TokenTarget) -> None:
        """Keeps a token."""
        self._shelves.tokens[kind, token] = target

    async def find(self, kind: str, token: str) -> TokenTarget | None:
        """What it leads to."""
        return self._shelves.tokens.get((kind, token))
