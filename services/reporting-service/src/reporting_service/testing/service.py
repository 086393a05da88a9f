"""The service on a given database, and a teller of facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from fastapi import FastAPI, Request

from reporting_service.bootstrap import build
from reporting_service.settings import NAME, ReportingSettings
from shared.clock import Clock
from shared.contracts.event import Event
from shared.contracts.gateway import OfficeChangedV1
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.database.migrate import upgrade
from shared.identity import Role
from shared.messaging.consumer import ConsumerGroup, groups_of
from shared.messaging.contract import Message
from shared.module import ASGIApp, Foundation, ServiceModule
from shared.testing.tokens import TestIssuer
from shared.tokens import SystemTokens


async def migrate_service(owner_url: str) -> None:
    """Brings a test's template database to the newest schema."""
    await upgrade("reporting_service", owner_url, service=NAME)


def build_service(
    address: str,
    *,
    clock: Clock,
    issuer: TestIssuer,
    door: ASGIApp | None = None,
    owners: Mapping[str, ASGIApp] | None = None,
    environment: Literal["production", "development"] = "production",
) -> ServiceModule:
    """The service as a host builds it, with keys that exist for the test alone."""
    database = Database(
        address,
        name=NAME,
        clock=clock,
        keyring=Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32),
    )
    foundation = Foundation(
        clock=clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services={**({} if door is None else {"gateway": door}), **(owners or {})},
    )
    settings = ReportingSettings.model_construct(
        public_base_url="http://satupintu.test", environment=environment
    )
    return build(settings, foundation)


def door_of(account: dict[str, Any], office: dict[str, Any]) -> FastAPI:
    """A door that knows one signatory and one office, as the gateway's internal routes tell."""
    door = FastAPI()

    @door.get("/internal/accounts/{account_id}")
    async def tell_account(account_id: str) -> dict[str, Any]:
        return {"account_id": account_id, **account}

    @door.get("/internal/offices/{office_code}")
    async def tell_office(office_code: str) -> dict[str, Any]:
        return {"office_code": office_code, **office}

    return door


def owner_of(messages: Sequence[Message], *, system: SystemTokens, service: str) -> FastAPI:
    """An owner whose log holds these messages, as every service serves it to its siblings."""
    app = FastAPI()

    @app.get("/internal/events")
    async def tell_events(
        request: Request, after: int, limit: int, offices: str
    ) -> list[dict[str, Any]]:
        token = request.headers["authorization"].partition(" ")[2]
        system.verify(token, target=service).require(Role.SYSTEM)
        log = enumerate((one for one in messages if one.publisher == service), start=1)
        shown = [
            {name: getattr(one, name) for name in Message.__slots__} | {"position": position}
            for position, one in log
            if position > after and one.office in offices.split(",")
        ]
        return shown[:limit]

    return app


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

    async def tell(self, *events: Event, at: datetime | None = None, by: str | None = None) -> None:
        """Delivers facts in one batch, told at that moment; `by` an account, where the contract
        tells who."""
        messages = [self._message(event, at or self._clock.now(), by) for event in events]
        self.told += messages
        await self.deliver(messages)

    async def deliver(self, messages: Sequence[Message]) -> None:
        """Delivers messages, new or not."""
        await self.group.handle(messages)

    async def tell_office(
        self, code: str = "62.02", *, time_zone: str = "Asia/Pontianak", version: int = 1
    ) -> None:
        """Makes an office known."""
        await self.tell(
            OfficeChangedV1(
                office_code=code,
                office_id=UUID(int=int(code.replace(".", ""))),
                name=f"DPMPTSP {code}",
                regency="Kabupaten Kotawaringin Timur",
                time_zone=time_zone,
                survey_gate="required",
                survey_gate_source="setting",
                number_code="DPMPTSP",
                settings_version=version,
            )
        )

    def _message(self, event: Event, at: datetime, by: str | None = None) -> Message:
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
            actor=by if event.tells_actor else None,
        )
