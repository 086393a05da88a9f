"""`/v1/privacy-breaches`: the register of UU 27/2022 Ps 46, for an office's administrator."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gateway.application.privacy.breach_ports import BreachPorts
from gateway.application.privacy.give_breach_notice import GiveBreachNotice, give_breach_notice
from gateway.application.privacy.record_breach import (
    CorrectBreach,
    RecordBreach,
    correct_breach,
    list_breaches,
    read_breach,
    record_breach,
)
from gateway.domain.privacy.breach import (
    MAX_AFFECTED,
    NOTICE_RULE,
    BreachState,
    DataCategory,
    PrivacyBreach,
    Recipient,
)
from gateway.entrypoints.api.accounts.accounts import office_of
from gateway.entrypoints.api.fields import Line, Lines, OfficeCode
from shared.http import (
    Answer,
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    RequiredIfMatch,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)

Applications = Annotated[list[UUID], Field(max_length=MAX_AFFECTED)]
Affected = Annotated[int, Field(ge=0, le=1_000_000_000)]


class NewBreach(BaseModel):
    """Which data, when and how, and what is done about it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "detected_at": "2026-06-15T08:00:00+09:00",
                    "categories": ["contact"],
                    "description": "Sebuah daftar terkirim ke alamat yang keliru.",
                    "handling": "Penerima diminta menghapusnya.",
                    "applications": [],
                    "affected": 3,
                }
            ]
        }
    )

    office_code: OfficeCode | None = None
    detected_at: AwareDatetime
    occurred_at: AwareDatetime | None = None
    categories: Annotated[list[DataCategory], Field(min_length=1, max_length=len(DataCategory))]
    description: Lines
    handling: Lines
    applications: Applications = []
    affected: Affected = 0


class BreachCorrection(BaseModel):
    """What is known better now."""

    handling: Lines | None = None
    applications: Applications | None = None
    affected: Affected | None = None


class NewNotice(BaseModel):
    """A notice: by mail to the people concerned, or one that was given outside of this system."""

    recipient: Recipient
    reference: Line | None = None
    notified_at: AwareDatetime | None = None
    statement: Annotated[Lines, Field()] | None = None


class NoticeAnswer(Answer):
    """A notice that was given."""

    recipient: Recipient
    at: datetime
    reference: str | None
    recorded_by: str
    written_to: int


class RuleAnswer(Answer):
    """Where the 3 × 24 hours stand."""

    hours: int
    source: str
    verified: bool


class BreachAnswer(Answer):
    """An entry of the register, with what is owed until when."""

    id: UUID
    office_code: str
    state: BreachState
    detected_at: datetime
    occurred_at: datetime | None
    notice_due_at: datetime
    notice_rule: RuleAnswer
    missing: list[Recipient]
    was_late: bool
    categories: list[DataCategory]
    description: str
    handling: str
    applications: list[UUID]
    affected: int
    notices: list[NoticeAnswer]
    recorded_by: str
    recorded_at: datetime
    version: int


class BreachesPage(Answer):
    """A page of the register."""

    items: list[BreachAnswer]
    next_cursor: str | None


def breaches_router(ports: BreachPorts) -> APIRouter:
    """`/v1/privacy-breaches`."""
    router = APIRouter(prefix="/v1/privacy-breaches", tags=["privacy"])

    def represented(breach: PrivacyBreach) -> Representation:
        return Representation(
            body=_shape(breach, ports.clock.now()),
            version=breach.version,
            location=f"/v1/privacy-breaches/{breach.id}",
        )

    @router.post("", status_code=201, responses=answers(BreachAnswer, 201))
    async def post_breach(body: NewBreach, caller: SignedIn, request: Idempotent) -> Response:
        """Enters a breach; the notices are due 3 × 24 hours after its detection."""
        office_code = office_of(caller, body.office_code)
        return await request.run(
            lambda once: record_breach(
                RecordBreach(
                    caller=caller,
                    office_code=office_code,
                    detected_at=body.detected_at,
                    occurred_at=body.occurred_at,
                    categories=tuple(dict.fromkeys(body.categories)),
                    description=body.description,
                    handling=body.handling,
                    applications=tuple(dict.fromkeys(body.applications)),
                    affected=body.affected,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=represented,
            status=201,
        )

    @router.get("", responses=answers(BreachesPage))
    async def get_breaches(caller: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """The register of the office, newest first."""
        before = decode_id(cursor)
        rows = await list_breaches(caller, ports, before=before, limit=limit)
        now = ports.clock.now()
        body = page(
            rows,
            limit,
            shape=lambda one: _shape(one, now),
        )
        return respond(Representation(body=body))

    @router.get("/{breach_id}", responses=answers(BreachAnswer))
    async def get_breach(breach_id: UUID, caller: SignedIn) -> Response:
        """One breach of personal data with its notices."""
        return respond(represented(await read_breach(breach_id, caller, ports)))

    @router.patch("/{breach_id}", responses=answers(BreachAnswer))
    async def patch_breach(
        breach_id: UUID, body: BreachCorrection, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """What is known better now: handling, and who is concerned."""
        applications = body.applications
        command = CorrectBreach(
            caller=caller,
            breach_id=breach_id,
            expected_version=version,
            handling=body.handling,
            applications=None if applications is None else tuple(dict.fromkeys(applications)),
            affected=body.affected,
        )
        return respond(represented(await correct_breach(command, ports)))

    @router.post("/{breach_id}/notices", status_code=201, responses=answers(BreachAnswer, 201))
    async def post_notice(
        breach_id: UUID, body: NewNotice, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Gives or records a notice; the people concerned are written to."""
        return await request.run(
            lambda once: give_breach_notice(
                GiveBreachNotice(
                    caller=caller,
                    breach_id=breach_id,
                    expected_version=version,
                    recipient=body.recipient,
                    reference=body.reference,
                    at=body.notified_at,
                    statement=body.statement or "",
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=represented,
            status=201,
        )

    return router


def _shape(breach: PrivacyBreach, now: datetime) -> dict[str, Any]:
    values = asdict(breach)
    del values["overdue_told_at"]
    rule = {
        "hours": int(NOTICE_RULE.period.total_seconds() // 3600),
        "source": NOTICE_RULE.source,
        "verified": NOTICE_RULE.verified,
    }
    return values | {
        "state": breach.state(now),
        "notice_due_at": breach.notice_due_at,
        "notice_rule": rule,
        "missing": list(breach.missing),
        "was_late": breach.was_late,
    }
