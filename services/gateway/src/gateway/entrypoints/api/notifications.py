"""The log of deliveries over HTTP: what went out, what did not and why. It names no receiver."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.application.notifications.read_notifications import (
    DeliveryLogPorts,
    DeliveryQuery,
    ReviveNotification,
    read_notifications,
    revive_notification,
)
from gateway.domain.notification import Notification, State
from shared.http import Idempotent, Representation, SignedIn, respond
from shared.http.paging import Cursor, Limit, decode_cursor, encode_cursor, page


def notification_router(ports: DeliveryLogPorts) -> APIRouter:
    """`/v1/notifications`."""
    router = APIRouter(prefix="/v1/notifications", tags=["notifications"])

    @router.get("")
    async def list_notifications(
        caller: SignedIn,
        state: State | None = None,
        application_id: UUID | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """What went out by mail and SMS, the newest first; for administrator and counter."""
        values = decode_cursor(cursor, datetime.fromisoformat, UUID)
        query = DeliveryQuery(
            state=state,
            subject_id=application_id,
            after=None if values is None else (values[0], values[1]),
            limit=limit,
        )
        rows = await read_notifications(query, caller, ports)
        return respond(Representation(body=page(rows, limit, shape=_shape, cursor=_cursor)))

    @router.post("/{notification_id}/retry")
    async def retry_notification(
        notification_id: UUID, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Puts one that was given up back into the queue; for the administrator."""
        return await request.run(
            lambda once: revive_notification(
                ReviveNotification(notification_id=notification_id, caller=caller, once=once), ports
            ),
            body={},
            shape=lambda revived: Representation(body=_shape(revived)),
        )

    return router


def _shape(one: Notification) -> dict[str, Any]:
    return {
        "id": one.id,
        "office_code": one.office_code,
        "kind": one.kind,
        "receiver": one.receiver,
        "channel": one.channel,
        "application_id": one.subject_id,
        "state": one.state,
        "attempts": one.attempts,
        "failure": one.failure,
        "sent_by": one.sent_by,
        "planned_at": one.planned_at,
        "due_at": one.due_at,
        "settled_at": one.settled_at,
    }


def _cursor(one: Notification) -> str:
    return encode_cursor(one.planned_at.isoformat(), str(one.id))
