"""Use cases of identity on memory: outcome and events."""

from datetime import date, timedelta

import pytest

from gateway.application.accounts.delegate_head import DelegateHead, delegate_head
from gateway.application.accounts.forget_sessions import KEPT, forget_sessions
from gateway.application.accounts.refresh_session import RefreshSession, refresh_session
from gateway.application.accounts.register_account import RegisterAccount, register_account
from gateway.application.accounts.sign_in import SignIn, sign_in
from gateway.application.offices.open_office import OpenOffice, open_office
from gateway.application.open_deployment import first_accounts, first_offices, open_deployment
from gateway.domain.accounts.delegation import DelegationKind
from gateway.domain.accounts.session import SESSION_LIFETIME
from gateway.domain.errors import NotStaffOfOffice, OfficeExists, RateLimited, UsernameTaken
from gateway.testing.memory import MemoryDoor
from shared.contracts.gateway import OfficeChangedV1
from shared.errors import Forbidden, Unauthenticated
from shared.identity import Caller, Role
from shared.testing.clock import FixedClock

ADMINISTRATOR = Caller(
    actor="0192f0a0-0000-7000-8000-000000000001",
    roles=frozenset({Role.ADMINISTRATOR}),
    offices=("81.02",),
)
HERE = "198.51.100.2"


async def register(memory: MemoryDoor, username: str = "pemohon") -> None:
    await register_account(
        RegisterAccount(
            username=username,
            password="kuda laut besar",
            full_name="Pemohon Contoh",
            email="pemohon@example.invalid",
            phone="+62812000000",
        ),
        memory.ports,
    )


def attempt(password: str = "kuda laut besar", address: str = HERE) -> SignIn:
    return SignIn(username="Pemohon", password=password, address=address)


async def test_a_taken_name_leaves_nothing_of_the_second(memory: MemoryDoor) -> None:
    await register(memory)
    with pytest.raises(UsernameTaken):
        await register(memory, "PEMOHON")

    assert len(memory.state.accounts) == len(memory.state.profiles) == 1


async def test_signing_in_begins_a_session(memory: MemoryDoor) -> None:
    await register(memory)
    grant = await sign_in(attempt(), memory.ports)

    assert memory.issuer.verifier.verify(grant.access_token).username == "pemohon"
    assert grant.refresh_token is not None
    assert len(memory.state.sessions) == 1


async def test_a_failed_sign_in_is_counted_for_its_address_only(memory: MemoryDoor) -> None:
    await register(memory)
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            await sign_in(attempt("guess", "203.0.113.7"), memory.ports)
    with pytest.raises(RateLimited):
        await sign_in(attempt("kuda laut besar", "203.0.113.7"), memory.ports)

    assert (await sign_in(attempt(), memory.ports)).access_token


async def test_no_refresh_token_is_kept_as_it_is(memory: MemoryDoor) -> None:
    await register(memory)
    grant = await sign_in(attempt(), memory.ports)
    assert grant.refresh_token is not None

    assert grant.refresh_token.encode() not in memory.state.tokens
    assert grant.refresh_token not in repr(grant)


async def test_a_copied_refresh_token_ends_the_session_of_both(memory: MemoryDoor) -> None:
    await register(memory)
    first = (await sign_in(attempt(), memory.ports)).refresh_token or ""
    second = (
        await refresh_session(RefreshSession(refresh_token=first), memory.ports)
    ).refresh_token
    for token in (first, second or ""):
        with pytest.raises(Unauthenticated):
            await refresh_session(RefreshSession(refresh_token=token), memory.ports)

    assert all(session.is_revoked for session in memory.state.sessions.values())


async def test_what_ended_long_ago_is_forgotten(memory: MemoryDoor, clock: FixedClock) -> None:
    await register(memory)
    await sign_in(attempt(), memory.ports)
    clock.move(SESSION_LIFETIME + KEPT)
    await forget_sessions(memory.ports)
    assert len(memory.state.sessions) == 1

    clock.move(timedelta(seconds=1))
    await forget_sessions(memory.ports)
    assert memory.state.sessions == memory.state.tokens == {}


async def test_an_office_is_told_of_when_it_is_opened(memory: MemoryDoor) -> None:
    office = first_offices()[0]
    await open_office(OpenOffice(caller=ADMINISTRATOR, office=office), memory.ports)
    with pytest.raises(OfficeExists):
        await open_office(OpenOffice(caller=ADMINISTRATOR, office=office), memory.ports)

    (event,) = memory.database.told
    assert isinstance(event, OfficeChangedV1)
    assert (event.office_code, event.settings_version) == (office.code, 1)


async def test_who_is_no_administrator_opens_no_office(memory: MemoryDoor) -> None:
    head = Caller(actor="x", roles=frozenset({Role.HEAD}), offices=("81.02",))
    with pytest.raises(Forbidden):
        await open_office(OpenOffice(caller=head, office=first_offices()[0]), memory.ports)

    assert memory.database.told == []


async def test_the_first_start_gives_every_role_of_every_office_an_account(
    memory: MemoryDoor,
) -> None:
    accounts = first_accounts(["bapenda", "dlh", "bapenda"], memory.ports.new_secret)
    await open_deployment(accounts, memory.ports)
    await open_deployment(accounts, memory.ports)
    of_malra = [one for one in accounts if one.office_code == "81.02"]
    roles = [one.role for one in of_malra]

    assert len(memory.state.accounts) == len(accounts) == 3 * (7 + 2) + 3
    assert sorted(roles) == sorted(
        [
            "front_office",
            "back_office",
            "licensing_official",
            "head",
            "inspector",
            "administrator",
            "province",
            "agency_officer",
            "agency_officer",
        ]
    )
    assert [one.username for one in accounts if one.signing_passphrase] == [
        "head.6202",
        "head.5311",
        "head.8102",
    ]
    assert len({one.password for one in accounts}) == len(accounts)
    assert len(memory.database.told) == 3


async def test_the_accounts_file_has_the_keys_that_were_promised(memory: MemoryDoor) -> None:
    accounts = first_accounts(["bapenda"], memory.ports.new_secret)
    head = next(one for one in accounts if one.role == "head").as_json()
    officer = next(one for one in accounts if one.agency).as_json()
    system = next(one for one in accounts if one.username == "oss").as_json()

    assert set(head) == {"office_code", "role", "username", "password", "signing_passphrase"}
    assert set(officer) == {"office_code", "role", "agency", "username", "password"}
    assert (system["office_code"], system["role"]) == (None, "integration")


async def test_a_stranger_is_not_made_head(memory: MemoryDoor) -> None:
    await register(memory)
    with pytest.raises(NotStaffOfOffice):
        await delegate_head(
            DelegateHead(
                caller=ADMINISTRATOR,
                office_code="81.02",
                username="pemohon",
                kind=DelegationKind.PLT,
                valid_from=date(2026, 6, 15),
                valid_until=date(2026, 6, 16),
                legal_basis="SK",
            ),
            memory.ports,
        )
