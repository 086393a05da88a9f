"""What an outside system says was issued, held against what stands here."""

from datetime import date, timedelta

from gateway.domain.integrations.reconciliation import Difference, Finding, IssuedLicence, compared

DAY = date(2026, 6, 30)


def licence(outside: str | None, number: str | None, days: int = 0) -> IssuedLicence:
    issued_on = DAY + timedelta(days=days)
    return IssuedLicence(outside_number=outside, number=number, issued_on=issued_on)


def found(here: list[IssuedLicence], there: list[IssuedLicence]) -> list[tuple[str, str | None]]:
    findings: tuple[Finding, ...] = compared(here, there, first_day=date(2026, 4, 1), last_day=DAY)
    return [(one.difference, one.outside_number) for one in findings]


def test_it_is_compared_by_the_number_of_the_application_as_people_type_it() -> None:
    here = [licence("A1", "1/X"), licence("A2", "2/x "), licence("A3", "3/X"), licence("a4", "4")]
    there = [
        licence("A1", "1/X"),
        licence("A2", "2/X"),
        licence("A4", "44", -1),
        licence("A5", "5"),
    ]

    assert found(here, there) == [
        (Difference.MISSING_THERE, "A3"),
        (Difference.NUMBER_DIFFERS, "a4"),
        (Difference.DATE_DIFFERS, "a4"),
        (Difference.MISSING_HERE, "A5"),
    ]


def test_a_day_that_differs_across_the_border_of_the_period_is_one_difference() -> None:
    assert found([licence("A1", "1")], [licence("A1", "1", 1)]) == [(Difference.DATE_DIFFERS, "A1")]
    assert found([licence("A1", "1", 5)], [licence("A1", "1", 1)]) == []


def test_one_that_was_imported_here_is_known_by_the_number_of_the_licence() -> None:
    assert found([licence(None, "1/x")], [licence("A1", "1/X")]) == []
    assert found([licence(None, "9/X")], []) == [(Difference.MISSING_THERE, None)]
