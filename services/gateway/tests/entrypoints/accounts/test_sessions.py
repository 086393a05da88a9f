"""Access is kept safe: where one is signed in is seen and ended, a new device is told of, and no
code is ever shown or kept."""

import logging
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from gateway.adapters.notifications.parts import sending_ports
from gateway.adapters.tables import metadata
from gateway.application.notifications.send_notifications import send_notifications
from gateway.application.open_deployment import FirstAccount
from shared.database.engine import Database
from shared.identity import Caller
from shared.ids import new_id
from shared.module import Foundation
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

PASSWORD = "kuda laut besar"
NEW = {
    "username": "pemohon-1",
    "password": PASSWORD,
    "full_name": "Pemohon Contoh",
    "email": "pemohon@example.invalid",
    "phone": "+62 812 0000 0000",
}
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/{} Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
Headers = dict[str, str]


async def sign_in(
    http: httpx.AsyncClient, agent: str, username: str = "pemohon-1", password: str = PASSWORD
) -> dict[str, str]:
    form = {"grant_type": "password", "username": username, "password": password}
    answer = await http.post("/v1/auth/token", data=form, headers={"User-Agent": agent})
    assert answer.status_code == 200, answer.text
    grant: dict[str, str] = answer.json()
    return grant


def bearer(grant: dict[str, str]) -> Headers:
    return {"Authorization": f"Bearer {grant['access_token']}"}


async def sent(
    database: Database, clock: FixedClock, issuer: TestIssuer, home: Path
) -> list[EmailMessage]:
    """The mails that go out."""
    foundation = Foundation(
        clock=clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services={},
    )
    await send_notifications(
        sending_ports(
            foundation,
            public_base_url="http://satupintu.test",
            mail_sender="kantor@contoh.example",
            outgoing_directory=home,
        )
    )
    return [
        BytesParser(EmailMessage, policy=policy.default).parsebytes(one.read_bytes())
        for one in sorted(home.glob("*.eml"))
    ]


async def everything_kept(database: Database) -> list[str]:
    """Every row of every table as text, and every answer that is sealed, opened."""
    engine = create_async_engine(database.url)
    kept = []
    async with engine.connect() as connection:
        for table in metadata.tables:
            rows = await connection.execute(text(f"select t::text from {table} t"))
            kept += [f"{table}: {row[0]}" for row in rows]
        sealed = await connection.execute(
            text("select answer from once_mark where answer is not null")
        )
        kept += [database.keyring.decrypt(row[0]).decode() for row in sealed]
    await engine.dispose()
    return kept


