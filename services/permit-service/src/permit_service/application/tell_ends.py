"""What the calendar does to licences: each is told expired once, and its holder reminded before.

For one office at a time and in bounded batches. A licence that is suspended waits until it is
reinstated; one that is revoked or replaced has ended already.
"""

from datetime import date

from permit_service.application.ports import Ports, Work
from permit_service.domain.ending import ReminderSpan, reminder_spans
from permit_service.domain.office import Office
from shared.calendar.office_time import local_date
from shared.contracts.permit import LicenceExpiredV1, LicenceExpiringV1
from shared.identity import system_caller

BATCH = 200
MAX_BATCHES = 50
NAME = "permit"


async def tell_ends(ports: Ports) -> int:
    """How many facts were told, over all offices."""
    async with ports.read(system_caller(NAME)) as reading:
        offices = await reading.offices.all()
    return sum([await _tell_office(office, ports) for office in offices])


async def _tell_office(office: Office, ports: Ports) -> int:
    told = 0
    for _ in range(MAX_BATCHES):
        async with ports.begin(system_caller(NAME, office.code)) as work:
            batch = await _tell_batch(office, work)
        told += batch
        if batch == 0:
            break
    return told


async def _tell_batch(office: Office, work: Work) -> int:
    today = local_date(work.now, office.zone)
    expired = await _tell_expired(office, today, work)
    if expired:
        return expired
    terms = await work.terms.in_force(office.code, on=today)
    for span in reminder_spans(terms.reminder_days, today=today):
        reminded = await _remind(office, span, work)
        if reminded:
            return reminded
    return 0


async def _tell_expired(office: Office, today: date, work: Work) -> int:
    ended = await work.licence_ends.ended(office.code, today=today, limit=BATCH)
    await work.licence_ends.mark_expired([one.id for one in ended])
    for licence in ended:
        assert licence.valid_until is not None
        told = LicenceExpiredV1(
            office_code=licence.office_code,
            licence_id=licence.id,
            expired_on=licence.valid_until,
        )
        work.events.add(told, reason="last_day_passed")
    return len(ended)


async def _remind(office: Office, span: ReminderSpan, work: Work) -> int:
    ending = await work.licence_ends.ending(office.code, span, limit=BATCH)
    await work.licence_ends.mark_reminded([one.id for one in ending], days=span.days)
    for licence in ending:
        assert licence.valid_until is not None
        told = LicenceExpiringV1(
            office_code=licence.office_code,
            licence_id=licence.id,
            service_code=licence.service_code,
            valid_until=licence.valid_until,
            days_before=span.days,
        )
        work.events.add(told)
    return len(ending)
