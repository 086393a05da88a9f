"""Periods of closed accounts on PostgreSQL, and the accounts that still say whose they were."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import account, account_period, profile
from gateway.domain.accounts.account import AccountKind
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount, PeriodSetAlready

_PERIOD = tuple(one.name for one in fields(AccountPeriod))
_IS_CLOSED = (
    account.c.kind == AccountKind.STAFF.value,
    sa.not_(account.c.is_active),
    account.c.closed_at.is_not(None),
    sa.or_(account.c.emptied_at.is_(None), account.c.emptied_at < account.c.closed_at),
)
# What was listed before it was closed anew was not listed.
_LISTED_AT = sa.case((account.c.listed_at >= account.c.closed_at, account.c.listed_at))
_CLOSED = sa.select(
    account.c.id.label("account_id"), account.c.closed_at, _LISTED_AT.label("listed_at")
).where(*_IS_CLOSED)


class PostgresClosedAccounts:
    """In the caller's transaction. An account belongs to the office of its particulars."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def periods(self, office_code: str) -> Sequence[AccountPeriod]:
        """The oldest first."""
        found = await self._connection.execute(
            sa.select(*(account_period.c[name] for name in _PERIOD))
            .where(account_period.c.office_code == office_code)
            .order_by(account_period.c.effective_from)
        )
        return [AccountPeriod(**row) for row in found.mappings()]

    async def add_period(self, period: AccountPeriod, *, office_code: str) -> None:
        """Raises PeriodSetAlready."""
        added = await self._connection.execute(
            insert(account_period)
            .values(asdict(period) | {"office_code": office_code})
            .on_conflict_do_nothing()
            .returning(account_period.c.office_code)
        )
        if added.first() is None:
            raise PeriodSetAlready

    async def page(
        self, office_code: str, *, closed_before: datetime, after: UUID | None, limit: int
    ) -> Sequence[ClosedAccount]:
        """In the order of their ids."""
        query = (
            _CLOSED.join_from(account, profile, profile.c.owner == sa.cast(account.c.id, sa.Text))
            .where(profile.c.office_code == office_code, account.c.closed_at <= closed_before)
            .order_by(account.c.id)
            .limit(limit)
        )
        if after is not None:
            query = query.where(account.c.id > after)
        return [_closed(row) for row in (await self._connection.execute(query)).mappings()]

    async def hold(self, account_id: UUID) -> ClosedAccount | None:
        """Until the transaction ends."""
        found = await self._connection.execute(
            _CLOSED.where(account.c.id == account_id).with_for_update(of=account)
        )
        row = found.mappings().first()
        return None if row is None else _closed(row)

    async def mark_listed(self, account_ids: Sequence[UUID], *, at: datetime) -> None:
        """The first look."""
        await self._mark(account_ids, listed_at=at)

    async def mark_emptied(self, account_id: UUID, *, at: datetime) -> None:
        """It says of nobody whose it was."""
        await self._mark([account_id], emptied_at=at)

    async def _mark(self, account_ids: Sequence[UUID], **values: datetime) -> None:
        if account_ids:
            await self._connection.execute(
                sa.update(account).where(account.c.id.in_(account_ids)).values(**values)
            )


def _closed(row: Any) -> ClosedAccount:
    return ClosedAccount(**row)
