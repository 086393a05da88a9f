"""A part that dies takes its process down; a part that is only refused goes on."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest

from shared.errors import Unavailable
from shared.module import every
from shared.runtime.serve import run_for_ever


class Worn(Exception):
    """A bug in a loop."""


@pytest.fixture(autouse=True)
async def signals_as_before() -> AsyncIterator[None]:
    yield
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().remove_signal_handler(number)


class Steady:
    """A loop that works until it is told to stop."""

    def __init__(self) -> None:
        self.is_running = False

    async def run(self) -> None:
        self.is_running = True
        try:
            await asyncio.Event().wait()
        finally:
            self.is_running = False


async def wears_out() -> None:
    await asyncio.sleep(0.01)
    raise Worn


async def ends() -> None:
    await asyncio.sleep(0.01)


async def test_a_loop_that_raises_takes_the_others_down_and_its_error_is_raised() -> None:
    steady = Steady()

    async with asyncio.timeout(5):
        with pytest.raises(ExceptionGroup) as raised:
            await run_for_ever([steady.run, wears_out])

    assert [type(one) for one in raised.value.exceptions] == [Worn]
    assert not steady.is_running


async def test_a_loop_that_ends_is_as_bad_as_one_that_raises() -> None:
    steady = Steady()

    async with asyncio.timeout(5):
        with pytest.raises(ExceptionGroup) as raised:
            await run_for_ever([steady.run, ends])

    assert str(raised.value.exceptions[0]) == "ends ended"
    assert not steady.is_running


async def test_a_process_that_is_told_to_stop_ends_in_good_order() -> None:
    steady = Steady()
    asyncio.get_running_loop().call_later(0.05, signal.raise_signal, signal.SIGTERM)

    async with asyncio.timeout(5):
        await run_for_ever([steady.run])

    assert not steady.is_running


async def test_a_timer_survives_what_is_refused_or_away_and_dies_of_a_bug() -> None:
    taken = 0
    troubles = (Unavailable(), ConnectionRefusedError(), TimeoutError(), Worn())

    async def step() -> None:
        nonlocal taken
        taken += 1
        raise troubles[taken - 1]

    async with asyncio.timeout(5):
        with pytest.raises(Worn):
            await every(0.001, "probe", step).run()

    assert taken == len(troubles)
