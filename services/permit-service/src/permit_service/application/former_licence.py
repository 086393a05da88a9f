"""The licence in whose place a new one comes: found, judged as of today, and let go."""

from dataclasses import replace
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Reading, Work
from permit_service.domain.application import Application
from permit_service.domain.errors import LicenceUnknown
from permit_service.domain.licence import Licence, LicenceStatus
from permit_service.domain.petition import Facts, Former, Petition
from shared.calendar.office_time import local_date
from shared.contracts.permit import LicenceExpiredV1
from shared.errors import NotFound
from shared.identity import Caller

_UNKNOWN = (("/licence_id", "unknown"),)


async def find_former(
    petition: Petition, caller: Caller, office_code: str, reading: Reading
) -> Former | None:
    """None for a first licence. An applicant's own, or for an officer the office's; raises
    LicenceUnknown."""
    if petition.licence_id is None:
        return None
    try:
        licence = await reading.licences.get(petition.licence_id)
    except NotFound:
        raise LicenceUnknown(pointers=_UNKNOWN) from None
    is_own = licence.owner == caller.actor or caller.sees(licence.office_code)
    if licence.office_code != office_code or not is_own:
        raise LicenceUnknown(pointers=_UNKNOWN)
    return await _judged(licence, await _facts(licence, reading), reading)


async def hold_former(dossier: Dossier, work: Work) -> Former | None:
    """The same at the signature, held until the transaction ends; raises what has come since:
    LicenceReplaced, LicenceSanctioned."""
    former_id = dossier.application.petition.licence_id
    if former_id is None:
        return None
    (licence,) = await work.licences.hold([former_id])
    former = await _judged(licence, None, work)
    former.require_untouched()
    return former


async def let_go(former: Former, successor: Licence, dossier: Dossier, work: Work) -> None:
    """The old licence ends with the signature of the new one; told once, as an expiry."""
    licence = former.licence
    ended = replace(licence, replaced_by=successor.id, told_status=LicenceStatus.EXPIRED)
    await work.licences.save(ended)
    if licence.has_ended:
        return
    told = LicenceExpiredV1(
        office_code=licence.office_code,
        licence_id=licence.id,
        expired_on=min(licence.valid_until or dossier.today, dossier.today),
        replaced_by=successor.id,
    )
    work.events.add(told, reason=dossier.application.petition.purpose.value)


async def successors_of(licences: list[Licence], work: Work) -> dict[UUID, Licence]:
    """The licence that stands in the place of each today, where there is one; held."""
    found: dict[UUID, Licence] = {}
    for licence in licences:
        last = licence
        while last.replaced_by is not None:
            (last,) = await work.licences.hold([last.replaced_by])
        if last is not licence:
            found[licence.id] = last
    return found


async def _judged(licence: Licence, facts: Facts | None, reading: Reading) -> Former:
    office = await reading.offices.get(licence.office_code)
    assert office is not None
    sanctions = (await reading.sanctions.of([licence.id])).get(licence.id, ())
    status = licence.status(sanctions, today=local_date(reading.now, office.zone))
    return Former(licence=licence, status=status, facts=facts)


async def _facts(licence: Licence, reading: Reading) -> Facts | None:
    if licence.application_id is None:
        return None
    return facts_of((await reading.dossier(licence.application_id)).application)


def facts_of(application: Application) -> Facts:
    """What an application says of the licence that it asks for."""
    return Facts(
        service_code=application.service_code,
        applicant=application.applicant,
        location=application.location,
        form=application.form,
    )
