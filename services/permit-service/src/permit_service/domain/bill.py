"""A bill at a payment service: asked for under an id that is ours, so that it is made once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# So long after its end a payment may still be told of.
ASKED_AFTER_ITS_END = timedelta(days=7)
# How long a bill without an end of its own is asked for.
STANDS = timedelta(days=30)


class BillState(StrEnum):
    """ASKED until the payment service has answered: asking again under the same id is safe."""

    ASKED = "asked"
    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


_WAITING = frozenset({BillState.ASKED, BillState.OPEN, BillState.SUPERSEDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBill:
    """What a payment service answers. `code` is what the applicant pays to: the number of a
    virtual account, the text of a QRIS code, or the SKRD's number for the counter."""

    kind: str
    code: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money that a payment service took: its reference, when, and how much in rupiah."""

    reference: str
    paid_at: datetime
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """`amount` is in whole rupiah."""

    id: UUID
    revision: int
    amount: int
    asked_at: datetime
    state: BillState = BillState.ASKED
    kind: str | None = None
    code: str | None = None
    expires_at: datetime | None = None

    def made(self, answer: MadeBill) -> "Bill":
        """The payment service has made it."""
        if self.state is not BillState.ASKED:
            return self
        return replace(
            self,
            state=BillState.OPEN,
            kind=answer.kind,
            code=answer.code,
            expires_at=answer.expires_at,
        )

    def paid(self) -> "Bill":
        """Money came in on it."""
        return replace(self, state=BillState.PAID)

    def superseded(self) -> "Bill":
        """Another sum is owed than it asks for; what is still paid on it is recorded."""
        return self if self.state is BillState.PAID else replace(self, state=BillState.SUPERSEDED)

    def is_waited_for(self, *, at: datetime) -> bool:
        """Whether money may still have come in on it."""
        end = (self.expires_at or self.asked_at + STANDS) + ASKED_AFTER_ITS_END
        return self.state in _WAITING and at < end

    def asks_for(self, amount: int, *, at: datetime) -> bool:
        """Whether it can still be paid and asks for that sum."""
        is_over = self.expires_at is not None and self.expires_at <= at
        is_live = self.state in {BillState.ASKED, BillState.OPEN}
        return is_live and not is_over and self.amount == amount
