"""The log of who read personal data, of every service, as an administrator and a person see it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

PERSON, ANOTHER = str(new_id()), str(new_id())
SUBJECTS = [new_id() for _ in range(5)]
IDS = sorted(str(new_id()) for _ in range(5))


def holder(rows: list[dict[str, Any]]) -> FastAPI:
    """A service with a log, which shows what its row-level security would."""
    app = FastAPI()

    @app.get("/internal/access-log")
    async def log(
        limit: int,
        offices: str = "",
        owner: str | None = None,
        subject_owner: str | None = None,
        subject: UUID | None = None,
        before: str = "z",
    ) -> list[dict[str, Any]]:
        seen = [
            one
            for one in rows
            if (one["office_code"] in offices.split(",") or one["owner"] == owner)
            and (subject is None or one["subject"] == str(subject))
            and one["owner"] == (subject_owner or owner or one["owner"])
            and one["id"] < before
        ]
        return sorted(seen, key=lambda one: str(one["id"]), reverse=True)[: limit + 1]

    return app


def row(number: int, *, office: str = "81.02", owner: str = PERSON) -> dict[str, Any]:
    return {
        "id": IDS[number],
        "office_code": office,
        "actor": "an officer",
        "roles": ["head"],
        "at": "2026-06-15T00:00:00Z",
        "subject_type": "application",
        "subject": str(SUBJECTS[number]),
        "owner": owner,
        "fields": ["name"],
        "purpose": "dossier",
        "reference": "ADU-1",
        "request_id": "r",
    }


@pytest.fixture
def door(database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path) -> Any:
    services = {
        "permit": holder([row(0), row(3), row(4, office="62.02", owner=ANOTHER)]),
        "inspection": holder([row(1, owner=ANOTHER), row(2)]),
    }
    return build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services).app


async def items(http: httpx.AsyncClient, headers: dict[str, str], query: str = "") -> list[Any]:
    answer = await http.get(f"/v1/access-log{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


async def test_the_logs_of_all_services_are_one_for_the_administrator(
    door: Any, administrator: dict[str, str]
) -> None:
    async with client(door) as http:
        assert [one["id"] for one in await items(http, administrator)] == IDS[3::-1]
        [one] = await items(http, administrator, f"?subject={SUBJECTS[2]}")
        assert (one["service"], one["actor"]) == ("inspection", "an officer")
        of_another = await items(http, administrator, f"?owner={ANOTHER}")
        assert [one["id"] for one in of_another] == [IDS[1]]


async def test_pages_go_through_everything_once(door: Any, administrator: dict[str, str]) -> None:
    seen: list[str] = []
    query = "?limit=1"
    async with client(door) as http:
        while query:
            answer = (await http.get(f"/v1/access-log{query}", headers=administrator)).json()
            seen += [one["id"] for one in answer["items"]]
            cursor = answer["next_cursor"]
            query = f"?limit=1&cursor={cursor}" if cursor else ""

    assert seen == IDS[3::-1]


async def test_a_person_sees_what_was_read_about_them_but_not_by_which_officer(
    door: Any, issuer: TestIssuer
) -> None:
    headers = issuer.headers(role="applicant", actor=UUID(PERSON))
    async with client(door) as http:
        found = await items(http, headers)
        stranger = await items(http, issuer.headers(role="applicant", actor=new_id()))

    assert [one["id"] for one in found] == [IDS[3], IDS[2], IDS[0]]
    assert {(one["actor"], one["reference"]) for one in found} == {(None, None)}
    assert found[0]["roles"] == ["head"]
    assert stranger == []


async def test_others_of_the_office_do_not_read_the_log(door: Any, issuer: TestIssuer) -> None:
    async with client(door) as http:
        for role in ("front_office", "head", "inspector", "integration"):
            headers = issuer.headers(role=role, office="81.02", actor=new_id())
            assert (await http.get("/v1/access-log", headers=headers)).status_code == 403
        assert (await http.get("/v1/access-log")).status_code == 401


async def test_a_sibling_that_asks_for_an_accounts_particulars_is_recorded(
    http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    body = {
        "username": "pemohon.contoh",
        "password": "a long enough secret",
        "full_name": "Pemohon Contoh",
        "email": "pemohon@contoh.example",
        "phone": "+62 811 0000 000",
    }
    account = (await http.post("/v1/accounts", json=body)).json()["id"]
    system = {"Authorization": f"Bearer {issuer.system.issue('permit', 'gateway')}"}

    assert (await http.get(f"/internal/accounts/{account}", headers=system)).status_code == 200

    log = (await http.get(f"/internal/access-log?owner={account}", headers=system)).json()
    assert [(one["actor"], one["subject"]) for one in log] == [("permit", account)]
