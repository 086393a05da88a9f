"""A person asks for deletion: decided by the office, carried out by every service, told by mail."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from gateway.adapters.notifications.parts import sending_ports
from gateway.adapters.siblings import Siblings
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.notifications.send_notifications import send_notifications
from gateway.application.open_deployment import first_accounts, open_deployment
from gateway.application.privacy.carry_out_deletions import carry_out_deletions
from gateway.application.privacy.deletion_ports import DeletionPorts
from gateway.entrypoints.api.privacy.deletion_requests import (
    DeletionAnswer,
    DeletionPreview,
    DeletionsPage,
)
from gateway.testing.service import KEYRING, build_gateway
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.module import Foundation
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
NEW = {
    "username": "pemohon.contoh",
    "password": "a long enough secret",
    "full_name": "Pemohon Tanaman",
    "email": "tanaman@contoh.example",
    "phone": "+62 811 7777 001",
    "nik": "8102014507900001",
    "address": "Jalan Tanaman 1",
}
TABLES = (
    "account",
    "profile",
    "deletion_request",
    "notification",
    "event_log",
    "oss_message",
    "integration_intake",
)
OPEN = ("index", "hash", "fingerprint")
PLANTED = [NEW[name].encode() for name in NEW if name != "password"]


@dataclass
class Files:
    """The permit service, as far as it answers for an account's files."""

    is_away: bool = False
    is_held: bool = False
    kept: dict[str, str | None] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    nib: str | None = None

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/internal/deletions")
        async def delete(body: dict[str, Any]) -> dict[str, Any]:
            assert not self.is_away
            self.asked.append(body)
            ids = sorted(one for one in self.kept if body["after"] is None or one > body["after"])
            items = [
                {
                    "application_id": one,
                    "is_destroyed": self.kept[one] is None,
                    "kept_because": self.kept[one],
                    "has_licence": self.kept[one] == "licence_in_force",
                    "nib": self.nib,
                }
                for one in ids[:2]
            ]
            return {"items": items, "is_last": len(ids) <= 2}

        @app.get("/internal/accounts/{account}/standing")
        async def standing(account: str, offices: str) -> dict[str, Any]:
            assert account
            assert "62.02" in offices
            return {"files": sum(map(bool, self.kept.values())), "is_held": self.is_held}

        return app


def inspection() -> FastAPI:
    app = FastAPI()

    @app.get("/internal/accounts/{account}/complaints")
    async def complaints(account: str, office_code: str) -> dict[str, int]:
        assert account
        return {"count": 1 if office_code == "81.02" else 0}

    return app


