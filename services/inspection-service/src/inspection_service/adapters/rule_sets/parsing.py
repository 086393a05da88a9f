"""From the written values of a rule set to the domain's rules; a value that is missing or is no
word of the trade stops the service at its start."""

from collections.abc import Callable, Mapping
from typing import Any

from inspection_service.domain.business import Rating, Risk, Scale
from inspection_service.domain.rules import (
    Basis,
    ComplaintRule,
    ComplianceRule,
    FrequencyRule,
    LadderRule,
    Level,
    PlanDates,
    ReportingRule,
    Step,
    ViolationClocks,
)

Written = Mapping[str, Any]


def _basis(written: Written) -> Basis:
    return Basis(source=written["source"], verified=written["verified"])


def _visits(written: Mapping[str, int]) -> dict[Risk, int]:
    return {risk: int(written[risk]) for risk in Risk}


def _frequency(written: Written) -> FrequencyRule:
    return FrequencyRule(
        basis=_basis(written),
        visits=_visits(written["visits"]),
        visits_when_very_good=_visits(written["visits_when_very_good"]),
        compliant_ratings=frozenset(map(Rating, written["compliant_ratings"])),
        scales_left_out_when_compliant=frozenset(
            map(Scale, written["scales_left_out_when_compliant"])
        ),
    )


def _ladder(written: Written) -> LadderRule:
    return LadderRule(
        basis=_basis(written),
        entry={level: tuple(map(Step, written["entry"][level])) for level in Level},
        entry_needs_bap=frozenset(
            (Level(level), Step(step)) for level, step in written["entry_needs_bap"]
        ),
        guidance_first=frozenset(map(Level, written["guidance_first"])),
        following={
            Step(step): tuple(map(Step, following))
            for step, following in written["following"].items()
        },
        answer_working_days={
            Step(step): int(days) for step, days in written["answer_working_days"].items()
        },
        supporting_services=frozenset(written["supporting_services"]),
    )


def _clocks(written: Written) -> ViolationClocks:
    return ViolationClocks(
        basis=_basis(written),
        report_working_days=int(written["report_working_days"]),
        stop_working_days=int(written["stop_working_days"]),
    )


def _plan(written: Written) -> PlanDates:
    return PlanDates(
        basis=_basis(written),
        drawn_from_day=int(written["drawn_from_day"]),
        adjusted_until_day=int(written["adjusted_until_day"]),
        updated_until_day=int(written["updated_until_day"]),
    )


def _reporting(written: Written) -> ReportingRule:
    return ReportingRule(
        basis=_basis(written),
        due_day=int(written["due_day"]),
        months_per_report={scale: int(written["months_per_report"][scale]) for scale in Scale},
        misses_until_violation=int(written["misses_until_violation"]),
    )


def _compliance(written: Written) -> ComplianceRule:
    return ComplianceRule(
        basis=_basis(written),
        technical_weight_percent=int(written["technical_weight_percent"]),
        very_good_from=int(written["very_good_from"]),
        good_from=int(written["good_from"]),
    )


def _complaints(written: Written) -> ComplaintRule:
    return ComplaintRule(
        basis=_basis(written),
        grounds={subject: frozenset(known) for subject, known in written["grounds"].items()},
        unblocking_addressee=written["unblocking_addressee"],
    )


PARSERS: Mapping[str, Callable[[Written], Any]] = {
    "frequency": _frequency,
    "ladder": _ladder,
    "clocks": _clocks,
    "plan": _plan,
    "reporting": _reporting,
    "compliance": _compliance,
    "complaints": _complaints,
}
