"""Reading what was handed in: released documents, whole, by those who work with them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from permit_service.application.access import require_document_reader
from permit_service.application.personal_reads import record_file
from permit_service.application.ports import Ports
from permit_service.application.read_applications import read_application
from permit_service.domain.document import Document
from shared.documents.integrity import whole
from shared.errors import NotFound
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """One document of an application."""

    caller: Caller
    application_id: UUID
    document_id: UUID


async def read_document(asked: ReadDocument, ports: Ports) -> tuple[Document, AsyncIterator[bytes]]:
    """The document and its bytes. Raises NotFound; Forbidden for those who see the application
    and not its documents; DocumentInfected, DocumentNotScannedYet; ChecksumMismatch when the
    stored file is another than was handed in (Ps 9). Who reads is recorded first."""
    dossier = await read_application(asked.application_id, asked.caller, ports)
    require_document_reader(dossier.application, asked.caller)
    documents = dossier.application.documents
    found = next((one for one in documents if one.id == asked.document_id), None)
    if found is None:
        raise NotFound
    found.scan_state.require_released()
    chunks = await whole(ports.storage, found.storage_key, sha256=found.sha256)
    file = f"document:{found.requirement_no}"
    await record_file(dossier, asked.caller, ports, file=file, purpose="download")
    return found, chunks
