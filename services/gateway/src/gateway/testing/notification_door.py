"""The part of the gateway that notifies, on a database of its own, with a permit service that
answers what a test tells it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from gateway.adapters.notifications.parts import sending_ports
from gateway.adapters.work import PostgresWork
from gateway.application.notifications.ports import SendingPorts
from gateway.entrypoints.consumers.notifications import subscriptions
from shared.contracts.event import Event
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.database.migrate import upgrade
from shared.messaging.consumer import groups_of
from shared.messaging.contract import Message
from shared.module import Foundation
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer


async def migrate_gateway(owner_url: str) -> None:
    """Brings a test's template database to the newest schema."""
    await upgrade("gateway", owner_url, service="gateway")


@dataclass(slots=True)
class PermitDoor:
    """The permit service's internal route, as the gateway meets it."""

    issuer: TestIssuer
    answers: dict[tuple[str, UUID], dict[str, Any]] = field(default_factory=dict)

    @property
    def app(self) -> FastAPI:
        """Answers as `gateway.adapters.notifications.applicants` says."""
        app = FastAPI()

        @app.get("/internal/applications/{application_id}/contact")
        async def contact(application_id: UUID, offices: str, request: Request) -> JSONResponse:
            token = request.headers["authorization"].removeprefix("Bearer ")
            is_known = self.issuer.system.verify(token, "permit").actor == "gateway"
            found = self.answers.get((offices, application_id)) if is_known else None
            return JSONResponse(found or {"code": "not_found"}, 200 if found else 404)

        @app.get("/internal/licences/{licence_id}/contact")
        async def holder(licence_id: UUID, offices: str, request: Request) -> JSONResponse:
            return await contact(licence_id, offices, request)

        return app


@dataclass(slots=True)
class Door:
    """The part of the gateway that notifies, on a database of its own."""

    database: Database
    clock: FixedClock
    issuer: TestIssuer
    permit: PermitDoor
    ports: SendingPorts
    outgoing: Path
    told: int = 0

    async def tell(self, event: Event, *, times: int = 1) -> None:
        """Delivers a fact, each time with the same message."""
        self.told += 1
        message = Message(
            id=uuid4(),
            type=event.type,
            version=event.version,
            office=event.office_code,
            subject_type=event.subject_type,
            subject=event.subject,
            sequence=1,
            key=event.key,
            key_sequence=self.told,
            occurred_at=self.clock.now(),
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

    def mails(self) -> list[EmailMessage]:
        """What lies in the outgoing directory."""
        return [
            message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
            for path in self.outgoing.glob("*.eml")
        ]


@asynccontextmanager
async def notifying_door(
    server: PostgresServer, outgoing: Path, *, at: datetime
) -> AsyncIterator[Door]:
    """A door on a fresh database, with files for servers."""
    async with server.database_copy("gateway", migrate_gateway) as address:
        clock = FixedClock(at)
        issuer = TestIssuer(clock=clock)
        permit = PermitDoor(issuer)
        keyring = Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32)
        database = Database(address, name="gateway", clock=clock, keyring=keyring)
        ports = sending_ports(
            foundation_of(database, issuer, permit),
            public_base_url="https://satupintu.test",
            mail_sender="izin@dpmptsp.test",
            outgoing_directory=outgoing,
        )
        yield Door(database, clock, issuer, permit, ports, outgoing)
        await database.close()


def foundation_of(database: Database, issuer: TestIssuer, permit: PermitDoor) -> Foundation:
    """What a host would give."""
    return Foundation(
        clock=database.clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services={"permit": permit.app},
    )
