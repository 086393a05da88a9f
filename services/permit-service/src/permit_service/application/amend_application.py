"""The applicant, or the officer who accompanies one, corrects what was written down."""

from dataclasses import dataclass, replace

from permit_service.application.access import require_applicant_side
from permit_service.application.dossier import Dossier
from permit_service.application.former_licence import find_former
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.amendment import Amendment, altered, amended
from permit_service.domain.application import Application
from permit_service.domain.errors import ChangeNotNamed
from permit_service.domain.petition import Facts
from shared.contracts.permit import ApplicationAmendedV1
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendApplication(Step):
    """Only what is named changes."""

    amendment: Amendment


async def amend_application(command: AmendApplication, ports: Ports) -> Dossier:
    """Raises TransitionNotAllowed for what is handed in, NikNotValid, and ChangeNotNamed where a
    renewal, change or replacement would say what it does not ask for. What alters nothing makes
    no version and tells nothing."""
    async with ports.read(command.caller) as reading:
        office = (await opened(command, reading, right=require_applicant_side)).office.code
    # The licence that is to be replaced is the office's; whoever claimed this may not own it.
    admitted = replace(command.caller, offices=(*command.caller.offices, office))
    async with ports.begin(admitted, once=command.once) as work:
        dossier = await opened(command, work, right=require_applicant_side)
        before = dossier.application
        after = amended(before, command.amendment, today=dossier.today)
        parts = altered(before, after)
        if not parts:
            return work.answer(dossier)
        await _require_asked_for(after, admitted, work)
        told = ApplicationAmendedV1(
            office_code=after.office_code,
            application_id=after.id,
            service_code=after.service_code,
            parts=tuple(one.value for one in parts),
            amended_at=work.now,
        )
        work.events.add(told)
        return await kept(dossier, after, work)


async def _require_asked_for(application: Application, caller: Caller, work: Work) -> None:
    """The facts of a licence that comes in another one's place are held to what was asked for."""
    office, petition = application.office_code, application.petition
    former = await find_former(petition, caller, office, work)
    if former is None:
        return
    given = Facts(
        service_code=application.service_code,
        applicant=application.applicant,
        location=application.location,
        form=application.form,
    )
    if former.replaced_with(petition, given) != given:
        raise ChangeNotNamed(rule="change_not_named", pointers=(("/applicant", "as_it_stood"),))
