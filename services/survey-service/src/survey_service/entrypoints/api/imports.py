"""Sheets of answers in, and how each import ended."""

import hashlib
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.errors import InvalidRequest, NotFound
from shared.http import Idempotent, SignedIn, Upload, answers, receive_upload, respond
from shared.identity import Role
from survey_service.application.import_responses import ImportResponses, import_responses
from survey_service.application.ports import Ports
from survey_service.entrypoints.api.answers import AcceptedAnswer, OperationAnswer
from survey_service.entrypoints.api.shapes import accepted_of, operation_of

# The body is read as a stream, which the framework cannot describe by itself.
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "column_map": {"type": "string", "description": "JSON: column to element."},
                    "period_end": {"type": "string", "format": "date"},
                    "dry_run": {"type": "string", "enum": ["true", "false"]},
                },
            }
        }
    },
}


def imports_router(ports: Ports) -> APIRouter:
    """`/v1/survey-response-imports` and `/v1/operations`."""
    router = APIRouter(tags=["surveys"])

    @router.post(
        "/v1/survey-response-imports",
        status_code=202,
        responses=answers(AcceptedAnswer, 202),
        openapi_extra={"requestBody": _UPLOAD},
    )
    async def take(request: Request, caller: SignedIn, idempotent: Idempotent) -> Response:
        # Refused before the body is read: nobody else's upload is taken in.
        caller.require(Role.ADMINISTRATOR)
        upload = await receive_upload(request)
        content = await upload.read()
        columns = upload.texts("column_map")
        period_end = _period_end(upload)
        dry_run = upload.flag("dry_run")
        digest = hashlib.sha256(content).hexdigest()
        return await idempotent.run(
            lambda once: import_responses(
                ImportResponses(
                    caller=caller,
                    content=content,
                    columns=columns,
                    period_end=period_end,
                    dry_run=dry_run,
                    once=once,
                ),
                ports,
            ),
            body=[digest, columns, period_end, dry_run],
            shape=accepted_of,
            status=202,
        )

    @router.get("/v1/operations/{operation_id}", responses=answers(OperationAnswer))
    async def read(operation_id: UUID, caller: SignedIn) -> Response:
        async with ports.read(caller) as reading:
            operation = await reading.operations.get(operation_id)
        if operation is None or not caller.is_staff:
            raise NotFound
        return respond(operation_of(operation))

    return router


def _period_end(upload: Upload) -> date | None:
    text = upload.fields.get("period_end")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidRequest(pointers=(("/period_end", "date"),)) from None
