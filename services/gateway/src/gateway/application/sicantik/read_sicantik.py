"""Reads what was handed in at SiCANTIK, office by office, from where the last reading ended.

Each day is read again for some days, since rows come late; what is known already changes nothing.
Where a reading breaks off, the next one begins at the same window: nothing is left out, and
nothing is taken in twice.
"""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gateway.application.sicantik.hand_over import hand_over_mapped, placed_under, tell_received
from gateway.application.sicantik.intake_ports import IntakeWork, RowsPage, SicantikPorts, Stream
from gateway.application.sicantik.pages import pages_of
from gateway.application.sicantik.turns import SYSTEM, Turn, take_turns
from gateway.domain.sicantik.intake import Intake, IntakeState
from gateway.domain.sicantik.rows import ReadRow, canonical, open_application
from shared.calendar.office_time import local_date
from shared.identity import system_caller

OVERLAP = timedelta(days=3)
WINDOW = timedelta(days=30)
ROWS_AT_ONCE = 200


async def read_sicantik(ports: SicantikPorts) -> int:
    """How many applications were taken in now. An office whose SiCANTIK is away holds back
    nobody else."""
    every = timedelta(seconds=ports.interval_seconds)
    return await take_turns(Stream.APPLICATIONS, _read_office, ports, every=every)


async def _read_office(turn: Turn) -> int:
    taken_in = 0
    await hand_over_mapped(turn.office_code, turn.ports)
    for first_day, last_day in _windows(turn):
        taken_in += await _read_window(turn, first_day, last_day)
        await turn.reached(min(turn.began_at, _end(last_day, turn.zone)))
    return taken_in


def _windows(turn: Turn) -> Iterable[tuple[date, date]]:
    """From the last reading to today, in pieces that an outside system can answer."""
    today = local_date(turn.began_at, turn.zone)
    if turn.cursor.read_until is None:
        first = turn.ports.sicantik.first_day(turn.office_code) or today
    else:
        first = local_date(turn.cursor.read_until, turn.zone) - OVERLAP
    first = min(first, today)
    while first <= today:
        last = min(first + WINDOW, today)
        yield first, last
        first = last + timedelta(days=1)


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)


async def _read_window(turn: Turn, first_day: date, last_day: date) -> int:
    def ask(page: int) -> Awaitable[RowsPage]:
        return turn.ports.sicantik.applications(
            turn.office_code, first_day=first_day, last_day=last_day, page=page
        )

    taken_in = 0
    async for rows in pages_of(ask, turn.office_code, turn.ports):
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            taken_in += await _take_in(turn.office_code, some, turn.zone, turn.ports)
    return taken_in


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
        return f"row:{canonical(row)}"
    return f"number:{''.join(read.number.split()).casefold()}"
