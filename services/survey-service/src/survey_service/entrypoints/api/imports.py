"""Sheets of answers in, and how each import ended."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.errors import InvalidRequest, NotFound
from shared.http import Idempotent, SignedIn, answers, by, respond
from shared.http.imports import HandedIn, receive_table, table_body
from shared.identity import Role
from survey_service.application.import_responses import ImportResponses, import_responses
from survey_service.application.ports import Ports
from survey_service.entrypoints.api.answers import OperationAnswer
from survey_service.entrypoints.api.shapes import operation_of

_PERIOD_END = "The day of answers that name none themselves."


def imports_router(ports: Ports) -> APIRouter:
    """`/v1/survey-response-imports` and `/v1/operations`."""
    router = APIRouter(tags=["surveys"])

    @router.post(
        "/v1/survey-response-imports",
        status_code=202,
        responses=answers(OperationAnswer, 202),
        openapi_extra=table_body(period_end=_PERIOD_END),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def take(request: Request, caller: SignedIn, idempotent: Idempotent) -> Response:
        """Takes answers that were collected elsewhere, as CSV or XLSX with columns U1 to U9; the
        result names the map that was used. By the administrator."""
        # Refused before the body is read: nobody else's upload is taken in.
        table = await receive_table(request)
        period_end = _period_end(table)
        return await idempotent.run(
            lambda once: import_responses(
                ImportResponses(
                    caller=caller,
                    content=table.content,
                    columns=table.column_map,
                    period_end=period_end,
                    dry_run=table.dry_run,
                    once=once,
                ),
                ports,
            ),
            body=table.fingerprint(),
            shape=operation_of,
            status=202,
        )

    @router.get("/v1/operations/{operation_id}", responses=answers(OperationAnswer))
    async def read(operation_id: UUID, caller: SignedIn) -> Response:
        """How an import ended, row by row where something was refused. For the staff of its
        office."""
        if not caller.is_staff:
            raise NotFound
        async with ports.read(caller) as reading:
            return respond(operation_of(await reading.operations.get(operation_id)))

    return router


def _period_end(table: HandedIn) -> date | None:
    text = table.beside.get("period_end")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidRequest(pointers=(("/period_end", "date"),)) from None
