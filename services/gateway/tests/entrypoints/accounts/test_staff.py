"""Staff accounts and delegations, through the door."""

from datetime import UTC, datetime

import httpx
import pytest

from gateway.application.open_deployment import FirstAccount
from shared.identity import Role
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
STAFF = {
    "username": "petugas.loket",
    "password": "kuda laut besar",
    "full_name": "Petugas Contoh",
    "role": "front_office",
}


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


async def test_a_service_asks_who_works_in_an_office_today(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    administrator: Headers,
    issuer: TestIssuer,
) -> None:
    system = issuer.system_headers("gateway", service="permit")
    url = "/internal/offices/81.02/staff"
    before = [one["username"] for one in (await http.get(url, headers=system)).json()["items"]]
    made = (await http.post("/v1/staff-accounts", json=STAFF, headers=administrator)).json()
    delegation = {
        "username": STAFF["username"],
        "kind": "plh",
        "valid_from": "2026-06-15",
        "valid_until": "2026-06-30",
        "legal_basis": "SK 1/2026",
    }
    delegated = await http.post("/v1/delegations", json=delegation, headers=administrator)
    with_them = (await http.get(url, headers=system)).json()["items"]
    await http.patch(
        f"/v1/staff-accounts/{made['id']}",
        json={"is_active": False},
        headers=administrator | {"If-Match": '"1"'},
    )
    after = [one["username"] for one in (await http.get(url, headers=system)).json()["items"]]

    assert delegated.status_code == 201, delegated.text
    assert [one for one in with_them if one["username"] == STAFF["username"]] == [
        {
            "account_id": made["id"],
            "username": STAFF["username"],
            "roles": sorted({STAFF["role"], "head"}),
            "agency": None,
        }
    ]
    assert {one["username"] for one in with_them} == {*before, STAFF["username"]}
    assert after == before
    nowhere = await http.get("/internal/offices/99.99/staff", headers=system)
    assert nowhere.status_code == 404
    assert (await http.get(url, headers=administrator)).status_code == 404


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


async def test_a_signatorys_nik_is_sealed_and_told_to_sibling_services_alone(
    http: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer
) -> None:
    system = issuer.system_headers("gateway", service="permit")
    nik = "8102150101700001"
    made = await http.post("/v1/staff-accounts", json=STAFF | {"nik": nik}, headers=administrator)
    wrong = STAFF | {"username": "lain.loket", "nik": "8102153201700001"}
    refused = await http.post("/v1/staff-accounts", json=wrong, headers=administrator)
    path = f"/internal/signatories/{made.json()['id']}"

    assert (made.status_code, refused.status_code) == (201, 422)
    assert refused.json()["errors"][0]["pointer"] == "/nik"
    assert nik not in made.text
    assert (await http.get(path, headers=system)).json()["nik"] == nik
    assert (await http.get(path, headers=administrator)).status_code == 404
