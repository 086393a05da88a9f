"""Scanning what could not be scanned when it came: the pending documents of each office.

No transaction is open while the scanner is waited for. A document is lent to one worker at a time;
who comes back after the lease finds that it was decided, and leaves it.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from permit_service.application.document_files import document_key
from permit_service.application.document_ports import PendingDocument
from permit_service.application.ports import Ports, Work
from permit_service.application.tell_scans import tell_scan
from permit_service.domain.application import Application
from permit_service.domain.document import Document, ScanState
from shared.documents.integrity import ChecksumMismatch, vouched
from shared.documents.scanning import NoVerdict, Scanner, Verdict
from shared.documents.storage import ObjectMissing, StorageUnavailable
from shared.errors import NotFound
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

AT_ONCE = 4
BATCHES_PER_OFFICE = 10
# Longer than the scanner's own deadline and a slow storage.
LEASE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class _Looked:
    pending: PendingDocument
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
    caller, decided = system_caller("permit", office_code), 0
    for _ in range(BATCHES_PER_OFFICE):
        async with ports.begin(caller) as work:
            taken = await work.documents.take_pending(
                office_code, until=work.now + LEASE, limit=AT_ONCE
            )
        looked = await asyncio.gather(*(_look(one, scanner, ports) for one in taken))
        for one in looked:
            if one is not None and await _decide(one, caller, ports):
                decided += 1
        if len(taken) < AT_ONCE or not any(looked):
            break
    return decided


async def _look(pending: PendingDocument, scanner: Scanner, ports: Ports) -> _Looked | None:
    """What is scanned is what was handed in, or there is no verdict."""
    try:
        stored = await ports.storage.stream(pending.storage_key)
        return _Looked(pending, await scanner.scan(vouched(stored, sha256=pending.sha256)))
    except (NoVerdict, ChecksumMismatch, ObjectMissing, StorageUnavailable) as refusal:
        document = str(pending.document_id)
        log.warning("document_not_scanned", document=document, error=type(refusal).__name__)
        return None


async def _decide(looked: _Looked, caller: Caller, ports: Ports) -> bool:
    """Releases it, or keeps it in quarantine for good; whether there was something to decide."""
    pending, state = looked.pending, ScanState(looked.verdict.value)
    key = document_key(
        state,
        office_code=caller.offices[0],
        application_id=pending.application_id,
        document_id=pending.document_id,
    )
    try:
        if key != pending.storage_key:
            await _copy(pending, key, caller, ports)
        async with ports.begin(caller) as work:
            if not await _record(pending, state, key, work):
                return False
    except (NotFound, StorageUnavailable) as refusal:
        document = str(pending.document_id)
        log.warning("verdict_not_kept", document=document, error=type(refusal).__name__)
        return False
    log.info("document_scanned", document=str(pending.document_id), state=state.value)
    return True


async def _copy(pending: PendingDocument, key: str, caller: Caller, ports: Ports) -> None:
    async with ports.begin(caller) as work:
        await work.documents.note([key], office_code=caller.offices[0])
    await ports.storage.copy(pending.storage_key, key)


async def _record(pending: PendingDocument, state: ScanState, key: str, work: Work) -> bool:
    before = (await work.dossier(pending.application_id)).application
    document = _pending_in(before, pending)
    if document is None:
        return False
    scanned = document.scanned(state, at=work.now, storage_key=key)
    saved = await work.applications.save(before.with_scan(scanned), before=before)
    if key != pending.storage_key:
        await work.documents.claim(key)
        # What lies in quarantine is nobody's any more: it is swept away.
        await work.documents.note([pending.storage_key], office_code=before.office_code)
    tell_scan(scanned, saved, work)
    return True


def _pending_in(application: Application, pending: PendingDocument) -> Document | None:
    """None when it was removed, or decided by somebody else."""
    found = next((one for one in application.documents if one.id == pending.document_id), None)
    return found if found is not None and found.scan_state is ScanState.PENDING else None
