"""SiCANTIK read in turns and page by page, on memory."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.open_deployment import first_offices
from gateway.application.sicantik.intake_ports import RowsPage, SicantikPorts, Stream
from gateway.application.sicantik.pages import MAX_PAGES, pages_of
from gateway.application.sicantik.turns import LEASE, Turn, take_turns
from gateway.domain.errors import OutsideSystemAway
from gateway.domain.integrations.reconciliation import IssuedLicence
from gateway.testing.memory import MemoryDoor
from shared.ids import new_id
from shared.testing.clock import FixedClock

KOTIM, MALRA = "62.02", "81.02"
DAY = timedelta(days=1)


class Nothing:
    """A SiCANTIK and a permit service that have nothing, for two offices."""

    offices = (KOTIM, MALRA)

    def first_day(self, office_code: str) -> date | None:
        return None

    async def applications(self, office_code: str, **asked: Any) -> RowsPage:
        return RowsPage(rows=[], is_last=True)

    async def steps(self, office_code: str, number: str) -> Sequence[dict[str, Any]]:
        return []

    async def takes(self, office_code: str, service_code: str) -> bool:
        return False


class NothingThere(Nothing):
    async def issued(self, office_code: str, **asked: Any) -> RowsPage:
        return RowsPage(rows=[], is_last=True)


class NothingHere(Nothing):
    async def issued(self, office_code: str, **asked: Any) -> Sequence[IssuedLicence]:
        return []


@pytest.fixture
def ports(memory: MemoryDoor, clock: FixedClock) -> SicantikPorts:
    for one in first_offices():
        memory.state.offices[one.code] = one
    begin = memory.database.begin
    return SicantikPorts(
        integrations=IntegrationPorts(clock=clock, new_id=new_id, begin=begin, read=begin),
        begin=begin,
        read=begin,
        sicantik=NothingThere(),
        permits=NothingHere(),
        fingerprint=str.encode,
    )


async def rows_of(pages: Sequence[Sequence[str]], ports: SicantikPorts) -> list[str]:
    """What is read of a system that says these pages, and then the last one for ever."""

    async def ask(number: int) -> RowsPage:
        page = pages[min(number, len(pages) - 1)]
        return RowsPage(rows=[{"no": one} for one in page], is_last=False)

    return [row["no"] async for rows in pages_of(ask, KOTIM, ports) for row in rows]


async def test_a_system_that_says_the_same_page_for_ever_is_read_once(
    ports: SicantikPorts,
) -> None:
    assert await rows_of([["1", "2"]], ports) == ["1", "2"]


async def test_pages_are_read_on_past_one_that_brings_a_row_again_and_one_without_rows(
    ports: SicantikPorts,
) -> None:
    assert await rows_of([["1", "2"], ["2", "3"], [], ["4"]], ports) == ["1", "2", "2", "3", "4"]


async def test_pages_without_end_are_an_outage(ports: SicantikPorts) -> None:
    with pytest.raises(OutsideSystemAway):
        await rows_of([[str(number)] for number in range(MAX_PAGES + 1)], ports)


async def test_an_office_that_fails_holds_back_no_other_and_goes_on_where_it_stood(
    ports: SicantikPorts, clock: FixedClock
) -> None:
    first = clock.now()
    seen: list[tuple[str, Any]] = []

    async def do(turn: Turn) -> int:
        seen.append((turn.office_code, turn.cursor.read_until))
        if turn.cursor.read_until is None:
            await turn.reached(first - DAY)
        if turn.office_code == KOTIM:
            raise OutsideSystemAway("silent")
        await turn.reached(turn.began_at)
        return 1

    async def turns() -> int:
        return await take_turns(Stream.RECONCILIATION, do, ports, every=DAY)

    assert await turns() == 1
    assert await turns() == 0
    clock.move(LEASE)
    assert await turns() == 0
    assert seen == [(KOTIM, None), (MALRA, None), (KOTIM, first - DAY)]
    clock.move(DAY - LEASE)
    assert await turns() == 1
    assert seen[3:] == [(KOTIM, first - DAY), (MALRA, first)]
