"""`/v1/integrations/sicantik`: what came from SiCANTIK, the map of services, and how far an
application is there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from gateway.application.sicantik.ask_progress import ask_progress
from gateway.application.sicantik.hand_over import (
    MapService,
    RetryIntake,
    list_intakes,
    map_service,
    read_service_map,
    retry_intake,
)
from gateway.application.sicantik.intake_ports import SicantikPorts
from gateway.domain.sicantik.intake import IntakeState
from gateway.entrypoints.api.fields import OfficeCode
from gateway.entrypoints.api.sicantik.answers import (
    IntakeAnswer,
    IntakesPage,
    MappingAnswer,
    MappingsPage,
    ProgressAnswer,
    intake_shape,
    mapping_shape,
    progress_shape,
)
from shared.errors import InvalidRequest
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    by,
    decode_id,
    page,
    respond,
)
from shared.identity import Caller, Role

AskedOffice = Annotated[OfficeCode | None, Query()]
_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
OutsideCode = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_PRINTABLE)
]
ServiceCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,49}$")]


class NewMapping(BaseModel):
    """`outside_code` is SiCANTIK's `jenis_izin_id`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outside_code": "1021", "service_code": "REKLAME"}]}
    )

    office_code: OfficeCode | None = None
    outside_code: OutsideCode
    service_code: ServiceCode


def intakes_router(ports: SicantikPorts) -> APIRouter:
    """Intakes, map and progress."""
    router = APIRouter(prefix="/v1/integrations/sicantik", tags=["integrations"])

    @router.get("/intakes", responses=answers(IntakesPage))
    async def get_intakes(
        caller: SignedIn,
        state: IntakeState | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """What was read at SiCANTIK and what became of it, the latest first."""
        before = decode_id(cursor)
        rows = await list_intakes(caller, ports, state=state, before=before, limit=limit)
        body = page(rows, limit, shape=intake_shape)
        return respond(Representation(body=body))

    @router.post("/intakes/{intake_id}/retry", responses=answers(IntakeAnswer))
    async def post_retry(intake_id: UUID, caller: SignedIn, request: Idempotent) -> Response:
        """Tells once more of what was refused, under the map of today."""
        return await request.run(
            lambda once: retry_intake(
                RetryIntake(caller=caller, intake_id=intake_id, once=once), ports
            ),
            body={},
            shape=lambda one: Representation(body=intake_shape(one)),
        )

    @router.get("/service-map", responses=answers(MappingsPage))
    async def get_service_map(caller: SignedIn, office_code: AskedOffice = None) -> Response:
        """Which service of SiCANTIK is which of the office's."""
        rows = await read_service_map(_office(caller, office_code), caller, ports)
        body = {"items": [mapping_shape(one) for one in rows], "next_cursor": None}
        return respond(Representation(body=body))

    @router.post(
        "/service-map",
        status_code=201,
        responses=answers(MappingAnswer, 201),
        dependencies=by(Role.ADMINISTRATOR),
    )
    async def post_mapping(body: NewMapping, caller: SignedIn, request: Idempotent) -> Response:
        """Maps a service of SiCANTIK; the applications that waited for it go on."""
        office_code = _office(caller, body.office_code)
        return await request.run(
            lambda once: map_service(
                MapService(
                    caller=caller,
                    office_code=office_code,
                    outside_code=body.outside_code,
                    service_code=body.service_code,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda one: Representation(body=mapping_shape(one)),
            status=201,
        )

    @router.get("/progress", responses=answers(ProgressAnswer))
    async def get_progress(
        number: Annotated[OutsideCode, Query()],
        caller: SignedIn,
        office_code: AskedOffice = None,
    ) -> Response:
        """The steps of an application at SiCANTIK; while that is away, as they were last known."""
        progress = await ask_progress(number, _office(caller, office_code), caller, ports)
        return respond(Representation(body=progress_shape(progress)))

    return router


def _office(caller: Caller, asked: str | None) -> str:
    if asked is not None:
        return asked
    if len(caller.offices) != 1:
        raise InvalidRequest(pointers=(("/office_code", "missing"),))
    return caller.offices[0]
