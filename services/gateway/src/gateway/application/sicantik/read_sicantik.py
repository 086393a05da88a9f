"""Reads what was handed in at SiCANTIK, office by office, from where the last reading ended.

Each day is read again for some days, since rows come late; what is known already changes nothing.
Where a reading breaks off, the next one begins at the same window: nothing is left out, and
nothing is taken in twice.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gateway.application.integrations.guard_calls import guarded
from gateway.application.sicantik.hand_over import hand_over_mapped, placed_under, tell_received
from gateway.application.sicantik.intake_ports import (
    Cursor,
    IntakeWork,
    RowsPage,
    SicantikPorts,
    Stream,
)
from gateway.domain.errors import OutsideSystemAway
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.sicantik.intake import Intake, IntakeState
from gateway.domain.sicantik.rows import ReadRow, open_application
from shared.calendar.office_time import local_date
from shared.errors import Refusal
from shared.identity import system_caller
from shared.telemetry import logger

log = logger(__name__)

SYSTEM = OutsideSystem.SICANTIK
LEASE = timedelta(minutes=15)
OVERLAP = timedelta(days=3)
WINDOW = timedelta(days=30)
MAX_PAGES = 500
ROWS_AT_ONCE = 200


async def read_sicantik(ports: SicantikPorts) -> int:
    """How many applications were taken in now. An office whose SiCANTIK is away holds back
    nobody else."""
    taken_in = 0
    for office in ports.sicantik.offices:
        try:
            taken_in += await _read_office(office, ports)
        except Refusal as refusal:
            log.warning("sicantik_not_read", office_code=office, error=type(refusal).__name__)
    return taken_in


async def _read_office(office_code: str, ports: SicantikPorts) -> int:
    caller = system_caller("gateway", office_code)
    async with ports.begin(caller) as work:
        now = work.now
        cursor = await work.cursors.claim(
            SYSTEM, office_code, Stream.APPLICATIONS, now=now, until=now + LEASE
        )
        zone = (await work.offices.get(office_code)).zone
    if cursor is None:
        return 0
    due_at = now + timedelta(seconds=ports.interval_seconds)
    taken_in = 0
    try:
        await hand_over_mapped(office_code, ports)
        for first_day, last_day in _windows(cursor, ports, zone=zone, now=now):
            taken_in += await _read_window(cursor, first_day, last_day, zone, ports)
            read_until = min(now, _end(last_day, zone))
            cursor = Cursor(
                system=SYSTEM,
                office_code=office_code,
                stream=Stream.APPLICATIONS,
                read_until=read_until,
            )
            async with ports.begin(caller) as work:
                await work.cursors.save(cursor, due_at=work.now + LEASE)
    finally:
        async with ports.begin(caller) as work:
            await work.cursors.save(cursor, due_at=due_at)
    return taken_in


def _windows(
    cursor: Cursor, ports: SicantikPorts, *, zone: ZoneInfo, now: datetime
) -> Iterable[tuple[date, date]]:
    """From the last reading to today, in pieces that an outside system can answer."""
    today = local_date(now, zone)
    if cursor.read_until is None:
        first = ports.sicantik.first_day(cursor.office_code) or today
    else:
        first = local_date(cursor.read_until, zone) - OVERLAP
    first = min(first, today)
    while first <= today:
        last = min(first + WINDOW, today)
        yield first, last
        first = last + timedelta(days=1)


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)


async def _read_window(
    cursor: Cursor, first_day: date, last_day: date, zone: ZoneInfo, ports: SicantikPorts
) -> int:
    taken_in = 0
    office_code = cursor.office_code
    seen: frozenset[bytes] = frozenset()
    for number in range(MAX_PAGES):

        async def ask(number: int = number) -> RowsPage:
            return await ports.sicantik.applications(
                office_code, first_day=first_day, last_day=last_day, page=number
            )

        page = await guarded(ask, system=SYSTEM, office_code=office_code, ports=ports.integrations)
        read: set[bytes] = set()
        for start in range(0, len(page.rows), ROWS_AT_ONCE):
            rows = page.rows[start : start + ROWS_AT_ONCE]
            read |= {ports.fingerprint(_canonical(row)) for row in rows}
            taken_in += await _take_in(office_code, rows, zone, ports)
        # A system that does not know pages says the same for ever.
        if page.is_last or read <= seen:
            return taken_in
        seen |= read
    raise OutsideSystemAway("pages_without_end")


async def _take_in(
    office_code: str, rows: Sequence[Mapping[str, Any]], zone: ZoneInfo, ports: SicantikPorts
) -> int:
    """How many of the rows' applications are new."""
    async with ports.begin(system_caller("gateway", office_code)) as work:
        found = {
            one.fingerprint: one
            for row in rows
            if (one := _intake(row, office_code, zone, ports, work)) is not None
        }
        known = await work.intakes.known(SYSTEM, office_code, list(found))
        mapped = {
            one.outside_code: one.service_code
            for one in await work.service_map.of(SYSTEM, office_code)
        }
        added = 0
        for fingerprint, intake in found.items():
            service_code = mapped.get(intake.outside_service or "")
            placed = placed_under(intake, service_code)
            before = known.get(fingerprint)
            if before is None:
                if await work.intakes.add(placed):
                    tell_received(placed, work)
                    added += 1
                continue
            after = before.read_anew(placed)
            if after != before:
                await work.intakes.save(after)
                tell_received(after, work)
    return added


def _intake(
    row: Mapping[str, Any],
    office_code: str,
    zone: ZoneInfo,
    ports: SicantikPorts,
    work: IntakeWork,
) -> Intake | None:
    read = open_application(row, zone=zone, now=work.now)
    if read is None:
        return None
    return Intake(
        id=ports.integrations.new_id(),
        office_code=office_code,
        system=SYSTEM,
        fingerprint=ports.fingerprint(_identity(read, row)),
        outside_number=read.number,
        outside_service=read.service,
        outside_service_name=read.service_name,
        state=IntakeState.UNMAPPED if read.problem is None else IntakeState.BROKEN,
        problem=read.problem or "service_not_mapped",
        content=read.content,
        received_at=work.now,
    )


def _identity(read: ReadRow, row: Mapping[str, Any]) -> str:
    if read.number is None:
        return f"row:{_canonical(row)}"
    return f"number:{''.join(read.number.split()).casefold()}"


def _canonical(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=str)
