"""The applicant's form behind a link: read and answered without signing in."""

from fastapi import APIRouter
from fastapi.responses import Response

from shared.http import Idempotent, answers, refuses, respond
from survey_service.application.answer_survey import AnswerSurvey, answer_survey, read_form
from survey_service.application.ports import Ports
from survey_service.entrypoints.api.answers import FormAnswer, TakenAnswer
from survey_service.entrypoints.api.bodies import FilledBody
from survey_service.entrypoints.api.shapes import answered_of, form_of

GONE = refuses(410, "The invitation is too old.")


def invitations_router(ports: Ports) -> APIRouter:
    """`token` is the link's last segment, or a receipt number on the office's device."""
    router = APIRouter(prefix="/v1/survey-invitations", tags=["surveys"])

    @router.get("/{token}", responses=answers(FormAnswer) | GONE)
    async def read(token: str) -> Response:
        """The questionnaire behind an invitation's link. For whoever holds the link."""
        return respond(form_of(await read_form(token, ports)))

    @router.post("/{token}/response", status_code=201, responses=answers(TakenAnswer, 201) | GONE)
    async def answer(token: str, body: FilledBody, request: Idempotent) -> Response:
        """Answers the nine questions once (Perbup Malra 23/2021 Ps 7). For whoever holds the link;
        the answer cannot be led back to its application."""
        return await request.run(
            lambda once: answer_survey(
                AnswerSurvey(reference=token, filled=body.filled(), once=once), ports
            ),
            body=body,
            shape=answered_of,
            status=201,
        )

    return router
