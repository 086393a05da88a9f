"""A channel's recap of a quarter, by printed row or opened to its services."""

from dataclasses import dataclass
from enum import StrEnum

from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import READERS
from reporting_service.domain.drill import opened
from reporting_service.domain.errors import OfficeUnknown, QuarterNotBegun
from reporting_service.domain.kinds import Channel
from reporting_service.domain.labels import months_of
from reporting_service.domain.recap import Recap, recap
from shared.calendar.office_time import Quarter
from shared.identity import Caller


class GroupBy(StrEnum):
    """What a row stands for."""

    KIND = "kind"
    SERVICE = "service_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapQuery:
    """Without channels, all of them."""

    caller: Caller
    office_code: str
    quarter: Quarter
    channels: tuple[Channel, ...] = tuple(Channel)
    group_by: GroupBy = GroupBy.KIND


async def licence_recaps(query: RecapQuery, ports: Ports) -> tuple[Recap, ...]:
    """Raises OfficeUnknown for another's office, QuarterNotBegun for the future."""
    query.caller.require(*READERS)
    async with ports.read(query.caller) as work:
        office = await work.offices.find(query.office_code)
        if office is None:
            raise OfficeUnknown
        if office.today(work.now) < query.quarter.period(office.zone).first_day:
            raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
        months = months_of(query.quarter.number)
        recorded = await work.issuances.monthly(office.code, query.quarter.year, months)
        counts = await work.counts.of_months(office.code, query.quarter.year, months)
    make = opened if query.group_by is GroupBy.SERVICE else recap
    return tuple(
        make(channel, query.quarter.number, recorded=recorded, counts=counts)
        for channel in query.channels
    )