@dataclass
class Door:
    """The gateway with its people and its timers."""

    http: httpx.AsyncClient
    files: Files
    ports: DeletionPorts
    foundation: Foundation
    issuer: TestIssuer
    outgoing: Path

    def as_(self, role: str, office: str = "81.02") -> Headers:
        return self.issuer.headers(role=role, office=office, actor=new_id())

    async def signed_in(self) -> Headers:
        answer = await self.http.post("/v1/accounts", json=NEW)
        assert answer.status_code == 201, answer.text
        return await self.again()

    async def again(self) -> Headers:
        form = {
            "grant_type": "password",
            "username": NEW["username"],
            "password": NEW["password"],
        }
        answer = await self.http.post("/v1/auth/token", data=form)
        return {"Authorization": f"Bearer {answer.json().get('access_token')}"}

    async def ask(self, headers: Headers, **more: Any) -> Any:
        body = {"office_code": "81.02", "words": "Saya pindah"} | more
        answer = await self.http.post("/v1/me/deletion-requests", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        DeletionAnswer.model_validate_json(answer.content)
        return answer.json()

    async def decide(self, one: Any, role: str = "administrator", **body: Any) -> httpx.Response:
        path = f"/v1/deletion-requests/{one['id']}/decision"
        return await self.http.post(path, json=body, headers=self.as_(role))

    async def read(self, one: Any) -> Any:
        path = f"/v1/deletion-requests/{one['id']}"
        return (await self.http.get(path, headers=self.as_("administrator"))).json()

    async def carry_out(self) -> int:
        """By two workers at once."""
        return sum(await asyncio.gather(*(carry_out_deletions(self.ports) for _ in range(2))))

    async def mails(self) -> list[str]:
        sending = sending_ports(
            self.foundation,
            public_base_url="http://satupintu.test",
            mail_sender="kantor@contoh.example",
            outgoing_directory=self.outgoing,
        )
        await send_notifications(sending)
        return [one.read_text() for one in sorted(self.outgoing.glob("*.eml"))]


@pytest.fixture
async def door(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[Door]:
    files = Files()
    services = {"permit": files.app(), "inspection": inspection()}
    gateway = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    await open_deployment(first_accounts([], lambda: "a first secret of the tests"), gateway.ports)
    foundation = Foundation(
        clock=clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services=services,
    )
    ports = DeletionPorts(
        clock=clock,
        new_id=new_id,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        siblings=Siblings(services, issuer.system),
    )
    async with client(gateway.app) as http:
        yield Door(http, files, ports, foundation, issuer, tmp_path / "outgoing")


async def everything_kept(database: Database) -> bytes:
    """Every row that an office or the person could see, with what is sealed opened."""
    async with database.begin(system_caller("gateway", "81.02", "62.02", "53.11", "-")) as work:
        opened = []
        owners = (await work.connection.execute(text("select id from account"))).scalars().all()
        for owner in ("gateway", *(str(one) for one in owners)):
            await work.connection.execute(
                text("select set_config('app.actor', :owner, true)"), {"owner": owner}
            )
            for table in TABLES:
                rows = await work.connection.execute(text(f"select * from {table}"))
                for row in rows.mappings():
                    values = [
                        KEYRING.decrypt(one)
                        if isinstance(one, bytes) and not name.endswith(OPEN)
                        else str(one).encode()
                        for name, one in row.items()
                    ]
                    opened.append(b"\n".join(values))
        return b"\n".join(opened)


async def told_of(database: Database) -> list[str]:
    async with database.read(system_caller("gateway", "81.02")) as connection:
        found = await connection.execute(
            text("select type from event_log where type like 'gateway.deletion_%' order by id")
        )
        return [one.removeprefix("gateway.deletion_") for one in found.scalars()]


async def test_what_is_granted_is_carried_out_everywhere_and_told_and_the_person_forgotten(
    door: Door, clock: FixedClock, database: Database
) -> None:
    door.files.kept = {f"0190-{number}": None for number in range(3)}
    headers = await door.signed_in()
    one = await door.ask(headers, language="en")
    before = await everything_kept(database)
    assert [each for each in PLANTED if each not in before] == []
    assert (one["state"], one["due_rule"]["verified"]) == ("received", False)
    again = await door.http.post(
        "/v1/me/deletion-requests", json={"office_code": "81.02"}, headers=headers
    )
    assert (again.status_code, again.json()["code"]) == (409, "deletion_requested_already")
    path = f"/v1/deletion-requests/{one['id']}/preview"
    preview = await door.http.get(path, headers=door.as_("administrator"))
    DeletionPreview.model_validate_json(preview.content)
    assert [asked["dry_run"] for asked in door.files.asked] == [True, True]

    granted = await door.decide(one, outcome="granted")
    assert granted.json()["state"] == "granted"
    twice = await door.decide(one, outcome="granted")
    assert (twice.status_code, twice.json()["code"]) == (409, "transition_not_allowed")
    # A service that is away leaves everything as it is, and nothing is told.
    door.files.is_away = True
    assert await door.carry_out() == 0
    assert (await door.read(one))["state"] == "granted"
    door.files.is_away = False
    clock.move(timedelta(seconds=1))
    assert await door.carry_out() == 1
    done = await door.read(one)

    parts = {(each["part"], each["outcome"]): each for each in done["parts"]}
    assert done["state"] == "carried_out"
    assert parts["applications", "destroyed"]["count"] == 3
    assert parts["complaints", "kept"]["reason"] == "supervision_file"
    assert parts["account", "destroyed"]["count"] == 1
    assert (await door.again())["Authorization"] == "Bearer None"
    # Whoever still holds a token of the account is nobody from now on.
    async with asyncio.timeout(10):
        while (await door.http.get("/v1/me/deletion-requests", headers=headers)).is_success:
            await asyncio.sleep(0.05)
    mails = await door.mails()
    assert len(mails) == 2
    assert all(NEW["email"] in mail for mail in mails)
    carried_out = next(mail for mail in mails if "have been deleted" in mail)
    assert "complaints: files of supervision must be kept" in carried_out
    await door.carry_out()
    told = await door.read(one)
    assert (told["requester"]["name"], told["requester"]["email"], told["words"]) == ("", None, "")
    kept = await everything_kept(database)
    assert [each for each in PLANTED if each in kept] == []
    assert await told_of(database) == ["requested", "decided", "carried_out"]


async def test_what_must_stay_keeps_the_account_and_the_person_is_told_why_in_their_language(
    door: Door,
) -> None:
    door.files.kept = {"0190-1": None, "0190-2": "licence_in_force", "0190-3": "legal_hold"}
    headers = await door.signed_in()
    one = await door.ask(headers)
    await door.decide(one, outcome="granted", statement="Dilaksanakan sebagian.")
    assert await door.carry_out() == 1

    reasons = [each["reason"] for each in (await door.read(one))["parts"] if each["reason"]]
    assert set(reasons) >= {
        "licence_in_force",
        "legal_hold",
        "public_verification",
        "files_are_kept",
    }
    assert (await door.again())["Authorization"] != "Bearer None"
    mail = next(one for one in await door.mails() if "telah dihapus" in one)
    assert "permohonan: izin masih berlaku" in mail
    assert "Dilaksanakan sebagian." in mail
    own = await door.http.get("/v1/me/deletion-requests", headers=headers)
    DeletionsPage.model_validate_json(own.content)
    assert [each["state"] for each in own.json()["items"]] == ["carried_out"]


async def test_an_account_that_is_held_stays_also_without_a_file(door: Door) -> None:
    door.files.kept, door.files.is_held = {}, True
    headers = await door.signed_in()
    one = await door.ask(headers)
    await door.decide(one, outcome="granted", statement="Dilaksanakan.")
    assert await door.carry_out() == 1

    parts = {each["part"]: each["reason"] for each in (await door.read(one))["parts"]}
    assert parts["account"] == "legal_hold"
    assert (await door.again())["Authorization"] != "Bearer None"


async def test_a_refusal_names_its_ground_and_a_late_one_stays_visible_as_late(
    door: Door, clock: FixedClock
) -> None:
    body = {
        "name": "Pemohon Tanaman",
        "email": NEW["email"],
        "applications": [str(new_id())],
    }
    taken = await door.http.post(
        "/v1/deletion-requests", json=body, headers=door.as_("front_office")
    )
    assert (taken.status_code, taken.json()["channel"]) == (201, "counter")
    one = taken.json()
    for missing in ({}, {"ground": "archive_duty"}, {"statement": "Arsip."}):
        refused = await door.decide(one, outcome="refused", **missing)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    clock.move(timedelta(hours=73))
    assert (await door.read(one))["is_overdue"]
    given = {"outcome": "refused", "ground": "archive_duty", "statement": "Menurut JRA kantor."}
    refused = await door.decide(one, **given)

    assert (refused.json()["state"], refused.json()["is_overdue"]) == ("refused", True)
    await door.carry_out()
    assert door.files.asked == []
    mail = next(each for each in await door.mails() if "tidak dapat" in each)
    assert "kewajiban kearsipan" in mail
    assert "Menurut JRA kantor." in mail


async def test_the_register_is_the_offices_and_each_request_its_persons(door: Door) -> None:
    headers = await door.signed_in()
    one = await door.ask(headers)
    register = "/v1/deletion-requests"
    for role, status in (("administrator", 200), ("head", 200), ("front_office", 403)):
        assert (await door.http.get(register, headers=door.as_(role))).status_code == status
    assert (await door.decide(one, role="head", outcome="granted")).status_code == 403
    elsewhere = door.as_("administrator", "62.02")
    assert (await door.http.get(f"{register}/{one['id']}", headers=elsewhere)).status_code == 404
    assert (await door.http.get(register, headers=elsewhere)).json()["items"] == []
    unknown = await door.http.post(
        "/v1/me/deletion-requests", json={"office_code": "99.99"}, headers=headers
    )
    assert unknown.status_code == 422
    refused = await door.http.post(register, json={}, headers=headers)
    assert refused.status_code in {403, 422}
    listed = await door.http.get(f"{register}?state=received", headers=door.as_("administrator"))
    assert [each["id"] for each in listed.json()["items"]] == [one["id"]]
