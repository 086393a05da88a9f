"""What is owed, paid and waited for, without anything around it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from permit_service.domain.bill import Bill, BillState, MadeBill
from permit_service.domain.errors import (
    ProofMissing,
    RetributionNotApplicable,
    RetributionNotAssessed,
    RetributionNotPaid,
    RetributionOverpaid,
)
from permit_service.domain.retribution import (
    Assessment,
    PaidThrough,
    Payment,
    Retribution,
    RetributionState,
    require_assessed,
    require_pnbp,
    require_settled,
)
from permit_service.domain.service_clock import Wait, moved, waiting
from shared.calendar.clock_moves import ClockMove
from shared.errors import NotFound

from .applications import NOW, service

OWED = Retribution(
    assessments=(
        Assessment(
            revision=1,
            number="1",
            amount=100,
            basis="Perda",
            reason=None,
            due_on=date(2026, 7, 15),
            assessed_by="officer",
            assessed_at=NOW,
        ),
    )
)
PNBP = {"fee": {"type": "PNBP", "requires_proof": True}}


def money(amount: int, *, number: int = 1, bill: int | None = None) -> Payment:
    return Payment(
        id=UUID(int=number),
        receipt_number=f"R{number}",
        paid_on=date(2026, 6, 15),
        amount=amount,
        channel=PaidThrough.QRIS,
        recorded_by="officer",
        recorded_at=NOW,
        bill_id=None if bill is None else UUID(int=bill),
    )


def test_parts_add_up_and_the_counter_takes_no_more() -> None:
    part = OWED.paid_at_counter(money(60))

    assert (part.state, part.outstanding) == (RetributionState.PARTLY_PAID, 40)
    with pytest.raises(RetributionOverpaid):
        part.paid_at_counter(money(41, number=2))
    assert part.paid_at_counter(money(40, number=2)).state is RetributionState.PAID
    with pytest.raises(RetributionNotAssessed):
        Retribution().paid_at_counter(money(1))


def test_what_moved_through_a_bill_is_kept_also_beyond_what_is_owed_and_once() -> None:
    over = OWED.paid_by_bill(money(130, bill=9))

    assert (over.outstanding, over.excess) == (0, 30)
    assert over.paid_by_bill(money(130, bill=9)) == over


def test_an_unknown_payment_is_not_voided() -> None:
    with pytest.raises(NotFound):
        OWED.voided(UUID(int=5), reason="r", by="b", at=NOW)


def test_a_pnbp_asks_for_its_proof_only_where_the_service_says_so() -> None:
    asks, does_not = service("PKKPR-B", **PNBP), service("PKKPR-B")

    require_assessed(does_not, Retribution())
    with pytest.raises(RetributionNotApplicable):
        require_pnbp(does_not)
    with pytest.raises(ProofMissing):
        require_settled(asks, Retribution())
    require_settled(asks, Retribution().proven(money(1)))


def test_the_gate_names_what_is_missing() -> None:
    liquor = service("SKPL-BC")

    with pytest.raises(RetributionNotAssessed):
        require_settled(liquor, Retribution())
    with pytest.raises(RetributionNotPaid):
        require_settled(liquor, OWED)
    require_settled(liquor, OWED.paid_by_bill(money(100)))
    require_settled(service("REKLAME"), Retribution())


def test_a_bill_is_asked_for_again_only_when_it_cannot_be_paid_any_more() -> None:
    bill = Bill(id=UUID(int=1), revision=1, amount=100, asked_at=NOW)
    expires = NOW + timedelta(hours=1)
    made = bill.made(MadeBill(kind="qris", code="00", expires_at=expires))

    assert OWED.billed(bill).open_bill(at=NOW) == bill
    assert OWED.billed(bill).billed(made).bills == (made,)
    assert OWED.billed(made).open_bill(at=expires) is None
    assert OWED.billed(made.superseded()).open_bill(at=NOW) is None
    assert OWED.billed(made).paid_by_bill(money(1)).open_bill(at=NOW) is None
    assert made.paid().superseded().state is BillState.PAID


def test_one_wait_ends_as_the_other_begins_and_nothing_else_moves() -> None:
    running = moved((), ClockMove.STARTED, at=NOW)

    surveying = waiting(running, Wait.SURVEY, at=NOW)
    paying = waiting(surveying, Wait.PAYMENT, at=NOW)
    done = waiting(paying, None, at=NOW)

    assert waiting(running, None, at=NOW) == running
    assert waiting(paying, Wait.PAYMENT, at=NOW) == paying
    assert [(one.move.value, one.reason) for one in done[1:]] == [
        ("paused", "survey"),
        ("resumed", None),
        ("paused", "payment"),
        ("resumed", None),
    ]
