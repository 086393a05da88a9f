"""Accounts, profiles, delegations, sessions and offices: one suite, on memory and on PostgreSQL."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from gateway.adapters.tables import metadata
from gateway.application.open_deployment import first_offices
from gateway.application.ports import Work
from gateway.domain.accounts.account import Account, AccountKind, Profile
from gateway.domain.accounts.delegation import Delegation, DelegationKind
from gateway.domain.accounts.session import RefreshToken, Session
from gateway.domain.errors import UsernameTaken
from gateway.domain.offices.calendar import OfficeCalendar, OwnDay
from gateway.testing.service import migrate_gateway
from shared.database.migrate import drift
from shared.errors import NotFound, StaleVersion
from shared.identity import ANYBODY, Caller, Role, system_caller
from shared.ids import new_id
from shared.testing.postgres import PostgresServer

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MALRA = system_caller("gateway", "81.02")
KOTIM = system_caller("gateway", "62.02")

Begin = Callable[[Caller], AbstractAsyncContextManager[Work]]


def account(username: str = "petugas", **changes: object) -> Account:
    values: dict[str, object] = {
        "id": new_id(),
        "kind": AccountKind.STAFF,
        "username": username,
        "roles": frozenset({Role.HEAD, Role.INSPECTOR}),
        "offices": ("81.02",),
        "agency": "bapenda",
        "nibs": ("1234567890123",),
        "created_at": NOW,
    }
    return Account(**values | changes)  # type: ignore[arg-type]


def profile(account_id: UUID, office_code: str | None = "81.02") -> Profile:
    return Profile(
        account_id=account_id,
        office_code=office_code,
        full_name="Petugas Contoh",
        email="petugas@example.invalid",
        phone="+62812000000",
        nik="8102011506900001",
        address="Jl. Contoh 1",
        nip="19700101",
        rank="Pembina",
        position="Kepala",
        email_confirmed_at=NOW,
    )


async def test_an_account_is_found_as_it_was_kept(begin: Begin) -> None:
    one = account()
    async with begin(ANYBODY) as work:
        await work.accounts.add(one, password_hash="h")
    async with begin(ANYBODY) as work:
        found = await work.accounts.find("petugas")

        assert found is not None
        assert (found.account, found.password_hash) == (one, "h")
        assert await work.accounts.get(one.id) == one
        assert await work.accounts.find("somebody") is None
        assert await work.accounts.existing(["petugas", "somebody"]) == {"petugas"}


async def test_a_name_is_given_once(begin: Begin) -> None:
    async with begin(ANYBODY) as work:
        await work.accounts.add(account(), password_hash="h")
    with pytest.raises(UsernameTaken):
        async with begin(ANYBODY) as work:
            await work.accounts.add(account(), password_hash="h")


async def test_an_account_is_changed_by_whoever_has_read_it(begin: Begin) -> None:
    one = account()
    async with begin(ANYBODY) as work:
        await work.accounts.add(one, password_hash="h")
        saved = await work.accounts.save(replace(one, is_active=False))
    async with begin(ANYBODY) as work:
        assert await work.accounts.get(one.id) == saved
        assert saved.version == 2
        with pytest.raises(StaleVersion):
            await work.accounts.save(one)


async def test_the_staff_of_an_office_are_listed_page_by_page(begin: Begin) -> None:
    staff = [account(f"petugas{number}") for number in range(3)]
    async with begin(ANYBODY) as work:
        for one in [*staff, account("lain", offices=("62.02",))]:
            await work.accounts.add(one, password_hash="h")
        await work.accounts.add(account("oss", kind=AccountKind.INTEGRATION), password_hash="h")
    async with begin(MALRA) as work:
        first = await work.accounts.of_office("81.02", after=None, limit=2)
        rest = await work.accounts.of_office("81.02", after=first[-1].id, limit=2)

    assert [one.id for one in first + rest] == sorted(one.id for one in staff)


async def test_a_profile_is_its_owners_and_its_offices(begin: Begin) -> None:
    one, other = account("satu"), account("dua", offices=("62.02",))
    async with begin(MALRA) as work:
        await work.accounts.add(one, password_hash="h")
        await work.profiles.add(profile(one.id))
    async with begin(KOTIM) as work:
        await work.accounts.add(other, password_hash="h")
        await work.profiles.add(profile(other.id, "62.02"))
    async with begin(Caller(actor=str(one.id))) as work:
        assert await work.profiles.get(one.id) == profile(one.id)
        with pytest.raises(NotFound):
            await work.profiles.get(other.id)
    async with begin(KOTIM) as work:
        assert await work.profiles.get(other.id) == profile(other.id, "62.02")
        with pytest.raises(NotFound):
            await work.profiles.get(one.id)
        with pytest.raises(NotFound):
            await work.profiles.save(profile(one.id))


async def test_a_delegation_is_seen_in_its_own_office(begin: Begin) -> None:
    one = account()
    delegation = Delegation(
        id=uuid4(),
        office_code="81.02",
        account_id=one.id,
        kind=DelegationKind.PLH,
        valid_from=date(2026, 6, 15),
        valid_until=date(2026, 6, 16),
        legal_basis="SK",
    )
    async with begin(MALRA) as work:
        await work.accounts.add(one, password_hash="h")
        await work.delegations.add(delegation)
    async with begin(MALRA) as work:
        assert await work.delegations.of(one.id) == (delegation,)
        assert await work.delegations.of_office("81.02") == [delegation]
    async with begin(KOTIM) as work:
        assert await work.delegations.of(one.id) == ()


async def session_with(begin: Begin, token: bytes, *, ends_at: datetime = NOW) -> Session:
    one = account(f"pemilik-{uuid4().hex}")
    session = Session(id=new_id(), account_id=one.id, began_at=NOW, ends_at=ends_at)
    async with begin(ANYBODY) as work:
        await work.accounts.add(one, password_hash="h")
        await work.sessions.add(session)
        await work.sessions.add_token(
            RefreshToken(hash=token, session_id=session.id, ends_at=ends_at)
        )
    return session


async def use(begin: Begin, token: bytes) -> tuple[Session, RefreshToken] | None:
    async with begin(ANYBODY) as work:
        return await work.sessions.use(token, at=NOW)


async def test_the_second_use_of_a_token_is_told(begin: Begin) -> None:
    session = await session_with(begin, b"t1")
    first, second = await use(begin, b"t1"), await use(begin, b"t1")

    assert first is not None
    assert second is not None
    assert (first[0], first[1].used_at) == (session, None)
    assert second[1].used_at == NOW
    assert await use(begin, b"unknown") is None


async def test_of_two_uses_at_once_one_is_the_second(begin: Begin) -> None:
    await session_with(begin, b"t1")
    found = await asyncio.gather(*(use(begin, b"t1") for _ in range(4)))

    assert sum(one is not None and one[1].used_at is None for one in found) == 1


async def test_a_revoked_session_stays_revoked(begin: Begin) -> None:
    session = await session_with(begin, b"t1")
    async with begin(ANYBODY) as work:
        await work.sessions.revoke(session.id, at=NOW)
        await work.sessions.revoke_all(session.account_id, at=NOW)
    found = await use(begin, b"t1")

    assert found is not None
    assert found[0].is_revoked


async def test_ended_sessions_go_with_their_tokens(begin: Begin) -> None:
    await session_with(begin, b"old", ends_at=NOW - timedelta(days=1))
    await session_with(begin, b"new", ends_at=NOW + timedelta(days=1))
    async with begin(ANYBODY) as work:
        await work.sessions.forget_ended(before=NOW)

    assert await use(begin, b"old") is None
    assert await use(begin, b"new") is not None


async def test_an_office_is_kept_and_changed(begin: Begin) -> None:
    one, other = first_offices()[:2]
    async with begin(MALRA) as work:
        assert await work.offices.add(one)
        assert not await work.offices.add(one)
        await work.offices.add(other)
    async with begin(MALRA) as work:
        changed = await work.offices.save(replace(one, letterhead=("A", "B")))
        assert await work.offices.get(one.code) == changed
        assert changed.version == 2
        with pytest.raises(StaleVersion):
            await work.offices.save(one)
        with pytest.raises(NotFound):
            await work.offices.get("99.99")
        assert [each.code for each in await work.offices.all()] == sorted([one.code, other.code])


async def test_a_year_is_replaced_whole(begin: Begin) -> None:
    office = first_offices()[0]
    day = OwnDay(day=date(2026, 10, 12), name="Hari jadi", is_working=False)
    full = OfficeCalendar(office_code=office.code, year=2026, days=(day,))
    async with begin(MALRA) as work:
        await work.offices.add(office)
        assert (await work.offices.calendar(office.code, 2026)).version == 0
        assert (await work.offices.save_calendar(full)).version == 1
        assert await work.offices.calendar(office.code, 2026) == replace(full, version=1)
        assert (await work.offices.save_calendar(replace(full, days=()))).version == 2
        assert (await work.offices.calendar(office.code, 2026)).days == ()


async def test_the_migrations_make_the_tables_of_the_code(postgres_server: PostgresServer) -> None:
    async with postgres_server.database_copy("gateway", migrate_gateway) as address:
        assert await drift(address, metadata) == []


async def test_an_accounts_open_sessions_are_listed_and_ended_by_it_alone(begin: Begin) -> None:
    one, other = account(), account("another")
    first, second = (
        Session(
            id=new_id(),
            account_id=one.id,
            began_at=NOW + timedelta(minutes=minute),
            ends_at=NOW + timedelta(days=90),
            device=f"device {minute}",
        )
        for minute in range(2)
    )
    token = RefreshToken(hash=b"t", session_id=first.id, ends_at=NOW + timedelta(days=14))
    async with begin(ANYBODY) as work:
        await work.accounts.add(one, password_hash="h")
        await work.accounts.add(other, password_hash="h")
        for session in (first, second):
            await work.sessions.add(session)
        await work.sessions.add_token(token)
        await work.sessions.use(b"t", at=NOW + timedelta(hours=1))

    async with begin(ANYBODY) as work:
        found = await work.sessions.open_of(one.id, at=NOW)
        renewed = replace(first, renewed_at=NOW + timedelta(hours=1))
        assert found == [second, renewed]
        assert await work.sessions.open_of(one.id, at=NOW + timedelta(days=91)) == []
        assert not await work.sessions.end(first.id, account_id=other.id, at=NOW)
        assert await work.sessions.end(first.id, account_id=one.id, at=NOW)
        assert not await work.sessions.end(first.id, account_id=one.id, at=NOW)
        assert await work.sessions.open_of(one.id, at=NOW) == [second]


async def test_the_first_device_of_an_account_and_those_seen_before_are_recognised(
    begin: Begin,
) -> None:
    one, other = account(), account("another")
    async with begin(ANYBODY) as work:
        await work.accounts.add(one, password_hash="h")
        await work.accounts.add(other, password_hash="h")
        seen = [
            await work.sessions.recognise(account_id, device, at=NOW)
            for account_id, device in (
                (one.id, b"a"),
                (one.id, b"a"),
                (one.id, b"b"),
                (one.id, b"b"),
                (other.id, b"b"),
            )
        ]

        assert seen == [True, True, False, True, True]
