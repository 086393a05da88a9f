"""The register of breaches through the REST API: 3 × 24 hours of the clock, and who was told."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from gateway.adapters.notifications.parts import sending_ports
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.notifications.send_notifications import send_notifications
from gateway.application.open_deployment import FirstAccount
from gateway.application.privacy.breach_ports import BreachPorts
from gateway.application.privacy.tell_overdue_breaches import tell_overdue_breaches
from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.module import Foundation
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
APPLICATIONS = [str(uuid4()), str(uuid4())]
ADMINISTRATOR = new_id()
WORDS = "Sebuah daftar terkirim ke alamat yang keliru"


def body(clock: FixedClock, **changes: Any) -> dict[str, Any]:
    return {
        "detected_at": clock.now().isoformat(),
        "occurred_at": (clock.now() - timedelta(days=2)).isoformat(),
        "categories": ["contact", "identity"],
        "description": WORDS,
        "handling": "Penerima diminta menghapusnya",
        "applications": APPLICATIONS,
        "affected": 3,
    } | changes


def admin(issuer: TestIssuer) -> Headers:
    """Signed in anew: a token does not last for days."""
    return issuer.headers(role="administrator", office="81.02", actor=ADMINISTRATOR)


async def recorded(
    http: httpx.AsyncClient, headers: Headers, clock: FixedClock, **changes: Any
) -> dict[str, Any]:
    answer = await http.post("/v1/privacy-breaches", json=body(clock, **changes), headers=headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def notify(
    http: httpx.AsyncClient, headers: Headers, breach: dict[str, Any], **notice: Any
) -> httpx.Response:
    path = f"/v1/privacy-breaches/{breach['id']}/notices"
    return await http.post(path, json=notice, headers=headers)


def breach_ports(database: Database, clock: FixedClock) -> BreachPorts:
    begin, read = PostgresBegin(database), PostgresRead(database)
    return BreachPorts(clock=clock, new_id=new_id, begin=begin, read=read)


async def told(database: Database) -> list[tuple[str, str]]:
    async with database.read(system_caller("gateway", "81.02")) as connection:
        found = await connection.execute(
            text(
                "select type, data from event_log where type like '%breach%'"
                " order by occurred_at, id"
            )
        )
        return [(row.type, row.data) for row in found]


async def test_the_notice_is_due_after_72_hours_of_the_clock_also_over_a_weekend(
    http: httpx.AsyncClient, issuer: TestIssuer, clock: FixedClock
) -> None:
    # A Friday evening: three days later is a Monday, whatever the working days are.
    clock.move(timedelta(days=4, hours=9))
    friday = clock.now()

    breach = await recorded(http, admin(issuer), clock)

    assert datetime.fromisoformat(breach["notice_due_at"]) == friday + timedelta(hours=72)
    assert breach["state"] == "due"
    assert breach["missing"] == ["subjects", "authority"]
    assert breach["notice_rule"] == {
        "hours": 72,
        "source": "UU 27/2022 Ps 46(1)",
        "verified": True,
    }
    clock.move(timedelta(hours=72))
    one = f"/v1/privacy-breaches/{breach['id']}"
    assert (await http.get(one, headers=admin(issuer))).json()["state"] == "due"
    clock.move(timedelta(seconds=1))
    assert (await http.get(one, headers=admin(issuer))).json()["state"] == "overdue"


async def test_what_is_overdue_is_told_once_with_ids_only(
    http: httpx.AsyncClient,
    administrator: Headers,
    clock: FixedClock,
    database: Database,
    opened: tuple[FirstAccount, ...],
) -> None:
    breach = await recorded(http, administrator, clock)
    ports = breach_ports(database, clock)
    clock.move(timedelta(hours=72))
    assert await tell_overdue_breaches(ports) == 0

    clock.move(timedelta(minutes=1))
    assert await tell_overdue_breaches(ports) == 1
    assert await tell_overdue_breaches(ports) == 0

    events = await told(database)
    assert [name for name, _ in events] == [
        "gateway.privacy_breach_recorded",
        "gateway.privacy_breach_notice_overdue",
    ]
    assert breach["id"] in events[1][1]
    assert not any(WORDS in data or "menghapus" in data for _, data in events)


async def test_the_people_concerned_are_written_to_and_the_authority_is_recorded(
    database: Database,
    clock: FixedClock,
    issuer: TestIssuer,
    tmp_path: Path,
) -> None:
    services = {"permit": permit_with_contacts()}
    gateway = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    async with client(gateway.app) as http:
        breach = await recorded(http, admin(issuer), clock)
        clock.move(timedelta(hours=5))
        administrator = admin(issuer)
        headers = administrator | {"Idempotency-Key": "a-notice"}
        notice = {"recipient": "subjects", "statement": "Kami telah menghubungi penerima."}
        first = await notify(http, headers, breach, **notice)
        again = await notify(http, headers, breach, **notice)
        letter = {"recipient": "authority", "reference": "500/12/DPMPTSP/2026"}
        done = await notify(
            http, administrator, breach, **letter, notified_at=clock.now().isoformat()
        )
        twice = await notify(http, administrator, breach, recipient="authority")

    assert (first.status_code, again.content) == (201, first.content)
    assert first.json()["notices"][0]["written_to"] == 2
    assert (done.json()["state"], done.json()["was_late"]) == ("notified", False)
    assert (twice.status_code, twice.json()["code"]) == (409, "notice_given_already")
    outgoing = tmp_path / "outgoing"
    await send_notifications(sending(database, clock, issuer, services, outgoing))
    mails = [one.read_text() for one in outgoing.glob("*.eml")]
    assert len(mails) == 2
    assert all("kegagalan" in one for one in mails)
    kinds = [name for name, _ in await told(database)]
    assert kinds.count("gateway.privacy_breach_notice_given") == 2


async def test_a_late_notice_stays_visible_as_late(
    http: httpx.AsyncClient, issuer: TestIssuer, clock: FixedClock
) -> None:
    breach = await recorded(http, admin(issuer), clock, applications=[])
    clock.move(timedelta(hours=73))

    await notify(http, admin(issuer), breach, recipient="subjects")
    done = (await notify(http, admin(issuer), breach, recipient="authority")).json()

    assert (done["state"], done["was_late"]) == ("notified", True)


async def test_what_is_known_better_replaces_what_stood_there_under_its_version(
    http: httpx.AsyncClient, administrator: Headers, clock: FixedClock
) -> None:
    breach = await recorded(http, administrator, clock, affected=0)
    one = f"/v1/privacy-breaches/{breach['id']}"
    assert breach["affected"] == 2

    assert (await http.patch(one, json={}, headers=administrator)).status_code == 428
    right = administrator | {"If-Match": '"0"'}
    changed = await http.patch(one, json={"affected": 40, "handling": "Selesai"}, headers=right)
    stale = await http.patch(one, json={"affected": 1}, headers=right)

    assert (changed.json()["affected"], changed.json()["handling"]) == (40, "Selesai")
    assert changed.json()["description"] == WORDS
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"detected_at": "2026-06-16T00:00:00Z"}, "/detected_at"),
        ({"occurred_at": "2026-06-15T00:00:01Z"}, "/occurred_at"),
        ({"categories": []}, "/categories"),
        ({"categories": ["soul"]}, "/categories/0"),
        ({"detected_at": "2026-06-15T00:00:00"}, "/detected_at"),
    ],
)
async def test_an_entry_that_cannot_be_is_refused_without_echo(
    http: httpx.AsyncClient,
    administrator: Headers,
    clock: FixedClock,
    changes: dict[str, Any],
    pointer: str,
) -> None:
    refused = await http.post(
        "/v1/privacy-breaches", json=body(clock, **changes), headers=administrator
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert pointer in [one["pointer"] for one in refused.json()["errors"]]
    assert WORDS not in refused.text


async def test_the_register_is_the_administrators_of_the_office_alone(
    http: httpx.AsyncClient, administrator: Headers, clock: FixedClock, issuer: TestIssuer
) -> None:
    breach = await recorded(http, administrator, clock)
    one = f"/v1/privacy-breaches/{breach['id']}"
    foreign = issuer.headers(role="administrator", office="62.02", actor=new_id())

    assert (await http.get(one, headers=foreign)).status_code == 404
    assert (await http.get("/v1/privacy-breaches", headers=foreign)).json()["items"] == []
    refused = await http.post(
        "/v1/privacy-breaches", json=body(clock, office_code="81.02"), headers=foreign
    )
    assert refused.status_code == 404
    for role in ("head", "front_office", "applicant"):
        headers = issuer.headers(role=role, office="81.02", actor=new_id())
        assert (await http.get("/v1/privacy-breaches", headers=headers)).status_code == 403
    listed = (await http.get("/v1/privacy-breaches", headers=administrator)).json()["items"]
    assert [entry["id"] for entry in listed] == [breach["id"]]


async def test_what_happened_is_sealed_at_rest(
    http: httpx.AsyncClient, administrator: Headers, clock: FixedClock, database: Database
) -> None:
    await recorded(http, administrator, clock)

    async with database.read(system_caller("gateway", "81.02")) as connection:
        found = await connection.execute(text("select privacy_breach::text from privacy_breach"))
        stored = found.scalar_one()
    assert WORDS.encode().hex() not in stored
    assert WORDS not in stored


def permit_with_contacts() -> FastAPI:
    """Knows whom to write to, as the permit service does."""
    app = FastAPI()

    @app.get("/internal/applications/{application_id}/contact")
    async def contact(application_id: str) -> dict[str, str]:
        return {"name": "Pemohon Contoh", "email": "pemohon@contoh.example", "language": "id"}

    return app


def sending(
    database: Database, clock: FixedClock, issuer: TestIssuer, services: Any, outgoing: Path
) -> Any:
    foundation = Foundation(
        clock=clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services=services,
    )
    return sending_ports(
        foundation,
        public_base_url="http://satupintu.test",
        mail_sender="kantor@contoh.example",
        outgoing_directory=outgoing,
        mail_server=None,
        short_messages=None,
    )
