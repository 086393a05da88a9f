"""Imports in a dict, as on PostgreSQL; and a database in which the release before kept some."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from shared.database.migrate import upgrade
from shared.errors import NotFound
from shared.imports.operation import ImportOperation, ImportState
from shared.testing.postgres import PostgresServer


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptImport:
    """An import with its file, and who works on it."""

    one: ImportOperation
    content: bytes | None = None
    worker: UUID | None = None
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemoryImports:
    """`sees` says whether the caller sees an office."""

    kept: dict[UUID, KeptImport]
    sees: Callable[[str], bool]

    def seen(self) -> list[ImportOperation]:
        """Every import of the caller's offices, in the order they were added."""
        return [one.one for one in self.kept.values() if self.sees(one.one.office_code)]

    def _find(self, import_id: UUID) -> KeptImport:
        found = self.kept.get(import_id)
        if found is None or not self.sees(found.one.office_code):
            raise NotFound
        return found

    async def add(self, one: ImportOperation) -> None:
        """Keeps it."""
        self.kept[one.id] = KeptImport(one=one)

    async def hand_in(self, one: ImportOperation, content: bytes) -> None:
        """Keeps what is to be done."""
        self.kept[one.id] = KeptImport(one=one, content=content)

    async def get(self, import_id: UUID) -> ImportOperation:
        """Raises NotFound."""
        return self._find(import_id).one

    async def content(self, import_id: UUID) -> bytes:
        """The file; raises NotFound when the import has ended."""
        content = self._find(import_id).content
        if content is None:
            raise NotFound
        return content

    async def claim(
        self, worker: UUID, *, now: datetime, until: datetime
    ) -> ImportOperation | None:
        """The oldest that nobody holds, where its office's other imports rest."""
        running = [
            kept
            for kept in self.kept.values()
            if kept.one.state is ImportState.RUNNING and self.sees(kept.one.office_code)
        ]
        busy = {
            kept.one.office_code for kept in running if kept.held_until and kept.held_until > now
        }
        free = [kept for kept in running if kept.one.office_code not in busy]
        if not free:
            return None
        kept = min(free, key=lambda one: (one.one.requested_at or now, one.one.id))
        one = replace(kept.one, attempts=kept.one.attempts + 1)
        self.kept[one.id] = replace(kept, one=one, worker=worker, held_until=until)
        return one

    async def report(
        self, import_id: UUID, worker: UUID, *, progress: float, until: datetime
    ) -> bool:
        """Keeps how far it has come; False when another worker has it."""
        kept = self._find(import_id)
        if not self._holds(kept, worker):
            return False
        one = replace(kept.one, progress=progress)
        self.kept[import_id] = replace(kept, one=one, held_until=until)
        return True

    async def finish(self, one: ImportOperation, worker: UUID) -> bool:
        """Keeps how it ended and lets go of the file; False when another worker has it."""
        if not self._holds(self._find(one.id), worker):
            return False
        self.kept[one.id] = KeptImport(one=one)
        return True

    def _holds(self, kept: KeptImport, worker: UUID) -> bool:
        return kept.worker == worker and kept.one.state is ImportState.RUNNING


@asynccontextmanager
async def outliving(
    server: PostgresServer, package: str, *, service: str, before: str, old: Sequence[str]
) -> AsyncIterator[AsyncConnection]:
    """A database in which the release before has kept imports, under ids from 1, before the
    migration that follows the version `before`, and again, under ids from 11, after it."""
    async with server.empty_database() as address:
        engine = create_async_engine(address)
        for first, to in ((1, before), (11, "head")):
            await upgrade(package, address, service=service, to=to)
            async with engine.begin() as connection:
                for number, statement in enumerate(old, start=first):
                    await connection.execute(text(statement), {"id": UUID(int=number)})
        async with engine.connect() as connection:
            yield connection
        await engine.dispose()
