"""Scanning what could not be scanned when it came: the pending documents of each office, and the
pictures of its visits.

No transaction is open while the scanner is waited for. A file is lent to one worker at a time;
who comes back after the lease finds that it was decided, and leaves it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from permit_service.application.document_files import document_key, photo_key
from permit_service.application.document_ports import PendingFile
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.tell_scans import tell_scan
from permit_service.domain.application import Application
from permit_service.domain.document import Document
from permit_service.domain.site_visit import visit_of, with_visit
from shared.documents.integrity import ChecksumMismatch, vouched
from shared.documents.scanning import NoVerdict, Scanner, ScanState, Verdict
from shared.documents.storage import ObjectMissing, StorageUnavailable
from shared.errors import NotFound
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

AT_ONCE = 4
BATCHES_PER_OFFICE = 10
# Longer than the scanner's own deadline and a slow storage.
LEASE = timedelta(minutes=3)


Take = Callable[[Work, str], Awaitable[list[PendingFile]]]


@dataclass(frozen=True, slots=True)
class _Looked:
    pending: PendingFile
    verdict: Verdict


async def scan_pending_documents(scanner: Scanner, ports: Ports) -> int:
    """Up to a bound of each office's; how many got their verdict. Nothing while it is away."""
    if not await scanner.is_there():
        log.warning("scanner_is_away")
        return 0
    async with ports.read(system_caller("permit")) as reading:
        offices = [one.code for one in await reading.offices.all()]
    return sum([await _scan_office(one, scanner, ports) for one in offices])


async def _scan_office(office_code: str, scanner: Scanner, ports: Ports) -> int:
    caller = system_caller("permit", office_code)
    return sum([await _scan_those(one, caller, scanner, ports) for one in (_documents, _photos)])


async def _documents(work: Work, office_code: str) -> list[PendingFile]:
    until = work.now + LEASE
    return await work.documents.take_pending(office_code, until=until, limit=AT_ONCE)


async def _photos(work: Work, office_code: str) -> list[PendingFile]:
    until = work.now + LEASE
    return await work.documents.take_pending_photos(office_code, until=until, limit=AT_ONCE)


async def _scan_those(take: Take, caller: Caller, scanner: Scanner, ports: Ports) -> int:
    decided = 0
    for _ in range(BATCHES_PER_OFFICE):
        async with ports.begin(caller) as work:
            taken = await take(work, caller.offices[0])
        looked = await asyncio.gather(*(_look(one, scanner, ports) for one in taken))
        for one in looked:
            if one is not None and await _decide(one, caller, ports):
                decided += 1
        if len(taken) < AT_ONCE or not any(looked):
            break
    return decided


async def _look(pending: PendingFile, scanner: Scanner, ports: Ports) -> _Looked | None:
    """What is scanned is what was handed in, or there is no verdict."""
    try:
        stored = await ports.storage.stream(pending.storage_key)
        return _Looked(pending, await scanner.scan(vouched(stored, sha256=pending.sha256)))
    except (NoVerdict, ChecksumMismatch, ObjectMissing, StorageUnavailable) as refusal:
        file = str(pending.id)
        log.warning("file_not_scanned", file=file, error=type(refusal).__name__)
        return None


async def _decide(looked: _Looked, caller: Caller, ports: Ports) -> bool:
    """Releases it, or keeps it in quarantine for good; whether there was something to decide."""
    pending, state = looked.pending, ScanState(looked.verdict.value)
    key = _key(pending, state, caller.offices[0])
    try:
        if key != pending.storage_key:
            await _copy(pending, key, caller, ports)
        async with ports.begin(caller) as work:
            if not await _record(pending, state, key, work):
                return False
    except (NotFound, StorageUnavailable) as refusal:
        file = str(pending.id)
        log.warning("verdict_not_kept", file=file, error=type(refusal).__name__)
        return False
    log.info("file_scanned", file=str(pending.id), state=state.value)
    return True


def _key(pending: PendingFile, state: ScanState, office_code: str) -> str:
    if pending.visit_id is not None:
        return photo_key(
            state, office_code=office_code, visit_id=pending.visit_id, photo_id=pending.id
        )
    return document_key(
        state,
        office_code=office_code,
        application_id=pending.application_id,
        document_id=pending.id,
    )


async def _copy(pending: PendingFile, key: str, caller: Caller, ports: Ports) -> None:
    async with ports.begin(caller) as work:
        await work.documents.note([key], office_code=caller.offices[0])
    await ports.storage.copy(pending.storage_key, key)


async def _record(pending: PendingFile, state: ScanState, key: str, work: Work) -> bool:
    dossier = await work.dossier(pending.application_id)
    record = _record_document if pending.visit_id is None else _record_photo
    if not await record(pending, state, key, dossier, work):
        return False
    if key != pending.storage_key:
        await work.documents.claim(key)
        # What lies in quarantine is nobody's any more: it is swept away.
        office_code = dossier.application.office_code
        await work.documents.note([pending.storage_key], office_code=office_code)
    return True


async def _record_document(
    pending: PendingFile, state: ScanState, key: str, dossier: Dossier, work: Work
) -> bool:
    document = _pending_in(dossier.application, pending)
    if document is None:
        return False
    scanned = document.scanned(state, at=work.now, storage_key=key)
    after = dossier.application.with_scan(scanned)
    saved = await work.applications.save(after, before=dossier.application)
    tell_scan(scanned, saved, work)
    return True


async def _record_photo(
    pending: PendingFile, state: ScanState, key: str, dossier: Dossier, work: Work
) -> bool:
    """Raises NotFound for a picture that was destroyed meanwhile."""
    assert pending.visit_id is not None
    visit = visit_of(dossier.visits, pending.visit_id)
    photo = visit.photo(pending.id)
    if photo.scan_state is not ScanState.PENDING:
        return False
    after = with_visit(dossier.visits, visit.with_scan(photo.scanned(state, storage_key=key)))
    await work.visits.save(dossier.application, after, before=dossier.visits)
    await work.applications.save(dossier.application, before=dossier.application)
    return True


def _pending_in(application: Application, pending: PendingFile) -> Document | None:
    """None when it was removed, or decided by somebody else."""
    found = next((one for one in application.documents if one.id == pending.id), None)
    return found if found is not None and found.scan_state is ScanState.PENDING else None
