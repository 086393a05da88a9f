"""Outages: what may be noted, what may be corrected, and how it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.domain.errors import OutageBegun, OutageTimesNotValid
from gateway.domain.integrations.outage import Outage, OutageKind, OutageState
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def outage(kind: OutageKind, started_at: datetime, ended_at: datetime | None) -> Outage:
    return Outage(
        id=new_id(),
        office_code="62.02",
        system=OutsideSystem.SICANTIK,
        kind=kind,
        started_at=started_at,
        ended_at=ended_at,
        noted_by="somebody",
        noted_at=NOW,
    )


@pytest.mark.parametrize(
    ("kind", "start", "end", "problem"),
    [
        ("interruption", 1, None, ("/started_at", "future")),
        ("interruption", -1, 1, ("/ended_at", "future")),
        ("interruption", -1, -2, ("/ended_at", "before_start")),
        ("interruption", -24 * 400, -1, ("/ended_at", "too_long")),
        ("maintenance", 1, None, ("/ended_at", "missing")),
        ("maintenance", 2, 1, ("/ended_at", "before_start")),
    ],
)
def test_times_that_cannot_be_are_refused(
    kind: str, start: int, end: int | None, problem: tuple[str, str]
) -> None:
    one = outage(OutageKind(kind), NOW + start * HOUR, None if end is None else NOW + end * HOUR)
    with pytest.raises(OutageTimesNotValid) as refused:
        one.checked(now=NOW)
    assert problem in refused.value.pointers


def test_it_is_planned_then_runs_then_has_ended() -> None:
    one = outage(OutageKind.MAINTENANCE, NOW, NOW + HOUR)
    moments = [NOW - HOUR, NOW, NOW + HOUR]
    assert [one.state(at) for at in moments] == [
        OutageState.PLANNED,
        OutageState.RUNNING,
        OutageState.ENDED,
    ]


def test_what_has_begun_keeps_its_start_and_is_not_called_off() -> None:
    begun = outage(OutageKind.MAINTENANCE, NOW - HOUR, NOW + HOUR)
    with pytest.raises(OutageBegun):
        begun.called_off_at(NOW)
    with pytest.raises(OutageBegun):
        begun.corrected(started_at=NOW, ended_at=None, now=NOW)
    assert begun.corrected(started_at=None, ended_at=NOW, now=NOW).ended_at == NOW
    called_off = replace(begun, started_at=NOW + HOUR / 2).called_off_at(NOW)
    assert called_off.state(NOW + HOUR) is OutageState.CALLED_OFF
    with pytest.raises(OutageBegun):
        called_off.corrected(started_at=None, ended_at=NOW + 3 * HOUR, now=NOW)