@pytest.mark.requirement("R003-P10-1-1")
async def test_where_one_is_signed_in_is_seen_and_ended_from_afar(
    http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    await http.post("/v1/accounts", json=NEW)
    office, stolen = await sign_in(http, CHROME.format("139.0")), await sign_in(http, PHONE)
    seen = (await http.get("/v1/auth/sessions", headers=bearer(office))).json()["items"]
    assert [one["device"] for one in seen] == ["Chrome, Android", "Chrome, Windows"]
    path = f"/v1/auth/sessions/{seen[0]['id']}"

    stranger = issuer.headers(role="applicant", actor=new_id())
    version = {"If-Match": '"1"'}
    assert (await http.delete(path, headers=bearer(office))).status_code == 428
    assert (await http.delete(path, headers=stranger | version)).status_code == 404
    assert (await http.delete(path, headers=bearer(office) | version)).status_code == 204
    assert (await http.delete(path, headers=bearer(office) | version)).status_code == 404

    for grant, status in ((stolen, 401), (office, 200)):
        form = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"]}
        assert (await http.post("/v1/auth/token", data=form)).status_code == status
    left = (await http.get("/v1/auth/sessions", headers=bearer(office))).json()["items"]
    assert [one["device"] for one in left] == ["Chrome, Windows"]
    assert left[0]["renewed_at"] is not None
    assert (await http.get("/v1/auth/sessions")).status_code == 401


@pytest.mark.requirement("R003-P10-1-1", "R003-P10-2")
async def test_the_owner_is_told_once_of_a_device_that_was_not_seen_before(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    database: Database,
    clock: FixedClock,
    issuer: TestIssuer,
    tmp_path: Path,
) -> None:
    await http.post("/v1/accounts", json=NEW)
    for agent in (CHROME.format("139.0"), CHROME.format("140.1"), PHONE, PHONE):
        await sign_in(http, agent)
    head = next(one for one in opened if one.role == "head" and one.office_code == "81.02")
    for agent in (PHONE, CHROME.format("1")):
        await sign_in(http, agent, head.username, head.password)
    me = (await http.get("/v1/auth/me", headers=bearer(await sign_in(http, PHONE)))).json()["id"]
    async with database.read(Caller(actor="x", offices=("-", "81.02"))) as connection:
        told = await connection.execute(
            text(
                "select office_code, receiver, kind, facts->>'device' from notification order by 1"
            )
        )
        rows = [tuple(row) for row in told]
    assert [row[0] for row in rows] == ["-", "81.02"]
    assert rows[0] == ("-", f"account:{me}", "new_device", "Chrome, Android")
    assert rows[1][2:] == ("new_device", "Chrome, Windows")

    mails = await sent(database, clock, issuer, tmp_path / "outgoing")
    (mail,) = (one for one in mails if one["To"] == "pemohon@example.invalid")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Chrome, Android" in body.get_content()
    assert "ganti kata sandi" in body.get_content()


@pytest.mark.requirement("R003-P10-1-2")
async def test_no_code_is_ever_shown_logged_told_or_kept(
    http: httpx.AsyncClient,
    database: Database,
    opened: tuple[FirstAccount, ...],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    boss = next(one for one in opened if one.role == "administrator" and one.office_code == "81.02")
    answers: list[str] = []

    async def post(path: str, headers: Headers | None = None, **sent: object) -> httpx.Response:
        answer = await http.post(path, headers=headers, **sent)  # type: ignore[arg-type]
        answers.append(answer.text + str(answer.headers))
        return answer

    key = {"Idempotency-Key": "k-1"}
    assert (await post("/v1/accounts", key, json=NEW)).status_code == 201
    assert (await post("/v1/accounts", key, json=NEW)).headers["idempotency-replayed"] == "true"
    wrong = {"grant_type": "password", "username": "pemohon-1", "password": "salah sama sekali"}
    assert (await post("/v1/auth/token", data=wrong)).status_code == 401
    assert (await post("/v1/auth/token", json=wrong)).status_code == 422
    grant = await sign_in(http, PHONE)
    manager = await sign_in(http, PHONE, boss.username, boss.password)
    staff = {
        "username": "petugas-2",
        "password": "perahu kayu tua",
        "full_name": "Petugas Contoh",
        "role": "front_office",
    }
    made = await post(
        "/v1/staff-accounts", bearer(manager) | {"Idempotency-Key": "k-2"}, json=staff
    )
    assert made.status_code == 201
    change = {"password": PASSWORD, "new_password": "ombak pantai selatan"}
    bad = change | {"password": "bukan kata sandinya"}
    assert (await post("/v1/auth/password", bearer(grant), json=bad)).status_code == 422
    assert (await post("/v1/auth/password", bearer(grant), json=change)).status_code == 204
    refresh = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"]}
    assert (await post("/v1/auth/token", data=refresh)).status_code == 401
    await database.close()

    codes = [
        PASSWORD,
        "salah sama sekali",
        boss.password,
        "perahu kayu tua",
        "ombak pantai selatan",
        "bukan kata sandinya",
        grant["refresh_token"],
        grant["access_token"],
        manager["refresh_token"],
    ]
    kept = await everything_kept(database)
    output = capfd.readouterr()
    for code in codes:
        for place in (*answers, *kept, caplog.text, output.out, output.err):
            assert code not in place
    # The search has teeth: it sees what is kept, under whatever protection.
    assert any("petugas-2" in one and "argon2id" in one for one in kept)
    assert any(one.startswith("interaction:") for one in kept)
    assert any("Pemohon Contoh" in one for one in kept)
