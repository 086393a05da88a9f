"""Routes of the whole catalogue: out as JSON or CSV, in again by the administrator."""

import hashlib
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from permit_service.application.import_catalogue import (
    ImportCatalogue,
    import_catalogue,
)
from permit_service.application.read_catalogue import list_services
from permit_service.domain.catalogue_file import as_table, read_file
from permit_service.domain.catalogue_import import CatalogueImport
from permit_service.entrypoints.api.catalogue_answers import (
    CatalogueExportAnswer,
    CatalogueImportAnswer,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Code
from shared.http import (
    Idempotent,
    Representation,
    SignedIn,
    answers,
    receive_upload,
    respond,
)
from shared.identity import Role

router = APIRouter(prefix="/v1", tags=["catalogue"])
_UPLOAD: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "dry_run": {"type": "string", "enum": ["true", "false"]},
                },
            }
        }
    },
}


class Format(StrEnum):
    """How the catalogue is written."""

    JSON = "json"
    CSV = "csv"


@router.get("/service-catalogue", responses=answers(CatalogueExportAnswer))
async def get_catalogue(
    office_code: Annotated[Code, Query()], api: Permits, format: Format = Format.JSON
) -> Response:
    """Every entry in force, as it can be imported again; with `format=csv` as a table."""
    services = await list_services(office_code, api.ports)
    entries = [dict(one.content) for one in services]
    if format is Format.CSV:
        name = f'attachment; filename="service-catalogue-{office_code}.csv"'
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return Response(as_table(entries), 200, headers, "text/csv; charset=utf-8")
    body = {
        "office_code": office_code,
        "count": len(entries),
        "versions": {one.code: one.version for one in services},
        "services": entries,
    }
    return respond(Representation(body=body))


@router.post(
    "/service-catalogue-imports",
    status_code=202,
    responses=answers(CatalogueImportAnswer, 202),
    openapi_extra={"requestBody": _UPLOAD},
)
async def post_catalogue(
    upload_request: Request,
    caller: SignedIn,
    request: Idempotent,
    api: Permits,
    dry_run: bool = False,
) -> Response:
    """The catalogue as JSON or CSV: every entry is taken, or none. What is in force already makes
    no new version; services that are not named are left alone."""
    # Refused before the body is read: nobody else's upload is taken in.
    caller.require(Role.ADMINISTRATOR)
    upload = await receive_upload(upload_request)
    content = await upload.read()
    is_dry = dry_run or upload.flag("dry_run")
    entries = read_file(content)
    return await request.run(
        lambda once: import_catalogue(
            ImportCatalogue(caller=caller, entries=entries, dry_run=is_dry, once=once),
            api.ports,
        ),
        body={"sha256": hashlib.sha256(content).hexdigest(), "dry_run": is_dry},
        shape=import_view,
        status=202,
    )


def import_view(done: CatalogueImport) -> Representation:
    """The operation as API.md promises it."""
    body = {
        "operation_id": done.id,
        "id": done.id,
        "kind": "service_catalogue",
        "state": done.state.value,
        "progress": 1,
        "dry_run": done.dry_run,
        "result": {
            "rows": done.rows,
            "accepted": done.accepted,
            "refused": done.refused,
            "changed": done.changed,
            "unchanged": done.unchanged,
            "services": list(done.services),
        },
        "errors": [{"row": one.row, "column": one.column, "code": one.code} for one in done.faults],
    }
    return Representation(body=body, location=f"/v1/operations/{done.id}")
