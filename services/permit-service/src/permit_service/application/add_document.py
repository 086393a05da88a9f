"""Handing in a document: examined, scanned, streamed to storage, kept with its checksum (Ps 9).

The keys are noted before anything is stored, so that a file which nobody came to vouch for is
found and removed. The scanner is waited for a moment only: what it has not answered is pending.
"""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from permit_service.application.access import require_applicant_side
from permit_service.application.answer_correction import keep_round
from permit_service.application.document_files import document_key
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, opened
from permit_service.application.tell_scans import tell_scan
from permit_service.domain.correction import open_round
from permit_service.domain.document import Document
from shared.documents.examination import HandedIn
from shared.documents.scanning import ScanState
from shared.documents.sniffing import MediaType
from shared.documents.storage import StoredObject
from shared.errors import InvalidRequest, TransitionNotAllowed

MAX_DOCUMENT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDocument(Step):
    """The file's name is not believed and not kept."""

    requirement_no: int
    file: HandedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The document, and the file it went into."""

    document: Document
    dossier: Dossier


class _Arrived(NamedTuple):
    """A stored file that is not part of an application yet."""

    id: UUID
    stored: StoredObject
    media_type: MediaType
    scan_state: ScanState


async def add_document(command: AddDocument, ports: Ports) -> Handed:
    """Raises UnsupportedType, DocumentEncrypted and PictureTooLarge by the bytes, TooLarge, and
    whatever the application refuses."""
    dossier = await _require_place(command, ports)
    media_type = await command.file.examine()
    scan_state = await ports.screening.first_word(command.file.chunks())
    document_id = ports.new_id()
    key = document_key(
        scan_state,
        office_code=dossier.application.office_code,
        application_id=command.application_id,
        document_id=document_id,
    )
    async with ports.begin(command.caller) as work:
        await work.documents.note([key], office_code=dossier.application.office_code)
    # Outside the transaction: a slow upload holds no row. What is refused later is removed.
    stored = await ports.storage.put_stream(
        key, command.file.chunks(), max_bytes=MAX_DOCUMENT_BYTES
    )
    try:
        return await _keep(command, ports, _Arrived(document_id, stored, media_type, scan_state))
    except BaseException:
        await ports.storage.delete(key)
        raise


async def _require_place(command: AddDocument, ports: Ports) -> Dossier:
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        dossier = await opened(command, reading, right=require_applicant_side)
    if not dossier.service.has_requirement(command.requirement_no):
        raise InvalidRequest(pointers=(("/requirement_no", "unknown"),))
    if not dossier.application.takes_documents:
        raise TransitionNotAllowed
    return dossier


async def _keep(command: AddDocument, ports: Ports, arrived: _Arrived) -> Handed:
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work, right=require_applicant_side)
        await work.documents.claim(arrived.stored.key)
        is_pending = arrived.scan_state is ScanState.PENDING
        is_scanned = not is_pending and arrived.scan_state is not ScanState.NOT_SCANNED
        handed = Document(
            id=arrived.id,
            requirement_no=command.requirement_no,
            media_type=arrived.media_type,
            size=arrived.stored.size,
            sha256=arrived.stored.sha256,
            storage_key=arrived.stored.key,
            scan_state=arrived.scan_state,
            uploaded_by=command.caller.actor,
            uploaded_at=work.now,
            scanned_at=work.now if is_scanned else None,
        )
        after = dossier.application.with_document(handed)
        standing = open_round(dossier.rounds)
        if standing is not None:
            dossier = await keep_round(dossier, standing.answered_by_document(handed), work)
        saved = await work.applications.save(after, before=dossier.application)
        tell_scan(handed, saved, work)
        return work.answer(Handed(document=handed, dossier=dossier.with_(saved)))
