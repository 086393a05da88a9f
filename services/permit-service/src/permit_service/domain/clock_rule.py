"""When an office's people are warned that a service time ends: a dated setting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict


class ClockRuleExists(Conflict):
    """The office has a rule from that day on already."""

    code = "clock_rule_exists"
    message = "There is a rule from that day on already."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """`warn_before` counts working days before the due date; 0 warns nobody."""

    effective_from: date
    warn_before: int
    source: str
    verified: bool


HOUSE_RULE = ClockRule(
    effective_from=date(2021, 3, 4),
    warn_before=1,
    source="default of the product, no regulation read; the office sets its own",
    verified=False,
)


def rule_on(day: date, rules: Iterable[ClockRule]) -> ClockRule:
    """The rule in force on that day; the house's own before the office set one."""
    begun = [one for one in rules if one.effective_from <= day]
    return max(begun, key=lambda one: one.effective_from, default=HOUSE_RULE)
