"""Routes of the office's side: verification, recommendation, validation, signature."""

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.access import VALIDATORS
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
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.requests import (
    RecommendationBody,
    SignatureBody,
    ValidationBody,
    VerificationBody,
)
from permit_service.entrypoints.api.who import OF_AGENCY, officers
from shared.http import answers
from shared.identity import Role

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["applications"])


@router.post(
    "/verification", responses=answers(ApplicationAnswer), dependencies=officers(Role.FRONT_OFFICE)
)
async def post_verification(body: VerificationBody, step: OneStep) -> Response:
    """Stages b and c, by the front office."""
    return await step.run(
        verify_application,
        lambda given: VerifyApplication(
            **given,
            outcome=body.outcome,
            notes=body.notes,
            legal_basis=body.legal_basis,
            corrections=body.asked(),
            checks=tuple(one.check() for one in body.checks),
            answer_by=body.answer_by,
        ),
        body,
    )


@router.post(
    "/recommendations/{agency}", responses=answers(ApplicationAnswer), dependencies=OF_AGENCY
)
async def post_recommendation(agency: str, body: RecommendationBody, step: OneStep) -> Response:
    """A technical agency's answer, by its own officer."""
    return await step.run(
        give_recommendation,
        lambda given: GiveRecommendation(
            **given,
            agency=agency,
            advice=body.outcome,
            conditions=body.conditions,
            notes=body.notes,
        ),
        body,
    )


@router.post(
    "/validation", responses=answers(ApplicationAnswer), dependencies=officers(*VALIDATORS)
)
async def post_validation(body: ValidationBody, step: OneStep) -> Response:
    """Stage d, by the back office."""
    return await step.run(
        validate_application,
        lambda given: ValidateApplication(
            **given, outcome=body.outcome, notes=body.notes, valid_until=body.valid_until
        ),
        body,
    )


@router.post("/signature", responses=answers(ApplicationAnswer), dependencies=officers(Role.HEAD))
async def post_signature(body: SignatureBody, step: OneStep) -> Response:
    """Stage e, by the Head or a delegate."""
    return await step.run(
        sign_licence,
        lambda given: SignLicence(**given, passphrase=body.passphrase.get_secret_value()),
    )
