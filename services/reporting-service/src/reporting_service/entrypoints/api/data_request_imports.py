"""An office's old register of letters that ask for data, as a spreadsheet."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from reporting_service.application.import_data_requests import (
    ImportDataRequests,
    import_data_requests,
)
from reporting_service.application.letter_rows import letter_rows
from reporting_service.application.ports import Ports
from reporting_service.entrypoints.api.bodies import own_office
from reporting_service.entrypoints.api.operations import operation_view
from shared.http import Idempotent, SignedIn, by
from shared.http.imports import receive_table, table_body
from shared.identity import Role
from shared.imports.sheets import Sheet

_BESIDE = {
    "requester_type": "OPD or NON_OPD, where the file has no such column",
    "received_on": "day of arrival of letters whose row tells none",
}


def router(ports: Ports) -> APIRouter:
    """`POST /v1/data-request-imports`."""
    routes = APIRouter(tags=["reports"])

    @routes.post(
        "/v1/data-request-imports",
        status_code=202,
        openapi_extra=table_body(**_BESIDE),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def import_register(
        request: Request, caller: SignedIn, idempotent: Idempotent
    ) -> Response:
        """Takes a register of data requests that the office kept before, as CSV or XLSX. By the
        administrator."""
        table = await receive_table(request)
        read = await asyncio.to_thread(
            lambda: letter_rows(Sheet.open(table.content), table.beside, table.column_map)
        )
        return await idempotent.run(
            lambda once: import_data_requests(
                ImportDataRequests(
                    caller=caller,
                    office_code=own_office(caller),
                    read=read,
                    dry_run=table.dry_run,
                    once=once,
                ),
                ports,
            ),
            body=table.fingerprint(),
            shape=operation_view,
            status=202,
        )

    return routes
