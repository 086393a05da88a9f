"""The service as a host builds it, and a teller of facts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from permit_service.bootstrap import build
from permit_service.settings import NAME, PermitSettings
from permit_service.testing.facts import message_of
from permit_service.testing.memory_work import KEYRING
from shared.clock import Clock
from shared.contracts.event import Event
from shared.database.engine import Database
from shared.database.migrate import upgrade
from shared.messaging.consumer import ConsumerGroup, groups_of
from shared.messaging.contract import Message
from shared.module import ASGIApp, Foundation, ServiceModule
from shared.testing.tokens import TestIssuer

PUBLIC_BASE_URL = "http://satupintu.test"


async def migrate_service(owner_url: str) -> None:
    """Brings a test's template database to the newest schema."""
    await upgrade("permit_service", owner_url, service=NAME)


def open_database(address: str, *, clock: Clock) -> Database:
    """The service's database, with keys that exist for the test alone."""
    return Database(address, name=NAME, clock=clock, keyring=KEYRING)


def build_service(
    database: Database,
    *,
    issuer: TestIssuer,
    home: Path,
    services: Mapping[str, ASGIApp] | None = None,
    **more: Any,
) -> ServiceModule:
    """The service on a given database; signing keys live under `home`, `more` are settings."""
    foundation = Foundation(
        clock=database.clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services=services or {},
    )
    values = {"storage_url": "memory://"} | more
    settings = PermitSettings.model_construct(
        public_base_url=PUBLIC_BASE_URL, signing_home=home, **values
    )
    return build(settings, replace(foundation, screening=settings.screening()))


class Listener:
    """Hands facts to the service's consumer group, as a bus does. It keeps each message, so that
    it can be delivered again."""

    def __init__(self, service: ServiceModule) -> None:
        self._clock = service.database.clock
        groups = groups_of(
            service.subscriptions, database=service.database, work_of=service.work_of
        )
        self.group: ConsumerGroup = groups[0]
        self.told: list[Message] = []
        self._sequences: dict[tuple[str, str], int] = {}

    async def tell(self, *events: Event) -> None:
        """Delivers facts in one batch, told now."""
        messages = [self._message(event) for event in events]
        self.told += messages
        await self.deliver(messages)

    async def deliver(self, messages: Sequence[Message]) -> None:
        """Delivers messages, new or not."""
        await self.group.handle(messages)

    def _message(self, event: Event) -> Message:
        stream = (event.publisher, event.key)
        sequence = self._sequences[stream] = self._sequences.get(stream, 0) + 1
        return message_of(event, at=self._clock.now(), sequence=sequence)
