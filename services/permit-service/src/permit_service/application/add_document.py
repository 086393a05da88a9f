"""Handing in a document: sniffed, streamed to storage, then kept with its checksum (Ps 9)."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from permit_service.application.access import require_applicant_side
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, opened
from permit_service.domain.document import Document, ScanState
from shared.documents.sniffing import MediaType, sniff_stream
from shared.documents.storage import StoredObject
from shared.errors import InvalidRequest, TransitionNotAllowed

MAX_DOCUMENT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDocument(Step):
    """`chunks` are the file's bytes; its name is not believed and not kept."""

    requirement_no: int
    chunks: AsyncIterable[bytes]


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


async def add_document(command: AddDocument, ports: Ports) -> Handed:
    """Raises UnsupportedType by the bytes, TooLarge, and whatever the application refuses."""
    await _require_place(command, ports)
    media_type, chunks = await sniff_stream(command.chunks)
    document_id = ports.new_id()
    # Outside the transaction: a slow upload holds no row. What is refused later is removed.
    stored = await ports.storage.put_stream(
        f"documents/{command.application_id}/{document_id}", chunks, max_bytes=MAX_DOCUMENT_BYTES
    )
    try:
        return await _keep(command, ports, _Arrived(document_id, stored, media_type))
    except BaseException:
        await ports.storage.delete(stored.key)
        raise


async def _require_place(command: AddDocument, ports: Ports) -> None:
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        dossier = await opened(command, reading)
    require_applicant_side(dossier.application, command.caller)
    if not dossier.service.has_requirement(command.requirement_no):
        raise InvalidRequest(pointers=(("/requirement_no", "unknown"),))
    if not dossier.application.takes_documents:
        raise TransitionNotAllowed


async def _keep(command: AddDocument, ports: Ports, arrived: _Arrived) -> Handed:
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        require_applicant_side(dossier.application, command.caller)
        handed = Document(
            id=arrived.id,
            requirement_no=command.requirement_no,
            media_type=arrived.media_type,
            size=arrived.stored.size,
            sha256=arrived.stored.sha256,
            storage_key=arrived.stored.key,
            scan_state=ScanState.NOT_SCANNED,
            uploaded_by=command.caller.actor,
            uploaded_at=work.now,
        )
        after = dossier.application.with_document(handed)
        saved = await work.applications.save(after, before=dossier.application)
        return work.answer(Handed(document=handed, dossier=dossier.with_(saved)))
