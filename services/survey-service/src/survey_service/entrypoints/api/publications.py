"""Publishing an index, and what is done about its lowest elements."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from shared.http import (
    Idempotent,
    IfMatch,
    Representation,
    RequiredIfMatch,
    SignedIn,
    answers,
    respond,
)
from survey_service.application.improve import (
    CompleteImprovement,
    PlanImprovement,
    complete_improvement,
    list_improvements,
    plan_improvement,
)
from survey_service.application.ports import Ports
from survey_service.application.publish_index import PublishIndex, publish_index
from survey_service.entrypoints.api.answers import (
    ImprovementAnswer,
    ImprovementsPage,
    PublicationAnswer,
)
from survey_service.entrypoints.api.bodies import ImprovementBody, PublicationBody
from survey_service.entrypoints.api.index import OfficeCode
from survey_service.entrypoints.api.shapes import (
    improvement_fields,
    improvement_of,
    publication_of,
)


def publications_router(ports: Ports) -> APIRouter:
    """`/v1/satisfaction-index/publications` and `/v1/improvement-actions`."""
    router = APIRouter(tags=["surveys"])

    @router.post(
        "/v1/satisfaction-index/publications",
        status_code=201,
        responses=answers(PublicationAnswer, 201),
    )
    async def publish(body: PublicationBody, caller: SignedIn, request: Idempotent) -> Response:
        """Publishes the index of a period that is over, and opens an improvement for its weakest
        elements. By the Head."""
        return await request.run(
            lambda once: publish_index(
                PublishIndex(
                    caller=caller,
                    period=body.period,
                    policy=body.policy,
                    owner=body.owner,
                    due_on=body.due_on,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=publication_of,
            status=201,
        )

    @router.get("/v1/improvement-actions", responses=answers(ImprovementsPage))
    async def improvements(
        office_code: OfficeCode, period: Annotated[str | None, Query(max_length=10)] = None
    ) -> Response:
        """What an office does about the weakest elements, by period. For everybody."""
        found = await list_improvements(office_code, period, ports)
        body = {"items": [improvement_fields(one) for one in found], "next_cursor": None}
        return respond(Representation(body=body))

    @router.put("/v1/improvement-actions/{improvement_id}", responses=answers(ImprovementAnswer))
    async def plan(
        improvement_id: UUID, body: ImprovementBody, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """Says who does what about an element, and until when. By the Head or the licensing
        official."""
        command = PlanImprovement(
            caller=caller,
            improvement_id=improvement_id,
            expected_version=version,
            owner=body.owner,
            due_on=body.due_on,
            action=body.action,
        )
        return respond(improvement_of(await plan_improvement(command, ports)))

    @router.post(
        "/v1/improvement-actions/{improvement_id}/completion", responses=answers(ImprovementAnswer)
    )
    async def complete(
        improvement_id: UUID, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Marks an improvement as done. By the Head or the licensing official."""
        return await request.run(
            lambda once: complete_improvement(
                CompleteImprovement(
                    caller=caller,
                    improvement_id=improvement_id,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=None,
            shape=improvement_of,
        )

    return router
