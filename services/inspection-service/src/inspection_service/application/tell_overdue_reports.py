"""Tells once of each business and quarter whose investment report did not come by its day."""

from inspection_service.application.ports import Ports, Stores
from inspection_service.application.read_obligations import owed_by
from inspection_service.domain.investment_report import ReportPeriod, period_of
from inspection_service.domain.obligation import ObligationState
from shared.contracts.inspection import InvestmentReportOverdueV1
from shared.identity import system_caller

NAME = "inspection"
BATCH = 50


async def tell_overdue_reports(ports: Ports) -> int:
    """Looks at the last quarter of every office that has ended; returns how many were told."""
    async with ports.read(system_caller(NAME)) as stores:
        offices = await stores.offices.codes()
    return sum([await _tell_office(code, ports) for code in offices])


async def _tell_office(office_code: str, ports: Ports) -> int:
    caller = system_caller(NAME, office_code)
    told, after = 0, None
    async with ports.read(caller) as stores:
        period = await _last_ended(office_code, stores, ports)
    while True:
        async with ports.begin(caller) as work:
            businesses = await work.businesses.page(after=after, limit=BATCH)
            for business in businesses:
                owed = await owed_by(business, period, work, ports)
                late = [one for one in owed if one.state is ObligationState.OVERDUE]
                if not late or not await work.investment_reports.note_overdue(
                    business, year=period.year, quarter=period.quarter
                ):
                    continue
                told += 1
                work.events.add(
                    InvestmentReportOverdueV1(
                        office_code=office_code,
                        business_id=business.id,
                        nib=business.nib,
                        year=period.year,
                        quarter=period.quarter,
                        due_on=late[0].obligation.due_on,
                    )
                )
        if len(businesses) < BATCH:
            return told
        after = businesses[-1].nib


async def _last_ended(office_code: str, stores: Stores, ports: Ports) -> ReportPeriod:
    office = await stores.offices.get(office_code)
    return period_of(office.day_of(ports.clock.now())).before
