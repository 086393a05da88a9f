"""An administrator sets what holds for the office's licences from a day on; the past stays."""

from dataclasses import dataclass
from datetime import date

from permit_service.application.ports import Ports
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.licence_terms import LicenceTerms, terms_in_force
from shared.calendar.office_time import local_date
from shared.errors import InvalidRequest, NotFound
from shared.identity import ANYBODY, Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLicenceTerms:
    """For the caller's own office; without a day, from today on."""

    caller: Caller
    reminder_days: tuple[int, ...]
    renewal_opens_days: int
    delivery_after_minutes: int | None
    source: str
    verified: bool = False
    effective_from: date | None = None
    once: Once | None = None


async def set_licence_terms(command: SetLicenceTerms, ports: Ports) -> LicenceTerms:
    """Raises InvalidRequest for a day that has passed: what held then is history."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(next(iter(command.caller.offices), ""))
        if office is None:
            raise OfficeUnknown
        today = local_date(work.now, office.zone)
        effective_from = command.effective_from or today
        if effective_from < today:
            raise InvalidRequest(pointers=(("/effective_from", "in_the_past"),))
        terms = LicenceTerms(
            office_code=office.code,
            effective_from=effective_from,
            reminder_days=tuple(sorted(set(command.reminder_days), reverse=True)),
            renewal_opens_days=command.renewal_opens_days,
            delivery_after_minutes=command.delivery_after_minutes,
            source=command.source,
            verified=command.verified,
        )
        await work.terms.save(terms)
        return work.answer(terms)


async def read_licence_terms(
    office_code: str, ports: Ports
) -> tuple[LicenceTerms, list[LicenceTerms]]:
    """Those in force today, and everything the office has set. Raises NotFound."""
    async with ports.read(ANYBODY) as reading:
        office = await reading.offices.get(office_code)
        if office is None:
            raise NotFound
        known = await reading.terms.of(office_code)
        today = local_date(reading.now, office.zone)
        return terms_in_force(known, office_code, on=today), known
