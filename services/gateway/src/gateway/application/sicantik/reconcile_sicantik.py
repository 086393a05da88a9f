"""Holds what SiCANTIK says was issued against what stands here, once a day and on demand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gateway.application.integrations.guard_calls import guarded
from gateway.application.sicantik.intake_ports import Cursor, RowsPage, SicantikPorts, Stream
from gateway.application.sicantik.read_sicantik import LEASE, MAX_PAGES, SYSTEM
from gateway.domain.errors import OutsideSystemAway
from gateway.domain.integrations.reconciliation import (
    IssuedLicence,
    Reconciliation,
    compared,
    issued_between,
)
from gateway.domain.sicantik.rows import issued_licence
from shared.calendar.office_time import Period, local_date, quarter_of
from shared.errors import Refusal
from shared.identity import system_caller
from shared.telemetry import logger

log = logger(__name__)

EVERY = timedelta(days=1)
# A licence whose day differs across the border of a period is one difference, not two missing.
AROUND = timedelta(days=31)
# How long after its end a quarter is still compared: what was late comes in.
AFTERWARDS = timedelta(days=31)


async def reconcile_period(
    office_code: str, period: Period, ports: SicantikPorts
) -> Reconciliation:
    """The comparison, not kept yet. Raises Unavailable while either side is away."""
    async with ports.read(system_caller("gateway", office_code)) as stores:
        zone = (await stores.offices.get(office_code)).zone
    first, last = local_date(period.start, zone), _last_day(period, zone)
    there = await _issued_there(office_code, first - AROUND, last + AROUND, zone, ports)
    here = await ports.permits.issued(office_code, first_day=first - AROUND, last_day=last + AROUND)
    return Reconciliation(
        id=ports.integrations.new_id(),
        office_code=office_code,
        system=SYSTEM,
        period=period.label,
        ran_at=ports.integrations.clock.now(),
        counted_here=issued_between(here, first, last),
        counted_there=issued_between(there, first, last),
        findings=compared(here, there, first_day=first, last_day=last),
    )


async def reconcile_daily(ports: SicantikPorts) -> int:
    """How many comparisons were made: each connected office's present quarter, and the last one
    for a month after its end."""
    made = 0
    for office_code in ports.sicantik.offices:
        try:
            made += await _reconcile_office(office_code, ports)
        except Refusal as refusal:
            log.warning("not_reconciled", office_code=office_code, error=type(refusal).__name__)
    return made


async def _reconcile_office(office_code: str, ports: SicantikPorts) -> int:
    caller = system_caller("gateway", office_code)
    async with ports.begin(caller) as work:
        now = work.now
        cursor = await work.cursors.claim(
            SYSTEM, office_code, Stream.RECONCILIATION, now=now, until=now + LEASE
        )
        zone = (await work.offices.get(office_code)).zone
    if cursor is None:
        return 0
    periods = _periods(now, zone)
    for period in periods:
        found = await reconcile_period(office_code, period, ports)
        async with ports.begin(caller) as work:
            await work.reconciliations.add(found)
    done = Cursor(
        system=SYSTEM, office_code=office_code, stream=Stream.RECONCILIATION, read_until=now
    )
    async with ports.begin(caller) as work:
        await work.cursors.save(done, due_at=now + EVERY)
    return len(periods)


def _periods(now: datetime, zone: ZoneInfo) -> Sequence[Period]:
    today = local_date(now, zone)
    present, earlier = quarter_of(today), quarter_of(today - AFTERWARDS)
    labels = dict.fromkeys((earlier, present))
    return [one.period(zone) for one in labels]


def _last_day(period: Period, zone: ZoneInfo) -> date:
    return local_date(period.end, zone) - timedelta(days=1)


async def _issued_there(
    office_code: str, first_day: date, last_day: date, zone: ZoneInfo, ports: SicantikPorts
) -> Sequence[IssuedLicence]:
    found: dict[str, IssuedLicence] = {}
    for number in range(MAX_PAGES):

        async def ask(number: int = number) -> RowsPage:
            return await ports.sicantik.issued(
                office_code, first_day=first_day, last_day=last_day, page=number
            )

        page = await guarded(ask, system=SYSTEM, office_code=office_code, ports=ports.integrations)
        read = _licences(page.rows, zone)
        is_repeated = bool(page.rows) and read.keys() <= found.keys()
        found |= read
        if page.is_last or is_repeated:
            return list(found.values())
    raise OutsideSystemAway("pages_without_end")


def _licences(rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> dict[str, IssuedLicence]:
    read = (issued_licence(row, zone=zone) for row in rows)
    return {one.outside_number or "": one for one in read if one is not None}
