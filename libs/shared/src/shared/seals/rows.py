"""Seals as they stand in a service's database, and the session that sees the whole log."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL

from shared.database.engine import SESSION_SETTINGS, Database, connection_arguments
from shared.identity import ANYBODY
from shared.seals.merkle import Tree
from shared.seals.seal import NotASeal, Seal, holds, opened

_COLUMNS = "number, position, root, frontier, previous_hash, sealed_at, key_id, signature"
_ONE = f"select {_COLUMNS} from audit_seal where number = $1"  # noqa: S608 - our own names
_LAST = f"select {_COLUMNS} from audit_seal order by number desc limit 1"  # noqa: S608
_INSERT = (
    f"insert into audit_seal ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)"  # noqa: S608
    " on conflict do nothing"
)
_PAGE = text(
    "select number, position, root, previous_hash, sealed_at, key_id, signature from audit_seal"
    " where cast(:before as bigint) is null or number < :before order by number desc limit :limit"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRow:
    """A seal's row: what was signed, said a second time in columns, and the tree it ended with."""

    number: int
    position: int
    root: bytes
    frontier: bytes
    previous_hash: bytes
    sealed_at: Any
    key_id: str
    signature: str

    @classmethod
    def of(cls, seal: Seal, tree: Tree) -> "SealRow":
        """The row of a seal over this tree."""
        return cls(
            number=seal.number,
            position=seal.position,
            root=seal.root,
            frontier=tree.frontier,
            previous_hash=seal.previous_hash,
            sealed_at=seal.sealed_at,
            key_id=seal.key_id,
            signature=seal.signature,
        )

    def genuine(self, log: str, keys: Mapping[str, Any]) -> Seal:
        """The seal, if the row is as it was made for this log; raises NotASeal."""
        seal = opened(self.signature, keys)
        try:
            as_made = seal.log == log and holds(seal, self.tree)
        except ValueError as error:
            raise NotASeal from error
        if not as_made or SealRow.of(seal, self.tree) != self:
            raise NotASeal
        return seal

    @property
    def tree(self) -> Tree:
        """The tree it says it ended with; raises ValueError when there is no such tree."""
        return Tree(self.position, self.frontier)


@asynccontextmanager
async def whole_log(url: URL, log: str, **settings: str) -> AsyncIterator[asyncpg.Connection]:
    """A session that sees the log of every office, and can add nothing to it."""
    own = SESSION_SETTINGS | {"role": f"{log}_relay", "application_name": f"{log} seals"}
    connection = await asyncpg.connect(**connection_arguments(url), server_settings=own | settings)
    try:
        yield connection
    finally:
        await connection.close()


async def seal_row(connection: asyncpg.Connection, number: int | None = None) -> SealRow | None:
    """The row with this number; the last one when none is named."""
    found = await (
        connection.fetchrow(_LAST) if number is None else connection.fetchrow(_ONE, number)
    )
    return None if found is None else SealRow(**dict(found))


async def add_seal_row(connection: asyncpg.Connection, row: SealRow) -> None:
    """Adds the row, unless its number stands."""
    await connection.execute(
        _INSERT,
        row.number,
        row.position,
        row.root,
        row.frontier,
        row.previous_hash,
        row.sealed_at,
        row.key_id,
        row.signature,
    )


async def read_seals(database: Database, *, before: int | None, limit: int) -> list[dict[str, Any]]:
    """A page of a service's seals, the latest first, hashes in hexadecimal."""
    async with database.read(ANYBODY) as connection:
        rows = await connection.execute(_PAGE, {"before": before, "limit": limit})
        return [
            dict(row) | {name: row[name].hex() for name in ("root", "previous_hash")}
            for row in rows.mappings()
        ]
