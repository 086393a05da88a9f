"""Open data of an office for everybody: licences, counts and the index by month."""

from reporting_service.application.ports import Ports, Work
from reporting_service.application.service_performance import READER
from reporting_service.domain import open_data
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.open_data import COLUMNS, DataFormat, Dataset, DatasetName, Row
from shared.calendar.office_time import Period, parse_period
from shared.identity import system_caller


async def export_dataset(
    name: DatasetName, office_code: str, period: str, format: DataFormat, ports: Ports
) -> bytes:
    """The dataset as a file; raises OfficeUnknown, PeriodNotValid."""
    async with ports.read(system_caller(READER, office_code)) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        stretch = parse_period(period, office.zone)
        rows = await _rows(name, office_code, stretch, work)
    dataset = Dataset(
        name=name,
        office_code=office_code,
        period=stretch.label,
        columns=COLUMNS[name],
        rows=rows,
    )
    return await ports.write_dataset(dataset, format)


async def _rows(name: DatasetName, office_code: str, period: Period, work: Work) -> tuple[Row, ...]:
    first, last = period.first_day, period.last_day
    months = range(first.month, last.month + 1)
    if name is DatasetName.INDEX:
        return open_data.index(office_code, await work.surveys.monthly(office_code, first, last))
    if name is DatasetName.COUNTS:
        standing = await work.counts.of_months(office_code, first.year, months)
        return open_data.counts(office_code, standing)
    recorded = await work.issuances.monthly(office_code, first.year, months)
    return open_data.licences(office_code, first.year, recorded)
