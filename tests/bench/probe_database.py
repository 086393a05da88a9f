"""The probe service on a durable database of its own, for the benches of messaging."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from shared.clock import SystemClock
from shared.database.embedded import EmbeddedPostgres
from shared.database.engine import Database, Transaction
from shared.database.keyring import Keyring
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.contract import Message
from shared.testing.probe import SERVICE, NoteWrittenV1, create_probe

KOTIM = Caller(actor="bench", offices=("62.02",))


@asynccontextmanager
async def durable_probe() -> AsyncIterator[tuple[Database, str]]:
    """With `synchronous_commit` and everything else that product data have."""
    with tempfile.TemporaryDirectory(prefix="satupintu-bench-") as name:
        home = Path(name)
        home.chmod(0o711)
        server = EmbeddedPostgres(home)
        await server.start()
        try:
            await server.ensure_database(SERVICE)
            address = server.address(SERVICE)
            await create_probe(address)
            database = Database(
                address,
                name=SERVICE,
                clock=SystemClock(),
                keyring=Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32),
            )
            yield database, address.replace("postgresql+asyncpg", "postgresql")
            await database.close()
        finally:
            await server.stop()


async def tell_many(database: Database, count: int) -> None:
    """Puts `count` events into the log, each of a note of its own."""
    async with database.begin(KOTIM) as work:
        for _ in range(count):
            work.events.add(NoteWrittenV1(office_code="62.02", note_id=new_id()))


def messages(count: int) -> list[Message]:
    """Messages nobody has seen yet, each of a key of its own."""
    made: list[Message] = []
    for _ in range(count):
        event = NoteWrittenV1(office_code="62.02", note_id=new_id())
        made.append(
            Message(
                id=new_id(),
                type=event.type,
                version=1,
                office=event.office_code,
                subject_type=event.subject_type,
                subject=event.subject,
                sequence=1,
                key=event.key,
                key_sequence=1,
                occurred_at=datetime.now(UTC),
                data=event.model_dump_json(),
            )
        )
    return made


COUNT_UP = (
    "insert into note (id, office_code, owner, count)"
    " select id, '62.02', 'bench', 1 from unnest(cast({ids} as uuid[])) as n(id)"
    " on conflict (id) do update set count = note.count + 1"
)
COUNT_UP_TEXT = sa.text(COUNT_UP.format(ids=":ids"))


async def count_as_a_set(deliveries: object, work: Transaction) -> None:
    """The probe's reaction in one statement for the whole batch."""
    ids = [delivery.event.note_id for delivery in deliveries]  # type: ignore[attr-defined]
    await work.connection.execute(COUNT_UP_TEXT, {"ids": ids})
