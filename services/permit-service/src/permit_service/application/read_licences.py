"""Reading licences: by their owner and the office, and by anybody who holds the QR code."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.access import is_routed_to
from permit_service.application.dossier import Dossier
from permit_service.application.listing import LicenceQuery, TimelineEvent
from permit_service.application.ports import Ports, Reading
from permit_service.application.sign_licence import LICENCE, LICENCE_ID
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.errors import OfficeUnknown, ServiceUnknown
from permit_service.domain.licence import Licence, LicenceStatus
from permit_service.domain.service import Service
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller

_OF_LICENCES = "permit.licence_"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFile:
    """A licence with its service and its status as of today."""

    licence: Licence
    service: Service
    status: LicenceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLicence:
    """A licence whose signed file was looked at, and the number of the one in its place."""

    file: LicenceFile
    has_valid_signature: bool
    replaced_by: str | None


async def read_licence(licence_id: UUID, caller: Caller, ports: Ports) -> LicenceFile:
    """Raises NotFound for whoever may not see it."""
    async with ports.read(caller) as reading:
        licence = await reading.licences.get(licence_id)
        _require_reader(licence, caller)
        if licence.application_id is not None and caller.roles == {Role.AGENCY_OFFICER}:
            application = (await reading.dossier(licence.application_id)).application
            if not is_routed_to(application, caller.agency):
                raise NotFound
        return await _file(licence, reading)


def _require_reader(licence: Licence, caller: Caller) -> None:
    """Raises NotFound: another system that the office admits reads what it has applied for."""
    is_owner = licence.owner is not None and licence.owner == caller.actor
    if not (is_owner or caller.is_staff or caller.has(Role.PROVINCE, Role.SYSTEM)):
        raise NotFound


async def list_licences(caller: Caller, asked: LicenceQuery, ports: Ports) -> list[LicenceFile]:
    """The applicant's own, or the office's; one more than the limit."""
    is_office = caller.is_staff or caller.has(Role.PROVINCE)
    query = replace(
        asked,
        owner=None if is_office else caller.actor,
        offices=caller.offices if is_office else (),
    )
    async with ports.read(caller) as reading:
        return [await _file(one, reading) for one in await reading.licences.page(query)]


async def read_licence_timeline(
    licence_id: UUID, caller: Caller, ports: Ports
) -> list[TimelineEvent]:
    """What was told of a licence, from its issue or import on; raises NotFound."""
    found = await read_licence(licence_id, caller, ports)
    keys = [one for one in (licence_id, found.licence.application_id) if one is not None]
    # The caller may see the licence; its log is read with the rights of its office.
    async with ports.read(system_caller("permit", found.licence.office_code)) as reading:
        events = await reading.timeline(keys)
    return [one for one in events if one.type.startswith(_OF_LICENCES)]


async def open_document(licence_id: UUID, caller: Caller, ports: Ports) -> AsyncIterator[bytes]:
    """The very bytes that were signed."""
    found = await read_licence(licence_id, caller, ports)
    if found.licence.signature is None:
        raise NotFound
    return await ports.storage.stream(found.licence.signature.storage_key)


async def check_licence(token: str, ports: Ports) -> CheckedLicence:
    """For anybody who holds the token of the QR code; raises NotFound."""
    target = await _found(LICENCE, token, ports)
    file = await read_licence(target.target, system_caller("permit", target.office_code), ports)
    signature = file.licence.signature
    is_valid = signature is not None and await ports.signatures.holds(signature)
    return CheckedLicence(
        file=file,
        has_valid_signature=is_valid,
        replaced_by=await _successors_number(file.licence, ports),
    )


async def _successors_number(licence: Licence, ports: Ports) -> str | None:
    if licence.replaced_by is None:
        return None
    async with ports.read(system_caller("permit", licence.office_code)) as reading:
        return (await reading.licences.get(licence.replaced_by)).number


async def read_licence_for_service(
    licence_id: UUID, ports: Ports
) -> tuple[LicenceFile, Dossier | None]:
    """With the file of its application, for a service that must know holder and place."""
    target = await _found(LICENCE_ID, str(licence_id), ports)
    async with ports.read(system_caller("permit", target.office_code)) as reading:
        licence = await reading.licences.get(licence_id)
        dossier = None
        if licence.application_id is not None:
            dossier = await reading.dossier(licence.application_id)
        return await _file(licence, reading), dossier


async def _found(kind: str, token: str, ports: Ports) -> TokenTarget:
    async with ports.read(system_caller("permit")) as reading:
        target = await reading.tokens.find(kind, token)
    if target is None:
        raise NotFound
    return target


async def _file(licence: Licence, reading: Reading) -> LicenceFile:
    office = await reading.offices.get(licence.office_code)
    if office is None:
        raise OfficeUnknown
    service = await reading.catalogue.service(
        licence.office_code, licence.service_code, version=licence.service_version
    )
    if service is None:
        raise ServiceUnknown
    sanctions = (await reading.sanctions.of([licence.id])).get(licence.id, ())
    status = licence.status(sanctions, today=local_date(reading.now, office.zone))
    return LicenceFile(licence=licence, service=service, status=status)
