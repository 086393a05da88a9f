"""The permit service's API as a process of its own, on a given database, for the benches.

On the ports after it answer, for comparison, the smallest app there is, the smallest route of the
same framework, and a gateway that has the same service mounted. Takes one JSON argument:
{"address", "key", "home", "port"}; the key is the token issuer's.
"""

import gc
import json
import sys
from pathlib import Path

from fastapi import FastAPI

from bench.harness import pin
from bench.load import CONNECTIONS
from permit_service.settings import NAME
from permit_service.testing.memory_work import KEYRING
from permit_service.testing.service import build_service
from shared.clock import SystemClock
from shared.database.engine import Database
from shared.runtime.serve import http_server, run, run_for_ever
from shared.testing.tokens import ISSUER, TestIssuer
from shared.tokens import TokenSigner, TokenVerifier, public_jwks


def issuer_of(key: dict[str, str]) -> TestIssuer:
    """The same issuer in two processes."""
    issuer = TestIssuer()
    issuer.key, issuer.jwks = key, public_jwks(key)
    issuer.signer = TokenSigner(key, issuer=ISSUER, clock=SystemClock())
    issuer.verifier = TokenVerifier(issuer.jwks, issuer=ISSUER, clock=SystemClock())
    return issuer


BARE, HELLO, DOOR = 1, 2, 3


async def bare(_scope: object, _receive: object, send: object) -> None:
    """The smallest app: what the server itself costs."""
    start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]}
    await send(start)  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"hello"})  # type: ignore[operator]


def framework() -> FastAPI:
    """The smallest route of the framework."""
    app = FastAPI()

    @app.get("/")
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    return app


async def main(options: dict[str, object]) -> None:
    """Serves the four on one core, with as many hot connections as the load and the floor have:
    commits that come together share a write to the disk."""
    # Imported here: the gateway's own server imports this module for the issuer.
    from bench.gateway_server import door_before

    pin(1)
    database = Database(
        str(options["address"]),
        name=NAME,
        clock=SystemClock(),
        keyring=KEYRING,
        pool_size=CONNECTIONS // 2,
    )
    key: dict[str, str] = options["key"]  # type: ignore[assignment]
    issuer, home = issuer_of(key), Path(str(options["home"]))
    service = build_service(database, issuer=issuer, home=home)
    door = door_before(service.app, issuer=issuer, home=home)
    port = int(str(options["port"]))
    gc.freeze()  # as the hosts do
    await run_for_ever(
        [
            http_server(service.app, host="127.0.0.1", port=port),
            http_server(bare, host="127.0.0.1", port=port + BARE),
            http_server(framework(), host="127.0.0.1", port=port + HELLO),
            http_server(door, host="127.0.0.1", port=port + DOOR),
        ]
    )


if __name__ == "__main__":
    arguments = json.loads(sys.argv[1])
    run(lambda: main(arguments))
