"""How imports ended."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from reporting_service.application.find_operation import find_operation
from reporting_service.application.ports import Ports
from reporting_service.domain.import_operation import ImportOperation
from shared.http import Representation, SignedIn, respond


def router(ports: Ports) -> APIRouter:
    """`GET /v1/operations/{id}`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/operations/{operation_id}")
    async def get_operation(operation_id: UUID, caller: SignedIn) -> Response:
        operation = await find_operation(operation_id, caller, ports)
        return respond(operation_view(operation))

    return routes


def operation_view(operation: ImportOperation) -> Representation:
    """The operation as every import of the product answers."""
    body: dict[str, Any] = {
        "operation_id": operation.id,
        "id": operation.id,
        "kind": operation.kind,
        "state": operation.state,
        "progress": 1,
        "dry_run": operation.dry_run,
        "result": {
            "rows": operation.rows,
            "accepted": operation.accepted,
            "refused": operation.refused,
            **operation.notes,
        },
        "errors": [
            {"row": one.row, "column": one.column, "code": one.code} for one in operation.errors
        ],
    }
    return Representation(body=body, location=f"/v1/operations/{operation.id}")
