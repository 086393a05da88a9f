"""Licences near or past their last day, on PostgreSQL: held, and passed over where another holds
them, so that two workers share the work and neither tells twice."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.licences import licence_of
from permit_service.adapters.tables import licence as table
from permit_service.domain.ending import ReminderSpan
from permit_service.domain.licence import Licence, LicenceStatus
from shared.database.keyring import Keyring

_IN_FORCE = table.c.told_status == LicenceStatus.ACTIVE.value


class PostgresLicenceEnds:
    """In the order of their ends."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def ended(self, office_code: str, *, today: date, limit: int) -> list[Licence]:
        """Those whose last day has passed and nobody was told."""
        return await self._held(office_code, limit, table.c.valid_until < today)

    async def mark_expired(self, licence_ids: Sequence[UUID]) -> None:
        """From now on it was told."""
        await self._mark(licence_ids, told_status=LicenceStatus.EXPIRED.value)

    async def ending(self, office_code: str, span: ReminderSpan, *, limit: int) -> list[Licence]:
        """Those in force that end in the span and were not reminded of it."""
        return await self._held(
            office_code,
            limit,
            table.c.valid_until.between(span.first, span.last),
            table.c.issued_on <= table.c.valid_until - span.days,
            sa.or_(table.c.reminded_days.is_(None), table.c.reminded_days > span.days),
        )

    async def mark_reminded(self, licence_ids: Sequence[UUID], *, days: int) -> None:
        """From now on they were reminded of this span."""
        await self._mark(licence_ids, reminded_days=days)

    async def _held(
        self, office_code: str, limit: int, *conditions: sa.ColumnElement[bool]
    ) -> list[Licence]:
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.office_code == office_code, _IN_FORCE, *conditions)
            .order_by(table.c.valid_until, table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [licence_of(row, self._keyring) for row in found.mappings()]

    async def _mark(self, licence_ids: Sequence[UUID], **values: Any) -> None:
        if licence_ids:
            await self._connection.execute(
                sa.update(table)
                .where(table.c.id.in_(licence_ids))
                .values(version=table.c.version + 1, **values)
            )
