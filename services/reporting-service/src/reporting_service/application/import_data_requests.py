"""Imports an old register of letters with their replies: all rows or none.

A letter that stands already is not entered again, so the same file changes nothing; one that was
open takes the reply that the file has. Numbers written before are taken as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting_service.application.enter_data_request import MODEL
from reporting_service.application.letter_rows import LetterRow, LetterRows, ReplyRow
from reporting_service.application.ports import Ports, Work
from reporting_service.domain.data_request import (
    DataRequest,
    Disclosure,
    LetterNumberNotValid,
    Reply,
    check_number,
    sequence_of,
)
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.office import Office
from shared.identity import Caller, Role
from shared.imports.operation import ImportOperation
from shared.imports.rows import RowError, TableRefused
from shared.messaging.once import Once

KIND = "data_requests"

Finding = Mapping[str, object]
_Key = tuple[str, str, str, date | None, date, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDataRequests:
    """The register as the door read it."""

    caller: Caller
    office_code: str
    read: LetterRows
    dry_run: bool = False
    once: Once | None = None


async def import_data_requests(command: ImportDataRequests, ports: Ports) -> ImportOperation:
    """The import's outcome; raises TableRefused for a register without a letter."""
    command.caller.require(Role.ADMINISTRATOR)
    rows = command.read.rows
    count = len({one.row for one in rows} | {one.row for one in command.read.errors})
    if count == 0:
        raise TableRefused([("", RowError(row=1, column="", code="no_rows"))])
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        errors = [*command.read.errors, *_dated(rows, office.today(work.now), command)]
        changes = await _changes(command, errors, office, work, ports)
        asked = ImportOperation(
            id=ports.new_id(), office_code=office.code, kind=KIND, dry_run=command.dry_run
        )
        operation = asked.ended(
            rows=count,
            errors=tuple(sorted(errors, key=lambda one: one.row)),
            at=work.now,
            notes={
                "column_map": command.read.column_map,
                "entered": len(changes.entered),
                "replied": len(changes.replied),
                "unchanged": changes.unchanged,
                "findings": _findings(command.read),
            },
        )
        if operation.has_taken:
            await _keep(changes, office, work)
        await work.operations.add(operation)
        return work.answer(operation)


@dataclass(slots=True, kw_only=True)
class _Changes:
    """What the import would do."""

    entered: list[DataRequest]
    replied: list[DataRequest]
    unchanged: int = 0


async def _changes(
    command: ImportDataRequests,
    errors: list[RowError],
    office: Office,
    work: Work,
    ports: Ports,
) -> _Changes:
    """Rows against what stands; appends the numbers that are used twice to `errors`."""
    rows = command.read.rows
    numbers = [one.reply.number for one in rows if one.reply is not None]
    standing = await work.data_requests.standing(
        office.code, days=[one.received_on for one in rows], reply_numbers=numbers
    )
    known = {_key(one): one for one in standing}
    used = {one.reply.number: _key(one) for one in standing if one.reply is not None}
    changes = _Changes(entered=[], replied=[])
    seen: set[_Key] = set()
    for row in rows:
        key = _key(row)
        if key in seen:
            errors.append(_error(command, row, "sender", "duplicate_letter"))
            continue
        seen.add(key)
        if row.reply is not None and used.setdefault(row.reply.number, key) != key:
            errors.append(_reply_error(command, row, "number_used"))
            continue
        letter = known.get(key)
        if letter is None:
            changes.entered.append(_letter(row, office, ports))
        elif row.reply is None or (letter.reply and _says_the_same(letter.reply, row.reply)):
            changes.unchanged += 1
        elif letter.reply is not None:
            errors.append(_reply_error(command, row, "replied_otherwise"))
        else:
            changes.replied.append(letter.replied(_reply(row.reply)))
    return changes


async def _keep(changes: _Changes, office: Office, work: Work) -> None:
    for letter in changes.entered:
        await work.data_requests.add(letter)
    for letter in changes.replied:
        await work.data_requests.save(letter, expected_version=None)
    last: dict[int, int] = {}
    for letter in (*changes.entered, *changes.replied):
        if letter.reply is not None:
            year = letter.reply.dated_on.year
            last[year] = max(last.get(year, 0), sequence_of(letter.reply.number))
    for year, sequence in sorted(last.items()):
        await work.data_requests.count_from(office.code, year, sequence)
    if changes.entered or changes.replied:
        await work.progress.heard(office.code, MODEL, work.now)


def _dated(rows: Sequence[LetterRow], today: date, command: ImportDataRequests) -> list[RowError]:
    """Days that cannot be: later than today, or in the wrong order."""
    errors = []
    for row in rows:
        if row.received_on > today:
            errors.append(_error(command, row, "received_on", "in_future"))
        elif row.letter_date is not None and row.letter_date > row.received_on:
            errors.append(_error(command, row, "letter_date", "after_received_on"))
        if row.reply is None:
            continue
        if row.reply.dated_on > today:
            errors.append(_reply_error(command, row, "in_future", field="reply_date"))
        elif row.reply.dated_on < row.received_on and row.row not in command.read.assumed:
            errors.append(_reply_error(command, row, "before_received_on", field="reply_date"))
    return errors


def _findings(read: LetterRows) -> list[Finding]:
    """What is taken as it is and looks wrong: a month or year that is not the date's, and days of
    arrival that the register does not tell."""
    found: list[Finding] = [
        {"row": row, "column": "received_on", "code": "received_on_assumed"} for row in read.assumed
    ]
    for row in read.rows:
        if row.reply is None:
            continue
        try:
            check_number(row.reply.number, row.reply.dated_on)
        except LetterNumberNotValid:
            heading = read.column_map.get("reply_number") or read.column_map.get("reply", "")
            found.append({"row": row.row, "column": heading, "code": "month_differs_from_date"})
    return sorted(found, key=lambda one: (int(str(one["row"])), str(one["code"])))


def _error(command: ImportDataRequests, row: LetterRow, field: str, code: str) -> RowError:
    return RowError(row=row.row, column=command.read.column_map.get(field, field), code=code)


def _reply_error(
    command: ImportDataRequests, row: LetterRow, code: str, *, field: str = "reply_number"
) -> RowError:
    place = field if field in command.read.column_map else "reply"
    return _error(command, row, place, code)


def _letter(row: LetterRow, office: Office, ports: Ports) -> DataRequest:
    letter = DataRequest(
        id=ports.new_id(),
        office_code=office.code,
        requester_type=row.requester_type,
        sender=row.sender,
        subject=row.subject,
        received_on=row.received_on,
        letter_number=row.letter_number,
        letter_date=row.letter_date,
    )
    return letter if row.reply is None else letter.replied(_reply(row.reply))


def _reply(row: ReplyRow) -> Reply:
    """What it gave away is not told by the register: nothing is claimed of it."""
    return Reply(
        number=row.number,
        dated_on=row.dated_on,
        recipients=row.recipients,
        disclosure=Disclosure(fields=(), personal_fields=(), count=0),
    )


def _says_the_same(standing: Reply, row: ReplyRow) -> bool:
    return (standing.number, standing.dated_on) == (row.number, row.dated_on)


def _key(letter: LetterRow | DataRequest) -> _Key:
    """What makes two entries the same letter: everything but its reply."""
    return (
        letter.sender.casefold(),
        letter.subject.casefold(),
        letter.letter_number or "",
        letter.letter_date,
        letter.received_on,
        letter.requester_type,
    )
