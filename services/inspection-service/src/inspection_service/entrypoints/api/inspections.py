"""`/v1/inspections`: registering, the assignment letter, the start."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field, SecretStr

from inspection_service.application.assign_inspection import AssignInspection, assign_inspection
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.read_inspections import (
    letter_document,
    list_inspections,
    show_inspection,
)
from inspection_service.application.register_inspection import (
    RegisterInspection,
    register_inspection,
)
from inspection_service.application.start_inspection import StartInspection, start_inspection
from inspection_service.application.verify_letter import verify_letter
from inspection_service.domain.inspection import Circumstance, Expert, Form, Kind, Mode, Trigger
from inspection_service.entrypoints.api.fields import Line, Nib, Prose, Username
from inspection_service.entrypoints.api.inspection_views import (
    inspection_answer,
    inspection_view,
    letter_view,
    pdf,
)
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    decode_id,
    respond,
)
from shared.http import page as page_of


class TriggerBody(BaseModel):
    """A further circumstance with its source."""

    trigger: Circumstance
    source: Line | None = None


class InspectionBody(BaseModel):
    """`trigger` is the circumstance of an incidental inspection (Ps 17(1))."""

    kind: Kind
    mode: Mode
    nib: Nib
    location_id: UUID | None = None
    trigger: Circumstance | None = None
    trigger_source: Line | None = None
    further_triggers: list[TriggerBody] = Field(default=[], max_length=10)
    mode_reason: Prose | None = None
    form: Form | None = None
    form_reason: Prose | None = None

    def triggers(self) -> tuple[Trigger, ...]:
        """Every circumstance, the first one first."""
        first = (
            [Trigger(circumstance=self.trigger, source=self.trigger_source)] if self.trigger else []
        )
        further = [
            Trigger(circumstance=one.trigger, source=one.source) for one in self.further_triggers
        ]
        return (*first, *further)


class ExpertBody(BaseModel):
    """A certified or accredited expert."""

    name: Line
    certificate_number: Line
    valid_until: date


class AssignmentBody(BaseModel):
    """The letter's people and days, and the passphrase of the Head's key."""

    inspectors: list[Username] = Field(min_length=1, max_length=50)
    valid_from: date
    valid_until: date
    passphrase: SecretStr = Field(max_length=1000)
    experts: list[ExpertBody] = Field(default=[], max_length=20)
    agencies: list[Line] = Field(default=[], max_length=20)


def inspection_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""
    _reading_routes(router, ports)

    @router.post("/v1/inspections", status_code=201)
    async def register(body: InspectionBody, caller: SignedIn, request: Idempotent) -> Response:
        """Registers a routine inspection of a verified plan, or an incidental one with its trigger.
        By the licensing official."""
        return await request.run(
            lambda once: register_inspection(
                RegisterInspection(
                    caller=caller,
                    kind=body.kind,
                    mode=body.mode,
                    nib=body.nib,
                    location_id=body.location_id,
                    triggers=body.triggers(),
                    mode_reason=body.mode_reason,
                    form=body.form,
                    form_reason=body.form_reason,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=inspection_answer(caller),
            status=201,
        )

    @router.post("/v1/inspections/{inspection_id}/assignment")
    async def assign(
        inspection_id: UUID,
        body: AssignmentBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Names the inspectors and signs their letter with the passphrase (Ps 16). By the Head."""
        passphrase = body.passphrase.get_secret_value()
        return await request.run(
            lambda once: assign_inspection(
                AssignInspection(
                    caller=caller,
                    inspection_id=inspection_id,
                    inspectors=tuple(body.inspectors),
                    valid_from=body.valid_from,
                    valid_until=body.valid_until,
                    passphrase=passphrase,
                    experts=tuple(Expert(**one.model_dump()) for one in body.experts),
                    agencies=tuple(body.agencies),
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            # The fingerprint is keyed; the passphrase itself is kept nowhere.
            body=body.model_dump(mode="json") | {"passphrase": passphrase},
            shape=inspection_answer(caller),
        )

    @router.post("/v1/inspections/{inspection_id}/start")
    async def start(
        inspection_id: UUID, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Begins the inspection at the place or the screen, within the days of the letter. By an
        inspector whom it names."""
        return await request.run(
            lambda once: start_inspection(
                StartInspection(
                    caller=caller,
                    inspection_id=inspection_id,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=None,
            shape=inspection_answer(caller),
        )


def _reading_routes(router: APIRouter, ports: Ports) -> None:
    @router.get("/v1/inspections")
    async def inspections(
        caller: SignedIn, nib: Nib | None = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """The office's inspections, the newest last. For staff and the province."""
        found = await list_inspections(caller, ports, nib=nib, after=decode_id(cursor), limit=limit)

        def shape(one: Any) -> dict[str, Any]:
            return inspection_view(one, caller)

        body = page_of(found, limit, shape=shape)
        return respond(Representation(body=body))

    @router.get("/v1/inspections/{inspection_id}")
    async def inspection(inspection_id: UUID, caller: SignedIn) -> Response:
        """One inspection with its letter, report and signatures. For staff of its office, and for
        the business."""
        found = await show_inspection(inspection_id, caller, ports)
        return respond(inspection_answer(caller)(found))

    @router.get("/v1/inspections/{inspection_id}/assignment.pdf")
    async def letter(inspection_id: UUID, caller: SignedIn) -> Response:
        """The signed assignment letter, as PDF. For who may see the inspection."""
        return pdf(await letter_document(inspection_id, caller, ports), name="surat-tugas.pdf")

    @router.get("/v1/inspection-letters/{token}")
    async def verify(token: str) -> Response:
        """Whether an assignment letter is genuine and in force, for anybody who holds its QR
        code."""
        return respond(Representation(body=letter_view(await verify_letter(token, ports))))
