"""PostgreSQL is killed under a running deployment: it is started again by itself, and until then
whoever asks is told to come again."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import psutil
import pytest

from stories.deployment import Deployment
from stories.door import open_door
from stories.licence import LicenceStory

AWAY_AT_MOST_SECONDS = 30


def postgres_of(deployment: Deployment) -> psutil.Process | None:
    """The server's own process, while there is one."""
    found = (one for one in deployment.processes() if one.name() == "postgres")
    return next(found, None)


async def asked_until_it_is_back(
    deployment: Deployment, ask: httpx.Request, http: httpx.AsyncClient, *, killed: int
) -> AsyncIterator[httpx.Response]:
    """Every answer up to the first good one of a new server."""
    async with asyncio.timeout(AWAY_AT_MOST_SECONDS):
        while True:
            server = postgres_of(deployment)
            answer = await http.send(ask)
            yield answer
            if server is not None and server.pid != killed and answer.status_code == 200:
                return
            await asyncio.sleep(0.02)


async def killed_and_asked(deployment: Deployment) -> None:
    """The run, the same for both modes."""
    async with open_door(deployment.url, deployment.home) as door:
        story = LicenceStory(door)
        applicant = await story.register()
        await story.apply()
        server = postgres_of(deployment)
        assert server is not None
        headers = {"Authorization": f"Bearer {applicant.token}"}
        ask = applicant.http.build_request("GET", story.path, headers=headers)

        server.kill()
        asking = asked_until_it_is_back(deployment, ask, applicant.http, killed=server.pid)
        answers = [one async for one in asking]

    assert {one.status_code for one in answers} <= {200, 503}
    assert all("retry-after" in one.headers for one in answers if one.status_code == 503)
    assert answers[-1].json()["id"] == story.application["id"]
    assert deployment.process is not None
    assert deployment.process.poll() is None


async def test_killed_under_one_process_it_comes_back_and_nobody_sees_worse_than_503(
    one_process: Deployment,
) -> None:
    await killed_and_asked(one_process)


@pytest.mark.broker
async def test_killed_under_many_processes_it_comes_back_and_nobody_sees_worse_than_503(
    many_processes: Deployment,
) -> None:
    await killed_and_asked(many_processes)
