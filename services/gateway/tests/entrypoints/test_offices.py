"""Offices and calendars, through the door; who may change them; what siblings ask."""

import json
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from gateway.application.open_deployment import FirstAccount
from shared.database.engine import Database
from shared.identity import Role
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
OFFICE = {
    "office_code": "32.04",
    "name": "DPMPTSP Kabupaten Bandung",
    "regency": "Kabupaten Bandung",
    "time_zone": "Asia/Jakarta",
    "number_code": "DPMPTSP-32.04",
}
STAFF = {
    "username": "petugas.loket",
    "password": "kuda laut besar",
    "full_name": "Petugas Contoh",
    "role": "front_office",
}


async def told(database: Database, type_: str) -> list[dict[str, object]]:
    """What the gateway told, read as the database's owner would."""
    rows = await database.fetch_all(
        "with office as materialized (select set_config('app.offices', $2, true))"
        " select e.data from event_log e, office"
        " where e.type = $1 and (select count(*) from office) > 0 order by e.id",
        type_,
        "62.02,53.11,81.02,32.04",
    )
    return [json.loads(row["data"]) for row in rows]


async def test_the_first_start_opens_three_offices_and_tells_of_them(
    http: httpx.AsyncClient, opened: tuple[FirstAccount, ...], database: Database
) -> None:
    items = (await http.get("/v1/offices")).json()["items"]
    events = await told(database, "gateway.office_changed")

    assert {one["office_code"]: one["time_zone"] for one in items} == {
        "53.11": "Asia/Makassar",
        "62.02": "Asia/Pontianak",
        "81.02": "Asia/Jayapura",
    }
    assert not any(one["is_time_zone_verified"] for one in items)
    assert {one["office_code"] for one in events} == {"62.02", "53.11", "81.02"}


async def test_an_administrator_opens_an_office(
    http: httpx.AsyncClient, administrator: Headers, database: Database
) -> None:
    made = await http.post("/v1/offices", json=OFFICE, headers=administrator)
    again = await http.post("/v1/offices", json=OFFICE, headers=administrator)
    read = await http.get("/v1/offices/32.04")

    assert (made.status_code, again.status_code) == (201, 409)
    assert again.json()["code"] == "office_exists"
    assert read.json() == made.json()
    assert read.headers["etag"] == '"1"'
    assert [one["office_code"] for one in await told(database, "gateway.office_changed")] == [
        "32.04"
    ]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"office_code": "Bandung"}, "/office_code"),
        ({"time_zone": "Europe/Berlin"}, "/time_zone"),
        ({"survey_gate": "maybe"}, "/survey_gate"),
        ({"name": "\u0000"}, "/name"),
        ({"letterhead": ["x"] * 9}, "/letterhead"),
    ],
)
async def test_an_office_that_cannot_be_is_refused(
    http: httpx.AsyncClient, administrator: Headers, changes: dict[str, object], pointer: str
) -> None:
    answer = await http.post("/v1/offices", json=OFFICE | changes, headers=administrator)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.requirement("R003-P08-1")
@pytest.mark.parametrize("path", ["/v1/offices", "/v1/staff-accounts", "/v1/delegations"])
@pytest.mark.parametrize("role", [role for role in Role if role not in {"administrator", "system"}])
async def test_only_an_administrator_changes_offices_and_staff(
    http: httpx.AsyncClient, issuer: TestIssuer, path: str, role: Role
) -> None:
    bodies = {
        "/v1/offices": OFFICE,
        "/v1/staff-accounts": STAFF,
        "/v1/delegations": {
            "username": "a1b",
            "kind": "plt",
            "valid_from": "2026-06-15",
            "valid_until": "2026-06-16",
            "legal_basis": "SK",
        },
    }
    headers = issuer.headers(role=role, office="81.02")

    assert (await http.post(path, json=bodies[path], headers=headers)).status_code == 403
    assert (await http.post(path, json=bodies[path])).status_code == 401


async def test_settings_are_changed_by_whoever_has_read_them(
    http: httpx.AsyncClient, opened: tuple[FirstAccount, ...], administrator: Headers
) -> None:
    body = OFFICE | {"time_zone": "Asia/Jayapura", "letterhead": ["PEMERINTAH KABUPATEN"]}
    url = "/v1/offices/81.02"
    without = await http.put(url, json=body, headers=administrator)
    stale = await http.put(url, json=body, headers=administrator | {"If-Match": '"7"'})
    changed = await http.put(url, json=body, headers=administrator | {"If-Match": '"1"'})
    others = await http.put(
        "/v1/offices/62.02", json=body, headers=administrator | {"If-Match": '"1"'}
    )

    assert (without.status_code, stale.status_code, others.status_code) == (428, 412, 404)
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'


async def test_own_days_replace_a_year_whole(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    database: Database,
) -> None:
    day = {"day": "2026-10-12", "name": "Hari jadi", "is_working": False}
    first = await http.post(
        "/v1/calendars", json={"year": 2026, "days": [day]}, headers=administrator
    )
    second = await http.post(
        "/v1/calendars", json={"year": 2026, "days": []}, headers=administrator
    )
    read = await http.get("/v1/calendars?office_code=81.02&year=2026")
    events = await told(database, "gateway.calendar_changed")

    assert (first.json()["version"], second.json()["version"]) == (1, 2)
    assert first.json()["days"] == [day]
    assert read.json()["days"] == []
    assert [one["calendar_version"] for one in events] == [1, 2]


@pytest.mark.parametrize(
    "days",
    [
        [{"day": "2025-10-12", "name": "x"}],
        [{"day": "2026-02-30", "name": "x"}],
        [{"day": "2026-10-12", "name": "x"}] * 2,
        [{"day": "2026-10-12"}],
    ],
)
async def test_days_that_cannot_be_are_refused(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    days: list[dict[str, object]],
) -> None:
    answer = await http.post(
        "/v1/calendars", json={"year": 2026, "days": days}, headers=administrator
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_nobody_is_told_nothing_of_what_is_inside(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer
) -> None:
    account = UUID(int=1)
    stranger = issuer.system_headers("permit", service="permit")
    for headers in ({}, administrator, stranger):
        for path in (f"/internal/accounts/{account}", "//internal/offices/81.02", "/internal"):
            answer = await http.get(path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_first_start_that_is_repeated_changes_nothing(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    database: Database,
    gateway: object,
    clock: FixedClock,
) -> None:
    from gateway.application.open_deployment import open_deployment
    from gateway.bootstrap import GatewayModule

    assert isinstance(gateway, GatewayModule)
    clock.move(timedelta(hours=1))
    await open_deployment(opened, gateway.ports)
    row = await database.fetch_one("select count(*) from account")

    assert row is not None
    assert row[0] == len(opened)
    assert len(await told(database, "gateway.office_changed")) == 3
