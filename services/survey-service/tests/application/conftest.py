"""Use cases on memory: two offices are known."""

import pytest

from shared.identity import Caller, Role
from shared.testing.clock import FixedClock
from survey_service.application.follow_offices import keep_offices
from survey_service.application.ports import Ports
from survey_service.application.references import at_office
from survey_service.testing.memory_work import MemoryStorage, memory_ports
from survey_service.testing.service import delivery_of, office_changed


@pytest.fixture
async def storage(clock: FixedClock) -> MemoryStorage:
    storage = MemoryStorage(clock)
    for code, zone in (("62.02", "Asia/Pontianak"), ("81.02", "Asia/Jayapura")):
        async with storage.begin(at_office(code)) as work:
            fact = office_changed(code, time_zone=zone)
            await keep_offices([delivery_of(fact, at=clock.now())], work)  # type: ignore[list-item]
    return storage


@pytest.fixture
def ports(storage: MemoryStorage) -> Ports:
    return memory_ports(storage)


@pytest.fixture
def clerk() -> Caller:
    return Caller(actor="clerk", roles=frozenset({Role.FRONT_OFFICE}), offices=("62.02",))


@pytest.fixture
def administrator() -> Caller:
    return Caller(actor="admin", roles=frozenset({Role.ADMINISTRATOR}), offices=("62.02",))
