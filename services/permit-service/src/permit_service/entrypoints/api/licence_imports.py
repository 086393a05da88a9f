"""`/v1/licence-imports`: an office's history in, and what `/v1/operations/{id}` shows of it."""

import hashlib
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from permit_service.application.import_licences import (
    ImportLicences,
    request_import,
)
from permit_service.domain.licence_import import KIND, ImportState, LicenceImport
from permit_service.entrypoints.api.context import Permits
from shared.http import (
    Idempotent,
    Representation,
    SignedIn,
    answers,
    receive_upload,
)
from shared.http.described import Answer
from shared.identity import Role

# The body is read as a stream, which the framework cannot describe by itself.
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "description": "CSV or XLSX with the columns service_code, channel, number,"
                        " issued_on, holder_name and, where known, nib, valid_until, holder_nik,"
                        " holder_address.",
                    },
                    "column_map": {
                        "type": "string",
                        "description": "JSON: field to column title, where a title is another.",
                    },
                    "dry_run": {"type": "string", "enum": ["true", "false"]},
                },
            }
        }
    },
}

router = APIRouter(prefix="/v1", tags=["licences"])


class ImportAccepted(Answer):
    """Where to ask how an import goes on: `/v1/operations/{operation_id}`."""

    operation_id: UUID


class ImportOutcome(Answer):
    """What became of the rows. `unchanged` ones were kept already, and count as accepted."""

    rows: int
    accepted: int
    refused: int
    unchanged: int
    dry_run: bool


class ImportFault(Answer):
    """A wrong cell, by row and column as the spreadsheet shows them."""

    row: int
    column: str
    code: str


class ImportOperationAnswer(Answer):
    """How far an import has come, or how it ended. A failed one has taken nothing."""

    id: UUID
    kind: Literal["licences"]
    state: ImportState
    progress: float
    result: ImportOutcome
    errors: list[ImportFault]


@router.post(
    "/licence-imports",
    status_code=202,
    responses=answers(ImportAccepted, 202),
    openapi_extra={"requestBody": _UPLOAD},
)
async def post_licence_import(
    request: Request, caller: SignedIn, idempotent: Idempotent, api: Permits
) -> Response:
    """Licences from an office's own book, by its administrator: all of them, or none."""
    # Refused before the body is read: nobody else's upload is taken in.
    caller.require(Role.ADMINISTRATOR)
    upload = await receive_upload(request)
    content = await upload.read()
    columns, dry_run = upload.texts("column_map"), upload.flag("dry_run")
    return await idempotent.run(
        lambda once: request_import(
            ImportLicences(
                caller=caller, content=content, columns=columns, dry_run=dry_run, once=once
            ),
            api.ports,
        ),
        body=[hashlib.sha256(content).hexdigest(), columns, dry_run],
        shape=_accepted,
        status=202,
    )


def _accepted(one: LicenceImport) -> Representation:
    return Representation(body={"operation_id": one.id}, location=f"/v1/operations/{one.id}")


def operation_view(one: LicenceImport) -> Representation:
    """How far an import has come, and each row that was refused."""
    body: dict[str, Any] = {
        "id": one.id,
        "kind": KIND,
        "state": one.state,
        "progress": round(one.progress, 3),
        "result": {
            "rows": one.rows,
            "accepted": one.accepted,
            "refused": one.refused,
            "unchanged": one.unchanged,
            "dry_run": one.dry_run,
        },
        "errors": [
            {"row": fault.row, "column": fault.column, "code": fault.code} for fault in one.faults
        ],
    }
    return Representation(body=body)
