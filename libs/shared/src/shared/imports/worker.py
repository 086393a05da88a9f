"""Works on imports that were handed in: the whole table is checked before a row is entered, and all
rows are entered in one transaction, piece by piece. Nothing is half imported, neither the loop nor
the memory is held by a large table, and whoever dies on the way is followed by another worker.

While it runs, one worker at a time may work on it: the one whose name is on it, until its lease
ends. Another's effects are undone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from shared.errors import Refusal
from shared.identity import Caller, Role
from shared.imports.operation import MOST_ERRORS, ImportOperation
from shared.imports.ports import LeasedImports
from shared.imports.rows import RowError, TableRefused
from shared.telemetry import logger

log = logger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
_NOT_PROCESSED = RowError(row=0, column="", code="not_processed")


class TakenOver(Refusal):
    """Another worker holds the import: this one's effects are undone."""


class Work(Protocol):
    """A transaction, as far as a worker needs it."""

    @property
    def now(self) -> datetime: ...


WorkT = TypeVar("WorkT", bound=Work)
_EnteredT = TypeVar("_EnteredT", bound=Work, contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows that were looked at, and what is wrong in them."""

    rows: int
    errors: Sequence[RowError] = ()


class Attempt(Protocol[_EnteredT]):
    """One try at one import, by who knows its rows. `takes_good_rows` where wrong rows do not keep
    the others out."""

    @property
    def takes_good_rows(self) -> bool: ...

    def check(self) -> AsyncIterator[Piece]:
        """Looks at every row, and enters none."""
        ...

    def enter(self, work: _EnteredT) -> AsyncIterator[Piece]:
        """Enters every row that is right; an error here is of what has come meanwhile."""
        ...

    def notes(self) -> Mapping[str, Any]:
        """What there is to tell besides, once all is checked, or entered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer(Generic[WorkT]):
    """How a service's imports are reached, and how each of them is done."""

    begin: Callable[[Caller], AbstractAsyncContextManager[WorkT]]
    imports: Callable[[WorkT], LeasedImports]
    attempt: Callable[[ImportOperation, Caller], Awaitable[Attempt[WorkT]]]

    async def work_on_one(self, everybody: Caller, worker: UUID) -> bool:
        """Takes up one import of the caller's offices and ends it; False when there is none."""
        async with self.begin(everybody) as work:
            until = work.now + LEASE
            one = await self.imports(work).claim(worker, now=work.now, until=until)
        if one is None:
            return False
        try:
            await _Run(one=one, worker=worker, importer=self).whole()
        except TakenOver:
            log.warning("import_taken_over", id=str(one.id), kind=one.kind)
        return True


class _Undone(Exception):
    """What was entered in this transaction is undone."""


@dataclass(slots=True, kw_only=True)
class _Run(Generic[WorkT]):
    one: ImportOperation
    worker: UUID
    importer: Importer[WorkT]
    rows: int = 0
    errors: list[RowError] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    @property
    def caller(self) -> Caller:
        """In the name of who handed it in, for that office alone."""
        return Caller(
            actor=self.one.requested_by,
            roles=frozenset({Role.ADMINISTRATOR}),
            offices=(self.one.office_code,),
        )

    async def whole(self) -> None:
        """Checks, and enters what is right; raises TakenOver."""
        if self.one.attempts > MOST_ATTEMPTS:
            await self._fail([_NOT_PROCESSED])
            return
        try:
            attempt = await self.importer.attempt(self.one, self.caller)
            await self._check(attempt)
        except TakenOver:
            raise
        except TableRefused as refusal:
            await self._fail(refusal.errors)
        except Refusal as refusal:
            await self._fail([RowError(row=0, column="", code=refusal.code)])
        else:
            await self._end(attempt)

    async def _check(self, attempt: Attempt[WorkT]) -> None:
        async for piece in attempt.check():
            self.rows += piece.rows
            self._note(piece.errors)
            await self._report(0.0)

    def _note(self, errors: Sequence[RowError]) -> None:
        self.refused |= {error.row for error in errors}
        self.errors += errors[: MOST_ERRORS - len(self.errors)]

    async def _end(self, attempt: Attempt[WorkT]) -> None:
        if self.errors and not attempt.takes_good_rows:
            await self._fail(self.errors)
        elif self.one.dry_run:
            async with self.importer.begin(self.caller) as work:
                await self._succeed(attempt, work)
        else:
            await self._enter(attempt)

    async def _enter(self, attempt: Attempt[WorkT]) -> None:
        """All of it, or what is wrong meanwhile and nothing."""
        done = 0
        wrong: Sequence[RowError] = ()
        try:
            async with self.importer.begin(self.caller) as work:
                async for piece in attempt.enter(work):
                    wrong = piece.errors
                    if wrong:
                        raise _Undone
                    done += piece.rows
                    await self._report(done / max(self.rows, 1) * 0.99)
                await self._succeed(attempt, work)
        except _Undone:
            self.refused = {error.row for error in wrong}
            await self._fail(wrong)

    async def _report(self, progress: float) -> None:
        """Says how far it has come and keeps the lease, apart from what is being entered."""
        async with self.importer.begin(self.caller) as work:
            holds = await self.importer.imports(work).report(
                self.one.id, self.worker, progress=progress, until=work.now + LEASE
            )
        if not holds:
            raise TakenOver

    async def _succeed(self, attempt: Attempt[WorkT], work: WorkT) -> None:
        ended = self.one.ended(
            rows=self.rows,
            errors=self.errors,
            refused=len(self.refused),
            takes_good_rows=attempt.takes_good_rows,
            notes=attempt.notes(),
            at=work.now,
        )
        await self._finish(ended, work)

    async def _fail(self, errors: Sequence[RowError]) -> None:
        async with self.importer.begin(self.caller) as work:
            ended = self.one.ended(
                rows=self.rows, errors=errors, refused=len(self.refused), at=work.now
            )
            await self._finish(ended, work)

    async def _finish(self, ended: ImportOperation, work: WorkT) -> None:
        if not await self.importer.imports(work).finish(ended, self.worker):
            raise TakenOver
