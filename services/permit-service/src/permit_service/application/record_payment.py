"""What was paid at the counter, proven to be paid to the State, or voided: by the back office."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from permit_service.application.access import VALIDATORS
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.retribution import (
    PaidThrough,
    Payment,
    Retribution,
    require_pnbp,
    require_retribution,
)
from permit_service.domain.steps import Status
from shared.contracts.permit import RetributionPaymentRecordedV1, RetributionPaymentVoidedV1
from shared.errors import InvalidRequest, TransitionNotAllowed

TAKEN_IN = frozenset({Status.VERIFIED, Status.VALIDATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment(Step):
    """`receipt_number` is the treasury's, or the NTPN of a PNBP; `amount` in whole rupiah."""

    receipt_number: str
    paid_on: date
    amount: int
    channel: PaidThrough


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidPayment(Step):
    """A payment that was recorded wrongly, with the reason."""

    payment_id: UUID
    reason: str


async def record_payment(command: RecordPayment, ports: Ports) -> Dossier:
    """Raises RetributionNotApplicable, RetributionNotAssessed, RetributionOverpaid,
    ReceiptAlreadyRecorded, TransitionNotAllowed."""
    command.caller.require(*VALIDATORS)
    is_proof = command.channel is PaidThrough.PNBP
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        (require_pnbp if is_proof else require_retribution)(dossier.service)
        require_taking(dossier)
        payment = _payment(command, dossier, ports)
        before = dossier.retribution
        after = before.proven(payment) if is_proof else before.paid_at_counter(payment)
        return await keep_payment(dossier, after, payment, work)


async def keep_payment(
    dossier: Dossier, after: Retribution, payment: Payment, work: Work
) -> Dossier:
    """Writes the payment, lets the clock go on where nothing is waited for, and tells."""
    await work.retributions.save(dossier.application, after, before=dossier.retribution)
    dossier = replace(dossier, retribution=after)
    application = dossier.application
    told = RetributionPaymentRecordedV1(
        office_code=application.office_code,
        application_id=application.id,
        service_code=application.service_code,
        payment_id=payment.id,
        amount=payment.amount,
        outstanding=after.outstanding,
        channel=payment.channel.value,
        paid_on=payment.paid_on,
    )
    work.events.add(told)
    return await kept(dossier, dossier.settled(application), work)


async def void_payment(command: VoidPayment, ports: Ports) -> Dossier:
    """Raises NotFound, PaymentVoided, TransitionNotAllowed once the licence is issued."""
    command.caller.require(*VALIDATORS)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        require_taking(dossier)
        before, by = dossier.retribution, command.caller.actor
        after = before.voided(command.payment_id, reason=command.reason, by=by, at=dossier.now)
        await work.retributions.save(dossier.application, after, before=before)
        dossier = replace(dossier, retribution=after)
        application = dossier.application
        told = RetributionPaymentVoidedV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            payment_id=command.payment_id,
            outstanding=after.outstanding,
            voided_at=dossier.now,
        )
        work.events.add(told)
        return await kept(dossier, dossier.settled(application), work)


def require_taking(dossier: Dossier) -> None:
    """Payments move between verification and signature alone; raises TransitionNotAllowed."""
    if dossier.application.status not in TAKEN_IN:
        raise TransitionNotAllowed


def _payment(command: RecordPayment, dossier: Dossier, ports: Ports) -> Payment:
    if command.paid_on > dossier.today:
        raise InvalidRequest(pointers=(("/paid_on", "in_the_future"),))
    return Payment(
        id=ports.new_id(),
        receipt_number=command.receipt_number,
        paid_on=command.paid_on,
        amount=command.amount,
        channel=command.channel,
        recorded_by=command.caller.actor,
        recorded_at=dossier.now,
    )
