"""The walk along the feed: its events, in order, against the seals and their copies.

What is held is one seal's events. After a difference the walk goes on with what was sealed, so that
one change is one finding, and not one in every seal after it.
"""

from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import asyncpg

from shared.seals.copies import SealCopies
from shared.seals.differences import Differences, Told
from shared.seals.findings import Finding, Findings, Kind
from shared.seals.merkle import Tree
from shared.seals.rows import SealRow, seal_row
from shared.seals.seal import NotASeal, Seal, SealCopy, grown

_FEED = (
    "select f.position, e.subject_type, e.subject, e.sequence, e.hash"
    " from feed f left join event_log e on e.id = f.event_id order by f.position"
)
_FETCHED = 2_000


class Feed:
    """The feed in order, in one snapshot, with a way to put back what was taken too early."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._held: deque[Told] = deque()
        self._rows: AsyncIterator[Told] | None = None
        self.read = 0
        self.is_at_end = False

    async def until(self, position: int) -> list[Told]:
        """What follows, as far as this position."""
        taken: list[Told] = []
        while (row := await self._following()) is not None:
            if row.position > position:
                self._held.appendleft(row)
                break
            taken.append(row)
        return taken

    def put_back(self, rows: Sequence[Told]) -> None:
        """They come again."""
        self._held.extendleft(reversed(rows))

    async def _following(self) -> Told | None:
        if self._held:
            return self._held.popleft()
        if self._rows is None:
            self._rows = self._fetched()
        row = await anext(self._rows, None)
        self.is_at_end = row is None
        return row

    async def _fetched(self) -> AsyncIterator[Told]:
        async for row in self._connection.cursor(_FEED, prefetch=_FETCHED):
            self.read += 1
            yield Told(*row)


class PositionWalk:
    """Every seal, and every event up to the end of the feed."""

    def __init__(
        self,
        connection: asyncpg.Connection,
        *,
        log: str,
        keys: Mapping[str, Any],
        copies: SealCopies,
        last_copy: int,
        findings: Findings,
    ) -> None:
        """`last_copy` is the number of the last copy from before the snapshot was taken."""
        self._connection = connection
        self._log = log
        self._keys = keys
        self._copies = copies
        self._last_copy = last_copy
        self._findings = findings
        self._feed = Feed(connection)
        self._tree = Tree()
        self._trusted: Seal | None = None
        self._differences = Differences()
        self.seals = 0

    @property
    def events(self) -> int:
        """How many places of the feed were read."""
        return self._feed.read

    @property
    def sealed_to(self) -> int:
        """The position up to which there are seals."""
        return self._tree.size

    async def run(self) -> None:
        """Walks to the end, or until as much was found as is named."""
        row = await seal_row(self._connection)
        last_row = row.number if row else 0
        for number in range(1, max(last_row, self._last_copy) + 1):
            if self._findings.is_full or self._differences.are_many:
                break
            await self._seal(number, last_row)
        else:
            await self._rest()
        for finding in self._differences.named():
            self._findings.add(finding)

    async def _seal(self, number: int, last_row: int) -> None:
        self.seals += 1
        row = await seal_row(self._connection, number) if number <= last_row else None
        copy = await self._copied(number)
        noted = self._genuine(row)
        if row is None and (number <= last_row or number < self._last_copy):
            self._findings.add(Finding(kind=Kind.MISSING_SEAL, seal=number))
        if noted is not None and copy is not None and noted != copy.seal:
            self._findings.add(Finding(kind=Kind.FORGED_SEAL, seal=number))
        seal = copy.seal if copy else noted
        if seal is None:
            return
        if self._comes_next(seal) and not seal.follows(self._trusted):
            self._findings.add(Finding(kind=Kind.FORGED_SEAL, seal=number))
            return
        await self._compare(seal, copy, row.tree if row and noted == seal else None)
        self._trusted = seal

    async def _copied(self, number: int) -> SealCopy | None:
        content = await self._copies.get(number)
        if content is None:
            self._findings.add(Finding(kind=Kind.MISSING_COPY, seal=number))
            return None
        try:
            copy = SealCopy.from_bytes(content, self._keys)
        except NotASeal:
            copy = None
        if copy is None or (copy.seal.log, copy.seal.number) != (self._log, number):
            self._findings.add(Finding(kind=Kind.FORGED_COPY, seal=number))
            return None
        return copy

    def _genuine(self, row: SealRow | None) -> Seal | None:
        if row is None:
            return None
        try:
            return row.genuine(self._log, self._keys)
        except NotASeal:
            self._findings.add(Finding(kind=Kind.FORGED_SEAL, seal=row.number))
            return None

    def _comes_next(self, seal: Seal) -> bool:
        """Whether the seal before could be read, so that this one must follow it."""
        before = self._trusted.number if self._trusted else 0
        return seal.number == before + 1

    async def _compare(self, seal: Seal, copy: SealCopy | None, noted: Tree | None) -> None:
        """The events that are new in a seal, against what it was made over."""
        first = self._tree.size + 1
        rows = await self._feed.until(seal.position)
        hashes = [row.hash or b"" for row in rows]
        held = grown(self._tree, hashes, seal)
        as_copied = grown(self._tree, copy.leaves, seal) if copy else None
        if copy and self._comes_next(seal) and as_copied is None:
            self._findings.add(Finding(kind=Kind.FORGED_COPY, seal=seal.number))
        if held is None and copy and as_copied:
            self._compare_each(first, copy.leaves, rows)
        elif held is None:
            self._stretch(first, seal, rows)
        self._tree = held or as_copied or noted or self._tree.with_leaves(hashes)

    def _stretch(self, first: int, seal: Seal, rows: Sequence[Told]) -> None:
        """Without a copy's hashes only the stretch is known in which something is not as it was."""
        is_cut = self._feed.is_at_end and (not rows or rows[-1].position < seal.position)
        if is_cut:
            first = rows[-1].position + 1 if rows else first
        kind = Kind.TRUNCATED if is_cut else Kind.EDITED
        self._findings.add(
            Finding(kind=kind, position=first, until=seal.position, seal=seal.number)
        )

    def _compare_each(self, first: int, sealed: Sequence[bytes], rows: list[Told]) -> None:
        """Event by event: what was sealed from `first` on, and what stands there now."""
        there = {row.hash for row in rows}
        wanted = set(sealed)
        gone = {first + place: one for place, one in enumerate(sealed) if one not in there}
        if self._feed.is_at_end:
            self._cut_off(gone, first + len(sealed) - 1, rows)
        self._differences.gone.update(gone)
        common = [row for row in rows if row.hash in wanted]
        end = common[-1].position if common else 0
        # A stranger behind everything that was sealed here may belong to the next seal.
        self._feed.put_back([row for row in rows if row.position > end])
        self._differences.strange += [
            row for row in rows if row.hash not in wanted and row.position < end
        ]
        in_order = [one for one in sealed if one in there]
        for expected, row in zip(in_order, common, strict=False):
            if row.hash != expected:
                self._findings.add(row.found(Kind.REORDERED))

    def _cut_off(self, gone: dict[int, bytes], last: int, rows: Sequence[Told]) -> None:
        """Notes what is missing at the end of everything as one cut, and takes it out of `gone`."""
        reached = rows[-1].position if rows else 0
        cut = sorted(position for position in gone if position > reached)
        if cut and cut[-1] == last:
            self._findings.add(Finding(kind=Kind.TRUNCATED, position=cut[0], until=last))
            for position in cut:
                del gone[position]

    async def _rest(self) -> None:
        """What is not sealed yet: positions without a gap, and an event at each."""
        self._differences.late += await self._feed.until(self._tree.size)
        expected = self._tree.size + 1
        while rows := await self._feed.until(expected + _FETCHED):
            for row in rows:
                if row.position > expected:
                    self._findings.add(
                        Finding(kind=Kind.DELETED, position=expected, until=row.position - 1)
                    )
                if row.hash is None:
                    self._findings.add(row.found(Kind.DELETED))
                expected = row.position + 1
