"""Quality classes: lower bounds of the index after it was rounded, as dated data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from survey_service.domain.questionnaire import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A class with its lower bound; it ends where the next one begins."""

    code: str
    label: Text
    lowest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeScale:
    """The classes from the best down. The print leaves gaps between them (88.305 is in none):
    the index is rounded first and compared with the lower bounds only."""

    effective_from: date
    source: str
    verified: bool
    grades: tuple[Grade, ...]

    def grade_of(self, ikm: Decimal) -> Grade:
        """The class of an index that has two decimals. Answers that are all 1 give 24.98 under a
        weight of 0.111: below every bound, and still of the lowest class."""
        return next((grade for grade in self.grades if ikm >= grade.lowest), self.grades[-1])


# The day of the year is not confirmed; no survey of this system is older than the regulation.
PERMENPANRB_14_2017 = GradeScale(
    effective_from=date(2017, 1, 1),
    source="PermenPANRB 14/2017",
    verified=True,
    grades=(
        Grade(code="A", label=Text(id="Sangat Baik", en="Very good"), lowest=Decimal("88.31")),
        Grade(code="B", label=Text(id="Baik", en="Good"), lowest=Decimal("76.61")),
        Grade(code="C", label=Text(id="Kurang Baik", en="Less good"), lowest=Decimal("65.00")),
        Grade(code="D", label=Text(id="Tidak Baik", en="Not good"), lowest=Decimal("25.00")),
    ),
)
