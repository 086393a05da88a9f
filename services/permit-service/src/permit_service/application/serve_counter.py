"""The counter's own: originals are seen and given back, and the receipt is printed."""

from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.access import ASSISTANTS, acts_for_applicant, require_reader
from permit_service.application.dossier import Dossier
from permit_service.application.personal_reads import record_file
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, opened
from permit_service.domain.counter import OriginalSeen, claim_code_ends_at
from permit_service.domain.service import Intake
from shared.errors import Forbidden, InvalidRequest, NotFound, TransitionNotAllowed
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeOriginals(Step):
    """The requirements whose originals were compared with what was scanned."""

    requirement_nos: tuple[int, ...]
    is_returned: bool


async def see_originals(command: SeeOriginals, ports: Ports) -> Dossier:
    """By an officer of the counter, of what came in on paper. Raises InvalidRequest for a
    requirement that the service does not have."""
    command.caller.require(*ASSISTANTS)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        if dossier.application.intake is not Intake.FRONT_OFFICE:
            raise TransitionNotAllowed
        unknown = tuple(
            (f"/requirement_nos/{place}", "unknown")
            for place, number in enumerate(command.requirement_nos)
            if not dossier.service.has_requirement(number)
        )
        if unknown:
            raise InvalidRequest(pointers=unknown)
        seen = [_seen(number, command, dossier) for number in sorted(set(command.requirement_nos))]
        await work.originals.record(
            dossier.application.id, seen, office_code=dossier.application.office_code
        )
        return work.answer(replace(dossier, originals=_with(dossier, seen)))


def _seen(number: int, command: SeeOriginals, dossier: Dossier) -> OriginalSeen:
    known = next((one for one in dossier.originals if one.requirement_no == number), None)
    first = known or OriginalSeen(
        requirement_no=number, seen_by=command.caller.actor, seen_at=dossier.now
    )
    if command.is_returned and first.returned_at is None:
        return replace(first, returned_at=dossier.now)
    return first


def _with(dossier: Dossier, seen: list[OriginalSeen]) -> tuple[OriginalSeen, ...]:
    by_number = {one.requirement_no: one for one in (*dossier.originals, *seen)}
    return tuple(by_number[number] for number in sorted(by_number))


async def print_receipt(application_id: UUID, caller: Caller, ports: Ports) -> bytes:
    """For the applicant, and for the officer who hands it over: on theirs stands the claim code,
    while nobody has used it. Raises NotFound before there is a receipt."""
    dossier = await ports.direct.file(caller, application_id)
    require_reader(dossier.application, caller)
    if not acts_for_applicant(dossier.application, caller):
        raise Forbidden
    if dossier.application.receipt_number is None:
        raise NotFound
    await record_file(dossier, caller, ports, file="receipt", purpose="receipt")
    return await ports.press.receipt(dossier, claim_code=_claim_code(dossier, caller, ports))


def _claim_code(dossier: Dossier, caller: Caller, ports: Ports) -> str | None:
    application = dossier.application
    is_open = application.claim_hash is not None
    if not is_open or not caller.has(*ASSISTANTS):
        return None
    if dossier.now >= claim_code_ends_at(application.created_at):
        return None
    return ports.secrets.claim_code(application.id)
