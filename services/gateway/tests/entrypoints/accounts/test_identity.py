"""Opening accounts and signing in, through the door."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from gateway.application.open_deployment import FirstAccount
from gateway.bootstrap import GatewayModule
from shared.database.engine import Database
from shared.identity import Role, system_caller
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

Json = dict[str, object]
NEW: Json = {
    "username": "pemohon-1",
    "password": "kuda laut besar",
    "full_name": "Pemohon Contoh",
    "email": "pemohon@example.invalid",
    "phone": "+62 812 0000 0000",
}
NIK = "8102014506900001"


async def signed_in(
    http: httpx.AsyncClient, username: str = "pemohon-1", password: str = "kuda laut besar"
) -> Json:
    form = {"grant_type": "password", "username": username, "password": password}
    answer = await http.post("/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    return body


def bearer(grant: Json) -> dict[str, str]:
    return {"Authorization": f"Bearer {grant['access_token']}"}


async def refreshed(http: httpx.AsyncClient, grant: Json) -> httpx.Response:
    form = {"grant_type": "refresh_token", "refresh_token": str(grant["refresh_token"])}
    return await http.post("/v1/auth/token", data=form)


@pytest.mark.requirement("R003-P08-2", "R003-P08-3")
async def test_whoever_opens_an_account_signs_in_at_once(http: httpx.AsyncClient) -> None:
    opened = await http.post("/v1/accounts", json=NEW)
    grant = await signed_in(http)
    me = (await http.get("/v1/auth/me", headers=bearer(grant))).json()

    assert opened.status_code == 201
    assert "password" not in opened.text
    assert grant["token_type"] == "Bearer"
    assert grant["expires_in"] == 1800
    assert me["id"] == opened.json()["id"]
    assert me["roles"] == ["applicant"]
    assert me["email"] == "pemohon@example.invalid"
    assert me["email_confirmed"] is False


@pytest.mark.requirement("R003-P08-3")
@pytest.mark.parametrize("missing", ["username", "password", "full_name", "email", "phone"])
async def test_nobody_gets_access_without_saying_who_they_are(
    http: httpx.AsyncClient, missing: str
) -> None:
    body = {name: value for name, value in NEW.items() if name != missing}
    answer = await http.post("/v1/accounts", json=body)
    form = {"grant_type": "password", "username": "pemohon-1", "password": "kuda laut besar"}

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": f"/{missing}", "code": "missing"}]
    assert (await http.post("/v1/auth/token", data=form)).status_code == 401


@pytest.mark.requirement("R003-P08-2")
async def test_a_password_is_kept_as_a_slow_hash_alone(
    http: httpx.AsyncClient, database: Database
) -> None:
    await http.post("/v1/accounts", json=NEW)
    row = await database.fetch_one("select password_hash from account")

    assert row is not None
    assert row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_the_token_is_for_nobody_to_keep(http: httpx.AsyncClient) -> None:
    await http.post("/v1/accounts", json=NEW)
    form = {"grant_type": "password", "username": "pemohon-1", "password": "kuda laut besar"}

    assert (await http.post("/v1/auth/token", data=form)).headers["cache-control"] == "no-store"


async def test_the_same_request_opens_one_account(http: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k1"}
    first = await http.post("/v1/accounts", json=NEW, headers=key)
    again = await http.post("/v1/accounts", json=NEW, headers=key)
    other = await http.post("/v1/accounts", json=NEW | {"username": "lain"}, headers=key)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_username_is_given_once_whatever_its_letters(http: httpx.AsyncClient) -> None:
    await http.post("/v1/accounts", json=NEW)
    again = await http.post("/v1/accounts", json=NEW | {"username": "Pemohon-1"})

    assert (again.status_code, again.json()["code"]) == (409, "username_taken")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"username": "a b"}, "/username"),
        ({"username": "x"}, "/username"),
        ({"password": "kurang"}, "/password"),
        ({"password": "Password123"}, "/password"),
        ({"password": "p" * 129}, "/password"),
        ({"email": "no address"}, "/email"),
        ({"email": "a@b\r\nBcc: c@d.test"}, "/email"),
        ({"phone": "call me"}, "/phone"),
        ({"full_name": ""}, "/full_name"),
        ({"full_name": "A\u0000B"}, "/full_name"),
        ({"full_name": ["A"]}, "/full_name"),
        ({"nik": "8102013002900001"}, "/nik"),
        ({"nik": "81020145069000"}, "/nik"),
        ({"nik": "8102014506900000"}, "/nik"),
        ({"address": "x" * 3000}, "/address"),
    ],
)
async def test_what_cannot_be_is_refused_and_not_repeated(
    http: httpx.AsyncClient, database: Database, changes: Json, pointer: str
) -> None:
    answer = await http.post("/v1/accounts", json=NEW | changes)
    row = await database.fetch_one("select count(*) from account")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_request"
    assert answer.json()["errors"][0]["pointer"] == pointer
    value = str(next(iter(changes.values())))
    assert len(value) < 6 or value not in answer.text
    assert row is not None
    assert row[0] == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe"])
async def test_a_body_that_is_no_account_is_refused(
    http: httpx.AsyncClient, content: bytes
) -> None:
    headers = {"content-type": "application/json"}
    answer = await http.post("/v1/accounts", content=content, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_personal_data_are_sealed_where_they_are_kept(
    http: httpx.AsyncClient, database: Database
) -> None:
    opened = (await http.post("/v1/accounts", json=NEW | {"nik": NIK, "address": "Jl. A 1"})).json()
    async with database.read(system_caller("test", "81.02")) as connection:
        seen_by_an_office = (await connection.execute(text("select * from profile"))).all()
    async with database.begin(system_caller(str(opened["id"]))) as work:
        rows = (await work.connection.execute(text("select * from profile"))).mappings().all()

    assert seen_by_an_office == []
    assert len(rows) == 1
    kept = b"".join(value for value in rows[0].values() if isinstance(value, bytes))
    assert NIK.encode() not in kept
    assert b"Pemohon" not in kept


@pytest.mark.requirement("R003-P08-2")
@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("pemohon-1", "kuda laut kecil"),
        ("nobody-here", "kuda laut besar"),
        ("a\u0000b", "kuda laut besar"),
        ("' or 1=1 --", "kuda laut besar"),
    ],
)
async def test_a_wrong_password_and_an_unknown_name_look_alike(
    http: httpx.AsyncClient, username: str, password: str
) -> None:
    await http.post("/v1/accounts", json=NEW)
    form = {"grant_type": "password", "username": username, "password": password}
    answer = await http.post("/v1/auth/token", data=form)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.json()["detail"] == "Silakan masuk terlebih dahulu."


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({}, "/grant_type"),
        ({"grant_type": "magic"}, "/grant_type"),
        ({"grant_type": "password", "username": "a"}, "/password"),
        ({"grant_type": "refresh_token"}, "/refresh_token"),
        ({"grant_type": "client_credentials"}, "/client_id"),
        ({"grant_type": "password", "username": "a", "password": "x" * 5000}, "/password"),
    ],
)
async def test_a_request_for_a_token_says_what_is_missing(
    http: httpx.AsyncClient, form: dict[str, str], pointer: str
) -> None:
    answer = await http.post("/v1/auth/token", data=form)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_request_for_a_token_in_json_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/auth/token", json={"grant_type": "password"})

    assert answer.status_code == 422


async def test_a_refresh_token_is_good_for_once(http: httpx.AsyncClient) -> None:
    await http.post("/v1/accounts", json=NEW)
    first = await signed_in(http)
    second = (await refreshed(http, first)).json()

    assert (await http.get("/v1/auth/me", headers=bearer(second))).status_code == 200
    assert second["refresh_token"] != first["refresh_token"]


async def test_a_refresh_token_that_comes_twice_ends_the_session(http: httpx.AsyncClient) -> None:
    await http.post("/v1/accounts", json=NEW)
    first = await signed_in(http)
    second = (await refreshed(http, first)).json()
    copied = await refreshed(http, first)
    owners = await refreshed(http, second)

    assert (copied.status_code, owners.status_code) == (401, 401)


async def test_of_two_that_come_at_once_one_is_the_copy(http: httpx.AsyncClient) -> None:
    await http.post("/v1/accounts", json=NEW)
    first = await signed_in(http)
    answers = await asyncio.gather(*(refreshed(http, first) for _ in range(4)))

    assert sorted(one.status_code for one in answers) == [200, 401, 401, 401]


async def test_a_session_ends_after_two_weeks_of_silence(
    http: httpx.AsyncClient, clock: FixedClock
) -> None:
    await http.post("/v1/accounts", json=NEW)
    grant = await signed_in(http)
    clock.move(timedelta(days=14))

    assert (await refreshed(http, grant)).status_code == 401


async def test_an_access_token_ends_after_half_an_hour(
    http: httpx.AsyncClient, clock: FixedClock
) -> None:
    await http.post("/v1/accounts", json=NEW)
    grant = await signed_in(http)
    clock.move(timedelta(minutes=30))

    assert (await http.get("/v1/auth/me", headers=bearer(grant))).status_code == 401


@pytest.mark.requirement("R003-P08-2")
async def test_ten_wrong_guesses_make_a_stranger_wait_and_not_the_owner(
    gateway: GatewayModule,
) -> None:
    def from_(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(gateway.app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://satupintu.test")

    async with from_("203.0.113.7") as stranger, from_("198.51.100.2") as owner:
        await owner.post("/v1/accounts", json=NEW)
        form = {"grant_type": "password", "username": "pemohon-1", "password": "guess"}
        answers = [await stranger.post("/v1/auth/token", data=form) for _ in range(11)]

        assert [one.status_code for one in answers] == [401] * 10 + [429]
        assert answers[-1].json()["code"] == "rate_limited"
        assert 0 < int(answers[-1].headers["retry-after"]) <= 60
        assert "access_token" in await signed_in(owner)


async def test_who_knows_the_password_changes_it_and_the_sessions_end(
    http: httpx.AsyncClient,
) -> None:
    await http.post("/v1/accounts", json=NEW)
    grant = await signed_in(http)
    url, mine = "/v1/auth/password", bearer(grant)
    wrong = {"password": "kuda laut kecil", "new_password": "ikan paus biru"}
    guessed = {"password": "kuda laut besar", "new_password": "password123"}
    right = {"password": "kuda laut besar", "new_password": "ikan paus biru"}
    refused = [await http.post(url, json=body, headers=mine) for body in (wrong, guessed)]
    changed = await http.post(url, json=right, headers=mine)

    pointers = [one.json()["errors"][0] for one in refused]
    assert [one.status_code for one in refused] == [422, 422]
    assert [one["pointer"] for one in pointers] == ["/password", "/new_password"]
    assert changed.status_code == 204
    assert (await refreshed(http, grant)).status_code == 401
    assert await signed_in(http, password="ikan paus biru")
    assert (await http.post(url, json=right)).status_code == 401


async def test_the_keys_that_verify_are_public_and_only_those(http: httpx.AsyncClient) -> None:
    (key,) = (await http.get("/.well-known/jwks.json")).json()["keys"]

    assert (key["kty"], key["crv"]) == ("OKP", "Ed25519")
    assert "d" not in key


async def test_every_account_of_the_first_start_signs_in(
    http: httpx.AsyncClient, opened: tuple[FirstAccount, ...], issuer: TestIssuer
) -> None:
    for one in opened:
        grant = await signed_in(http, one.username, one.password)
        caller = issuer.verifier.verify(str(grant["access_token"]))

        assert caller.roles == frozenset({Role(one.role)})
        assert caller.agency == one.agency
        assert one.office_code is None or caller.offices == (one.office_code,)


async def test_a_system_gets_its_token_with_client_credentials(
    http: httpx.AsyncClient, opened: tuple[FirstAccount, ...], issuer: TestIssuer
) -> None:
    oss = next(one for one in opened if one.username == "oss")
    form = {
        "grant_type": "client_credentials",
        "client_id": oss.username,
        "client_secret": oss.password,
    }
    by_form = await http.post("/v1/auth/token", data=form)
    by_header = await http.post(
        "/v1/auth/token", data={"grant_type": "client_credentials"}, auth=("oss", oss.password)
    )

    assert by_form.status_code == by_header.status_code == 200
    assert "refresh_token" not in by_form.json()
    assert issuer.verifier.verify(by_form.json()["access_token"]).has(Role.INTEGRATION)


async def test_a_person_is_no_client(
    http: httpx.AsyncClient, opened: tuple[FirstAccount, ...]
) -> None:
    head = next(one for one in opened if one.role == "head")
    form = {
        "grant_type": "client_credentials",
        "client_id": head.username,
        "client_secret": head.password,
    }

    assert (await http.post("/v1/auth/token", data=form)).status_code == 401
