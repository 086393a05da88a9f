"""Which investment reports a business owes for a quarter (Ps 16(3), 18(1), 19).

Periods and exemptions are rule data; an obligation shows where they come from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from inspection_service.domain.business import Business
from inspection_service.domain.investment_report import ReportPeriod
from inspection_service.domain.rules import Basis, ReportingRule

EVERY_QUARTER = 3
EXEMPT = 0


class ObligationState(StrEnum):
    """Where the business stands with one obligation."""

    DUE = "due"
    SUBMITTED = "submitted"
    OVERDUE = "overdue"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One report that is owed, or that the rule set exempts from."""

    business_id: UUID
    nib: str
    project: str
    kbli: str | None
    period: ReportPeriod
    due_on: date
    months: int
    basis: Basis

    def state(self, *, reported: bool, today: date) -> ObligationState:
        """Where it stands today."""
        if reported:
            return ObligationState.SUBMITTED
        if self.months == EXEMPT:
            return ObligationState.EXEMPT
        return ObligationState.OVERDUE if today > self.due_on else ObligationState.DUE


def obligations_of(
    business: Business, period: ReportPeriod, rule: ReportingRule
) -> tuple[Obligation, ...]:
    """One for each line of business and place (Ps 19(1)), from the quarter in which supervision
    began (Ps 18(1)); none in a quarter in which a half-yearly report is not due."""
    since = business.supervised_since
    if since is not None and period.day_after <= since:
        return ()
    months = rule.months_per_report[business.scale] if business.scale else EVERY_QUARTER
    if months != EXEMPT and (period.quarter * EVERY_QUARTER) % months:
        return ()
    return tuple(
        Obligation(
            business_id=business.id,
            nib=business.nib,
            project=project,
            kbli=kbli,
            period=period,
            due_on=period.due_on(rule.due_day),
            months=months,
            basis=rule.basis,
        )
        for project, kbli in projects_of(business)
    )


def projects_of(business: Business) -> Iterator[tuple[str, str | None]]:
    """Each line of business at each place, under the number of OSS where it has one."""
    for place in business.locations:
        if not place.activities:
            yield str(place.id), None
        for activity in place.activities:
            yield activity.project_id or f"{place.id}/{activity.kbli}", activity.kbli
