"""Every sealed value under the newest key, in small batches, while the service works.

Nothing but the values changes: no version, no event. It can be killed at any moment and begun
anew; a row that is under the key in use already is passed over. The role `<service>_keys` sees and
changes the sealed columns of every office, and nothing else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy.engine import make_url

from shared.database.engine import connection_arguments
from shared.database.keyring import Keyring

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations

BATCH = 200
# Rows that others hold are left for the next round.
MAX_ROUNDS = 100
_ROUND_SECONDS = 0.1

Indexes = Callable[[bytes, Keyring], Mapping[str, bytes | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A table's sealed columns and its primary key. `indexes` makes the blind indexes of the first
    sealed column's plain text anew, into `indexed` columns."""

    table: str
    key: tuple[str, ...] = ("id",)
    columns: tuple[str, ...]
    indexed: tuple[str, ...] = ()
    indexes: Indexes | None = None


# What every service has: the answers that are kept for repeated requests.
ANSWERS = Sealed(table="once_mark", key=("mark",), columns=("answer",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """How many rows were sealed anew in a table."""

    table: str
    rows: int


class RowsHeld(Exception):
    """Rows were held by others round after round; begin again later."""


def let_keys_rotate(op: "Operations | Any", *sealed: Sealed, service: str) -> None:
    """In a migration: what the role of the keys may see and change. Repeated for new tables."""
    role = f"{service}_keys"
    for one in sealed:
        changed = ", ".join((*one.columns, *one.indexed))
        seen = ", ".join((*one.key, *one.columns))
        op.execute(f"grant select ({seen}), update ({changed}) on {one.table} to {role}")
        # Without effect on a table that has no row-level security.
        op.execute(f"create policy keys on {one.table} to {role} using (true)")


async def rotate(
    url: str, *, service: str, keyring: Keyring, sealed: Sequence[Sealed]
) -> list[Rotated]:
    """Seals anew until no row is under another key than the one in use; raises RowsHeld."""
    async with _connected(url, service) as connection:
        return [
            Rotated(table=one.table, rows=await _rotate_table(connection, one, keyring))
            for one in sealed
        ]


async def rows_under_others(
    url: str, *, service: str, keyring: Keyring, sealed: Sequence[Sealed]
) -> int:
    """How many rows still need another key than the one in use."""
    async with _connected(url, service) as connection:
        counts = [
            await connection.fetchval(
                f"select count(*) from {one.table} where {_needs(one)}",  # noqa: S608 - our names
                keyring.current,
            )
            for one in sealed
        ]
    return sum(counts)


async def _rotate_table(connection: asyncpg.Connection, sealed: Sealed, keyring: Keyring) -> int:
    done = 0
    for _ in range(MAX_ROUNDS):
        done += await _pass(connection, sealed, keyring)
        left = await connection.fetchval(
            f"select exists (select from {sealed.table} where {_needs(sealed)})",  # noqa: S608
            keyring.current,
        )
        if not left:
            return done
        await asyncio.sleep(_ROUND_SECONDS)
    raise RowsHeld


async def _pass(connection: asyncpg.Connection, sealed: Sealed, keyring: Keyring) -> int:
    """Once through the table in the order of its key; each batch is a transaction."""
    done, after = 0, None
    while True:
        async with connection.transaction():
            rows = await _batch(connection, sealed, keyring, after)
            await connection.executemany(
                _update(sealed), [_anew(row, sealed, keyring) for row in rows]
            )
        done += len(rows)
        if len(rows) < BATCH:
            return done
        after = tuple(rows[-1][name] for name in sealed.key)


async def _batch(
    connection: asyncpg.Connection, sealed: Sealed, keyring: Keyring, after: tuple[Any, ...] | None
) -> list[asyncpg.Record]:
    key = ", ".join(sealed.key)
    places = ", ".join(f"${number}" for number in range(2, len(sealed.key) + 2))
    later = f" and ({key}) > ({places})" if after is not None else ""
    found: list[asyncpg.Record] = await connection.fetch(
        f"select {key}, {', '.join(sealed.columns)} from {sealed.table}"  # noqa: S608 - our names
        f" where ({_needs(sealed)}){later} order by {key} limit {BATCH} for update skip locked",
        keyring.current,
        *(after or ()),
    )
    return found


def _needs(sealed: Sealed) -> str:
    """The first byte of what is sealed is the number of its key."""
    return " or ".join(
        f"(length({one}) > 0 and get_byte({one}, 0) <> $1)" for one in sealed.columns
    )


def _update(sealed: Sealed) -> str:
    changed = (*sealed.columns, *sealed.indexed)
    values = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, start=1))
    place = len(changed) + 1
    where = " and ".join(f"{name} = ${place + n}" for n, name in enumerate(sealed.key))
    return f"update {sealed.table} set {values} where {where}"  # noqa: S608 - our own names


def _anew(row: asyncpg.Record, sealed: Sealed, keyring: Keyring) -> tuple[Any, ...]:
    plain = [keyring.decrypt(row[one]) if row[one] else None for one in sealed.columns]
    values: list[Any] = [None if one is None else keyring.encrypt(one) for one in plain]
    if sealed.indexes is not None:
        made = {} if plain[0] is None else sealed.indexes(plain[0], keyring)
        values += [made.get(name) for name in sealed.indexed]
    return (*values, *(row[name] for name in sealed.key))


@asynccontextmanager
async def _connected(url: str, service: str) -> AsyncIterator[asyncpg.Connection]:
    settings = {
        "role": f"{service}_keys",
        "application_name": f"{service} keys",
        "lock_timeout": "5s",
        "statement_timeout": "60s",
    }
    connection = await asyncpg.connect(
        **connection_arguments(make_url(url)), server_settings=settings
    )
    try:
        yield connection
    finally:
        await connection.close()
