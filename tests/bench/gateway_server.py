"""The gateway as a process of its own, in front of a permit service, for P4.

Takes one JSON argument: {"key", "home", "port", "permit"}; `permit` is the service's address.
"""

import gc
import json
import sys
from pathlib import Path

from bench.harness import pin
from bench.permit_server import issuer_of
from gateway.testing.service import build_gateway, database_at
from shared.clock import SystemClock
from shared.module import ASGIApp
from shared.runtime.serve import http_server, run, run_for_ever
from shared.services import RemoteService
from shared.testing.tokens import TestIssuer

# What passes through asks no database.
NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
ENOUGH_REQUESTS = 1_000_000_000


def door_before(permit: ASGIApp, *, issuer: TestIssuer, home: Path) -> ASGIApp:
    """The whole gateway, with its limits out of the way."""
    clock = SystemClock()
    module = build_gateway(
        database_at(NOWHERE, clock=clock),
        clock=clock,
        issuer=issuer,
        home=home,
        services={"permit": permit},
        requests_per_minute=ENOUGH_REQUESTS,
    )
    return module.app


async def main(options: dict[str, object]) -> None:
    """Serves the door on the load's core: the service keeps its own."""
    pin(0)
    key: dict[str, str] = options["key"]  # type: ignore[assignment]
    door = door_before(
        RemoteService(str(options["permit"])),
        issuer=issuer_of(key),
        home=Path(str(options["home"])),
    )
    port = int(str(options["port"]))
    gc.freeze()  # as the hosts do
    await run_for_ever([http_server(door, host="127.0.0.1", port=port)])


if __name__ == "__main__":
    arguments = json.loads(sys.argv[1])
    run(lambda: main(arguments))
