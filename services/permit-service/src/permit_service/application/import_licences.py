"""An office's history: its administrator hands in a book, a worker checks and enters it.

A row that is kept already changes nothing, so that the same book twice has the effect of one.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from permit_service.application.ports import Ports, Work
from permit_service.application.read_history import Book, Rows, pieces_of
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.history_columns import COLUMNS
from permit_service.domain.licence import Licence
from permit_service.domain.licence_history import RecordedLicence
from shared.calendar.office_time import local_date
from shared.contracts.permit import LicenceImportedV1
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller
from shared.imports.columns import given_columns
from shared.imports.operation import ImportOperation
from shared.imports.rows import RowError
from shared.imports.sheets import require_sheet
from shared.imports.worker import Importer, Piece
from shared.messaging.once import Once

NAME = "permit"
KIND = "licences"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLicences:
    """`columns` are titles by field, or the other way round."""

    caller: Caller
    content: bytes = field(repr=False)
    columns: Mapping[str, str]
    dry_run: bool
    once: Once | None = None


async def request_import(command: ImportLicences, ports: Ports) -> ImportOperation:
    """Keeps the book for a worker. Raises Forbidden, UnsupportedType, InvalidRequest."""
    command.caller.require(Role.ADMINISTRATOR)
    require_sheet(command.content)
    columns = given_columns(command.columns, tuple(COLUMNS.names))
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(next(iter(command.caller.offices), ""))
        if office is None:
            raise OfficeUnknown
        asked = ImportOperation(
            id=ports.new_id(),
            office_code=office.code,
            kind=KIND,
            requested_by=command.caller.actor,
            requested_at=work.now,
            columns=columns,
            dry_run=command.dry_run,
            notes={"unchanged": 0},
        )
        await work.licence_imports.hand_in(asked, command.content)
        return work.answer(asked)


async def read_import(import_id: UUID, caller: Caller, ports: Ports) -> ImportOperation:
    """How far an import of the service has come, for the office's staff; raises NotFound."""
    if not caller.is_staff:
        raise NotFound
    async with ports.read(caller) as reading:
        try:
            return await reading.licence_imports.get(import_id)
        except NotFound:
            return await reading.catalogue_imports.get(import_id)


async def work_on_import(ports: Ports) -> bool:
    """Takes up one import of any office and ends it; False when there is none to take up."""
    async with ports.read(system_caller(NAME)) as reading:
        codes = [one.code for one in await reading.offices.all()]

    async def attempt(one: ImportOperation, caller: Caller) -> _Attempt:
        return _Attempt(ports=ports, caller=caller, book=await _book(one, caller, ports))

    importer = Importer(
        begin=ports.begin, imports=lambda work: work.licence_imports, attempt=attempt
    )
    return await importer.work_on_one(system_caller(NAME, *codes), ports.new_id())


async def _book(one: ImportOperation, caller: Caller, ports: Ports) -> Book:
    async with ports.read(caller) as reading:
        office = await reading.offices.get(one.office_code)
        if office is None:
            raise OfficeUnknown
        services = await reading.catalogue.services(office.code)
        return Book(
            office_code=office.code,
            content=await reading.licence_imports.content(one.id),
            columns=one.columns,
            services={one.code.upper(): one for one in services},
            today=local_date(reading.now, office.zone),
        )


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """One try at one book; a row that contradicts what is kept keeps all others out."""

    ports: Ports
    caller: Caller
    book: Book
    unchanged: int = 0
    takes_good_rows: bool = False

    def notes(self) -> Mapping[str, int]:
        """How many rows were kept before."""
        return {"unchanged": self.unchanged}

    async def check(self) -> AsyncIterator[Piece]:
        """Every row by itself, against the others, and against what is kept."""
        numbers: set[str] = set()
        async for rows in pieces_of(self.book):
            async with self.ports.read(self.caller) as reading:
                kept = await reading.licence_book.under(
                    self.book.office_code, [one.number for one in rows.licences]
                )
            self.unchanged += len(kept)
            errors = [*rows.errors, *_repeated(rows, numbers), *_contradictions(rows, kept)]
            yield Piece(rows=rows.count, errors=errors)

    async def enter(self, work: Work) -> AsyncIterator[Piece]:
        """Enters what is new and tells it; what is kept by now is compared again."""
        self.unchanged = 0
        async for rows in pieces_of(self.book):
            new = [self._licence(one) for one in rows.licences]
            entered = await work.licence_book.enter(new)
            for licence in entered:
                work.events.add(_import_of(licence), reason="imported")
            # Ids that nobody else knows yet: no other transaction tells of them.
            await work.tell_so_far()
            numbers = {one.number for one in entered}
            others = [one.number for one in new if one.number not in numbers]
            kept = await work.licence_book.under(self.book.office_code, others)
            self.unchanged += len(kept)
            yield Piece(rows=rows.count, errors=_contradictions(rows, kept))

    def _licence(self, recorded: RecordedLicence) -> Licence:
        return Licence(
            id=self.ports.new_id(),
            office_code=self.book.office_code,
            owner=None,
            application_id=None,
            service_code=recorded.service.code,
            service_version=recorded.service.version,
            channel=recorded.channel,
            number=recorded.number,
            holder_name=recorded.holder_name,
            nib=recorded.nib,
            issued_on=recorded.issued_on,
            valid_until=recorded.valid_until,
            verification_token=self.ports.secrets.verification_token(),
            signature=None,
            holder_nik=recorded.holder_nik,
            holder_address=recorded.holder_address,
        )


def _repeated(rows: Rows, numbers: set[str]) -> Sequence[RowError]:
    """Numbers that stood in the book before; `numbers` grows by those of the rows."""
    errors: list[RowError] = []
    for one in rows.licences:
        if one.number in numbers:
            errors.append(rows.header.error(one.row, "number", "repeated"))
        numbers.add(one.number)
    return errors


def _contradictions(rows: Rows, kept: Mapping[str, Licence]) -> Sequence[RowError]:
    found = [
        (one, one.contradicts(kept[one.number])) for one in rows.licences if one.number in kept
    ]
    return [
        rows.header.error(one.row, name, "contradicts") for one, name in found if name is not None
    ]


def _import_of(licence: Licence) -> LicenceImportedV1:
    return LicenceImportedV1(
        office_code=licence.office_code,
        licence_id=licence.id,
        service_code=licence.service_code,
        channel=licence.channel.value,
        number=licence.number,
        nib=licence.nib,
        issued_on=licence.issued_on,
        valid_until=licence.valid_until,
    )
