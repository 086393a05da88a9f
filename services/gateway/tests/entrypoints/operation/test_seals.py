"""The seals of every service, for the administrator, under keys that everybody may have."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gateway.application.open_deployment import first_accounts, open_deployment
from gateway.bootstrap import GatewayModule
from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.messaging.in_process import InProcessBus
from shared.messaging.relay import Relay
from shared.seals.seal import opened
from shared.seals.sealing import Sealer
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
# The latest of these is older than the gateway's own seal, the clock of the second had jumped.
TIMES = {1: "2026-06-14T22:00:00Z", 2: "2026-06-14T21:00:00Z", 3: "2026-06-14T23:00:00Z"}


def permit_with_seals() -> FastAPI:
    """A service that has sealed three times."""
    app = FastAPI()

    @app.get("/internal/seals")
    async def seals(limit: int, before: int = 9) -> list[dict[str, Any]]:
        rows = [_row(number) for number in sorted(TIMES, reverse=True) if number < before]
        return rows[:limit]

    @app.get("/internal/seal-keys")
    async def keys() -> dict[str, Any]:
        return {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "x", "kid": "of permit"}]}

    return app


def _row(number: int) -> dict[str, Any]:
    return {
        "number": number,
        "position": number * 10,
        "root": "aa" * 32,
        "previous_hash": "",
        "sealed_at": TIMES[number],
        "key_id": "of permit",
        "signature": "a.b.c",
    }


@pytest.fixture
async def door(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A gateway that was opened, and has sealed its own log once."""
    gateway = build_gateway(
        database,
        clock=clock,
        issuer=issuer,
        home=tmp_path,
        services={"permit": permit_with_seals()},
        seal_home=tmp_path / "seals",
    )
    await open_deployment(first_accounts([], lambda: "a first secret"), gateway.ports)
    await _published_and_sealed(gateway)
    async with client(gateway.app) as http:
        yield http


async def _published_and_sealed(gateway: GatewayModule) -> None:
    relay = Relay(gateway.database, InProcessBus())
    connection = await relay.connect()
    try:
        while await relay.step(connection):
            pass
    finally:
        await connection.close()
    assert gateway.sealing is not None
    sealer = Sealer(
        database=gateway.database, sealing=gateway.sealing, clock=gateway.database.clock
    )
    assert await sealer.step() == 1


async def test_the_administrator_reads_every_services_seals_the_latest_first(
    door: httpx.AsyncClient, administrator: Headers, issuer: TestIssuer
) -> None:
    seen, query = [], "?limit=1"
    while query:
        page = (await door.get(f"/v1/audit/seals{query}", headers=administrator)).json()
        seen += page["items"]
        query = f"?limit=1&cursor={page['next_cursor']}" if page["next_cursor"] else ""

    assert [(one["service"], one["number"]) for one in seen] == [
        ("gateway", 1),
        ("permit", 3),
        ("permit", 2),
        ("permit", 1),
    ]
    whole = (await door.get("/v1/audit/seals", headers=administrator)).json()
    assert whole == {"items": seen, "next_cursor": None}
    of_permit = await door.get("/v1/audit/seals?service=permit&limit=2", headers=administrator)
    assert [one["number"] for one in of_permit.json()["items"]] == [3, 2]

    # Anybody can check a seal with what is published.
    keys = (await door.get("/.well-known/seal-keys.json")).json()
    assert {one["service"] for one in keys["keys"]} == {"gateway", "permit"}
    assert all("d" not in one for one in keys["keys"])
    seal = opened(seen[0]["signature"], keys)
    assert (seal.log, seal.position, seal.root.hex()) == (
        "gateway",
        seen[0]["position"],
        seen[0]["root"],
    )

    assert (await door.get("/v1/audit/seals")).status_code == 401
    for role in ("head", "front_office", "integration", "applicant"):
        headers = issuer.headers(role=role, office="81.02")
        assert (await door.get("/v1/audit/seals", headers=headers)).status_code == 403
    unknown = await door.get("/v1/audit/seals?service=x", headers=administrator)
    assert unknown.status_code == 404
    for cursor in ("x", "WyJ4PTEiXQ", "WyJwZXJtaXQ9eCJd", "WyJwZXJtaXQ9LTEiXQ"):
        wrong = await door.get(f"/v1/audit/seals?cursor={cursor}", headers=administrator)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_request")
