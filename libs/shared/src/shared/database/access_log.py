"""Who read personal data: a log of its own, apart from the events.

The application role can only insert into it and read it. A record is durable before the data it
speaks of leave the service (ADR 0015); it holds ids, roles and names of fields, never a value.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.engine import Database, Transaction
from shared.database.row_security import CALLERS_OFFICES, CALLING_ACTOR
from shared.identity import Caller
from shared.ids import new_id
from shared.telemetry import correlation_id

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations

# Readers that wait at one time share a write; one write holds no more than this.
MAX_AT_ONCE = 500

_COLUMNS = (
    "id uuid, office_code text, actor text, roles text[], at timestamptz, subject_type text,"
    " subject uuid, owner text, fields text[], purpose text, reference text, request_id text"
)
_NAMES = ", ".join(one.split()[0] for one in _COLUMNS.split(", "))
_INSERT = (
    f"insert into access_log ({_NAMES}) select {_NAMES}"  # noqa: S608 - no value is part of it
    f" from jsonb_to_recordset($1::jsonb) as record({_COLUMNS})"
)
# What is deleted at once.
BATCH = 5_000
_ABOUT = f"office_code = any ({CALLERS_OFFICES}) and at < :until"
_OLDER = sa.text(f"select count(*) from access_log where {_ABOUT}")  # noqa: S608 - no value
_DESTROY = sa.text(
    "delete from access_log where id in"  # noqa: S608 - no value is part of it
    f" (select id from access_log where {_ABOUT} order by id limit {BATCH})"
)
_LETTING_GO = (
    "create policy forgetting on access_log for delete to {service}_app using ("
    f"office_code = any ({CALLERS_OFFICES}) and at < now() - interval '1 year')",
    "grant delete on access_log to {service}_app",
)
_RIGHTS = (
    "alter table access_log enable row level security",
    "alter table access_log force row level security",
    "create policy readers on access_log for select to {service}_app using ("
    f"office_code = any ({CALLERS_OFFICES}) or owner = {CALLING_ACTOR})",
    "create policy writers on access_log for insert to {service}_app with check (true)",
    "grant select, insert on access_log to {service}_app",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is read: whose (`owner`, an account), in which thing, which fields, and for what.

    `subject` is nothing where a search found nothing. `reference` is a case number, no prose.
    """

    office_code: str
    subject_type: str
    subject: UUID | None
    owner: str | None
    fields: tuple[str, ...]
    purpose: str
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord(Access):
    """An access with who it was and when."""

    id: UUID
    actor: str
    roles: tuple[str, ...]
    at: datetime
    request_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessQuery:
    """Newest first, before a record; `owner` narrows to one person's data."""

    limit: int
    before: UUID | None = None
    subject: UUID | None = None
    owner: str | None = None
    actor: str | None = None


class RecordsAccess(Protocol):
    """Records who reads personal data."""

    async def record(self, caller: Caller, *accesses: Access) -> None:
        """Returns once the accesses are durable; raises when they cannot be recorded, so that
        nothing is shown unrecorded."""
        ...


def recorded(accesses: Sequence[Access], caller: Caller, at: datetime) -> list[AccessRecord]:
    """The records of accesses by this caller, in the request at hand."""
    roles = tuple(sorted(caller.roles))
    return [
        AccessRecord(
            **asdict(one),
            id=new_id(),
            actor=caller.actor,
            roles=roles,
            at=at,
            request_id=correlation_id(),
        )
        for one in accesses
    ]


async def record_within(transaction: Transaction, *accesses: Access) -> None:
    """Records in the transaction that reads: both stand, or neither."""
    records = recorded(accesses, transaction.caller, transaction.now)
    await transaction.fetch(_INSERT, _json(records))


class AccessLog:
    """The log of a service's database, for reads that are no transaction of their own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[list[AccessRecord], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(self, caller: Caller, *accesses: Access) -> None:
        """Durable when it returns. Those who come while a write is under way share the next."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((recorded(accesses, caller, self._database.clock.now()), done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MAX_AT_ONCE], self._waiting[MAX_AT_ONCE:]
            try:
                rows = [row for records, _ in batch for row in records]
                await self._database.fetch_all(_INSERT, _json(rows))
            except Exception as error:
                _settle(batch, error)
            else:
                _settle(batch, None)

    async def older(self, office: Caller, until: datetime) -> int:
        """How many records of the caller's offices are from before a moment."""
        async with self._database.read(office) as connection:
            found = await connection.execute(_OLDER, {"until": until})
            return int(found.scalar_one())

    async def destroy(self, office: Caller, until: datetime) -> int:
        """One batch of them; the database lets go of what is a year old and of nothing else."""
        async with self._database.begin(office) as transaction:
            gone = await transaction.connection.execute(_DESTROY, {"until": until})
            return gone.rowcount

    async def page(self, caller: Caller, query: AccessQuery) -> list[AccessRecord]:
        """What the caller may see of it, newest first, one more than the limit."""
        async with self._database.read(caller) as connection:
            return await read_accesses(connection, query)


def _settle(
    batch: list[tuple[list[AccessRecord], asyncio.Future[None]]], error: Exception | None
) -> None:
    for _, done in batch:
        if done.done():
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)


async def read_accesses(connection: AsyncConnection, query: AccessQuery) -> list[AccessRecord]:
    """Under the rights that the connection has, newest first, one more than the limit."""
    table = _access_log(sa.MetaData())
    asked = {"subject": query.subject, "owner": query.owner, "actor": query.actor}
    conditions = [table.c[name] == value for name, value in asked.items() if value is not None]
    if query.before is not None:
        conditions.append(table.c.id < query.before)
    found = await connection.execute(
        sa.select(table).where(*conditions).order_by(table.c.id.desc()).limit(query.limit + 1)
    )
    return [_record_of(row) for row in found.mappings()]


def _record_of(row: Any) -> AccessRecord:
    arrays = {name: tuple(row[name]) for name in ("roles", "fields")}
    return AccessRecord(**dict(row) | arrays)


def _json(records: Sequence[AccessRecord]) -> str:
    return json.dumps([asdict(one) for one in records], default=str)


def access_log_table(metadata: sa.MetaData) -> None:
    """Adds the log to a service's own metadata."""
    _access_log(metadata)


def create_access_log(op: "Operations | Any", service: str) -> None:
    """In a migration: the table, and rights to add to it and to read it, nothing else."""
    _access_log(sa.MetaData()).create(op.get_bind())
    for statement in _RIGHTS:
        op.execute(statement.format(service=service))


def let_old_accesses_go(op: "Operations | Any", service: str) -> None:
    """In a migration: records that are a year old may be deleted, for an office that says so."""
    for statement in _LETTING_GO:
        op.execute(statement.format(service=service))


def _access_log(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "access_log",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("roles", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_type", sa.Text, nullable=False),
        sa.Column("subject", sa.Uuid),
        sa.Column("owner", sa.Text),
        sa.Column("fields", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("request_id", sa.Text),
        sa.Index("access_log_of_office", "office_code", sa.text("id desc")),
        sa.Index("access_log_of_subject", "subject", sa.text("id desc")),
        sa.Index("access_log_of_owner", "owner", sa.text("id desc")),
    )
