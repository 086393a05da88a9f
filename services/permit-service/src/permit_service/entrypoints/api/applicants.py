"""Routes of the applicant's side: drafts and their correction, submission, claims, withdrawal."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import Response

from permit_service.application.access import ASSISTANTS
from permit_service.application.amend_application import AmendApplication, amend_application
from permit_service.application.claim_application import ClaimApplication, claim_application
from permit_service.application.draft_application import DraftApplication, draft_application
from permit_service.application.resubmit_application import resubmit_application
from permit_service.application.steps import Step
from permit_service.application.submit_application import SubmitApplication, submit_application
from permit_service.application.withdraw_application import withdraw_application
from permit_service.domain.petition import Petition
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.context import Language, Permits
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.requests import (
    AmendmentBody,
    ClaimBody,
    DraftBody,
    SubmissionBody,
)
from permit_service.entrypoints.api.views import application_view
from permit_service.entrypoints.api.who import OF_APPLICANT
from shared.http import Idempotent, IfMatch, RequiredIfMatch, SignedIn, answers, by, respond
from shared.identity import Role

router = APIRouter(prefix="/v1/applications", tags=["applications"])


@router.post(
    "",
    status_code=201,
    responses=answers(ApplicationAnswer, 201),
    dependencies=by(Role.APPLICANT, *ASSISTANTS),
)
async def post_application(
    body: DraftBody, caller: SignedIn, request: Idempotent, api: Permits, language: Language
) -> Response:
    """A draft, by the applicant or by the officer who accompanies one."""
    command = DraftApplication(
        caller=caller,
        language=language,
        office_code=body.office_code,
        service_code=body.service_code,
        mode=body.mode,
        intake=body.intake,
        applicant=body.applicant.applicant(),
        location=body.location.location() if body.location else None,
        form=body.form,
        metadata=body.metadata,
        reference=body.reference,
        petition=Petition(purpose=body.purpose, licence_id=body.licence_id, changes=body.changes),
        declaration_accepted=body.declaration_accepted,
    )
    return await request.run(
        lambda once: draft_application(replace(command, once=once), api.ports),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
        status=201,
    )


@router.patch("/{application_id}", responses=answers(ApplicationAnswer), dependencies=OF_APPLICANT)
async def patch_application(
    application_id: UUID,
    body: AmendmentBody,
    caller: SignedIn,
    version: RequiredIfMatch,
    api: Permits,
) -> Response:
    """Corrects what was written down, as long as it is a draft or was returned."""
    command = AmendApplication(
        caller=caller,
        application_id=application_id,
        expected_version=version,
        amendment=body.amendment(),
    )
    dossier = await amend_application(command, api.ports)
    return respond(application_view(dossier, caller, api))


@router.post(
    "/{application_id}/claim", responses=answers(ApplicationAnswer), dependencies=by(Role.APPLICANT)
)
async def post_claim(
    application_id: UUID, body: ClaimBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """An assisted applicant takes over the application."""
    return await request.run(
        lambda once: claim_application(
            ClaimApplication(
                caller=caller, application_id=application_id, code=body.code, once=once
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post(
    "/{application_id}/submission", responses=answers(ApplicationAnswer), dependencies=OF_APPLICANT
)
async def post_submission(
    application_id: UUID,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
    body: Annotated[SubmissionBody | None, Body()] = None,
) -> Response:
    """Handed in: a receipt is given and the legal clock starts."""
    accepted = body is not None and body.declaration_accepted
    return await request.run(
        lambda once: submit_application(
            SubmitApplication(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                declaration_accepted=accepted,
                once=once,
            ),
            api.ports,
        ),
        body={"declaration_accepted": accepted},
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post(
    "/{application_id}/resubmission",
    responses=answers(ApplicationAnswer),
    dependencies=OF_APPLICANT,
)
async def post_resubmission(step: OneStep) -> Response:
    """The corrections are answered."""
    return await step.run(resubmit_application, lambda given: Step(**given))


@router.post(
    "/{application_id}/withdrawal", responses=answers(ApplicationAnswer), dependencies=OF_APPLICANT
)
async def post_withdrawal(step: OneStep) -> Response:
    """Taken back by the applicant."""
    return await step.run(withdraw_application, lambda given: Step(**given))
