"""`/v1/business-imports`: the project list of OSS as a spreadsheet; and how imports ended."""

import hashlib
import json
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from inspection_service.application.import_businesses import (
    ImportBusinesses,
    find_operation,
    import_businesses,
)
from inspection_service.application.ports import Ports
from inspection_service.domain.import_operation import ImportOperation
from inspection_service.domain.oss_project import COLUMNS, REQUIRED
from shared.errors import InvalidRequest
from shared.http import Idempotent, Representation, SignedIn, receive_upload, respond
from shared.identity import Role


def import_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.post("/v1/business-imports", status_code=202)
    async def import_file(
        request: Request, caller: SignedIn, idempotent: Idempotent, dry_run: bool = False
    ) -> Response:
        caller.require(Role.ADMINISTRATOR)
        upload = await receive_upload(request)
        content = await upload.read()
        column_map = _column_map(upload.fields.get("column_map"))
        is_dry = dry_run or _is_true(upload.fields.get("dry_run", "false"))
        rows = await ports.sheets(
            content, columns=COLUMNS, required=REQUIRED, column_map=column_map
        )
        sha256 = hashlib.sha256(content).hexdigest()
        return await idempotent.run(
            lambda once: import_businesses(
                ImportBusinesses(
                    caller=caller, rows=rows, sha256=sha256, dry_run=is_dry, once=once
                ),
                ports,
            ),
            body={"sha256": sha256, "dry_run": is_dry, "column_map": column_map},
            shape=_operation_view,
            status=202,
        )

    @router.get("/v1/operations/{operation_id}")
    async def operation(operation_id: UUID, caller: SignedIn) -> Response:
        return respond(_operation_view(await find_operation(operation_id, caller, ports)))


def _operation_view(operation: ImportOperation) -> Representation:
    body = {
        "operation_id": operation.id,
        "id": operation.id,
        "kind": "businesses",
        "state": "succeeded",
        "progress": 1,
        "dry_run": operation.dry_run,
        "result": {
            "rows": operation.rows,
            "accepted": operation.accepted,
            "refused": operation.refused,
            "sha256": operation.sha256,
        },
        "errors": [
            {"row": one.row, "column": one.column, "code": one.code} for one in operation.errors
        ],
    }
    return Representation(body=body, location=f"/v1/operations/{operation.id}")


def _column_map(text: str | None) -> dict[str, str]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(
        field in COLUMNS and isinstance(heading, str) for field, heading in found.items()
    ):
        raise InvalidRequest(pointers=(("/column_map", "map"),))
    return found


def _is_true(text: str) -> bool:
    if text not in {"true", "false"}:
        raise InvalidRequest(pointers=(("/dry_run", "boolean"),))
    return text == "true"
