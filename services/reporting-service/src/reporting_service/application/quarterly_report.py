"""Reads a quarter's report as it stands: the frozen edition once there is one, else the tables
from the read models, all seen at one moment."""

from dataclasses import dataclass

from reporting_service.application.ports import Ports, Work
from reporting_service.domain.duty import due_date
from reporting_service.domain.edition import Letterhead
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.labels import months_of
from reporting_service.domain.legal_basis import SHIPPED, LegalBasis, in_force
from reporting_service.domain.office import Office
from reporting_service.domain.particulars import without_particulars
from reporting_service.domain.printed_beside import with_printed
from reporting_service.domain.report import QuarterlyReport, state_of
from reporting_service.domain.respondents import with_respondents
from reporting_service.domain.sections import (
    QuarterFigures,
    annexes_of,
    closing_of,
    local_licences,
    tables_of,
)
from reporting_service.domain.survey_tables import MOST_LISTED
from reporting_service.domain.training import Training
from reporting_service.domain.work_plan import Target
from shared.calendar.office_time import Quarter
from shared.identity import STAFF, Caller, Role

READERS = (*STAFF, Role.PROVINCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterQuery:
    """Whose quarter, and who asks."""

    caller: Caller
    office_code: str
    quarter: Quarter


async def quarterly_report(query: QuarterQuery, ports: Ports) -> QuarterlyReport:
    """The report as it would stand now; raises OfficeUnknown for an office that is not the
    caller's and QuarterNotBegun for the future."""
    query.caller.require(*READERS)
    if not query.caller.sees(query.office_code):
        raise OfficeUnknown
    groups = await ports.respondents.groups(query.office_code, query.quarter)
    async with ports.read(query.caller) as work:
        report = await compile_report(query.office_code, query.quarter, work)
    return with_respondents(report, groups)


async def compile_report(office_code: str, quarter: Quarter, work: Work) -> QuarterlyReport:
    """Puts the report together inside a transaction that is open already."""
    office = await work.offices.find(office_code)
    if office is None:
        raise OfficeUnknown
    period = quarter.period(office.zone)
    state = state_of(period, office.today(work.now))
    figures = await figures_of(office, quarter, work)
    settings = await work.duties.settings(office_code)
    bases = await work.office_lists.find(LegalBasis, office_code, None)
    printed, findings = await work.prints.find(office_code, quarter)
    report = QuarterlyReport(
        office=office,
        letterhead=Letterhead(name=office.name, lines=(office.regency,)),
        year=quarter.year,
        quarter=quarter.number,
        state=state,
        due_on=due_date(period.last_day, settings),
        tables=with_printed(tables_of(figures), printed, findings),
        annexes=annexes_of(figures),
        locally_handled=local_licences(figures),
        addressee=settings.addressee,
        through=settings.through,
        legal_bases=in_force(bases.entries if bases.version else SHIPPED, period.last_day),
        closing=closing_of(figures),
    )
    return without_particulars(report)


async def figures_of(office: Office, quarter: Quarter, work: Work) -> QuarterFigures:
    """Everything that is known of the quarter."""
    code, year, months = office.code, quarter.year, months_of(quarter.number)
    period = quarter.period(office.zone)
    first, last = period.first_day, period.last_day
    trainings = [
        (await work.office_lists.find(Training, code, Quarter(year=year, number=number))).entries
        for number in range(1, quarter.number + 1)
    ]
    return QuarterFigures(
        office=office,
        quarter=quarter,
        recorded=await work.issuances.monthly(code, year, months),
        counts=await work.counts.of_months(code, year, months),
        releases=await work.investments.newest(code, quarter),
        complaints=await work.registers.complaints_until(code, period.start, period.end),
        requests=await work.data_requests.received_between(code, first, last),
        tally=await work.surveys.tally(code, first, last),
        sheets=await work.surveys.sheets(code, first, last, MOST_LISTED),
        evaluations=await work.evaluations.until(code, quarter),
        stages=await work.stages.counts(code, first, last),
        targets=(await work.office_lists.find(Target, code, quarter)).entries,
        trainings=trainings[-1],
        trainings_of_year=[one for of_quarter in trainings for one in of_quarter],
        planned=await work.issuances.planned(code, year, months),
        issues=await work.system_issues.standing_on(code, last),
        outages=await work.registers.outages_until(code, period.start, period.end),
        freshness=await work.progress.all(code),
    )
