"""Routes of bills: asking for one, and what a payment service tells of money that came in."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from permit_service.application.access import require_biller
from permit_service.application.make_bill import make_bill
from permit_service.application.steps import Step
from permit_service.application.take_payment import TakePayment, take_payment
from permit_service.domain.bill import BillState
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.who import with_right
from shared.errors import TooLarge
from shared.http import Answer, Idempotent, Representation, SignedIn, answers, by
from shared.identity import Role

MAX_CALLBACK_BYTES = 16 * 1024
_CALLBACK = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["bill_id", "reference", "paid_at", "amount"],
                "properties": {
                    "bill_id": {"type": "string", "format": "uuid"},
                    "reference": {"type": "string", "maxLength": 200},
                    "paid_at": {"type": "string", "format": "date-time"},
                    "amount": {"type": "integer", "minimum": 1},
                },
            },
            "example": {
                "bill_id": "01900000-0000-7000-8000-000000000001",
                "reference": "NTB-000123",
                "paid_at": "2026-06-15T09:00:00+09:00",
                "amount": 2_500_000,
            },
        }
    },
}

router = APIRouter(prefix="/v1", tags=["retributions"])


class CallbackAnswer(Answer):
    """The bill that the money came in on."""

    bill_id: UUID
    state: BillState


@router.post(
    "/applications/{application_id}/retribution/bill",
    responses=answers(ApplicationAnswer),
    dependencies=with_right(require_biller),
)
async def post_bill(step: OneStep) -> Response:
    """Where the sum can be paid: the bill that stands, or a new one at the payment service."""
    return await step.run(make_bill, lambda given: Step(**given))


@router.post(
    "/payment-callbacks",
    responses=answers(CallbackAnswer),
    openapi_extra={"requestBody": _CALLBACK},
    dependencies=by(Role.INTEGRATION),
)
async def post_callback(
    call: Request, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """Told by the payment service, as an integration, with a signature over the bytes."""
    body = await call.body()
    if len(body) > MAX_CALLBACK_BYTES:
        raise TooLarge
    paid = api.ports.payments.told(call.headers, body)
    return await request.run(
        lambda once: take_payment(TakePayment(caller=caller, paid=paid, once=once), api.ports),
        body={"callback": body.decode("utf-8", "replace")},
        shape=lambda _: Representation(body={"bill_id": paid.bill_id, "state": BillState.PAID}),
    )
