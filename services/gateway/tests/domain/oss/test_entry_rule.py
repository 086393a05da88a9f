"""Until when something is entered in OSS."""

from datetime import date

import pytest

from gateway.domain.oss.entry import EntryKind
from gateway.domain.oss.entry_rule import RULES, due_day, rule_for
from shared.calendar.own_days import calendar_of

CALENDAR = calendar_of((), worked=False)


@pytest.mark.parametrize("kind", list(EntryKind))
def test_every_kind_has_a_rule_with_its_article_and_source(kind: EntryKind) -> None:
    rule = rule_for(kind, on=date(2026, 6, 15))
    assert rule.article
    assert rule.source
    # A number that is not this regulation's own is never said to be verified.
    assert rule.working_days is None or not rule.verified


def test_a_rule_counts_from_the_day_it_is_in_force() -> None:
    earlier, later = (
        rule_for(EntryKind.INSPECTION_RECORD, on=day)
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert (earlier.working_days, later.working_days) == (None, 7)
    assert rule_for(EntryKind.INSPECTION_RECORD, on=date(1999, 1, 1)) is RULES[2]


def test_days_are_working_days_and_none_is_guessed() -> None:
    rule = rule_for(EntryKind.INSPECTION_RECORD, on=date(2026, 6, 15))
    # The sixteenth is a holiday of 2026 (1 Muharam), and a weekend lies between.
    assert due_day(rule, CALENDAR, on=date(2026, 6, 15)) == date(2026, 6, 25)
    assert due_day(rule, CALENDAR, on=date(2090, 6, 15)) is None
    plain = rule_for(EntryKind.GUIDANCE, on=date(2026, 6, 15))
    assert due_day(plain, CALENDAR, on=date(2026, 6, 15)) is None
