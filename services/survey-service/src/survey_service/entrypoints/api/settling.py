"""The office's own questionnaire, the population it counted, and the recount of its tallies."""

from fastapi import APIRouter
from fastapi.responses import Response

from shared.http import Idempotent, Representation, SignedIn, System, answers, by, respond
from shared.identity import Role
from survey_service.application.ports import Ports
from survey_service.application.references import at_office
from survey_service.application.settle import (
    AddQuestionnaire,
    StatePopulation,
    add_questionnaire,
    list_questionnaires,
    state_population,
)
from survey_service.domain.population import StatedPopulation
from survey_service.domain.questionnaire import Questionnaire
from survey_service.entrypoints.api.answers import (
    PopulationAnswer,
    QuestionnaireAnswer,
    QuestionnairesPage,
)
from survey_service.entrypoints.api.bodies import PopulationBody, QuestionnaireBody
from survey_service.entrypoints.api.index import OfficeCode
from survey_service.entrypoints.api.shapes import questionnaire_of


def settling_router(ports: Ports, standard: Questionnaire) -> APIRouter:
    """`/v1/questionnaires`, `/v1/survey-populations` and `/internal/tally-differences`."""
    router = APIRouter(tags=["surveys"])

    @router.get("/v1/questionnaires", responses=answers(QuestionnairesPage))
    async def questionnaires(office_code: OfficeCode) -> Response:
        """The versions of the questionnaire that an office has used. For everybody."""
        found = await list_questionnaires(office_code, ports)
        body = {"items": [questionnaire_of(one) for one in found], "next_cursor": None}
        return respond(Representation(body=body))

    @router.post(
        "/v1/questionnaires",
        status_code=201,
        responses=answers(QuestionnaireAnswer, 201),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def add(body: QuestionnaireBody, caller: SignedIn, request: Idempotent) -> Response:
        """Adds a version of the questionnaire with the nine elements; versions are never edited. By
        the administrator."""
        questionnaire = body.questionnaire(standard)
        return await request.run(
            lambda once: add_questionnaire(
                AddQuestionnaire(caller=caller, questionnaire=questionnaire, once=once), ports
            ),
            body=body,
            shape=lambda one: Representation(body=questionnaire_of(one)),
            status=201,
        )

    @router.post(
        "/v1/survey-populations",
        status_code=201,
        responses=answers(PopulationAnswer, 201),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def state(body: PopulationBody, caller: SignedIn, request: Idempotent) -> Response:
        """States how many people used the services in a period, where the number of licences is not
        the population. By the administrator."""
        return await request.run(
            lambda once: state_population(
                StatePopulation(
                    caller=caller,
                    period=body.period,
                    count=body.count,
                    definition=body.definition,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=_population,
            status=201,
        )

    @router.get("/internal/tally-differences", include_in_schema=False)
    async def differences(_caller: System, office_code: OfficeCode) -> Response:
        async with ports.read(at_office(office_code)) as reading:
            found = await reading.tallies.differences()
        return respond(Representation(body={"differences": list(found)}))

    return router


def _population(stated: StatedPopulation) -> Representation:
    return Representation(
        body={
            "office_code": stated.office_code,
            "period": stated.period,
            "count": stated.count,
            "definition": stated.definition,
        }
    )
