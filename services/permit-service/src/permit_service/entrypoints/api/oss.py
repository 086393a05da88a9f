"""Routes for the gateway, which tells OSS: an application or a licence with its ids of OSS. Neither
holder nor applicant is named."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.dossier import Dossier
from permit_service.application.read_applications import read_application_for_service
from permit_service.application.read_licences import LicenceFile, read_licence_for_service
from permit_service.domain.oss_reference import oss_ids
from permit_service.entrypoints.api.context import Api, Permits
from shared.http import Representation, System, respond

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/applications/{application_id}/oss")
async def get_application(application_id: UUID, _caller: System, api: Permits) -> Response:
    """Where an application stands, and its licence as of today where it has one."""
    dossier = await read_application_for_service(application_id, api.ports)
    if dossier.licence is None:
        return respond(Representation(body=_case(dossier, None, api)))
    found, _ = await read_licence_for_service(dossier.licence.id, api.ports)
    return respond(Representation(body=_case(dossier, found, api)))


@router.get("/licences/{licence_id}/oss")
async def get_licence(licence_id: UUID, _caller: System, api: Permits) -> Response:
    """The same, by the licence; of one without application there are no ids of OSS."""
    found, dossier = await read_licence_for_service(licence_id, api.ports)
    return respond(Representation(body=_case(dossier, found, api)))


def _case(dossier: Dossier | None, found: LicenceFile | None, api: Api) -> dict[str, Any]:
    application = dossier.application if dossier else None
    licence = found.licence if found else None
    nib = application.applicant.nib if application else None
    return {
        "application_id": application.id if application else None,
        "nib": nib or (licence.nib if licence else None),
        "oss": oss_ids(application.metadata) if application else {},
        "status": application.status if application else None,
        "licence": _licence(found, api) if found else None,
    }


def _licence(found: LicenceFile, api: Api) -> dict[str, Any]:
    licence, signature = found.licence, found.licence.signature
    return {
        "id": licence.id,
        "number": licence.number,
        "status": found.status,
        "issued_on": licence.issued_on,
        "valid_until": licence.valid_until,
        "signed_by": signature.signed_by if signature else None,
        "signer_nip": signature.signer_nip if signature else None,
        "acting_as": signature.acting_as if signature else None,
        "link": api.links.verification(licence.verification_token),
    }
