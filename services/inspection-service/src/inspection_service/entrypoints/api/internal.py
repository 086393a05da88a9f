"""Routes for the other services, with their own tokens."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from inspection_service.application.count_of_subject import count_of_subject
from inspection_service.application.ports import Ports
from shared.http import Representation, System, respond


def internal_routes(router: APIRouter, ports: Ports) -> None:
    """`GET /internal/accounts/{account}/complaints`."""

    @router.get("/internal/accounts/{account}/complaints", include_in_schema=False)
    async def get_complaints_of(account: UUID, office_code: str, caller: System) -> Response:
        """How many complaints of an office the account has filed, and nothing of them."""
        counted = await count_of_subject(account, office_code, caller, ports)
        return respond(Representation(body={"count": counted}))
