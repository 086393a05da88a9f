"""Every request leaves a record: who, in which role, to which route, when, how it was answered."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gateway.adapters.privacy import interaction_log
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

NEW = {
    "username": "pemohon-1",
    "password": "kuda laut besar",
    "full_name": "Pemohon Contoh",
    "email": "pemohon@example.invalid",
    "phone": "+62 812 0000 0000",
}
FORM = {"grant_type": "password", "username": "pemohon-1", "password": "kuda laut besar"}
Headers = dict[str, str]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interaction_log, "LINGER_SECONDS", 0.01)


async def record(
    http: httpx.AsyncClient, headers: Headers, count: int, **query: str
) -> list[dict[str, Any]]:
    """The record once it holds so many lines, the earliest first."""
    for _ in range(200):
        answer = await http.get(
            "/v1/interactions", params=query | {"limit": "200"}, headers=headers
        )
        assert answer.status_code == 200, answer.text
        items = [one for one in answer.json()["items"] if one["route"] != "/v1/interactions"]
        if len(items) >= count:
            return list(reversed(items))
        await asyncio.sleep(0.02)
    raise AssertionError(items)


@pytest.mark.requirement("R003-P01-12")
async def test_every_request_is_attributed_and_what_was_sent_is_not_kept(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer, database: Database
) -> None:
    officer, subject = new_id(), new_id()
    headers = issuer.headers(role="front_office", office="81.02", actor=officer)
    await http.get("/v1/retention-classes?nik=8102014506900001")
    answered = await http.get("/v1/staff-accounts", headers=headers)
    await http.patch(f"/v1/staff-accounts/{subject}", json={}, headers=headers)
    await http.get("/siti-contoh/8102014506900001", headers=headers)
    await http.get("/healthz")

    lines = await record(http, administrator, 4)
    seen = [(one["method"], one["route"], one["actor"], one["status"]) for one in lines]
    assert seen == [
        ("GET", "/v1/retention-classes", "anonymous", 200),
        ("GET", "/v1/staff-accounts", str(officer), 403),
        ("PATCH", "/v1/staff-accounts/{account_id}", str(officer), 428),
        ("GET", "unknown", str(officer), 404),
    ]
    assert lines[1]["request_id"] == answered.headers["x-request-id"]
    assert (lines[2]["subject"], lines[2]["roles"]) == (str(subject), ["front_office"])
    assert "x-satupintu-route" not in answered.headers
    async with database.read(system_caller("gateway", "81.02")) as connection:
        kept = (await connection.execute(text("select interaction::text from interaction"))).all()
    assert len(kept) >= 4
    assert not [row for row in kept if "8102014506900001" in row[0] or "siti" in row[0]]


@pytest.mark.requirement("R003-P01-12", "R003-P10-2")
async def test_an_accounts_commands_and_sign_ins_are_found_in_order_and_by_period(
    http: httpx.AsyncClient, administrator: Headers, clock: FixedClock
) -> None:
    account = (await http.post("/v1/accounts", json=NEW)).json()["id"]
    token = (await http.post("/v1/auth/token", data=FORM)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    clock.move(by=timedelta(minutes=5))
    later = clock.now().isoformat()
    await http.post("/v1/applications", json={}, headers=headers)
    await http.post("/v1/complaints", json={}, headers=headers)
    await http.post("/v1/auth/token", data=FORM | {"password": "salah sekali"})

    lines = await record(http, administrator, 3, actor=account)
    assert [(one["method"], one["status"]) for one in lines] == [("POST", 200)] * 3
    assert lines[0]["route"] == "/v1/auth/token"
    assert all(one["roles"] == ["applicant"] for one in lines)
    assert len(await record(http, administrator, 2, actor=account, since=later)) == 2
    assert len(await record(http, administrator, 1, actor=account, until=later)) == 1
    # A refused sign-in is nobody's.
    everything = await record(http, administrator, 5)
    assert (everything[-1]["actor"], everything[-1]["status"]) == ("anonymous", 401)


@pytest.mark.requirement("R003-P01-12")
async def test_an_office_sees_its_people_and_everybody_else_their_own_account(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer
) -> None:
    here, there = new_id(), new_id()
    ours = issuer.headers(role="back_office", office="81.02", actor=here)
    await http.get("/v1/staff-accounts", headers=ours)
    await http.get(
        "/v1/staff-accounts", headers=issuer.headers(role="head", office="62.02", actor=there)
    )

    assert {one["actor"] for one in await record(http, administrator, 1)} == {str(here)}
    own = await record(http, ours, 1, actor=str(there))
    assert {one["actor"] for one in own} == {str(here)}
    assert (await http.get("/v1/interactions")).status_code == 401


async def test_a_database_that_is_away_costs_no_request_and_what_waits_is_bounded(
    http: httpx.AsyncClient,
    administrator: Headers,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(interaction_log, "AWAY_SECONDS", 0.01)
    monkeypatch.setattr(interaction_log, "MAX_WAITING", 3)
    real, tried = database.fetch_all, asyncio.Event()

    async def away(statement: str, *arguments: object) -> Any:
        if "interaction" in statement:
            tried.set()
            raise OSError
        return await real(statement, *arguments)

    database.fetch_all = away  # type: ignore[method-assign]
    lost = interaction_log.UNRECORDED._value.get()
    for _ in range(5):
        assert (await http.get("/v1/retention-classes")).status_code == 200
    assert interaction_log.UNRECORDED._value.get() >= lost + 1
    await asyncio.wait_for(tried.wait(), timeout=10)
    database.fetch_all = real  # type: ignore[method-assign]

    lines = await record(http, administrator, 3)
    assert [one["route"] for one in lines[:3]] == ["/v1/retention-classes"] * 3


async def test_a_process_that_is_told_to_stop_writes_what_waits(
    http: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interaction_log, "LINGER_SECONDS", 60)
    await http.get("/v1/retention-classes")
    await database.close()

    async with database.read(system_caller("gateway", "81.02")) as connection:
        found = await connection.execute(text("select count(*) from interaction"))
        assert found.scalar_one() == 1
