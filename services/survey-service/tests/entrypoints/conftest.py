"""Ways to a link: what the permit service would mail."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from survey_service.domain.questionnaire import Element
from survey_service.testing.memory_work import KEYRING
from survey_service.testing.service import Listener, submitted, validated

GOOD: dict[str, Any] = {element.value: 3 for element in Element}
APPLICATION = UUID(int=7)
Open = Callable[..., Awaitable[str]]


async def told(service: ServiceModule, office: str = "62.02") -> list[Any]:
    """The rows of the event log that an office sees, in the order they were told."""
    async with service.database.read(system_caller("test", office)) as connection:
        rows = await connection.execute(
            text(
                "select e.* from event_log e join unpublished u on u.event_id = e.id"
                " order by u.local_order"
            )
        )
        return list(rows)


async def announce(service: ServiceModule) -> None:
    """Lets the service's timer run for a moment."""
    (loop,) = service.loops
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await loop.run()


@pytest.fixture
async def open_survey(service: ServiceModule, listener: Listener, clock: FixedClock) -> Open:
    """Submits and validates an application; returns its link's token."""

    async def open_one(
        application: UUID = APPLICATION, *, receipt: str = "R-1", office: str = "62.02"
    ) -> str:
        await listener.tell(submitted(application, clock.now(), receipt=receipt, office=office))
        await listener.tell(validated(application, clock.now(), office=office))
        opened = [row for row in await told(service, office) if row.subject == application]
        invitation = next(row for row in opened if row.type == "survey.invitation_opened")
        return KEYRING.link_token(UUID(json.loads(invitation.data)["invitation_id"]))

    return open_one
