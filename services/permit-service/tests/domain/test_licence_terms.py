"""When a holder is reminded, when a renewal opens, and which terms hold on a day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permit_service.domain.ending import reminder_spans
from permit_service.domain.licence_terms import default_terms, terms_in_force

TODAY = date(2026, 6, 15)


def test_the_terms_of_a_day_are_the_latest_that_have_begun() -> None:
    default = default_terms("81.02")
    first = replace(default, effective_from=date(2026, 1, 1), renewal_opens_days=60)
    later = replace(default, effective_from=date(2026, 7, 1), renewal_opens_days=30)

    assert terms_in_force([later, first], "81.02", on=TODAY) == first
    assert terms_in_force([later, first], "81.02", on=date(2026, 7, 1)) == later
    assert terms_in_force([first], "81.02", on=date(2025, 1, 1)) == default


def test_what_no_office_has_set_is_never_shown_as_verified() -> None:
    assert not default_terms("81.02").verified


@given(st.lists(st.integers(0, 400), max_size=6), st.integers(0, 400))
def test_each_day_before_the_end_belongs_to_one_span_or_lies_before_all(
    reminder_days: list[int], remaining: int
) -> None:
    end = TODAY + timedelta(days=remaining)
    spans = [
        one for one in reminder_spans(reminder_days, today=TODAY) if one.first <= end <= one.last
    ]

    expected = min((days for days in reminder_days if days >= remaining), default=None)
    assert [one.days for one in spans] == ([] if expected is None else [expected])
