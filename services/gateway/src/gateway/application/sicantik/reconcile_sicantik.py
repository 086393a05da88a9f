"""Holds what SiCANTIK says was issued against what stands here, once a day and on demand."""

from collections.abc import Awaitable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.application.sicantik.intake_ports import RowsPage, SicantikPorts, Stream
from gateway.application.sicantik.pages import pages_of
from gateway.application.sicantik.turns import SYSTEM, Turn, take_turns
from gateway.domain.integrations.reconciliation import (
    IssuedLicence,
    Reconciliation,
    compared,
    issued_between,
)
from gateway.domain.sicantik.rows import issued_licence
from shared.calendar.office_time import Period, local_date, quarter_of
from shared.identity import system_caller

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
    return await take_turns(Stream.RECONCILIATION, _reconcile_office, ports, every=EVERY)


async def _reconcile_office(turn: Turn) -> int:
    periods = _periods(turn.began_at, turn.zone)
    for period in periods:
        found = await reconcile_period(turn.office_code, period, turn.ports)
        async with turn.ports.begin(system_caller("gateway", turn.office_code)) as work:
            await work.reconciliations.add(found)
    await turn.reached(turn.began_at)
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
    def ask(page: int) -> Awaitable[RowsPage]:
        return ports.sicantik.issued(office_code, first_day=first_day, last_day=last_day, page=page)

    found: dict[str, IssuedLicence] = {}
    async for rows in pages_of(ask, office_code, ports):
        licences = (issued_licence(row, zone=zone) for row in rows)
        found |= {one.outside_number or "": one for one in licences if one is not None}
    return list(found.values())
