"""An administrator imports the project list of OSS: good rows are taken, wrong ones named.

The operation keeps the checksum of its file, so that a plan can say what it was compiled from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import own_office
from inspection_service.application.ports import Ports, Work
from inspection_service.domain.business import first_told
from inspection_service.domain.oss_project import (
    OssProject,
    read_project,
    with_project,
)
from shared.identity import Caller, Role
from shared.imports.operation import ImportOperation
from shared.imports.reading import Table
from shared.imports.rows import RowError
from shared.messaging.once import Once

KIND = "businesses"
MAX_ROWS = 100_000
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBusinesses:
    """`sha256` is the file's checksum."""

    caller: Caller
    table: Table
    sha256: str
    dry_run: bool = False
    once: Once | None = None


async def import_businesses(command: ImportBusinesses, ports: Ports) -> ImportOperation:
    """Takes every row that is whole, in one transaction; a dry run takes none."""
    command.caller.require(Role.ADMINISTRATOR)
    office_code = own_office(command.caller)
    projects: dict[str, OssProject] = {}
    errors: list[RowError] = []
    for number, row in command.table.rows:
        read = read_project(row, number=number, header=command.table.header)
        if isinstance(read, list):
            errors += read
        else:
            projects[read.project_id] = read
    async with ports.begin(command.caller, once=command.once) as work:
        if not command.dry_run:
            await _take(list(projects.values()), office_code, work)
        asked = ImportOperation(
            id=ports.new_id(), office_code=office_code, kind=KIND, dry_run=command.dry_run
        )
        operation = asked.ended(
            rows=len(command.table.rows),
            errors=errors,
            takes_good_rows=True,
            at=work.now,
            notes={"sha256": command.sha256},
        )
        await work.operations.add(operation)
        return work.answer(operation)


async def _take(projects: Sequence[OssProject], office_code: str, work: Work) -> None:
    by_nib: dict[str, list[OssProject]] = {}
    for project in projects:
        by_nib.setdefault(project.nib, []).append(project)
    for nibs in _batches(sorted(by_nib)):
        known = {one.nib: one for one in await work.businesses.hold(nibs)}
        changed = []
        for nib in nibs:
            business = known.get(nib) or first_told(office_code, nib)
            for project in by_nib[nib]:
                business = with_project(business, project)
            changed.append(business)
        await work.businesses.put(changed)


def _batches(nibs: Sequence[str]) -> Iterator[Sequence[str]]:
    return (nibs[start : start + BATCH] for start in range(0, len(nibs), BATCH))


async def find_operation(operation_id: UUID, caller: Caller, ports: Ports) -> ImportOperation:
    """How an import ended; raises NotFound."""
    async with ports.read(caller) as stores:
        return await stores.operations.get(operation_id)
