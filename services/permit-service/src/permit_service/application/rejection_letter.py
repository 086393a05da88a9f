"""The letter of a rejection, typeset from what was recorded when it is first asked for, and kept:
the decision itself waits for no typesetter."""

from collections.abc import AsyncIterator
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.personal_reads import record_file
from permit_service.application.ports import Ports
from permit_service.application.read_applications import read_application
from permit_service.domain.application import Application
from shared.errors import NotFound
from shared.identity import Caller, system_caller


async def open_rejection_letter(
    application_id: UUID, caller: Caller, ports: Ports
) -> AsyncIterator[bytes]:
    """Raises NotFound for what was not rejected by letter."""
    dossier = await read_application(application_id, caller, ports)
    _require_letter(dossier.application)
    await record_file(dossier, caller, ports, file="rejection_letter", purpose="download")
    return await stream_rejection_letter(dossier, ports)


async def stream_rejection_letter(dossier: Dossier, ports: Ports) -> AsyncIterator[bytes]:
    """For whom that may be; raises NotFound for what was not rejected by letter, or has ended."""
    application = dossier.application
    _require_letter(application)
    key = letter_key(application)
    try:
        return await ports.storage.stream(key)
    except NotFound:
        letterhead = await ports.directory.letterhead(application.office_code)
        await ports.storage.put(key, await ports.press.rejection(dossier, letterhead=letterhead))
        await _leave_none_behind(application, ports)
    return await ports.storage.stream(key)


def letter_key(application: Application) -> str:
    """Where the letter of a rejection lies."""
    return f"rejections/{application.id}.pdf"


def _require_letter(application: Application) -> None:
    if application.decision.letter_number is None or application.anonymised_at is not None:
        raise NotFound


async def _leave_none_behind(application: Application, ports: Ports) -> None:
    """The person may have been forgotten while the letter was set."""
    office = system_caller("permit", application.office_code)
    found = (await ports.direct.file(office, application.id)).application
    if found.anonymised_at is not None:
        await ports.storage.delete(letter_key(application))
        raise NotFound
