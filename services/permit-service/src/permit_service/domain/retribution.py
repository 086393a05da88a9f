"""What an application owes the region and what was paid (DOMAIN 15.16): SKRD, payments, bills.

A sum that was paid is never lost: a payment is voided with a reason, not deleted, and what came in
beyond the assessment through a payment service is kept and shown as excess. A counter takes no more
than is owed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from permit_service.domain.bill import Bill
from permit_service.domain.errors import (
    PaymentVoided,
    ProofMissing,
    RetributionNotApplicable,
    RetributionNotAssessed,
    RetributionNotPaid,
    RetributionOverpaid,
    RetributionPaid,
)
from permit_service.domain.service import FeeType, Service
from shared.errors import InvalidRequest, NotFound


class PaidThrough(StrEnum):
    """By which way the money came."""

    CASH = "cash"
    TRANSFER = "transfer"
    VIRTUAL_ACCOUNT = "virtual_account"
    QRIS = "qris"
    CARD = "card"
    # Paid to the State elsewhere: a proof, no receipt of the region's treasury.
    PNBP = "pnbp"


class RetributionState(StrEnum):
    """How far an assessment is settled."""

    DUE = "due"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    EXEMPTED = "exempted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One revision of the SKRD. `amount` is in whole rupiah, `basis` the rule it follows from."""

    revision: int
    number: str
    amount: int
    basis: str
    reason: str | None
    due_on: date
    assessed_by: str
    assessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """`receipt_number` is the treasury's, or the payment service's reference."""

    id: UUID
    receipt_number: str
    paid_on: date
    amount: int
    channel: PaidThrough
    recorded_by: str
    recorded_at: datetime
    bill_id: UUID | None = None
    void_reason: str | None = None
    voided_by: str | None = None
    voided_at: datetime | None = None

    @property
    def is_void(self) -> bool:
        """Whether it no longer counts."""
        return self.voided_at is not None

    def voided(self, *, reason: str, by: str, at: datetime) -> "Payment":
        """It does not count any more; raises PaymentVoided for a second time."""
        if self.is_void:
            raise PaymentVoided
        return replace(self, void_reason=reason, voided_by=by, voided_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retribution:
    """Every revision, payment and bill of one application, oldest first."""

    assessments: tuple[Assessment, ...] = ()
    payments: tuple[Payment, ...] = ()
    bills: tuple[Bill, ...] = ()

    @property
    def current(self) -> Assessment | None:
        """The revision that holds."""
        return self.assessments[-1] if self.assessments else None

    @property
    def paid(self) -> int:
        """What counts as paid, in rupiah."""
        return sum(one.amount for one in self.payments if not one.is_void)

    @property
    def outstanding(self) -> int:
        """What is still owed, in rupiah; nothing before it was assessed."""
        return max(self.current.amount - self.paid, 0) if self.current else 0

    @property
    def excess(self) -> int:
        """What came in beyond the assessment, in rupiah."""
        return max(self.paid - self.current.amount, 0) if self.current else 0

    @property
    def is_due(self) -> bool:
        """Whether the office waits for money."""
        return self.outstanding > 0

    @property
    def state(self) -> RetributionState | None:
        """How far it is settled; None before it was assessed."""
        if self.current is None:
            return None
        if self.current.amount == 0:
            return RetributionState.EXEMPTED
        if self.outstanding == 0:
            return RetributionState.PAID
        return RetributionState.PARTLY_PAID if self.paid else RetributionState.DUE

    def assessed(self, assessment: Assessment) -> "Retribution":
        """A first assessment, or a revision with its reason before anything was paid.

        Raises RetributionPaid once money came in, InvalidRequest where the reason of a revision
        or of an exemption is left out.
        """
        if self.paid:
            raise RetributionPaid
        is_reason_due = assessment.revision > 1 or assessment.amount == 0
        if is_reason_due and not (assessment.reason or "").strip():
            raise InvalidRequest(pointers=(("/reason", "required"),))
        return replace(self, assessments=(*self.assessments, assessment))

    def paid_at_counter(self, payment: Payment) -> "Retribution":
        """Raises RetributionNotAssessed, RetributionOverpaid for more than is owed."""
        if self.current is None:
            raise RetributionNotAssessed
        if payment.amount > self.outstanding:
            raise RetributionOverpaid(pointers=(("/amount", "more_than_owed"),))
        return self._with(payment)

    def paid_by_bill(self, payment: Payment) -> "Retribution":
        """Money that has moved is recorded whatever is owed; the same reference counts once."""
        known = {(one.bill_id, one.receipt_number) for one in self.payments}
        if (payment.bill_id, payment.receipt_number) in known:
            return self
        return self._with(payment)

    def proven(self, payment: Payment) -> "Retribution":
        """The proof of a PNBP that was paid elsewhere."""
        return self._with(payment)

    def _with(self, payment: Payment) -> "Retribution":
        paid = replace(self, payments=(*self.payments, payment))
        # A bill that asks for another sum than is owed now is not shown any more.
        bills = tuple(
            one if one.amount == paid.outstanding else one.superseded() for one in paid.bills
        )
        return replace(paid, bills=bills)

    def voided(self, payment_id: UUID, *, reason: str, by: str, at: datetime) -> "Retribution":
        """One payment does not count any more; raises NotFound, PaymentVoided."""
        if all(one.id != payment_id for one in self.payments):
            raise NotFound
        return replace(
            self,
            payments=tuple(
                one.voided(reason=reason, by=by, at=at) if one.id == payment_id else one
                for one in self.payments
            ),
        )

    def billed(self, bill: Bill) -> "Retribution":
        """With a bill in the place of the one with its id, or as a new one."""
        others = tuple(one for one in self.bills if one.id != bill.id)
        return replace(self, bills=(*others, bill))

    def open_bill(self, *, at: datetime) -> Bill | None:
        """The bill that asks for what is owed now, if there is one that can still be paid."""
        return next(
            (one for one in self.bills if one.asks_for(self.outstanding, at=at)),
            None,
        )


def require_retribution(service: Service) -> None:
    """Raises RetributionNotApplicable for a service without one."""
    if service.fee_type is not FeeType.RETRIBUSI:
        raise RetributionNotApplicable


def require_pnbp(service: Service) -> None:
    """Raises RetributionNotApplicable for a service that asks for no proof of a PNBP."""
    if not service.asks_for_pnbp_proof:
        raise RetributionNotApplicable


def require_assessed(service: Service, retribution: Retribution) -> None:
    """Before validation: raises RetributionNotAssessed; ProofMissing where a PNBP is asked for."""
    if service.fee_type is FeeType.RETRIBUSI and retribution.current is None:
        raise RetributionNotAssessed
    if service.asks_for_pnbp_proof and not retribution.paid:
        raise ProofMissing


def require_settled(service: Service, retribution: Retribution) -> None:
    """Before the licence is issued: raises RetributionNotAssessed, RetributionNotPaid."""
    require_assessed(service, retribution)
    if service.fee_type is FeeType.RETRIBUSI and retribution.is_due:
        raise RetributionNotPaid
