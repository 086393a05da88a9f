"""Rules as dated values: what may be done how often, at which rung, within how many days.

Nothing here holds a number: numbers come from rule sets, each value with its source and whether
that source was verified. What was decided keeps the version it was decided by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection_service.domain.business import Rating, Risk, Scale
from shared.errors import Conflict


class Level(StrEnum):
    """How bad a violation is (Ps 5(3)): ringan, sedang, berat."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class Step(StrEnum):
    """The rungs of the ladder of sanctions (Ps 5(2))."""

    WARNING_1 = "warning_1"
    WARNING_2 = "warning_2"
    WARNING_3 = "warning_3"
    FIRST_AND_LAST_WARNING = "first_and_last_warning"
    SUSPENSION = "suspension"
    LICENCE_REVOCATION = "licence_revocation"
    SUPPORTING_LICENCE_REVOCATION = "supporting_licence_revocation"

    @property
    def is_revocation(self) -> bool:
        """Whether the step is final."""
        return self in {Step.LICENCE_REVOCATION, Step.SUPPORTING_LICENCE_REVOCATION}

    @property
    def touches_licences(self) -> bool:
        """Whether the step changes what a licence is worth."""
        return self is Step.SUSPENSION or self.is_revocation


class NoRuleSetInForce(Conflict):
    """The office has no rule set for that day; no order is invented (Ps 5(4), "dapat")."""

    code = "no_rule_set"
    message = "No rule set is in force for this office on that day."


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where a value comes from, and whether that was checked."""

    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyRule:
    """At most so many routine visits a year per place and risk: a cap, not a quota (Ps 8(2))."""

    basis: Basis
    visits: Mapping[Risk, int]
    visits_when_very_good: Mapping[Risk, int]
    compliant_ratings: frozenset[Rating]
    scales_left_out_when_compliant: frozenset[Scale]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRule:
    """Where a level may enter the ladder, what follows a rung, and the time to answer it."""

    basis: Basis
    entry: Mapping[Level, tuple[Step, ...]]
    entry_needs_bap: frozenset[tuple[Level, Step]]
    guidance_first: frozenset[Level]
    following: Mapping[Step, tuple[Step, ...]]
    answer_working_days: Mapping[Step, int]
    supporting_services: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationClocks:
    """Working days for an expert to report, and for the office to stop (Ps 20(3)-(4))."""

    basis: Basis
    report_working_days: int
    stop_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDates:
    """Which days of the month end the weeks that the plan is bound to (Ps 8(6), (8), (11))."""

    basis: Basis
    drawn_from_day: int
    adjusted_until_day: int
    updated_until_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingRule:
    """When investment reports are due, and who files them how often (Ps 16(3), 19(2))."""

    basis: Basis
    due_day: int
    months_per_report: Mapping[Scale, int]
    misses_until_violation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceRule:
    """How the two parts of an assessment make a rating (Ps 11)."""

    basis: Basis
    technical_weight_percent: int
    very_good_from: int
    good_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRule:
    """Which grounds apply to which subject, and to whom an unblocking letter goes (Ps 12)."""

    basis: Basis
    grounds: Mapping[str, frozenset[str]]
    unblocking_addressee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSet:
    """A regulation that a rule set comes from, and when it is in force."""

    name: str
    title: str
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Everything in force for an office on a day; `version` is stamped on what it decided. Of the
    `sets` an earlier one prevails."""

    version: str
    frequency: FrequencyRule
    ladder: LadderRule
    clocks: ViolationClocks
    plan: PlanDates
    reporting: ReportingRule
    compliance: ComplianceRule
    complaints: ComplaintRule
    sets: tuple[DatedSet, ...] = ()
