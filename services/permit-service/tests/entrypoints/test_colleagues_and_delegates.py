"""What is asked of the gateway when it matters: who a colleague is, and who may sign today."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, person
from permit_service.testing.memory_work import PASSPHRASE
from permit_service.testing.service import Listener, build_service
from shared.database.engine import Database
from shared.identity import Role
from shared.module import ServiceModule
from shared.testing.certified import certify
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

from .problems import is_problem

VERIFICATION = {"step": "verification"}
DONE = {"outcome": "complete"}
DELEGATE = {"office": OFFICE, "name": "delegate"}


@dataclass(slots=True)
class Gateway:
    """What the gateway knows; a test changes it while the token stays the same."""

    staff: dict[str, dict[str, Any]] = field(default_factory=dict)
    account: dict[str, Any] = field(default_factory=dict)
    is_away: bool = False

    def knows(self, username: str, role: Role, *, agency: str | None = None) -> None:
        """Somebody who works in the office."""
        self.staff[username] = {
            "account_id": person(role, name=username).actor,
            "username": username,
            "roles": [role.value],
            "agency": agency,
        }

    def delegates(self, kind: str | None, *, office: str = OFFICE) -> None:
        """Who asks is the licensing official, and the Head's delegate of an office until `kind` is
        none."""
        delegation = kind and {"id": str(uuid4()), "kind": kind, "office_code": office}
        self.account = {
            "full_name": "Pejabat Contoh",
            "roles": ["licensing_official"],
            "roles_today": ["licensing_official", *(["head"] if kind else [])],
            "is_active": True,
            "delegation": delegation,
        }

    @property
    def app(self) -> FastAPI:
        """Its inner routes."""
        app = FastAPI()

        @app.get("/internal/offices/{code}/staff/{username}")
        async def colleague(code: str, username: str) -> Response:
            found = self.staff.get(username)
            if self.is_away:
                return _problem(503, "unavailable")
            return JSONResponse(found) if found else _problem(404, "not_found")

        @app.get("/internal/accounts/{account_id}")
        async def account(account_id: str) -> Response:
            return _problem(503, "unavailable") if self.is_away else JSONResponse(self.account)

        @app.get("/internal/offices/{code}")
        async def office(code: str) -> dict[str, list[str]]:
            return {"letterhead": ["Jalan Contoh 1"]}

        return app


def _problem(status: int, code: str) -> Response:
    return JSONResponse({"code": code}, status, media_type="application/problem+json")


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
async def service(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path, gateway: Gateway
) -> ServiceModule:
    for username in ("head.8102", "head.8102delegate"):
        certify(tmp_path, username=username, passphrase=PASSPHRASE, clock=clock)
    return build_service(database, issuer=issuer, home=tmp_path, services={"gateway": gateway.app})


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


async def reassign(counter: Counter, body: dict[str, Any], username: str, **said: Any) -> Any:
    return await counter.post(
        f"/{body['id']}/reassign-step",
        {"step": "verification", "username": username} | said,
        who=counter.as_("licensing_official"),
    )


async def test_a_step_is_given_to_a_colleague_who_alone_takes_it_then(
    counter: Counter, gateway: Gateway
) -> None:
    gateway.knows("dua", Role.FRONT_OFFICE)
    body = await counter.submitted()
    before, chosen = (counter.as_("front_office", name=one) for one in ("satu", "dua"))
    await counter.post(f"/{body['id']}/claim-step", VERIFICATION, who=before)

    given = await reassign(counter, body, "dua")
    refused = await counter.post(f"/{body['id']}/verification", DONE, who=before)
    done = await counter.post(f"/{body['id']}/verification", DONE, who=chosen)

    (shown,) = given.json()["assignments"]
    assert (given.status_code, shown["holder"]) == (200, "dua")
    is_problem(refused, 409, "held_by_another")
    assert done.status_code == 200


@pytest.mark.parametrize(
    ("username", "role", "agency"),
    [
        ("belakang", Role.BACK_OFFICE, None),
        ("dinas", Role.AGENCY_OFFICER, "bapenda"),
        ("tidak.ada", None, None),
    ],
)
async def test_a_step_is_not_given_to_who_could_not_take_it(
    counter: Counter, gateway: Gateway, username: str, role: Role | None, agency: str | None
) -> None:
    if role is not None:
        gateway.knows(username, role, agency=agency)
    body = await counter.submitted()

    answer = await reassign(counter, body, username)

    is_problem(answer, 422, "invalid_request", "/username")
    read = await counter.read(body["id"], who=counter.as_("front_office"))
    assert read["assignments"] == []


async def test_a_recommendation_is_given_within_its_own_agency(
    counter: Counter, gateway: Gateway
) -> None:
    gateway.knows("bapenda.dua", Role.AGENCY_OFFICER, agency="bapenda")
    body = await counter.verified()

    own = await reassign(counter, body, "bapenda.dua", step="recommendations/bapenda")
    other = await reassign(counter, body, "bapenda.dua", step="recommendations/dinas-putr")

    assert own.status_code == 200
    is_problem(other, 422, "invalid_request", "/username")


async def test_while_the_gateway_is_away_nothing_is_given_and_nothing_signed(
    counter: Counter, gateway: Gateway
) -> None:
    gateway.knows("dua", Role.FRONT_OFFICE)
    submitted, surveyed = await counter.submitted(), await counter.surveyed()
    gateway.is_away = True

    given = await reassign(counter, submitted, "dua")
    signed = await counter.sign(surveyed["id"])
    gateway.is_away = False
    later = await counter.sign(surveyed["id"])

    is_problem(given, 503, "unavailable")
    is_problem(signed, 503, "unavailable")
    assert later.json()["licence"]["number"].startswith("0001/")


async def sign(counter: Counter, body: dict[str, Any]) -> Any:
    """By the delegate, with a token that says so until it ends by itself."""
    return await counter.post(
        f"/{body['id']}/signature", {"passphrase": PASSPHRASE}, who=counter.as_("head", **DELEGATE)
    )


@pytest.mark.parametrize("kind", ["plt", "plh"])
async def test_a_delegates_licence_says_as_what_it_was_signed(
    counter: Counter, gateway: Gateway, kind: str
) -> None:
    gateway.delegates(kind)
    body = await counter.surveyed()

    signed = await sign(counter, body)
    licence = await counter.http.get(
        f"/v1/licences/{signed.json()['licence']['id']}", headers=counter.as_("head")
    )

    assert signed.status_code == 200, signed.text
    assert licence.json()["signature"]["acting_as"] == kind


@pytest.mark.parametrize("ending", ["revoked", "of another office", "account closed"])
async def test_a_delegation_that_has_ended_signs_nothing_whatever_the_token_says(
    counter: Counter, gateway: Gateway, ending: str
) -> None:
    body = await counter.surveyed()
    match ending:
        case "revoked":
            gateway.delegates(None)
        case "of another office":
            gateway.delegates("plt", office="62.02")
        case _:
            gateway.delegates(None)
            gateway.account |= {"roles": ["head"], "is_active": False, "roles_today": []}

    refused = await sign(counter, body)
    gateway.account = {}
    by_head = await counter.sign(body["id"])

    is_problem(refused, 403, "delegation_ended")
    assert by_head.json()["licence"]["number"].startswith("0001/")


async def test_a_delegate_does_not_sign_what_they_validated_themselves(
    counter: Counter, gateway: Gateway
) -> None:
    gateway.delegates("plt")
    body = await counter.recommended()
    # The same account in both roles, as its token names them.
    account = replace(
        person(Role.LICENSING_OFFICIAL, name="both"),
        roles=frozenset({Role.LICENSING_OFFICIAL, Role.HEAD}),
        username="head.8102delegate",
    )
    both = {"Authorization": f"Bearer {counter.issuer.token_for(account)}"}
    await counter.step(body["id"], "validation", {"outcome": "valid"}, who=both)
    await counter.answer_survey(body["id"])

    refused = await counter.post(f"/{body['id']}/signature", {"passphrase": PASSPHRASE}, who=both)
    other = await sign(counter, body)

    is_problem(refused, 409, "four_eyes")
    assert other.status_code == 200, other.text
