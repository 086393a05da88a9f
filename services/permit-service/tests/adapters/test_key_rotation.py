"""New keys while the service works: killed in the middle, begun again, and the old key gone."""

import asyncio
import base64
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from permit_service.adapters.sealed import SEALED
from permit_service.adapters.store.desk import PostgresDesk
from permit_service.application.person_search_ports import PersonSearch, SearchKind
from permit_service.settings import NAME
from permit_service.testing.facts import OFFICE
from permit_service.testing.memory_work import KEYRING
from permit_service.testing.service import migrate_service
from shared.database.engine import Database, connection_arguments
from shared.database.key_rotation import rotate, rows_under_others
from shared.database.keyring import Keyring
from shared.ids import new_id
from shared.messaging.once import Once
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

from .stores import SYSTEM, Desk, added, draft, found, furnished

OLD, NEW = b"d" * 32, b"n" * 32
BOTH = replace(KEYRING, data_keys={1: OLD, 2: NEW})
NEW_ALONE = replace(KEYRING, data_keys={2: NEW})
MANY = 5_000


@dataclass(frozen=True, slots=True)
class Archive:
    """A database full of what key 1 sealed."""

    url: str
    clock: FixedClock

    def desk(self, keyring: Keyring) -> tuple[Desk, Database]:
        database = Database(self.url, name=NAME, clock=self.clock, keyring=keyring)
        desk = PostgresDesk(database)
        return Desk(desk.begin, desk.read, desk.direct), database

    async def fill(self) -> None:
        """Many more rows like the one that is there."""
        connection = await asyncpg.connect(**connection_arguments(make_url(self.url)))
        try:
            names = await connection.fetchval(
                "select string_agg(column_name, ', ') from information_schema.columns"
                " where table_name = 'application' and column_name <> 'id'"
                " and is_generated = 'NEVER'"
            )
            await connection.execute(
                f"insert into application (id, {names}) select gen_random_uuid(), {names}"
                f" from application, generate_series(2, {MANY})"
            )
        finally:
            await connection.close()

    async def under(self, number: int) -> int:
        connection = await asyncpg.connect(**connection_arguments(make_url(self.url)))
        try:
            found = await connection.fetchval(
                "select count(*) from application where get_byte(sealed, 0) = $1", number
            )
            return int(found)
        finally:
            await connection.close()


@pytest.fixture
async def archive(postgres_server: PostgresServer, clock: FixedClock) -> AsyncIterator[Archive]:
    async with postgres_server.database_copy(NAME, migrate_service) as url:
        one = Archive(url, clock)
        desk, database = one.desk(KEYRING)
        await furnished(desk)
        await added(desk, draft(reference="R-7"))
        await database.close()
        yield one


async def test_rotation_under_load_survives_a_kill_and_needs_the_old_key_no_more(
    archive: Archive,
) -> None:
    await archive.fill()
    stop = asyncio.Event()
    desk, database = archive.desk(BOTH)
    writing = asyncio.create_task(_write_until(stop, desk))

    await _killed_in_the_middle(archive)
    first = await archive.under(1)
    done = await rotate(archive.url, service=NAME, keyring=BOTH, sealed=SEALED)
    stop.set()
    written = await writing
    await database.close()

    assert 0 < first < MANY
    assert done[0].rows == first
    assert await archive.under(1) == 0
    assert await rows_under_others(archive.url, service=NAME, keyring=BOTH, sealed=SEALED) == 0
    desk, database = archive.desk(NEW_ALONE)
    async with desk.begin(SYSTEM) as work:
        assert len(await work.applications.hold(written)) == len(written) > 0
        nik = PersonSearch(kind=SearchKind.PHONE, value="+62 811", offices=(OFFICE,))
        assert await work.people.find(nik) == []
    await database.close()


async def test_contents_versions_and_kept_answers_are_the_same_afterwards(
    archive: Archive,
) -> None:
    desk, database = archive.desk(KEYRING)
    before = await found(desk, (await added(desk, draft(reference="kept"))).id)
    once = Once(mark="http:a", fingerprint=b"f", render=lambda _: KEYRING.encrypt(b"an answer"))
    async with database.begin(SYSTEM, once=once) as transaction:
        transaction.answer(None)
    await database.close()

    await rotate(archive.url, service=NAME, keyring=BOTH, sealed=SEALED)

    desk, database = archive.desk(NEW_ALONE)
    assert await found(desk, before.id) == before
    stored = await database.stored_answer("http:a")
    assert stored is not None
    assert stored[1] is not None
    assert NEW_ALONE.decrypt(stored[1]) == b"an answer"
    await database.close()


async def test_indexes_of_before_are_made_anew(archive: Archive) -> None:
    connection = await asyncpg.connect(**connection_arguments(make_url(archive.url)))
    await connection.execute(
        "update application set phone_index = 'as it was', mode = 'assisted',"
        " assisted_by = 'an officer' where reference = 'R-7'"
    )
    await connection.close()

    await rotate(archive.url, service=NAME, keyring=BOTH, sealed=SEALED)

    desk, database = archive.desk(NEW_ALONE)
    async with desk.begin(SYSTEM) as work:
        search = PersonSearch(kind=SearchKind.PHONE, value="+62 811", offices=(OFFICE,))
        assert [one.row.reference for one in await work.people.find(search)] == ["R-7"]
    await database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "select applicant_name from application",
        "update application set status = 'signed'",
        "delete from application",
        "select * from event_log",
    ],
)
async def test_the_role_of_the_keys_sees_and_changes_nothing_else(
    database: Database, statement: str
) -> None:
    connection = await asyncpg.connect(
        **connection_arguments(database.url), server_settings={"role": "permit_keys"}
    )
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def _write_until(stop: asyncio.Event, desk: Desk) -> list[object]:
    written: list[object] = []
    while not stop.is_set():
        written.append((await added(desk, draft(id=new_id()))).id)
        await asyncio.sleep(0.01)
    return written


async def _killed_in_the_middle(archive: Archive) -> None:
    """The command itself, as a process that dies without a word once it has begun."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "permit_service", "rotate-keys", env=_environment(archive.url)
    )
    while await archive.under(1) == MANY:
        assert process.returncode is None, "it ended before it had begun"
    process.send_signal(signal.SIGKILL)
    await process.wait()


def _environment(url: str) -> dict[str, str]:
    def text(key: bytes) -> str:
        return base64.b64encode(key).decode()

    return dict(os.environ) | {
        "PERMIT_DATABASE_URL": url,
        "PERMIT_PUBLIC_BASE_URL": "http://satupintu.test",
        "PERMIT_JWKS": '{"keys": []}',
        "PERMIT_SYSTEM_SECRET": "s" * 32,
        "PERMIT_DATA_KEYS": json.dumps({"1": text(OLD), "2": text(NEW)}),
        "PERMIT_INDEX_KEY": text(KEYRING.index_key),
        "PERMIT_LINK_KEY": text(KEYRING.link_key),
        "PERMIT_STORAGE_URL": "memory://",
        "PERMIT_SIGNING_HOME": "/nowhere",
    }
