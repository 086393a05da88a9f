"""`/v1/integration-outages`: the log of interruptions and maintenance, for an administrator."""

from typing import Self
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.integrations.record_outage import (
    CorrectOutage,
    OutageQuery,
    RecordOutage,
    correct_outage,
    list_outages,
    read_outage,
    record_outage,
)
from gateway.domain.integrations.outage import Outage, OutageKind
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.entrypoints.api.accounts.accounts import office_of
from gateway.entrypoints.api.fields import OfficeCode
from gateway.entrypoints.api.integrations.answers import OutageAnswer, OutagesPage, outage_shape
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    RequiredIfMatch,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)


class NewOutage(BaseModel):
    """An interruption that has begun, or maintenance with its end; maintenance may lie ahead."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "system": "SICANTIK",
                    "kind": "maintenance",
                    "started_at": "2026-06-20T20:00:00+09:00",
                    "ended_at": "2026-06-21T02:00:00+09:00",
                }
            ]
        }
    )

    office_code: OfficeCode | None = None
    system: OutsideSystem
    kind: OutageKind
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None


class OutageCorrection(BaseModel):
    """Times that are known better; `called_off` is for maintenance that will not take place."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"ended_at": "2026-06-21T04:30:00+09:00"}]}
    )

    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    called_off: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        has_times = self.started_at is not None or self.ended_at is not None
        if has_times == self.called_off:
            raise ValueError("either times, or called_off")
        return self


def outages_router(ports: IntegrationPorts) -> APIRouter:
    """`/v1/integration-outages`."""
    router = APIRouter(prefix="/v1/integration-outages", tags=["integrations"])

    def represented(outage: Outage) -> Representation:
        return Representation(
            body=outage_shape(outage, ports.clock.now()),
            version=outage.version,
            location=f"/v1/integration-outages/{outage.id}",
        )

    @router.post("", status_code=201, responses=answers(OutageAnswer, 201))
    async def post_outage(body: NewOutage, caller: SignedIn, request: Idempotent) -> Response:
        """Notes an interruption or announces maintenance; the quarterly report prints both."""
        office_code = office_of(caller, body.office_code)
        return await request.run(
            lambda once: record_outage(
                RecordOutage(
                    caller=caller,
                    office_code=office_code,
                    system=body.system,
                    kind=body.kind,
                    started_at=body.started_at,
                    ended_at=body.ended_at,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=represented,
            status=201,
        )

    @router.get("", responses=answers(OutagesPage))
    async def get_outages(
        caller: SignedIn,
        system: OutsideSystem | None = None,
        kind: OutageKind | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The log of the office, newest entry first."""
        query = OutageQuery(system=system, kind=kind, before=decode_id(cursor), limit=limit)
        rows = await list_outages(query, caller, ports)
        now = ports.clock.now()
        body = page(
            rows,
            limit,
            shape=lambda one: outage_shape(one, now),
        )
        return respond(Representation(body=body))

    @router.get("/{outage_id}", responses=answers(OutageAnswer))
    async def get_outage(outage_id: UUID, caller: SignedIn) -> Response:
        """One outage of an outside system."""
        return respond(represented(await read_outage(outage_id, caller, ports)))

    @router.patch("/{outage_id}", responses=answers(OutageAnswer))
    async def patch_outage(
        outage_id: UUID, body: OutageCorrection, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """Corrects the end (before it begins the start too), or calls maintenance off."""
        command = CorrectOutage(
            caller=caller,
            outage_id=outage_id,
            expected_version=version,
            started_at=body.started_at,
            ended_at=body.ended_at,
            call_off=body.called_off,
        )
        return respond(represented(await correct_outage(command, ports)))

    return router
