"""Lists that an office keeps for its reports, each whole and by version: its legal bases, and a
quarter's targets and trainings."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import READERS
from reporting_service.domain.errors import OfficeUnknown, QuarterNotBegun
from reporting_service.domain.legal_basis import SHIPPED, LegalBasis
from reporting_service.domain.office_list import Kept
from reporting_service.domain.training import Training
from shared.calendar.office_time import Quarter
from shared.errors import InvalidRequest
from shared.identity import Caller, Role

EntryT = TypeVar("EntryT")
MODEL = "office_lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepList(Generic[EntryT]):
    """The list whole, as it shall stand. Without a quarter it is the office's for all of them."""

    caller: Caller
    office_code: str
    kind: type[EntryT]
    quarter: Quarter | None
    entries: tuple[EntryT, ...]
    expected_version: int


async def keep_list(command: KeepList[EntryT], ports: Ports) -> Kept[EntryT]:
    """The list as it stands now; raises StaleVersion, InvalidRequest, QuarterNotBegun."""
    command.caller.require(Role.ADMINISTRATOR, Role.HEAD)
    async with ports.begin(command.caller) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        if command.quarter is not None and command.kind is Training:
            period = command.quarter.period(office.zone)
            today = office.today(work.now)
            if today < period.first_day:
                raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
            _check_days(command.entries, period.first_day, min(today, period.last_day))
        kept = Kept(entries=command.entries, version=command.expected_version + 1)
        await work.office_lists.keep(
            command.kind,
            office.code,
            command.quarter,
            kept,
            expected_version=command.expected_version,
        )
        await work.progress.heard(office.code, MODEL, work.now)
        return kept


def _check_days(entries: tuple[object, ...], first: date, last: date) -> None:
    pointers = tuple(
        (f"/items/{place}/held_on", "outside_of_period")
        for place, one in enumerate(entries)
        if isinstance(one, Training) and not first <= one.held_on <= last
    )
    if pointers:
        raise InvalidRequest(pointers=pointers)


async def read_list(
    kind: type[EntryT], caller: Caller, office_code: str, quarter: Quarter | None, ports: Ports
) -> Kept[EntryT]:
    """What stands; version 0 before the office kept one."""
    caller.require(*READERS)
    async with ports.read(caller) as work:
        if await work.offices.find(office_code) is None:
            raise OfficeUnknown
        return await work.office_lists.find(kind, office_code, quarter)


async def read_legal_bases(caller: Caller, office_code: str, ports: Ports) -> Kept[LegalBasis]:
    """The office's own list, or that which ships."""
    kept = await read_list(LegalBasis, caller, office_code, None, ports)
    return kept if kept.version else Kept(entries=SHIPPED)
