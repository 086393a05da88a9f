"""Files and documents belong together, whatever dies between the storage and the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from permit_service.application.ports import Ports, Work
from permit_service.application.sweep_files import sweep_files
from permit_service.testing.facts import OFFICE
from shared.documents.storage import ObjectMissing, ObjectStorage, StorageUnavailable
from shared.errors import Unavailable
from shared.identity import Caller, system_caller
from shared.messaging.once import Once

from .story import Story


class _Killed(BaseException):
    """The process ends here: nothing that comes after runs."""


class _DyingStorage(ObjectStorage):
    """Stores a file, and is then not there to clean up."""

    async def delete(self, key: str) -> None:
        raise _Killed


def dying_after_the_file_is_stored(ports: Ports) -> Ports:
    """Ports of a process that is killed when it wants to keep the document."""
    storage = _DyingStorage(ports.storage._store)
    begun = 0

    @asynccontextmanager
    async def begin(caller: Caller, *, once: Once | None = None) -> AsyncIterator[Work]:
        nonlocal begun
        begun += 1
        if begun > 1:
            raise _Killed
        async with ports.begin(caller, once=once) as work:
            yield work

    return replace(ports, begin=begin, storage=storage)


@pytest.fixture
async def orphan(story: Story) -> tuple[UUID, str]:
    """A draft, and the key of a file that no document came of."""
    draft = (await story.draft()).application.id
    await story.upload(draft, 1)
    alive = story.ports
    story.ports = dying_after_the_file_is_stored(alive)
    with pytest.raises(_Killed):
        await story.upload(draft, 2)
    story.ports = alive
    (key,) = story.desk.shelves.unclaimed
    return draft, key


async def kept(story: Story, draft: UUID) -> list[str]:
    caller = system_caller("permit", OFFICE)
    async with story.desk.read(caller) as reading:
        documents = (await reading.dossier(draft)).application.documents
    return [one.storage_key for one in documents]


async def test_a_file_of_a_process_that_died_is_swept_after_an_hour_and_no_other(
    story: Story, orphan: tuple[UUID, str]
) -> None:
    draft, key = orphan
    storage, (document,) = story.ports.storage, await kept(story, draft)

    assert await sweep_files(story.ports) == 0
    assert await storage.get(key)
    story.clock.move(timedelta(hours=2))
    assert await sweep_files(story.ports) == 1

    with pytest.raises(ObjectMissing):
        await storage.get(key)
    assert await storage.get(document)
    story.clock.move(timedelta(days=400))
    assert await sweep_files(story.ports) == 0
    assert await storage.get(document)


async def test_a_storage_that_is_away_while_sweeping_is_swept_when_it_is_back(
    story: Story, orphan: tuple[UUID, str]
) -> None:
    _, key = orphan
    alive = story.ports

    class Away(ObjectStorage):
        async def delete(self, key: str) -> None:
            raise StorageUnavailable

    story.clock.move(timedelta(hours=2))
    with pytest.raises(StorageUnavailable):
        await sweep_files(replace(alive, storage=Away(alive.storage._store)))
    caller = system_caller("permit", OFFICE)
    async with story.desk.begin(caller) as work:
        with pytest.raises(Unavailable):
            await work.documents.claim(key)

    assert await sweep_files(alive) == 1
    with pytest.raises(ObjectMissing):
        await alive.storage.get(key)


async def test_an_upload_that_is_overtaken_by_the_sweeper_is_refused_whole(
    story: Story,
) -> None:
    draft = (await story.draft()).application.id
    alive = story.ports

    class Slow(ObjectStorage):
        """Takes so long that the clock has gone on for hours meanwhile."""

        async def put_stream(self, key: str, chunks: Any, *, max_bytes: int) -> Any:
            stored = await super().put_stream(key, chunks, max_bytes=max_bytes)
            story.clock.move(timedelta(hours=3))
            await sweep_files(alive)
            return stored

    story.ports = replace(alive, storage=Slow(alive.storage._store))
    with pytest.raises(Unavailable):
        await story.upload(draft, 1)

    assert await kept(story, draft) == []
