"""`/v1/business-imports`, the project list of OSS as a spreadsheet; `/v1/complaint-imports`, a
register that the office kept before; and how imports ended."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from inspection_service.application.import_businesses import (
    KIND,
    ImportBusinesses,
    find_operation,
    request_import,
)
from inspection_service.application.import_complaints import (
    MAX_ENTRIES,
    ImportComplaints,
    import_complaints,
)
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint_register import COLUMNS
from shared.http import Idempotent, Representation, SignedIn, answers, by, respond
from shared.http.imports import (
    ImportAnswer,
    import_view,
    receive_table,
    table_body,
)
from shared.identity import Role
from shared.imports.columns import given_columns
from shared.imports.operation import ImportOperation
from shared.imports.reading import read_table


def import_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.post(
        "/v1/business-imports",
        status_code=202,
        responses=answers(ImportAnswer, 202),
        openapi_extra=table_body(),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def import_file(request: Request, caller: SignedIn, idempotent: Idempotent) -> Response:
        """Takes the list of projects that OSS exports, as CSV or XLSX; a dry run takes nothing. By
        the administrator."""
        handed_in = await receive_table(request)
        return await idempotent.run(
            lambda once: request_import(
                ImportBusinesses(
                    caller=caller,
                    content=handed_in.content,
                    columns=handed_in.column_map,
                    dry_run=handed_in.dry_run,
                    once=once,
                ),
                ports,
            ),
            body=handed_in.fingerprint(),
            shape=_view,
            status=202,
        )

    @router.post(
        "/v1/complaint-imports",
        status_code=202,
        responses=answers(ImportAnswer, 202),
        openapi_extra=table_body(),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def import_register(
        request: Request, caller: SignedIn, idempotent: Idempotent
    ) -> Response:
        """Takes a register of complaints that the office kept before, as CSV or XLSX; a dry run
        takes nothing. By the administrator."""
        handed_in = await receive_table(request)
        given = given_columns(handed_in.column_map, tuple(COLUMNS.names))
        table = await read_table(handed_in.content, COLUMNS.given(given), most=MAX_ENTRIES)
        return await idempotent.run(
            lambda once: import_complaints(
                ImportComplaints(
                    caller=caller,
                    table=table,
                    sha256=handed_in.sha256,
                    dry_run=handed_in.dry_run,
                    once=once,
                ),
                ports,
            ),
            body=handed_in.fingerprint(),
            shape=_view,
            status=202,
        )

    @router.get("/v1/operations/{operation_id}", responses=answers(ImportAnswer))
    async def operation(operation_id: UUID, caller: SignedIn) -> Response:
        """How an import ended, row by row where something was refused. For the staff of its
        office."""
        return respond(_view(await find_operation(operation_id, caller, ports)))


def _view(one: ImportOperation) -> Representation:
    """Of a list of projects the good rows are taken: it has nothing to tell but its checksum."""
    told = {"sha256": one.notes["sha256"]} if one.kind == KIND else dict(one.notes)
    return import_view(one, **told)
