"""What somebody who asked for deletion is told: planned with the fact, written when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid5

from gateway.domain.notification import REQUESTER, Channel, Kind, Notification, planned
from gateway.domain.privacy.deletion_request import DeletionRequest


def letter(request: DeletionRequest, kind: Kind, *, at: datetime) -> Notification:
    """One for each request and kind. Why something stays is asked for when it is sent."""
    return planned(
        event_id=uuid5(request.id, kind.value),
        office_code=request.office_code,
        kind=kind,
        subject_id=request.id,
        receiver=REQUESTER,
        channel=Channel.MAIL,
        facts=_facts(request),
        at=at,
    )


def _facts(request: DeletionRequest) -> Mapping[str, str]:
    return {"request_id": str(request.id), "due_at": f"{request.due_at:%Y-%m-%d %H:%M} UTC"}
