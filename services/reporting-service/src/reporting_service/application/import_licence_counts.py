"""Imports counts of licences: all rows or none. A cell that stands already gets a new version;
the same figure again changes nothing and tells nobody. No licence is made of a count."""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting_service.application.ports import Ports, Work
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.kinds import Channel, Measure, row_of
from reporting_service.domain.licence_count import Cell, LicenceCount, licence_count
from reporting_service.domain.office import Office
from shared.contracts.reporting import LicencesCountedV1
from shared.errors import Refusal
from shared.identity import Caller, Role
from shared.imports.operation import ImportOperation
from shared.imports.rows import RowError
from shared.messaging.once import Once

KIND = "licence_counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One row as the door understood it; `row` is its place in the file, from 1."""

    row: int
    year: int
    month: int
    channel: Channel
    kind: str
    measure: Measure
    count: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLicenceCounts:
    """`errors` are rows that the door could not read; with any, nothing is taken. A document
    (`is_file` false) is refused as a whole, a file row by row."""

    caller: Caller
    office_code: str
    rows: Sequence[CountRow]
    errors: tuple[RowError, ...] = ()
    is_file: bool = False
    dry_run: bool = False
    column_map: dict[str, str] | None = None
    once: Once | None = None


async def import_licence_counts(command: ImportLicenceCounts, ports: Ports) -> ImportOperation:
    """The import's outcome; raises Forbidden for anybody but an administrator."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        counts, errors = _counts(command, office, work)
        asked = ImportOperation(
            id=ports.new_id(), office_code=office.code, kind=KIND, dry_run=command.dry_run
        )
        operation = asked.ended(
            rows=len({one.row for one in command.rows} | {one.row for one in command.errors}),
            errors=(*command.errors, *errors),
            at=work.now,
            notes={"column_map": command.column_map} if command.column_map else {},
        )
        if operation.has_taken:
            await _keep(office, counts, work)
        await work.operations.add(operation)
        return work.answer(operation)


def _counts(
    command: ImportLicenceCounts, office: Office, work: Work
) -> tuple[list[LicenceCount], list[RowError]]:
    counts: dict[Cell, LicenceCount] = {}
    errors: list[RowError] = []
    for row in command.rows:
        try:
            one = licence_count(
                office_code=office.code,
                year=row.year,
                month=row.month,
                channel=row.channel,
                kind=row.kind,
                measure=row.measure,
                count=row.count,
                source=row.source,
                now=work.now,
                today=office.today(work.now),
            )
        except Refusal as refusal:
            if not command.is_file:
                raise
            errors += [
                _error(command, row, pointer.lstrip("/"), code)
                for pointer, code in refusal.pointers
            ]
            continue
        if one.cell in counts:
            errors.append(_error(command, row, "kind", "duplicate_cell"))
        counts[one.cell] = one
    return list(counts.values()), list(dict.fromkeys(errors))


def _error(command: ImportLicenceCounts, row: CountRow, field: str, code: str) -> RowError:
    titles = command.column_map or {}
    return RowError(row=row.row, column=titles.get(field, field), code=code)


async def _keep(office: Office, counts: Sequence[LicenceCount], work: Work) -> None:
    standing = await work.counts.standing(office.code, [one.cell for one in counts])
    fresh = [
        one.succeeding(standing.get(one.cell))
        for one in counts
        if not (one.cell in standing and one.says_the_same_as(standing[one.cell]))
    ]
    await work.counts.add(fresh)
    await work.progress.heard(office.code, KIND, work.now)
    for one in fresh:
        work.events.add(_counted_fact(one))


def _counted_fact(count: LicenceCount) -> LicencesCountedV1:
    row = row_of(count.kind, channel=count.channel, measure=count.measure)
    return LicencesCountedV1(
        office_code=count.office_code,
        count_id=count.cell_id,
        year=count.year,
        month=count.month,
        channel=count.channel.value,
        kind=count.kind,
        measure=count.measure.value,
        count=count.count,
        count_version=count.version,
        row=count.kind if row is None else row.code,
        row_services=() if row is None else tuple(sorted(row.services)),
    )
