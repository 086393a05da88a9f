"""Routes of the office's side: verification, recommendation, validation, signature."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.give_recommendation import (
    GiveRecommendation,
    give_recommendation,
)
from permit_service.application.sign_licence import SignLicence, sign_licence
from permit_service.application.validate_application import (
    ValidateApplication,
    validate_application,
)
from permit_service.application.verify_application import VerifyApplication, verify_application
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.requests import (
    RecommendationBody,
    SignatureBody,
    ValidationBody,
    VerificationBody,
)
from permit_service.entrypoints.api.views import application_view
from shared.http import Idempotent, IfMatch, SignedIn, answers

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["applications"])


@router.post("/verification", responses=answers(ApplicationAnswer))
async def post_verification(
    application_id: UUID,
    body: VerificationBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """Stages b and c, by the front office."""
    return await request.run(
        lambda once: verify_application(
            VerifyApplication(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                outcome=body.outcome,
                notes=body.notes,
                legal_basis=body.legal_basis,
                corrections=body.asked(),
                checks=tuple(one.check() for one in body.checks),
                answer_by=body.answer_by,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/recommendations/{agency}", responses=answers(ApplicationAnswer))
async def post_recommendation(
    application_id: UUID,
    agency: str,
    body: RecommendationBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """A technical agency's answer, by its own officer."""
    return await request.run(
        lambda once: give_recommendation(
            GiveRecommendation(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                agency=agency,
                advice=body.outcome,
                conditions=body.conditions,
                notes=body.notes,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/validation", responses=answers(ApplicationAnswer))
async def post_validation(
    application_id: UUID,
    body: ValidationBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """Stage d, by the back office."""
    return await request.run(
        lambda once: validate_application(
            ValidateApplication(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                outcome=body.outcome,
                notes=body.notes,
                valid_until=body.valid_until,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/signature", responses=answers(ApplicationAnswer))
async def post_signature(
    application_id: UUID,
    body: SignatureBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """Stage e, by the Head or a delegate."""
    return await request.run(
        lambda once: sign_licence(
            SignLicence(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                passphrase=body.passphrase.get_secret_value(),
                once=once,
            ),
            api.ports,
        ),
        body={},
        shape=lambda dossier: application_view(dossier, caller, api),
    )
