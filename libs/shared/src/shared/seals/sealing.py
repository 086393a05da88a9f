"""Sealing a log: what is new since the last seal is counted, signed, copied out, and then noted.

The copy stands before the row: who dies in between is continued from the copy. A log that does not
agree with its last seal is not sealed further, so that nothing is signed over a change.
"""

from dataclasses import dataclass

import asyncpg

from shared.clock import Clock
from shared.database.engine import Database
from shared.documents.sealed_code import SealingKeys
from shared.seals.copies import SealCopies
from shared.seals.merkle import Tree
from shared.seals.metrics import REFUSED, SEALED
from shared.seals.rows import SealRow, add_seal_row, seal_row, whole_log
from shared.seals.seal import MAX_SEALED, NotASeal, Seal, SealCopy, grown, sealed
from shared.telemetry import logger

log = logger(__name__)

_LOCK = "select pg_try_advisory_lock(hashtext('seals'))"
_NEW = (
    "select f.position, e.hash from feed f join event_log e on e.id = f.event_id"
    " where f.position > $1 order by f.position limit $2"
)


class SealsBroken(Exception):
    """The log, the last seal or its copy is not as it was; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What a service seals with: its own keys, a place outside the database, and how often."""

    keys: SealingKeys
    copies: SealCopies
    interval_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """Seals the log of one database."""

    database: Database
    sealing: Sealing
    clock: Clock

    async def step(self) -> int:
        """Seals everything that was published; how many seals that took. One worker at a time
        does it, the others do nothing. Raises Unavailable when the copies cannot be reached."""
        name = self.database.name
        async with whole_log(self.database.url, name) as connection:
            if not await connection.fetchval(_LOCK):
                return 0
            try:
                return await self._seal_all(connection)
            except SealsBroken as broken:
                REFUSED.labels(name).inc()
                log.error("not_sealed", log=name, reason=str(broken))
                return 0

    async def _seal_all(self, connection: asyncpg.Connection) -> int:
        last, tree = await self._continued(connection)
        made = 0
        while (row := await self._next(connection, last, tree)) is not None:
            await add_seal_row(connection, row)
            last, tree = self._opened(row), row.tree
            made += 1
        SEALED.labels(self.database.name).set(tree.size)
        return made

    async def _continued(self, connection: asyncpg.Connection) -> tuple[Seal | None, Tree]:
        """The last seal and its tree, once both are as they were made."""
        row = await seal_row(connection)
        if row is None:
            return None, Tree()
        seal = self._opened(row)
        content = await self.sealing.copies.get(seal.number)
        if content is None:
            raise SealsBroken(f"the copy of seal {seal.number} is missing")
        if self._copy(content).seal != seal:
            raise SealsBroken(f"the copy of seal {seal.number} is another one")
        return seal, row.tree

    async def _next(
        self, connection: asyncpg.Connection, last: Seal | None, tree: Tree
    ) -> SealRow | None:
        """The next seal's row, its copy safely kept; nothing when nothing is new."""
        new = await connection.fetch(_NEW, tree.size, MAX_SEALED)
        if [row["position"] for row in new] != list(range(tree.size + 1, tree.size + len(new) + 1)):
            raise SealsBroken(f"positions after {tree.size} have a gap")
        leaves = tuple(row["hash"] for row in new)
        number = last.number + 1 if last else 1
        # A copy without a row is of somebody who died in between, or the row was taken away.
        content = await self.sealing.copies.get(number)
        if content is None:
            if not leaves:
                return None
            content = await self.sealing.copies.keep(number, self._made(last, tree, leaves))
        copy = self._copy(content)
        if copy.seal.log != self.database.name or not copy.seal.follows(last):
            raise SealsBroken(f"the copy of seal {number} does not follow the seal before")
        held = grown(tree, leaves[: max(copy.seal.position - tree.size, 0)], copy.seal)
        if held is None:
            raise SealsBroken(f"the log is not what seal {number} was made over")
        return SealRow.of(copy.seal, held)

    def _made(self, last: Seal | None, tree: Tree, leaves: tuple[bytes, ...]) -> bytes:
        seal = sealed(
            self.sealing.keys,
            log=self.database.name,
            previous=last,
            tree=tree.with_leaves(leaves),
            at=self.clock.now(),
        )
        return SealCopy(seal=seal, leaves=leaves).to_bytes()

    def _opened(self, row: SealRow) -> Seal:
        try:
            return row.genuine(self.database.name, self.sealing.keys.published())
        except NotASeal:
            raise SealsBroken(f"seal {row.number} is not genuine") from None

    def _copy(self, content: bytes) -> SealCopy:
        try:
            return SealCopy.from_bytes(content, self.sealing.keys.published())
        except NotASeal:
            raise SealsBroken("a copy is not genuine") from None
