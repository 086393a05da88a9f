"""The office's numbers: no gap and no double, whatever is withdrawn in between."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permit_service.domain.errors import SignatureInProgress
from permit_service.domain.numbering import ATTEMPT_LASTS, Reservation, Series

NOW = datetime(2026, 6, 15, tzinfo=UTC)


@given(st.lists(st.booleans(), max_size=60))
def test_a_series_gives_each_number_once_and_leaves_no_gap(gives_back: list[bool]) -> None:
    series, held = Series(), list[int]()
    for is_return in gives_back:
        if is_return and held:
            series = series.give_back(held.pop(0))
            continue
        number, series = series.take()
        assert number not in held
        held.append(number)
    while series.returned:
        number, series = series.take()
        held.append(number)

    assert sorted(held) == list(range(1, len(held) + 1))


def reservation() -> Reservation:
    return Reservation(
        application_id=UUID(int=1),
        office_code="81.02",
        series_key="REKLAME",
        licence_id=UUID(int=2),
        year=2026,
        sequence=1,
        number="0001",
        verification_token="t",
    )


def test_one_try_at_a_time_until_it_counts_as_dead() -> None:
    tried = reservation().try_to_sign(UUID(int=3), at=NOW)

    with pytest.raises(SignatureInProgress):
        tried.try_to_sign(UUID(int=4), at=NOW + ATTEMPT_LASTS - timedelta(seconds=1))
    later = tried.try_to_sign(UUID(int=4), at=NOW + ATTEMPT_LASTS)
    assert later.attempt == UUID(int=4)
    assert later.number == "0001"


def test_a_failed_try_lets_the_next_one_in_at_once() -> None:
    failed = reservation().try_to_sign(UUID(int=3), at=NOW).let_go()

    assert failed.try_to_sign(UUID(int=4), at=NOW).attempt == UUID(int=4)
