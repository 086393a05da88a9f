"""The BAP, the record of an inspection (Ps 1(24)): made once, then only signed.

A business that refuses to sign has its reason recorded; the BAP stays valid.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from inspection_service.domain.errors import (
    PERBUP,
    AlreadySigned,
    OnlyTheBusinessRefuses,
    RefusalReasonMissing,
)
from shared.errors import RuleBroken


class Party(StrEnum):
    """Who answers for a BAP."""

    COORDINATOR = "coordinator"
    EXECUTOR = "executor"
    BUSINESS = "business"


class Check(StrEnum):
    """The two parts of an examination (Ps 16(6)b, 17(3)b)."""

    ADMINISTRATIVE = "administrative"
    PHYSICAL = "physical"


class CheckReasonMissing(RuleBroken):
    """An incidental examination checks papers *and* place ("dan", Ps 17(3)b)."""

    message = "An incidental examination with one part only needs a reason."

    def __init__(self) -> None:
        super().__init__(
            rule="both_checks",
            article=f"{PERBUP} Ps 17(3)b",
            pointers=(("/checks_reason", "required"),),
        )


class Section(StrEnum):
    """The eight sections of an examination (Ps 16(6)b)."""

    LOCATION = "location"
    INVESTMENT_VALUE = "investment_value"
    WORKFORCE = "workforce"
    MACHINES = "machines"
    BUILDINGS = "buildings"
    FACILITY_DUTIES = "facility_duties"
    PARTNERSHIP = "partnership"
    OTHER_DUTIES = "other_duties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the checklist; what was reported stands beside what was found (Ps 16(6))."""

    item: str
    compliant: bool
    note: str | None = None
    section: Section | None = None
    reported: int | None = None
    found: int | None = None

    @property
    def difference(self) -> int | None:
        """Found less reported, where both are figures."""
        if self.reported is None or self.found is None:
            return None
        return self.found - self.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A party's answer: signed, or refused with a reason."""

    party: Party
    signed: bool
    recorded_by: str
    at: datetime
    refusal_reason: str | None = None

    def __post_init__(self) -> None:
        if self.signed:
            return
        if self.party is not Party.BUSINESS:
            raise OnlyTheBusinessRefuses
        if not self.refusal_reason:
            raise RefusalReasonMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Bap:
    """What was found, by whom and when; `violation_ids` are kept as violations of their own."""

    number: str
    made_by: str
    made_at: datetime
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = tuple(Check)
    checks_reason: str | None = None
    violation_ids: tuple[UUID, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def with_signature(self, signature: Signature) -> "Bap":
        """With one more answer; raises AlreadySigned for a second one of a party."""
        if any(one.party is signature.party for one in self.signatures):
            raise AlreadySigned
        return replace(self, signatures=(*self.signatures, signature))

    @property
    def is_answered_by_all(self) -> bool:
        """Whether every party has signed or refused."""
        return {one.party for one in self.signatures} == set(Party)

    def is_refused_by(self, party: Party) -> bool:
        """Whether that party refused."""
        return any(one.party is party and not one.signed for one in self.signatures)
