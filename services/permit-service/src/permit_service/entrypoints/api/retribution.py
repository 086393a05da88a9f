"""Routes of what an application owes: assessment, payments, proofs of what was paid elsewhere."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.assess_retribution import AssessRetribution, assess_retribution
from permit_service.application.record_payment import (
    RecordPayment,
    VoidPayment,
    record_payment,
    void_payment,
)
from permit_service.domain.retribution import PaidThrough
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.retribution_shapes import (
    PaymentBody,
    ProofBody,
    RetributionBody,
    VoidBody,
)
from permit_service.entrypoints.api.views import application_view
from shared.http import Idempotent, IfMatch, SignedIn, answers

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["retributions"])


@router.post("/retribution", responses=answers(ApplicationAnswer))
async def post_retribution(
    application_id: UUID,
    body: RetributionBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """The SKRD, by the back office: assessed, revised before it is paid, or exempted by 0."""
    return await request.run(
        lambda once: assess_retribution(
            AssessRetribution(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                amount=body.amount,
                basis=body.basis,
                due_on=body.due_on,
                reason=body.reason,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/retribution/payments", responses=answers(ApplicationAnswer))
async def post_payment(
    application_id: UUID,
    body: PaymentBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """What the treasury receipted, whole or in part; no more than is owed."""
    return await request.run(
        lambda once: record_payment(
            RecordPayment(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                receipt_number=body.receipt_number,
                paid_on=body.paid_on,
                amount=body.amount,
                channel=body.channel,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/pnbp-proof", responses=answers(ApplicationAnswer))
async def post_proof(
    application_id: UUID,
    body: ProofBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """The proof of a PNBP, where the service asks for it."""
    return await request.run(
        lambda once: record_payment(
            RecordPayment(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                receipt_number=body.receipt_number,
                paid_on=body.paid_on,
                amount=body.amount,
                channel=PaidThrough.PNBP,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/retribution/payments/{payment_id}/void", responses=answers(ApplicationAnswer))
async def post_void(
    application_id: UUID,
    payment_id: UUID,
    body: VoidBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """A payment that was recorded wrongly: it stays in the register and counts no more."""
    return await request.run(
        lambda once: void_payment(
            VoidPayment(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                payment_id=payment_id,
                reason=body.reason,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )
