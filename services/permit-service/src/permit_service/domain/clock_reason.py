"""Why an officer may stop, reset or start the legal clock: dated data with a source.

No reason, no move. A reason that is in force from no day is known and not granted, unless the
office has set the rule that it names. What was paused may always go on, also when the rule has
changed since.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from permit_service.domain.errors import ClockReasonNotInForce
from permit_service.domain.office_rule import OfficeRule, RuleKey, rule_on
from shared.calendar.clock_moves import ClockMove


class OfficerMove(StrEnum):
    """What an officer asks of the clock."""

    PAUSE = "pause"
    RESUME = "resume"
    RESET = "reset"
    RESTART = "restart"

    @property
    def move(self) -> ClockMove:
        """The move of the clock that it is."""
        return _MOVES[self]


_MOVES = {
    OfficerMove.PAUSE: ClockMove.PAUSED,
    OfficerMove.RESUME: ClockMove.RESUMED,
    OfficerMove.RESET: ClockMove.RESET,
    OfficerMove.RESTART: ClockMove.RESTARTED,
}


class ReasonCode(StrEnum):
    """The codes that are taken; they travel with the events."""

    REQUIREMENT_CONFIRMATION = "requirement_confirmation"
    CONFIRMATION_RECEIVED = "confirmation_received"
    RE_CONFIRMATION = "re_confirmation"
    RE_CONFIRMATION_RECEIVED = "re_confirmation_received"
    RETRIBUTION_PAYMENT = "retribution_payment"
    RETRIBUTION_PAID = "retribution_paid"
    NATIONAL_SYSTEM_OUTAGE = "national_system_outage"
    NATIONAL_SYSTEM_BACK = "national_system_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReason:
    """`in_force_from` is None where the rule set does not grant the reason by itself; the office
    may by setting `office_rule`."""

    code: ReasonCode
    move: OfficerMove
    rule: str
    source: str
    verified: bool
    in_force_from: date | None
    office_rule: RuleKey | None = None

    def is_granted(self, rules: Iterable[OfficeRule], *, today: date) -> bool:
        """Whether it is in force on that day, under the office's rules."""
        if self.office_rule is not None:
            return rule_on(rules, self.office_rule, today).value == 1
        return self.in_force_from is not None and self.in_force_from <= today


@lru_cache(maxsize=1)
def clock_reasons() -> tuple[ClockReason, ...]:
    """As they ship (`clock_reasons.json`)."""
    text = resources.files(__package__).joinpath("clock_reasons.json").read_text(encoding="utf-8")
    written = json.loads(text)
    return tuple(_reason(one, written["sources"][one["source"]]) for one in written["reasons"])


def _reason(row: Mapping[str, Any], source: Mapping[str, Any]) -> ClockReason:
    begins, key = row["in_force_from"], row.get("office_rule")
    return ClockReason(
        code=ReasonCode(row["code"]),
        move=OfficerMove(row["move"]),
        rule=row["rule"],
        source=source["source"],
        verified=source["verified"],
        in_force_from=None if begins is None else date.fromisoformat(begins),
        office_rule=None if key is None else RuleKey(key),
    )


def reason_for(
    move: OfficerMove, code: ReasonCode, *, today: date, rules: Iterable[OfficeRule] = ()
) -> ClockReason:
    """The rule behind the move; raises ClockReasonNotInForce where none grants it on that day,
    the office's own `rules` among them."""
    for one in clock_reasons():
        is_asked = one.code is code and one.move is move
        if is_asked and one.is_granted(rules, today=today):
            return one
    raise ClockReasonNotInForce(rule=code.value, pointers=(("/reason", "not_in_force"),))
