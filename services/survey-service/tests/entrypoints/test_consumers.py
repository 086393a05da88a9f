"""Each reaction delivered twice has one effect; and facts in the wrong order do no harm."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationWithdrawnV1,
    LicenceImportedV1,
    LicenceIssuedV1,
)
from shared.identity import system_caller
from shared.messaging.contract import Message
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from survey_service.testing.service import Listener, office_changed, submitted, validated

from .conftest import APPLICATION, told

Facts = Callable[[datetime], Event]


def rejected(at: datetime) -> Event:
    return ApplicationRejectedV1(
        office_code="62.02",
        application_id=APPLICATION,
        service_code="REKLAME",
        channel="MANUAL",
        rejected_at=at,
    )


def withdrawn(at: datetime) -> Event:
    return ApplicationWithdrawnV1(
        office_code="62.02",
        application_id=APPLICATION,
        service_code="REKLAME",
        channel="MANUAL",
        withdrawn_at=at,
    )


def issued(at: datetime) -> Event:
    return LicenceIssuedV1(
        office_code="62.02",
        licence_id=UUID(int=1),
        application_id=APPLICATION,
        service_code="REKLAME",
        channel="MANUAL",
        number="1",
        issued_on=date(2024, 6, 1),
        signed_at=at,
    )


def imported(_at: datetime) -> Event:
    return LicenceImportedV1(
        office_code="62.02",
        licence_id=UUID(int=1),
        service_code="REKLAME",
        channel="SICANTIK",
        number="1",
        issued_on=date(2024, 6, 1),
    )


async def everything(service: ServiceModule) -> list[list[str]]:
    """All rows of the service's own tables, for one office."""
    tables = ("office", "survey_reference", "application_survey", "service_use", "unpublished")
    async with service.database.read(system_caller("test", "62.02")) as connection:
        return [
            [
                str(row)
                for row in await connection.execute(text(f"select * from {table} order by 1"))
            ]
            for table in tables
        ]


@pytest.mark.parametrize(
    "fact",
    [
        lambda at: office_changed("62.02", time_zone="Asia/Jakarta", version=2),
        lambda at: submitted(APPLICATION, at),
        lambda at: validated(APPLICATION, at),
        lambda at: validated(APPLICATION, at, exempt=True),
        rejected,
        withdrawn,
        issued,
        imported,
    ],
)
async def test_a_fact_delivered_twice_has_one_effect(
    service: ServiceModule, listener: Listener, clock: FixedClock, fact: Facts
) -> None:
    before = await everything(service)
    await listener.tell(fact(clock.now()))
    once = await everything(service)

    await listener.deliver(listener.told[-1:])
    await listener.group.replay(listener.told[-1])

    assert once != before
    assert await everything(service) == once


async def test_many_facts_of_many_applications_in_one_batch_are_all_taken(
    service: ServiceModule, listener: Listener, clock: FixedClock
) -> None:
    applications = [UUID(int=number) for number in range(1, 21)]

    await listener.tell(
        *(submitted(one, clock.now(), receipt=f"R-{one.int}") for one in applications),
        *(validated(one, clock.now()) for one in applications),
    )

    opened = [row.subject for row in await told(service)]
    assert sorted(opened) == applications


@pytest.mark.parametrize("end", [rejected, withdrawn])
async def test_an_end_that_overtook_the_validation_keeps_the_survey_closed(
    service: ServiceModule, listener: Listener, clock: FixedClock, end: Facts
) -> None:
    def first(event: Event) -> Message:
        return listener._message(event)

    validation, ending = first(validated(APPLICATION, clock.now())), first(end(clock.now()))
    await listener.group.replay(ending)
    await listener.group.replay(validation)

    assert await told(service) == []


async def test_the_opened_invitation_names_the_fact_that_caused_it(
    service: ServiceModule, listener: Listener, clock: FixedClock
) -> None:
    await listener.tell(validated(APPLICATION, clock.now()))

    (opened,) = await told(service)
    assert opened.causation == listener.told[-1].id
    assert opened.key == str(APPLICATION)
