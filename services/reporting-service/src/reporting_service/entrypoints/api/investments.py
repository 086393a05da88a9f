"""Investment realisation, as a spreadsheet or as its cells in JSON."""

import asyncio
import hashlib
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from reporting_service.application.import_investment import ImportInvestment, import_investment
from reporting_service.application.ports import Ports
from reporting_service.domain.investment import Origin
from reporting_service.entrypoints.api.bodies import (
    Sentence,
    is_upload,
    json_body,
    own_office,
)
from reporting_service.entrypoints.api.described import request_body
from reporting_service.entrypoints.api.operations import operation_view
from shared.calendar.office_time import Quarter
from shared.http import Idempotent, SignedIn, by
from shared.http.imports import receive_table
from shared.identity import Role
from shared.imports.sheets import Sheet

MAX_ROWS = 500


class ReleaseFields(BaseModel):
    """Which release it is."""

    model_config = ConfigDict(extra="ignore")

    year: Annotated[int, Field(ge=1990, le=2100)]
    quarter: Annotated[int, Field(ge=1, le=4)]
    origin: Origin | None = None
    source: Sentence = "NSWI"
    released_on: date | None = None


class ReleaseBody(ReleaseFields):
    """The release with its cells: a heading per column, then rows."""

    columns: Annotated[list[str], Field(min_length=1, max_length=20)]
    rows: Annotated[
        list[Annotated[list[str | int | Decimal], Field(max_length=20)]],
        Field(min_length=1, max_length=MAX_ROWS),
    ]
    column_map: dict[str, str] = {}
    dry_run: bool = False

    def sheet(self) -> Sheet:
        """Header and rows as a spreadsheet has them; the rows count from 1."""
        return Sheet.of((self.columns, *self.rows), first=0)


_BODY = TypeAdapter(ReleaseBody)
_FIELDS = TypeAdapter(ReleaseFields)


def router(ports: Ports) -> APIRouter:
    """`POST /v1/investment-realisation-imports`."""
    routes = APIRouter(tags=["reports"])

    @routes.post(
        "/v1/investment-realisation-imports",
        status_code=202,
        openapi_extra=request_body(_BODY, takes_file=True),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def import_release(
        request: Request, caller: SignedIn, idempotent: Idempotent
    ) -> Response:
        """Takes a release of realised investment (NSWI), as CSV or XLSX; a newer one of the same
        quarter takes its place. By the administrator."""
        content, given = await _of_file(request) if is_upload(request) else await _of_json(request)
        return await idempotent.run(
            lambda once: import_investment(
                ImportInvestment(caller=caller, office_code=own_office(caller), once=once, **given),
                ports,
            ),
            body=content,
            shape=operation_view,
            status=202,
        )

    return routes


async def _of_json(request: Request) -> tuple[object, dict[str, Any]]:
    body = await json_body(request, _BODY)
    content = hashlib.sha256(await request.body()).hexdigest()
    given = {"sheet": body.sheet(), "dry_run": body.dry_run, "column_map": body.column_map}
    return content, _release(body) | given


async def _of_file(request: Request) -> tuple[object, dict[str, Any]]:
    table = await receive_table(request)
    try:
        release = _FIELDS.validate_python(table.beside)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    return table.fingerprint(), _release(release) | {
        "sheet": await asyncio.to_thread(Sheet.open, table.content),
        "dry_run": table.dry_run,
        "column_map": table.column_map,
    }


def _release(fields: ReleaseFields) -> dict[str, Any]:
    return {
        "quarter": Quarter(year=fields.year, number=fields.quarter),
        "origin": fields.origin,
        "source": fields.source,
        "released_on": fields.released_on,
    }
