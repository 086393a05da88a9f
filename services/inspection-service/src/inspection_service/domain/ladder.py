"""The ladder of sanctions: where a violation may enter it and what may follow (Ps 5(4), 10).

No rung is skipped unless the rule set names direct entry for the level.
"""

from collections.abc import Iterable

from inspection_service.domain.business import Licence, LicenceStatus
from inspection_service.domain.errors import (
    PERBUP,
    EntryNotAllowed,
    GuidanceFirst,
    LicenceNotTouchable,
    LicencesMissing,
    NextStepNotAllowed,
)
from inspection_service.domain.rules import LadderRule, Step
from inspection_service.domain.violation import Violation

GUIDANCE_FAILED = "guidance_failed"
DIRECT_ENTRY = "direct_entry"


def entry_reason(
    rule: LadderRule, violation: Violation, *, step: Step, guidance_failed: bool
) -> str:
    """Why the ladder may be entered here, as a code that is kept with the sanction (Ps 10(2)).

    Raises EntryNotAllowed, GuidanceFirst, ViolationSettled.
    """
    violation.require_open()
    unproven = (violation.level, step) in rule.entry_needs_bap and not violation.is_proven_by_bap
    if step not in rule.entry[violation.level] or unproven:
        raise EntryNotAllowed(rule="ladder_entry", article=f"{PERBUP} Ps 5(4); {rule.basis.source}")
    if violation.level in rule.guidance_first and not guidance_failed:
        raise GuidanceFirst
    return GUIDANCE_FAILED if guidance_failed else DIRECT_ENTRY


def following_step(rule: LadderRule, step: Step, wished: Step | None) -> Step:
    """The next rung: the wished one if the ladder leads there, else the first that it names."""
    following = rule.following.get(step, ())
    if not following or (wished is not None and wished not in following):
        raise NextStepNotAllowed(rule="ladder_order", article=f"{PERBUP} Ps 5(4)")
    return wished or following[0]


def check_licences(rule: LadderRule, step: Step, licences: Iterable[Licence]) -> None:
    """A step that touches licences needs some, none revoked; supporting ones have a step of
    their own (Ps 5(2)d)."""
    touched = tuple(licences)
    if step.touches_licences and not touched:
        raise LicencesMissing
    if any(licence.status is LicenceStatus.REVOKED for licence in touched):
        raise LicenceNotTouchable(rule="licence_revoked")
    is_supporting = [licence.service_code in rule.supporting_services for licence in touched]
    if step is Step.SUPPORTING_LICENCE_REVOCATION and not all(is_supporting):
        raise LicenceNotTouchable(rule="supporting_licence", article=f"{PERBUP} Ps 5(2)d")
