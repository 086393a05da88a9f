"""A technical agency answers what it was asked (Ps 2(3)b); only its own officers may."""

from dataclasses import dataclass

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.recommendation import Advice
from permit_service.domain.step_claim import asked_of
from shared.calendar.office_time import local_date
from shared.calendar.working_days import CalendarHole
from shared.contracts.permit import RecommendationGivenV1
from shared.errors import Forbidden
from shared.identity import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRecommendation(Step):
    """`conditions` are carried onto the licence."""

    agency: str
    advice: Advice
    conditions: tuple[str, ...] = ()
    notes: str = ""


async def give_recommendation(command: GiveRecommendation, ports: Ports) -> Dossier:
    """Raises Forbidden for another agency's officer, AgencyNotAsked where nobody asked."""
    command.caller.require(Role.AGENCY_OFFICER)
    if command.caller.agency != command.agency:
        raise Forbidden
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        dossier.require_free(asked_of(command.agency), command.caller)
        application = dossier.application.advise(
            command.agency,
            command.advice,
            by=command.caller.actor,
            at=work.now,
            conditions=command.conditions,
            notes=command.notes,
        )
        told = RecommendationGivenV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            agency=command.agency,
            outcome=command.advice.value,
            given_at=work.now,
            working_days=_working_days(dossier.with_(application), command.agency),
        )
        work.events.add(told)
        return await kept(dossier, application, work)


def _working_days(dossier: Dossier, agency: str) -> int | None:
    """What lay between the question and the answer, in the office's own days; nothing where the
    calendar has a hole."""
    asked = next(one for one in dossier.application.recommendations if one.agency == agency)
    try:
        return dossier.calendar.working_days_between(
            local_date(asked.asked_at, dossier.office.zone), dossier.today
        )
    except CalendarHole:
        return None
