"""Routes of the whole catalogue: out as JSON or CSV, in again by the administrator."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from permit_service.application.import_catalogue import (
    ImportCatalogue,
    import_catalogue,
)
from permit_service.application.read_catalogue import list_services
from permit_service.domain.catalogue_file import as_table, read_file
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
    by,
    respond,
)
from shared.http.imports import import_view, receive_table, table_body
from shared.identity import Role

router = APIRouter(prefix="/v1", tags=["catalogue"])


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
    openapi_extra=table_body("JSON as it is exported, or CSV."),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_catalogue(
    upload: Request, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """The catalogue as JSON or CSV: every entry is taken, or none. What is in force already makes
    no new version; services that are not named are left alone."""
    table = await receive_table(upload)
    entries = read_file(table.content)
    return await request.run(
        lambda once: import_catalogue(
            ImportCatalogue(caller=caller, entries=entries, dry_run=table.dry_run, once=once),
            api.ports,
        ),
        body=table.fingerprint(),
        shape=lambda done: import_view(done, **done.notes),
        status=202,
    )
