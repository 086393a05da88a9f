"""How long a licence holds: structured data of its service, with its source.

A verified rule binds. An unverified one proposes: it fills in what the official leaves open and
gives way to what the official sets, since an unverified number is not law.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from permit_service.domain.errors import ValidityNotAllowed, ValidityRequired

_POINTER = "/valid_until"
_NOT_ALLOWED = "validity_not_allowed"
MONTHS_PER_YEAR = 12


class ValidityKind(StrEnum):
    """`per_decision` leaves the last day to the official; years and months are then the most.
    `unlimited` alone is without end."""

    FIXED_TERM = "fixed_term"
    END_OF_MONTH = "end_of_month"
    END_OF_YEAR = "end_of_year"
    UNLIMITED = "unlimited"
    PER_DECISION = "per_decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRule:
    """`years` and `months` are added to the day of the decision."""

    kind: ValidityKind
    source: str
    verified: bool
    years: int = 0
    months: int = 0

    @classmethod
    def of(cls, content: Mapping[str, Any] | None) -> "ValidityRule":
        """The rule of a catalogue entry; one without a rule leaves it to the official."""
        if not content:
            return UNSETTLED
        return cls(
            kind=ValidityKind(content["kind"]),
            source=content["source"],
            verified=content["verified"],
            years=content.get("years") or 0,
            months=content.get("months") or 0,
        )

    def last_day(self, decided_on: date) -> date | None:
        """What the rule itself makes of a day of decision; None where it names no last day."""
        match self.kind:
            case ValidityKind.FIXED_TERM:
                return self._later(decided_on)
            case ValidityKind.END_OF_MONTH:
                return _end_of_month(self._later(decided_on))
            case ValidityKind.END_OF_YEAR:
                return self._later(decided_on).replace(month=12, day=31)
            case _:
                return None

    @property
    def is_without_end(self) -> bool:
        """Whether its licences hold for good."""
        return self.kind is ValidityKind.UNLIMITED

    def settled(
        self, given: date | None, *, decided_on: date, elsewhere: bool = False
    ) -> date | None:
        """The last day of a licence; None where it has no end, or where it is issued `elsewhere`
        and its end is named there. Raises ValidityRequired where nobody names one, and
        ValidityNotAllowed where the rule is verified and what was given departs from it."""
        if not self.verified:
            proposed = given or self._proposed(decided_on)
            if proposed is None and not self.is_without_end and not elsewhere:
                raise self._required()
            return proposed
        if self.kind is ValidityKind.PER_DECISION:
            return self._within(given, decided_on)
        last_day = self.last_day(decided_on)
        if given is not None and given != last_day:
            raise ValidityNotAllowed(
                rule=_NOT_ALLOWED, article=self.source, pointers=((_POINTER, "fixed_by_rule"),)
            )
        return last_day

    def _within(self, given: date | None, decided_on: date) -> date:
        if given is None:
            raise self._required()
        if self._is_bounded and given > self._later(decided_on):
            raise ValidityNotAllowed(
                rule=_NOT_ALLOWED, article=self.source, pointers=((_POINTER, "too_late"),)
            )
        return given

    @property
    def _is_bounded(self) -> bool:
        return self.years > 0 or self.months > 0

    def _proposed(self, decided_on: date) -> date | None:
        """What stands where the official leaves it open: the most that the rule names."""
        if self.kind is ValidityKind.PER_DECISION and self._is_bounded:
            return self._later(decided_on)
        return self.last_day(decided_on)

    def _required(self) -> ValidityRequired:
        return ValidityRequired(
            rule="validity_required", article=self.source, pointers=((_POINTER, "required"),)
        )

    def _later(self, day: date) -> date:
        return months_later(day, self.years * MONTHS_PER_YEAR + self.months)


UNSETTLED = ValidityRule(
    kind=ValidityKind.PER_DECISION, source="the catalogue entry has no rule", verified=False
)


def months_later(day: date, months: int) -> date:
    """The same day that many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
