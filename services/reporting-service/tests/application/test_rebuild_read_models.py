"""A rebuild goes on in batches: what is refused is found in few steps and passed over, and an owner
that is away costs nothing that was applied."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from reporting_service.application.ports import Ports, Work
from reporting_service.application.rebuild_read_models import (
    BATCH,
    PAGE,
    go_on_with_rebuilds,
    request_rebuild,
)
from reporting_service.domain.rebuild import Rebuild
from reporting_service.testing import memory_ports
from shared.errors import StaleVersion, Unavailable
from shared.identity import Caller, Role
from shared.messaging.contract import Message

ADMINISTRATOR = Caller(actor="one", roles=frozenset({Role.ADMINISTRATOR}), offices=("62.02",))
MANY = BATCH + PAGE + 7


def message(number: int) -> Message:
    return Message(
        id=UUID(int=number),
        type="permit.application_submitted",
        version=1,
        office="62.02",
        subject_type="application",
        subject=UUID(int=number),
        sequence=1,
        key=str(number),
        key_sequence=1,
        occurred_at=datetime(2024, 5, 6, tzinfo=UTC),
        data="{}",
    )


class Log:
    """The permit service's log; `away_after` is the position after which its owner is away."""

    def __init__(self, size: int) -> None:
        self.messages = [(number, message(number)) for number in range(1, size + 1)]
        self.away_after: int | None = None

    async def read(
        self, publisher: str, office: str, after: int, limit: int
    ) -> Sequence[tuple[int, Message]]:
        assert (office, limit) == ("62.02", PAGE)
        await asyncio.sleep(0)
        if self.away_after is not None and after >= self.away_after:
            raise Unavailable
        return self.messages[after : after + limit] if publisher == "permit" else ()


class Applied:
    """What was applied and committed, and how often it was tried."""

    def __init__(self, *refused: int) -> None:
        self.numbers: list[int] = []
        self.tries = 0
        self._refused = set(refused)

    async def apply(self, messages: Sequence[Message], work: Work) -> None:
        del work
        await asyncio.sleep(0)
        self.tries += 1
        numbers = [one.subject.int for one in messages]
        if self._refused & set(numbers):
            raise ValueError
        self.numbers += numbers


async def asked(log: Log, applied: Applied) -> tuple[Ports, Rebuild]:
    _, ports = memory_ports(feed=log, apply=applied.apply)
    return ports, await request_rebuild(ADMINISTRATOR, "62.02", None, ports)


async def now(ports: Ports, rebuild: Rebuild) -> Rebuild:
    async with ports.read(ADMINISTRATOR) as work:
        found = await work.rebuilds.find(rebuild.id)
    assert found is not None
    return found


async def test_what_is_refused_is_passed_over_in_few_steps_and_everything_else_is_applied() -> None:
    refused = (1, 700, BATCH, BATCH + 1, MANY)
    log, applied = Log(MANY), Applied(*refused)
    ports, rebuild = await asked(log, applied)
    assert await go_on_with_rebuilds(ports, batches=50)
    done = await now(ports, rebuild)
    assert (done.progress, done.applied, done.positions["permit"]) == (1, MANY, MANY)
    assert done.finished_at is not None
    assert applied.numbers == [one for one in range(1, MANY + 1) if one not in refused]
    assert applied.tries < 150
    assert not await go_on_with_rebuilds(ports)


async def test_an_owner_that_goes_away_takes_back_nothing_and_the_rebuild_goes_on_later() -> None:
    log, applied = Log(MANY), Applied()
    ports, rebuild = await asked(log, applied)
    log.away_after = BATCH
    with pytest.raises(Unavailable):
        await go_on_with_rebuilds(ports, batches=50)
    assert (await now(ports, rebuild)).positions["permit"] == BATCH
    log.away_after = None
    while await go_on_with_rebuilds(ports):
        pass
    assert applied.numbers == list(range(1, MANY + 1))


async def test_of_two_who_go_on_at_once_one_is_told_to_leave_it() -> None:
    log, applied = Log(MANY), Applied()
    ports, rebuild = await asked(log, applied)
    both = (go_on_with_rebuilds(ports, batches=50) for _ in range(2))
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert {type(one) for one in ended} == {bool, StaleVersion}
    assert (await now(ports, rebuild)).applied == MANY
