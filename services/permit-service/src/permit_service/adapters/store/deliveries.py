"""Deliveries on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import application
from permit_service.adapters.tables import delivery as table
from permit_service.domain.delivery import Delivery, Means
from permit_service.domain.steps import Status
from shared.database.keyring import Keyring

_FIELDS = tuple(one.name for one in fields(Delivery))


class PostgresDeliveries:
    """Visible where their application is."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, delivery: Delivery) -> None:
        """Keeps one."""
        receiver = delivery.receiver
        values = {name: getattr(delivery, name) for name in _FIELDS} | {
            "means": delivery.means.value,
            "receiver": None if receiver is None else self._keyring.encrypt(receiver),
        }
        await self._connection.execute(sa.insert(table).values(values))

    async def of(self, application_id: UUID) -> list[Delivery]:
        """Those of an application, the oldest first."""
        found = await self._connection.execute(
            sa.select(table).where(table.c.application_id == application_id).order_by(table.c.id)
        )
        return [self._delivery(row) for row in found.mappings()]

    async def due(
        self, office_code: str, *, signed_from: datetime, signed_until: datetime, limit: int
    ) -> Sequence[UUID]:
        """Applications that were signed within these moments and are not handed over."""
        found = await self._connection.execute(
            sa.select(application.c.id)
            .where(application.c.office_code == office_code)
            .where(application.c.status == Status.SIGNED.value)
            .where(application.c.signed_at.between(signed_from, signed_until))
            .order_by(application.c.id)
            .limit(limit)
        )
        return found.scalars().all()

    def _delivery(self, row: Any) -> Delivery:
        sealed = row["receiver"]
        values = {name: row[name] for name in _FIELDS} | {
            "means": Means(row["means"]),
            "receiver": None if sealed is None else self._keyring.decrypt_text(sealed),
        }
        return Delivery(**values)
