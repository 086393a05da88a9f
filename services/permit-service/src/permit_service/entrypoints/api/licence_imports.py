"""`/v1/licence-imports`: an office's history in, and what `/v1/operations/{id}` shows of it."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from permit_service.application.import_licences import (
    ImportLicences,
    request_import,
)
from permit_service.entrypoints.api.context import Permits
from shared.http import Idempotent, Representation, SignedIn, answers, by
from shared.http.imports import (
    ImportAnswer,
    ImportResult,
    import_view,
    receive_table,
    table_body,
)
from shared.identity import Role
from shared.imports.operation import ImportOperation

_COLUMNS = (
    "CSV or XLSX with the columns service_code, channel, number, issued_on, holder_name and, where"
    " known, nib, valid_until, holder_nik, holder_address."
)

router = APIRouter(prefix="/v1", tags=["licences"])


class LicenceImportResult(ImportResult):
    """What became of the rows. `unchanged` ones were kept already, and count as accepted."""

    unchanged: int
    dry_run: bool


class LicenceImportAnswer(ImportAnswer):
    """How far an import has come, or how it ended. A failed one has taken nothing."""

    kind: Literal["licences"]
    result: LicenceImportResult


@router.post(
    "/licence-imports",
    status_code=202,
    responses=answers(LicenceImportAnswer, 202),
    openapi_extra=table_body(_COLUMNS),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_licence_import(
    request: Request, caller: SignedIn, idempotent: Idempotent, api: Permits
) -> Response:
    """Licences from an office's own book, by its administrator: all of them, or none."""
    table = await receive_table(request)
    return await idempotent.run(
        lambda once: request_import(
            ImportLicences(
                caller=caller,
                content=table.content,
                columns=table.column_map,
                dry_run=table.dry_run,
                once=once,
            ),
            api.ports,
        ),
        body=table.fingerprint(),
        shape=licence_import_view,
        status=202,
    )


def licence_import_view(one: ImportOperation) -> Representation:
    """How far an import has come, and each row that was refused."""
    return import_view(one, dry_run=one.dry_run, **one.notes)
