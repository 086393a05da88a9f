"""The scanner's queue and the unclaimed files: one suite over memory and PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from permit_service.domain.application import Application
from permit_service.domain.document import Document
from permit_service.testing.facts import OFFICE
from shared.documents.scanning import ScanState
from shared.errors import Unavailable
from shared.testing.clock import FixedClock

from .stores import FOREIGN, OWNER, STRANGER, SYSTEM, Desk, added, document, draft, found

LEASE = timedelta(minutes=3)


async def pending(desk: Desk, count: int) -> tuple[Application, list[Document]]:
    """An application with documents that wait, the oldest first."""
    application = await added(desk, draft())
    waiting = [
        replace(document(number + 1), scan_state=ScanState.PENDING) for number in range(count)
    ]
    async with desk.begin(SYSTEM) as work:
        after = replace(application, documents=tuple(waiting))
        return await work.applications.save(after, before=application), waiting


async def taken(desk: Desk, *, until: datetime, limit: int = 10) -> set[UUID]:
    async with desk.begin(SYSTEM) as work:
        lent = await work.documents.take_pending(OFFICE, until=until, limit=limit)
    return {one.id for one in lent}


async def test_what_waits_is_lent_to_one_at_a_time(desk: Desk, clock: FixedClock) -> None:
    _, waiting = await pending(desk, 3)
    until = clock.now() + LEASE

    first = await taken(desk, until=until, limit=2)
    second = await taken(desk, until=until, limit=2)
    third = await taken(desk, until=until, limit=2)

    assert first == {one.id for one in waiting[:2]}
    assert second == {waiting[2].id}
    assert third == set()


async def test_what_was_lent_comes_back_after_the_lease_behind_the_others(
    desk: Desk, clock: FixedClock
) -> None:
    _, waiting = await pending(desk, 2)
    await taken(desk, until=clock.now() + LEASE, limit=1)
    clock.move(LEASE)

    again = [await taken(desk, until=clock.now() + LEASE, limit=1) for _ in range(3)]

    assert again == [{waiting[1].id}, {waiting[0].id}, set()]


async def test_a_clock_that_jumps_back_holds_no_document_for_the_length_of_the_jump(
    desk: Desk, clock: FixedClock
) -> None:
    _, waiting = await pending(desk, 1)
    await taken(desk, until=clock.now() + LEASE)
    clock.move(timedelta(hours=-1))

    assert await taken(desk, until=clock.now() + LEASE) == {waiting[0].id}


async def test_what_was_decided_waits_no_more_and_says_when(desk: Desk, clock: FixedClock) -> None:
    application, waiting = await pending(desk, 2)
    scanned = waiting[0].scanned(ScanState.CLEAN, at=clock.now(), storage_key="documents/new")
    async with desk.begin(SYSTEM) as work:
        await work.applications.save(application.with_scan(scanned), before=application)

    kept = await found(desk, application.id)

    assert kept.documents == (scanned, waiting[1])
    assert await taken(desk, until=clock.now() + LEASE) == {waiting[1].id}


async def test_what_is_taken_back_is_gone(desk: Desk, clock: FixedClock) -> None:
    application, waiting = await pending(desk, 2)
    _, after = application.without_document(waiting[0].id)
    async with desk.begin(OWNER) as work:
        await work.applications.save(after, before=application)

    assert (await found(desk, application.id)).documents == (waiting[1],)
    assert await taken(desk, until=clock.now() + LEASE) == {waiting[1].id}


async def test_another_office_is_lent_nothing(desk: Desk, clock: FixedClock) -> None:
    await pending(desk, 1)

    async with desk.begin(FOREIGN) as work:
        lent = await work.documents.take_pending(OFFICE, until=clock.now() + LEASE, limit=10)

    assert lent == []


async def test_a_noted_file_is_claimed_once_by_who_noted_it(desk: Desk) -> None:
    async with desk.begin(OWNER) as work:
        await work.documents.note(["documents/1"], office_code=OFFICE)
    async with desk.begin(STRANGER) as work:
        with pytest.raises(Unavailable):
            await work.documents.claim("documents/1")
    async with desk.begin(OWNER) as work:
        await work.documents.claim("documents/1")
    async with desk.begin(OWNER) as work:
        with pytest.raises(Unavailable):
            await work.documents.claim("documents/1")


async def test_what_was_given_up_cannot_be_claimed_or_noted_again_until_it_is_gone(
    desk: Desk, clock: FixedClock
) -> None:
    async with desk.begin(OWNER) as work:
        await work.documents.note(["documents/1", "documents/2"], office_code=OFFICE)
    clock.move(timedelta(hours=2))
    async with desk.begin(OWNER) as work:
        await work.documents.note(["documents/2"], office_code=OFFICE)
    before = clock.now() - timedelta(hours=1)

    async with desk.begin(SYSTEM) as work:
        given_up = await work.documents.give_up(OFFICE, noted_before=before, limit=10)
    async with desk.begin(OWNER) as work:
        await work.documents.note(["documents/1"], office_code=OFFICE)
        with pytest.raises(Unavailable):
            await work.documents.claim("documents/1")
    async with desk.begin(SYSTEM) as work:
        # Who died while removing is followed by another.
        assert await work.documents.give_up(OFFICE, noted_before=before, limit=10) == given_up
        await work.documents.forget([*given_up, "documents/2"])
    async with desk.begin(OWNER) as work:
        await work.documents.claim("documents/2")
        await work.documents.note(["documents/1"], office_code=OFFICE)
        await work.documents.claim("documents/1")

    assert given_up == ["documents/1"]
