"""Which account represents which business: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from gateway.application.accounts.representation_ports import RepresentationQuery
from gateway.domain.accounts.account import Account, AccountKind
from gateway.domain.accounts.representation import (
    AlreadyClaimed,
    Deed,
    Representation,
    RepresentationState,
)
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
NIB = "9120001234567"
Begin = Callable[[Caller], AbstractAsyncContextManager[Any]]


def claim(account: UUID, **changes: Any) -> Representation:
    return Representation(
        **{
            "id": new_id(),
            "office_code": "81.02",
            "account_id": account,
            "nib": NIB,
            "claimant_name": "Pemohon Contoh",
            "claimed_at": NOW,
            "is_sent_a_code": False,
        }
        | changes
    )


def owner(account: UUID) -> Caller:
    return Caller(actor=str(account), roles=frozenset({Role.APPLICANT}))


async def test_a_claim_is_its_owners_and_its_offices_and_comes_back_as_it_was(
    begin: Begin,
) -> None:
    one = claim(new_id())
    deed = Deed(number="AHU-1", dated_on=date(2024, 3, 1))
    async with begin(MALRA) as work:
        await work.representations.add(one)
        granted = await work.representations.save(one.granted(deed, by="an officer", at=NOW))
        assert granted == replace(one.granted(deed, by="an officer", at=NOW), version=1)
        with pytest.raises(StaleVersion):
            await work.representations.save(one)
    for caller in (MALRA, owner(one.account_id)):
        async with begin(caller) as work:
            assert await work.representations.get(one.id) == granted
            assert await work.representations.page(RepresentationQuery()) == [granted]
            assert await work.representations.claimed_since(one.account_id, NOW) == 0
            before = NOW - timedelta(seconds=1)
            assert await work.representations.claimed_since(one.account_id, before) == 1
    for caller in (KOTIM, owner(new_id())):
        async with begin(caller) as work:
            assert await work.representations.page(RepresentationQuery()) == []
            with pytest.raises(NotFound):
                await work.representations.get(one.id)


async def test_an_account_has_one_live_claim_of_a_nib(begin: Begin) -> None:
    account = new_id()
    first, second = claim(account), claim(account, office_code="62.02")
    async with begin(MALRA) as work:
        await work.representations.add(first)
    with pytest.raises(AlreadyClaimed):
        async with begin(KOTIM) as work:
            await work.representations.add(second)
    async with begin(MALRA) as work:
        await work.representations.add(claim(new_id()))
        await work.representations.save(first.ended("", by="self", at=NOW))
    async with begin(KOTIM) as work:
        await work.representations.add(second)
    async with begin(owner(account)) as work:
        query = RepresentationQuery(state=RepresentationState.CLAIMED, nib=NIB)
        assert [one.id for one in await work.representations.page(query)] == [second.id]


async def test_with_its_account_a_claim_ends_and_says_of_nobody_whose_it_was(begin: Begin) -> None:
    account = new_id()
    live = claim(account)
    refused = claim(account, nib="9120001234568").refused("Akta tidak sah", by="a", at=NOW)
    async with begin(owner(account)) as work:
        for one in (live, refused):
            await work.representations.add(one)
        await work.representations.end_all(account, at=NOW)
        ended, still = [await work.representations.get(one.id) for one in (live, refused)]
    assert (ended.state, ended.ended_at) == (RepresentationState.ENDED, NOW)
    assert still.state is RepresentationState.REFUSED
    assert {(one.claimant_name, one.reason, one.deed) for one in (ended, still)} == {("", "", None)}


async def test_a_nib_is_given_to_an_account_and_taken_from_it_alone(begin: Begin) -> None:
    accounts = [
        Account(
            id=new_id(),
            kind=AccountKind.PERSON,
            username=f"pemohon{place}",
            roles=frozenset({Role.APPLICANT}),
            created_at=NOW,
        )
        for place in range(2)
    ]
    first, second = (one.id for one in accounts)
    async with begin(MALRA) as work:
        for one in accounts:
            await work.accounts.add(one, password_hash="-")
        await work.accounts.hold_nib(NIB)
        assert not await work.accounts.is_represented(NIB, besides=second)
        for nib in (NIB, "9120001234568", NIB):
            await work.accounts.give_nib(first, nib)
        assert set((await work.accounts.get(first)).nibs) == {NIB, "9120001234568"}
        assert await work.accounts.is_represented(NIB, besides=second)
        assert not await work.accounts.is_represented(NIB, besides=first)
        # Who has read the account before does not write the old NIBs back.
        with pytest.raises(StaleVersion):
            await work.accounts.save(accounts[0])
        await work.accounts.take_nib(first, NIB)
        assert (await work.accounts.get(first)).nibs == ("9120001234568",)
        assert (await work.accounts.get(second)).nibs == ()
