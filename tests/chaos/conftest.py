"""What the faults befall: one deployment of each kind, which outlives them all."""

from collections.abc import AsyncIterator

import pytest

from shared.testing.broker_kinds import AnyBroker
from stories.deployment import OFTEN, Deployment, deployed


@pytest.fixture(scope="session")
async def embedded() -> AsyncIterator[Deployment]:
    async with deployed("embedded", settings=OFTEN) as deployment:
        yield deployment


@pytest.fixture(scope="session")
async def distributed(broker: AnyBroker) -> AsyncIterator[Deployment]:
    async with deployed(
        "distributed", kafka=broker.bootstrap_servers, settings=OFTEN
    ) as deployment:
        yield deployment


@pytest.fixture
async def one_process(embedded: Deployment) -> Deployment:
    """Everything in one process, well again whatever happened to it before."""
    await embedded.until_runs()
    return embedded


@pytest.fixture
async def many_processes(distributed: Deployment) -> Deployment:
    """Each service as processes of its own, all of them well again."""
    await distributed.until_runs()
    return distributed
