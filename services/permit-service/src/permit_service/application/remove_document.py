"""Taking a document back before it is on record."""

from dataclasses import dataclass
from uuid import UUID

from permit_service.application.access import require_applicant_side
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDocument(Step):
    """The file is removed after it is nobody's any more."""

    document_id: UUID


async def remove_document(command: RemoveDocument, ports: Ports) -> Dossier:
    """Raises NotFound; TransitionNotAllowed for what was submitted already."""
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work, right=require_applicant_side)
        removed, after = dossier.application.without_document(command.document_id)
        saved = await work.applications.save(after, before=dossier.application)
        await work.documents.note([removed.storage_key], office_code=saved.office_code)
        return work.answer(dossier.with_(saved))
