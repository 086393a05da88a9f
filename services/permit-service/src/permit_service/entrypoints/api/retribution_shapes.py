"""What clients send and are answered of retributions, payments and bills."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from permit_service.application.dossier import Dossier
from permit_service.domain.bill import Bill, BillState
from permit_service.domain.retribution import (
    PaidThrough,
    Payment,
    Retribution,
    RetributionState,
)
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.words import Line, Prose, Written
from shared.http import Answer
from shared.identity import Caller

# A hundred trillion rupiah: beyond it, a slip of the hand.
MAX_RUPIAH = 100_000_000_000_000


class RetributionBody(Body):
    """`POST …/retribution`: whole rupiah; nothing owed, or a revision, needs its reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "amount": 2_500_000,
                    "basis": "Perda tentang retribusi, Lampiran I",
                    "reason": None,
                }
            ]
        }
    )

    amount: Annotated[int, Field(ge=0, le=MAX_RUPIAH, strict=True)]
    basis: Written
    due_on: date | None = None
    reason: Prose | None = None


class PaymentBody(Body):
    """`POST …/retribution/payments`: what the treasury receipted, in whole rupiah."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "receipt_number": "STS-2026-000123",
                    "paid_on": "2026-06-15",
                    "amount": 2_500_000,
                    "channel": "transfer",
                }
            ]
        }
    )

    receipt_number: Line
    paid_on: date
    amount: Annotated[int, Field(gt=0, le=MAX_RUPIAH, strict=True)]
    channel: PaidThrough


class ProofBody(Body):
    """`POST …/pnbp-proof`: what was paid to the State elsewhere, by its NTPN."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"receipt_number": "0123456789ABCDEF", "paid_on": "2026-06-15", "amount": 500_000}
            ]
        }
    )

    receipt_number: Line
    paid_on: date
    amount: Annotated[int, Field(gt=0, le=MAX_RUPIAH, strict=True)]


class VoidBody(Body):
    """`POST …/retribution/payments/{id}/void`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Salah nomor bukti"}]})

    reason: Written


class PaymentAnswer(Answer):
    """A payment; who recorded it and why it was voided are for staff alone."""

    id: UUID
    receipt_number: str
    paid_on: date
    amount: int
    channel: PaidThrough
    is_void: bool
    recorded_at: datetime
    recorded_by: str | None = None
    void_reason: str | None = None


class AssessmentAnswer(Answer):
    """An earlier revision of an assessment."""

    revision: int
    amount: int
    basis: str
    reason: str | None
    due_on: date
    assessed_at: datetime


class BillAnswer(Answer):
    """Where the sum can be paid: a virtual account, a QRIS code, or the counter."""

    id: UUID
    state: BillState
    amount: int
    kind: str | None
    code: str | None
    expires_at: datetime | None


class RetributionAnswer(Answer):
    """What is owed and what was paid, in whole rupiah."""

    number: str
    revision: int
    amount: int
    basis: str
    reason: str | None
    due_on: date
    is_overdue: bool
    assessed_at: datetime
    assessed_by: str | None = None
    state: RetributionState
    paid: int
    outstanding: int
    excess: int
    payments: list[PaymentAnswer]
    revisions: list[AssessmentAnswer]
    bill: BillAnswer | None


def retribution_body(dossier: Dossier, caller: Caller) -> dict[str, Any] | None:
    """The member `retribution` of an application; null until it was assessed."""
    retribution = dossier.retribution
    current = retribution.current
    if current is None:
        return None
    return {
        "number": current.number,
        "revision": current.revision,
        "amount": current.amount,
        "basis": current.basis,
        "reason": current.reason,
        "due_on": current.due_on,
        "is_overdue": retribution.is_due and dossier.today > current.due_on,
        "assessed_at": current.assessed_at,
        **({"assessed_by": current.assessed_by} if caller.is_staff else {}),
        "state": retribution.state,
        "paid": retribution.paid,
        "outstanding": retribution.outstanding,
        "excess": retribution.excess,
        "payments": [payment_body(one, caller) for one in retribution.payments],
        "revisions": _revisions(retribution),
        "bill": _bill(retribution.open_bill(at=dossier.now)),
    }


def proofs_body(dossier: Dossier, caller: Caller) -> list[dict[str, Any]]:
    """The member `pnbp_proofs`: what was paid to the State elsewhere."""
    return [
        payment_body(one, caller)
        for one in dossier.retribution.payments
        if one.channel is PaidThrough.PNBP
    ]


def payment_body(payment: Payment, caller: Caller) -> dict[str, Any]:
    """One payment."""
    shown: dict[str, Any] = {
        "id": payment.id,
        "receipt_number": payment.receipt_number,
        "paid_on": payment.paid_on,
        "amount": payment.amount,
        "channel": payment.channel,
        "is_void": payment.is_void,
        "recorded_at": payment.recorded_at,
    }
    if not caller.is_staff:
        return shown
    return shown | {"recorded_by": payment.recorded_by, "void_reason": payment.void_reason}


def _revisions(retribution: Retribution) -> list[dict[str, Any]]:
    return [
        {
            "revision": one.revision,
            "amount": one.amount,
            "basis": one.basis,
            "reason": one.reason,
            "due_on": one.due_on,
            "assessed_at": one.assessed_at,
        }
        for one in retribution.assessments
    ]


def _bill(bill: Bill | None) -> dict[str, Any] | None:
    if bill is None:
        return None
    return {
        "id": bill.id,
        "state": bill.state,
        "amount": bill.amount,
        "kind": bill.kind,
        "code": bill.code,
        "expires_at": bill.expires_at,
    }
