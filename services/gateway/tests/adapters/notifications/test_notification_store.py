"""The log and the queue: one suite, on memory and on PostgreSQL."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from gateway.adapters.notifications.parts import NotificationStorage
from gateway.adapters.notifications.store import PostgresNotificationQueue
from gateway.application.notifications.ports import Claim, NotificationQueue, Notifications
from gateway.domain.notification import APPLICANT, Channel, Kind, Notification, State, planned
from gateway.testing.notifications import MemoryOutbox
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.database.migrate import upgrade
from shared.identity import Caller, system_caller
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
LEASE_END = NOW + timedelta(minutes=1)
KOTIM = system_caller("gateway", "62.02")
MALRA = system_caller("gateway", "81.02")


@dataclass(frozen=True, slots=True)
class Outbox:
    """Both ports on one store."""

    begin: Callable[[Caller], AbstractAsyncContextManager[Notifications]]
    queue: NotificationQueue

    async def plan(self, *planned: Notification) -> None:
        async with self.begin(KOTIM) as notifications:
            await notifications.plan(planned)

    async def claim(self, now: datetime = NOW, *, limit: int = 10) -> list[Claim]:
        return list(await self.queue.claim(now=now, until=now + timedelta(minutes=1), limit=limit))

    async def settle(self, notification: Notification, *, attempt: int) -> None:
        async with self.begin(KOTIM) as notifications:
            await notifications.settle(notification, attempt=attempt)

    async def get(self, id_: UUID, caller: Caller = KOTIM) -> Notification | None:
        async with self.begin(caller) as notifications:
            return (await notifications.get_many([id_])).get(id_)


async def migrate(owner_url: str) -> None:
    await upgrade("gateway", owner_url, service="gateway")


@pytest.fixture(params=["memory", "postgres"])
async def outbox(
    request: pytest.FixtureRequest, postgres_server: PostgresServer
) -> AsyncIterator[Outbox]:
    if request.param == "memory":
        memory = MemoryOutbox()
        yield Outbox(memory.begin, memory)
        return
    async with postgres_server.database_copy("gateway", migrate) as address:
        keyring = Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32)
        clock = FixedClock(NOW)
        database = Database(address, name="gateway", clock=clock, keyring=keyring)
        yield Outbox(NotificationStorage(database).begin, PostgresNotificationQueue(database))
        await database.close()


def receipt(event: UUID | None = None, *, at: datetime = NOW) -> Notification:
    return planned(
        event_id=event or uuid4(),
        office_code="62.02",
        kind=Kind.RECEIPT,
        subject_id=uuid4(),
        receiver=APPLICANT,
        channel=Channel.MAIL,
        facts={"receipt_number": "R-1"},
        at=at,
    )


async def test_what_was_planned_is_read_as_it_was(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)

    assert await outbox.get(one.id) == one


async def test_planned_twice_it_stands_once(outbox: Outbox) -> None:
    event = uuid4()
    await outbox.plan(receipt(event))
    await outbox.plan(receipt(event), receipt())

    assert len(await outbox.claim()) == 2


async def test_planning_again_does_not_wake_what_was_sent(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)
    (claim,) = await outbox.claim()
    await outbox.settle(one.sent(by=Channel.MAIL, at=NOW), attempt=claim.attempt)
    await outbox.plan(one)

    assert await outbox.claim(NOW + timedelta(days=1)) == []


async def test_a_claim_is_nobody_elses_until_its_lease_ends(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)

    assert await outbox.claim() == [Claim(id=one.id, office_code="62.02", attempt=1)]
    assert await outbox.claim() == []
    assert await outbox.claim(LEASE_END) == [Claim(id=one.id, office_code="62.02", attempt=2)]


async def test_the_longest_due_are_claimed_first_and_no_more_than_asked(outbox: Outbox) -> None:
    late, early = receipt(at=NOW), receipt(at=NOW - timedelta(hours=1))
    await outbox.plan(late, early)

    assert [one.id for one in await outbox.claim(limit=1)] == [early.id]
    assert [one.id for one in await outbox.claim(limit=1)] == [late.id]


async def test_an_attempt_that_failed_waits_for_its_time(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)
    await outbox.claim()
    failed = replace(one, attempts=1).failed("away", at=NOW, is_final=False)
    await outbox.settle(failed, attempt=1)

    assert await outbox.get(one.id) == failed
    assert failed.due_at is not None
    assert await outbox.claim(failed.due_at - timedelta(seconds=1)) == []
    (again,) = await outbox.claim(failed.due_at)
    assert again.attempt == 2


async def test_what_was_sent_stays_sent_whoever_comes_later(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)
    await outbox.claim()
    await outbox.claim(LEASE_END)

    # The first attempt was slow: its lease is over, and its message has gone out all the same.
    sent = replace(one, attempts=1).sent(by=Channel.MAIL, at=LEASE_END)
    await outbox.settle(sent, attempt=1)
    dead = replace(one, attempts=2).failed("refused", at=LEASE_END, is_final=True)
    await outbox.settle(dead, attempt=2)

    assert await outbox.get(one.id) == sent
    assert await outbox.claim(NOW + timedelta(days=1)) == []


async def test_a_late_failure_does_not_disturb_the_attempt_that_took_over(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)
    await outbox.claim()
    await outbox.claim(LEASE_END)
    late = replace(one, attempts=1).failed("away", at=LEASE_END, is_final=True)
    await outbox.settle(late, attempt=1)

    found = await outbox.get(one.id)
    assert found is not None
    assert (found.state, found.failure) == (State.WAITING, None)


async def test_another_office_does_not_see_it(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)

    assert await outbox.get(one.id, MALRA) is None
    async with outbox.begin(MALRA) as notifications:
        assert await notifications.revive(one.id, at=NOW) is None
        assert await notifications.listed(state=None, subject_id=None, after=None, limit=9) == []


async def test_the_log_is_read_newest_first_by_state_and_subject(outbox: Outbox) -> None:
    hours = [NOW - timedelta(hours=number) for number in range(4)]
    planned_ones = [receipt(at=at) for at in hours]
    await outbox.plan(*planned_ones)
    await outbox.claim()
    dead = replace(planned_ones[1], attempts=1).failed("refused", at=NOW, is_final=True)
    await outbox.settle(dead, attempt=1)

    async with outbox.begin(KOTIM) as log:
        first = await log.listed(state=None, subject_id=None, after=None, limit=2)
        last = first[-1]
        rest = await log.listed(
            state=None, subject_id=None, after=(last.planned_at, last.id), limit=9
        )
        of_subject = await log.listed(
            state=None, subject_id=planned_ones[2].subject_id, after=None, limit=9
        )
        given_up = await log.listed(state=State.DEAD, subject_id=None, after=None, limit=9)

    assert [one.id for one in (*first, *rest)] == [one.id for one in planned_ones]
    assert [one.id for one in of_subject] == [planned_ones[2].id]
    assert list(given_up) == [dead]


async def test_what_was_given_up_can_be_tried_again_and_only_that(outbox: Outbox) -> None:
    one = receipt()
    await outbox.plan(one)
    await outbox.claim()
    async with outbox.begin(KOTIM) as log:
        assert await log.revive(one.id, at=NOW) is None
    dead = replace(one, attempts=1).failed("refused", at=NOW, is_final=True)
    await outbox.settle(dead, attempt=1)

    later = NOW + timedelta(days=1)
    async with outbox.begin(KOTIM) as log:
        revived = await log.revive(one.id, at=later)

    assert revived is not None
    assert (revived.state, revived.attempts, revived.due_at) == (State.WAITING, 0, later)
    (claim,) = await outbox.claim(later)
    assert claim.attempt == 1
