"""Periods and disposals of logs on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import log_disposal as table
from gateway.adapters.tables import log_period
from gateway.domain.privacy.closed_account import AccountPeriod, PeriodSetAlready
from gateway.domain.privacy.log_retention import LogDisposal, RetainedLog
from shared.errors import NotFound, StaleVersion

_PERIOD = tuple(one.name for one in fields(AccountPeriod))


class PostgresLogDisposals:
    """Of the caller's offices. `holds` where a transaction will write them."""

    def __init__(self, connection: AsyncConnection, *, holds: bool) -> None:
        self._connection = connection
        self._holds = holds

    async def periods(self, office_code: str, log: RetainedLog) -> Sequence[AccountPeriod]:
        """The oldest first."""
        found = await self._connection.execute(
            sa.select(*(log_period.c[name] for name in _PERIOD))
            .where(log_period.c.office_code == office_code, log_period.c.log == log.value)
            .order_by(log_period.c.effective_from)
        )
        return [AccountPeriod(**row) for row in found.mappings()]

    async def add_period(
        self, period: AccountPeriod, *, office_code: str, log: RetainedLog
    ) -> None:
        """Raises PeriodSetAlready."""
        added = await self._connection.execute(
            insert(log_period)
            .values(asdict(period) | {"office_code": office_code, "log": log.value})
            .on_conflict_do_nothing()
            .returning(log_period.c.office_code)
        )
        if added.first() is None:
            raise PeriodSetAlready

    async def add(self, disposal: LogDisposal) -> None:
        """Keeps it, unless another worker has listed the same."""
        await self._connection.execute(
            insert(table).values(asdict(disposal)).on_conflict_do_nothing()
        )

    async def get(self, disposal_id: UUID) -> LogDisposal:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == disposal_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _disposal(row)

    async def save(self, disposal: LogDisposal) -> None:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == disposal.id, table.c.version == disposal.version)
            .values(asdict(disposal) | {"version": disposal.version + 1})
        )
        if saved.rowcount == 0:
            raise StaleVersion

    async def page(self, *, before: UUID | None, limit: int) -> Sequence[LogDisposal]:
        """Newest first."""
        query = sa.select(table).order_by(table.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(table.c.id < before)
        return [_disposal(row) for row in (await self._connection.execute(query)).mappings()]

    async def unfinished(self, office_code: str) -> Sequence[LogDisposal]:
        """And the latest of each log that was finished."""
        latest = (
            sa.select(sa.func.max(sa.cast(table.c.id, sa.Text)))
            .where(table.c.office_code == office_code)
            .group_by(table.c.log)
        )
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.office_code == office_code)
            .where(sa.or_(table.c.destroyed_at.is_(None), sa.cast(table.c.id, sa.Text).in_(latest)))
            .order_by(table.c.id)
        )
        return [_disposal(row) for row in found.mappings()]


def _disposal(row: Any) -> LogDisposal:
    return LogDisposal(**dict(row) | {"log": RetainedLog(row["log"])})
