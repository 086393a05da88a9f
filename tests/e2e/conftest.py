"""The stories' deployments: one process, and many; each started the way a user starts it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from shared.testing.broker_kinds import AnyBroker
from shared.testing.oss import USER_KEY, SimulatedOss, simulated_oss
from stories.deployment import COMMANDS, deployed
from stories.door import Door, open_door
from stories.licence import LicenceStory


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedOss]:
    """The OSS that the deployments are connected to."""
    with simulated_oss(tmp_path_factory.mktemp("oss")) as one:
        yield one


@pytest.fixture(scope="session", params=list(COMMANDS))
async def door(request: pytest.FixtureRequest, oss: SimulatedOss) -> AsyncIterator[Door]:
    """The door of a deployment that lives as long as the run."""
    kafka: str | None = None
    if request.param == "distributed":
        broker: AnyBroker = request.getfixturevalue("broker")
        kafka = broker.bootstrap_servers
    async with (
        deployed(
            request.param,
            kafka=kafka,
            settings={"GATEWAY_OSS_URL": oss.methods, "GATEWAY_OSS_USER_KEY": USER_KEY},
        ) as deployment,
        open_door(deployment.url, deployment.home) as door,
    ):
        yield door


@pytest.fixture(scope="session")
async def licence(door: Door) -> LicenceStory:
    """Somebody's licence, for whoever only reads."""
    story = LicenceStory(door, nib="9120003333333")
    await story.until_signed()
    return story
