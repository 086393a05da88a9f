"""The service as a host builds it, and a teller of facts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from shared.clock import Clock
from shared.contracts.event import Event
from shared.contracts.gateway import OfficeChangedV1
from shared.contracts.permit import ApplicationSubmittedV1, ApplicationValidatedV1
from shared.database.engine import Database
from shared.database.migrate import upgrade
from shared.messaging.consumer import ConsumerGroup, groups_of
from shared.messaging.contract import Delivery, Message
from shared.module import Foundation, ServiceModule
from shared.testing.tokens import TestIssuer
from survey_service.bootstrap import build
from survey_service.settings import NAME, SurveySettings
from survey_service.testing.memory_work import KEYRING


async def migrate_service(owner_url: str) -> None:
    """Brings a test's template database to the newest schema."""
    await upgrade("survey_service", owner_url, service=NAME)


def open_database(address: str, clock: Clock) -> Database:
    """The service's database with keys that exist for the test alone."""
    return Database(address, name=NAME, clock=clock, keyring=KEYRING)


def build_service(
    database: Database, *, clock: Clock, issuer: TestIssuer, answers_told_together: int = 5
) -> ServiceModule:
    """The service on a given database."""
    foundation = Foundation(
        clock=clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services={},
    )
    settings = SurveySettings.model_construct(answers_told_together=answers_told_together)
    return build(settings, foundation)


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


def message_of(event: Event, *, at: datetime, sequence: int = 1) -> Message:
    """A fact as it travels."""
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


def delivery_of(event: Event, *, at: datetime) -> Delivery[Event]:
    """A fact as a reaction gets it."""
    return Delivery(message=message_of(event, at=at), event=event)


def office_changed(
    code: str = "62.02", *, time_zone: str = "Asia/Pontianak", version: int = 1
) -> OfficeChangedV1:
    """The gateway tells of an office."""
    return OfficeChangedV1(
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


def submitted(
    application_id: UUID, at: datetime, *, receipt: str = "R-1", office: str = "62.02"
) -> ApplicationSubmittedV1:
    """The permit service tells of a receipt."""
    return ApplicationSubmittedV1(
        office_code=office,
        application_id=application_id,
        service_code="REKLAME",
        channel="MANUAL",
        mode="self_service",
        receipt_number=receipt,
        submitted_at=at,
    )


def validated(
    application_id: UUID, at: datetime, *, exempt: bool = False, office: str = "62.02"
) -> ApplicationValidatedV1:
    """The permit service tells of a validation."""
    return ApplicationValidatedV1(
        office_code=office,
        application_id=application_id,
        service_code="REKLAME",
        channel="MANUAL",
        mode="self_service",
        survey_gate="exempt" if exempt else "required",
        validated_at=at,
    )
