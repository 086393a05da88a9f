"""What the door shows of retention is what the permit service goes by."""

from datetime import UTC, datetime

from gateway.adapters.privacy.retention import shipped_retention_classes
from gateway.domain.privacy.closed_account import PROPOSAL
from permit_service.domain.retention import RetentionClass, period_on


def test_the_classes_that_are_shown_are_those_that_are_carried_out() -> None:
    shown = {one.code: one for one in shipped_retention_classes()}
    today = datetime(2026, 6, 15, tzinfo=UTC).date()
    proposed = {one: period_on((), one, today) for one in RetentionClass}

    assert {one: shown[one].days for one in proposed} == {
        one: period.days for one, period in proposed.items()
    }
    assert not any(period.is_confirmed or period.rule.verified for period in proposed.values())
    assert (shown["closed_account"].days, PROPOSAL.verified) == (PROPOSAL.days, False)
    assert {shown[one].after for one in proposed} == {"delete"}
