"""How imports ended."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from reporting_service.application.find_operation import find_operation
from reporting_service.application.ports import Ports
from shared.http import Representation, SignedIn, answers, respond
from shared.http.imports import ImportAnswer, import_view
from shared.imports.operation import ImportOperation


def router(ports: Ports) -> APIRouter:
    """`GET /v1/operations/{id}`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/operations/{operation_id}", responses=answers(ImportAnswer))
    async def get_operation(operation_id: UUID, caller: SignedIn) -> Response:
        """How far an import has come and what it refused, row by row. For the staff of its
        office."""
        operation = await find_operation(operation_id, caller, ports)
        return respond(operation_view(operation))

    return routes


def operation_view(operation: ImportOperation) -> Representation:
    """The operation as every import of the product answers."""
    return import_view(operation, **operation.notes)
