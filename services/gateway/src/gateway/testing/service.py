"""The gateway on a database of its own, with services behind it that a test directs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from pydantic import SecretStr

from gateway.bootstrap import GatewayModule, build
from gateway.entrypoints.routes import SERVICES
from gateway.settings import NAME, GatewaySettings
from shared.clock import Clock
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.database.migrate import upgrade
from shared.module import ASGIApp, Foundation
from shared.testing.tokens import ISSUER, SYSTEM_SECRET, TestIssuer

KEYRING = Keyring(data_keys={1: b"d" * 32}, index_key=b"i" * 32, link_key=b"l" * 32)
PUBLIC_BASE_URL = "http://satupintu.test"


async def migrate_gateway(owner_url: str) -> None:
    """Brings an empty database to the gateway's schema."""
    await upgrade("gateway", owner_url, service=NAME)


def database_at(address: str, *, clock: Clock) -> Database:
    """The gateway's database."""
    return Database(address, name=NAME, clock=clock, keyring=KEYRING)


def build_gateway(
    database: Database,
    *,
    clock: Clock,
    issuer: TestIssuer,
    home: Path,
    services: Mapping[str, ASGIApp] | None = None,
    **settings: Any,
) -> GatewayModule:
    """The gateway as a host builds it; without `services`, each one echoes what it is asked."""
    behind = services if services is not None else {name: echo_service(name) for name in SERVICES}
    own = _settings(issuer, home, settings)
    return build(
        own,
        Foundation(
            clock=clock,
            database=database,
            verifier=issuer.verifier,
            system_tokens=issuer.system,
            services=behind,
            sealing=own.sealing(NAME),
        ),
    )


def echo_service(name: str) -> FastAPI:
    """Says which service it is and what it was asked."""
    app = FastAPI(title=name)

    @app.get("/readyz")
    async def readyz() -> dict[str, str]:
        return {"status": "ready"}

    @app.api_route("/{path:path}", methods=["GET", "POST"], include_in_schema=False)
    async def echo(path: str, request: Request) -> dict[str, Any]:
        headers = dict(request.headers)
        return {"service": name, "path": f"/{path}", "headers": headers}

    return app


def _settings(issuer: TestIssuer, home: Path, changes: Mapping[str, Any]) -> GatewaySettings:
    key = SecretStr("A" * 43 + "=")
    values: dict[str, Any] = {
        "environment": "development",
        "database_url": SecretStr("postgresql+asyncpg://unused"),
        "public_base_url": PUBLIC_BASE_URL,
        "jwks": json.dumps(issuer.jwks),
        "issuer": ISSUER,
        "system_secret": SecretStr(SYSTEM_SECRET),
        "data_keys": {1: key},
        "index_key": key,
        "link_key": key,
        "token_key": SecretStr(json.dumps(issuer.key)),
        "outgoing_directory": str(home),
    }
    return GatewaySettings(**values | dict(changes))
