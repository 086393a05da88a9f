"""An import runs in the service that owns what is imported; its operation is asked for there."""

from typing import Any
from uuid import UUID

from gateway.application.sibling_ports import Siblings
from shared.errors import Forbidden, NotFound, Unauthenticated, Unavailable

OWN = "gateway"


async def find_operation(operation_id: UUID, *, token: str, siblings: Siblings) -> Any:
    """The operation as its service shows it to this caller; raises NotFound, and Unavailable
    when a service that may have it does not answer."""
    is_incomplete = False
    for service in siblings.names:
        if service == OWN:
            continue
        try:
            answer = await siblings.forward(service, f"/v1/operations/{operation_id}", token=token)
        except Unavailable:
            is_incomplete = True
            continue
        if answer.status == 200:
            return answer.json
        if answer.status == 401:
            raise Unauthenticated
        if answer.status == 403:
            raise Forbidden
        is_incomplete = is_incomplete or answer.status >= 500
    if is_incomplete:
        raise Unavailable(retry_after_seconds=1)
    raise NotFound
