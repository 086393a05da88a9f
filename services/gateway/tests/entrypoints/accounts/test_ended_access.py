"""What has ended is refused at the door at once: a session, an account, a password, a role."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest

from gateway.adapters.accounts import ended_access
from gateway.adapters.accounts.ended_access import EndedAccess
from gateway.application.open_deployment import FirstAccount
from gateway.testing.service import build_gateway
from shared.database.engine import Database, connection_arguments
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

from .test_sessions import NEW, PASSWORD, PHONE, Headers, bearer, sign_in

# Answered by the gateway itself, and by a service behind it.
PLACES = ("/v1/auth/me", "/v1/applications")
BOUND_SECONDS = 10


async def statuses(http: httpx.AsyncClient, who: Headers) -> list[int]:
    return [(await http.get(place, headers=who)).status_code for place in PLACES]


def session_of(grant: dict[str, str]) -> str:
    claims = grant["access_token"].split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(claims + "=="))["sid"])


@pytest.fixture
async def other_door(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """Another process of the gateway."""
    beside = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path)
    async with client(beside.app) as one:
        yield one


@pytest.mark.requirement("R003-P10-1-1")
async def test_an_ended_session_is_refused_everywhere_and_the_others_are_not(
    http: httpx.AsyncClient, other_door: httpx.AsyncClient
) -> None:
    await http.post("/v1/accounts", json=NEW)
    lost, own = await sign_in(http, PHONE), await sign_in(http, "office")
    for door in (http, other_door):
        assert await statuses(door, bearer(lost)) == [200, 200]

    ended = await http.delete(
        f"/v1/auth/sessions/{session_of(lost)}", headers=bearer(own) | {"If-Match": '"1"'}
    )
    at_once = await statuses(http, bearer(lost))
    refused = await http.get("/v1/applications", headers=bearer(lost))

    assert (ended.status_code, at_once) == (204, [401, 401])
    assert refused.json()["code"] == "unauthenticated"
    assert await statuses(http, bearer(own)) == [200, 200]
    async with asyncio.timeout(BOUND_SECONDS):
        while await statuses(other_door, bearer(lost)) != [401, 401]:
            await asyncio.sleep(0.05)
    assert await statuses(other_door, bearer(own)) == [200, 200]


async def test_a_copied_refresh_token_ends_what_the_session_holds(
    http: httpx.AsyncClient,
) -> None:
    await http.post("/v1/accounts", json=NEW)
    grant = await sign_in(http, PHONE)
    form = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"]}
    renewed = (await http.post("/v1/auth/token", data=form)).json()
    assert await statuses(http, bearer(renewed)) == [200, 200]

    assert (await http.post("/v1/auth/token", data=form)).status_code == 401

    assert await statuses(http, bearer(renewed)) == [401, 401]


async def test_a_new_password_ends_every_token_but_the_next(
    http: httpx.AsyncClient, clock: FixedClock
) -> None:
    await http.post("/v1/accounts", json=NEW)
    before = await sign_in(http, PHONE)
    clock.move(timedelta(milliseconds=1))
    new = {"password": PASSWORD, "new_password": "ikan pari kecil"}

    changed = await http.post("/v1/auth/password", json=new, headers=bearer(before))
    after = await sign_in(http, PHONE, password=new["new_password"])

    assert changed.status_code == 204, changed.text
    assert await statuses(http, bearer(before)) == [401, 401]
    assert await statuses(http, bearer(after)) == [200, 200]


@pytest.mark.requirement("R003-P10-2")
async def test_who_leaves_and_who_loses_a_role_does_nothing_more_with_what_they_hold(
    http: httpx.AsyncClient, opened: tuple[FirstAccount, ...], clock: FixedClock
) -> None:
    async def of(role: str) -> tuple[dict[str, str], str]:
        account = next(one for one in opened if (one.role, one.office_code) == (role, "81.02"))
        return await sign_in(http, PHONE, account.username, account.password), account.username

    administrator = bearer((await of("administrator"))[0])
    leaver, _ = await of("front_office")
    _, name = await of("back_office")
    delegation = {
        "office_code": "81.02",
        "username": name,
        "kind": "plh",
        "valid_from": "2026-06-01",
        "valid_until": "2026-06-30",
        "legal_basis": "SK 1",
    }
    made = await http.post("/v1/delegations", json=delegation, headers=administrator)
    acting = await sign_in(
        http, PHONE, name, next(one.password for one in opened if one.username == name)
    )
    me = (await http.get("/v1/auth/me", headers=bearer(acting))).json()
    assert "head" in me["roles"]
    clock.move(timedelta(milliseconds=1))

    leaving = (await http.get("/v1/auth/me", headers=bearer(leaver))).json()["id"]
    path, version = f"/v1/staff-accounts/{leaving}", {"If-Match": '"1"'}
    closed = await http.patch(path, json={"is_active": False}, headers=administrator | version)
    revoked = await http.post(
        f"/v1/delegations/{made.json()['id']}/revocation", headers=administrator
    )

    assert (closed.status_code, revoked.status_code) == (200, 200), (closed.text, revoked.text)
    assert await statuses(http, bearer(leaver)) == [401, 401]
    assert await statuses(http, bearer(acting)) == [401, 401]
    form = {"grant_type": "refresh_token", "refresh_token": acting["refresh_token"]}
    renewed = (await http.post("/v1/auth/token", data=form)).json()
    assert "head" not in (await http.get("/v1/auth/me", headers=bearer(renewed))).json()["roles"]
    assert await statuses(http, administrator) == [200, 200]


async def test_the_database_is_asked_once_a_second_and_not_for_each_request(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    real = database.fetch_all

    async def counted(statement: str, *arguments: object) -> list[asyncpg.Record]:
        nonlocal asked
        asked += 1
        return await real(statement, *arguments)

    monkeypatch.setattr(database, "fetch_all", counted)
    known = EndedAccess(database)
    for _ in range(1_000):
        if not known.is_current():
            await known.become_current()
    once = asked
    known.grow_old()
    await known.become_current()

    assert (once, asked) == (1, 2)


async def test_what_is_known_is_kept_while_the_database_is_away_and_forgotten_with_its_tokens(
    database: Database, clock: FixedClock, issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = issuer.verifier.read(issuer.headers(role="applicant")["Authorization"][7:])
    known = EndedAccess(database)
    clock.move(timedelta(seconds=1))
    owner = await asyncpg.connect(**connection_arguments(database.url))
    try:
        await owner.execute(
            "insert into ended_access (account_id, ended_at) values ($1, $2)",
            token.caller.account_id,
            clock.now(),
        )
        await known.become_current()
        assert known.holds(token)
    finally:
        await owner.close()

    async def away(statement: str, *arguments: object) -> list[asyncpg.Record]:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(database, "fetch_all", away)
        known.grow_old()
        await known.become_current()
        assert known.holds(token)
    clock.move(2 * ended_access.ACCESS_LIFETIME + timedelta(seconds=1))
    known.grow_old()
    await known.become_current()
    assert not known.holds(token)
