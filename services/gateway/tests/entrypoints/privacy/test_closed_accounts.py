"""A closed account of staff says whose it was for as long as the office has set, and no longer."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from gateway.adapters.siblings import Siblings
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.open_deployment import FirstAccount
from gateway.application.privacy.closed_account_ports import ClosedAccountPorts
from gateway.application.privacy.forget_closed_accounts import forget_closed_accounts
from gateway.entrypoints.api.privacy.account_retention import AccountRetentionAnswer
from gateway.testing.service import KEYRING
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

ADMINISTRATOR = new_id()
PATH = "/v1/account-retention"
STAFF = {
    "username": "petugas.tanaman",
    "password": "a long enough secret",
    "full_name": "Petugas Tanaman",
    "email": "tanaman@contoh.example",
    "role": "front_office",
    "nip": "197001011990011001",
}


class Permit:
    """Knows of holds."""

    def __init__(self) -> None:
        self.is_away = self.is_held = False

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/internal/accounts/{account}/standing")
        async def standing(account: str, offices: str) -> dict[str, Any]:
            assert not self.is_away
            assert (bool(account), offices) == (True, "81.02")
            return {"files": 0, "is_held": self.is_held}

        return app


async def closed(http: httpx.AsyncClient, headers: dict[str, str]) -> str:
    opened = await http.post("/v1/staff-accounts", json=STAFF, headers=headers)
    assert opened.status_code == 201, opened.text
    one = f"/v1/staff-accounts/{opened.json()['id']}"
    match = headers | {"If-Match": opened.headers["etag"]}
    ended = await http.patch(one, json={"is_active": False}, headers=match)
    assert ended.status_code == 200, ended.text
    return str(opened.json()["id"])


async def told_of(database: Database) -> list[str]:
    async with database.read(system_caller("gateway", "81.02")) as connection:
        found = await connection.execute(text("select type from event_log order by id"))
        return list(found.scalars())


async def test_a_closed_account_is_emptied_a_day_after_it_was_listed_and_never_while_held(
    http: httpx.AsyncClient,
    issuer: TestIssuer,
    clock: FixedClock,
    database: Database,
    opened: tuple[FirstAccount, ...],
    tmp_path: Path,
) -> None:
    def admin(office: str = "81.02", role: str = "administrator") -> dict[str, str]:
        return issuer.headers(role=role, office=office, actor=ADMINISTRATOR)

    permit = Permit()
    ports = ClosedAccountPorts(
        clock=clock,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        siblings=Siblings({"permit": permit.app()}, issuer.system),
    )

    async def looked() -> int:
        return sum(await asyncio.gather(*(forget_closed_accounts(ports) for _ in range(2))))

    account = await closed(http, admin())
    # Nothing ends under a proposal, or by a slip of the pen.
    clock.move(timedelta(days=4_000))
    proposed = await http.get(PATH, headers=admin())
    AccountRetentionAnswer.model_validate_json(proposed.content)
    assert [one["state"] for one in proposed.json()["items"]] == ["due"]
    assert (proposed.json()["period"]["confirmed"], await looked()) == (False, 0)
    clock.move(timedelta(days=1))
    assert await looked() == 0
    clock.move(timedelta(days=-4_001))
    period = {"days": 365, "effective_from": "2026-06-15", "source": "JRA kantor 2026"}
    short = await http.post(PATH, json=period | {"days": 3}, headers=admin())
    assert (short.status_code, short.json()["code"]) == (422, "invalid_request")
    assert (await http.post(PATH, json=period, headers=admin())).status_code == 201
    twice = await http.post(PATH, json=period, headers=admin())
    assert (twice.status_code, twice.json()["code"]) == (409, "period_set_already")
    for headers, status in ((admin("62.02"), 404), (admin(role="head"), 403)):
        asked = await http.get(f"{PATH}?office_code=81.02", headers=headers)
        assert asked.status_code == status

    # A clock that is wrong for less than a day only lists.
    clock.move(timedelta(days=400))
    assert await looked() == 0
    clock.move(timedelta(days=-400))
    assert await looked() == 0
    clock.move(timedelta(days=365))
    assert await looked() == 0
    clock.move(timedelta(hours=23))
    assert await looked() == 0
    clock.move(timedelta(hours=1))
    permit.is_held = True
    assert await looked() == 0
    permit.is_held, permit.is_away = False, True
    assert await looked() == 0
    permit.is_away = False
    assert await looked() == 1
    assert await looked() == 0

    assert (await told_of(database)).count("gateway.staff_account_emptied") == 1
    assert (await http.get(PATH, headers=admin())).json()["items"] == []
    async with database.read(system_caller("gateway", "81.02")) as connection:
        query = text("select * from profile where owner = :owner")
        row = (await connection.execute(query, {"owner": account})).mappings().one()
        name = await connection.execute(
            text("select username from account where id = :id"), {"id": account}
        )
        assert name.scalar_one() == f"deleted.{account.replace('-', '')}"
    assert KEYRING.decrypt_text(row["full_name"]) == ""
    assert [row[one] for one in ("email", "phone", "nik", "nip")] == [None] * 4
