"""The letter of a rejection, typeset from what was recorded when it is first asked for, and kept:
the decision itself waits for no typesetter."""

from collections.abc import AsyncIterator
from uuid import UUID

from permit_service.application.personal_reads import record_file
from permit_service.application.ports import Ports
from permit_service.application.read_applications import read_application
from shared.errors import NotFound
from shared.identity import Caller


async def open_rejection_letter(
    application_id: UUID, caller: Caller, ports: Ports
) -> AsyncIterator[bytes]:
    """Raises NotFound for what was not rejected by letter."""
    dossier = await read_application(application_id, caller, ports)
    application = dossier.application
    if application.decision.letter_number is None:
        raise NotFound
    await record_file(dossier, caller, ports, file="rejection_letter", purpose="download")
    key = f"rejections/{application.id}.pdf"
    try:
        return await ports.storage.stream(key)
    except NotFound:
        letterhead = await ports.directory.letterhead(application.office_code)
        await ports.storage.put(key, await ports.press.rejection(dossier, letterhead=letterhead))
    return await ports.storage.stream(key)
