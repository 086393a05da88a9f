"""Opening an office and changing its settings; every service is told and keeps a copy."""

from dataclasses import dataclass, replace

from gateway.application.ports import Ports, Work
from gateway.domain.errors import OfficeExists
from gateway.domain.offices.office import Office
from shared.contracts.gateway import OfficeChangedV1
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffice:
    """The office as it will be."""

    caller: Caller
    office: Office
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOffice:
    """All settings, in place of those of `expected_version`."""

    caller: Caller
    office: Office
    expected_version: int


async def open_office(command: OpenOffice, ports: Ports) -> Office:
    """Opens it; raises OfficeExists."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        if not await work.offices.add(command.office):
            raise OfficeExists
        tell_office(command.office, work)
        return work.answer(command.office)


async def change_office(command: ChangeOffice, ports: Ports) -> Office:
    """Changes the caller's own office; raises StaleVersion."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office.code):
        raise NotFound
    async with ports.begin(command.caller) as work:
        before = await work.offices.get(command.office.code)
        if before.version != command.expected_version:
            raise StaleVersion
        office = await work.offices.save(replace(command.office, version=before.version))
        tell_office(office, work)
        return office


def tell_office(office: Office, work: Work) -> None:
    """Settings only: who signs, and under which letterhead, is asked for."""
    work.events.add(
        OfficeChangedV1(
            office_code=office.code,
            office_id=office.id,
            name=office.name,
            regency=office.regency,
            time_zone=office.time_zone,
            survey_gate=office.survey_gate.value,
            survey_gate_source=office.survey_gate_source,
            survey_gate_from=office.survey_gate_from,
            counts_cuti_bersama_as_working=office.counts_cuti_bersama_as_working,
            requires_answered_corrections=office.requires_answered_corrections,
            number_code=office.number_code,
            settings_version=office.version,
        )
    )
