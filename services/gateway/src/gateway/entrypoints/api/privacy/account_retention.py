"""`/v1/account-retention`: how long an office keeps whose a closed account was."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.application.privacy.closed_account_ports import ClosedAccountPorts
from gateway.application.privacy.set_account_period import (
    AccountRetention,
    DueAccount,
    SetAccountPeriod,
    report_closed_accounts,
    set_account_period,
)
from gateway.domain.privacy.closed_account import AccountPeriod
from gateway.entrypoints.api.accounts.accounts import office_of
from gateway.entrypoints.api.fields import Line, OfficeCode
from shared.http import (
    Answer,
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    encode_cursor,
    page,
    respond,
)

Days = Annotated[int, Query(ge=0, le=3_650)]


class NewPeriod(BaseModel):
    """A period from a day on; it confirms the class. 0 days is for ever."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"days": 1826, "effective_from": "2026-07-01", "source": "JRA kantor 2026"}
            ]
        }
    )

    office_code: OfficeCode | None = None
    days: Annotated[int, Field(ge=0, le=36_500, strict=True)]
    effective_from: date
    source: Line
    verified: bool = False


class PeriodAnswer(Answer):
    """What is not confirmed is a proposal, under which nothing is destroyed."""

    days: int
    effective_from: date
    source: str
    verified: bool
    confirmed: bool


class DueAccountAnswer(Answer):
    """A closed account by the day on which its time is over."""

    account_id: UUID
    closed_on: date
    due_on: date
    state: Literal["due", "upcoming"]


class AccountRetentionAnswer(Answer):
    """The period in force, then a page of accounts."""

    office_code: str
    today: date
    period: PeriodAnswer
    items: list[DueAccountAnswer]
    next_cursor: str | None


def account_retention_router(ports: ClosedAccountPorts) -> APIRouter:
    """Of the administrator's office."""
    router = APIRouter(prefix="/v1/account-retention", tags=["privacy"])

    @router.get("", responses=answers(AccountRetentionAnswer))
    async def get_account_retention(
        caller: SignedIn,
        office_code: OfficeCode | None = None,
        days: Days = 30,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Closed accounts of staff that are due today, and within `days` more."""
        found = await report_closed_accounts(
            caller,
            office_of(caller, office_code),
            ports,
            days=days,
            after=decode_id(cursor),
            limit=limit,
        )
        return respond(Representation(body=_report(found, limit)))

    @router.post("", status_code=201, responses=answers(PeriodAnswer, 201))
    async def post_period(body: NewPeriod, caller: SignedIn, request: Idempotent) -> Response:
        """Sets the office's period; what is due under it is emptied a day after it was listed."""
        office_code = office_of(caller, body.office_code)
        return await request.run(
            lambda once: set_account_period(
                SetAccountPeriod(
                    caller=caller,
                    office_code=office_code,
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

    return router


def _report(found: AccountRetention, limit: int) -> dict[str, Any]:
    head = {
        "office_code": found.office_code,
        "today": found.today,
        "period": period_body(found.period),
    }
    return head | page(
        found.accounts, limit, shape=_line, cursor=lambda one: encode_cursor(str(one.account_id))
    )


def period_body(period: AccountPeriod) -> dict[str, Any]:
    """A period as it is shown."""
    values = asdict(period)
    del values["recorded_by"], values["recorded_at"]
    return values | {"confirmed": period.is_confirmed}


def _line(one: DueAccount) -> dict[str, Any]:
    values = asdict(one)
    return values | {"state": "due" if values.pop("is_due") else "upcoming"}
