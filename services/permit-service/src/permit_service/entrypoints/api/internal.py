"""Routes for the other services, with their own tokens: what a mail or an inspection needs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from permit_service.application.delete_subject import (
    DeleteSubject,
    delete_subject,
    standing_of_account,
)
from permit_service.application.document_links import links_in_force
from permit_service.application.dossier import Dossier
from permit_service.application.personal_reads import (
    NAME,
    SERVED,
    read_contact,
    record_licence,
)
from permit_service.application.read_issued import IssuedQuery, read_issued
from permit_service.application.read_licences import read_licence_for_service
from permit_service.domain.service import Channel
from permit_service.domain.survey import SurveyState
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Api, Permits
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.words import Code
from shared.http import Representation, System, respond

router = APIRouter(prefix="/internal", include_in_schema=False)

MAX_ISSUED = 500


@router.get("/applications/{application_id}/contact")
async def get_contact(application_id: UUID, caller: System, api: Permits) -> Response:
    """Whom to write to, in which language, and with which links."""
    dossier = await read_contact(application_id, caller, api.ports)
    links = await links_in_force(dossier, api.ports)
    documents = {
        one.document: {
            "url": api.links.document(api.ports.secrets.link_token(one.id)),
            "valid_until": one.valid_until,
        }
        for one in links
    }
    return respond(Representation(body=_contact(dossier, api) | {"documents": documents}))


@router.get("/issued-licences")
async def get_issued_licences(
    office_code: str,
    channel: Channel,
    first_day: date,
    last_day: date,
    _caller: System,
    api: Permits,
    after: UUID | None = None,
) -> Response:
    """Numbers and days of what was issued on a channel, to be compared with an outside system."""
    query = IssuedQuery(
        office_code=office_code,
        channel=channel,
        first_day=first_day,
        last_day=last_day,
        after=after,
        limit=MAX_ISSUED,
    )
    found = await read_issued(query, api.ports)
    shown = found[:MAX_ISSUED]
    body = {
        "items": [members(one) for one in shown],
        "after": shown[-1].licence_id if len(found) > MAX_ISSUED else None,
    }
    return respond(Representation(body=body))


@router.get("/licences/{licence_id}")
async def get_licence(licence_id: UUID, caller: System, api: Permits) -> Response:
    """What supervision must know of a licence."""
    found, dossier = await read_licence_for_service(licence_id, api.ports)
    fields = ("name", "address")
    await record_licence(found, caller, api.ports, fields=fields, purpose="supervision")
    licence = found.licence
    application = dossier.application if dossier else None
    location = application.location if application else None
    body: dict[str, Any] = {
        "id": licence.id,
        "number": licence.number,
        "office_code": licence.office_code,
        "application_id": licence.application_id,
        "service_code": licence.service_code,
        "service_name": found.service.name,
        "channel": licence.channel,
        "holder_name": licence.holder_name,
        "holder_kind": application.applicant.kind if application else None,
        "nib": licence.nib,
        "address": application.applicant.address if application else licence.holder_address,
        "location": members(location) if location else None,
        "issued_on": licence.issued_on,
        "valid_until": licence.valid_until,
        "status": found.status,
    }
    return respond(Representation(body=body))


@router.get("/licences/{licence_id}/contact")
async def get_licence_contact(licence_id: UUID, caller: System, api: Permits) -> Response:
    """Whom to write to about a licence. Of one without application the name alone is known."""
    found, dossier = await read_licence_for_service(licence_id, api.ports)
    fields = SERVED if dossier else NAME
    await record_licence(found, caller, api.ports, fields=fields, purpose="contact")
    licence = found.licence
    own: dict[str, Any] = {
        "name": licence.holder_name,
        "service_name": found.service.name,
        "licence_number": licence.number,
    }
    known = _contact(dossier, api) if dossier else {"application_id": None, "links": {}}
    links = known["links"] | {"verification": api.links.verification(licence.verification_token)}
    return respond(Representation(body=known | own | {"links": links}))


class DeletionBody(Body):
    """What the door carries out for somebody whose request an office has granted."""

    request_id: UUID
    office_code: Code
    account: UUID | None = None
    applications: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()
    after: UUID | None = None
    dry_run: bool = False


@router.post("/deletions")
async def post_deletion(body: DeletionBody, caller: System, api: Permits) -> Response:
    """The next batch of a subject's files: destroyed, or kept for a reason. May be repeated."""
    found = await delete_subject(
        DeleteSubject(
            request_id=body.request_id,
            office_code=body.office_code,
            account=None if body.account is None else str(body.account),
            applications=body.applications,
            after=body.after,
            dry_run=body.dry_run,
        ),
        caller,
        api.ports,
    )
    body_of_parts = {"items": [members(one) for one in found.parts], "is_last": found.is_last}
    return respond(Representation(body=body_of_parts))


@router.get("/accounts/{account}/standing")
async def get_standing(account: UUID, caller: System, api: Permits, offices: str = "") -> Response:
    """Whether anything in these offices still says who the owner of an account is."""
    named = [one for one in offices.split(",") if one]
    found = await standing_of_account(account, named, caller, api.ports)
    return respond(Representation(body=members(found)))


def _contact(dossier: Dossier, api: Api) -> dict[str, Any]:
    application = dossier.application
    applicant = application.applicant
    return {
        "application_id": application.id,
        "office_code": application.office_code,
        "office_name": dossier.office.name,
        "service_code": application.service_code,
        "service_name": dossier.service.name,
        "status": application.status,
        "receipt_number": application.receipt_number,
        "owner": application.owner,
        "name": applicant.name,
        "email": applicant.email,
        "phone": applicant.phone,
        "preferred_channel": applicant.preferred_channel,
        "language": application.language,
        "notes": application.decision.notes,
        "legal_basis": application.decision.legal_basis,
        "corrections": [members(one) for one in application.decision.corrections],
        "claim_code": _claim_code(dossier, api),
        "licence_number": dossier.licence.number if dossier.licence else None,
        "links": _links(dossier, api),
    }


def _claim_code(dossier: Dossier, api: Api) -> str | None:
    application = dossier.application
    if application.claim_hash is None:
        return None
    return api.ports.secrets.claim_code(application.id)


def _links(dossier: Dossier, api: Api) -> dict[str, str | None]:
    application, invitation, licence = (
        dossier.application,
        dossier.survey.invitation_id,
        dossier.licence,
    )
    is_open = dossier.survey_state is SurveyState.OPEN and invitation is not None
    token = api.ports.secrets.survey_token(invitation) if is_open and invitation else None
    receipt = application.receipt_number
    return {
        "application": api.links.application(application.id),
        "tracking": api.links.tracking(receipt) if receipt else None,
        "survey": api.links.survey(token) if token else None,
        "verification": api.links.verification(licence.verification_token) if licence else None,
    }
