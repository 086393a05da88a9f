"""An office's history: its administrator hands in a book, a worker checks and enters it.

The whole book is checked before any row is entered, and all rows are entered in one transaction,
in pieces: nothing is half imported, and neither the loop nor the memory is held by a large one.
A row that is kept already changes nothing, so that the same book twice has the effect of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from permit_service.application.ports import Ports, Work
from permit_service.application.read_history import Book, Piece, pieces_of
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.history_columns import COLUMNS
from permit_service.domain.licence import Licence
from permit_service.domain.licence_history import RecordedLicence
from permit_service.domain.licence_import import (
    LEASE,
    MOST_ATTEMPTS,
    MOST_FAULTS,
    LicenceImport,
)
from shared.calendar.office_time import local_date
from shared.contracts.permit import LicenceImportedV1
from shared.errors import NotFound, Refusal
from shared.identity import Caller, Role, system_caller
from shared.imports.columns import given_columns
from shared.imports.rows import RowError, TableRefused
from shared.imports.sheets import require_sheet
from shared.messaging.once import Once
from shared.telemetry import logger

log = logger(__name__)

NAME = "permit"
_FAILED = RowError(row=0, column="", code="not_processed")


class TakenOver(Refusal):
    """Another worker holds the import: this one's effects are undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLicences:
    """`columns` are titles by field, or the other way round."""

    caller: Caller
    content: bytes = field(repr=False)
    columns: Mapping[str, str]
    dry_run: bool
    once: Once | None = None


async def request_import(command: ImportLicences, ports: Ports) -> LicenceImport:
    """Keeps the book for a worker. Raises Forbidden, UnsupportedType, InvalidRequest."""
    command.caller.require(Role.ADMINISTRATOR)
    require_sheet(command.content)
    columns = given_columns(command.columns, tuple(COLUMNS.names))
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(next(iter(command.caller.offices), ""))
        if office is None:
            raise OfficeUnknown
        asked = LicenceImport(
            id=ports.new_id(),
            office_code=office.code,
            requested_by=command.caller.actor,
            requested_at=work.now,
            columns=columns,
            dry_run=command.dry_run,
        )
        await work.licence_imports.add(asked, command.content)
        return work.answer(asked)


async def read_import(import_id: UUID, caller: Caller, ports: Ports) -> LicenceImport:
    """How far it has come, for the office's staff; raises NotFound."""
    if not caller.is_staff:
        raise NotFound
    async with ports.read(caller) as reading:
        return await reading.licence_imports.get(import_id)


async def work_on_import(ports: Ports) -> bool:
    """Takes up one import of any office and ends it; False when there is none to take up."""
    async with ports.read(system_caller(NAME)) as reading:
        codes = [one.code for one in await reading.offices.all()]
    worker = ports.new_id()
    async with ports.begin(system_caller(NAME, *codes)) as work:
        until = work.now + LEASE
        one = await work.licence_imports.claim(worker, now=work.now, until=until)
    if one is None:
        return False
    run = _Run(one=one, worker=worker, ports=ports)
    try:
        await run.whole()
    except TakenOver:
        log.warning("licence_import_taken_over", id=str(one.id))
    return True


