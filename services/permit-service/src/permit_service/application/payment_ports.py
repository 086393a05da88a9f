"""What the use cases on bills need of a payment service: the counter's own, or one over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from permit_service.domain.bill import Bill, MadeBill, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBill:
    """What a payment service tells by itself: money came in on a bill."""

    bill_id: UUID
    receipt: Receipt


class PaymentGateway(Protocol):
    """Makes bills and says what was paid on them. The id of a bill is ours."""

    @property
    def is_outside(self) -> bool:
        """Whether there is somebody to ask what was paid."""
        ...

    async def make_bill(self, bill: Bill, *, number: str, description: str) -> MadeBill:
        """The bill of that id, made once however often it is asked for; raises Unavailable."""
        ...

    async def receipts(self, bill_id: UUID) -> tuple[Receipt, ...]:
        """What was paid on a bill; raises Unavailable."""
        ...

    def told(self, headers: Mapping[str, str], body: bytes) -> PaidBill:
        """What a callback says; raises Forbidden where its signature does not hold or is old,
        InvalidRequest for another form, NotFound where no payment service is configured."""
        ...
