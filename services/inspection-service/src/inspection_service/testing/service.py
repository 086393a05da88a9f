"""The service on a given database, and a teller of facts."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text

from inspection_service.bootstrap import build
from inspection_service.settings import NAME, InspectionSettings
from shared.clock import Clock
from shared.contracts.event import Event
from shared.contracts.gateway import OfficeChangedV1
from shared.contracts.permit import LicenceIssuedV1
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.database.migrate import upgrade
from shared.identity import system_caller
from shared.messaging.consumer import ConsumerGroup, groups_of
from shared.messaging.contract import Message
from shared.module import ASGIApp, Foundation, Loop, ServiceModule
from shared.testing.tokens import TestIssuer

PATIENCE_SECONDS = 20
PUBLIC_BASE_URL = "http://satupintu.test"


async def migrate_service(owner_url: str) -> None:
    """Brings a test's template database to the newest schema."""
    await upgrade("inspection_service", owner_url, service=NAME)


def database_at(address: str, *, clock: Clock) -> Database:
    """The service's database, with keys that exist for the test alone."""
    return Database(
        address,
        name=NAME,
        clock=clock,
        keyring=Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32),
    )


def build_service(
    database: Database,
    *,
    issuer: TestIssuer,
    home: Path,
    services: dict[str, ASGIApp] | None = None,
) -> ServiceModule:
    """The service as a host builds it; letters and signing keys live under `home`."""
    foundation = Foundation(
        clock=database.clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services=services or {},
    )
    settings = InspectionSettings.model_construct(
        public_base_url=PUBLIC_BASE_URL,
        storage_url="memory://",
        signing_home=str(home),
        complete_interval_seconds=0.05,
        overdue_interval_seconds=0.05,
    )
    return build(settings, foundation)


async def run_until(loop: Loop, is_done: Callable[[], Awaitable[bool]]) -> None:
    """Runs a timer until something holds; raises TimeoutError when it does not come about."""
    running: asyncio.Future[None] = asyncio.ensure_future(loop.run())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            # What is waited for stands in a database, which sets no event.
            while not await is_done():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    finally:
        running.cancel()


async def count(service: ServiceModule, question: str) -> int:
    """How many rows of office 53.11 there are: `question` follows `select count(*) from`."""
    async with service.database.read(system_caller("test", "53.11")) as connection:
        counted = await connection.execute(text(f"select count(*) from {question}"))
        return int(counted.scalar_one())


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
        messages = [self._message(event, self._clock.now()) for event in events]
        self.told += messages
        await self.deliver(messages)

    async def deliver(self, messages: Sequence[Message]) -> None:
        """Delivers messages, new or not."""
        await self.group.handle(messages)

    async def tell_office(self, code: str = "53.11", *, version: int = 1) -> None:
        """Makes an office known."""
        await self.tell(
            OfficeChangedV1(
                office_code=code,
                office_id=UUID(int=int(code.replace(".", ""))),
                name="DPMPTSP",
                regency="Sumba Timur",
                time_zone="Asia/Makassar",
                survey_gate="required",
                survey_gate_source="setting",
                number_code="DPMPTSP",
                settings_version=version,
            )
        )

    async def tell_licence(
        self,
        *,
        nib: str | None,
        licence_id: UUID | None = None,
        office_code: str = "53.11",
        service_code: str = "REKLAME",
        issued_on: date = date(2026, 1, 5),
    ) -> UUID:
        """A licence was issued; returns its id."""
        licence_id = licence_id or uuid4()
        await self.tell(
            LicenceIssuedV1(
                office_code=office_code,
                licence_id=licence_id,
                application_id=uuid4(),
                service_code=service_code,
                channel="SICANTIK",
                number=f"{licence_id}",
                nib=nib,
                issued_on=issued_on,
                signed_at=self._clock.now(),
            )
        )
        return licence_id

    def _message(self, event: Event, at: datetime) -> Message:
        stream = (event.publisher, event.key)
        sequence = self._sequences[stream] = self._sequences.get(stream, 0) + 1
        return Message(
            id=uuid4(),
            type=event.type,
            version=event.version,
            office=event.office_code,
            subject_type=event.subject_type,
            subject=event.subject,
            sequence=sequence,
            key=event.key,
            key_sequence=sequence,
            occurred_at=at,
            data=event.model_dump_json(),
        )