@dataclass(slots=True, kw_only=True)
class _Run:
    """One worker's try at one import."""

    one: LicenceImport
    worker: UUID
    ports: Ports
    rows: int = 0
    unchanged: int = 0
    faults: list[RowError] = field(default_factory=list)
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
            await self._fail((_FAILED,))
            return
        book = await self._book()
        try:
            await self._check(book)
        except TakenOver:
            raise
        except TableRefused as refusal:
            await self._fail(refusal.errors)
            return
        except Refusal as refusal:
            await self._fail((RowError(row=0, column="", code=refusal.code),))
            return
        if self.faults:
            await self._fail(tuple(self.faults))
        elif self.one.dry_run:
            async with self.ports.begin(self.caller) as work:
                await self._succeed(work)
        else:
            await self._enter(book)

    async def _book(self) -> Book:
        async with self.ports.read(self.caller) as reading:
            office = await reading.offices.get(self.one.office_code)
            if office is None:
                raise OfficeUnknown
            services = await reading.catalogue.services(office.code)
            content = await reading.licence_imports.content(self.one.id)
            return Book(
                content=content,
                columns=self.one.columns,
                services={one.code.upper(): one for one in services},
                today=local_date(reading.now, office.zone),
            )

    async def _check(self, book: Book) -> None:
        numbers: set[str] = set()
        async for piece in pieces_of(book):
            self.rows += piece.rows
            found = [*piece.faults, *_repeated(piece, numbers)]
            async with self.ports.read(self.caller) as reading:
                kept = await reading.licence_book.under(
                    self.one.office_code, [one.number for one in piece.licences]
                )
            found += _contradictions(piece, kept)
            self.unchanged += len(kept)
            self.refused |= {one.row for one in found}
            self.faults += found[: MOST_FAULTS - len(self.faults)]
            await self._report(0.0)

    async def _enter(self, book: Book) -> None:
        """All of it, or what contradicts meanwhile and nothing."""
        entered, unchanged = 0, 0
        contradictions: list[RowError] = []
        try:
            async with self.ports.begin(self.caller) as work:
                async for piece in pieces_of(book):
                    kept = await self._enter_piece(piece, work)
                    contradictions += _contradictions(piece, kept)
                    if contradictions:
                        raise _Contradicted
                    entered += piece.rows
                    unchanged += len(kept)
                    await self._report(entered / max(self.rows, 1) * 0.99)
                self.unchanged = unchanged
                await self._succeed(work)
        except _Contradicted:
            self.refused = {one.row for one in contradictions}
            await self._fail(tuple(contradictions))

    async def _enter_piece(self, piece: Piece, work: Work) -> Mapping[str, Licence]:
        """Enters what is new, tells it, and returns what is kept under the other numbers."""
        new = [self._licence(one) for one in piece.licences]
        entered = await work.licence_book.enter(new)
        for licence in entered:
            work.events.add(_import_of(licence), reason="imported")
        # Ids that nobody else knows yet: no other transaction tells of them.
        await work.tell_so_far()
        numbers = {one.number for one in entered}
        others = [one.number for one in new if one.number not in numbers]
        return await work.licence_book.under(self.one.office_code, others)

    def _licence(self, recorded: RecordedLicence) -> Licence:
        return Licence(
            id=self.ports.new_id(),
            office_code=self.one.office_code,
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

    async def _report(self, progress: float) -> None:
        """Says how far it has come and keeps the lease, apart from what is being entered."""
        async with self.ports.begin(self.caller) as work:
            holds = await work.licence_imports.report(
                self.one.id, self.worker, progress=progress, until=work.now + LEASE
            )
        if not holds:
            raise TakenOver

    async def _succeed(self, work: Work) -> None:
        ended = self.one.succeeded(rows=self.rows, unchanged=self.unchanged, at=work.now)
        if not await work.licence_imports.finish(ended, self.worker):
            raise TakenOver

    async def _fail(self, faults: tuple[RowError, ...]) -> None:
        async with self.ports.begin(self.caller) as work:
            ended = self.one.failed(faults, rows=self.rows, refused=len(self.refused), at=work.now)
            if not await work.licence_imports.finish(ended, self.worker):
                raise TakenOver


class _Contradicted(Exception):
    """What was entered in this transaction is undone."""


def _repeated(piece: Piece, numbers: set[str]) -> list[RowError]:
    """Numbers that stood in the book before; `numbers` grows by those of the piece."""
    faults: list[RowError] = []
    for one in piece.licences:
        if one.number in numbers:
            faults.append(piece.fault(one, "number", "repeated"))
        numbers.add(one.number)
    return faults


def _contradictions(piece: Piece, kept: Mapping[str, Licence]) -> list[RowError]:
    found = [
        (one, one.contradicts(kept[one.number])) for one in piece.licences if one.number in kept
    ]
    return [piece.fault(one, name, "contradicts") for one, name in found if name is not None]


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
