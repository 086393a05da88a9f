"""`…/delivery`: handing a licence over, and `…/deliveries`: how that was done."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi import Body as InBody
from fastapi.responses import Response
from pydantic import ConfigDict

from permit_service.application.deliver_licence import (
    DeliverLicence,
    deliver_licence,
    read_deliveries,
)
from permit_service.domain.delivery import Delivery, Handover, Means
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.who import officers
from permit_service.entrypoints.api.words import Line
from shared.http import Representation, SignedIn, answers, respond
from shared.http.described import Answer
from shared.identity import Caller, Role

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["applications"])


class DeliveryBody(Body):
    """`POST …/delivery`; may be left out. At the counter, `receiver` is who took the document."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"means": "electronic"}]})

    means: Means = Means.ELECTRONIC
    receiver: Line | None = None
    handed_over_on: date | None = None
    again: bool = False


class DeliveryAnswer(Answer):
    """One handing over. What became of its mail or SMS: `/v1/notifications?application_id=`."""

    id: UUID
    licence_id: UUID
    means: Means
    is_automatic: bool
    delivered_at: datetime
    delivered_by: str | None = None
    handed_over_on: date
    receiver: str | None


class DeliveriesPage(Answer):
    """Every handing over of a licence, the oldest first."""

    items: list[DeliveryAnswer]
    next_cursor: str | None


@router.post(
    "/delivery", responses=answers(ApplicationAnswer), dependencies=officers(Role.BACK_OFFICE)
)
async def post_delivery(
    step: OneStep, body: Annotated[DeliveryBody | None, InBody()] = None
) -> Response:
    """Stage f, by the back office: a link by mail or SMS, or the paper over the counter."""
    said = body or DeliveryBody()
    return await step.run(
        deliver_licence,
        lambda given: DeliverLicence(
            **given,
            handover=Handover(
                means=said.means, receiver=said.receiver, handed_over_on=said.handed_over_on
            ),
            again=said.again,
        ),
        body,
    )


@router.get("/deliveries", responses=answers(DeliveriesPage))
async def get_deliveries(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """How and when the licence was handed over, and to whom at the counter."""
    found = await read_deliveries(application_id, caller, api.ports)
    body = {"items": [_delivery(one, caller) for one in found], "next_cursor": None}
    return respond(Representation(body=body))


def _delivery(one: Delivery, caller: Caller) -> dict[str, Any]:
    shown = {
        "id": one.id,
        "licence_id": one.licence_id,
        "means": one.means,
        "is_automatic": one.is_automatic,
        "delivered_at": one.delivered_at,
        "handed_over_on": one.handed_over_on,
        "receiver": one.receiver,
    }
    return shown | {"delivered_by": one.delivered_by} if caller.is_staff else shown
