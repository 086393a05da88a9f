"""Keeps what was printed of a quarter, so that the report shows it beside what it computes."""

from collections.abc import Mapping
from dataclasses import dataclass

from reporting_service.application.ports import Ports
from reporting_service.domain.errors import OfficeUnknown, QuarterNotBegun
from reporting_service.domain.lint import Finding, PrintedReport, lint
from shared.calendar.office_time import Quarter
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPrintedReport:
    """`values` are the printed figures by table id, as they were handed in."""

    caller: Caller
    office_code: str
    quarter: Quarter
    report: PrintedReport
    values: Mapping[str, object]
    once: Once | None = None


async def keep_printed_report(command: KeepPrintedReport, ports: Ports) -> tuple[Finding, ...]:
    """What is wrong in the print, which is kept with it; a later print replaces it."""
    command.caller.require(Role.ADMINISTRATOR)
    findings = lint(command.report)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        if office.today(work.now) < command.quarter.period(office.zone).first_day:
            raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
        await work.prints.keep(office.code, command.quarter, command.values, findings)
        return work.answer(findings)
