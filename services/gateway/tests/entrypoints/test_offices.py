"""Offices, calendars, staff and delegations, through the door."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from gateway.application.open_deployment import FirstAccount
from shared.database.engine import Database
from shared.identity import Role
from shared.ids import new_id
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


async def sign_in(http: httpx.AsyncClient, username: str, password: str) -> str:
    form = {"grant_type": "password", "username": username, "password": password}
    answer = await http.post("/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["access_token"]
    return token


async def test_staff_sign_in_with_the_role_they_were_given(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer
) -> None:
    made = await http.post("/v1/staff-accounts", json=STAFF, headers=administrator)
    caller = issuer.verifier.verify(await sign_in(http, "petugas.loket", "kuda laut besar"))
    listed = await http.get("/v1/staff-accounts", headers=administrator)

    assert made.status_code == 201
    assert caller.roles == frozenset({Role.FRONT_OFFICE})
    assert caller.offices == ("81.02",)
    assert [one["username"] for one in listed.json()["items"]] == ["petugas.loket"]


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "system"},
        {"role": "applicant"},
        {"role": "integration"},
        {"role": None},
        {"role": "agency_officer"},
        {"agency": "bapenda"},
    ],
)
async def test_an_office_gives_only_its_own_roles(
    http: httpx.AsyncClient, administrator: Headers, changes: dict[str, object]
) -> None:
    answer = await http.post("/v1/staff-accounts", json=STAFF | changes, headers=administrator)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_staff_of_another_office_are_not_an_administrators(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    body = STAFF | {"office_code": "62.02"}

    assert (
        await http.post("/v1/staff-accounts", json=body, headers=administrator)
    ).status_code == 404
    listed = await http.get("/v1/staff-accounts?office_code=62.02", headers=administrator)
    assert listed.status_code == 404


async def test_a_delegate_is_head_between_the_dates_only(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    issuer: TestIssuer,
    clock: FixedClock,
) -> None:
    delegate = next(
        one for one in opened if one.role == "licensing_official" and one.office_code == "81.02"
    )
    body = {
        "username": delegate.username,
        "kind": "plh",
        "valid_from": "2026-06-16",
        "valid_until": "2026-06-17",
        "legal_basis": "SK 1/2026",
    }
    made = await http.post("/v1/delegations", json=body, headers=administrator)
    assert made.status_code == 201, made.text

    async def is_head() -> bool:
        token = await sign_in(http, delegate.username, delegate.password)
        return issuer.verifier.verify(token).has(Role.HEAD)

    # The day begins at midnight in Jayapura, nine hours before it does in UTC.
    seen = {}
    for moment in ("2026-06-15T14:59", "2026-06-15T15:00", "2026-06-17T14:59", "2026-06-17T15:00"):
        clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC))
        seen[moment] = await is_head()

    assert list(seen.values()) == [False, True, True, False]


async def test_a_token_that_rests_on_a_delegation_ends_with_it(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    clock: FixedClock,
) -> None:
    delegate = next(one for one in opened if one.username == "back_office.8102")
    body = {
        "username": delegate.username,
        "kind": "plt",
        "valid_from": "2026-06-15",
        "valid_until": "2026-06-15",
        "legal_basis": "SK 2/2026",
    }
    await http.post("/v1/delegations", json=body, headers=administrator)
    clock.set(datetime(2026, 6, 15, 14, 50, tzinfo=UTC))
    form = {
        "grant_type": "password",
        "username": delegate.username,
        "password": delegate.password,
    }

    assert (await http.post("/v1/auth/token", data=form)).json()["expires_in"] == 600


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"username": "head.6202"}, "/username"),
        ({"username": "nobody"}, "/username"),
        ({"valid_until": "2026-06-01"}, "/valid_until"),
        ({"kind": "friend"}, "/kind"),
    ],
)
async def test_a_delegation_that_cannot_be_is_refused(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    changes: dict[str, str],
    pointer: str,
) -> None:
    body = {
        "username": "back_office.8102",
        "kind": "plt",
        "valid_from": "2026-06-15",
        "valid_until": "2026-06-16",
        "legal_basis": "SK",
    }
    answer = await http.post("/v1/delegations", json=body | changes, headers=administrator)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_service_asks_who_signs_and_under_which_letterhead(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    issuer: TestIssuer,
) -> None:
    body = STAFF | {"role": "head", "rank": "Pembina", "nip": "19700101", "position": "Kepala"}
    made = await http.post("/v1/staff-accounts", json=body, headers=administrator)
    system = issuer.system_headers("gateway", service="permit")
    account = await http.get(f"/internal/accounts/{made.json()['id']}", headers=system)
    office = await http.get("/internal/offices/81.02", headers=system)

    assert (account.json()["full_name"], account.json()["rank"]) == ("Petugas Contoh", "Pembina")
    assert account.json()["nip"] == "19700101"
    assert office.json()["letterhead"] == []
    assert (await http.get(f"/internal/accounts/{new_id()}", headers=system)).status_code == 404


async def test_an_administrator_sets_what_a_signatory_shows_and_closes_accounts(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer
) -> None:
    made = await http.post("/v1/staff-accounts", json=STAFF, headers=administrator)
    url = f"/v1/staff-accounts/{made.json()['id']}"
    token = await sign_in(http, "petugas.loket", "kuda laut besar")
    first = administrator | {"If-Match": '"1"'}
    named = await http.patch(url, json={"rank": "Pembina", "nip": "1"}, headers=first)
    stale = await http.patch(url, json={"rank": "x"}, headers=first)
    closed = await http.patch(
        url, json={"is_active": False}, headers=administrator | {"If-Match": '"2"'}
    )
    form = {
        "grant_type": "password",
        "username": "petugas.loket",
        "password": "kuda laut besar",
    }

    assert named.json()["rank"] == "Pembina"
    assert named.json()["full_name"] == "Petugas Contoh"
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert closed.json()["is_active"] is False
    assert token
    assert (await http.post("/v1/auth/token", data=form)).status_code == 401


@pytest.mark.parametrize("office", ["62.02", None])
async def test_staff_are_changed_by_their_own_administrator_alone(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer, office: str | None
) -> None:
    made = await http.post("/v1/staff-accounts", json=STAFF, headers=administrator)
    url = f"/v1/staff-accounts/{made.json()['id']}"
    role = "administrator" if office else "applicant"
    others = issuer.headers(role=role, office=office) | {"If-Match": '"1"'}

    answer = await http.patch(url, json={"rank": "x"}, headers=others)
    assert answer.status_code == (404 if office else 403)
    without = await http.patch(url, json={"rank": "x"}, headers=administrator)
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")


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
