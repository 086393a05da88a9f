"""`/v1/business-imports`, the project list of OSS as a spreadsheet; `/v1/complaint-imports`, a
register that the office kept before; and how imports ended."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from inspection_service.application.import_businesses import (
    MAX_ROWS,
    ImportBusinesses,
    find_operation,
    import_businesses,
)
from inspection_service.application.import_complaints import (
    MAX_ENTRIES,
    ImportComplaints,
    import_complaints,
)
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint_register import COLUMNS as REGISTER
from inspection_service.domain.import_operation import ImportKind, ImportOperation
from inspection_service.domain.oss_project import COLUMNS
from shared.http import Idempotent, Representation, SignedIn, receive_upload, respond
from shared.identity import Role
from shared.imports.columns import Columns, given_columns
from shared.imports.reading import Table, read_table
from shared.imports.rows import RowError


def import_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.post("/v1/business-imports", status_code=202)
    async def import_file(
        request: Request, caller: SignedIn, idempotent: Idempotent, dry_run: bool = False
    ) -> Response:
        caller.require(Role.ADMINISTRATOR)
        sheet = await _sheet(request, COLUMNS, dry_run=dry_run, most=MAX_ROWS)
        return await idempotent.run(
            lambda once: import_businesses(
                ImportBusinesses(
                    caller=caller,
                    table=sheet.table,
                    sha256=sheet.sha256,
                    dry_run=sheet.dry_run,
                    once=once,
                ),
                ports,
            ),
            body=sheet.fingerprint(),
            shape=_operation_view,
            status=202,
        )

    @router.post("/v1/complaint-imports", status_code=202)
    async def import_register(
        request: Request, caller: SignedIn, idempotent: Idempotent, dry_run: bool = False
    ) -> Response:
        caller.require(Role.ADMINISTRATOR)
        sheet = await _sheet(request, REGISTER, dry_run=dry_run, most=MAX_ENTRIES)
        return await idempotent.run(
            lambda once: import_complaints(
                ImportComplaints(
                    caller=caller,
                    table=sheet.table,
                    sha256=sheet.sha256,
                    dry_run=sheet.dry_run,
                    once=once,
                ),
                ports,
            ),
            body=sheet.fingerprint(),
            shape=_operation_view,
            status=202,
        )

    @router.get("/v1/operations/{operation_id}")
    async def operation(operation_id: UUID, caller: SignedIn) -> Response:
        return respond(_operation_view(await find_operation(operation_id, caller, ports)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """An uploaded table and how it was read."""

    table: Table
    sha256: str
    column_map: dict[str, str]
    dry_run: bool

    def fingerprint(self) -> dict[str, object]:
        """What makes two requests the same."""
        return {"sha256": self.sha256, "dry_run": self.dry_run, "column_map": self.column_map}


async def _sheet(request: Request, columns: Columns, *, dry_run: bool, most: int) -> _Sheet:
    upload = await receive_upload(request)
    content = await upload.read()
    given = given_columns(upload.texts("column_map"), tuple(columns.names))
    return _Sheet(
        table=await read_table(content, columns.given(given), most=most),
        sha256=hashlib.sha256(content).hexdigest(),
        column_map=given,
        dry_run=dry_run or upload.flag("dry_run"),
    )


def _operation_view(operation: ImportOperation) -> Representation:
    # Of an old register nothing is taken when a row is wrong; of businesses the good rows are.
    is_refused = operation.kind is ImportKind.COMPLAINTS and bool(operation.errors)
    noted = {
        "unchanged": operation.unchanged,
        "findings": [_cell(one) for one in operation.findings],
    }
    body = {
        "operation_id": operation.id,
        "id": operation.id,
        "kind": operation.kind,
        "state": "failed" if is_refused else "succeeded",
        "progress": 1,
        "dry_run": operation.dry_run,
        "result": {
            "rows": operation.rows,
            "accepted": operation.accepted,
            "refused": operation.refused,
            "sha256": operation.sha256,
            **(noted if operation.kind is ImportKind.COMPLAINTS else {}),
        },
        "errors": [_cell(one) for one in operation.errors],
    }
    return Representation(body=body, location=f"/v1/operations/{operation.id}")


def _cell(error: RowError) -> dict[str, object]:
    return {"row": error.row, "column": error.column, "code": error.code}
