"""Lists a year's duties, records a hand-over, and sets what an office's reports need."""

from dataclasses import dataclass, replace
from datetime import date

from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import READERS
from reporting_service.domain.duty import (
    Duty,
    Handover,
    ReportSettings,
    duties_of,
    hand_over,
)
from reporting_service.domain.errors import OfficeUnknown
from shared.calendar.office_time import Quarter
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReport:
    """The newest edition went to the Governor; `proof` is a receipt number or the like."""

    caller: Caller
    office_code: str
    quarter: Quarter
    handed_over_on: date
    proof: str
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReportSettings:
    """The settings whole, as they shall stand."""

    caller: Caller
    settings: ReportSettings
    expected_version: int


async def report_duties(
    caller: Caller, office_code: str, year: int, ports: Ports
) -> tuple[Duty, ...]:
    """Raises OfficeUnknown for another's office."""
    caller.require(*READERS)
    async with ports.read(caller) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        return duties_of(
            year,
            office,
            await work.duties.settings(office_code),
            office.today(work.now),
            editions=await work.editions.of_year(office_code, year),
            handovers=await work.duties.handovers(office_code, year),
        )


async def hand_over_report(command: HandOverReport, ports: Ports) -> Handover:
    """Raises NotPublished, AlreadyHandedOver."""
    command.caller.require(Role.HEAD, Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        standing = await work.duties.handovers(office.code, command.quarter.year)
        handover = hand_over(
            await work.editions.latest(office.code, command.quarter),
            standing.get(command.quarter),
            on=command.handed_over_on,
            proof=command.proof,
            today=office.today(work.now),
        )
        await work.duties.add_handover(handover)
        return work.answer(handover)


async def read_report_settings(caller: Caller, office_code: str, ports: Ports) -> ReportSettings:
    """The office's settings, or what holds before it set any (version 0)."""
    caller.require(*READERS)
    async with ports.read(caller) as work:
        if await work.offices.find(office_code) is None:
            raise OfficeUnknown
        return await work.duties.settings(office_code)


async def set_report_settings(command: SetReportSettings, ports: Ports) -> ReportSettings:
    """Raises StaleVersion."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller) as work:
        if await work.offices.find(command.settings.office_code) is None:
            raise OfficeUnknown
        kept = replace(command.settings, version=command.expected_version + 1)
        await work.duties.keep_settings(kept, expected_version=command.expected_version)
        return kept
