"""kill -9 of any process at random moments while applicants go on: nothing is lost, nothing
happens twice, nothing overtakes within a key.

Reduced here; `make soak` runs it in full. The seed is printed, and can be given.
"""

import asyncio
import itertools
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest

from shared.testing.broker_kinds import AnyBroker
from stories.deployment import Deployment
from stories.door import Door, open_door
from stories.invariants import broken_for_good, drained
from stories.licence import LicenceStory
from stories.suite import ChaosSettings

ACKNOWLEDGED = (
    "permit.application_submitted",
    "permit.application_verified",
    "permit.application_validated",
    "permit.licence_issued",
)
SETTINGS = ChaosSettings()
# A run counts only if it had teeth; stories are made until it has, but not for ever.
KILLS_AT_LEAST = 3
STORIES_AT_MOST = 5


async def run_stories(
    door: Door, count: int, *, at_once: int, is_enough: Callable[[], bool]
) -> list[tuple[str, str]]:
    """(application, event) of every command that was answered with success: of `count` stories,
    and of as many more as it takes until it is enough, up to STORIES_AT_MOST times as many."""
    numbers = itertools.count()
    told: list[tuple[str, str]] = []

    async def one_after_another() -> None:
        for number in numbers:
            if number >= count * (1 if is_enough() else STORIES_AT_MOST):
                return
            story = LicenceStory(door, nib=f"912{number:010d}")
            await story.until_signed()
            told.extend((story.application["id"], kind) for kind in ACKNOWLEDGED)

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return told


async def kill_now_and_then(
    deployment: Deployment, chance: random.Random, killed: Counter[str], *, every: float
) -> None:
    """Kills something at random until it is cancelled; a killed command is started again.

    A machine that is slow to start again is left alone as long as it took: work has to go on.
    """
    loop = asyncio.get_running_loop()
    took = 0.0
    while True:
        await asyncio.sleep(max(chance.uniform(every / 2, every * 1.5), took))
        began = loop.time()
        victim = chance.choice([None, *deployment.processes()])
        if victim is None and deployment.mode == "distributed":
            continue  # there the command only watches; its children are what does the work
        if victim is None:
            killed["the process"] += 1
            deployment.kill()
            deployment.start()
            await deployment.until_ready()
            took = loop.time() - began
            continue
        try:
            name = _name(victim)
            victim.send_signal(signal.SIGKILL)
            killed[name] += 1
        except psutil.NoSuchProcess:
            continue
        await deployment.until_ready()
        took = loop.time() - began


def _name(process: psutil.Process) -> str:
    words = process.cmdline()
    named = [word for word in words if word.endswith("_service") or word == "gateway"]
    part = words[words.index("--part") + 1] if "--part" in words else ""
    return " ".join([*(named or [process.name()]), part]).strip()


async def under_fire(deployment: Deployment, *, stories: int, every: float) -> None:
    """The run, and everything that has to hold after it."""
    seed = SETTINGS.seed or random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - what a failure is replayed with
    killed: Counter[str] = Counter()
    async with open_door(deployment.url, deployment.home, patience_seconds=120) as door:
        killer = asyncio.create_task(
            kill_now_and_then(deployment, random.Random(seed), killed, every=every)
        )
        told = asyncio.create_task(
            run_stories(
                door, stories, at_once=8, is_enough=lambda: killed.total() >= KILLS_AT_LEAST
            )
        )
        await asyncio.wait({told, killer}, return_when=asyncio.FIRST_COMPLETED)
        if killer.done():
            killer.result()  # it never ends by itself: this raises what went wrong
        killer.cancel()
        await asyncio.gather(killer, return_exceptions=True)
        acknowledged = await told
        await deployment.until_runs()
        await drained(deployment.home, seconds=90)
        assert await broken_for_good(deployment.home, acknowledged) == []
        assert len(acknowledged) >= stories * len(ACKNOWLEDGED)
        assert killed.total() >= KILLS_AT_LEAST, killed
        assert door.patience.retried > 0


@pytest.mark.requirement("R003-Menimbang-b")
async def test_one_process_and_its_database_are_killed_again_and_again(
    one_process: Deployment,
) -> None:
    """Reliable: I1 to I8 hold after every kill."""
    await under_fire(one_process, stories=SETTINGS.stories, every=3)


@pytest.mark.broker
async def test_any_of_many_processes_is_killed_again_and_again(
    many_processes: Deployment,
) -> None:
    await under_fire(many_processes, stories=SETTINGS.stories, every=4)


@contextmanager
def away(broker: AnyBroker) -> Iterator[None]:
    """It is killed, and back afterwards whatever happens meanwhile: others need it too."""
    broker.kill()
    try:
        yield
    finally:
        broker.start()


@pytest.mark.broker
async def test_a_broker_that_is_stopped_stops_no_command(
    many_processes: Deployment, broker: AnyBroker
) -> None:
    """Every command still answers; everything arrives afterwards."""
    if not broker.can_stop:
        pytest.skip("somebody else's broker is not stopped")
    deployment = many_processes
    async with open_door(deployment.url, deployment.home) as door:
        stories = [LicenceStory(door, nib=f"913{number:010d}") for number in range(6)]
        await stories[0].until_validated()
        with away(broker):
            stopped_at = asyncio.get_running_loop().time()
            for story in stories[1:]:
                await story.until_validated()
            left = SETTINGS.broker_away_seconds - (asyncio.get_running_loop().time() - stopped_at)
            await asyncio.sleep(max(left, 0))
            refused = await stories[1].sign(expect=409)
            assert refused["code"] == "survey_not_completed"
        for story in stories:
            await story.answer_survey()
            await story.survey_is_in()
            await story.sign()
        await drained(deployment.home)
        acknowledged = [(one.application["id"], kind) for one in stories for kind in ACKNOWLEDGED]
        assert await broken_for_good(deployment.home, acknowledged) == []
