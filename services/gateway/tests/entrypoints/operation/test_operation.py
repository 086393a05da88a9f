"""The feed, dead letters, the audit trail and operations, asked of every service at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Header
from fastapi.responses import JSONResponse

from gateway.application.open_deployment import first_accounts, open_deployment
from gateway.bootstrap import GatewayModule
from gateway.domain.offices.office import office_id
from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.errors import Unauthenticated
from shared.messaging.in_process import InProcessBus
from shared.messaging.relay import Relay
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
Json = dict[str, Any]
LETTER = "0192f0a0-0000-7000-8000-00000000000a"
OPERATION = uuid4()


def permit_that_answers(issuer: TestIssuer) -> FastAPI:
    """The internal routes that every service has, with something to tell."""
    app = FastAPI()
    letters = {LETTER: "waiting"}

    def check(authorization: str) -> None:
        issuer.system.verify(authorization.removeprefix("Bearer "), "permit")

    @app.exception_handler(Unauthenticated)
    async def refuse(_request: object, _error: Exception) -> JSONResponse:
        return JSONResponse({"code": "unauthenticated"}, 401)

    @app.get("/internal/events")
    async def events(
        authorization: Annotated[str, Header()], after: int, limit: int, offices: str
    ) -> list[Json]:
        check(authorization)
        told = [_row(place, office="81.02") for place in (1, 2, 3)]
        seen = [row for row in told if row["office"] in offices.split(",")]
        return [row for row in seen if row["position"] > after][:limit]

    @app.get("/internal/dead-letters")
    async def dead_letters(authorization: Annotated[str, Header()]) -> list[Json]:
        check(authorization)
        return [
            {"id": LETTER, "office": "81.02", "state": letters[LETTER], "event_type": "x.y"},
            {"id": str(uuid4()), "office": "62.02", "state": "waiting", "event_type": "x.y"},
        ]

    @app.post("/internal/dead-letters/{letter_id}/{decision}")
    async def decide(letter_id: str, decision: str, offices: str) -> JSONResponse:
        if letters.get(letter_id) is None or offices != "81.02":
            return JSONResponse({"code": "not_found"}, 404)
        if letters[letter_id] != "waiting":
            return JSONResponse({"code": "transition_not_allowed"}, 409)
        letters[letter_id] = "replayed" if decision == "replay" else "skipped"
        return JSONResponse({"id": letter_id, "state": letters[letter_id]})

    @app.get("/internal/audit/{subject_type}/{subject}")
    async def audit(subject_type: str, subject: UUID) -> list[Json]:
        return []

    @app.get("/v1/operations/{operation_id}")
    async def operation(operation_id: UUID, authorization: Annotated[str, Header()]) -> Any:
        issuer.verifier.verify(authorization.removeprefix("Bearer "))
        if operation_id != OPERATION:
            return JSONResponse({"code": "not_found"}, 404)
        return {"state": "running", "progress": 0.5}

    return app


def _row(place: int, *, office: str) -> Json:
    return {
        "position": place,
        "id": str(UUID(int=place)),
        "type": "permit.application_submitted",
        "version": 1,
        "office": office,
        "subject_type": "application",
        "subject": str(UUID(int=9)),
        "sequence": place,
        "key": str(UUID(int=9)),
        "key_sequence": place,
        "occurred_at": f"2030-06-15T00:00:0{place}Z",
        "correlation": None,
        "causation": None,
        "actor": "an account",
        "data": '{"application_id":"00000000-0000-0000-0000-000000000009"}',
    }


@pytest.fixture
async def gateway(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> GatewayModule:
    services = {"permit": permit_that_answers(issuer)}
    return build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)


@pytest.fixture
async def http(gateway: GatewayModule) -> AsyncIterator[httpx.AsyncClient]:
    await open_deployment(first_accounts([], lambda: "a first secret"), gateway.ports)
    await publish(gateway.database)
    async with client(gateway.app) as one:
        yield one


async def publish(database: Database) -> None:
    """Lets the relay run until nothing waits."""
    running = asyncio.create_task(Relay(database, InProcessBus()).run())
    for _ in range(500):
        row = await database.fetch_one("select count(*) from unpublished")
        if row is not None and row[0] == 0:
            break
        await asyncio.sleep(0.01)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_the_feed_is_followed_by_position(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    url = "/v1/events?topic=permit.events"
    first = (await http.get(f"{url}&limit=2", headers=administrator)).json()
    rest = (await http.get(f"{url}&after={first['next_cursor']}", headers=administrator)).json()
    end = (await http.get(f"{url}&after={rest['next_cursor']}", headers=administrator)).json()

    assert [one["position"] for one in first["items"] + rest["items"]] == [1, 2, 3]
    assert end == {"items": [], "next_cursor": None}


async def test_an_event_of_the_feed_is_a_cloud_event_without_actor(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    url = "/v1/events?topic=gateway.events"
    (event,) = (await http.get(url, headers=administrator)).json()["items"]

    assert (event["specversion"], event["type"]) == ("1.0", "gateway.office_changed")
    assert (event["source"], event["office"]) == ("/gateway", "81.02")
    assert event["subject"] == str(office_id("81.02"))
    assert event["data"]["time_zone"] == "Asia/Jayapura"
    told = await http.get("/v1/events?topic=permit.events", headers=administrator)
    assert "actor" not in event
    assert "an account" not in told.text


async def test_the_topics_together_are_followed_by_one_cursor(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    seen: list[tuple[str, int]] = []
    cursor = "0"
    while cursor is not None:
        page = (await http.get(f"/v1/events?limit=2&after={cursor}", headers=administrator)).json()
        seen += [(one["topic"], one["position"]) for one in page["items"]]
        cursor = page["next_cursor"]
    places = {topic: [place for name, place in seen if name == topic] for topic, _ in seen}

    assert set(places) == {"gateway.events", "permit.events"}
    assert places["permit.events"] == [1, 2, 3]
    assert len(seen) == len(set(seen)) == 4


@pytest.mark.parametrize("after", ["x", "-1", "W10", "eyJhIjoieCJ9", "9" * 30, "eyJhIjotMX0"])
async def test_a_cursor_that_is_not_ours_is_refused(
    http: httpx.AsyncClient, administrator: Headers, after: str
) -> None:
    for url in (f"/v1/events?after={after}", f"/v1/events?topic=permit.events&after={after}"):
        answer = await http.get(url, headers=administrator)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_the_feed_is_for_systems_and_administrators(
    http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    def status(role: str) -> Any:
        return http.get("/v1/events", headers=issuer.headers(role=role, office="81.02"))

    assert (await status("integration")).status_code == 200
    assert (await status("front_office")).status_code == 403
    assert (await http.get("/v1/events")).status_code == 401
    unknown = "/v1/events?topic=unknown.events"
    headers = issuer.headers(role="integration", office="81.02")
    assert (await http.get(unknown, headers=headers)).status_code == 404


async def test_dead_letters_of_the_own_office_are_listed(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    (letter,) = (await http.get("/v1/dead-letters", headers=administrator)).json()["items"]

    assert (letter["id"], letter["service"]) == (LETTER, "permit")


async def test_a_dead_letter_is_decided_once(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    replayed = await http.post(f"/v1/dead-letters/{LETTER}/replay", headers=administrator)
    again = await http.post(f"/v1/dead-letters/{LETTER}/skip", headers=administrator)
    unknown = await http.post(f"/v1/dead-letters/{uuid4()}/skip", headers=administrator)

    assert replayed.json() == {"service": "permit", "id": LETTER, "state": "replayed"}
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
    assert unknown.status_code == 404


async def test_a_decision_asked_for_again_under_its_key_is_answered_again(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    async def decide(decision: str) -> httpx.Response:
        headers = administrator | {"Idempotency-Key": "letter-1"}
        return await http.post(f"/v1/dead-letters/{LETTER}/{decision}", headers=headers)

    first, again, other = [await decide(one) for one in ("replay", "replay", "skip")]

    assert (again.status_code, again.content) == (200, first.content)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_the_audit_trail_tells_who_did_it_and_that_the_chain_holds(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    trail = await http.get(f"/v1/audit/office/{office_id('81.02')}", headers=administrator)
    (item,) = trail.json()["items"]
    others = await http.get(f"/v1/audit/office/{office_id('62.02')}", headers=administrator)

    assert trail.json()["is_intact"] is True
    assert (item["service"], item["actor"]) == ("gateway", "gateway")
    assert len(item["hash"]) == 64
    assert others.status_code == 404


async def test_an_operation_is_found_in_the_service_that_runs_it(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    found = await http.get(f"/v1/operations/{OPERATION}", headers=administrator)

    assert found.json() == {"state": "running", "progress": 0.5}
    assert (await http.get(f"/v1/operations/{uuid4()}", headers=administrator)).status_code == 404
    assert (await http.get("/v1/operations/x", headers=administrator)).status_code == 422
    assert (await http.get(f"/v1/operations/{OPERATION}")).status_code == 401
