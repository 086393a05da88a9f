"""What is done again and again for each connected office, from where it stood the last time.

One worker at a time has an office's stream, under a lease. What goes wrong at one office holds
back no other, and leaves the stream where it stood.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.application.sicantik.intake_ports import Cursor, SicantikPorts, Stream
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.errors import Refusal
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

SYSTEM = OutsideSystem.SICANTIK
LEASE = timedelta(minutes=15)


@dataclass(slots=True, kw_only=True)
class Turn:
    """An office's turn on one stream: until where it was read, and since when it is on."""

    cursor: Cursor
    zone: ZoneInfo
    began_at: datetime
    ports: SicantikPorts

    @property
    def office_code(self) -> str:
        """Whose turn it is."""
        return self.cursor.office_code

    async def reached(self, moment: datetime) -> None:
        """Kept at once: where the turn breaks off afterwards, the next one begins here."""
        self.cursor = replace(self.cursor, read_until=moment)
        async with self.ports.begin(_caller(self.office_code)) as work:
            await work.cursors.save(self.cursor, due_at=work.now + LEASE)

    async def ended(self, *, due_at: datetime) -> None:
        """It stands where it was kept; the stream's next turn is then."""
        async with self.ports.begin(_caller(self.office_code)) as work:
            await work.cursors.save(self.cursor, due_at=due_at)


async def take_turns(
    stream: Stream,
    do: Callable[[Turn], Awaitable[int]],
    ports: SicantikPorts,
    *,
    every: timedelta,
) -> int:
    """What `do` has done at the offices whose turn it is, together. An office's next turn is after
    `every`, where it failed at the latest after the lease."""
    done = 0
    for office_code in ports.sicantik.offices:
        try:
            turn = await _claim(office_code, stream, ports)
            if turn is not None:
                done += await _take(turn, do, every=every)
        except Refusal as refusal:
            reason = type(refusal).__name__
            log.warning("turn_failed", stream=stream.value, office_code=office_code, error=reason)
    return done


async def _claim(office_code: str, stream: Stream, ports: SicantikPorts) -> Turn | None:
    async with ports.begin(_caller(office_code)) as work:
        now = work.now
        cursor = await work.cursors.claim(SYSTEM, office_code, stream, now=now, until=now + LEASE)
        zone = (await work.offices.get(office_code)).zone
    if cursor is None:
        return None
    return Turn(cursor=cursor, zone=zone, began_at=now, ports=ports)


async def _take(turn: Turn, do: Callable[[Turn], Awaitable[int]], *, every: timedelta) -> int:
    due_at = turn.began_at + min(every, LEASE)
    try:
        done = await do(turn)
        due_at = turn.began_at + every
    finally:
        await turn.ended(due_at=due_at)
    return done


def _caller(office_code: str) -> Caller:
    return system_caller("gateway", office_code)
