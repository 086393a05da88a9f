"""`/v1/integrations/{oss|sicantik}`: where a connection stands, and what was compared."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.integrations.read_integration import (
    Reconcile,
    list_reconciliations,
    read_status,
    reconcile,
)
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.entrypoints.api.accounts.accounts import office_of
from gateway.entrypoints.api.fields import OfficeCode
from gateway.entrypoints.api.integrations.answers import (
    ReconciliationAnswer,
    ReconciliationsPage,
    StatusAnswer,
    reconciliation_shape,
    status_shape,
)
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)

AskedOffice = Annotated[OfficeCode | None, Query()]


class SystemName(StrEnum):
    """The systems that are connected to, as they stand in paths."""

    OSS = "oss"
    SICANTIK = "sicantik"

    @property
    def system(self) -> OutsideSystem:
        """The system that is meant."""
        return OutsideSystem(self.value.upper())


class NewReconciliation(BaseModel):
    """The period to compare: `YYYY`, `YYYY-Qn` or `YYYY-MM`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"period": "2026-Q2"}]})

    office_code: OfficeCode | None = None
    period: Annotated[str, StringConstraints(max_length=10)]


def integrations_router(ports: IntegrationPorts) -> APIRouter:
    """Status and reconciliations of every system."""
    router = APIRouter(prefix="/v1/integrations", tags=["integrations"])

    @router.get("/{system}/status", responses=answers(StatusAnswer))
    async def get_status(
        system: SystemName, caller: SignedIn, office_code: AskedOffice = None
    ) -> Response:
        """Whether the system is asked, what waits for it, and its latest outages."""
        office = office_of(caller, office_code)
        status = await read_status(system.system, office, caller, ports)
        return respond(Representation(body=status_shape(status, ports.clock.now())))

    @router.get("/{system}/reconciliations", responses=answers(ReconciliationsPage))
    async def get_reconciliations(
        system: SystemName, caller: SignedIn, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """What was compared, the latest first."""
        rows = await list_reconciliations(
            system.system, caller, ports, before=decode_id(cursor), limit=limit
        )
        body = page(
            rows,
            limit,
            shape=reconciliation_shape,
        )
        return respond(Representation(body=body))

    @router.post(
        "/{system}/reconciliations", status_code=201, responses=answers(ReconciliationAnswer, 201)
    )
    async def post_reconciliation(
        system: SystemName, body: NewReconciliation, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Compares a period now: what the system says was issued, and what stands here."""
        office_code = office_of(caller, body.office_code)
        return await request.run(
            lambda once: reconcile(
                Reconcile(
                    caller=caller,
                    office_code=office_code,
                    system=system.system,
                    period=body.period,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda one: Representation(body=reconciliation_shape(one)),
            status=201,
        )

    return router
