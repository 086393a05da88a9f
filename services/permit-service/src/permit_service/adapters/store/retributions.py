"""Retributions on PostgreSQL: revisions and payments are only added; a payment may be voided."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row, from_json
from permit_service.adapters.tables import (
    retribution_assessment,
    retribution_bill,
    retribution_payment,
)
from permit_service.domain.application import Application
from permit_service.domain.bill import ASKED_AFTER_ITS_END, Bill, BillState
from permit_service.domain.errors import ReceiptAlreadyRecorded
from permit_service.domain.retribution import Assessment, PaidThrough, Payment, Retribution

_PARTS = """
  coalesce((select jsonb_agg(to_jsonb(t) order by t.revision) from retribution_assessment t
            where t.application_id = a.id), '[]') as assessments,
  coalesce((select jsonb_agg(to_jsonb(t) order by t.id) from retribution_payment t
            where t.application_id = a.id), '[]') as payments,
  coalesce((select jsonb_agg(to_jsonb(t) order by t.id) from retribution_bill t
            where t.application_id = a.id), '[]') as bills
"""
# A draft owes nothing: the statement that is asked most does not look.
RETRIBUTION = f"""
  case when a.status <> 'draft' then
    (select jsonb_build_object('assessments', p.assessments, 'payments', p.payments,
                               'bills', p.bills) from (select {_PARTS}) p) end as retribution
"""  # noqa: S608 - no value is part of the text
_OF = sa.text(f"select a.id, {RETRIBUTION} from application a where a.id = any(:ids)")  # noqa: S608

_WAITING = sa.text(
    "select id from retribution_bill where office_code = :office"
    " and state in ('asked', 'open', 'superseded')"
    " and coalesce(expires_at, asked_at + interval '30 days') > :ended"
    " and (cast(:after as uuid) is null or id > :after) order by id limit :limit"
)

_UNVOIDED = retribution_payment.c.voided_at.is_(None)


class PostgresRetributions:
    """Written in the caller's transaction; the application is held by it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(
        self, application: Application, after: Retribution, *, before: Retribution
    ) -> None:
        """Writes what differs; raises ReceiptAlreadyRecorded."""
        owned = {"application_id": application.id, "office_code": application.office_code}
        for assessment in _new(after.assessments, before.assessments):
            await self._connection.execute(
                sa.insert(retribution_assessment).values(asdict(assessment) | owned)
            )
        for payment in _new(after.payments, before.payments):
            await self._save_payment(asdict(payment) | owned | {"channel": payment.channel.value})
        for bill in _new(after.bills, before.bills):
            await self._save_bill(asdict(bill) | owned | {"state": bill.state.value})

    async def _save_payment(self, values: dict[str, Any]) -> None:
        voiding = {name: values[name] for name in ("void_reason", "voided_by", "voided_at")}
        changed = await self._connection.execute(
            sa.update(retribution_payment)
            .where(retribution_payment.c.id == values["id"])
            .values(voiding)
            .returning(retribution_payment.c.id)
        )
        if changed.first() is not None:
            return
        added = await self._connection.execute(
            insert(retribution_payment)
            .values(values)
            .on_conflict_do_nothing(
                index_elements=["office_code", "receipt_number"], index_where=_UNVOIDED
            )
            .returning(retribution_payment.c.id)
        )
        if added.first() is None:
            raise ReceiptAlreadyRecorded

    async def _save_bill(self, values: dict[str, Any]) -> None:
        changing = {name: values[name] for name in ("state", "kind", "code", "expires_at")}
        await self._connection.execute(
            insert(retribution_bill)
            .values(values)
            .on_conflict_do_update(index_elements=["id"], set_=changing)
        )

    async def waiting(
        self, office_code: str, *, at: datetime, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Bills on which money may still have come in, by id."""
        ended = at - ASKED_AFTER_ITS_END
        values = {"office": office_code, "ended": ended, "after": after, "limit": limit}
        return list((await self._connection.execute(_WAITING, values)).scalars())

    async def of(self, application_ids: Sequence[UUID]) -> Mapping[UUID, Retribution]:
        """The retribution of each application that has one."""
        rows = await self._connection.execute(_OF, {"ids": list(application_ids)})
        found = {row["id"]: retribution_of(row["retribution"]) for row in rows.mappings()}
        return {one: known for one, known in found.items() if known != Retribution()}


def _new(after: Sequence[Any], before: Sequence[Any]) -> list[Any]:
    return [one for one in after if one not in before]


def retribution_of(stored: Any) -> Retribution:
    """The column `retribution` of a whole file."""
    parts = from_json(stored)
    if parts is None:
        return Retribution()
    return Retribution(
        assessments=tuple(_assessment(one) for one in parts["assessments"]),
        payments=tuple(_payment(one) for one in parts["payments"]),
        bills=tuple(_bill(one) for one in parts["bills"]),
    )


def _assessment(row: Row) -> Assessment:
    return Assessment(
        revision=row["revision"],
        number=row["number"],
        amount=row["amount"],
        basis=row["basis"],
        reason=row["reason"],
        due_on=date.fromisoformat(row["due_on"]),
        assessed_by=row["assessed_by"],
        assessed_at=datetime.fromisoformat(row["assessed_at"]),
    )


def _payment(row: Row) -> Payment:
    return Payment(
        id=UUID(row["id"]),
        receipt_number=row["receipt_number"],
        paid_on=date.fromisoformat(row["paid_on"]),
        amount=row["amount"],
        channel=PaidThrough(row["channel"]),
        recorded_by=row["recorded_by"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        bill_id=None if row["bill_id"] is None else UUID(row["bill_id"]),
        void_reason=row["void_reason"],
        voided_by=row["voided_by"],
        voided_at=_moment(row["voided_at"]),
    )


def _bill(row: Row) -> Bill:
    return Bill(
        id=UUID(row["id"]),
        revision=row["revision"],
        amount=row["amount"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        state=BillState(row["state"]),
        kind=row["kind"],
        code=row["code"],
        expires_at=_moment(row["expires_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
