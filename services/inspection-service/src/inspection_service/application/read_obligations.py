"""Which investment reports are owed for a quarter, and which of them are missing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspection_service.application.guards import (
    as_business,
    is_reader,
    require_own,
    with_own_offices,
)
from inspection_service.application.ports import Ports, Stores
from inspection_service.domain.business import Business
from inspection_service.domain.investment_report import InvestmentReport, ReportPeriod
from inspection_service.domain.obligation import Obligation, ObligationState, obligations_of
from inspection_service.domain.rules import ReportingRule
from shared.errors import Forbidden, Unauthenticated
from shared.identity import ANYBODY, Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedReport:
    """An obligation with what became of it; `is_violation_candidate` after as many misses in a
    row as the rule set says."""

    obligation: Obligation
    state: ObligationState
    report_id: UUID | None
    is_violation_candidate: bool


async def list_obligations(
    caller: Caller,
    ports: Ports,
    *,
    period: ReportPeriod,
    nib: str | None,
    after: str | None,
    limit: int,
) -> tuple[list[OwedReport], str | None]:
    """The obligations of `limit` businesses by NIB, and the NIB after which the next begin."""
    if caller is ANYBODY:
        raise Unauthenticated
    if not is_reader(caller):
        if nib is None:
            raise Forbidden
        caller = await as_business(caller, nib, ports)
    async with ports.read(caller) as stores:
        if nib is not None:
            businesses = [await stores.businesses.by_nib(nib)]
        else:
            businesses = await stores.businesses.page(after=after, limit=limit + 1)
        owed = [
            one
            for business in businesses[:limit]
            for one in await owed_by(business, period, stores, ports)
        ]
    more = len(businesses) > limit
    return owed, businesses[limit - 1].nib if more else None


async def owed_by(
    business: Business, period: ReportPeriod, stores: Stores, ports: Ports
) -> list[OwedReport]:
    """What one business owes for the quarter, with the rule set in force when it falls due."""
    office = await stores.offices.get(business.office_code)
    today = office.day_of(ports.clock.now())
    rule = ports.rules.in_force(office_code=office.code, on=period.day_after).reporting
    reports = await stores.investment_reports.of_business(business.id)
    filed = {(one.project, one.year, one.quarter): one.id for one in reports}
    owed = []
    for obligation in obligations_of(business, period, rule):
        report_id = filed.get((obligation.project, period.year, period.quarter))
        state = obligation.state(reported=report_id is not None, today=today)
        owed.append(
            OwedReport(
                obligation=obligation,
                state=state,
                report_id=report_id,
                is_violation_candidate=state is ObligationState.OVERDUE
                and _misses(business, obligation.project, period, rule, set(filed), today),
            )
        )
    return owed


def _misses(
    business: Business,
    project: str,
    period: ReportPeriod,
    rule: ReportingRule,
    filed: set[tuple[str, int, int]],
    today: date,
) -> bool:
    """Whether so many reports in a row are missing, counted back from this one."""
    missed, looked_at = 0, period
    for _ in range(rule.misses_until_violation * 2):
        for one in obligations_of(business, looked_at, rule):
            if one.project != project:
                continue
            is_filed = (project, looked_at.year, looked_at.quarter) in filed
            if one.state(reported=is_filed, today=today) is not ObligationState.OVERDUE:
                return False
            missed += 1
        if missed >= rule.misses_until_violation:
            return True
        looked_at = looked_at.before
    return False


async def show_investment_report(report_id: UUID, caller: Caller, ports: Ports) -> InvestmentReport:
    """One report, for its office and its business."""
    if caller is ANYBODY:
        raise Unauthenticated
    seen_by = await with_own_offices(caller, ports)
    async with ports.read(seen_by) as stores:
        report = await stores.investment_reports.get(report_id)
    require_own(seen_by, report.nib)
    return report
