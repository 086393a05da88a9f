"""Why an officer may stop, reset or start the legal clock: dated data with a source.

No reason, no move. A reason that is in force from no day is known and not granted, unless the
office has set the rule that it names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from permit_service.domain.errors import ClockReasonNotInForce
from permit_service.domain.office_rule import OfficeRule, RuleKey, rule_on
from shared.calendar.clock_moves import ClockMove

_PIA = "OSS-RBA, Pedoman Integrasi Aplikasi 4.3.22 (19 June 2024), Lampiran 10"
_PIA_FROM = date(2024, 6, 19)
_OURS = "decision of the project, no regulation read"


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


CLOCK_REASONS: tuple[ClockReason, ...] = (
    ClockReason(
        code=ReasonCode.REQUIREMENT_CONFIRMATION,
        move=OfficerMove.PAUSE,
        rule="OSS 41 Konfirmasi Persyaratan: the service time stops",
        source=_PIA,
        verified=True,
        in_force_from=_PIA_FROM,
    ),
    ClockReason(
        code=ReasonCode.CONFIRMATION_RECEIVED,
        move=OfficerMove.RESUME,
        rule="OSS 42 Data Konfirmasi: the service time goes on",
        source=_PIA,
        verified=True,
        in_force_from=_PIA_FROM,
    ),
    ClockReason(
        code=ReasonCode.RE_CONFIRMATION,
        move=OfficerMove.RESET,
        rule="OSS 43 Re-Konfirmasi: the service time stops and is back at zero",
        source=_PIA,
        verified=True,
        in_force_from=_PIA_FROM,
    ),
    ClockReason(
        code=ReasonCode.RE_CONFIRMATION_RECEIVED,
        move=OfficerMove.RESTART,
        rule="OSS 44 Data Re-Konfirmasi: the service time starts again from zero",
        source=_PIA,
        verified=True,
        in_force_from=_PIA_FROM,
    ),
    ClockReason(
        code=ReasonCode.RETRIBUTION_PAYMENT,
        move=OfficerMove.PAUSE,
        rule="The office waits for the applicant to pay the retribution",
        source=_OURS,
        verified=False,
        in_force_from=date(2021, 3, 4),
    ),
    ClockReason(
        code=ReasonCode.RETRIBUTION_PAID,
        move=OfficerMove.RESUME,
        rule="The retribution is paid",
        source=_OURS,
        verified=False,
        in_force_from=date(2021, 3, 4),
    ),
    ClockReason(
        code=ReasonCode.NATIONAL_SYSTEM_OUTAGE,
        move=OfficerMove.PAUSE,
        rule="A national system is down: the service time runs unless a rule set says otherwise",
        source=_OURS,
        verified=False,
        in_force_from=None,
        office_rule=RuleKey.NATIONAL_SYSTEM_OUTAGE_PAUSES_CLOCK,
    ),
    ClockReason(
        code=ReasonCode.NATIONAL_SYSTEM_BACK,
        move=OfficerMove.RESUME,
        rule="The national system answers again: the service time goes on",
        source=_OURS,
        verified=False,
        # What was paused may always go on, also when the rule has changed since.
        in_force_from=date(2021, 3, 4),
    ),
)


def reason_for(
    move: OfficerMove, code: ReasonCode, *, today: date, rules: Iterable[OfficeRule] = ()
) -> ClockReason:
    """The rule behind the move; raises ClockReasonNotInForce where none grants it on that day,
    the office's own `rules` among them."""
    for one in CLOCK_REASONS:
        is_asked = one.code is code and one.move is move
        if is_asked and one.is_granted(rules, today=today):
            return one
    raise ClockReasonNotInForce(rule=code.value, pointers=(("/reason", "not_in_force"),))
