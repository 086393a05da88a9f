"""A new Head gets a certificate, renews it and ends it, through the API."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from permit_service.testing.ready import validated_many
from permit_service.testing.service import Listener, build_service
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

FIRST = "kata sandi yang pertama"
SECOND = "kata sandi yang kedua"


@pytest.fixture
def new_head(counter: Counter) -> dict[str, str]:
    """A head who was appointed after the first start."""
    return counter.as_("head", name="appointed")


async def certified(counter: Counter, who: dict[str, str], **body: Any) -> httpx.Response:
    return await counter.http.post("/v1/signing-certificates", json=body, headers=who)


async def signed(
    counter: Counter,
    service: ServiceModule,
    clock: FixedClock,
    who: dict[str, str],
    passphrase: str,
) -> httpx.Response:
    begin = service.app.state.permits.ports.begin
    (one,) = await validated_many(1, begin, at=clock.now())
    return await counter.post(f"/{one}/signature", {"passphrase": passphrase}, who=who)


async def test_a_new_head_is_certified_and_signs(
    counter: Counter, service: ServiceModule, clock: FixedClock, new_head: dict[str, str]
) -> None:
    before = await counter.http.get("/v1/signing-certificates/mine", headers=new_head)
    refused = await signed(counter, service, clock, new_head, FIRST)
    made = await certified(counter, new_head, passphrase=FIRST)
    licence = await signed(counter, service, clock, new_head, FIRST)
    wrong = await signed(counter, service, clock, new_head, SECOND)

    assert before.json()["status"] == "NOT_REGISTERED"
    assert (refused.status_code, refused.json()["code"]) == (409, "certificate_not_valid")
    assert (made.status_code, made.json()["status"]) == (201, "ISSUE")
    assert FIRST not in made.text
    assert licence.status_code == 200, licence.text
    assert wrong.json()["code"] == "wrong_passphrase"


async def test_a_good_certificate_is_renewed_by_who_knows_its_passphrase(
    counter: Counter, service: ServiceModule, clock: FixedClock, new_head: dict[str, str]
) -> None:
    first = await certified(counter, new_head, passphrase=FIRST)
    without = await certified(counter, new_head, passphrase=SECOND)
    wrong = await certified(counter, new_head, passphrase=SECOND, current_passphrase="bukan itu")
    renewed = await certified(counter, new_head, passphrase=SECOND, current_passphrase=FIRST)

    assert (without.status_code, without.json()["code"]) == (409, "certificate_exists")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_passphrase")
    assert renewed.status_code == 201
    assert renewed.json()["serial"] != first.json()["serial"]
    assert (await signed(counter, service, clock, new_head, FIRST)).status_code == 422
    assert (await signed(counter, service, clock, new_head, SECOND)).status_code == 200


async def test_a_revoked_certificate_signs_nothing_and_what_it_signed_stays(
    counter: Counter, service: ServiceModule, clock: FixedClock, new_head: dict[str, str]
) -> None:
    await certified(counter, new_head, passphrase=FIRST)
    licence = (await signed(counter, service, clock, new_head, FIRST)).json()["licence"]

    ended = await counter.http.post("/v1/signing-certificates/mine/revocation", headers=new_head)
    after = await signed(counter, service, clock, new_head, FIRST)
    page = await counter.http.get(f"/v1/verification/{licence['verification_token']}")
    anew = await certified(counter, new_head, passphrase=SECOND)

    assert ended.json()["status"] == "REVOKE"
    assert (after.status_code, after.json()["code"]) == (409, "certificate_not_valid")
    assert page.json()["signature"]["valid"] is True
    assert (anew.status_code, anew.json()["status"]) == (201, "ISSUE")


async def test_a_passphrase_is_long_and_the_certificate_is_a_head_s(
    counter: Counter, new_head: dict[str, str]
) -> None:
    short = await certified(counter, new_head, passphrase="pendek")
    others = await certified(counter, counter.as_("administrator"), passphrase=FIRST)
    nothing = await counter.http.post("/v1/signing-certificates/mine/revocation", headers=new_head)

    assert (short.status_code, short.json()["errors"][0]["code"]) == (422, "too_short")
    assert "pendek" not in short.text
    assert others.status_code == 403
    assert nothing.status_code == 404


@dataclass
class Register:
    """What the gateway says of an account at this moment."""

    roles_today: list[str] = field(default_factory=list)
    delegation: dict[str, str] | None = None

    def delegates(self) -> None:
        self.roles_today = ["head", "licensing_official"]
        self.delegation = {"id": str(uuid4()), "office_code": OFFICE, "kind": "plh"}

    def ends(self) -> None:
        self.roles_today, self.delegation = ["licensing_official"], None

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/internal/accounts/{account_id}")
        async def account(account_id: str) -> dict[str, Any]:
            return {
                "full_name": "Pejabat Contoh",
                "is_active": True,
                "roles": ["licensing_official"],
                "roles_today": self.roles_today,
                "delegation": self.delegation,
            }

        @app.get("/internal/offices/{code}")
        async def office(code: str) -> dict[str, list[str]]:
            return {"letterhead": []}

        return app


async def test_a_delegates_certificate_follows_the_right_of_the_moment(
    database: Database, issuer: TestIssuer, listener: Listener, tmp_path: Path
) -> None:
    register = Register()
    services = {"gateway": register.app()}
    service = build_service(database, issuer=issuer, home=tmp_path / "own", services=services)
    async with client(service.app) as http:
        desk = Counter(http=http, issuer=issuer, listener=listener)
        # The token says head for as long as it lasts; the gateway says what holds now.
        delegate = desk.as_("head", name="delegate")
        mine = "/v1/signing-certificates/mine"
        early = await certified(desk, delegate, passphrase=FIRST)
        register.delegates()
        made = await certified(desk, delegate, passphrase=FIRST)
        seen = await http.get(mine, headers=delegate)
        register.ends()
        late = [
            await certified(desk, delegate, passphrase=SECOND, current_passphrase=FIRST),
            await http.get(mine, headers=delegate),
            await http.post(f"{mine}/revocation", headers=delegate),
        ]
        register.delegates()
        still = await http.get(mine, headers=delegate)
        ended = await http.post(f"{mine}/revocation", headers=delegate)

    for refused in (early, *late):
        assert (refused.status_code, refused.json()["code"]) == (403, "delegation_ended")
    assert (made.status_code, seen.json()["status"]) == (201, "ISSUE")
    # Who may not act any more has changed nothing.
    assert still.json()["serial"] == made.json()["serial"]
    assert ended.json()["status"] == "REVOKE"
