"""The survey gate of an office is a dated rule: it holds from its first day on, in office time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, office_changed
from permit_service.testing.service import Listener
from shared.testing.clock import FixedClock

MIDNIGHT_IN_JAYAPURA = datetime(2021, 3, 3, 15, 0, tzinfo=UTC)


@pytest.mark.requirement("R003-P11")
async def test_the_gate_of_81_02_holds_from_the_day_of_promulgation(
    counter: Counter, clock: FixedClock, listener: Listener
) -> None:
    await listener.tell(office_changed(OFFICE, gate_from=date(2021, 3, 4), version=2))

    clock.set(MIDNIGHT_IN_JAYAPURA - timedelta(seconds=1))
    before = await counter.submitted()
    clock.set(MIDNIGHT_IN_JAYAPURA)
    after = await counter.submitted()

    assert (before["survey"]["state"], after["survey"]["state"]) == ("none", "pending")
