"""An administrator brings in answers from a sheet: all of them, or none and the reasons why."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.identity import Caller, Role
from shared.imports.columns import Columns
from shared.imports.operation import ImportOperation
from shared.imports.sheets import Sheet
from shared.messaging.once import Once
from survey_service.application.announce_responses import tell
from survey_service.application.ports import Ports, Work
from survey_service.application.record_at_counter import office_of_staff
from survey_service.application.record_response import office_of
from survey_service.domain.column_map import column_map
from survey_service.domain.errors import DayNotCome
from survey_service.domain.questionnaire import Questionnaire
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.response_sheet import ReadSheet, read_sheet
from survey_service.domain.tally import longest_uniform_runs, tallies_of

KIND = "survey_responses"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResponses:
    """`period_end` is the day of answers that name none themselves."""

    caller: Caller
    content: bytes
    columns: Mapping[str, str]
    period_end: date | None
    dry_run: bool
    once: Once | None = None


async def import_responses(command: ImportResponses, ports: Ports) -> ImportOperation:
    """How it ended. Wrong cells make it a failed operation that names them; raises Forbidden,
    UnsupportedType, and ColumnMapNotValid."""
    office_code = office_of_staff(command.caller, Role.ADMINISTRATOR)
    # Parsed before the transaction: a large file must not hold one open.
    opened = await asyncio.to_thread(Sheet.open, command.content)
    fingerprint = _fingerprint(command, ports)
    async with ports.begin(command.caller, once=command.once) as work:
        today = (await office_of(work, office_code)).day_of(work.now)
        if command.period_end is not None and command.period_end > today:
            raise DayNotCome(pointers=(("/period_end", "in_future"),))
        questionnaire = await work.questionnaires.in_force(office_code, command.period_end or today)
        columns = column_map(command.columns, questionnaire)
        sheet = await asyncio.to_thread(
            read_sheet,
            opened,
            columns,
            questionnaire,
            default_day=command.period_end,
            today=today,
        )
        asked = ImportOperation(
            id=ports.new_id(), office_code=office_code, kind=KIND, dry_run=command.dry_run
        )
        operation = asked.ended(
            rows=sheet.rows,
            errors=sheet.faults,
            refused=sheet.refused,
            at=work.now,
            notes={
                "column_map": _named(columns),
                "fingerprint": fingerprint,
                "imported_before": await work.operations.has_imported(fingerprint),
                "ignored_columns": sheet.ignored_columns,
            },
        )
        await work.operations.add(operation)
        if operation.has_taken:
            await _take(sheet, operation, questionnaire, work, ports)
        return work.answer(operation)


async def _take(
    sheet: ReadSheet,
    operation: ImportOperation,
    questionnaire: Questionnaire,
    work: Work,
    ports: Ports,
) -> None:
    """Keeps, counts and tells the answers. Nobody's application hangs on an imported answer, so
    that it can be told at once."""
    responses = [
        Response(
            id=ports.random_id(),
            office_code=operation.office_code,
            answered_on=row.answered_on,
            collection_mode=CollectionMode.IMPORT,
            questionnaire_id=questionnaire.id,
            answers=row.answers,
            service_code=row.service_code,
            profile=questionnaire.groups_of(row.profile),
            suggestion=row.suggestion,
            import_id=operation.id,
            import_row=row.row,
        )
        for row in sheet.answers
    ]
    await work.responses.add(responses, told=True)
    await work.tallies.add(operation.office_code, tallies_of(responses))
    await work.tallies.note_runs(
        operation.office_code, operation.id, longest_uniform_runs(responses)
    )
    tell(responses, work)


def _named(columns: Columns) -> dict[str, str]:
    """The part of the map that says which column is which element."""
    return dict(sorted((columns.names[element][0], element) for element in columns.required))


def _fingerprint(command: ImportResponses, ports: Ports) -> bytes:
    digest = hashlib.sha256(command.content).hexdigest()
    columns = sorted(command.columns.items())
    return ports.links.blind_index(f"{digest} {columns} {command.period_end}")
