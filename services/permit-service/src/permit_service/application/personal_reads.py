"""Reading what is personal: each read by somebody but the owner is recorded before the answer."""

from uuid import UUID

from permit_service.application.access import is_owner
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.read_applications import (
    read_application,
    read_application_for_service,
    sees_contact,
)
from permit_service.application.read_licences import LicenceFile
from permit_service.domain.application import Application
from shared.database.access_log import Access
from shared.identity import Caller

APPLICATION = "application"
LICENCE = "licence"
NAME = ("name",)
CONTACT = ("name", "email", "phone", "nik", "address", "form")
SERVED = ("name", "email", "phone")


async def read_dossier(application_id: UUID, caller: Caller, ports: Ports) -> Dossier:
    """The file with the contact that this caller may see."""
    dossier = await read_application(application_id, caller, ports)
    fields = CONTACT if sees_contact(dossier, caller) else NAME
    await _record(dossier.application, caller, ports, fields=fields, purpose="dossier")
    return dossier


async def record_file(
    dossier: Dossier, caller: Caller, ports: Ports, *, file: str, purpose: str
) -> None:
    """Before a file of an application is handed out."""
    await _record(dossier.application, caller, ports, fields=(file,), purpose=purpose)


async def read_contact(application_id: UUID, caller: Caller, ports: Ports) -> Dossier:
    """For another service, `caller`, which is about to write to the applicant."""
    dossier = await read_application_for_service(application_id, ports)
    await _record(dossier.application, caller, ports, fields=SERVED, purpose="contact")
    return dossier


async def record_licence(
    found: LicenceFile, caller: Caller, ports: Ports, *, fields: tuple[str, ...], purpose: str
) -> None:
    """Before a licence, or its file, is shown to somebody but its owner."""
    licence = found.licence
    if licence.owner is not None and licence.owner == caller.actor:
        return
    access = Access(
        office_code=licence.office_code,
        subject_type=LICENCE,
        subject=licence.id,
        owner=licence.owner,
        fields=fields,
        purpose=purpose,
    )
    await ports.accesses.record(caller, access)


async def _record(
    application: Application,
    caller: Caller,
    ports: Ports,
    *,
    fields: tuple[str, ...],
    purpose: str,
) -> None:
    if is_owner(application, caller):
        return
    access = Access(
        office_code=application.office_code,
        subject_type=APPLICATION,
        subject=application.id,
        owner=application.owner,
        fields=fields,
        purpose=purpose,
    )
    await ports.accesses.record(caller, access)
