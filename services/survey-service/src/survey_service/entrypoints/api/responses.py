"""Answers at the counter, and the table of answers for staff."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)
from survey_service.application.export_responses import ExportResponses, export_responses
from survey_service.application.ports import Ports
from survey_service.application.record_at_counter import RecordAtCounter, record_at_counter
from survey_service.domain.response import Response as SurveyResponse
from survey_service.entrypoints.api.answers import ResponsesPage, TakenAnswer
from survey_service.entrypoints.api.bodies import CounterBody
from survey_service.entrypoints.api.shapes import answered_of


def responses_router(ports: Ports) -> APIRouter:
    """`/v1/survey-responses`."""
    router = APIRouter(prefix="/v1/survey-responses", tags=["surveys"])

    @router.post("", status_code=201, responses=answers(TakenAnswer, 201))
    async def record(body: CounterBody, caller: SignedIn, request: Idempotent) -> Response:
        """Takes an answer at the counter, for an application or for a service that was used. By the
        front office."""
        return await request.run(
            lambda once: record_at_counter(
                RecordAtCounter(
                    caller=caller,
                    filled=body.filled(),
                    application_id=body.application_id,
                    receipt_number=body.receipt_number,
                    service_code=body.service_code,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=answered_of,
            status=201,
        )

    @router.get("", responses=answers(ResponsesPage))
    async def export(
        caller: SignedIn,
        period: Annotated[str, Query(max_length=10)],
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The answers of a period one by one, with no profile, no words and nothing that leads to
        an application. For the office's staff."""
        rows = await export_responses(
            ExportResponses(caller=caller, period=period, after=decode_id(cursor), limit=limit + 1),
            ports,
        )
        listed = page(rows, limit, shape=_row)
        return respond(Representation(body=listed))

    return router


def _row(response: SurveyResponse) -> dict[str, object]:
    """One answer: no profile and no words, and nothing that leads to an application."""
    return {
        "id": response.id,
        "answered_on": response.answered_on,
        "collection_mode": response.collection_mode,
        "service_code": response.service_code,
        "questionnaire": response.questionnaire_id,
        "answers": dict(response.answers),
        "row": response.import_row,
    }
