"""What a service is to its host: an app, its subscriptions and its loops. It owns no port,
process or lifespan."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.clock import Clock
from shared.database.engine import Database, Transaction
from shared.database.faults import is_away
from shared.documents.scanning import UNSCREENED, Screening
from shared.errors import Refusal
from shared.messaging.contract import AnySubscription
from shared.seals.sealing import Sealing
from shared.telemetry import logger
from shared.tokens import SystemTokens, TokenVerifier

log = logger(__name__)

ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What a host gives to a service. `services` are its siblings, each as an ASGI app: mounted
    in the same process or behind a connection, which the service cannot tell. Without
    `sealing` the service's log gets no seals; `screening` looks through what is uploaded."""

    clock: Clock
    database: Database
    verifier: TokenVerifier
    system_tokens: SystemTokens
    services: Mapping[str, ASGIApp]
    sealing: Sealing | None = None
    screening: Screening = UNSCREENED


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Work that runs for ever beside the app. If it ends or raises, the process goes down."""

    name: str
    run: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceModule:
    """`work_of` makes the service's work of a transaction, for its reactions."""

    name: str
    app: ASGIApp
    database: Database
    work_of: Callable[[Transaction], Any]
    subscriptions: tuple[AnySubscription, ...] = ()
    loops: tuple[Loop, ...] = ()
    sealing: Sealing | None = None


def every(seconds: float, name: str, step: Callable[[], Awaitable[None]]) -> Loop:
    """A loop that takes a step, waits, and survives refusals and a database that is away."""

    async def run() -> None:
        while True:
            try:
                await step()
            except Exception as error:
                if not isinstance(error, Refusal) and not is_away(error):
                    raise
                log.warning("step_not_taken", loop=name, error=type(error).__name__)
            await asyncio.sleep(seconds)

    return Loop(name=name, run=run)
