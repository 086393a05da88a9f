"""A business hands in its investment report; a correction that was asked for replaces it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from inspection_service.application.guards import require_own, require_version, with_own_offices
from inspection_service.application.ports import Ports, Work
from inspection_service.domain.business import Business
from inspection_service.domain.investment_report import (
    Figures,
    InvestmentReport,
    Judgement,
    ReportPeriod,
    ReportStatus,
    ReportType,
    Stage,
    check_begun,
)
from inspection_service.domain.obligation import projects_of
from shared.contracts.inspection import InvestmentReportJudgedV1, InvestmentReportSubmittedV1
from shared.errors import InvalidRequest
from shared.identity import Caller, Role
from shared.messaging.once import Once

Outcome = Literal["accepted", "correction_requested", "evaluated"]
_OUTCOMES: Mapping[ReportStatus, Outcome] = MappingProxyType(
    {
        ReportStatus.ACCEPTED: "accepted",
        ReportStatus.CORRECTION_REQUESTED: "correction_requested",
        ReportStatus.EVALUATED: "evaluated",
    }
)


class ProjectUnknown(InvalidRequest):
    """The business has no such project, or several and none was named."""

    message = "The business has no such project."

    def __init__(self) -> None:
        super().__init__(pointers=(("/project", "unknown"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitInvestmentReport:
    """`project` may be left out where the business has one only."""

    caller: Caller
    nib: str
    period: ReportPeriod
    stage: Stage
    figures: Figures
    report_type: ReportType = ReportType.LKPM
    project: str | None = None
    once: Once | None = None


async def submit_investment_report(
    command: SubmitInvestmentReport, ports: Ports
) -> InvestmentReport:
    """Raises NotDueYet, ProjectUnknown, AlreadyReported, AnnualSectionMisplaced."""
    command.caller.require(Role.APPLICANT, Role.FRONT_OFFICE)
    require_own(command.caller, command.nib)
    caller = await with_own_offices(command.caller, ports)
    async with ports.begin(caller, once=command.once) as work:
        business = await work.businesses.by_nib(command.nib)
        made = await _report(command, business, work, ports)
        known = await work.investment_reports.of_key(made)
        if known is None:
            report = await work.investment_reports.add(made)
        else:
            report = await work.investment_reports.save(known.resubmit(made))
        work.events.add(
            InvestmentReportSubmittedV1(
                office_code=report.office_code,
                investment_report_id=report.id,
                business_id=report.business_id,
                nib=report.nib,
                year=report.year,
                quarter=report.quarter,
                submitted_at=work.now,
            )
        )
        return work.answer(report)


async def _report(
    command: SubmitInvestmentReport, business: Business, work: Work, ports: Ports
) -> InvestmentReport:
    office = await work.offices.get(business.office_code)
    today = office.day_of(work.now)
    check_begun(command.period, today=today)
    rules = ports.rules.in_force(office_code=office.code, on=command.period.day_after)
    due_on = command.period.due_on(rules.reporting.due_day)
    return InvestmentReport(
        id=ports.new_id(),
        office_code=office.code,
        business_id=business.id,
        nib=business.nib,
        project=_project(command.project, business),
        year=command.period.year,
        quarter=command.period.quarter,
        report_type=command.report_type,
        stage=command.stage,
        figures=command.figures,
        due_on=due_on,
        submitted_by=command.caller.actor,
        submitted_at=work.now,
        is_late=today > due_on,
        ruleset_version=rules.version,
    )


def _project(named: str | None, business: Business) -> str:
    known = [project for project, _ in projects_of(business)]
    if named is None and len(known) == 1:
        return known[0]
    if named not in known:
        raise ProjectUnknown
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeInvestmentReport:
    """`accepted` is for the verification; the evaluation closes the report."""

    caller: Caller
    report_id: UUID
    notes: str
    accepted: bool = True
    expected_version: int | None = None
    once: Once | None = None


async def verify_investment_report(
    command: JudgeInvestmentReport, ports: Ports
) -> InvestmentReport:
    """Accepts it or asks for a correction (Ps 18(2))."""
    return await _judge(command, ports, evaluate=False)


async def evaluate_investment_report(
    command: JudgeInvestmentReport, ports: Ports
) -> InvestmentReport:
    """Closes it as routine supervision (Ps 16(1)a)."""
    return await _judge(command, ports, evaluate=True)


async def _judge(
    command: JudgeInvestmentReport, ports: Ports, *, evaluate: bool
) -> InvestmentReport:
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.begin(command.caller, once=command.once) as work:
        report = await work.investment_reports.get(command.report_id)
        require_version(report.version, command.expected_version)
        judgement = Judgement(notes=command.notes, by=command.caller.actor, at=work.now)
        judged = (
            report.evaluate(judgement)
            if evaluate
            else report.verify(judgement, accepted=command.accepted)
        )
        judged = await work.investment_reports.save(judged)
        work.events.add(
            InvestmentReportJudgedV1(
                office_code=judged.office_code,
                investment_report_id=judged.id,
                business_id=judged.business_id,
                nib=judged.nib,
                year=judged.year,
                quarter=judged.quarter,
                outcome=_OUTCOMES[judged.status],
                judged_at=work.now,
            )
        )
        return work.answer(judged)
