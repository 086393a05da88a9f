"""Applications of outside systems, their map, cursors and kept answers: one suite, on memory and
on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import text

from gateway.adapters.work import PostgresBegin
from gateway.application.privacy.deletion_ports import IntakesHeld
from gateway.application.sicantik.intake_ports import (
    Cursor,
    IntakeWork,
    KeptAnswer,
    ServiceMapping,
    Stream,
)
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.sicantik.intake import Intake, IntakeContent, IntakeState
from gateway.testing.service import database_at, migrate_gateway
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KOTIM, MALRA = system_caller("gateway", "62.02"), system_caller("gateway", "81.02")
SYSTEM = OutsideSystem.SICANTIK
Begin = Callable[[Caller], AbstractAsyncContextManager[IntakeWork]]


def intake(number: str, service: str = "1044") -> Intake:
    return Intake(
        id=new_id(),
        office_code="62.02",
        system=SYSTEM,
        fingerprint=number.encode(),
        outside_number=number,
        outside_service=service,
        outside_service_name="Izin PAUD",
        state=IntakeState.UNMAPPED,
        problem="service_not_mapped",
        content=IntakeContent(submitted_at=NOW, kind="organisation", name="Yayasan Contoh"),
        received_at=NOW,
    )


async def test_what_an_intake_says_of_people_is_sealed(
    postgres_server: PostgresServer, clock: FixedClock
) -> None:
    async with postgres_server.database_copy("gateway", migrate_gateway) as address:
        database = database_at(address, clock=clock)
        async with PostgresBegin(database)(KOTIM) as work:
            await work.intakes.add(intake("1"))
        async with database.read(KOTIM) as connection:
            kept = (await connection.execute(text("select content from integration_intake"))).all()
        await database.close()

    assert len(kept) == 1
    assert b"Yayasan" not in kept[0].content


async def test_an_intake_is_new_once_and_lets_go_of_its_content(begin: Begin) -> None:
    one, other = intake("1"), intake("2", "1021")
    async with begin(KOTIM) as work:
        assert await work.intakes.add(one)
        assert await work.intakes.add(other)
        assert not await work.intakes.add(replace(one, id=new_id()))
        assert await work.intakes.known(SYSTEM, "62.02", [b"1", b"9"]) == {b"1": one}
        assert list(await work.intakes.unmapped(SYSTEM, "62.02", ["1044"], limit=9)) == [one]
        assert list(await work.intakes.unmapped(SYSTEM, "62.02", [], limit=9)) == []
        assert await work.intakes.count(SYSTEM, "62.02") == 2
        taken = await work.intakes.save(one.taken(new_id(), at=NOW))
        assert (taken.content, taken.version) == (None, 1)
        with pytest.raises(StaleVersion):
            await work.intakes.save(one)
        assert await work.intakes.count(SYSTEM, "62.02") == 1
        listed = await work.intakes.page(SYSTEM, state=None, before=None, limit=9)
        assert list(listed) == [other, taken]
        only = await work.intakes.page(SYSTEM, state=IntakeState.TAKEN, before=other.id, limit=9)
        assert list(only) == [taken]
    async with begin(MALRA) as work:
        with pytest.raises(NotFound):
            await work.intakes.get(one.id)


async def test_what_a_person_has_asked_for_goes_and_is_not_read_again(begin: Begin) -> None:
    """By whoever carries out requests for deletion, over the same store."""
    one, other, taken = intake("1"), intake("2"), intake("3")
    request = new_id()
    async with begin(KOTIM) as work:
        for each in (one, other, taken):
            await work.intakes.add(each)
        await work.intakes.save(taken.taken(new_id(), at=NOW))
        held = cast("IntakesHeld", work.intakes)
        assert list(await held.with_content(after=None, limit=1)) == [one]
        assert list(await held.with_content(after=one.id, limit=9)) == [other]
        gone = await held.save(one.destroyed(request, at=NOW))
        assert (gone.content, gone.outside_number) == (None, None)
        assert (await held.destroyed_for(request), await held.destroyed_for(new_id())) == (1, 0)
        assert list(await held.with_content(after=None, limit=9)) == [other]
        assert gone.read_anew(one) == gone == gone.refused("late", at=NOW)
        assert await work.intakes.count(SYSTEM, "62.02") == 1
    async with begin(MALRA) as work:
        assert list(await cast("IntakesHeld", work.intakes).with_content(after=None, limit=9)) == []


async def test_the_map_the_cursors_and_the_answers_are_kept_by_office(begin: Begin) -> None:
    mapping = ServiceMapping(
        office_code="62.02",
        system=SYSTEM,
        outside_code="1044",
        service_code="PAUD",
        set_by="a",
        set_at=NOW,
    )
    later = KeptAnswer(as_of=NOW + MINUTE, content=[{"name": "Verifikasi"}])

    async def claimed(stream: Stream, now: datetime) -> Cursor | None:
        async with begin(KOTIM) as work:
            return await work.cursors.claim(
                SYSTEM, "62.02", stream, now=now, until=now + 5 * MINUTE
            )

    async with begin(KOTIM) as work:
        await work.service_map.put(replace(mapping, service_code="LKP"))
        await work.service_map.put(mapping)
        assert list(await work.service_map.of(SYSTEM, "62.02")) == [mapping]
        assert not await work.service_map.of(OutsideSystem.OSS, "62.02")
        await work.kept_answers.keep(SYSTEM, "62.02", "q", later)
        await work.kept_answers.keep(SYSTEM, "62.02", "q", KeptAnswer(as_of=NOW, content=[]))
        assert await work.kept_answers.get(SYSTEM, "62.02", "q") == later
        assert await work.kept_answers.get(SYSTEM, "62.02", "p") is None

    first = await claimed(Stream.APPLICATIONS, NOW)
    assert first == Cursor(system=SYSTEM, office_code="62.02", stream=Stream.APPLICATIONS)
    assert await claimed(Stream.APPLICATIONS, NOW + MINUTE) is None
    assert await claimed(Stream.RECONCILIATION, NOW) is not None
    read = replace(first, read_until=NOW)
    async with begin(KOTIM) as work:
        await work.cursors.save(read, due_at=NOW + 9 * MINUTE)
    assert await claimed(Stream.APPLICATIONS, NOW + 8 * MINUTE) is None
    assert await claimed(Stream.APPLICATIONS, NOW + 9 * MINUTE) == read
    # A clock that was set back by a week holds nobody up.
    assert await claimed(Stream.APPLICATIONS, NOW - timedelta(days=7)) == read
