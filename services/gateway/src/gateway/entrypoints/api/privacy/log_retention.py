"""`/v1/log-retention`: how long an office keeps who did and read what, and what is destroyed."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.application.privacy.dispose_logs import (
    LogStanding,
    SetLogPeriod,
    list_due,
    order_destruction,
    read_disposals,
    report_logs,
    set_log_period,
)
from gateway.application.privacy.log_ports import LogPorts
from gateway.domain.privacy.log_retention import DisposalState, LogDisposal, RetainedLog
from gateway.entrypoints.api.accounts.accounts import office_of
from gateway.entrypoints.api.fields import Line, OfficeCode
from gateway.entrypoints.api.privacy.account_retention import PeriodAnswer, period_body
from shared.http import (
    Answer,
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)


class NewLogPeriod(BaseModel):
    """A period from a day on; it confirms the class. At least 366 days; 0 is for ever."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "log": "access_log",
                    "days": 1826,
                    "effective_from": "2026-07-01",
                    "source": "JRA kantor 2026",
                }
            ]
        }
    )

    office_code: OfficeCode | None = None
    log: RetainedLog
    days: Annotated[int, Field(ge=0, le=36_500, strict=True)]
    effective_from: date
    source: Line
    verified: bool = False


class NewLogRun(BaseModel):
    """A dry run of one log."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"log": "access_log"}]})

    office_code: OfficeCode | None = None
    log: RetainedLog


class LogStandingAnswer(Answer):
    """What is from before `until` is due: so many records in each service."""

    log: RetainedLog
    period: PeriodAnswer
    until: datetime | None
    due: dict[str, int]


class LogReportAnswer(Answer):
    """Every log of the office."""

    office_code: str
    items: list[LogStandingAnswer]


class LogRunAnswer(Answer):
    """A list and what became of it."""

    id: UUID
    office_code: str
    log: RetainedLog
    state: DisposalState
    until: datetime
    counts: dict[str, int]
    listed_at: datetime
    listed_by: str
    ordered_at: datetime | None
    ordered_by: str | None
    destroyed_at: datetime | None


class LogRunsPage(Answer):
    """The runs of the office, newest first."""

    items: list[LogRunAnswer]
    next_cursor: str | None


def log_retention_router(ports: LogPorts) -> APIRouter:
    """Of the administrator's office."""
    router = APIRouter(prefix="/v1/log-retention", tags=["privacy"])

    @router.get("", responses=answers(LogReportAnswer))
    async def get_report(caller: SignedIn, office_code: OfficeCode | None = None) -> Response:
        """How long the office keeps who read personal data and every request, and what is due."""
        office = office_of(caller, office_code)
        found = await report_logs(caller, office, ports)
        body = {"office_code": office, "items": [_standing(one) for one in found]}
        return respond(Representation(body=body))

    @router.post("/periods", status_code=201, responses=answers(PeriodAnswer, 201))
    async def post_period(body: NewLogPeriod, caller: SignedIn, request: Idempotent) -> Response:
        """Sets the office's period, and by that confirms it."""
        office = office_of(caller, body.office_code)
        return await request.run(
            lambda once: set_log_period(
                SetLogPeriod(
                    caller=caller,
                    office_code=office,
                    log=body.log,
                    days=body.days,
                    effective_from=body.effective_from,
                    source=body.source,
                    verified=body.verified,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda period: Representation(body=period_body(period)),
            status=201,
        )

    @router.get("/runs", responses=answers(LogRunsPage))
    async def get_runs(caller: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """What was listed and destroyed, by people and by itself."""
        position = decode_cursor(cursor, UUID)
        before = position[0] if position else None
        found = await read_disposals(caller, ports, before=before, limit=limit)
        body = page(found, limit, shape=run_body, cursor=lambda one: encode_cursor(str(one.id)))
        return respond(Representation(body=body))

    @router.post("/runs", status_code=201, responses=answers(LogRunAnswer, 201))
    async def post_run(body: NewLogRun, caller: SignedIn, request: Idempotent) -> Response:
        """Lists what is due of one log, by its edge and in numbers; nothing is destroyed."""
        office = office_of(caller, body.office_code)
        return await request.run(
            lambda once: list_due(caller, office, body.log, ports, once=once),
            body=body,
            shape=lambda run: Representation(body=run_body(run)),
            status=201,
        )

    @router.post("/runs/{run_id}/destruction", responses=answers(LogRunAnswer))
    async def post_destruction(run_id: UUID, caller: SignedIn, request: Idempotent) -> Response:
        """Has destroyed what stands in a list and is due still, under a confirmed period."""
        return await request.run(
            lambda once: order_destruction(run_id, caller, ports, once=once),
            body={"run": str(run_id)},
            shape=lambda run: Representation(body=run_body(run)),
        )

    return router


def _standing(one: LogStanding) -> dict[str, Any]:
    return {
        "log": one.log,
        "period": period_body(one.period),
        "until": one.until,
        "due": one.due,
    }


def run_body(one: LogDisposal) -> dict[str, Any]:
    """A run as it is shown."""
    values = asdict(one)
    del values["version"]
    return values | {"state": one.state}
