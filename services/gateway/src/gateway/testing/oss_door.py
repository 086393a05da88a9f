"""The part of the gateway that tells OSS, on a database of its own, before a permit service that a
test directs."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from gateway.adapters.oss.client import HttpOss
from gateway.adapters.oss.parts import OssParts, oss_parts
from gateway.adapters.work import PostgresBegin, PostgresRead, PostgresWork
from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.offices.open_office import tell_office
from gateway.application.open_deployment import first_offices
from gateway.application.oss.send_oss_records import send_oss_records
from gateway.domain.oss.record import OssRecord
from gateway.entrypoints.consumers.oss import subscriptions
from gateway.testing.permit_desk import TestDesk
from gateway.testing.service import database_at, migrate_gateway
from shared.contracts.event import Event
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.messaging.consumer import groups_of
from shared.messaging.contract import Message
from shared.module import Foundation
from shared.testing.clock import FixedClock
from shared.testing.oss import USER_KEY, SimulatedOss
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

OFFICE = "81.02"
OFFICES = ("53.11", "62.02", "81.02")


@dataclass(slots=True)
class OssDoor:
    """What a test tells it, and what came of it. `parts` without a connection send nothing."""

    database: Database
    clock: FixedClock
    issuer: TestIssuer
    desk: TestDesk
    parts: OssParts
    told: Counter[str] = field(default_factory=Counter)

    async def tell(self, event: Event, *, times: int = 1, at: datetime | None = None) -> None:
        """Delivers a fact, each time with the same message."""
        self.told[event.key] += 1
        message = Message(
            id=uuid4(),
            type=event.type,
            version=event.version,
            office=event.office_code,
            subject_type=event.subject_type,
            subject=event.subject,
            sequence=1,
            key=event.key,
            key_sequence=self.told[event.key],
            occurred_at=at or self.clock.now(),
            data=event.model_dump_json(),
        )
        for _ in range(times):
            # A runner of its own each time: what it knows is what the database knows.
            (group,) = groups_of(
                subscriptions(),
                database=self.database,
                work_of=lambda work: PostgresWork(work, self.database.keyring),
            )
            await group.handle([message])

    async def send(self, *, rounds: int = 1, minutes: int = 0) -> int:
        """Lets the loop take its steps, time going on before each."""
        settled = 0
        for _ in range(rounds):
            self.clock.set(self.clock.now() + timedelta(minutes=minutes))
            settled += await send_oss_records(self.parts.sending)
        return settled

    async def records(self, office: str = OFFICE) -> list[OssRecord]:
        """In the order in which they were planned."""
        async with self.parts.sending.read(system_caller("gateway", office)) as stores:
            found = await stores.oss_records.page(state=None, before=None, limit=200)
        return sorted(found, key=lambda one: one.id)

    async def facts(self, kind: str) -> list[dict[str, Any]]:
        """What was told of this type, in order."""
        async with self.database.read(system_caller("gateway", *OFFICES)) as connection:
            rows = await connection.execute(
                text("select data::jsonb as data from event_log where type = :type order by id"),
                {"type": kind},
            )
            return [row.data for row in rows]

    def unconnected(self) -> "OssDoor":
        """The same, for an office with which nothing was agreed on."""
        sending = replace(self.parts.sending, oss=None)
        return replace(self, parts=replace(self.parts, sending=sending))


@asynccontextmanager
async def oss_door(
    server: PostgresServer, simulator: SimulatedOss, *, at: datetime
) -> AsyncIterator[OssDoor]:
    """A door on a fresh database with the offices of the first start, connected to the
    simulator."""
    async with server.database_copy("gateway", migrate_gateway) as address:
        clock, desk = FixedClock(at), TestDesk()
        issuer = TestIssuer(clock=clock)
        database = database_at(address, clock=clock)
        begin, read = PostgresBegin(database), PostgresRead(database)
        async with begin(system_caller("gateway", *OFFICES)) as work:
            for office in first_offices():
                await work.offices.add(office)
                tell_office(office, work)
        foundation = Foundation(
            clock=clock,
            database=database,
            verifier=issuer.verifier,
            system_tokens=issuer.system,
            services={"permit": desk.app},
        )
        parts = oss_parts(
            foundation,
            IntegrationPorts(clock=clock, new_id=new_id, begin=begin, read=read),
            client="oss",
            credentials=None,
            oss=HttpOss(url=simulator.methods, user_key=USER_KEY, timeout_seconds=10.0),
        )
        yield OssDoor(database=database, clock=clock, issuer=issuer, desk=desk, parts=parts)
        await database.close()


def permit_id(of: UUID) -> str:
    """An id of OSS that no other test has."""
    return f"I-{of.int % 10**18}"
