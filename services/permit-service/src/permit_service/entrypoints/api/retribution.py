"""Routes of what an application owes: assessment, payments, proofs of what was paid elsewhere."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.access import VALIDATORS
from permit_service.application.assess_retribution import AssessRetribution, assess_retribution
from permit_service.application.record_payment import (
    RecordPayment,
    VoidPayment,
    record_payment,
    void_payment,
)
from permit_service.domain.retribution import PaidThrough
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.retribution_shapes import (
    PaymentBody,
    ProofBody,
    RetributionBody,
    VoidBody,
)
from permit_service.entrypoints.api.who import officers
from shared.http import answers

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["retributions"])


@router.post(
    "/retribution", responses=answers(ApplicationAnswer), dependencies=officers(*VALIDATORS)
)
async def post_retribution(body: RetributionBody, step: OneStep) -> Response:
    """The SKRD, by the back office: assessed, revised before it is paid, or exempted by 0."""
    return await step.run(
        assess_retribution,
        lambda given: AssessRetribution(
            **given, amount=body.amount, basis=body.basis, due_on=body.due_on, reason=body.reason
        ),
        body,
    )


@router.post(
    "/retribution/payments",
    responses=answers(ApplicationAnswer),
    dependencies=officers(*VALIDATORS),
)
async def post_payment(body: PaymentBody, step: OneStep) -> Response:
    """What the treasury receipted, whole or in part; no more than is owed."""
    return await step.run(
        record_payment,
        lambda given: RecordPayment(
            **given,
            receipt_number=body.receipt_number,
            paid_on=body.paid_on,
            amount=body.amount,
            channel=body.channel,
        ),
        body,
    )


@router.post(
    "/pnbp-proof", responses=answers(ApplicationAnswer), dependencies=officers(*VALIDATORS)
)
async def post_proof(body: ProofBody, step: OneStep) -> Response:
    """The proof of a PNBP, where the service asks for it."""
    return await step.run(
        record_payment,
        lambda given: RecordPayment(
            **given,
            receipt_number=body.receipt_number,
            paid_on=body.paid_on,
            amount=body.amount,
            channel=PaidThrough.PNBP,
        ),
        body,
    )


@router.post(
    "/retribution/payments/{payment_id}/void",
    responses=answers(ApplicationAnswer),
    dependencies=officers(*VALIDATORS),
)
async def post_void(payment_id: UUID, body: VoidBody, step: OneStep) -> Response:
    """A payment that was recorded wrongly: it stays in the register and counts no more."""
    return await step.run(
        void_payment,
        lambda given: VoidPayment(**given, payment_id=payment_id, reason=body.reason),
        body,
    )
