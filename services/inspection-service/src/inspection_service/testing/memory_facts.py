"""Businesses and offices in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from inspection_service.adapters.office_store import OfficeNotKnownYet
from inspection_service.application.facts import (
    CalendarFact,
    Enquiry,
    LicenceFact,
    OfficeFact,
    RegistrationFact,
    StatusFact,
)
from inspection_service.domain.business import (
    Business,
    LicenceStatus,
    business_id_of,
    first_told,
)
from inspection_service.domain.complaint import Complaint
from inspection_service.domain.compliance import Compliance
from inspection_service.domain.follow_up import FollowUp
from inspection_service.domain.inspection import Inspection
from inspection_service.domain.investment_report import InvestmentReport
from inspection_service.domain.office import Office
from inspection_service.domain.officer_action import OfficerAction
from inspection_service.domain.plan import InspectionPlan, PlanItem
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from shared.calendar.own_days import calendar_of
from shared.errors import NotFound, StaleVersion
from shared.testing.imports import KeptImport


@dataclass
class MemoryState:
    """What every transaction of a test shares."""

    businesses: dict[UUID, Business] = field(default_factory=dict)
    statuses: dict[UUID, LicenceStatus] = field(default_factory=dict)
    enquiries: dict[UUID, tuple[Enquiry, datetime]] = field(default_factory=dict)
    inspections: dict[UUID, Inspection] = field(default_factory=dict)
    violations: dict[UUID, Violation] = field(default_factory=dict)
    follow_ups: dict[UUID, FollowUp] = field(default_factory=dict)
    sanctions: dict[UUID, Sanction] = field(default_factory=dict)
    plans: dict[UUID, InspectionPlan] = field(default_factory=dict)
    plan_items: dict[UUID, PlanItem] = field(default_factory=dict)
    offices: dict[str, OfficeFact] = field(default_factory=dict)
    calendars: dict[tuple[str, int], CalendarFact] = field(default_factory=dict)
    complaints: dict[UUID, Complaint] = field(default_factory=dict)
    compliance: dict[UUID, Compliance] = field(default_factory=dict)
    investment_reports: dict[UUID, InvestmentReport] = field(default_factory=dict)
    overdue_reports: set[tuple[UUID, int, int]] = field(default_factory=set)
    operations: dict[UUID, KeptImport] = field(default_factory=dict)
    officer_actions: dict[UUID, OfficerAction] = field(default_factory=dict)
    letters: dict[UUID, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)


class MemoryBusinesses:
    """Businesses, with the status that was told of each licence."""

    def __init__(self, state: MemoryState, offices: tuple[str, ...]) -> None:
        self._state = state
        self._offices = offices

    async def by_nib(self, nib: str) -> Business:
        """Raises NotFound."""
        for one in self._seen():
            if one.nib == nib:
                return one
        raise NotFound

    async def get(self, business_id: UUID) -> Business:
        """Raises NotFound."""
        for one in self._seen():
            if one.id == business_id:
                return one
        raise NotFound

    async def page(self, *, after: str | None, limit: int) -> list[Business]:
        """By NIB."""
        return [one for one in self._seen() if after is None or one.nib > after][:limit]

    async def save(self, business: Business) -> Business:
        """Raises StaleVersion."""
        known = self._state.businesses.get(business.id)
        if known is None or known.version != business.version:
            raise StaleVersion
        self._state.businesses[business.id] = replace(business, version=known.version + 1)
        return await self.get(business.id)

    async def named(self, business_ids: Sequence[UUID]) -> list[Business]:
        """Those that there are."""
        return [one for one in self._seen() if one.id in business_ids]

    async def hold(self, nibs: Sequence[str]) -> list[Business]:
        """Those that exist."""
        return [one for one in self._seen() if one.nib in nibs]

    async def put(self, businesses: Sequence[Business]) -> None:
        """Whole, new or known."""
        for one in businesses:
            self._know(one.office_code, one.nib)
            known = self._state.businesses[one.id]
            self._state.businesses[one.id] = replace(one, version=known.version + 1)

    async def record_licences(self, facts: Iterable[LicenceFact]) -> None:
        """Each licence once."""
        for fact in facts:
            business = self._know(fact.office_code, fact.nib)
            if all(one.id != fact.licence.id for one in business.licences):
                self._change(business, licences=(*business.licences, fact.licence))

    async def record_statuses(self, facts: Iterable[StatusFact]) -> None:
        """Revoked stays revoked."""
        for fact in facts:
            if self._state.statuses.get(fact.licence_id) is not LicenceStatus.REVOKED:
                self._state.statuses[fact.licence_id] = fact.status
            for business in self._state.businesses.values():
                if any(one.id == fact.licence_id for one in business.licences):
                    self._change(business)
                    break

    async def record_registrations(self, facts: Iterable[RegistrationFact]) -> None:
        """Size and activities of the newest telling."""
        for fact in facts:
            business = self._know(fact.office_code, fact.nib)
            first, *others = business.locations
            places = (replace(first, activities=fact.activities), *others)
            self._change(business, scale=fact.scale or business.scale, locations=places)

    async def seal_places(self, office_code: str, *, limit: int) -> int:
        """Nothing was kept open here."""
        del office_code, limit
        return 0

    def _know(self, office_code: str, nib: str) -> Business:
        business_id = business_id_of(office_code, nib)
        made = replace(first_told(office_code, nib), version=1)
        return self._state.businesses.setdefault(business_id, made)

    def _change(self, business: Business, **changes: object) -> None:
        version = business.version + 1
        self._state.businesses[business.id] = replace(business, **changes, version=version)  # type: ignore[arg-type]

    def _seen(self) -> list[Business]:
        seen = [one for one in self._state.businesses.values() if one.office_code in self._offices]
        return [self._with_statuses(one) for one in sorted(seen, key=lambda one: one.nib)]

    def _with_statuses(self, business: Business) -> Business:
        told = self._state.statuses
        licences = tuple(
            replace(one, status=told.get(one.id, LicenceStatus.ACTIVE)) for one in business.licences
        )
        return replace(business, licences=licences)


class MemoryOffices:
    """Offices and their calendars, known to everybody."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def get(self, code: str) -> Office:
        """Raises OfficeNotKnownYet."""
        fact = self._state.offices.get(code)
        if fact is None:
            raise OfficeNotKnownYet(retry_after_seconds=1)
        days = tuple(
            (one.day, one.name, one.is_working)
            for (office, _), calendar in sorted(self._state.calendars.items())
            for one in calendar.days
            if office == code
        )
        return Office(
            code=fact.code,
            name=fact.name,
            regency=fact.regency,
            number_code=fact.number_code,
            zone=ZoneInfo(fact.time_zone),
            calendar=calendar_of(days, worked=fact.counts_cuti_bersama_as_working),
        )

    async def record(self, facts: Iterable[OfficeFact]) -> None:
        """The newest settings."""
        for fact in facts:
            known = self._state.offices.get(fact.code)
            if known is None or known.settings_version <= fact.settings_version:
                self._state.offices[fact.code] = fact

    async def record_calendars(self, facts: Iterable[CalendarFact]) -> None:
        """The newest days."""
        for fact in facts:
            key = (fact.office_code, fact.year)
            known = self._state.calendars.get(key)
            if known is None or known.calendar_version <= fact.calendar_version:
                self._state.calendars[key] = fact

    async def codes(self) -> tuple[str, ...]:
        """Every office."""
        return tuple(sorted(self._state.offices))

    async def of_nib(self, nib: str) -> tuple[str, ...]:
        """The offices of a NIB."""
        return tuple(
            sorted(one.office_code for one in self._state.businesses.values() if one.nib == nib)
        )

    async def publish_letter(self, inspection_id: UUID, *, office_code: str) -> None:
        """Whoever holds the letter finds its office."""
        self._state.letters[inspection_id] = office_code

    async def of_letter(self, inspection_id: UUID) -> str | None:
        """The office of a letter."""
        return self._state.letters.get(inspection_id)


class MemoryNumbers:
    """Places in a series."""

    def __init__(self, state: MemoryState) -> None:
        self._numbers = state.numbers

    async def next(self, office_code: str, *, series: str, year: int) -> int:
        """The next place."""
        key = (office_code, series, year)
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return self._numbers[key]


class MemoryEnquiries:
    """Questions that are still open."""

    def __init__(self, state: MemoryState, offices: tuple[str, ...]) -> None:
        self._open = state.enquiries
        self._offices = offices

    async def open(self, enquiries: Iterable[Enquiry], *, at: datetime) -> None:
        """Each question once."""
        for one in enquiries:
            self._open.setdefault(one.licence_id, (one, at))

    async def due(self, *, at: datetime, limit: int) -> list[Enquiry]:
        """The longest waiting first."""
        waiting = sorted(self._open.values(), key=lambda one: one[1])
        return [one for one, due in waiting if due <= at and one.office_code in self._offices][
            :limit
        ]

    async def close(self, licence_id: UUID) -> None:
        """Answered."""
        self._open.pop(licence_id, None)

    async def postpone(self, enquiry: Enquiry, *, until: datetime) -> None:
        """Asked again later."""
        self._open[enquiry.licence_id] = (replace(enquiry, tries=enquiry.tries + 1), until)
