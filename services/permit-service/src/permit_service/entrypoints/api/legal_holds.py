"""`/v1/legal-holds`: what must not be destroyed, by the administrator or the Head of an office."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from permit_service.application.hold_records import (
    KEEPERS,
    LiftHold,
    PutHold,
    lift_hold,
    put_hold,
    read_hold,
    read_holds,
)
from permit_service.domain.legal_hold import HoldReason, HoldSubject, HoldTarget, LegalHold
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.words import Written
from shared.http import (
    Answer,
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    answers,
    by,
    decode_id,
    page,
    respond,
)

router = APIRouter(prefix="/v1/legal-holds", tags=["retention"])


class HoldBody(Body):
    """On exactly one of an application, an account or a person by NIK. `note` says what the case
    is; it is sealed, and of a NIK a keyed index alone is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "application_id": "01900000-0000-7000-8000-000000000001",
                    "reason": "court_case",
                    "note": "Perkara tata usaha negara.",
                    "until": "2027-12-31",
                }
            ]
        }
    )

    application_id: UUID | None = None
    account_id: UUID | None = None
    nik: Annotated[str, Field(pattern=r"^[0-9]{16}$")] | None = None
    reason: HoldReason
    note: Written
    until: date | None = None


class HoldAnswer(Answer):
    """A hold, and whether it has been lifted."""

    id: UUID
    office_code: str
    subject: HoldSubject
    application_id: UUID | None
    account_id: str | None
    reason: HoldReason
    note: str
    put_by: str
    since: datetime
    until: date | None
    lifted_by: str | None
    lifted_at: datetime | None
    version: int


class HoldsPage(Answer):
    """A page of holds, newest first."""

    items: list[HoldAnswer]
    next_cursor: str | None


@router.post("", status_code=201, responses=answers(HoldAnswer, 201), dependencies=by(*KEEPERS))
async def post_hold(
    body: HoldBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """Puts a hold: nothing that it is on is destroyed, whatever its time."""
    return await request.run(
        lambda once: put_hold(
            PutHold(
                caller=caller,
                target=HoldTarget(
                    application_id=body.application_id, account=body.account_id, nik=body.nik
                ),
                reason=body.reason,
                note=body.note,
                until=body.until,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=_view,
        status=201,
    )


@router.get("", responses=answers(HoldsPage))
async def get_holds(
    caller: SignedIn,
    api: Permits,
    standing: Annotated[bool, Query()] = True,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The holds of the office that stand today; with `standing=false`, all there ever were."""
    rows = await read_holds(
        caller,
        api.ports,
        is_standing=standing,
        before=decode_id(cursor),
        limit=limit,
    )
    body = page(rows, limit, shape=_body)
    return respond(Representation(body=body))


@router.get("/{hold_id}", responses=answers(HoldAnswer))
async def get_hold(hold_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """One hold on destruction."""
    return respond(_view(await read_hold(hold_id, caller, api.ports)))


@router.post("/{hold_id}/lifting", responses=answers(HoldAnswer), dependencies=by(*KEEPERS))
async def post_lifting(
    hold_id: UUID, caller: SignedIn, version: IfMatch, request: Idempotent, api: Permits
) -> Response:
    """Lifts it: what it was on may be destroyed when its time is over."""
    return await request.run(
        lambda once: lift_hold(
            LiftHold(caller=caller, hold_id=hold_id, expected_version=version, once=once),
            api.ports,
        ),
        body=None,
        shape=_view,
    )


def _body(hold: LegalHold) -> dict[str, Any]:
    body = members(hold)
    return {"account_id": body.pop("account")} | body


def _view(hold: LegalHold) -> Representation:
    return Representation(
        body=_body(hold), version=hold.version, location=f"/v1/legal-holds/{hold.id}"
    )
