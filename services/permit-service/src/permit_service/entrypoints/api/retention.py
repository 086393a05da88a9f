"""Routes of retention: what is due, and runs that destroy it, for an office's administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.report_retention import Place, ReportQuery, report_retention
from permit_service.application.run_retention import (
    RunRetention,
    read_run,
    read_run_lines,
    read_runs,
    run_retention,
)
from permit_service.domain.retention import RetentionClass
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.retention_shapes import (
    ReportAnswer,
    RetentionRunAnswer,
    RetentionRunBody,
    RetentionRunsPage,
    RunLinesPage,
    line_body,
    report_head,
    run_body,
    run_view,
)
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    by,
    decode_cursor,
    decode_id,
    encode_cursor,
    page,
    respond,
)
from shared.identity import Role

router = APIRouter(prefix="/v1", tags=["retention"])

Days = Annotated[int, Query(ge=0, le=3_650)]


@router.get("/retention-report", responses=answers(ReportAnswer))
async def get_report(
    caller: SignedIn,
    api: Permits,
    days: Days = 30,
    retention_class: RetentionClass | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What is due at the office today, and within `days` more: classes in numbers, then ids."""
    position = decode_cursor(cursor, RetentionClass, UUID)
    after = Place(retention_class=position[0], application_id=position[1]) if position else None
    query = ReportQuery(days=days, limit=limit, retention_class=retention_class, after=after)
    report = await report_retention(query, caller, api.ports)
    lines = page(
        report.lines,
        limit,
        shape=line_body,
        cursor=lambda one: encode_cursor(
            one.place.retention_class.value, str(one.place.application_id)
        ),
    )
    return respond(Representation(body=report_head(report) | lines))


@router.post(
    "/retention-runs",
    status_code=202,
    responses=answers(RetentionRunAnswer, 202),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_run(
    body: RetentionRunBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """Lists what is due in a class, or destroys what a dry run has listed."""
    return await request.run(
        lambda once: run_retention(
            RunRetention(
                caller=caller,
                retention_class=body.retention_class,
                dry_run=body.dry_run,
                listed_by=body.dry_run_id,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=run_view,
        status=202,
    )


@router.get("/retention-runs", responses=answers(RetentionRunsPage))
async def get_runs(
    caller: SignedIn, api: Permits, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """The office's runs, newest first; those that a timer has begun among them."""
    rows = await read_runs(caller, api.ports, before=decode_id(cursor), limit=limit)
    body = page(rows, limit, shape=run_body)
    return respond(Representation(body=body))


@router.get("/retention-runs/{run_id}", responses=answers(RetentionRunAnswer))
async def get_run(run_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """How far it is, and how it ended."""
    return respond(run_view(await read_run(run_id, caller, api.ports)))


@router.get("/retention-runs/{run_id}/lines", responses=answers(RunLinesPage))
async def get_run_lines(
    run_id: UUID, caller: SignedIn, api: Permits, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Each application that was listed, and what became of it."""
    rows = await read_run_lines(run_id, caller, api.ports, after=decode_id(cursor), limit=limit)
    body = page(
        rows, limit, shape=members, cursor=lambda row: encode_cursor(str(row.application_id))
    )
    return respond(Representation(body=body))
