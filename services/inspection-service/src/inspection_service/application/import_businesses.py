"""An administrator hands in the project list of OSS, a worker takes it: good rows are taken, wrong
ones named.

The operation keeps the checksum of its file, so that a plan can say what it was compiled from.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from inspection_service.application.guards import own_office
from inspection_service.application.ports import Ports, Work
from inspection_service.domain.business import first_told
from inspection_service.domain.oss_project import (
    COLUMNS,
    OssProject,
    read_project,
    with_project,
)
from shared.identity import Caller, Role, system_caller
from shared.imports.columns import Header, find_header, given_columns, rows_under
from shared.imports.operation import ImportOperation
from shared.imports.reading import require_columns
from shared.imports.rows import RowError
from shared.imports.sheets import Row, Sheet
from shared.imports.worker import Importer, Piece
from shared.messaging.once import Once

NAME = "inspection"
KIND = "businesses"
MAX_ROWS = 100_000
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBusinesses:
    """`columns` are titles by field, or the other way round."""

    caller: Caller
    content: bytes = field(repr=False)
    columns: Mapping[str, str]
    dry_run: bool = False
    once: Once | None = None


async def request_import(command: ImportBusinesses, ports: Ports) -> ImportOperation:
    """Keeps the list for a worker. Raises Forbidden, UnsupportedType, InvalidRequest."""
    command.caller.require(Role.ADMINISTRATOR)
    columns = given_columns(command.columns, tuple(COLUMNS.names))
    await require_columns(command.content, COLUMNS.given(columns))
    async with ports.begin(command.caller, once=command.once) as work:
        asked = ImportOperation(
            id=ports.new_id(),
            office_code=own_office(command.caller),
            kind=KIND,
            requested_by=command.caller.actor,
            requested_at=work.now,
            columns=columns,
            dry_run=command.dry_run,
            notes={"sha256": hashlib.sha256(command.content).hexdigest()},
        )
        await work.operations.hand_in(asked, command.content)
        return work.answer(asked)


async def find_operation(operation_id: UUID, caller: Caller, ports: Ports) -> ImportOperation:
    """How far an import has come, or how it ended; raises NotFound."""
    async with ports.read(caller) as stores:
        return await stores.operations.get(operation_id)


async def work_on_import(ports: Ports) -> bool:
    """Takes up one import of any office and ends it; False when there is none to take up."""
    async with ports.read(system_caller(NAME)) as stores:
        offices = await stores.offices.codes()

    async def attempt(one: ImportOperation, caller: Caller) -> _Attempt:
        async with ports.read(caller) as stores:
            content = await stores.operations.content(one.id)
        return _Attempt(office_code=one.office_code, content=content, columns=one.columns)

    importer = Importer(begin=ports.begin, imports=lambda work: work.operations, attempt=attempt)
    return await importer.work_on_one(system_caller(NAME, *offices), ports.new_id())


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """One try at one list; the same project twice is the later row."""

    office_code: str
    content: bytes = field(repr=False)
    columns: Mapping[str, str]
    projects: dict[str, OssProject] = field(default_factory=dict)
    takes_good_rows: bool = True

    def notes(self) -> Mapping[str, object]:
        """Nothing besides."""
        return {}

    async def check(self) -> AsyncIterator[Piece]:
        """Reads every row by itself."""
        sheet = await asyncio.to_thread(Sheet.open, self.content)
        header = find_header(sheet, COLUMNS.given(self.columns))
        rows = rows_under(header, sheet, most=MAX_ROWS)
        while piece := await asyncio.to_thread(self._read, rows, header):
            yield piece

    def _read(self, rows: Iterator[tuple[int, Row]], header: Header) -> Piece | None:
        count = 0
        errors: list[RowError] = []
        for number, row in islice(rows, BATCH):
            count += 1
            texts = {one: header.text(row, one) for one in header.places}
            read = read_project(texts, number=number, header=header)
            if isinstance(read, list):
                errors += read
            else:
                self.projects[read.project_id] = read
        return Piece(rows=count, errors=errors) if count else None

    async def enter(self, work: Work) -> AsyncIterator[Piece]:
        """Puts each business with its projects, in the order in which others hold them too."""
        by_nib: dict[str, list[OssProject]] = {}
        for project in self.projects.values():
            by_nib.setdefault(project.nib, []).append(project)
        for nibs in _batches(sorted(by_nib)):
            known = {one.nib: one for one in await work.businesses.hold(nibs)}
            changed = []
            for nib in nibs:
                business = known.get(nib) or first_told(self.office_code, nib)
                for project in by_nib[nib]:
                    business = with_project(business, project)
                changed.append(business)
            await work.businesses.put(changed)
            yield Piece(rows=sum(len(by_nib[nib]) for nib in nibs))


def _batches(nibs: Sequence[str]) -> Iterator[Sequence[str]]:
    return (nibs[start : start + BATCH] for start in range(0, len(nibs), BATCH))
