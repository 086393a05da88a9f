"""The stories' deployments: one process, and many; each started the way a user starts it."""

import json
from collections.abc import AsyncIterator, Iterator

import pytest
from xdist.remote import Producer

from shared.testing.broker_kinds import AnyBroker
from shared.testing.oss import USER_KEY, SimulatedOss, simulated_oss
from shared.testing.sicantik import SimulatedSicantik, simulated_sicantik
from stories.deployment import COMMANDS, OFTEN, deployed
from stories.door import Door, open_door
from stories.licence import LicenceStory
from stories.modes import OneWorkerPerMode

# The office that is connected to SiCANTIK; the others have none.
CONNECTED = "53.11"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneWorkerPerMode:
    """With `-n 2` the two modes run side by side."""
    return OneWorkerPerMode(config, log)


@pytest.fixture(scope="session")
def sicantik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedSicantik]:
    """What the connected office applies to."""
    with simulated_sicantik(tmp_path_factory.mktemp("sicantik")) as running:
        yield running


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedOss]:
    """The OSS that the deployments are connected to."""
    with simulated_oss(tmp_path_factory.mktemp("oss")) as one:
        yield one


@pytest.fixture(scope="session", params=list(COMMANDS))
async def door(
    request: pytest.FixtureRequest, oss: SimulatedOss, sicantik: SimulatedSicantik
) -> AsyncIterator[Door]:
    """The door of a deployment that lives as long as the run."""
    kafka: str | None = None
    if request.param == "distributed":
        broker: AnyBroker = request.getfixturevalue("broker")
        kafka = broker.bootstrap_servers
    async with (
        deployed(
            request.param,
            kafka=kafka,
            settings=OFTEN
            | {
                "GATEWAY_OSS_URL": oss.methods,
                "GATEWAY_OSS_USER_KEY": USER_KEY,
                **_connected(sicantik),
            },
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


def _connected(sicantik: SimulatedSicantik) -> dict[str, str]:
    """The gateway reads the simulator every second, and looks again soon after a failure."""
    office = sicantik.template_data(rows_per_page=50, tries=1)
    return {
        "GATEWAY_SICANTIK": json.dumps({CONNECTED: office}),
        "GATEWAY_SICANTIK_INTERVAL_SECONDS": "1",
        "GATEWAY_INTEGRATION_WAIT_SECONDS": "0.5",
    }
