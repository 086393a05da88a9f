"""Requests for deletion: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from gateway.application.privacy.deletion_ports import DeletionWork
from gateway.domain.privacy.deletion_request import (
    Decision,
    DeletionRequest,
    DeletionRequestedAlready,
    Part,
    PartOutcome,
    RefusalGround,
    RequestChannel,
    Requester,
    RequestState,
    due_at,
)
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
Begin = Callable[[Caller], AbstractAsyncContextManager[DeletionWork]]


def asked(**changes: Any) -> DeletionRequest:
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": "81.02",
        "channel": RequestChannel.ACCOUNT,
        "account_id": new_id(),
        "applications": (),
        "requester": Requester(name="Pemohon Contoh", email="pemohon@contoh.example"),
        "words": "Saya pindah",
        "received_at": NOW,
        "received_by": "somebody",
        "due_at": due_at(NOW),
    }
    return DeletionRequest(**values | changes)


def decision(*, is_granted: bool) -> Decision:
    ground = None if is_granted else RefusalGround.ARCHIVE_DUTY
    return Decision(is_granted=is_granted, ground=ground, statement="Arsip")


async def test_an_entry_comes_back_as_it_was_at_each_step(begin: Begin) -> None:
    one = asked(applications=(new_id(),))
    parts = (
        Part(service="permit", part="applications", outcome=PartOutcome.KEPT, count=2, reason="x"),
    )
    async with begin(MALRA) as work:
        await work.deletions.add(one)
        assert await work.deletions.get(one.id) == one
        assert await work.deletions.to_do(limit=5) == []
        granted = one.decided(decision(is_granted=True), by="a", at=NOW)
        saved = await work.deletions.save(granted)
        assert saved == replace(granted, version=1)
        with pytest.raises(StaleVersion):
            await work.deletions.save(granted)
        assert await work.deletions.to_do(limit=5) == [one.id]
        done = await work.deletions.save(saved.carried_out(parts, at=NOW))
        assert await work.deletions.get(one.id) == done
        told = await work.deletions.save(done.told(at=NOW))
        assert (told.requester.name, told.requester.email, told.words) == ("", None, "")
        assert told.statement == "Arsip"
        assert await work.deletions.to_do(limit=5) == []


async def test_one_request_of_an_account_at_an_office_is_open_at_a_time(begin: Begin) -> None:
    one = asked()
    async with begin(MALRA) as work:
        await work.deletions.add(one)
        with pytest.raises(DeletionRequestedAlready):
            await work.deletions.add(replace(one, id=new_id()))
    async with begin(KOTIM) as work:
        await work.deletions.add(replace(one, id=new_id(), office_code="62.02"))
    async with begin(MALRA) as work:
        refused = one.decided(decision(is_granted=False), by="a", at=NOW)
        await work.deletions.save(refused)
        await work.deletions.add(replace(one, id=new_id()))


async def test_it_is_seen_by_its_office_and_by_whoever_asked(begin: Begin) -> None:
    one, other = asked(), asked()
    async with begin(MALRA) as work:
        await work.deletions.add(one)
        await work.deletions.add(other)

    async def seen(caller: Caller, **by: Any) -> list[UUID]:
        query: dict[str, Any] = {"account_id": None, "state": None, "before": None, "limit": 5}
        async with begin(caller) as work:
            return [each.id for each in await work.deletions.page(**query | by)]

    assert await seen(MALRA) == [other.id, one.id]
    assert await seen(MALRA, before=other.id) == [one.id]
    assert await seen(MALRA, state=RequestState.GRANTED) == []
    assert await seen(KOTIM) == []
    assert await seen(Caller(actor=str(one.account_id))) == [one.id]
    assert await seen(MALRA, account_id=one.account_id) == [one.id]
    async with begin(KOTIM) as work:
        with pytest.raises(NotFound):
            await work.deletions.get(one.id)
