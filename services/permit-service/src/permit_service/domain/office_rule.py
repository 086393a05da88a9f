"""Rules that an office sets for itself: dated, with their source. What nobody set is our default,
and unverified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RuleKey(StrEnum):
    """What can be set. Every value is a number of days; 0 is never, where that makes sense."""

    CORRECTION_ANSWER_WORKING_DAYS = "correction_answer_working_days"
    CORRECTION_LAPSE_WORKING_DAYS = "correction_lapse_working_days"
    RETRIBUTION_DUE_CALENDAR_DAYS = "retribution_due_calendar_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRule:
    """One value from one day on. `recorded_by` is null for a default of the product."""

    key: RuleKey
    value: int
    effective_from: date
    source: str
    verified: bool
    recorded_by: str | None = None
    recorded_at: datetime | None = None


_OURS = "a default of the product: no regulation read names the days"
DEFAULTS = (
    OfficeRule(
        key=RuleKey.CORRECTION_ANSWER_WORKING_DAYS,
        value=10,
        effective_from=date(2021, 1, 1),
        source=_OURS,
        verified=False,
    ),
    # After how many working days past the last day an unanswered application lapses: never.
    OfficeRule(
        key=RuleKey.CORRECTION_LAPSE_WORKING_DAYS,
        value=0,
        effective_from=date(2021, 1, 1),
        source=_OURS,
        verified=False,
    ),
    OfficeRule(
        key=RuleKey.RETRIBUTION_DUE_CALENDAR_DAYS,
        value=30,
        effective_from=date(2021, 1, 1),
        source=_OURS,
        verified=False,
    ),
)


def rule_on(rules: Iterable[OfficeRule], key: RuleKey, day: date) -> OfficeRule:
    """The rule in force on a day: the office's latest that has begun, else the default."""
    begun = [one for one in rules if one.key is key and one.effective_from <= day]
    default = next(one for one in DEFAULTS if one.key is key)
    return max(begun, key=lambda one: one.effective_from, default=default)
