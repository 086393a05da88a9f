"""A service as small as can be, on which the guarantees of messaging are shown.

One table of notes, a fact about them and one about their pages. Its publisher is called `probe`.
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.contracts.event import Event
from shared.database.engine import Database, Transaction
from shared.database.migrate import ensure_roles_at
from shared.database.row_security import protect
from shared.identity import Caller
from shared.messaging.contract import Delivery
from shared.messaging.once import Once
from shared.messaging.schema import create_messaging
from shared.seals.schema import create_seals

SERVICE = "probe"

_WRITE = sa.text(
    "insert into note (id, office_code, owner, count) values (:id, :office, :owner, 1)"
    " on conflict (id) do update set count = note.count + 1"
)


class NoteWrittenV1(Event, subject="note_id"):
    """A note was written once more."""

    note_id: UUID
    count: int = 0


class PageWrittenV1(Event, subject="page_id", key="note_id", tells_actor=True):
    """A page was written: a subject of its own, in its note's stream. Siblings are told by whom."""

    page_id: UUID
    note_id: UUID


async def create_probe(owner_url: str) -> None:
    """Roles, messaging tables and the table of notes."""
    await ensure_roles_at(owner_url, SERVICE)
    engine = create_async_engine(owner_url)
    async with engine.begin() as connection:
        await connection.run_sync(_create)
    await engine.dispose()


def _create(connection: Connection) -> None:
    op = Operations(MigrationContext.configure(connection))
    create_messaging(op, SERVICE)
    create_seals(op, SERVICE)
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    protect(op, "note", service=SERVICE, owner="owner")


async def write_note(
    database: Database, caller: Caller, note_id: UUID, *, once: Once | None = None
) -> None:
    """Counts the note up and tells of it: the smallest use case."""
    async with database.begin(caller, once=once) as work:
        await count_up(work, note_id, caller.offices[0])
        work.events.add(NoteWrittenV1(office_code=caller.offices[0], note_id=note_id))


async def count_up(work: Transaction, note_id: UUID, office: str) -> None:
    """The state that the fact is about."""
    await work.connection.execute(
        _WRITE, {"id": note_id, "office": office, "owner": work.caller.actor}
    )


async def count_when_written(
    deliveries: Sequence[Delivery[NoteWrittenV1]], work: Transaction
) -> None:
    """The smallest reaction: its effect shows how often it happened."""
    for delivery in deliveries:
        await count_up(work, delivery.event.note_id, delivery.event.office_code)
