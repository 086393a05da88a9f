"""How long a licence holds, rule by rule."""

from datetime import date

import pytest

from permit_service.domain.errors import ValidityNotAllowed, ValidityRequired
from permit_service.domain.validity import ValidityRule, months_later

LEAP_DAY = date(2028, 2, 29)
DECIDED = date(2026, 6, 15)


def rule(kind: str, *, verified: bool = True, **term: int) -> ValidityRule:
    return ValidityRule.of({"kind": kind, "source": "Perbup", "verified": verified, **term})


@pytest.mark.parametrize(
    ("kind", "term", "last_day"),
    [
        ("fixed_term", {"years": 3}, date(2029, 6, 15)),
        ("fixed_term", {"months": 18}, date(2027, 12, 15)),
        ("end_of_month", {}, date(2026, 6, 30)),
        ("end_of_month", {"months": 8}, date(2027, 2, 28)),
        ("end_of_year", {}, date(2026, 12, 31)),
        ("end_of_year", {"years": 1}, date(2027, 12, 31)),
        ("unlimited", {}, None),
        ("per_decision", {"years": 1}, None),
    ],
)
def test_a_rule_names_the_last_day(kind: str, term: dict[str, int], last_day: date | None) -> None:
    assert rule(kind, **term).last_day(DECIDED) == last_day


def test_a_term_from_a_leap_day_ends_on_the_last_of_february() -> None:
    assert rule("fixed_term", years=1).last_day(LEAP_DAY) == date(2029, 2, 28)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("kind", "term", "given", "settled"),
    [
        ("fixed_term", {"years": 3}, None, date(2029, 6, 15)),
        ("fixed_term", {"years": 3}, date(2027, 1, 1), date(2027, 1, 1)),
        ("per_decision", {"years": 1}, None, date(2027, 6, 15)),
        ("per_decision", {}, date(2030, 1, 1), date(2030, 1, 1)),
        ("per_decision", {"years": 1}, date(2030, 1, 1), date(2030, 1, 1)),
        ("unlimited", {}, None, None),
    ],
)
def test_an_unverified_rule_proposes(
    kind: str, term: dict[str, int], given: date | None, settled: date | None
) -> None:
    assert rule(kind, verified=False, **term).settled(given, decided_on=DECIDED) == settled


@pytest.mark.parametrize(
    ("kind", "term", "given", "refusal"),
    [
        ("fixed_term", {"years": 3}, date(2027, 1, 1), ValidityNotAllowed),
        ("unlimited", {}, date(2027, 1, 1), ValidityNotAllowed),
        ("per_decision", {}, None, ValidityRequired),
        ("per_decision", {"years": 1}, date(2027, 6, 16), ValidityNotAllowed),
    ],
)
def test_a_verified_rule_binds(
    kind: str, term: dict[str, int], given: date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        rule(kind, **term).settled(given, decided_on=DECIDED)


def test_a_verified_rule_takes_what_keeps_it() -> None:
    assert rule("per_decision", years=1).settled(date(2027, 6, 15), decided_on=DECIDED)
    assert rule("fixed_term", years=3).settled(date(2029, 6, 15), decided_on=DECIDED)


def test_an_entry_without_a_rule_leaves_it_to_the_official() -> None:
    without = ValidityRule.of(None)

    with pytest.raises(ValidityRequired):
        without.settled(None, decided_on=DECIDED)
    assert without.settled(date(2027, 1, 1), decided_on=DECIDED) == date(2027, 1, 1)


@pytest.mark.parametrize("verified", [True, False])
def test_an_end_that_nobody_names_is_asked_for_unless_there_is_none(verified: bool) -> None:
    with pytest.raises(ValidityRequired):
        rule("per_decision", verified=verified).settled(None, decided_on=DECIDED)
    assert rule("unlimited", verified=verified).settled(None, decided_on=DECIDED) is None


def test_of_what_is_issued_elsewhere_the_end_is_named_there() -> None:
    left_open = rule("per_decision", verified=False)

    assert left_open.settled(None, decided_on=DECIDED, elsewhere=True) is None
