"""Closed accounts and their periods: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from gateway.application.privacy.closed_account_ports import ClosedAccountWork
from gateway.domain.accounts.account import Account, AccountKind, Profile
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount, PeriodSetAlready
from shared.identity import Caller, Role, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
Begin = Callable[[Caller], AbstractAsyncContextManager[ClosedAccountWork]]


async def closed(begin: Begin, *, at: datetime | None = NOW) -> Account:
    """An account of the office's staff; without a moment it is open."""
    account = Account(
        id=new_id(),
        kind=AccountKind.STAFF,
        username=f"petugas.{new_id().hex}",
        roles=frozenset({Role.FRONT_OFFICE}),
        offices=("81.02",),
        is_active=at is None,
        closed_at=at,
        created_at=NOW,
    )
    async with begin(MALRA) as work:
        await work.accounts.add(account, password_hash="!")
        profile = Profile(account_id=account.id, office_code="81.02", full_name="Petugas Contoh")
        await work.profiles.add(profile)
    return account


async def due(begin: Begin, caller: Caller = MALRA, office: str = "81.02") -> list[UUID]:
    async with begin(caller) as work:
        found = await work.closed_accounts.page(office, closed_before=NOW, after=None, limit=5)
    return [one.account_id for one in found]


async def test_what_is_closed_is_due_until_it_is_emptied_or_opened_again(begin: Begin) -> None:
    await closed(begin, at=None)
    await closed(begin, at=NOW + timedelta(seconds=1))
    first, second = await closed(begin), await closed(begin)
    assert await due(begin) == [first.id, second.id]
    assert await due(begin, KOTIM) == await due(begin, KOTIM, "62.02") == []

    async with begin(MALRA) as work:
        await work.closed_accounts.mark_listed([first.id], at=NOW)
        held = await work.closed_accounts.hold(first.id)
        assert held == ClosedAccount(account_id=first.id, closed_at=NOW, listed_at=NOW)
        await work.closed_accounts.mark_emptied(first.id, at=NOW)
        assert await work.closed_accounts.hold(first.id) is None
        opened = replace(second, is_active=True, closed_at=None)
        await work.accounts.save(opened)
    assert await due(begin) == []

    # Closed anew, everything begins anew.
    later = NOW + timedelta(days=1)
    async with begin(MALRA) as work:
        again = replace(first, closed_at=later)
        await work.accounts.save(again)
        held = await work.closed_accounts.hold(first.id)
        assert held == ClosedAccount(account_id=first.id, closed_at=later)


async def test_a_period_is_set_once_for_a_day_and_seen_by_its_office(begin: Begin) -> None:
    period = AccountPeriod(
        days=365,
        effective_from=date(2026, 7, 1),
        source="JRA kantor",
        verified=True,
        recorded_by="a",
        recorded_at=NOW,
    )
    async with begin(MALRA) as work:
        await work.closed_accounts.add_period(period, office_code="81.02")
        with pytest.raises(PeriodSetAlready):
            await work.closed_accounts.add_period(period, office_code="81.02")
        assert await work.closed_accounts.periods("81.02") == [period]
    async with begin(KOTIM) as work:
        assert await work.closed_accounts.periods("81.02") == []
