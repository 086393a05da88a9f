"""Money that came in on a bill: told by the payment service, or found by asking it.

Whatever is owed, and whatever became of the application, money that has moved is recorded, once.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.make_bill import BILL
from permit_service.application.payment_ports import PaidBill
from permit_service.application.ports import Ports
from permit_service.application.record_payment import keep_payment
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.bill import Bill
from permit_service.domain.errors import BillUnknown
from permit_service.domain.retribution import PaidThrough, Payment
from shared.calendar.office_time import local_date
from shared.identity import Caller, Role, system_caller
from shared.messaging.once import Once

BATCH = 100
_WAYS = {"qris": PaidThrough.QRIS, "virtual_account": PaidThrough.VIRTUAL_ACCOUNT}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePayment:
    """What was paid, told by an integration or found by the service itself."""

    caller: Caller
    paid: PaidBill
    once: Once | None = None


async def take_payment(command: TakePayment, ports: Ports) -> Dossier:
    """Raises BillUnknown, Forbidden. The same reference on the same bill counts once."""
    command.caller.require(Role.INTEGRATION, Role.SYSTEM)
    target = await _target(command.paid.bill_id, ports)
    # An integration has no office: it acts in that of the bill it knows, under its own name.
    acting = replace(system_caller("permit", target.office_code), actor=command.caller.actor)
    async with ports.begin(acting, once=command.once) as work:
        dossier = await work.dossier(target.target)
        before = dossier.retribution
        bill = next((one for one in before.bills if one.id == command.paid.bill_id), None)
        if bill is None:
            raise BillUnknown
        payment = _payment(command, bill, dossier, ports)
        after = before.paid_by_bill(payment)
        if after == before:
            return work.answer(dossier)
        return await keep_payment(dossier, after.billed(bill.paid()), payment, work)


async def _target(bill_id: UUID, ports: Ports) -> TokenTarget:
    async with ports.read(system_caller("permit")) as reading:
        target = await reading.tokens.find(BILL, str(bill_id))
    if target is None:
        raise BillUnknown
    return target


def _payment(command: TakePayment, bill: Bill, dossier: Dossier, ports: Ports) -> Payment:
    receipt = command.paid.receipt
    return Payment(
        id=ports.new_id(),
        receipt_number=receipt.reference,
        paid_on=local_date(receipt.paid_at, dossier.office.zone),
        amount=receipt.amount,
        channel=_WAYS.get(bill.kind or "", PaidThrough.TRANSFER),
        recorded_by=command.caller.actor,
        recorded_at=dossier.now,
        bill_id=bill.id,
    )


async def ask_for_payments(ports: Ports) -> None:
    """Asks the payment service of every bill that waits: a callback may have been lost."""
    if not ports.payments.is_outside:
        return
    async with ports.read(system_caller("permit")) as reading:
        offices = await reading.offices.all()
    for office in offices:
        caller = system_caller("permit", office.code)
        last: UUID | None = None
        while True:
            async with ports.read(caller) as reading:
                waiting = await reading.retributions.waiting(
                    office.code, at=reading.now, after=last, limit=BATCH
                )
            for bill_id in waiting:
                await _ask(bill_id, caller, ports)
            if len(waiting) < BATCH:
                break
            last = waiting[-1]


async def _ask(bill_id: UUID, caller: Caller, ports: Ports) -> None:
    for receipt in await ports.payments.receipts(bill_id):
        paid = PaidBill(bill_id=bill_id, receipt=receipt)
        await take_payment(TakePayment(caller=caller, paid=paid), ports)
