"""The applicant takes an application back; a number that was reserved returns to its series."""

from dataclasses import replace
from uuid import UUID

from permit_service.application.access import require_applicant_side
from permit_service.application.answer_correction import keep_round
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.correction import open_round
from permit_service.domain.errors import SignatureInProgress
from shared.contracts.permit import ApplicationWithdrawnV1


async def withdraw_application(command: Step, ports: Ports) -> Dossier:
    """Raises SignatureInProgress while the Head is signing it."""
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        dossier = await opened(command, reading, right=require_applicant_side)
    # The number goes back to a series of the office, which an applicant alone does not see.
    admitted = replace(command.caller, offices=(*command.caller.offices, dossier.office.code))
    async with ports.begin(admitted, once=command.once) as work:
        dossier = await opened(command, work, right=require_applicant_side)
        application = dossier.application.withdraw(at=work.now)
        await _give_number_back(application.id, work)
        standing = open_round(dossier.rounds)
        if standing is not None:
            dossier = await keep_round(dossier, standing.ended(at=work.now), work)
        told = ApplicationWithdrawnV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            channel=application.channel.value,
            withdrawn_at=work.now,
        )
        work.events.add(told)
        return await kept(dossier, application, work)


async def _give_number_back(application_id: UUID, work: Work) -> None:
    reserved = await work.numbers.reservation(application_id)
    if reserved is None:
        return
    if reserved.is_busy(at=work.now):
        raise SignatureInProgress(retry_after_seconds=1)
    office, key, year = reserved.office_code, reserved.series_key, reserved.year
    series = await work.numbers.series(office, key=key, year=year)
    returned = series.give_back(reserved.sequence)
    await work.numbers.save_series(office, key=key, year=year, series=returned)
    await work.numbers.drop_reservation(application_id)
