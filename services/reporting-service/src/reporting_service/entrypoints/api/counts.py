"""Counts of licences, as JSON or as a spreadsheet."""

import asyncio
import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from reporting_service.application.count_rows import MAX_COUNT, YEARS, count_rows
from reporting_service.application.import_licence_counts import (
    CountRow,
    ImportLicenceCounts,
    import_licence_counts,
)
from reporting_service.application.ports import Ports
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.labels import month_number
from reporting_service.entrypoints.api.bodies import (
    Sentence,
    is_upload,
    json_body,
    own_office,
)
from reporting_service.entrypoints.api.described import request_body
from reporting_service.entrypoints.api.operations import operation_view
from shared.http import Idempotent, SignedIn, by
from shared.http.imports import receive_table
from shared.identity import Role
from shared.imports.sheets import Sheet

MAX_COUNTS = 5_000


def _month(value: Any) -> Any:
    """A month may be named; what names none stays and is refused as a number."""
    found = month_number(value) if isinstance(value, str) else None
    return value if found is None else found


class LicenceCountBody(BaseModel):
    """One figure of one month."""

    model_config = ConfigDict(extra="forbid")

    year: Annotated[int, Field(ge=YEARS.start, lt=YEARS.stop)]
    month: Annotated[int, BeforeValidator(_month), Field(ge=1, le=12)]
    channel: Channel
    kind: Sentence
    measure: Measure
    count: Annotated[int, Field(ge=0, le=MAX_COUNT, strict=True)]
    source: Sentence


class LicenceCountsBody(BaseModel):
    """Several figures, taken together or not at all."""

    model_config = ConfigDict(extra="forbid")

    counts: Annotated[list[LicenceCountBody], Field(min_length=1, max_length=MAX_COUNTS)]


_BODY: TypeAdapter[LicenceCountsBody | LicenceCountBody | list[LicenceCountBody]] = TypeAdapter(
    LicenceCountBody
    | LicenceCountsBody
    | Annotated[list[LicenceCountBody], Field(min_length=1, max_length=MAX_COUNTS)]
)


def router(ports: Ports) -> APIRouter:
    """`POST /v1/licence-count-imports`."""
    routes = APIRouter(tags=["reports"])

    @routes.post(
        "/v1/licence-count-imports",
        status_code=202,
        openapi_extra=request_body(_BODY, takes_file=True),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def import_counts(
        request: Request, caller: SignedIn, idempotent: Idempotent, dry_run: bool = False
    ) -> Response:
        """Takes a month's number of licences, projects or NIBs that is known only as a count; no
        licence is invented. By the administrator."""
        if is_upload(request):
            asked, command = await _of_file(request)
        else:
            asked, command = await _of_json(request, dry_run=dry_run)

        return await idempotent.run(
            lambda once: import_licence_counts(
                ImportLicenceCounts(
                    caller=caller, office_code=own_office(caller), once=once, **command
                ),
                ports,
            ),
            body=asked,
            shape=operation_view,
            status=202,
        )

    return routes


async def _of_json(request: Request, *, dry_run: bool) -> tuple[object, dict[str, Any]]:
    body = await json_body(request, _BODY)
    if isinstance(body, LicenceCountsBody):
        counts = body.counts
    else:
        counts = body if isinstance(body, list) else [body]
    rows = tuple(
        CountRow(row=number, **one.model_dump()) for number, one in enumerate(counts, start=1)
    )
    content = hashlib.sha256(await request.body()).hexdigest()
    return content, {"rows": rows, "dry_run": dry_run}


async def _of_file(request: Request) -> tuple[object, dict[str, Any]]:
    table = await receive_table(request)
    found = await asyncio.to_thread(
        lambda: count_rows(Sheet.open(table.content), table.beside, table.column_map)
    )
    return table.fingerprint(), {
        "rows": found.rows,
        "errors": found.errors,
        "is_file": True,
        "dry_run": table.dry_run,
        "column_map": found.column_map,
    }
